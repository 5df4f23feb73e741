"""A chart specification as JSON and back: what a frozen figure is stored as, drawn again without its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from spiral.documents.chart import (
    Chart,
    ChartError,
    Differences,
    Distribution,
    Gap,
    Interval,
    Mark,
    Pair,
    Point,
    Strip,
    Trend,
)

_ALL = (Trend, Interval, Differences, Distribution, Strip, Gap)
_KINDS: dict[str, type[Chart]] = {c.__name__.lower(): c for c in _ALL}
#: Fields that hold parts of their own.
_PARTS: dict[str, type[Point] | type[Mark] | type[Pair]] = {
    "points": Point,
    "marks": Mark,
    "others": Mark,
    "own": Mark,
    "pairs": Pair,
}


def freeze(chart: Chart) -> dict[str, Any]:
    """Plain JSON with the kind beside it."""
    return {"kind": type(chart).__name__.lower(), **asdict(chart)}


def thaw(frozen: Mapping[str, Any]) -> Chart:
    """The specification again. Raises ChartError for what is no chart; names of a later version are passed over."""
    kind = _KINDS.get(str(frozen.get("kind")))
    if kind is None:
        raise ChartError(f"no chart of kind {frozen.get('kind')!r}")
    known = {f.name for f in fields(kind)}
    try:
        return kind(**{name: _part(name, value) for name, value in frozen.items() if name in known})
    except TypeError as error:
        raise ChartError(f"not a whole chart: {error}") from error


def picture(frozen: Mapping[str, Any] | None) -> Chart | None:
    """What is drawn of something frozen: None where it has no chart, or one of a kind that is not known here."""
    try:
        return thaw(frozen) if frozen else None
    except ChartError:
        return None


def _part(name: str, value: Any) -> Any:
    kind = _PARTS.get(name)
    if kind is None or isinstance(value, bool):
        return tuple(value) if isinstance(value, list) else value
    known = {f.name for f in fields(kind)}
    if isinstance(value, Mapping):
        return kind(**{k: v for k, v in value.items() if k in known})
    return tuple(kind(**{k: v for k, v in row.items() if k in known}) for row in value)
