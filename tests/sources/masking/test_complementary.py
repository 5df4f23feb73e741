from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.masking.solutions import PrintedPart, discloses
from spiral.sources.reading.observations import observations
from tests.sources.masking.test_attack_on_snapshot import (
    BACKGROUND,
    EXEMPELBY,
    LARGE,
    LEAKS,
    MIDDLE,
    OWNER,
    OWNERS_SHARE,
    SMALL,
    TEACHERS,
    graded,
    kolada,
    line,
    places,
)


def states(rows: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """(place, sex, state) of every figure after masking, in the order given."""
    table = observations(pl.DataFrame(rows, schema_overrides={"value": pl.Float64}))
    return mask_everywhere(table, places()).select("place", "sex", "state").rows()


def test_the_owners_figure_is_hidden_where_it_gives_its_one_hidden_unit_away() -> None:
    assert states(LEAKS["counting pupils"])[-1] == (OWNER, "T", "protecting")


def test_it_is_hidden_in_every_source_that_prints_it() -> None:
    kommunala = line("kolada", "N15419", EXEMPELBY, 67.3, period="2025")
    found = states([*LEAKS["counting pupils"], kommunala])
    assert found[-2:] == [(OWNER, "T", "protecting"), (EXEMPELBY, "T", "protecting")]


def test_another_year_of_the_owner_stands() -> None:
    earlier = line("kolada", "N15419", EXEMPELBY, 64.1, period="2022")
    assert states([*LEAKS["counting pupils"], earlier])[-1] == (EXEMPELBY, "T", "value")


def test_an_owner_with_one_unit_is_as_hidden_as_the_unit() -> None:
    rows = [*graded(SMALL, 30, "hidden"), line("underlag", OWNERS_SHARE, OWNER, 80.0)]
    assert states(rows)[-1] == (OWNER, "T", "protecting")


def test_a_hidden_owner_hides_its_units_when_all_are_printed() -> None:
    assert [state for _, _, state in states(LEAKS["adding the units up"])] == [
        "protecting",
        "protecting",
        "value",
        "value",
        "hidden",
    ]


def test_independent_schools_in_the_municipality_are_a_whole_of_their_own() -> None:
    independent = line("kolada", "N15420", EXEMPELBY, 81.2, period="2025")
    units = places().with_columns(
        pl.when(pl.col("code") == SMALL).then(pl.lit("enskild")).otherwise("owner_kind").alias("owner_kind")
    )
    rows = [*graded(LARGE, 100, 70.0), *graded(SMALL, 30, "hidden"), independent]
    table = observations(pl.DataFrame(rows, schema_overrides={"value": pl.Float64}))
    assert mask_everywhere(table, units).get_column("state").to_list()[-1] == "protecting"
    assert mask_everywhere(table, places()).get_column("state").to_list()[-1] == "value"


@pytest.mark.parametrize(
    ("girls", "boys", "everyone", "then"),
    [
        ("near_all", 85.0, 90.0, ("near_all", "protecting", "value")),
        (85.0, "near_all", 90.0, ("protecting", "near_all", "value")),
        (85.0, "missing", 90.0, ("protecting", "missing", "value")),
        ("near_all", "near_all", 94.0, ("near_all", "near_all", "protecting")),
        (96.0, 94.0, "near_all", ("protecting", "protecting", "near_all")),
        (96.0, 94.0, 95.1, ("value", "value", "value")),
        ("near_all", 96.0, "near_all", ("near_all", "value", "near_all")),
    ],
)
def test_of_girls_boys_and_all_no_one_hidden_stands_alone(
    girls: float | str, boys: float | str, everyone: float | str, then: tuple[str, ...]
) -> None:
    found = states([kolada("K", girls), kolada("M", boys), kolada("T", everyone)])
    assert tuple(state for _, _, state in found) == then


def test_where_nobody_says_how_many_pupils_one_hidden_unit_is_enough() -> None:
    assert [state for _, _, state in states(LEAKS["subtracting one unit"])] == ["value", "hidden", "protecting"]
    two = [*LEAKS["subtracting one unit"], line("underlag", TEACHERS, MIDDLE, "hidden")]
    assert [state for _, _, state in states(two)] == ["value", "hidden", "value", "hidden"]


def test_a_unit_without_pupils_of_that_kind_is_no_part() -> None:
    rows = [line("underlag", BACKGROUND, LARGE, 20.0), line("underlag", BACKGROUND, MIDDLE, "missing")]
    rows += [line("underlag", "Antal elever", LARGE, 100), line("underlag", BACKGROUND, OWNER, 20.0)]
    assert [state for _, _, state in states(rows)] == ["value", "missing", "value", "value"]


@given(st.integers(10, 200), st.data())
def test_what_gives_the_true_count_away_is_never_left_open(pupils: int, data: st.DataObject) -> None:
    """Against all made-up municipalities of one large and one hidden unit, counted one by one."""
    reaching = data.draw(st.integers(0, pupils))
    hidden = data.draw(st.integers(1, 9))
    among = data.draw(st.integers(0, hidden))
    large = PrintedPart("value", round(100 * reaching / pupils, 1), pupils)
    total = round(100 * (reaching + among) / (pupils + hidden), 1)
    possible = [
        (n, k)
        for n in range(1, 10)
        for k in range(n + 1)
        if abs(100 * (reaching + k) - total * (pupils + n)) <= 0.05 * (pupils + n) + 1e-6
    ]
    assert (hidden, among) in possible
    few = min(len({k for _, k in possible}), len({n - k for n, k in possible})) < 3
    assert discloses(total, [large, PrintedPart("hidden", None, None)]) == few
