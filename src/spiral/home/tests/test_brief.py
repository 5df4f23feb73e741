"""The row that is worth Monday's talk is picked by the printed rule, and the sentences say what the intervals say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiral.documents.chart import ChartError, Differences, Mark
from spiral.documents.svg import draw_difference
from spiral.engine.estimates import Estimate
from spiral.home.pages import brief, principal, summed
from spiral.home.pages.brief import BriefRow, Verdict
from spiral.see.results.ledger import LedgerRow
from spiral.trust.networks.models import Unit

SCHOOL = Unit(code="45270097", name="Alléskolan")


def row(key: str, verdict: Verdict, gap: float = -10.0, **more: object) -> BriefRow:
    """A row whose difference is as the verdict says."""
    difference = None if verdict is Verdict.NONE else Estimate(gap, gap - 5, gap + 5, 120)
    heading = key.removeprefix("unit-").capitalize()
    says = {"below": "ligger tydligt under riket", "above": "ligger tydligt över riket"}.get(
        verdict.value, "säger inget"
    )
    ledger = LedgerRow(key=key, heading=heading, sentence="")
    return BriefRow(ledger, says, "62 till 83 %", [], verdict, difference=difference, **more)


BELOW, ABOVE, SAME, NONE = Verdict.BELOW, Verdict.ABOVE, Verdict.SAME, Verdict.NONE


@pytest.mark.parametrize(
    ("rows", "picked"),
    [
        # What closes the way onward goes first, however large the other difference is.
        ([row("unit-merit", BELOW, -90), row("unit-vocational", BELOW, -6)], "unit-vocational"),
        ([row("unit-all-subjects", BELOW), row("unit-vocational", BELOW)], "unit-vocational"),
        ([row("unit-merit", BELOW), row("unit-all-subjects", BELOW)], "unit-all-subjects"),
        # A clear difference downwards goes before one upwards, also where that one is about the way onward.
        ([row("unit-vocational", ABOVE, 20), row("unit-merit", BELOW)], "unit-merit"),
        ([row("unit-merit", ABOVE, 30), row("unit-vocational", ABOVE, 8)], "unit-vocational"),
        # Neither about the way onward: the order of the page.
        ([row("unit-merit", BELOW, -6), row("unit-tests9", BELOW, -60)], "unit-merit"),
        ([row("unit-merit", SAME, -1), row("unit-vocational", SAME, -2)], None),
        ([row("unit-merit", NONE)], None),
        ([], None),
    ],
)
def test_the_row_is_picked_by_the_rule(rows, picked) -> None:
    worth = brief.pick(rows)
    assert (worth.key if worth else None) == picked


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [row("unit-vocational", BELOW, missed=32, pupils=123)],
            "En rad är värd måndagens samtal: 32 av 123 elever blev inte behöriga",
        ),
        (
            [row("unit-all-subjects", BELOW, missed=44, pupils=123)],
            "En rad är värd måndagens samtal: 44 av 123 elever nådde inte all-subjects",
        ),
        ([row("unit-merit", BELOW)], "En rad är värd måndagens samtal: Merit ligger tydligt under riket"),
        ([row("unit-merit", ABOVE, 20)], "En rad är värd måndagens samtal: Merit ligger tydligt över riket"),
        ([row("unit-merit", SAME)], "Ingen rad på Alléskolan skiljer sig tydligt från riket"),
        ([row("unit-merit", NONE)], "Alléskolan har siffror, men ingen som går att jämföra med riket"),
        ([], "Inga resultat är publicerade för Alléskolan"),
        ([replace(row("unit-merit", NONE), large="")], "Inga resultat är publicerade för Alléskolan"),
    ],
)
def test_the_principals_heading_follows_from_the_rows(rows, said) -> None:
    assert principal.title(SCHOOL, brief.pick(rows), rows) == said


def test_the_reason_names_what_it_was_picked_among() -> None:
    rows = [row("unit-merit", BELOW), row("unit-vocational", BELOW), row("unit-tests9", NONE)]
    said = principal.reason(brief.pick(rows), rows)
    assert said.startswith("Två av era tre rader ligger tydligt under riket: ”Merit” och ”Vocational”.")
    assert said.endswith("”Vocational” går före: det avgör om elevens väg vidare är öppen.")
    alone = [row("unit-merit", BELOW), row("unit-vocational", SAME)]
    assert principal.reason(brief.pick(alone), alone) == "En av era två rader ligger tydligt under riket: ”Merit”."
    over = [row("unit-merit", ABOVE, 20)]
    assert principal.reason(brief.pick(over), over) == "Ingen rad ligger tydligt under riket. Över ligger: ”Merit”."
    assert principal.reason(None, []) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [row("unit-vocational", BELOW, missed=32, pupils=123)],
        [row("unit-merit", BELOW)],
        [row("unit-merit", ABOVE, 20)],
    ],
)
def test_there_are_three_questions_for_monday(rows) -> None:
    asked = principal.questions(rows[0])
    assert len({q.text for q in asked}) == 3
    assert all(q.where for q in asked)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Inget av resultaten går att jämföra med riket."),
        ([row("unit-merit", NONE)], "Inget av resultaten går att jämföra med riket."),
        ([row("unit-merit", BELOW)], "Bara ”Merit” går att jämföra: det ligger tydligt under riket."),
        (
            [row("a", BELOW), row("b", SAME), row("c", SAME)],
            "Ett av tre resultat ligger tydligt under riket. Två kan inte skiljas från riket.",
        ),
        (
            [row("a", ABOVE, 20), row("b", BELOW), row("c", SAME)],
            "Ett av tre resultat ligger tydligt under riket. Ett ligger tydligt över riket. "
            "Ett kan inte skiljas från riket.",
        ),
        ([row("a", SAME), row("b", SAME)], "Två av två resultat kan inte skiljas från riket."),
    ],
)
def test_several_rows_are_summed_in_words_and_never_in_a_score(rows, said) -> None:
    assert summed.verdicts(rows) == said


def test_zero_is_in_the_same_place_on_every_row_whatever_the_unit() -> None:
    for reach, mark in (
        (50.0, Mark("Meritvärde", -27.0, -44.0, -10.0, own=True)),
        (24.0, Mark("Behörighet", -10.0, -22.0, 0.04, own=True)),
    ):
        chart = Differences(title="a", subtitle="riket", description="b", marks=[mark], reach=reach)
        drawn = draw_difference(chart, "Meritvärde: ligger tydligt under riket.")
        assert "M160.0 4.0L160.0 50.0" in drawn
    # Rounding never hides on which side of zero a bound lies.
    assert "+0,04" in drawn


def test_a_difference_without_an_interval_is_not_drawn() -> None:
    with pytest.raises(ChartError, match="interval"):
        Differences(title="a", subtitle="b", description="c", marks=[Mark("Meritvärde", 1.0, own=True)], reach=1.0)


@pytest.mark.figures
def test_a_schools_rows_stand_in_the_catalogues_order_and_its_difference_is_the_values(db) -> None:
    from spiral.home.pages import places
    from spiral.see.results import queries
    from spiral.trust.access.viewer import visitor

    viewer = visitor()
    read = places.of_unit(viewer, queries.unit(viewer, "45270097"), "sv", viewer.today)
    companions = {i.beside for i in read.indicators}
    assert [r.key for r in read.rows] == [i.key for i in read.indicators if i.key not in companions]
    vocational = next(r for r in read.rows if r.key == "unit-vocational")
    assert (vocational.missed, vocational.pupils) == (32, 123)
    assert vocational.says == "ligger tydligt under riket, 1 till 22 procentenheter"
    assert vocational.large == "62 till 83\u00a0%"
    assert {r.drawn.reach for r in read.rows if r.drawn and r.key != "unit-merit"} == {vocational.drawn.reach}
