"""`spiral snapshot build`: from the gathered originals to the snapshot, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from spiral.engine.place import NATION
from spiral.sources.kolada import reading as kolada
from spiral.sources.kolada.groups import similar_groups
from spiral.sources.kolada.page_indicators import COUNTRY_YEARS, PAGE_KPIS, SCHOOL_AREAS, SKARABORG, SKARABORG_GROUP
from spiral.sources.live.disk import sha256
from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import combined
from spiral.sources.reading.problems import Problem, Reading
from spiral.sources.register import units as register
from spiral.sources.register.places import PlaceTables, merge_places
from spiral.sources.skolverket import derived_rows, planned_educations, slutbetyg, underlag
from spiral.sources.snapshot import predictions, provenance
from spiral.sources.snapshot.files import periods, write_snapshot
from spiral.sources.snapshot.next_year import look_ahead
from spiral.sources.snapshot.provenance import Provenance

#: Each input's reader and file; of several years (*) the newest, by name.
_FILES: dict[str, tuple[str, Callable[[Path], Reading]]] = {
    "kolada_region": ("kolada/kolada_education_skaraborg.csv", kolada.read_values),
    "kolada_country": (
        "kolada/kolada_education_all_municipalities.csv",
        lambda path: kolada.read_values(path, kpis=PAGE_KPIS),
    ),
    "catalogue": ("kolada/kolada_kpi_catalogue_*.csv", kolada.read_catalogue),
    "groups": ("kolada/kolada_municipality_groups_*.csv", kolada.read_groups),
    "slutbetyg": ("skolverket/slutbetyg_ak9_samtliga_elever_*_skolenhet.csv", slutbetyg.read_slutbetyg),
    "planned_educations": ("skolverket/grundskola_ak9_per_skola_*_long.csv", derived_rows.read_year_nine),
    "gymnasium": ("skolverket/gymnasieskola_per_skola_program_skaraborg.csv", derived_rows.read_upper_secondary),
    "planned_educations_masks": (
        "skolverket/planned_educations_v4_statistics_gr_recorded.jsonl",
        planned_educations.read_recorded,
    ),
    "underlag": ("skolverket/underlag_for_analys_grundskola_*.xlsx", underlag.read_underlag),
    "underlag_municipalities": (
        "skolverket/underlag_for_analys_grundskola_*_long.csv",
        derived_rows.read_unit_municipalities,
    ),
    "register": ("register/school_units_skaraborg.csv", register.read_units),
    "municipalities": ("register/kommuner_290.csv", register.read_municipalities),
}
#: A file a school year: all of them are read.
_YEARLY = ("slutbetyg", "underlag")
_SKOLVERKET = ("slutbetyg", "planned_educations", "gymnasium", "planned_educations_masks", "underlag")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build wrote: rows a file, and every problem met. ``written`` is False when an error stopped it."""

    written: bool
    rows: dict[str, int]
    problems: tuple[Problem, ...]


class OriginalsUnreadable(Exception):
    """An original has errors; carries every problem met."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def build(source: Path, target: Path, today: date | None = None) -> BuildResult:
    """Read every original under ``source``, mask, merge, and write the snapshot to ``target``, with what is said
    ``today`` of the coming year beside what was said before.

    Nothing is written when any file has an error. The same originals give the same bytes.
    """
    paths, tables, problems = _read(source)
    earlier, broken = predictions.lying_in(target)
    problems = (*problems, *broken)
    if not tables or broken:
        return BuildResult(False, {}, problems)
    raw, places = _merge(paths, tables)
    masked = mask_everywhere(raw, places)
    frames = {
        "observations_kolada": masked.filter(pl.col("part") == "kolada"),
        "observations_skolverket": masked.filter(pl.col("part") != "kolada"),
        "places": places,
        "groups": _groups(tables["groups"]),
    }
    indicators = _indicators(tables["catalogue"], frames["observations_kolada"])
    parts = {
        key: _part(part.with_years(_years(masked, key)), [path for name in part.inputs for path in paths[name]])
        for key, part in provenance.parts().items()
    }
    ahead = look_ahead(frames["observations_skolverket"], places)
    said, twice = predictions.with_new(earlier, ahead, today or datetime.now(UTC).date())
    write_snapshot(target, frames, indicators, parts, said)
    rows = {name: frame.height for name, frame in frames.items()} | {f.name: len(f.ahead.ranges) for f in said}
    return BuildResult(True, rows, (*problems, *twice))


def read_originals(source: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations as the originals print them, before any masking between sources, and the places.

    Raises OriginalsUnreadable when an original has an error.
    """
    paths, tables, problems = _read(source)
    if not tables:
        raise OriginalsUnreadable(problems)
    return _merge(paths, tables)


def _read(source: Path) -> tuple[dict[str, list[Path]], dict[str, pl.DataFrame], tuple[Problem, ...]]:
    """Paths, tables and problems by input; no table at all when one has an error."""
    paths = {key: _input_paths(source, name, is_yearly=key in _YEARLY) for key, (name, _) in _FILES.items()}
    readings = {key: [reader(path) for path in paths[key]] for key, (_, reader) in _FILES.items()}
    problems = tuple(problem for listed in readings.values() for reading in listed for problem in reading.problems)
    if not all(reading.ok for listed in readings.values() for reading in listed):
        return paths, {}, problems
    tables = {key: pl.concat([reading.table for reading in listed]) for key, listed in readings.items()}
    both = kolada.impossible_as_missing(_kolada(tables["kolada_region"], tables["kolada_country"]), tables["catalogue"])
    return paths, tables | {"kolada": both.table}, (*problems, *both.problems)


def _merge(paths: dict[str, list[Path]], tables: dict[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All observations of places that some source names, and those places."""
    places = merge_places(_place_tables(tables, paths))
    raw = combined(tables[key] for key in ("kolada", *_SKOLVERKET))
    named = places.select(pl.col("kind").alias("place_kind"), pl.col("code").alias("place"))
    return raw.join(named, on=["place_kind", "place"], how="semi", maintain_order="left"), places


def _part(part: Provenance, inputs: list[Path]) -> dict[str, Any]:
    return {
        "file": part.file,
        "source": part.source,
        "origin": part.origin,
        "date": part.date,
        "licence": part.licence,
        "remarks": {"sv": part.remarks_sv, "en": part.remarks_en},
        "inputs": [{"name": path.name, "sha256": sha256(path.read_bytes())} for path in inputs],
    }


def _input_paths(source: Path, name: str, *, is_yearly: bool) -> list[Path]:
    """The input's file, packed or not; every year's where each has one, in order of time. The plain name where there
    is none, for the reader to say so."""
    both = {path.name.removesuffix(".gz"): path for end in (".gz", "") for path in source.glob(name + end)}
    listed = [both[key] for key in sorted(both)] or [source / name]
    return listed if is_yearly else listed[-1:]


def _years(table: pl.DataFrame, part: str) -> dict[str, str]:
    """The years that the part's texts name."""
    years = periods(table).get(part) or [""]
    since = str(int(years[-1]) - COUNTRY_YEARS + 1) if years[-1].isdigit() else ""
    return {"first": years[0], "last": years[-1], "since": since}


def _kolada(region: pl.DataFrame, country: pl.DataFrame) -> pl.DataFrame:
    """Everything for the fifteen and riket; the pages' indicators for the others, the last years."""
    last = country.get_column("period").cast(pl.Int32).max()
    first = (last if isinstance(last, int) else 0) - COUNTRY_YEARS + 1
    mine = [NATION, *SKARABORG]
    others = country.filter(~pl.col("place").is_in(mine) & (pl.col("period").cast(pl.Int32) >= first))
    return pl.concat([region.filter(pl.col("place").is_in(mine)), others])


def _groups(groups: pl.DataFrame) -> pl.DataFrame:
    """Skaraborg's own group, and for each of its municipalities the two of similar ones."""
    own = groups.filter(pl.col("group_id") == SKARABORG_GROUP)
    named = groups.select("group_id", pl.col("group_title").alias("title"), pl.col("member_id").alias("member_code"))
    return similar_groups(named, own.get_column("member_title").to_list())


def _indicators(catalogue: pl.DataFrame, values: pl.DataFrame) -> list[dict[str, Any]]:
    used = values.get_column("measure").unique().to_list()
    selected = catalogue.filter(
        pl.col("operating_area").is_in(list(SCHOOL_AREAS)) | pl.col("id").is_in([*used, *PAGE_KPIS])
    )
    return [
        row
        | {
            "is_divided_by_gender": row["is_divided_by_gender"].upper() == "TRUE",
            "has_ou_data": row["has_ou_data"].upper() == "TRUE",
        }
        for row in selected.sort("id").iter_rows(named=True)
    ]


def _place_tables(tables: dict[str, pl.DataFrame], paths: dict[str, list[Path]]) -> PlaceTables:
    newest = {key: listed[-1] for key, listed in paths.items()}
    return PlaceTables(
        municipalities=tables["municipalities"],
        register=tables["register"],
        final_grades=slutbetyg.read_slutbetyg_units(newest["slutbetyg"]),
        year_nine=derived_rows.read_units(newest["planned_educations"]),
        upper_secondary=derived_rows.read_units(newest["gymnasium"]),
        underlag_units=underlag.read_underlag_units(newest["underlag"]),
        underlag_municipalities=tables["underlag_municipalities"],
        underlag_owners=underlag.read_underlag_owners(newest["underlag"]),
    )
