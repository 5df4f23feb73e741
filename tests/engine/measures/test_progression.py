"""Raised, same and lowered, and who is matched, against a plain calculation; by unit and sex; tests carried over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from spiral.engine.measures.cube_intervals import cube_intervals
from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.national_tests import measures_of_tests
from spiral.engine.measures.progression import (
    COMPARED,
    carried,
    change_measures,
    cohort_pairs,
    match_measure,
    progression,
)
from spiral.engine.measures.pupils import Pupils
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.equal import assert_as_plain, cube_of
from tests.engine.measures.plain import ORDER, POINTS, Row, as_rows, grade_values, linked, subjects, test_values
from tests.engine.measures.pupils import YEAR_6, YEAR_9, drawn, many, pupils, row_of

VERSION = shipped_versions()[LETTERS]


def _changes(first: Row, last: Row) -> dict[str, str]:
    """Area → raised, same or lowered, where both grades are A–F."""
    changes = {}
    for area in COMPARED:
        pair = [
            next((g for s in area.split("/") if (g := subjects(row).get(s)) in POINTS), None) for row in (first, last)
        ]
        if None not in pair:
            difference = ORDER.index(pair[1]) - ORDER.index(pair[0])
            changes[area] = "raised" if difference > 0 else "lowered" if difference < 0 else "same"
    return changes


def _assert_as_plain(before: Pupils, after: Pupils) -> None:
    first, last = as_rows(before), as_rows(after)
    pairs = [(o, row) for row in last if (o := linked(row, first))]
    result = progression(before, after, VERSION)
    assert (result.before, result.after) == (f"betyg_ak6 {before.year}", f"betyg_ak9 {after.year}")
    assert result.matched == len(pairs)
    assert result.only_from == len([r for r in first if r["linkable"] and not linked(r, last)])
    assert result.only_to == len([r for r in last if r["linkable"] and not linked(r, first)])
    assert result.not_linkable_from == len([r for r in first if not r["linkable"]])
    assert result.not_linkable_to == len([r for r in last if not r["linkable"]])
    matched = [{"matched": linked(row, first) is not None} for row in last]
    assert_as_plain(after, [match_measure(before, after)], matched, ("unit", "sex"))
    assert result.match_rate == pytest.approx(len(pairs) / len(last) if last else 0)
    changes = [_changes(*pair) for pair in pairs]
    assert {area: (c.raised, c.same, c.lowered) for area, c in result.subjects.items()} == {
        area: tuple(sum(c.get(area) == how for c in changes) for how in ("raised", "same", "lowered"))
        for area in COMPARED
    }
    values = []
    for row in last:
        other = linked(row, first)
        of_pupil = _changes(other, row) if other else {}
        values.append(
            {
                f"{how}_{area.lower().replace('/', '_')}": change == how
                for area, change in of_pupil.items()
                for how in ("raised", "same", "lowered")
            }
        )
    assert_as_plain(after, change_measures(before, after, VERSION), values, ("unit", "sex"))


@pytest.mark.slow
@given(drawn("betyg_ak6", 2023), drawn("betyg_ak9"))
def test_any_two_tables_are_compared_as_the_rules_say(before: Pupils, after: Pupils) -> None:
    _assert_as_plain(before, after)


@pytest.mark.slow
def test_thousands_are_compared_as_the_rules_say() -> None:
    _assert_as_plain(many("betyg_ak6", 2023, n=2000, seed=2), many("betyg_ak9", n=2000))


def test_what_is_compared() -> None:
    assert (
        *("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Bi", "Fy", "Ke"),
        *("Ge", "Hi", "Re", "Sh", "Sl", "Sv/Sva", "Tn", "Tk"),
    ) == COMPARED


def test_a_course_plan_may_change_and_a_block_is_never_expanded() -> None:
    before = pupils("betyg_ak6", YEAR_6, {"p": row_of(YEAR_6, Sv="E", No="A", Ma="C", M2="E", Ovr="E")}, 2023)
    after = pupils("betyg_ak9", YEAR_9, {"p": row_of(YEAR_9, Sv="2", Sva="C", Bi="A", Ma="9", M2="A", OVR="A")}, 2026)
    pairs = {s: c for s, c in progression(before, after, VERSION).subjects.items() if c.raised + c.same + c.lowered}
    assert {s: (c.raised, c.same, c.lowered) for s, c in pairs.items()} == {"Sv/Sva": (1, 0, 0)}


def test_the_share_raised_has_an_interval() -> None:
    before, after = many("betyg_ak6", 2023, n=500, seed=2), many("betyg_ak9", n=500)
    result = cube_of(after, change_measures(before, after, VERSION))
    low, high = cube_intervals(result)
    assert ((low <= result.value) & (result.value <= high) & (low < high)).all()


def test_the_order_of_the_tables_does_not_matter() -> None:
    tables = [pupils(s, YEAR_6, {}, y) for s, y in [("betyg_ak9", 2026), ("betyg_ak6", 2022), ("betyg_ak6", 2023)]]
    tables += [pupils("betyg_ak9", YEAR_9, {}, 2025), pupils("np9", [], {}, 2026)]
    pairs = cohort_pairs(tables)
    assert [(a.survey, a.year, b.survey, b.year) for a, b in pairs] == [
        ("betyg_ak6", 2022, "betyg_ak9", 2025),
        ("betyg_ak6", 2023, "betyg_ak9", 2026),
    ]
    assert cohort_pairs(reversed(tables)) == pairs
    with pytest.raises(ValueError, match="not of one cohort"):
        cohort_pairs(tables, "betyg_ak9", "betyg_ak6")


@pytest.mark.parametrize("year", [2024, 2020, 2029])
def test_tables_of_other_cohorts_are_refused(year: int) -> None:
    before, after = pupils("betyg_ak6", YEAR_6, {}, year), pupils("betyg_ak9", YEAR_9, {}, 2026)
    for compare in (progression, change_measures):
        with pytest.raises(ValueError, match="springs apart"):
            compare(before, after, VERSION)


@pytest.mark.slow
@given(drawn("np3", 2023), drawn("betyg_ak6"))
def test_a_test_of_year_3_is_carried_to_the_grade_of_year_6(before: Pupils, after: Pupils) -> None:
    (reached,) = [m for m in measures_of_tests(before, VERSION) if m.name == "np3_ma"]
    (passed,) = [m for m in grade_measures(after, VERSION) if m.name == "passed_ma"]
    values, first = [], as_rows(before)
    for row in as_rows(after):
        other = linked(row, first)
        earlier = test_values(other, "np3").get("np3_ma") if other else None
        later = grade_values(row, "betyg_ak6").get("passed_ma")
        name = "passed_ma_after_np3_ma" if earlier else "passed_ma_after_not_np3_ma"
        values.append({} if earlier is None or later is None else {name: later})
    assert_as_plain(after, carried(before, reached, after, passed), values, ("unit", "sex"))


def test_four_who_reached_or_not_and_passed_or_not() -> None:
    parts = {"hit": "1 1", "miss": "1 0", "absent": "99 1", "ungraded": "1 1", "failed": "1 1"}
    before = pupils("np3", ["MA_A_PR", "MA_B_PR"], parts, 2023)
    grades = {"hit": "A", "miss": "E", "absent": "A", "ungraded": "3", "failed": "F", "new": "A"}
    after = pupils("betyg_ak6", YEAR_6, {person: row_of(YEAR_6, Ma=grade) for person, grade in grades.items()})
    (reached,) = [m for m in measures_of_tests(before, VERSION) if m.name == "np3_ma"]
    (passed,) = [m for m in grade_measures(after, VERSION) if m.name == "passed_ma"]
    rows = [
        (r["measure"], r["n"], r["hits"]) for r in cube_of(after, carried(before, reached, after, passed), ()).rows()
    ]
    assert rows == [("passed_ma_after_np3_ma", 2, 1), ("passed_ma_after_not_np3_ma", 1, 1)]


def test_means_and_other_cohorts_are_not_carried_over() -> None:
    before, after = many("np3", 2023, n=5), many("betyg_ak6", n=5)
    first, measures = next(measures_of_tests(before, VERSION)), [*grade_measures(after, VERSION)]
    with pytest.raises(ValueError, match="not means"):
        carried(before, first, after, next(m for m in measures if m.name == "grade_count"))
    with pytest.raises(ValueError, match="springs apart"):
        carried(replace(before, year=2022), first, after, measures[0])
