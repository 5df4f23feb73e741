"""During a meeting: the clock, the agenda, groups and the queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from spiral.act.meetings import clock, pages, queries
from spiral.act.meetings.actions import joining, leading, notes
from spiral.act.meetings.models import Attendee, Item, Turn
from spiral.ground.refusals import NotNow
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


def _left(meeting, kind: str) -> int:
    return clock.seconds_left(Item.objects.get(meeting=meeting, kind=kind), timezone.now())


def test_the_clock_belongs_to_the_item_and_stands_still_while_paused(call, leader) -> None:
    with time_machine.travel(AT, tick=False) as now:
        meeting = call("check-in", "group-talk", start=AT)
        leading.begin(meeting.pk, by=viewer_of(leader))
        now.shift(120)
        assert _left(meeting, "check-in") == 8 * 60
        leading.pause(meeting.pk, by=viewer_of(leader))
        now.shift(300)
        assert _left(meeting, "check-in") == 8 * 60
        leading.pause(meeting.pk, by=viewer_of(leader))
        now.shift(60)
        assert _left(meeting, "check-in") == 7 * 60
        leading.more_time(meeting.pk, 5, by=viewer_of(leader))
        assert _left(meeting, "check-in") == 12 * 60
        now.shift(13 * 60)
        assert _left(meeting, "check-in") == -60


def test_going_back_lets_an_items_clock_go_on_from_where_it_stopped(call, leader) -> None:
    with time_machine.travel(AT, tick=False) as now:
        meeting = call("check-in", "group-talk", start=AT)
        first, second = meeting.items.all()
        leading.begin(meeting.pk, by=viewer_of(leader))
        now.shift(120)
        leading.go_to(meeting.pk, second.pk, by=viewer_of(leader))
        now.shift(600)
        leading.go_to(meeting.pk, first.pk, by=viewer_of(leader))
        now.shift(60)
        assert _left(meeting, "check-in") == 7 * 60
        assert Item.objects.get(pk=second.pk).state == Item.State.DONE


def test_the_page_says_how_the_meeting_keeps_its_time(call, leader) -> None:
    with time_machine.travel(AT, tick=False) as now:
        meeting = call("check-in", "group-talk", start=AT, ends_at=AT + timedelta(minutes=55))
        meeting = leading.begin(meeting.pk, by=viewer_of(leader))
        assert pages.stage(meeting, timezone.now()).pace.sentence == "Ni håller tiden."
        now.shift(14 * 60)
        pace = pages.stage(meeting, timezone.now()).pace
        assert pace.sentence == "Ni ligger 4 minuter efter."
        assert timezone.localtime(pace.ends.at).strftime("%H.%M") == "09.59"


def test_ending_stops_the_clock_and_a_mistake_can_be_undone(running, leader) -> None:
    leading.end(running.pk, by=viewer_of(leader))
    with pytest.raises(NotNow):
        leading.more_time(running.pk, 5, by=viewer_of(leader))
    assert leading.begin(running.pk, by=viewer_of(leader)).state == "running"


@pytest.mark.parametrize("who", ["natverksmedlem", "rektor", "fortroendevald"])
def test_only_the_leader_steers(running, person, who) -> None:
    for act in (leading.begin, leading.pause, leading.end, leading.next_turn):
        with pytest.raises(PermissionDenied):
            act(running.pk, by=viewer_of(person(who)))


def test_groups_mix_the_municipalities_and_a_redo_keeps_everybody(running, leader) -> None:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    for _again in range(3):
        groups = leading.make_groups(running.pk, item.pk, 4, by=viewer_of(leader))
        sizes = [g.members.count() for g in groups]
        assert sorted(sizes) == [4, 4, 4, 5]
        for group in groups:
            places = [m.municipality for m in group.members.all()]
            assert len(places) == len(set(places))


def test_groups_that_have_written_are_not_mixed_again(running, leader) -> None:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    group = leading.make_groups(running.pk, item.pk, 4, by=viewer_of(leader))[0]
    notes.save_note(group.pk, "a", "Vi ser", 0, attendee=group.members.first())
    with pytest.raises(NotNow):
        leading.make_groups(running.pk, item.pk, 3, by=viewer_of(leader))
    assert item.groups.get(pk=group.pk).text == "Vi ser"


def test_who_comes_late_finds_the_item_a_group_without_a_colleague_and_the_end_of_the_queue(running, leader) -> None:
    late = joining.come_as_guest(running.pk, "Rektor", "Vara")
    queue = running.items.get(kind="check-in").groups.get(number=0)
    assert queue.turns.last().attendee == late
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    leading.make_groups(running.pk, item.pk, 3, by=viewer_of(leader))
    other = joining.come_as_guest(running.pk, "Rektor", "Habo")
    group = queries.group_of(item, other)
    assert group is not None
    assert group.number
    assert pages.seat(queries.meeting_at(running.pk), other, timezone.now()).current == item


def test_everybody_speaks_once_and_who_passes_comes_last(running, leader) -> None:
    order = []
    first = leading.next_turn(running.pk, by=viewer_of(leader))
    passed = leading.next_turn(running.pk, passed=True, by=viewer_of(leader))
    order.append(passed.attendee_id)
    while (turn := leading.next_turn(running.pk, by=viewer_of(leader))) is not None:
        order.append(turn.attendee_id)
        assert len(order) < 30
    assert order[-1] == first.attendee_id
    assert len(order) == len(set(order)) == 17


def test_who_has_spoken_least_begins_the_next_round(running, leader) -> None:
    item = running.items.get(kind="check-in")
    quiet = Attendee.objects.filter(meeting=running).last()
    Turn.objects.filter(group__item=item).exclude(attendee=quiet).update(state=Turn.State.DONE)
    out = running.items.get(kind="check-out")
    leading.go_to(running.pk, out.pk, by=viewer_of(leader))
    assert leading.next_turn(running.pk, by=viewer_of(leader)).attendee == quiet


def test_the_stage_costs_the_same_whatever_the_number_of_items(call, leader, django_assert_num_queries) -> None:
    for kinds in (("group-talk",), ("group-talk",) * 9):
        meeting = call(*kinds)
        meeting = leading.begin(meeting.pk, by=viewer_of(leader))
        leading.make_groups(meeting.pk, meeting.current_id, 3, by=viewer_of(leader))
        with django_assert_num_queries(4):
            pages.stage(meeting, timezone.now())
