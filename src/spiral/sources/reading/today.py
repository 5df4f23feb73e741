"""Today in the forms that messages use as examples, so that the examples are never out of date."""

from __future__ import annotations

from datetime import UTC, datetime

from spiral.engine.periods import school_year_of


def day() -> str:
    """'2027-01-26'."""
    return datetime.now(UTC).date().isoformat()


def year() -> str:
    """'2027'."""
    return day()[:4]


def school_year() -> str:
    """'2026/27'."""
    return school_year_of(datetime.now(UTC).date())


def spring() -> str:
    """The latest spring term there has been, as Skolverket writes it: 'VT26'."""
    return f"VT{last_spring() % 100:02d}"


def last_spring() -> int:
    """The year of the latest spring term that has ended."""
    return int(school_year()[:4])
