"""The reviewed catalogue of indicators, joined with what the sources say of them. An indicator without metadata is not
shown: :func:`shown` leaves it out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from spiral.engine.numbers import Language

PATH = Path(__file__).with_name("indicators.toml")


@dataclass(frozen=True, slots=True)
class BothLanguages:
    """A text in both languages."""

    sv: str
    en: str

    def get(self, language: Language) -> str:
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Series:
    """Where an indicator's values stand in the data."""

    part: str
    measure: str
    place: str
    year: str
    area: str = ""
    joined: bool = True
    programmes: bool = False


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A period that begins something not comparable with what was before."""

    period: str
    why: BothLanguages


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue. ``title``, ``description``, ``expected_on`` are the source's own."""

    key: str
    sets: tuple[str, ...]
    kind: str
    unit: BothLanguages
    decimals: int
    short: BothLanguages
    phrase: BothLanguages
    who: BothLanguages
    perspective: str
    direction: str
    cites: str
    levels: tuple[str, ...]
    series: tuple[Series, ...]
    breaks: tuple[SeriesBreak, ...]
    not_measured: tuple[str, ...]
    counts: str
    beside: str
    #: How chance is worked out: "share" and "merit" count year-9 pupils; "" where the source gives no number.
    counted: str
    #: Which share's cohorts it varies as (``expectations.SHARES``); "" where that is not known.
    cohorts: str
    #: A measure of riket to compare with, where it is called something else.
    reference: str
    kolada: str
    metadata_cites: str
    #: The name that the printing source itself uses, where it differs from Kolada's.
    named: str = ""
    title: str = ""
    description: str = ""
    expected_on: date | None = None
    source: str = field(default="")


@cache
def programme(code: str) -> str:
    """A programme's name by its code; the code itself where the name is not known."""
    names = tomllib.loads(PATH.with_name("programmes.toml").read_text(encoding="utf-8"))
    return names.get(code[:2], code)


@cache
def reviewed() -> Mapping[str, Indicator]:
    """The reviewed file as it stands, without the sources' metadata. Raises KeyError or TypeError when malformed."""
    raw = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return MappingProxyType({key: _read(key, row) for key, row in raw.items()})


def _read(key: str, row: dict) -> Indicator:
    metadata = row.get("metadata", {})
    return Indicator(
        key=key,
        sets=tuple(row["sets"]),
        kind=row["kind"],
        unit=BothLanguages(**row["unit"]),
        decimals=row["decimals"],
        short=BothLanguages(**row["short"]),
        phrase=BothLanguages(**row["phrase"]),
        who=BothLanguages(**row.get("who", {"sv": "eleverna", "en": "pupils"})),
        perspective=row["perspective"],
        direction=row["direction"],
        cites=row["cites"],
        levels=tuple(row["levels"]),
        series=tuple(Series(**s) for s in row["series"]),
        breaks=tuple(SeriesBreak(b["period"], BothLanguages(b["sv"], b["en"])) for b in row.get("breaks", ())),
        not_measured=tuple(row.get("not_measured", ())),
        counts=row.get("counts", "pupils"),
        beside=row.get("with", ""),
        counted=row.get("counted", ""),
        cohorts=row.get("cohorts", ""),
        reference=row.get("reference", ""),
        kolada=row.get("kolada", ""),
        metadata_cites=metadata.get("cites", ""),
        named=row.get("named", ""),
        title=metadata.get("title", ""),
        description=metadata.get("description", ""),
    )


def of_set(name: str) -> list[Indicator]:
    """The indicators of one kind of page, in the order of the reviewed file."""
    return [i for i in reviewed().values() if name in i.sets]
