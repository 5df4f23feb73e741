"""The versions of the rules that ship (``rules/*.toml``): grade scale, merit value, eligibility, years of school."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from spiral.engine.measures.codes import GRADE_SIGNS, Code
from spiral.engine.measures.versions import (
    EligibilityRule,
    GradeScale,
    MeritRule,
    RuleVersion,
    VersionStatus,
    YearLabels,
)

FOLDER = Path(__file__).with_name("rules")
#: Today's grades, which everything is measured by where nothing else is said.
LETTERS = "letters"
_Part = TypeVar("_Part")


@cache
def shipped_versions() -> Mapping[str, RuleVersion]:
    """Every version in the package, by its key, those that others are based on first."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
    versions: dict[str, RuleVersion] = {}
    while waiting := [key for key in texts if key not in versions]:
        ready = [key for key in waiting if tomllib.loads(texts[key]).get("based_on") in {None, *versions}]
        if not ready:
            raise ValueError(f"{', '.join(waiting)}: based_on names no version")
        versions |= {key: read_version(key, texts[key], versions) for key in ready}
    return versions


def read_version(key: str, text: str, others: Mapping[str, RuleVersion]) -> RuleVersion:
    """A version of TOML. What it does not say is as in the version of ``others`` that it is based on. Raises ValueError
    that names the version, the part, and what is wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{key}: {error}") from error
    base = document.pop("based_on", None)
    if base is not None and base not in others:
        raise ValueError(f"{key}: based_on names no version: {base!r}")
    if strange := set(document) - _PARTS - {"status", "begins", "source"}:
        raise ValueError(f"{key}: {', '.join(sorted(strange))} is no part of a version")

    def part(name: str, read: Callable[[Any], _Part], inherited: Callable[[RuleVersion], _Part]) -> _Part:
        if name in document:
            try:
                return read(document[name])
            except KeyError as error:
                raise ValueError(f"{key}, {name}: {error.args[0]} is missing or unknown") from error
            except (TypeError, AttributeError, ValueError) as error:
                raise ValueError(f"{key}, {name}: {error}") from error
        if name == "conversion" and (base is None or "scale" in document):
            return read({})
        if base is None:
            raise ValueError(f"{key}, {name}: is missing, and the version is based on no other")
        return inherited(others[base])

    def own(name: str) -> Any:
        if name not in document:
            raise ValueError(f"{key}, {name}: is missing")
        return document[name]

    status = own("status")
    begins = own("begins")
    if type(begins) is not date:
        raise ValueError(f"{key}, begins: {begins!r} is no day")
    if status not in {*VersionStatus}:
        raise ValueError(f"{key}, status: {status!r} is none of {', '.join(VersionStatus)}")
    conversion, whose = part("conversion", _conversion, lambda version: (version.conversion, version.conversion_source))
    try:
        return RuleVersion(
            key,
            VersionStatus(status),
            begins,
            _text(own("source")),
            part("scale", _scale, lambda version: version.scale),
            part("merit", _merit, lambda version: version.merit),
            part("eligibility", _eligibility, lambda version: version.eligibility),
            part("labels", _labels, lambda version: version.labels),
            conversion,
            whose,
        )
    except (TypeError, ValueError) as error:
        raise ValueError(str(error) if str(error).startswith(key) else f"{key}: {error}") from error


_PARTS = {"scale", "merit", "eligibility", "labels", "conversion"}


def _scale(part: Mapping[str, Any]) -> GradeScale:
    _only(part, {"name", "grades"})
    rows = part["grades"]
    for row in rows:
        _only(row, {"sign", "points", "pass"})
    return GradeScale(
        _text(part["name"]),
        tuple(_text(row["sign"]) for row in rows),
        tuple(_grade(row["sign"]) for row in rows),
        tuple(_number(row["points"]) for row in rows),
        tuple(_grade(row["sign"]) for row in rows if _truth(row["pass"])),
    )


def _merit(rows: Any) -> tuple[MeritRule, ...]:
    for row in rows:
        _only(row, {"name", "best", "extra", "mean", "tests"})
    return tuple(
        MeritRule(
            _text(row["name"]),
            _whole(row["best"]) if "best" in row else None,
            _text(row["extra"]) if "extra" in row else None,
            _truth(row.get("mean", False)),
            _number(row.get("tests", 0.0)),
        )
        for row in rows
    )


def _eligibility(rows: Any) -> tuple[EligibilityRule, ...]:
    for row in rows:
        _only(row, {"name", "areas", "others", "among", "least_mean"})
    return tuple(
        EligibilityRule(
            _text(row["name"]),
            tuple(tuple(_text(subject) for subject in _list(area)) for area in _list(row.get("areas", []))),
            _whole(row.get("others", 0)),
            tuple(_text(subject) for subject in _list(row.get("among", []))),
            _number(row["least_mean"]) if "least_mean" in row else None,
        )
        for row in rows
    )


def _labels(part: Mapping[str, Any]) -> YearLabels:
    _only(part, {"starts_at", "years"})
    return YearLabels(
        {survey: _whole(year) for survey, year in part["years"].items()},
        _whole(part["starts_at"]),
    )


def _conversion(part: Mapping[str, Any]) -> tuple[Mapping[Code, Code], str]:
    return {_grade(a): _grade(b) for a, b in part.items() if a != "source"}, _text(part.get("source", ""))


def _grade(sign: Any) -> Code:
    if sign not in GRADE_SIGNS:
        raise ValueError(f"{sign!r} is no grade")
    return GRADE_SIGNS[sign]


def _only(row: Any, names: set[str]) -> None:
    if not isinstance(row, dict):
        raise TypeError(f"{row!r} is no table")
    if strange := set(row) - names:
        raise ValueError(f"{', '.join(sorted(strange))} is unknown")


def _text(value: Any) -> str:
    return _of_type(value, str, "text")


def _whole(value: Any) -> int:
    return _of_type(value, int, "whole number")


def _truth(value: Any) -> bool:
    return _of_type(value, bool, "truth")


def _list(value: Any) -> list[Any]:
    return _of_type(value, list, "list")


def _number(value: Any) -> float:
    return float(value) if type(value) is int else _of_type(value, float, "number")


def _of_type(value: Any, wanted: type[_Part], called: str) -> _Part:
    """``value`` where it is of exactly that type: TOML's ``true`` is no number."""
    if type(value) is not wanted:
        raise TypeError(f"{value!r} is no {called}")
    return value
