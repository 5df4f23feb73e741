"""Means, standard deviations and grade distributions beside a masked share."""

from itertools import combinations_with_replacement
from statistics import fmean, pstdev

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, Outcome, Rules, protect
from spiral.engine.disclosure.rules import value_added_may_stand
from spiral.engine.figures import Figure, State

POINTS = (0.0, 10.0, 12.5, 15.0, 17.5, 20.0)  # F to A


def fails_behind(n: int, mean: float, deviation: float) -> set[int]:
    """The attack: numbers of F grades that fit a mean and a standard deviation printed with one decimal."""
    return {
        grades.count(0.0)
        for grades in combinations_with_replacement(POINTS, n)
        if round(fmean(grades), 1) == mean and round(pstdev(grades), 1) == deviation
    }


def test_mean_and_deviation_give_the_number_of_f_grades_away_in_a_class_of_ten():
    grades = (0.0, 0.0, 10.0, 10.0, 12.5, 12.5, 15.0, 15.0, 17.5, 20.0)
    assert fails_behind(10, round(fmean(grades), 1), round(pstdev(grades), 1)) == {2}


def classes() -> FrequencyTable:
    rows = [{"unit": u} for u in ("tio elever varav två F", "åtta elever", "stor")]
    return FrequencyTable.of(Layout(("unit",)), rows, [10, 8, 60], [2, 1, 20])


def test_a_deviation_stands_only_beside_an_open_share_and_a_mean_only_over_ten_pupils():
    protected = protect(classes(), Ledger(), Rules(Outcome.HITS))
    ten, eight, large = (said.cell for said in protected.statements if said.cell != (None,))
    assert protected.deviation(ten, 5.4) == Figure(State.HIDDEN)
    assert protected.mean(ten, 11.3, 10) == Figure.of(11.3)
    assert protected.mean(eight, 11.3, 8) == Figure(State.HIDDEN)
    shown = protected.figures()[large]
    assert protected.deviation(large, 5.4) == (Figure.of(5.4) if shown.share.is_number else Figure(State.HIDDEN))


def test_value_added_leaves_the_owner_only_over_three_years_and_fifteen_pupils():
    assert value_added_may_stand(15, 3)
    assert not value_added_may_stand(14, 3)
    assert not value_added_may_stand(200, 2)
