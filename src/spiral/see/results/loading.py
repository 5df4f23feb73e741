"""Load the snapshot of open data: all or nothing, and the same again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from spiral.engine.periods import POOLED
from spiral.engine.place import NATION
from spiral.ground.locks import hold_lock
from spiral.see.results import catalogue, expectations, predictions
from spiral.see.results.models import Expected, Indicator, Model, Part, Peer, Prediction, Value
from spiral.sources.snapshot.files import Snapshot
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.actions import load_register

Say = Callable[[str], None]
#: The snapshot's word for a kind of place → ours, where it is another.
_PLACE_KINDS = {"riket": Value.Place.COUNTRY.value}
_COLUMNS = ("part", "measure", "area", "place_kind", "place", "period", "sex", "programme", "state", "value", "n")
#: Figures of the whole country that comparisons and the expected value need beside the catalogue's.
_COUNTRYWIDE = (
    "Antal elever",
    "Andel (%) flickor",
    "Andel (%) med utländsk bakgrund",
    "Andel (%) med föräldrar med eftergymnasial utbildning",
    "salsaParentsEducation",
    "N15820",
    "N15822",
)


#: Years of Kolada's that are loaded for municipalities outside the region.
COUNTRY_YEARS = 3


def load_snapshot(snapshot: Snapshot, *, by: Viewer, say: Say = lambda _text: None) -> int:
    """Make the database say what ``snapshot`` says, in one transaction; loading the same again changes nothing.

    Returns the number of figures. What is kept of the country is what pages compare with; of the region, everything.
    """
    with transaction.atomic():
        hold_lock("open data")
        if _is_loaded(snapshot):
            return Value.objects.count()
        say("register över kommuner, huvudmän och skolenheter")
        region = region_of(snapshot)
        load_register(snapshot.places, region)
        _load_groups(snapshot)
        _load_indicators(snapshot)
        say("publicerade uppgifter")
        figures = _load_values(snapshot, region)
        say("förväntade värden ur hela landets skolor")
        _load_expected(snapshot)
        say("det som sagts i förväg")
        _load_predictions(snapshot)
        record(Action.RESULTS_LOADED, by=by, detail={"figures": figures})
    return figures


def _is_loaded(snapshot: Snapshot) -> bool:
    have = {p.key: (p.sha256, p.periods) for p in Part.objects.all()}
    wanted = {key: (_fingerprint(snapshot, part), part["periods"]) for key, part in snapshot.parts.items()}
    model = Model.objects.filter(key="expected").first()
    is_ours = model is None or model.parameters.get("revision") == expectations.REVISION
    said = Model.objects.filter(key="predictions").first()
    is_scored = said is not None and predictions.marks(snapshot).items() <= said.parameters.items()
    return bool(have) and have == wanted and is_ours and is_scored


def _fingerprint(snapshot: Snapshot, part: dict[str, object]) -> str:
    file = part.get("file")
    return str(part.get("sha256") or snapshot.manifest["files"][file]["sha256"])


def region_of(snapshot: Snapshot) -> frozenset[str]:
    """Codes of the municipalities of the region that the settings name."""
    members = snapshot.groups.filter(pl.col("group_id") == settings.REGION_GROUP)["member_code"]
    return frozenset(members.to_list())


def _load_groups(snapshot: Snapshot) -> None:
    Peer.objects.all().delete()
    rows = snapshot.groups.rows(named=True)
    Peer.objects.bulk_create([Peer(group=r["group_id"], title=r["title"], member=r["member_code"]) for r in rows])


def _load_indicators(snapshot: Snapshot) -> None:
    wanted = {i.kolada for i in catalogue.reviewed().values() if i.kolada}
    Indicator.objects.all().delete()
    Indicator.objects.bulk_create(
        Indicator(
            key=row["id"],
            title=row["title"],
            description=row["description"].replace("\\n", " ").strip(),
            operating_area=row["operating_area"],
            expected_on=row["publication_date"] or row["prel_publication_date"] or None,
            publication_period=row["publ_period"],
        )
        for row in snapshot.indicators
        if row["id"] in wanted
    )


def _load_values(snapshot: Snapshot, region: frozenset[str]) -> int:
    places = snapshot.places
    own = places.filter(pl.col("municipality_code").is_in(list(region)) | pl.col("code").is_in(list(region)))["code"]
    near = [*own.to_list(), *own_owners(places, region), NATION]
    shown = {s.measure for i in catalogue.reviewed().values() for s in i.series} | set(_COUNTRYWIDE)
    countrywide = (
        pl.col("measure").is_in(list(shown))
        & (pl.col("sex") == "T")
        & (pl.col("period").is_in(_recent(snapshot)) | (pl.col("part") != "kolada"))
    )
    rows = snapshot.observations.filter(pl.col("place").is_in(near) | countrywide).select(_COLUMNS).fill_nan(None)
    rows = rows.with_columns(pl.col("place_kind").replace(_PLACE_KINDS))
    Value.objects.all().delete()
    Part.objects.all().delete()
    Part.objects.bulk_create(
        Part(
            key=key,
            source=part["source"],
            origin=part["origin"],
            date=part["date"],
            licence=part["licence"],
            remarks_sv=" ".join(part["remarks"]["sv"]),
            remarks_en=" ".join(part["remarks"]["en"]),
            sha256=_fingerprint(snapshot, part),
            rows=part["rows"],
            periods=part["periods"],
        )
        for key, part in snapshot.parts.items()
    )
    _insert(rows.iter_rows())
    return rows.height


def _recent(snapshot: Snapshot) -> list[str]:
    """The last years of Kolada's: of the other municipalities no page shows more than how it stands now."""
    return snapshot.parts["kolada"]["periods"][-COUNTRY_YEARS:]


def own_owners(places: pl.DataFrame, region: frozenset[str]) -> list[str]:
    """Numbers of the owners that run units in the region."""
    units = places.filter(pl.col("kind") == "unit", pl.col("municipality_code").is_in(list(region)))
    return units["owner_orgnr"].drop_nulls().unique().to_list()


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Straight to the table: a hundred thousand model instances would take most of the time."""
    columns = ", ".join(("part_id", *_COLUMNS[1:]))
    marks = ", ".join(["%s"] * len(_COLUMNS))
    sql = f"INSERT INTO {Value._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def _load_expected(snapshot: Snapshot) -> None:
    country = expectations.country(snapshot.skolverket)
    Expected.objects.all().delete()
    Model.objects.filter(key="expected").delete()
    if country is None:
        return
    model, by_period = expectations.expect(country)
    Expected.objects.bulk_create(
        [Expected(period=period, **asdict(d)) for period, listed in by_period.items() for d in listed], batch_size=500
    )
    parameters = expectations.parameters(country, model, expectations.cohorts(country, snapshot.observations)) | {
        "sectors": expectations.by_sector(by_period[POOLED], snapshot.places),
        "country_by_year": expectations.country_merit(snapshot.skolverket, snapshot.places),
    }
    Model.objects.update_or_create(key="expected", defaults={"parameters": parameters})


def _load_predictions(snapshot: Snapshot) -> None:
    Prediction.objects.all().delete()
    Prediction.objects.bulk_create(predictions.rows(snapshot), batch_size=500)
    Model.objects.update_or_create(key="predictions", defaults={"parameters": predictions.parameters(snapshot)})
