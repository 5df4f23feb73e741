"""The hours of an agenda, computed from what has happened. No database: items and meetings that are not saved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from spiral.act.meetings import clock
from spiral.act.meetings.agenda import Timer, agenda
from spiral.act.meetings.models import Item, Meeting

NINE = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


def _at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def _meeting(state: str = "running", **more: object) -> Meeting:
    return Meeting(state=state, starts_at=NINE, ends_at=_at(40), **more)


def _item(pk: int, state: str = "waiting", **more: object) -> Item:
    return Item(pk=pk, title=f"Punkt {pk}", minutes=10, state=state, **more)


def _minutes(hours: clock.Hours) -> tuple[dict[int, float], float]:
    return {n: (at - NINE).total_seconds() / 60 for n, at in hours.begins.items()}, (hours.ends - NINE).seconds / 60


def test_before_a_meeting_the_hours_follow_from_its_start() -> None:
    hours = clock.hours(_meeting("planned"), [_item(1), _item(2), _item(3)], _at(-5000))
    assert _minutes(hours) == ({1: 0, 2: 10, 3: 20}, 30)


def test_what_is_left_begins_when_the_current_item_is_out_and_moves_when_it_goes_over() -> None:
    items = [
        _item(1, "done", started_at=_at(2), ended_at=_at(9)),
        _item(2, "current", started_at=_at(9), extra_minutes=5),
        _item(3),
        _item(4),
    ]
    assert _minutes(clock.hours(_meeting(), items, _at(12))) == ({1: 2, 2: 9, 3: 24, 4: 34}, 44)
    assert _minutes(clock.hours(_meeting(), items, _at(30))) == ({1: 2, 2: 9, 3: 30, 4: 40}, 50)


def test_a_pause_moves_what_comes_after() -> None:
    items = [_item(1, "current", started_at=_at(0), paused_at=_at(4)), _item(2)]
    assert _minutes(clock.hours(_meeting(), items, _at(4)))[0][2] == 10
    assert _minutes(clock.hours(_meeting(), items, _at(9)))[0][2] == 15


def test_what_was_passed_over_comes_last_and_has_no_hour_when_the_meeting_is_over() -> None:
    items = [_item(1), _item(2, "current", started_at=_at(0)), _item(3)]
    assert _minutes(clock.hours(_meeting(), items, _at(0))) == ({2: 0, 3: 10, 1: 20}, 30)
    items[1].state, items[1].ended_at = "done", _at(12)
    over = clock.hours(_meeting("ended", ended_at=_at(15)), items, _at(5000))
    assert _minutes(over) == ({2: 0}, 15)


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (30, "Ni håller tiden."),
        (31, "Ni håller tiden."),
        (36, "Ni ligger 6 minuter efter."),
        (1, "Ni har 29 minuter till godo."),
    ],
)
def test_the_pace_is_said_against_the_planned_end(minutes: int, sentence: str) -> None:
    items = [_item(1, "current", started_at=NINE), _item(2)]
    items[1].minutes = minutes
    rows, pace = agenda(_meeting(started_at=NINE), items, NINE)
    assert pace.sentence == sentence
    assert [row.hour.is_estimated for row in rows if row.hour] == [False, True]


def test_an_hour_is_told_as_seconds_of_the_local_day() -> None:
    _rows, pace = agenda(_meeting(started_at=NINE), [_item(1, "current", started_at=NINE)], NINE)
    assert pace.ends.seconds == 9 * 3600 + 10 * 60


def test_the_arc_is_empty_at_the_start_whole_when_the_time_is_out_and_then_goes_over() -> None:
    assert [(t.used, t.over, t.minutes_over) for t in (Timer(600, 600, False), Timer(150, 600, False))] == [
        (0.0, 0.0, 0),
        (0.75, 0.0, 0),
    ]
    assert (Timer(-150, 600, False).used, Timer(-150, 600, False).over) == (1.0, 0.25)
    assert Timer(-150, 600, False).minutes_over == 2
    assert (Timer(-9000, 600, False).over, Timer(0, 0, False).used) == (1.0, 1.0)
