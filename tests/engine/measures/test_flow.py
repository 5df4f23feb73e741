"""Where pupils come from and go to: every cohort is accounted for at every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given

from spiral.engine.measures.flow import Flow, Stream, chain, flow, flow_by_unit, streams
from spiral.engine.measures.pupils import Pupils
from tests.engine.measures.plain import as_rows, linked
from tests.engine.measures.pupils import drawn, many, pupils


@given(drawn("betyg_ak6", 2023), drawn("betyg_ak9"))
def test_stayers_arrivals_leavers_and_unknown_are_everybody(before: Pupils, after: Pupils) -> None:
    whole, units = flow(before, after), flow_by_unit(before, after)
    assert (whole.size_from, whole.size_to) == (len(before), len(after))
    first, last = as_rows(before), as_rows(after)
    assert {f.unit: (f.size_from, f.size_to) for f in units} == {
        unit: (sum(r["unit"] == unit for r in first), sum(r["unit"] == unit for r in last))
        for unit in {*before.units, *after.units}
    }
    assert sum(f.moved_in for f in units) == sum(f.moved_out for f in units)


@given(drawn("betyg_ak6", 2023), drawn("betyg_ak9"))
def test_each_unit_flows_as_its_pupils_do(before: Pupils, after: Pupils) -> None:
    first, last = as_rows(before), as_rows(after)
    for f in flow_by_unit(before, after):
        count: Counter[str] = Counter()
        for row in [r for r in first if r["unit"] == f.unit]:
            other = linked(row, last)
            if not row["linkable"] or (other and other["unit"] is None):
                count["unknown_from"] += 1
            elif other is None:
                count["leavers"] += 1
            elif other["unit"] == f.unit:
                count["stayers"] += 1
            else:
                count.update(("leavers", "moved_out"))
        for row in [r for r in last if r["unit"] == f.unit]:
            other = linked(row, first)
            if not row["linkable"] or (other and other["unit"] is None):
                count["unknown_to"] += 1
            elif other is None:
                count["arrivals"] += 1
            elif other["unit"] != f.unit:
                count.update(("arrivals", "moved_in"))
        names = ("stayers", "arrivals", "leavers", "unknown_from", "unknown_to", "moved_in", "moved_out")
        assert f == Flow(f.unit, *(count[name] for name in names))


@given(drawn("betyg_ak6", 2023), drawn("betyg_ak9"))
def test_streams_are_everybody_that_can_be_linked(before: Pupils, after: Pupils) -> None:
    first, last = as_rows(before), as_rows(after)
    expected: Counter[tuple[str | None, str | None]] = Counter()
    for row in first:
        if row["linkable"]:
            other = linked(row, last)
            expected[row["unit"], other["unit"] if other else None] += 1
    expected.update((None, row["unit"]) for row in last if row["linkable"] and not linked(row, first))
    assert set(streams(before, after)) == {Stream(a, b, n) for (a, b), n in expected.items()}


@given(drawn("np3", 2020), drawn("betyg_ak6", 2023), drawn("betyg_ak9"))
def test_a_chain_accounts_for_everybody_at_every_step(third: Pupils, sixth: Pupils, ninth: Pupils) -> None:
    tables = [third, sixth, ninth]
    result = chain(tables)
    assert result.surveys == ("np3 2020", "betyg_ak6 2023", "betyg_ak9 2026")
    assert [(s.size_from, s.size_to) for s in result.steps] == [(len(third), len(sixth)), (len(sixth), len(ninth))]
    persons = [{r["person"] for r in as_rows(t) if r["linkable"]} for t in tables]
    assert result.throughout == len(set.intersection(*persons))
    assert [s.stayers for s in result.steps] == [len(persons[0] & persons[1]), len(persons[1] & persons[2])]


def test_a_chain_has_two_surveys_of_one_cohort() -> None:
    with pytest.raises(ValueError, match="two surveys"):
        chain([many("np3", n=3)])
    with pytest.raises(ValueError, match="springs apart"):
        chain([many("np3", n=3), many("betyg_ak6", n=3)])


def test_other_cohorts_do_not_flow() -> None:
    before, after = many("betyg_ak6", 2023, n=3), many("betyg_ak9", n=3)
    for of_cohort in (flow, flow_by_unit, streams):
        with pytest.raises(ValueError, match="springs apart"):
            of_cohort(replace(before, year=2022), after)


def test_a_temporary_number_neither_stays_nor_leaves() -> None:
    before = pupils("np6", [], {"p1": "", "p2": ""}, 2023, linkable=[True, False])
    after = pupils("np9", [], {"p1": "", "p2": ""}, 2026, linkable=[True, False])
    assert flow(before, after) == Flow(None, 1, 0, 0, 1, 1)
