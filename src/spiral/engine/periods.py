"""When a figure is from: a source's year read as school year, calendar year or term.

For grades Kolada's year Y is school year Y-1/Y (checked against Skolverket's units, 12 of 12). A figure measured on
15 October of Y belongs to school year Y/Y+1. The rest follow their description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

RULES = ("grade", "autumn", "autumn-school", "calendar", "school", "term", "start", "latest")
#: Words in place of a period: "latest" where a source gives no year, and our own "pooled" for several years together.
LATEST, POOLED = "latest", "pooled"
_LONGEST = 12
_SCHOOL_YEAR, _YEAR = re.compile(r"([0-9]{4})/([0-9]{2})"), re.compile(r"[0-9]{4}")
_TERM = re.compile(r"VT\s?([0-9]{2}|[0-9]{4})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``order`` sorts (the year in which the period ends or was measured); ``short`` is the chart's label, ``raw`` the
    source's own words, ``rule`` how they were read."""

    order: int
    raw: str
    rule: str

    @property
    def short(self) -> str:
        return str(self.order)

    @property
    def year(self) -> str:
        """As it is written: '2024/25' or '2022'. What kind of year it is, is said in ``exchange/wording``."""
        match self.rule:
            case "grade":
                return f"{self.order - 1}/{self.order % 100:02d}"
            case "autumn" | "autumn-school":
                return f"{self.order}/{(self.order + 1) % 100:02d}"
            case "school" | "start" | "latest":
                return self.raw
        return str(self.order)


class SourcePeriod(str):
    """A period in its source's own words, not yet interpreted: "2024/25", "2024", "VT25", "latest", or "pooled" for
    several years together. Raises ValueError for anything else."""

    __slots__ = ()

    def __new__(cls, raw: str) -> SourcePeriod:
        return raw if type(raw) is cls else _source_period(raw)

    def read(self, rule: str) -> Period:
        """What it stands for by the rule of its indicator; see :func:`period`."""
        return period(str.__str__(self), rule)


@lru_cache(maxsize=1000)
def _source_period(raw: str) -> SourcePeriod:
    written = raw[:_LONGEST]
    if not (is_school_year(written) or is_year(written) or _TERM.fullmatch(written) or written in (LATEST, POOLED)):
        raise ValueError(f"{written!r} is no period")
    return str.__new__(SourcePeriod, written)


def is_school_year(raw: str) -> bool:
    """Is it written as a school year, "2024/25"?"""
    match = _SCHOOL_YEAR.fullmatch(raw)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def is_year(raw: str) -> bool:
    """Is it written as a year, "2024"?"""
    return _YEAR.fullmatch(raw) is not None


def school_year_of(day: date) -> str:
    """The school year that a day is in, turning on 1 July, between the terms."""
    first = day.year if day.month > 6 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def school_year_after(raw: str) -> str:
    """The school year that follows ``raw``."""
    end = period(raw, "school").order
    return f"{end}/{(end + 1) % 100:02d}"


@lru_cache(maxsize=1000)
def period(raw: str, rule: str) -> Period:
    """Read a source's period. Raises ValueError when the words do not fit the rule."""
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule}")
    if rule == LATEST:
        return Period(9999, raw, rule)
    if match := _SCHOOL_YEAR.fullmatch(raw):
        start = int(match[1])
        if (start + 1) % 100 != int(match[2]):
            raise ValueError(f"{raw} is no school year")
        # A school year is known by the spring it ends in, except what is measured in its autumn or where it starts.
        return Period(start if rule in ("autumn-school", "start") else start + 1, raw, rule)
    if match := _TERM.fullmatch(raw):
        year = int(match[1])
        return Period(year if year > 99 else 2000 + year, raw, rule)
    if is_year(raw):
        return Period(int(raw), raw, rule)
    raise ValueError(f"{raw} is no period")
