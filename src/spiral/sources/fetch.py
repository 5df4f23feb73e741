"""`spiral fetch`: refresh the snapshot from the live interfaces, whole series at a time, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from spiral.sources import kolada, kolada_client, skolverket_client
from spiral.sources.guard import Shrunk, shrunken
from spiral.sources.journal import Journal
from spiral.sources.masks import mask_everywhere
from spiral.sources.observations import together
from spiral.sources.page_indicators import COUNTRY_YEARS, PAGE_KPIS, SCHOOL_AREAS, SKARABORG, SKARABORG_GROUP
from spiral.sources.places import SCHEMA as PLACES
from spiral.sources.planned_educations import read_nested_survey, read_statistics
from spiral.sources.polite import FetchStopped, PoliteClient
from spiral.sources.problems import Problem, Reading, Unreadable
from spiral.sources.snapshot import MANIFEST, Snapshot, open_snapshot, write_snapshot

JOURNAL = ".journal"
UNTRIED = (
    "Obs: Koladas v3 har inte kunnat provas skarpt när Spiral skrevs, bara mot efterbildade svar. "
    "Stoppar hämtningen, se docs/drift/data.md."
)


def to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a fetch ended. ``written`` is False when a problem or a shrunken series stopped it: then nothing changed."""

    written: bool
    rows: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    shrunk: tuple[Shrunk, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch and where to put it. The country is asked for the last COUNTRY_YEARS up to ``today``."""

    target: Path
    resume: bool = False
    accept_shrink: frozenset[str] = frozenset()
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    municipalities: tuple[str, ...] = tuple(SKARABORG)
    tell: Callable[[str], None] = to_stderr


def fetch_kolada(order: Order, http: PoliteClient) -> Fetched:
    """Catalogue, groups and values from Kolada v3 into a snapshot in ``order.target``."""
    order.tell(UNTRIED)
    journal = _begin(order)
    client = kolada_client.KoladaClient(http, journal)
    old = _previous(order.target)
    try:
        catalogue = _catalogue_rows(client.catalogue())
        kept = old.kolada.get_column("measure").unique().to_list()
        asked = sorted(row["id"] for row in catalogue if row["operating_area"] in SCHOOL_AREAS or row["id"] in kept)
        order.tell(
            f"Katalogen har {len(catalogue)} nyckeltal; {len(asked)} hämtas för {len(order.municipalities)} kommuner."
        )
        region = _told(client.data(asked, places=["0000", *order.municipalities]), order)
        years = range(order.today.year - COUNTRY_YEARS + 1, order.today.year + 1)
        country = _told(client.data(sorted(PAGE_KPIS & set(asked)), years=list(years)), order)
        groups = pl.DataFrame(
            client.groups(), schema={"group_id": pl.String, "title": pl.String, "member_code": pl.String}
        )
    except Unreadable as stop:
        return Fetched(False, problems=(stop.problem,))
    mine = ["0000", *order.municipalities]
    readings = kolada.read_data_answers(region), kolada.read_data_answers(country)
    problems = tuple(problem for reading in readings for problem in reading.problems)
    if not all(reading.ok for reading in readings):
        return Fetched(False, problems=problems)
    places = old.places.filter(pl.col("kind") == "municipality").get_column("code").to_list()
    others = readings[1].table.filter(pl.col("place").is_in(places) & ~pl.col("place").is_in(mine))
    new = pl.concat([readings[0].table.filter(pl.col("place").is_in(mine)), others])
    replaced = pl.col("part") == "kolada"
    note = {"origin": http.base, "date": order.today.isoformat()}
    return _replace(
        order,
        old,
        replaced,
        new,
        problems,
        fresh={"kolada": note, "indicators": note, "groups": note},
        indicators=[row for row in catalogue if row["id"] in asked],
        groups=_kept_groups(groups, old.groups),
    )


def fetch_skolverket(order: Order, http: PoliteClient) -> Fetched:
    """Statistics and survey results of the municipalities' units from Planned Educations v4 into a snapshot."""
    journal = _begin(order)
    client = skolverket_client.SkolverketClient(http, journal)
    old = _previous(order.target)
    readings: list[Reading] = []
    try:
        units = list(client.units(order.municipalities))
        order.tell(f"{len(units)} skolenheter i {len(order.municipalities)} kommuner.")
        for number, unit in enumerate(units, start=1):
            for url, body, form in client.statistics(unit):
                part = "planned_educations_masks" if form == "gr" else "gymnasium"
                readings.append(read_statistics(body, unit["code"], url, part=part))
            for url, body, respondents in client.surveys(unit):
                part = "gymnasium" if respondents == "pupilsgy" else "planned_educations"
                readings.append(read_nested_survey(body, respondents, url, part=part))
            order.tell(f"  {number} av {len(units)}: {unit['name']}")
    except Unreadable as stop:
        return Fetched(False, problems=(stop.problem,))
    problems = tuple(problem for reading in readings for problem in reading.problems)
    if not all(reading.ok for reading in readings):
        return Fetched(False, problems=problems)
    new = together(reading.table for reading in readings).unique(maintain_order=True)
    mine = old.places.filter((pl.col("kind") == "unit") & pl.col("municipality_code").is_in(list(order.municipalities)))
    codes = sorted({*mine.get_column("code"), *(unit["code"] for unit in units)})
    # Of upper secondary the earlier rows have series of their own making ("MA1_or_MA2"), which are left alone.
    served = new.filter(pl.col("part") == "gymnasium").get_column("measure").unique().to_list()
    asked = (
        (pl.col("part") == "planned_educations_masks")
        | ((pl.col("part") == "planned_educations") & (pl.col("area") != ""))
        | ((pl.col("part") == "gymnasium") & pl.col("measure").is_in(served))
    )
    replaced = pl.col("place").is_in(codes) & asked
    note = {"origin": http.base, "date": order.today.isoformat()}
    return _replace(
        order,
        old,
        replaced,
        new,
        problems,
        fresh=dict.fromkeys(new.get_column("part").unique().to_list(), note),
        places=_with_new_units(old.places, units),
    )


def fetch_from(source: str, order: Order, *, base: str | None = None) -> Fetched:
    """Fetch from "kolada" or "skolverket" at its own address, or at ``base``."""
    if source == "kolada":
        with PoliteClient(base or kolada_client.BASE, tell=order.tell) as http:
            return fetch_kolada(order, http)
    headers = {"Accept": skolverket_client.ACCEPT}
    with PoliteClient(base or skolverket_client.BASE, headers=headers, tell=order.tell) as http:
        return fetch_skolverket(order, http)


def _replace(
    order: Order,
    old: Snapshot,
    replaced: pl.Expr,
    new: pl.DataFrame,
    problems: Iterable[Problem],
    *,
    fresh: dict[str, dict[str, str]],
    indicators: list[dict[str, Any]] | None = None,
    groups: pl.DataFrame | None = None,
    places: pl.DataFrame | None = None,
) -> Fetched:
    """Put ``new`` in the place of the ``replaced`` rows, mask again, and write, unless a series shrank."""
    before = old.observations
    shrunk = shrunken(before.filter(replaced), new, order.accept_shrink)
    if shrunk:
        return Fetched(False, problems=tuple(problems), shrunk=tuple(shrunk))
    places = old.places if places is None else places
    masked = mask_everywhere(together([before.filter(~replaced), new]), places)
    frames = {
        "observations_kolada": masked.table.filter(pl.col("part") == "kolada"),
        "observations_skolverket": masked.table.filter(pl.col("part") != "kolada"),
        "places": places,
        "groups": old.groups if groups is None else groups,
        "known_open": pl.concat([old.known_open, masked.known_open]).unique().sort(pl.all()),
    }
    parts = {name: part | fresh.get(name, {}) for name, part in old.parts.items()}
    write_snapshot(order.target, frames, old.indicators if indicators is None else indicators, parts)
    Journal(order.target / JOURNAL).end()
    return Fetched(True, {name: frame.height for name, frame in frames.items()}, tuple(problems))


def _begin(order: Order) -> Journal:
    journal = Journal(order.target / JOURNAL)
    kept = journal.begin(resume=order.resume)
    if order.resume:
        order.tell(f"Fortsätter: {kept} svar finns redan.")
    return journal


def _previous(target: Path) -> Snapshot:
    """The snapshot that is refreshed: the one in ``target`` when there is one, else the packaged one."""
    return open_snapshot(target if (target / MANIFEST).is_file() else None)


def _told(answers: Iterable[tuple[str, bytes]], order: Order) -> list[tuple[str, bytes]]:
    found = []
    for number, answer in enumerate(answers, start=1):
        found.append(answer)
        order.tell(f"  svar {number}, {len(answer[1]) // 1000} kB")
    return found


def _catalogue_rows(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Catalogue rows with the keys of kolada.CATALOGUE, texts "" when absent, sorted by id."""
    rows = []
    for item in items:
        row = {key: item.get(key) for key in kolada.CATALOGUE}
        if not isinstance(row["id"], str) or not isinstance(row["title"], str):
            raise FetchStopped("Ett nyckeltal i katalogen saknar id eller titel. Hämtningen stoppades.")
        booleans = {key: row[key] in (True, 1) for key in ("is_divided_by_gender", "has_ou_data")}
        rows.append({key: "" if value is None else value for key, value in row.items()} | booleans)
    return sorted(rows, key=lambda row: row["id"])


def _kept_groups(new: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """The groups the pages use. An empty answer changes nothing: groups do not vanish over night."""
    used: Collection[str] = {SKARABORG_GROUP, *old.get_column("group_id")}
    kept = new.filter(pl.col("group_id").is_in(list(used))).sort("group_id", "member_code")
    return old if kept.is_empty() else kept


def _with_new_units(places: pl.DataFrame, units: list[dict[str, Any]]) -> pl.DataFrame:
    """``places`` and the units that the interface has and they have not."""
    known = set(places.filter(pl.col("kind") == "unit").get_column("code"))
    homes = {row["code"]: row for row in places.filter(pl.col("kind") == "municipality").iter_rows(named=True)}
    rows = []
    for unit in {unit["code"]: unit for unit in units}.values():
        home = homes.get(unit["municipality_code"])
        if unit["code"] in known or home is None:
            continue
        rows.append(
            {
                "kind": "unit",
                "code": unit["code"],
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
            }  # fmt: skip
        )
    return pl.concat([places, pl.DataFrame(rows, schema=PLACES)]).sort("kind", "code")
