"""A specification read from JSON: every part of the right kind and of reasonable size, or refused in words."""

from __future__ import annotations

import math
from typing import Any

from .errors import ModelError
from .expressions import columns_of
from .spec import Level, ModelSpec

MOST_LEVELS, MOST_TERMS, MOST_FACTORS, MOST_VALUES, MOST_BITS = 8, 200, 6, 2_000, 40
_LONGEST = 300
_KEYS = ("outcome", "fixed", "levels", "family", "missing", "bits", "categories", "centres", "scales", "version")


def read_spec(document: Any) -> ModelSpec:
    """What ``ModelSpec.to_json`` gave. Raises ModelError."""
    if not isinstance(document, dict):
        raise ModelError("Specifikationen har fel form: samla om statistiken.")
    if document.get("version") != 1:
        said = str(document.get("version"))[:20]
        raise ModelError(f"Specifikationen har version {said}; det här programmet läser 1.")
    if sorted(document) != sorted(_KEYS):
        odd = min(set(document) ^ set(_KEYS))
        raise ModelError(f"Specifikationens del “{odd[:40]}” saknas eller hör inte dit: samla om statistiken.")
    bits = document["bits"]
    _need(type(bits) is int and 0 <= bits <= MOST_BITS, "talformatet")
    _need(document["family"] in ("gaussian", "binomial"), "familjen")
    _need(document["missing"] in ("drop", "category", "refuse"), "hur saknade värden hanteras")
    spec = ModelSpec(
        outcome=_text(document["outcome"], "utfallet"),
        fixed=_terms(document["fixed"], "de fasta termerna"),
        levels=tuple(_level(level) for level in _items(document["levels"], MOST_LEVELS, "nivåerna")),
        family=document["family"],
        missing=document["missing"],
        bits=bits,
        categories=_categories(document["categories"]),
        centres=_constants(document["centres"], "mittpunkterna"),
        scales=_constants(document["scales"], "skalorna"),
    )
    _need(bool(spec.levels), "nivåerna")
    for expression in [spec.outcome, *spec.factors]:
        columns_of(expression)
    for name in spec.measures:
        _need(name in spec.centres and spec.scales.get(name, 0.0) > 0, f"mittpunkten eller skalan för {name}")
    return spec


def _level(row: Any) -> Level:
    _need(isinstance(row, dict) and sorted(row) == ["check", "columns", "terms"], "nivåerna")
    columns = tuple(_text(name, "nivåerna") for name in _items(row["columns"], MOST_LEVELS, "nivåerna"))
    _need(bool(columns) and len(set(columns)) == len(columns) and row["check"] in ("/", "+", ":"), "nivåerna")
    terms = _terms(row["terms"], "nivåerna")
    _need(bool(terms), "nivåerna")
    return Level(columns, terms, row["check"])


def _terms(rows: Any, what: str) -> tuple[tuple[str, ...], ...]:
    terms = tuple(
        tuple(_text(factor, what) for factor in _items(row, MOST_FACTORS, what))
        for row in _items(rows, MOST_TERMS, what)
    )
    _need(len({frozenset(term) for term in terms}) == len(terms), what)  # no term stands twice
    return terms


def _categories(value: Any) -> dict[str, tuple[str | int | float | bool, ...]]:
    what = "kategorierna"
    _need(isinstance(value, dict) and len(value) <= MOST_TERMS, what)
    found = {}
    for name, values in value.items():
        _need(len(_items(values, MOST_VALUES, what)) == len(set(map(repr, values))), what)
        _need(all(type(v) in (int, float, bool) or (type(v) is str and len(v) <= _LONGEST) for v in values), what)
        found[_text(name, what)] = tuple(values)
    return found


def _constants(value: Any, what: str) -> dict[str, float]:
    _need(isinstance(value, dict) and len(value) <= MOST_TERMS, what)
    for number in value.values():
        _need(type(number) in (int, float) and math.isfinite(number) and abs(number) <= 1e15, what)
    return dict(value)


def _items(value: Any, most: int, what: str) -> list[Any]:
    _need(isinstance(value, list | tuple) and len(value) <= most, what)
    found: list[Any] = value
    return found


def _text(value: Any, what: str) -> str:
    _need(isinstance(value, str) and 0 < len(value) <= _LONGEST, what)
    return str(value)


def _need(is_right: bool, what: str) -> None:
    if not is_right:
        raise ModelError(
            f"Specifikationen går inte att använda: {what} har fel form eller storlek. Samla om statistiken."
        )
