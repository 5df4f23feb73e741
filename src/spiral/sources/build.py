"""`spiral snapshot build`: from the gathered originals to the snapshot, all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from spiral.sources import derived_rows, kolada, planned_educations, register, slutbetyg, underlag
from spiral.sources.masks import mask_everywhere
from spiral.sources.observations import together
from spiral.sources.page_indicators import COUNTRY_YEARS, PAGE_KPIS, SCHOOL_AREAS, SKARABORG, SKARABORG_GROUP
from spiral.sources.places import Sightings, merge_places
from spiral.sources.problems import Problem, Reading
from spiral.sources.provenance import PARTS, Provenance
from spiral.sources.snapshot import sha256, write_snapshot

_FILES: dict[str, tuple[str, Callable[[Path], Reading]]] = {
    "kolada_region": ("kolada/kolada_education_skaraborg.csv", kolada.read_values),
    "kolada_country": (
        "kolada/kolada_education_all_municipalities.csv",
        lambda path: kolada.read_values(path, kpis=PAGE_KPIS),
    ),
    "catalogue": ("kolada/kolada_kpi_catalogue_2026.csv", kolada.read_catalogue),
    "groups": ("kolada/kolada_municipality_groups_2026.csv", kolada.read_groups),
    "slutbetyg": ("skolverket/slutbetyg_ak9_samtliga_elever_2024-25_skolenhet.csv", slutbetyg.read_slutbetyg),
    "planned_educations": ("skolverket/grundskola_ak9_per_skola_2020-2025_long.csv", derived_rows.read_year_nine),
    "gymnasium": ("skolverket/gymnasieskola_per_skola_program_skaraborg.csv", derived_rows.read_upper_secondary),
    "planned_educations_masks": (
        "skolverket/planned_educations_v4_statistics_gr_recorded.jsonl",
        planned_educations.read_recorded,
    ),
    "underlag": ("skolverket/underlag_for_analys_grundskola_2024-25.xlsx", underlag.read_underlag),
    "underlag_municipalities": (
        "skolverket/underlag_for_analys_grundskola_2024-25_long.csv",
        derived_rows.read_unit_municipalities,
    ),
    "register": ("register/school_units_skaraborg.csv", register.read_units),
    "municipalities": ("register/kommuner_290.csv", register.read_municipalities),
}
_SKOLVERKET = ("slutbetyg", "planned_educations", "gymnasium", "planned_educations_masks", "underlag")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote: rows a file, and every problem met. ``written`` is False when an error stopped it."""

    written: bool
    rows: dict[str, int]
    problems: tuple[Problem, ...]


class NotRead(Exception):
    """An original has errors; carries every problem met."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def build(source: Path, target: Path) -> Built:
    """Read every original under ``source``, mask, merge, and write the snapshot to ``target``.

    Nothing is written when any file has an error. The same originals give the same bytes.
    """
    paths, tables, problems = _read(source)
    if not tables:
        return Built(False, {}, problems)
    raw, places = _together(paths, tables)
    masked = mask_everywhere(raw, places)
    frames = {
        "observations_kolada": masked.filter(pl.col("part") == "kolada"),
        "observations_skolverket": masked.filter(pl.col("part") != "kolada"),
        "places": places,
        "groups": _groups(tables["groups"]),
    }
    indicators = _indicators(tables["catalogue"], frames["observations_kolada"])
    parts = {key: _part(part, [paths[name] for name in part.inputs]) for key, part in PARTS.items()}
    write_snapshot(target, frames, indicators, parts)
    return Built(True, {name: frame.height for name, frame in frames.items()}, problems)


def read_originals(source: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The observations as the originals print them, before any masking between sources, and the places.

    Raises NotRead when an original has an error.
    """
    paths, tables, problems = _read(source)
    if not tables:
        raise NotRead(problems)
    return _together(paths, tables)


def _read(source: Path) -> tuple[dict[str, Path], dict[str, pl.DataFrame], tuple[Problem, ...]]:
    """Paths, tables and problems by input; no table at all when one has an error."""
    paths = {key: _find(source, name) for key, (name, _) in _FILES.items()}
    readings = {key: reader(paths[key]) for key, (_, reader) in _FILES.items()}
    problems = tuple(problem for reading in readings.values() for problem in reading.problems)
    if not all(reading.ok for reading in readings.values()):
        return paths, {}, problems
    tables = {key: reading.table for key, reading in readings.items()}
    both = kolada.without_impossible(_kolada(tables["kolada_region"], tables["kolada_country"]), tables["catalogue"])
    return paths, tables | {"kolada": both.table}, (*problems, *both.problems)


def _together(paths: dict[str, Path], tables: dict[str, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All observations of places that some source names, and those places."""
    places = merge_places(_sightings(tables, paths))
    raw = together(tables[key] for key in ("kolada", *_SKOLVERKET))
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


def _find(source: Path, name: str) -> Path:
    plain, packed = source / name, source / (name + ".gz")
    return packed if packed.is_file() and not plain.is_file() else plain


def _kolada(region: pl.DataFrame, country: pl.DataFrame) -> pl.DataFrame:
    """Everything for the fifteen and riket; the pages' indicators for the others, the last years."""
    last = country.get_column("period").cast(pl.Int32).max()
    first = (last if isinstance(last, int) else 0) - COUNTRY_YEARS + 1
    mine = ["0000", *SKARABORG]
    others = country.filter(~pl.col("place").is_in(mine) & (pl.col("period").cast(pl.Int32) >= first))
    return pl.concat([region.filter(pl.col("place").is_in(mine)), others])


def _groups(groups: pl.DataFrame) -> pl.DataFrame:
    """Skaraborg's own group, and for each of its municipalities the two of similar ones."""
    fifteen = groups.filter(pl.col("group_id") == SKARABORG_GROUP)
    names = "|".join(re.escape(name) for name in fifteen.get_column("member_title").sort())
    similar = groups.filter(
        pl.col("group_title").str.contains(rf"^Liknande kommuner (grundskola|gymnasieskola), ({names}), 2024$")
    )
    return (
        pl.concat([fifteen, similar])
        .select("group_id", pl.col("group_title").alias("title"), pl.col("member_id").alias("member_code"))
        .sort("group_id", "member_code")
    )


def _indicators(catalogue: pl.DataFrame, values: pl.DataFrame) -> list[dict[str, Any]]:
    used = values.get_column("measure").unique().to_list()
    kept = catalogue.filter(
        pl.col("operating_area").is_in(list(SCHOOL_AREAS)) | pl.col("id").is_in([*used, *PAGE_KPIS])
    )
    return [
        row
        | {
            "is_divided_by_gender": row["is_divided_by_gender"].upper() == "TRUE",
            "has_ou_data": row["has_ou_data"].upper() == "TRUE",
        }
        for row in kept.sort("id").iter_rows(named=True)
    ]


def _sightings(tables: dict[str, pl.DataFrame], paths: dict[str, Path]) -> Sightings:
    return Sightings(
        municipalities=tables["municipalities"],
        register=tables["register"],
        final_grades=slutbetyg.read_slutbetyg_units(paths["slutbetyg"]),
        year_nine=derived_rows.read_units(paths["planned_educations"]),
        upper_secondary=derived_rows.read_units(paths["gymnasium"]),
        underlag_units=underlag.read_underlag_units(paths["underlag"]),
        underlag_municipalities=tables["underlag_municipalities"],
        underlag_owners=underlag.read_underlag_owners(paths["underlag"]),
    )
