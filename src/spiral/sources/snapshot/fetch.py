"""`spiral fetch`: refresh the snapshot from the live interfaces, whole series at a time, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any

import polars as pl

from spiral.engine.place import NATION
from spiral.sources.kolada import client as kolada_client
from spiral.sources.kolada import reading as kolada
from spiral.sources.kolada.groups import similar_groups
from spiral.sources.kolada.page_indicators import COUNTRY_YEARS, PAGE_KPIS, SCHOOL_AREAS
from spiral.sources.live.polite import FetchStopped, PoliteClient
from spiral.sources.reading.observations import combined
from spiral.sources.reading.problems import Problem, Reading, Unreadable
from spiral.sources.register.places import SCHEMA as PLACES
from spiral.sources.skolverket import client as skolverket_client
from spiral.sources.skolverket.planned_educations import read_nested_survey, read_salsa, read_statistics
from spiral.sources.skolverket.pxweb import tables as pxweb
from spiral.sources.snapshot.apart import fetch_pxweb
from spiral.sources.snapshot.files import Snapshot
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult, Replacement, replace_series, with_progress

UNTRIED = (
    "Obs: Koladas v3 har inte kunnat provas skarpt när Spiral skrevs, bara mot efterbildade svar. "
    "Stoppar hämtningen, se docs/drift/data.md."
)
_BOOLEAN = ("is_divided_by_gender", "has_ou_data")
#: Ids become parts of addresses.
_ID = re.compile(r"[NU][0-9]{5}")
#: What a problem with one value is called (kolada.reading).
_VALUE = re.compile(r"Kolada, ([NU][0-9]{5}) för ([0-9]{4})(?:, [0-9]{4})?")
_GROUPS = {"group_id": pl.String, "title": pl.String, "member_code": pl.String}


def fetch_from(source: str, order: FetchOrder, *, base: str | None = None) -> FetchResult:
    """Fetch from "kolada", "skolverket" or "pxweb" at its own address, or at ``base``."""
    if source == "pxweb":
        with PoliteClient(base or pxweb.service().base, limits=pxweb.service().limits, tell=order.tell) as http:
            return fetch_pxweb(order, http)
    if source == "kolada":
        with PoliteClient(base or kolada_client.BASE, tell=order.tell) as http:
            return fetch_kolada(order, http)
    headers = {"Accept": skolverket_client.ACCEPT}
    with PoliteClient(base or skolverket_client.BASE, headers=headers, tell=order.tell) as http:
        return fetch_skolverket(order, http)


def fetch_kolada(order: FetchOrder, http: PoliteClient) -> FetchResult:
    """Catalogue, groups and values from Kolada v3 into a snapshot in ``order.target``."""
    order.tell(UNTRIED)
    client = kolada_client.KoladaClient(http, order.begin())
    old = order.previous()
    mine = [NATION, *order.municipalities]
    try:
        catalogue = _catalogue_rows(client.catalogue())
        if not catalogue:
            raise FetchStopped("Koladas katalog är tom. Hämtningen stoppades; försök igen en annan dag.")
        known = set(old.kolada.get_column("measure"))
        asked = {row["id"] for row in catalogue if row["operating_area"] in SCHOOL_AREAS or row["id"] in known}
        asked = {key for key in asked if _ID.fullmatch(key)}
        if not asked:
            raise FetchStopped(
                "Koladas katalog har inga nyckeltal om skola. Hämtningen stoppades; har tjänsten ändrats?"
            )
        order.tell(f"Katalogen har {len(catalogue)} nyckeltal; {len(asked)} hämtas för {len(mine) - 1} kommuner.")
        region = with_progress(client.data(sorted(asked), places=mine), order)
        years = list(range(order.today.year - COUNTRY_YEARS + 1, order.today.year + 1))
        order.tell(f"Sidornas nyckeltal för hela landet, {years[0]}–{years[-1]}.")
        country = with_progress(client.data(sorted(PAGE_KPIS & asked), years=years), order)
        groups = pl.DataFrame(client.groups(), schema=_GROUPS)
    except Unreadable as stop:
        return FetchResult(False, problems=(stop.problem,))
    readings = kolada.read_data_answers(region, odd=client.odd), kolada.read_data_answers(country, odd=client.odd)
    problems = (*client.odd.problems, *(problem for reading in readings for problem in reading.problems))
    if not all(reading.ok for reading in readings):
        return FetchResult(False, problems=problems)
    here, everywhere = (reading.table for reading in readings)
    both = pl.concat([here.filter(pl.col("place").is_in(mine)), everywhere.filter(~pl.col("place").is_in(mine))])
    checked = kolada.impossible_as_missing(both, pl.DataFrame(catalogue))
    rows = checked.table
    last = str(rows.get_column("period").max())
    new = Replacement(
        # what the catalogue no longer has, and the country's years before those asked for, stay as they were
        replaces=(pl.col("part") == "kolada")
        & pl.col("measure").is_in(sorted(asked))
        & (pl.col("place").is_in(mine) | pl.col("period").is_in([str(year) for year in years])),
        lost=_lost_of_kolada(client, mine),
        rows=rows,
        origin=http.base,
        parts=("kolada", "indicators", "groups"),
        remarks={
            "sv": [f"Hämtat från Koladas v3. Värdena slutar {last}.", "Fritidshem har inga uppgifter per skolenhet."],
            "en": [f"Fetched from Kolada's v3. Values end in {last}.", "Fritidshem has nothing by school unit."],
        },
        problems=(*problems, *checked.problems),
        indicators=[row for row in catalogue if row["id"] in asked],
        groups=_current_groups(groups, old),
    )
    return replace_series(old, new, order)


def _lost_of_kolada(client: kolada_client.KoladaClient, mine: list[str]) -> pl.Expr:
    """The old rows that a question without an answer was about, and those of values that were passed over."""
    place, measure = pl.col("place"), pl.col("measure")
    about = [
        measure.is_in(list(one.kpis)) & (place.is_in(list(one.places)) if one.places else ~place.is_in(mine))
        for one in client.lost
    ]
    values = {(hit[1], hit[2]) for problem in client.odd.problems if (hit := _VALUE.fullmatch(problem.file))}
    about += [(measure == kpi) & (place == code) for kpi, code in sorted(values)]
    return pl.any_horizontal(pl.lit(False), *about)


def fetch_skolverket(order: FetchOrder, http: PoliteClient) -> FetchResult:
    """Statistics and surveys of the municipalities' units, and SALSA, from Planned Educations v4 into a snapshot."""
    client = skolverket_client.SkolverketClient(http, order.begin())
    old = order.previous()
    readings: list[Reading] = []
    try:
        units = list(client.units(order.municipalities))
        if not units:
            why = next((f"{problem.message} " for problem in client.odd.problems), "")
            raise FetchStopped(
                f"{why}Skolverket listar ingen enda skolenhet. Hämtningen stoppades; försök en annan dag."
            )
        order.tell(f"{len(units)} skolenheter i {len(order.municipalities)} kommuner.")
        salsa_was_odd = len(client.odd.problems)
        skip = partial(client.odd.part, what=skolverket_client.name_of(None))
        for url, body in client.salsa():
            readings += _usable(client, None, read_salsa(body, url, part="planned_educations", skip=skip))
        is_salsa_whole = len(client.odd.problems) == salsa_was_odd
        for number, unit in enumerate(units, start=1):
            readings += _unit_readings(client, unit)
            order.tell(f"  {number} av {len(units)}: {unit['name']}")
    except Unreadable as stop:
        return FetchResult(False, problems=(stop.problem,))
    problems = (*client.odd.problems, *(problem for reading in readings for problem in reading.problems))
    rows = combined(reading.table for reading in readings).unique(maintain_order=True)
    listed = [code for code in order.municipalities if code not in client.unlisted]
    mine = old.places.filter((pl.col("kind") == "unit") & pl.col("municipality_code").is_in(listed))
    new = Replacement(
        replaces=_rows_to_replace(rows, {*mine.get_column("code"), *(unit["code"] for unit in units)}),
        lost=pl.col("place").is_in(sorted(client.lost))
        | (pl.lit(not is_salsa_whole) & pl.col("measure").str.starts_with("salsa")),
        rows=rows,
        origin=http.base,
        parts=tuple(rows.get_column("part").unique().sort()),
        remarks={
            "sv": [f"Nätverkets kommuner hämtade {order.today}; övriga landet som tidigare (SALSA: hela landet)."],
            "en": [f"The network's municipalities fetched {order.today}; the rest as before (SALSA: all)."],
        },
        problems=problems,
        places=_with_new_units(old.places, units),
    )
    return replace_series(old, new, order)


def _unit_readings(client: skolverket_client.SkolverketClient, unit: dict[str, Any]) -> Iterable[Reading]:
    def skip(problem: Problem) -> None:
        client.lost.add(unit["code"])
        client.odd.part(problem, skolverket_client.name_of(unit))

    for url, body, form in client.statistics(unit):
        part = "planned_educations_masks" if form == "gr" else "gymnasium"
        yield from _usable(client, unit, read_statistics(body, unit["code"], url, part=part, skip=skip))
    for url, body, respondents in client.surveys(unit):
        part = "gymnasium" if respondents == "pupilsgy" else "planned_educations"
        yield from _usable(client, unit, read_nested_survey(body, respondents, url, part=part, skip=skip))


def _usable(
    client: skolverket_client.SkolverketClient, unit: dict[str, Any] | None, reading: Reading
) -> Iterable[Reading]:
    """The reading, or none where the answer is odd: that is told."""
    if reading.ok:
        yield reading
    else:
        client.lose(unit, Unreadable(reading.errors[0]))


def _rows_to_replace(rows: pl.DataFrame, units: set[str]) -> pl.Expr:
    """The old rows that answers for ``units`` replace: their statistics and surveys, and SALSA of the same year.

    Of upper secondary the earlier rows have series of their own making ("MA1_or_MA2"), which are left alone.
    """
    served = rows.filter(pl.col("part") == "gymnasium").get_column("measure").unique().to_list()
    salsa = rows.filter(pl.col("measure").str.starts_with("salsa"))
    part, measure = pl.col("part"), pl.col("measure")
    of_units = (
        (part == "planned_educations_masks")
        | ((part == "planned_educations") & (pl.col("area") != ""))
        | ((part == "gymnasium") & measure.is_in(served))
    )
    of_country = (
        (part == "planned_educations")
        & measure.is_in(salsa.get_column("measure").unique().to_list())
        & pl.col("period").is_in(salsa.get_column("period").unique().to_list())
    )
    return (pl.col("place").is_in(sorted(units)) & of_units) | of_country


def _catalogue_rows(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Catalogue rows with the keys of kolada.CATALOGUE, texts "" when absent, sorted by id."""
    rows = []
    for item in items:
        row = {key: item.get(key) for key in kolada.CATALOGUE}
        if not isinstance(row["id"], str) or not isinstance(row["title"], str):
            raise FetchStopped("Ett nyckeltal i katalogen saknar id eller titel. Hämtningen stoppades.")
        texts = (key for key in row if key not in _BOOLEAN)
        if odd := next((key for key in texts if not isinstance(row[key], str | None)), None):
            raise FetchStopped(f"Nyckeltalet {row['id'][:40]} har ”{odd}” i fel form. Hämtningen stoppades.")
        booleans = {key: row[key] in (True, 1) for key in _BOOLEAN}
        rows.append({key: "" if value is None else value for key, value in row.items()} | booleans)
    return sorted(rows, key=lambda row: row["id"])


def _current_groups(new: pl.DataFrame, old: Snapshot) -> pl.DataFrame:
    """The groups the pages use, of their newest year. What the answer lacks stays: groups do not vanish over night."""
    absent = old.groups.filter(~pl.col("group_id").is_in(new.get_column("group_id").to_list()))
    return similar_groups(pl.concat([absent, new.select(absent.columns)]), old.municipalities)


def _with_new_units(places: pl.DataFrame, units: list[dict[str, Any]]) -> pl.DataFrame:
    """``places`` and the units that the interface has and they have not."""
    known = set(places.filter(pl.col("kind") == "unit").get_column("code"))
    homes = {row["code"]: row for row in places.filter(pl.col("kind") == "municipality").iter_rows(named=True)}
    rows = [
        {
            "kind": "unit",
            "code": code,
            "name": unit["name"],
            "municipality_code": home["code"],
            "municipality": home["name"],
            "county_code": home["county_code"],
            "county": home["county"],
            "skaraborg": home["skaraborg"],
            "school_forms": unit["school_forms"],
            "has_year9": unit["has_year9"],
            "owner_kind": {"Kommunal": "kommunal", "Fristående": "enskild"}.get(unit["owner_type"]),
            "status": "in_use",
            "sources": ["planned_educations"],
        }
        for code, unit in {unit["code"]: unit for unit in units}.items()
        if code not in known and (home := homes.get(unit["municipality_code"]))
    ]
    return pl.concat([places, pl.DataFrame(rows, schema=PLACES)]).sort("kind", "code")
