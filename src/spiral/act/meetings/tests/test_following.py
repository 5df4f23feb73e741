"""What telephones follow is set once for all who see the same, and nobody sees another's."""

from __future__ import annotations

import dataclasses
import html
import re
import threading
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from spiral.act.meetings import following, queries
from spiral.act.meetings.actions import joining, leading, notes
from spiral.act.meetings.models import Group, Meeting
from spiral.act.meetings.tests.conftest import sit
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_groups(running, leader) -> Meeting:
    """Everybody in three groups on the group talk."""
    by, item = viewer_of(leader), running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=by)
    leading.make_groups(running.pk, item.pk, 3, by=by)
    return running


@pytest.fixture
def composed(monkeypatch) -> list[following.Followed]:
    """Each part that is composed, in order."""
    listed: list[following.Followed] = []
    part = following.part

    def counted(of: following.Followed, compose: Callable[[], str], *, has_older: bool) -> tuple[str, float] | None:
        return part(of, lambda: (listed.append(of), compose())[1], has_older=has_older)

    monkeypatch.setattr(following, "part", counted)
    return listed


def _token(answer: object) -> str:
    return re.search(r'csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]


def _phones(meeting: Meeting) -> dict[int, tuple[Client, str]]:
    listed = {}
    for attendee in meeting.attendees.all():
        phone = Client(headers={"accept-language": "sv"})
        listed[attendee.pk] = (phone, sit(phone, attendee) + "del/")
    return listed


def test_seventeen_telephones_in_three_groups_cost_three_pages(in_groups, composed) -> None:
    phones = _phones(in_groups)
    first = {who: phone.get(url).content.decode() for who, (phone, url) in phones.items()}
    assert len(composed) == 3
    for group in Group.objects.filter(item__kind="group-talk", number__gt=0):
        names = ", ".join(sorted({m.municipality for m in group.members.all()}))
        for member in group.members.all():
            assert names in first[member.pk]
            assert f"Grupp {group.number}" in first[member.pk]


def test_a_note_that_is_saved_wakes_its_own_group_and_no_other(in_groups, composed) -> None:
    phones = _phones(in_groups)
    tags = {who: phone.get(url)["ETag"] for who, (phone, url) in phones.items()}
    group = Group.objects.get(item__kind="group-talk", number=2)
    writer = group.members.first()
    notes.take_pencil(group.pk, attendee=writer)
    notes.save_note(group.pk, "m1", "Vi läser i par", 0, attendee=writer)
    composed.clear()
    following.forget(in_groups.pk)  # as half a second later
    members = {m.pk for m in group.members.all()}
    for who, (phone, url) in phones.items():
        answer = phone.get(url, headers={"if-none-match": tags[who]})
        assert answer.status_code == (200 if who in members else 304)
        if who in members:
            text = answer.content.decode()
            assert ("Vi läser i par" in text) == (who != writer.pk), "who writes has it in her field"
            assert ("har pennan" in text) == (who != writer.pk)
    assert len(composed) == 2, "one for who writes, one for those who read"


@pytest.mark.parametrize("groups", [2, 5])
def test_a_note_that_is_saved_costs_the_same_whatever_the_number_of_groups(
    groups, running, leader, django_assert_num_queries
) -> None:
    by, item = viewer_of(leader), running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=by)
    leading.make_groups(running.pk, item.pk, groups, by=by)
    group = item.groups.get(number=1)
    writer, reader = group.members.all()[:2]
    phone, url = _phones(running)[reader.pk]
    phone.get(url)
    notes.take_pencil(group.pk, attendee=writer)
    notes.save_note(group.pk, "m1", "Vi läser i par", 0, attendee=writer)
    following.forget(running.pk)  # as half a second later
    with django_assert_num_queries(10):
        assert "Vi läser i par" in phone.get(url).content.decode()


def test_each_telephones_forms_have_a_token_of_its_own_that_works(in_groups) -> None:
    listed = list(in_groups.attendees.filter(groups__number=1))[:2]
    tokens = []
    for attendee in listed:
        phone = Client(enforce_csrf_checks=True, headers={"accept-language": "sv"})
        link = f"/moten/delta/plats/{queries.seat_token(attendee)}/"
        phone.post(link, {"csrfmiddlewaretoken": _token(phone.get(link))})
        part = phone.get(f"/moten/delta/mote/{in_groups.pk}/del/")
        tokens.append(_token(part))
        group = attendee.groups.get(number=1)
        sent = {"csrfmiddlewaretoken": tokens[-1], "pencil": "1"}
        assert phone.post(f"/moten/delta/mote/{in_groups.pk}/anteckning/{group.pk}/", sent).status_code == 302
        assert Group.objects.get(pk=group.pk).holder_id == attendee.pk
    assert len(set(tokens)) == 2


def test_clocks_go_on_from_when_the_part_was_set(in_groups, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    phones, group = _phones(in_groups), Group.objects.get(item__kind="group-talk", number=1)
    (first, url), (second, _url) = [phones[m.pk] for m in group.members.all()[:2]]
    assert float(first.get(url)["Part-Age"]) == 0
    time_machine.shift(7)
    late = second.get(url)
    assert float(late["Part-Age"]) == pytest.approx(7)
    assert _left(late) - 7 == _left(second.get(url.removesuffix("del/"))), "a whole page is set anew"


def _left(answer: object) -> int:
    return int(re.search(r'data-left="(-?\d+)"', answer.content.decode())[1])


def test_a_guest_who_is_shown_out_is_told_at_once(in_groups, leader) -> None:
    guest = joining.come_as_guest(in_groups.pk, "Rektor")
    assert following.followed(in_groups.pk, guest.pk, "testserver") is not None
    joining.show_out(in_groups.pk, guest.pk, by=viewer_of(leader))
    assert following.followed(in_groups.pk, guest.pk, "testserver") is None


def test_what_another_process_writes_is_told_within_half_a_second(in_groups, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    phone, url = next(iter(_phones(in_groups).values()))
    tag = phone.get(url)["ETag"]
    Meeting.objects.filter(pk=in_groups.pk).update(version=F("version") + 1)
    assert phone.get(url, headers={"if-none-match": tag}).status_code == 304
    time_machine.shift(following.FRESH + 0.01)
    assert phone.get(url, headers={"if-none-match": tag}).status_code == 200


def test_a_note_that_everybody_writes_is_told_twice_a_second_at_most(in_groups, composed, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    group = Group.objects.get(item__kind="group-talk", number=2)
    writer, reader = group.members.all()[:2]
    phone, url = _phones(in_groups)[reader.pk]
    tag = phone.get(url)["ETag"]
    notes.take_pencil(group.pk, attendee=writer)
    composed.clear()
    for revision in range(6):
        notes.save_note(group.pk, f"m{revision}", f"Rad {revision}", revision, attendee=writer)
        tag = phone.get(url, headers={"if-none-match": tag}).headers.get("ETag", tag)
    assert not composed
    time_machine.shift(following.FRESH + 0.01)
    assert "Rad 5" in phone.get(url, headers={"if-none-match": tag}).content.decode()
    assert len(composed) == 1


@pytest.fixture
def unseen(in_groups, time_machine) -> tuple[Group, Client, str]:
    """A note that has been written since its reader's telephone asked, and what this process has read of it."""
    time_machine.move_to(timezone.now(), tick=False)
    group = Group.objects.get(item__kind="group-talk", number=2)
    writer, reader = group.members.all()[:2]
    phone, url = _phones(in_groups)[reader.pk]
    phone.get(url)
    notes.take_pencil(group.pk, attendee=writer)
    notes.save_note(group.pk, "m1", "Vi läser i par", 0, attendee=writer)
    return group, phone, url


def test_nobody_is_shown_something_older_than_she_has_seen(in_groups, unseen) -> None:
    """Another process has told her more than this one has read."""
    group, phone, url = unseen
    assert "Vi läser i par" not in phone.get(url, headers={"if-none-match": '"' + "9" * 900 + '.x"'}).content.decode()
    version, note = Meeting.objects.get(pk=in_groups.pk).version, Group.objects.get(pk=group.pk).version
    shown = phone.get(url, headers={"if-none-match": f'"{version}.{note}.x"'})
    assert "Vi läser i par" in shown.content.decode()


def test_a_page_that_is_opened_knows_which_part_it_has(unseen) -> None:
    _group, phone, url = unseen
    page = phone.get(url.removesuffix("del/")).content.decode()
    assert "Vi läser i par" in page
    tag = html.unescape(re.search(r'data-tag="([^"]+)"', page)[1])
    assert phone.get(url, headers={"if-none-match": tag}).status_code == 304


def test_nobody_waits_for_what_somebody_else_is_setting(in_groups, monkeypatch) -> None:
    """She has something to look at, and asks again soon; who has nothing gets it set."""
    of = following.followed(in_groups.pk, in_groups.attendees.first().pk, "testserver")
    asked = []

    def compose() -> str:
        asked.append(following.part(of, lambda: "ny", has_older=True))
        asked.append(following.part(of, lambda: "ny", has_older=False))
        return "först"

    assert following.part(of, compose, has_older=True)[0] == "först"
    assert (asked[0], asked[1][0]) == (None, "ny")
    with pytest.raises(ZeroDivisionError):
        following.part(dataclasses.replace(of, version=99), lambda: str(1 / 0), has_older=True)
    after = following.part(dataclasses.replace(of, version=99), lambda: "efter felet", has_older=True)
    assert after[0] == "efter felet", "one that failed holds nobody up"


def test_what_is_forgotten_is_not_put_back_by_who_read_before(in_groups, monkeypatch) -> None:
    """Somebody writes while another reads: what was read is not kept."""
    stands, reading, written = following.moment(in_groups.pk), threading.Event(), threading.Event()

    def read(_number: int) -> following.Moment:
        reading.set()
        written.wait(0.2)
        return stands

    following.forget(in_groups.pk)
    monkeypatch.setattr(following, "_read", read)
    reader = threading.Thread(target=following.moment, args=(in_groups.pk,))
    reader.start()
    assert reading.wait(5)
    following.forget(in_groups.pk)
    written.set()
    reader.join()
    newer = dataclasses.replace(stands, version=stands.version + 1)
    monkeypatch.setattr(following, "_read", lambda _number: newer)
    assert following.moment(in_groups.pk) == newer
