"""What each measure is of the pupils as they were drawn, worked out apart from ``engine/measures``, for it to be held
against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.sources.pupils.synthetic.national_tests import Columns

SCHEMA = {
    "measure": pl.String,
    "survey": pl.String,
    "year": pl.Int32,
    "unit": pl.String,
    "sex": pl.String,
    "n": pl.Int64,
    "hits": pl.Int64,
    "value": pl.Float64,
}
_POINTS = {Code.A: 20.0, Code.B: 17.5, Code.C: 15.0, Code.D: 12.5, Code.E: 10.0, Code.F: 0.0}
_COUNTED = 16
_OTHERS_OF_VOCATIONAL, _OTHERS_OF_ACADEMIC = 5, 9
_AMONG = {"eligible_economics": ("Ge", "Hi", "Re", "Sh"), "eligible_science": ("Bi", "Fy", "Ke")}
_SEXES = ("girls", "boys")


class TrueMeasure(NamedTuple):
    """Who is inside (n,), and the value of each; of a share whether she is a hit. ``by_sex``: also by sex."""

    name: str
    inside: NDArray[np.bool_]
    value: NDArray[np.floating] | NDArray[np.bool_]
    by_sex: bool = True


def _points(codes: NDArray[np.uint8]) -> NDArray[np.float64]:
    table = np.zeros(256)
    for code, points in _POINTS.items():
        table[code] = points
    return table[codes]


def _is_grade(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (codes >= Code.A) & (codes <= Code.F)


def _is_pass(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return (codes >= Code.A) & (codes <= Code.E)


def of_grades(survey: str, grades: Mapping[str, NDArray[np.uint8]]) -> Iterator[TrueMeasure]:
    """The measures of a survey of grades. ``grades``: subject → codes."""
    matrix = np.stack([*grades.values()])
    passes, marks = _is_pass(matrix), _is_grade(matrix) | (matrix == Code.NO_BASIS)
    number, graded = passes.sum(axis=0), marks.any(axis=0)
    if survey == "betyg_ak9":
        points, chosen = _points(matrix), _points(grades["M2"])
        others = np.sort(np.delete(points, list(grades).index("M2"), axis=0), axis=0)
        yield TrueMeasure("merit17", number > 0, others[-_COUNTED:].sum(axis=0) + chosen)
        yield TrueMeasure("merit16", number > 0, np.sort(points, axis=0)[-_COUNTED:].sum(axis=0))
        core = _is_pass(grades["En"]) & _is_pass(grades["Ma"])
        swedish = _is_pass(grades["Sv"]) | _is_pass(grades["Sva"])
        beside = number - _is_pass(grades["Sv"]) - _is_pass(grades["Sva"]) - 2
        eligible = {"eligible_vocational": beside >= _OTHERS_OF_VOCATIONAL}
        eligible["eligible_arts"] = beside >= _OTHERS_OF_ACADEMIC
        for name, subjects in _AMONG.items():
            eligible[name] = eligible["eligible_arts"] & np.all([_is_pass(grades[s]) for s in subjects], axis=0)
        for name, enough in eligible.items():
            yield TrueMeasure(name, graded, core & swedish & enough)
    yield TrueMeasure("all_subjects", graded, (passes == marks).all(axis=0))
    yield TrueMeasure("grade_count", graded, _is_grade(matrix).sum(axis=0).astype(np.float64))
    for subject, codes in grades.items():
        word = subject.lower()
        yield TrueMeasure(f"grade_points_{word}", _is_grade(codes), _points(codes), by_sex=False)
        marked = _is_grade(codes) | (codes == Code.NO_BASIS)
        yield TrueMeasure(f"passed_{word}", marked, _is_pass(codes), by_sex=False)


def of_first_tests(columns: Columns) -> Iterator[TrueMeasure]:
    """Who of those who took all parts reached the level in all, in year 3."""
    plan = columns["SV_KURSPLAN"]
    for area in ("MA", "SV"):
        parts = np.stack([c for name, c in columns.items() if name.startswith(area) and name.endswith("_PR")])
        took_all = ((parts == Code.TOOK_PART) | (parts == Code.NOT_REACHED)).all(axis=0)
        reached = (parts == Code.TOOK_PART).all(axis=0)
        yield TrueMeasure(f"np3_{area.lower()}", took_all, reached)
        if area == "SV":
            yield TrueMeasure("np3_sv_sv", took_all & (plan == Code.SWEDISH), reached)
            yield TrueMeasure("np3_sv_sva", took_all & (plan == Code.SWEDISH_SECOND), reached)


def of_tests(
    survey: str, columns: Columns, beside: Mapping[str, NDArray[np.uint8]], linked: NDArray[np.bool_]
) -> Iterator[TrueMeasure]:
    """Passes of the tests, and the grade against the test. ``beside``: area → codes of the grade; ``linked``: whose
    grade can be put beside the test."""
    for area, grade in beside.items():
        test = columns[f"{area}_PROVB"]
        plans: dict[str, NDArray[np.bool_]] = {"": np.ones(len(test), bool)}
        if area == "SV":
            plan = columns["SV_KURSPLAN"]
            plans |= {"_sv": plan == Code.SWEDISH, "_sva": plan == Code.SWEDISH_SECOND}
        for word, of_plan in plans.items():
            name, inside = f"{survey}_{area.lower()}{word}", _is_grade(test) & of_plan
            yield TrueMeasure(f"{name}_passed", inside, _is_pass(test))
            both = inside & _is_grade(grade) & linked
            yield TrueMeasure(f"{name}_grade_higher", both, grade < test)
            yield TrueMeasure(f"{name}_grade_same", both, grade == test)
            yield TrueMeasure(f"{name}_grade_lower", both, grade > test)


def as_table(
    survey: str,
    year: int,
    measures: Iterator[TrueMeasure],
    unit: NDArray[np.intp],
    codes: Sequence[str],
    sex: NDArray[np.uint8],
) -> pl.DataFrame:
    """The measures by unit and sex with all margins, as ``spiral pupils measures`` has them; cells with nobody are left
    out."""
    parts = []
    for measure in measures:
        for sexes, name in ((None, "all"), (0, _SEXES[0]), (1, _SEXES[1]))[: 3 if measure.by_sex else 1]:
            inside = measure.inside if sexes is None else measure.inside & (sex == sexes)
            for place, labels in ((np.zeros(len(unit), np.intp), (None,)), (unit, codes)):
                parts.append(_cells(measure, inside, place, labels, name))
    table = pl.concat(parts) if parts else pl.DataFrame(schema={k: v for k, v in SCHEMA.items() if k not in _SURVEY})
    return table.with_columns(pl.lit(survey).alias("survey"), pl.lit(year, pl.Int32).alias("year")).select(list(SCHEMA))


_SURVEY = ("survey", "year")


def _cells(
    measure: TrueMeasure,
    inside: NDArray[np.bool_],
    place: NDArray[np.intp],
    labels: Sequence[str | None],
    sex: str,
) -> pl.DataFrame:
    chosen = place[inside]
    n = np.bincount(chosen, minlength=len(labels))
    total = np.bincount(chosen, measure.value[inside].astype(np.float64), minlength=len(labels))
    there = np.flatnonzero(n)
    is_share = measure.value.dtype == np.bool_
    value = total[there] / n[there] * (100 if is_share else 1)
    hits = np.rint(total[there]).astype(np.int64)
    return pl.DataFrame(
        {
            "measure": pl.Series([measure.name] * len(there), dtype=pl.String),
            "unit": pl.Series(labels, dtype=pl.String).gather(there),
            "sex": pl.Series([sex] * len(there), dtype=pl.String),
            "n": n[there].astype(np.int64),
            "hits": pl.Series(hits) if is_share else pl.Series([None] * len(there), dtype=pl.Int64),
            "value": value,
        }
    )
