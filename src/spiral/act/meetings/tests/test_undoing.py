"""What is taken out of a meeting can be put back for ten minutes, by whoever did it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from spiral.act.meetings.actions import arranging, leading, notes, planning, summing
from spiral.act.meetings.models import Attachment, Decision, Group, Item, Task
from spiral.exchange.evidence import Evidence
from spiral.learn.assessments.actions import RoundOpening, open_round
from spiral.learn.assessments.statements import shipped
from spiral.trust.access.viewer import viewer_of
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def _page(answer: object) -> str:
    return " ".join(answer.content.decode().split())


def test_an_item_comes_back_where_it_stood_with_all_it_had(call, signed_in) -> None:
    meeting = call()
    item = meeting.items.get(kind="group-talk")
    Item.objects.filter(pk=item.pk).update(questions="Vad ser ni?", material="https://exempel.se/")
    before = Item.objects.filter(meeting=meeting).values()
    rows, groups = list(before), list(Group.objects.filter(item=item).values())
    page = signed_in.post(f"/moten/{meeting.pk}/punkt/{item.pk}/flytta/", {"way": "remove"}, follow=True)
    assert not Item.objects.filter(pk=item.pk).exists()
    removal = Removal.objects.get()
    assert "Punkten ”Gruppsamtal” är borttagen." in _page(page)
    assert f'action="/angra/{removal.pk}/"' in _page(page)
    assert "Punkten ”Gruppsamtal” är borttagen." in _page(signed_in.get("/moten/")), "on every page of hers"
    back = signed_in.post(f"/angra/{removal.pk}/", {"next": "/moten/"}, follow=True)
    assert back.redirect_chain[-1][0] == f"/moten/{meeting.pk}/#dagordning"
    assert "Punkten står i dagordningen igen." in _page(back)
    assert "Ångra" not in _page(back)
    assert list(before.all()) == rows
    assert list(Group.objects.filter(item=item).values()) == groups
    assert not Removal.objects.exists()


@pytest.mark.parametrize("what", ["decision", "task", "file"])
def test_a_decision_a_task_and_a_file_come_back(running, leader, signed_in, what: str) -> None:
    by = viewer_of(leader)
    base = f"/moten/{running.pk}"
    if what == "decision":
        row = notes.decide(running.pk, "Vi prövar", by=by)
        where, model = f"{base}/lage/ta-bort/beslut/{row.pk}/", Decision
    elif what == "task":
        row = notes.give_task(running.pk, "Ringa", "Vara", date(2030, 1, 2), by=by)
        where, model = f"{base}/lage/ta-bort/uppgift/{row.pk}/", Task
    else:
        row = planning.attach(running.pk, "plan.txt", b"hej \x00\xff", by=by)
        where, model = f"{base}/bilagor/{row.pk}/ta-bort/", Attachment
    before = model.objects.filter(pk=row.pk).values().get()
    signed_in.post(where)
    assert signed_in.post(where).status_code == 302, "pressed twice"
    assert not model.objects.filter(pk=row.pk).exists()
    signed_in.post(f"/angra/{Removal.objects.get().pk}/")
    again = model.objects.filter(pk=row.pk).values().get()
    assert {k: bytes(v) if isinstance(v, memoryview) else v for k, v in again.items()} == before


def test_it_is_for_whoever_did_it_for_ten_minutes_and_not_once_it_is_published(
    running, leader, signed_in, person, time_machine
) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    by = viewer_of(leader)
    decision = notes.decide(running.pk, "Vi prövar", by=by)
    removal = notes.remove_decision(running.pk, decision.pk, by=by)
    chair = Client()
    chair.force_login(person("presidium"), backend=BACKEND)
    assert "Det går inte att ångra längre." in _page(
        chair.post(f"/angra/{removal.pk}/", {"next": "/moten/"}, follow=True)
    )
    assert chair.get(f"/angra/{removal.pk}/").status_code == 405
    leading.end(running.pk, by=by)
    summing.publish(running.pk, by=by)
    assert "Det går inte att ångra längre." in _page(
        signed_in.post(f"/angra/{removal.pk}/", {"next": "/moten/"}, follow=True)
    )
    assert not Decision.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    assert "Det går inte att ångra längre." in _page(
        signed_in.post(f"/angra/{removal.pk}/", {"next": "/moten/"}, follow=True)
    )
    assert not Removal.objects.exists(), "nothing is kept longer"


def test_the_notice_goes_when_it_is_closed_or_ten_minutes_have_passed(call, signed_in, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    meeting = call()
    for item in meeting.items.all()[:2]:
        signed_in.post(f"/moten/{meeting.pk}/punkt/{item.pk}/flytta/", {"way": "remove"})
    newest = Removal.objects.latest("pk")
    assert _page(signed_in.get("/moten/")).count("/angra/") == 2
    closed = signed_in.post(f"/angra/{newest.pk}/", {"dismiss": "1", "next": "/moten/"})
    assert closed.headers["location"] == "/moten/"
    assert (
        signed_in.post("/angra/999/", {"dismiss": "1", "next": "https://elsewhere.example/"}).headers["location"] == "/"
    )
    assert Removal.objects.filter(pk=newest.pk).exists()
    assert _page(signed_in.get("/moten/")).count("/angra/") == 1
    time_machine.move_to(timezone.now() + timedelta(minutes=10))
    assert "/angra/" not in _page(signed_in.get("/moten/"))


def test_what_its_meeting_takes_with_it_cannot_be_put_back(call, leader) -> None:
    meeting, by = call(), viewer_of(leader)
    removal = arranging.remove_item(meeting.pk, meeting.items.last().pk, by=by)
    meeting.delete()
    with pytest.raises(undo.NotNow):
        undo.put_back(removal.pk, by=by)
    assert not Item.objects.filter(meeting=meeting.pk).exists()


def test_nothing_of_a_room_where_people_answer_without_an_account_is_kept(leader, call) -> None:
    by = viewer_of(leader)
    asked = open_round(shipped()[0], RoundOpening("Vi", (1,), last_day=None), by=by)
    for row in (asked, asked.targets.first()):
        with pytest.raises(ValueError, match="meetings"):
            undo.remove([row], "meetings.item", 1, by=by)
    assert type(asked).objects.filter(pk=asked.pk).exists()
    assert not Removal.objects.exists()


def test_what_was_removed_is_forgotten_when_anybody_signs_in(call, leader, person, client, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    meeting = call()
    arranging.remove_item(meeting.pk, meeting.items.last().pk, by=viewer_of(leader))
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    client.force_login(person("rektor"), backend=BACKEND)
    assert not Removal.objects.exists()


def test_a_figure_that_another_took_the_place_of_or_that_was_dropped_comes_back(call, leader, signed_in) -> None:
    meeting, by = call("own"), viewer_of(leader)
    item = meeting.items.get()
    first, second = (Evidence("own", "", text, "Vi ser.", "Vi", "2026-11-28", "") for text in ("Ett", "Två"))
    assert arranging.give_figure(meeting.pk, item.pk, first, by=by)[1] is None, "nothing was there"
    assert arranging.give_figure(meeting.pk, item.pk, first, by=by)[1] is None, "the same again"
    _item, removal = arranging.give_figure(meeting.pk, item.pk, second, by=by)
    back = signed_in.post(f"/angra/{removal.pk}/", follow=True)
    assert "Bilden hör till punkten igen." in _page(back)
    item.refresh_from_db()
    assert item.evidence == first.as_json()
    page = f"/moten/{meeting.pk}/punkt/{item.pk}/"
    sent = {"revision": item.revision, "title": item.title, "kind": "own", "minutes": "5", "drop_figure": "on"}
    assert "Bilden är borttagen från punkten." in _page(signed_in.post(page, sent, follow=True))
    dropped = Removal.objects.get()
    item.refresh_from_db()
    assert item.evidence is None
    arranging.give_figure(meeting.pk, item.pk, second, by=by)
    told = signed_in.post(f"/angra/{dropped.pk}/", {"next": page}, follow=True)
    assert "Det går inte att ångra längre." in _page(told), "never over what somebody has put there since"
    item.refresh_from_db()
    assert item.evidence == second.as_json()


def test_what_was_removed_is_forgotten_by_the_clock_though_nobody_does_anything(call, leader, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    meeting = call()
    arranging.remove_item(meeting.pk, meeting.items.last().pk, by=viewer_of(leader))
    time_machine.move_to(timezone.now() + timedelta(minutes=9))
    call_command("finish_forgetting", wait=0)
    assert Removal.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(minutes=1))
    call_command("finish_forgetting", wait=0)
    assert not Removal.objects.exists()
