"""The cube: every margin, nothing rounded, who is not known in the margins only, and an interval of each cell."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from spiral.engine.measures.cube import cube
from spiral.engine.measures.cube_intervals import cube_intervals
from spiral.engine.measures.dimensions import DIMENSIONS, Dimension, by_born, by_curriculum, by_sex, by_unit
from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.measure import mean, share
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.equal import cube_of
from tests.engine.measures.plain import as_rows, cells, grade_values, plan_of
from tests.engine.measures.pupils import YEAR_9, drawn, many, pupils, row_of

VERSION = shipped_versions()[LETTERS]


def _three(**more: object) -> object:
    """A girl and a boy of one unit, and a girl of an unknown one."""
    rows = {"p1": row_of(YEAR_9, Ma="C"), "p2": row_of(YEAR_9, Ma="F"), "p3": row_of(YEAR_9, Ma="A")}
    return pupils("betyg_ak9", YEAR_9, rows, unit=[0, 0, -1], sex=[0, 1, 0], units=["11111111"])


def test_every_margin_is_there_and_no_empty_cell() -> None:
    table = _three()
    chosen = [m for m in grade_measures(table, VERSION) if m.name in {"passed_ma", "grade_points_ma"}]
    rows = [tuple(row.values()) for row in cube_of(table, chosen).rows()]
    assert rows == [
        ("grade_points_ma", "betyg_ak9", 2026, None, "all", 3, None, 35 / 3),
        ("grade_points_ma", "betyg_ak9", 2026, "11111111", "all", 2, None, 7.5),
        ("grade_points_ma", "betyg_ak9", 2026, None, "girls", 2, None, 17.5),
        ("grade_points_ma", "betyg_ak9", 2026, None, "boys", 1, None, 0.0),
        ("grade_points_ma", "betyg_ak9", 2026, "11111111", "girls", 1, None, 15.0),
        ("grade_points_ma", "betyg_ak9", 2026, "11111111", "boys", 1, None, 0.0),
        ("passed_ma", "betyg_ak9", 2026, None, "all", 3, 2, 100 * 2 / 3),
        ("passed_ma", "betyg_ak9", 2026, "11111111", "all", 2, 1, 50.0),
        ("passed_ma", "betyg_ak9", 2026, None, "girls", 2, 2, 100.0),
        ("passed_ma", "betyg_ak9", 2026, None, "boys", 1, 0, 0.0),
        ("passed_ma", "betyg_ak9", 2026, "11111111", "girls", 1, 1, 100.0),
        ("passed_ma", "betyg_ak9", 2026, "11111111", "boys", 1, 0, 0.0),
    ]


def test_rows_say_their_names() -> None:
    first = next(cube_of(_three(), grade_measures(_three(), VERSION)).rows())
    assert list(first) == ["measure", "survey", "year", "unit", "sex", "n", "hits", "value"]


def test_a_background_is_a_dimension_as_any_other() -> None:
    newly = Dimension("newly_arrived", ("yes", "no"), np.array([0, 1, -1]))
    rows = list(cube("s", 1, [share("m", np.ones(3, bool), np.array([True, False, True]))], [newly]).rows())
    assert [(r["newly_arrived"], r["n"], r["hits"]) for r in rows] == [(None, 3, 2), ("yes", 1, 1), ("no", 1, 0)]


def test_what_is_outside_a_share_is_no_hit() -> None:
    measure = share("m", np.array([True, False]), np.array([False, True]))
    assert [r["hits"] for r in cube("s", 1, [measure], []).rows()] == [0]


def test_arrays_of_other_pupils_are_refused() -> None:
    two, three = np.ones(2, bool), np.zeros(3, int)
    with pytest.raises(ValueError, match="same pupils"):
        cube("s", 1, [share("m", two, two)], [Dimension("d", ("a",), three)])
    with pytest.raises(ValueError, match="same pupils"):
        cube("s", 1, [], [Dimension("d", ("a",), three), Dimension("e", ("a",), three[:2])])
    with pytest.raises(ValueError, match="same pupils"):
        cube("s", 1, [share("m", two, two), share("m", two[:1], two[:1])], [])


def test_without_measures_or_pupils_there_is_nothing() -> None:
    empty = np.zeros(0, bool)
    assert len(cube("s", 1, [], [])) == 0
    assert len(cube("s", 1, [share("m", empty, empty)], [Dimension("d", (), np.zeros(0, int))])) == 0


@given(drawn("betyg_ak9"))
def test_the_margins_of_known_units_add_up(table) -> None:
    measures = [m for m in grade_measures(table, VERSION) if m.name == "passed_ma"]
    rows = [r for r in cube_of(table, measures).rows() if r["sex"] == "all"]
    by_units, whole = [r for r in rows if r["unit"]], [r for r in rows if not r["unit"]]
    unknown = int((measures[0].inside & (table.unit < 0)).sum())
    assert sum(r["n"] for r in by_units) + unknown == sum(r["n"] for r in whole)


@given(drawn("betyg_ak9"))
def test_the_course_plan_is_the_one_that_is_graded(table) -> None:
    dimension = by_curriculum(table)
    labels = [None if i < 0 else dimension.labels[i] for i in dimension.index]
    assert labels == [plan_of(row) for row in as_rows(table)]


def test_a_birth_cohort_that_is_not_known_has_no_label() -> None:
    table = many("betyg_ak9", n=50)
    born = by_born(table)
    assert born.labels == (2009, 2010)
    assert [born.labels[i] if i >= 0 else 0 for i in born.index] == table.born.tolist()


def test_dimensions_have_the_names_that_commands_take() -> None:
    table = many("betyg_ak9", n=50)
    assert {name: of(table).name for name, of in DIMENSIONS.items()} == {name: name for name in DIMENSIONS}
    assert by_sex(table).every == "all"


@pytest.mark.slow
@given(drawn("betyg_ak9"), st.integers(1, 50))
def test_intervals_are_wilsons_and_students(table, seed: int) -> None:
    measures = [m for m in grade_measures(table, VERSION) if m.name in {"passed_ma", "merit17", "grade_count"}]
    of_pupils = cells(as_rows(table), [grade_values(r, "betyg_ak9") for r in as_rows(table)], ("unit",))
    result = cube_of(table, measures, ("unit",))
    low, high = cube_intervals(result)
    for row, a, b in zip(result.rows(), low, high, strict=True):
        n, hits, value, values = of_pupils[row["measure"], row["unit"] or "*"]
        if hits is not None:
            wilson = stats.binomtest(hits, n).proportion_ci(method="wilson")
            assert (a, b) == pytest.approx((100 * wilson.low, 100 * wilson.high), abs=1e-9)
        elif n == 1:
            assert np.isnan([a, b]).all()
        else:
            half = stats.t.ppf(0.975, n - 1) * np.std(values, ddof=1) / np.sqrt(n)
            assert (a, b) == pytest.approx((value - half, value + half), abs=1e-6)


@given(arrays.arrays(np.float64, 40, elements=st.floats(9e5, 1e6)))
def test_the_spread_is_exact_far_from_zero(values) -> None:
    result = cube("s", 1, [mean("m", np.ones(40, bool), values)], [])
    assert result.spread.item() == pytest.approx(np.std(values, ddof=1), rel=1e-9, abs=1e-6)
    assert result.hits.tolist() == [-1]


def test_nothing_on_the_way_of_the_cube_loads_scipy_or_polars() -> None:
    names = ("grades", "national_tests", "cube", "cube_intervals", "progression", "flow", "bridge", "dimensions")
    code = "import sys\n" + "\n".join(f"import spiral.engine.measures.{name}" for name in names)
    asked = "print([m for m in ('scipy', 'polars', 'pandas', 'django', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{asked}"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_hundred_thousand_pupils_take_well_under_a_second() -> None:
    """Processor time of every measure of year 9 by unit and sex; 0.13 s where nobody else is."""
    table = many("betyg_ak9", n=100_000)
    start = time.process_time()
    cube("betyg_ak9", 2026, grade_measures(table, VERSION), [by_unit(table), by_sex(table)])
    assert time.process_time() - start < 0.6
