"""A specification read from JSON: every part of the right kind and of reasonable size, or a ModelError."""

from __future__ import annotations

import math
from typing import Any

from spiral.engine.message import Message

from .errors import ModelError
from .expressions import columns_of
from .spec import Level, ModelSpec

MOST_LEVELS, MOST_TERMS, MOST_FACTORS, MOST_VALUES, MOST_BITS = 8, 200, 6, 2_000, 40
_LONGEST = 300
_KEYS = ("outcome", "fixed", "levels", "family", "missing", "bits", "categories", "centres", "scales", "version")


def read_spec(document: Any) -> ModelSpec:
    """What ``ModelSpec.to_json`` gave. Raises ModelError."""
    if not isinstance(document, dict):
        raise ModelError("specification_misshapen")
    if document.get("version") != 1:
        said = str(document.get("version"))[:20]
        raise ModelError("specification_version", version=said)
    if sorted(document) != sorted(_KEYS):
        odd = min(set(document) ^ set(_KEYS))
        raise ModelError("specification_part_odd", part=odd[:40])
    bits = document["bits"]
    _require(type(bits) is int and 0 <= bits <= MOST_BITS, "number_format")
    _require(document["family"] in ("gaussian", "binomial"), "family")
    _require(document["missing"] in ("drop", "category", "refuse"), "missing_values")
    spec = ModelSpec(
        outcome=_text(document["outcome"], "outcome"),
        fixed=_terms(document["fixed"], "fixed_terms"),
        levels=tuple(_level(level) for level in _items(document["levels"], MOST_LEVELS, "levels")),
        family=document["family"],
        missing=document["missing"],
        bits=bits,
        categories=_categories(document["categories"]),
        centres=_constants(document["centres"], "centres"),
        scales=_constants(document["scales"], "scales"),
    )
    _require(bool(spec.levels), "levels")
    for expression in [spec.outcome, *spec.factors]:
        columns_of(expression)
    for name in spec.measures:
        if name not in spec.centres or not spec.scales.get(name, 0.0) > 0:
            raise ModelError("specification_constant_unusable", expression=name)
    return spec


def _level(row: Any) -> Level:
    _require(isinstance(row, dict) and sorted(row) == ["check", "columns", "terms"], "levels")
    columns = tuple(_text(name, "levels") for name in _items(row["columns"], MOST_LEVELS, "levels"))
    _require(bool(columns) and len(set(columns)) == len(columns) and row["check"] in ("/", "+", ":"), "levels")
    terms = _terms(row["terms"], "levels")
    _require(bool(terms), "levels")
    return Level(columns, terms, row["check"])


def _terms(rows: Any, part: str) -> tuple[tuple[str, ...], ...]:
    terms = tuple(
        tuple(_text(factor, part) for factor in _items(row, MOST_FACTORS, part))
        for row in _items(rows, MOST_TERMS, part)
    )
    _require(len({frozenset(term) for term in terms}) == len(terms), part)  # no term stands twice
    return terms


def _categories(value: Any) -> dict[str, tuple[str | int | float | bool, ...]]:
    part = "categories"
    _require(isinstance(value, dict) and len(value) <= MOST_TERMS, part)
    categories = {}
    for name, values in value.items():
        _require(len(_items(values, MOST_VALUES, part)) == len(set(map(repr, values))), part)
        _require(all(type(v) in (int, float, bool) or (type(v) is str and len(v) <= _LONGEST) for v in values), part)
        categories[_text(name, part)] = tuple(values)
    return categories


def _constants(value: Any, part: str) -> dict[str, float]:
    _require(isinstance(value, dict) and len(value) <= MOST_TERMS, part)
    for number in value.values():
        _require(type(number) in (int, float) and math.isfinite(number) and abs(number) <= 1e15, part)
    return dict(value)


def _items(value: Any, most: int, part: str) -> list[Any]:
    _require(isinstance(value, list | tuple) and len(value) <= most, part)
    items: list[Any] = value
    return items


def _text(value: Any, part: str) -> str:
    _require(isinstance(value, str) and 0 < len(value) <= _LONGEST, part)
    return str(value)


def _require(is_right: bool, part: str) -> None:
    if not is_right:
        raise ModelError("specification_part_unusable", part=Message.of(f"part_{part}"))
