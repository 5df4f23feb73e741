"""What stands on the screen: each kind of thing in each of its states, put up by the leader, followed by the telephones,
and nothing that somebody in the room may not see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from spiral.act.meetings.actions import arranging, joining, leading, notes
from spiral.act.meetings.models import Item, Meeting
from spiral.act.meetings.tests.conftest import shown, sit
from spiral.documents.chart import Point, Trend
from spiral.documents.frozen import freeze
from spiral.exchange.evidence import Evidence
from spiral.ground.refusals import NotNow

pytestmark = pytest.mark.django_db


FIGURE = Evidence(
    kind="figure",
    ref="1493:merit",
    title="Meritvärde, Mariestad",
    sentence="Meritvärdet var 199,8 poäng.",
    source="Källa: Skolverket",
    frozen_on="2026-11-26",
    path="/kommun/1493/",
    chart=freeze(
        Trend(
            title="Meritvärde",
            subtitle="Mariestad",
            description="Från 207 till 199",
            unit="poäng",
            points=[Point("2024", 207.5), Point("2025", 199.8, 187.1, 212.4)],
        )
    ),
)


def test_an_item_shows_itself_and_the_next_one_after_something_was_put_up(running, by, turn_to) -> None:
    assert shown(running) == ("questions", "questions")
    leading.show(running.pk, "outcome", by=by)
    assert shown(running) == ("outcome", "outcome")
    turn_to("decisions")
    assert shown(running) == ("outcome", "outcome")
    turn_to("tasks")
    assert shown(running) == ("tasks", "tasks")
    leading.show(running.pk, "door", by=by)
    leading.show(running.pk, "", by=by)
    assert shown(running) == ("tasks", "tasks")
    leading.end(running.pk, by=by)
    assert shown(running) == ("door", "door")


@pytest.mark.parametrize("key", ["figure", "groups", "rating", "rating:9", "inquiry:1", "circles:x", "x", "x" * 900])
def test_what_is_not_there_is_not_put_up(key: str, running, by, signed_in) -> None:
    with pytest.raises(NotNow):
        leading.show(running.pk, key, by=by)
    answer = signed_in.post(reverse("meetings:steer", args=[running.pk]), {"show": key}, follow=True)
    assert "Det går inte att göra nu" in answer.content.decode()
    assert shown(running) == ("questions", "questions")


def test_a_figure_stands_with_sentence_picture_interval_and_source(running, by, screen) -> None:
    arranging.take_along(running.pk, FIGURE, 20, by=by)
    leading.go_to(running.pk, running.items.get(evidence__isnull=False).pk, by=by)
    page = screen()
    for words in ("<h1>Meritvärdet var 199,8 poäng.", "Intervall 2025: 187,1 till 212,4", "Källa: Skolverket"):
        assert words in page
    assert 'viewBox="0 0 520 134"' in page
    assert "199,8</text>" in page


def test_a_figure_whose_picture_cannot_be_read_stands_without_it(running, by, screen) -> None:
    arranging.take_along(running.pk, FIGURE, 20, by=by)
    item = running.items.get(evidence__isnull=False)
    Item.objects.filter(pk=item.pk).update(evidence={**FIGURE.as_json(), "chart": {"kind": "later"}})
    leading.go_to(running.pk, item.pk, by=by)
    assert "Meritvärdet var 199,8 poäng." in screen()
    assert "Intervall" not in screen()


def test_groups_stand_with_their_members_and_who_holds_the_pencil(running, by, turn_to, screen) -> None:
    item = turn_to("group-talk", questions="Vad ser vi?\nVad gör vi åt det?")
    groups = leading.make_groups(running.pk, item.pk, 4, by=by)
    page = screen()
    assert "<h1> Vad ser vi? </h1>" in page
    assert "<li>Vad gör vi åt det?</li>" in page, "every question, and not only the first"
    assert all(f"<h2>Grupp {n}</h2>" in page for n in range(1, 5))
    assert "skriver" not in page.replace("En skriver, alla läser.", "")
    writer = groups[0].members.get(municipality="Vara") if groups[0].members.filter(municipality="Vara") else None
    writer = writer or groups[0].members.first()
    notes.take_pencil(groups[0].pk, attendee=writer)
    assert f"<span>{writer.municipality}</span> <small>skriver</small>" in screen()
    guest = joining.come_as_guest(running.pk, "Lärare", "Skara")
    groups[0].members.add(guest)
    assert "<span>Lärare, Skara (gäst)</span>" in screen()


def test_last_times_tasks_stand_with_their_state_and_move_when_somebody_is_done(call, running, by, screen) -> None:
    earlier = call(start=running.starts_at - timedelta(days=30))
    leading.begin(earlier.pk, by=by)
    task = notes.give_task(earlier.pk, "Ta fram ett förslag", "Tidaholm", date(2027, 1, 15), by=by)
    leading.end(earlier.pk, by=by)
    leading.show(running.pk, "tasks", by=by)
    before = Meeting.objects.get(pk=running.pk).version
    assert "<span>Ta fram ett förslag</span> <small><b>Tidaholm</b>, till 15 januari 2027</small>" in screen()
    notes.end_task(task.pk, "done", "Klart.", by=by)
    assert Meeting.objects.get(pk=running.pk).version > before
    assert "<small><b>Tidaholm</b>, klar</small>" in screen()


def test_decisions_and_tasks_stand_as_they_are_written_and_taken_back(running, by, screen) -> None:
    leading.show(running.pk, "outcome", by=by)
    assert "Inget beslut än." in screen()
    decision = notes.decide(running.pk, "Vi läser i par", by=by)
    notes.give_task(running.pk, "Boka lokal", "Hjo", None, by=by)
    assert "<span>Vi läser i par</span>" in screen()
    assert "<span>Boka lokal</span> <small><b>Hjo</b></small>" in screen()
    notes.remove_decision(running.pk, decision.pk, by=by)
    assert "Vi läser i par" not in screen()
    for n in range(9):
        notes.decide(running.pk, f"Beslut {n}", by=by)
    assert "Beslut 1" not in screen(), "the latest seven"
    assert "Beslut 8" in screen()


def test_telephones_show_the_same_thing_small_and_no_more(running, by, client, turn_to) -> None:
    who = running.attendees.first()
    address = sit(client, who)
    leading.show(running.pk, "outcome", by=by)
    notes.decide(running.pk, "Vi läser i par", by=by)
    assert "<span>Vi läser i par</span>" in client.get(address).content.decode()
    arranging.take_along(running.pk, FIGURE, 20, by=by)
    item = running.items.get(evidence__isnull=False)
    arranging.keep_item(running.pk, item.pk, {"private_notes": "HEMLIGT"}, item.revision, by=by)
    leading.go_to(running.pk, item.pk, by=by)
    page = client.get(address).content.decode()
    assert "Meritvärdet var 199,8 poäng." in page
    assert 'viewBox="0 0 360 134"' in page
    assert "HEMLIGT" not in page
    assert "Visa på skärmen" not in page


def test_the_agendas_hours_stand_in_meeting_mode_on_the_plan_and_on_the_telephone(running, signed_in, by) -> None:
    pages = [signed_in.get(reverse(f"meetings:{name}", args=[running.pk])) for name in ("stage", "meeting")]
    for page in [*pages, signed_in.get(sit(signed_in, running.attendees.first()))]:
        text = page.content.decode()
        assert text.count("<time") == 5, "four items and the end"
        assert text.count("data-moves") == 4, "what has begun does not move"


def test_the_screen_says_how_many_are_in_and_thanks_when_the_meeting_is_over(running, by, screen) -> None:
    assert "17 av 17 är med." in screen()
    leading.end(running.pk, by=by)
    assert "<h1>Tack för i dag.</h1>" in screen()
    assert "är med" not in screen()


def test_another_edition_of_the_pages_is_told_to_a_screen_that_follows(running, signed_in, monkeypatch) -> None:
    from spiral.act.meetings.views import leading as views

    part = reverse("meetings:projector_part", args=[running.pk])
    first = signed_in.get(part)
    seen = {"if-none-match": first["ETag"]}
    assert signed_in.get(part, headers=seen).status_code == 304
    monkeypatch.setattr(views, "edition", lambda: "another")
    after = signed_in.get(part, headers=seen)
    assert after.status_code == 200
    assert 'data-state="another"' in after.content.decode()


@pytest.mark.parametrize(("key", "cost"), [("", 9), ("door", 9), ("outcome", 11), ("tasks", 11), ("groups", 9)])
@pytest.mark.parametrize("count", [2, 6])
def test_the_screen_costs_the_same_whatever_the_number_of_groups(
    key, cost, count, running, by, signed_in, django_assert_num_queries
) -> None:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=by)
    leading.make_groups(running.pk, item.pk, count, by=by)
    leading.show(running.pk, key, by=by)
    part = reverse("meetings:projector_part", args=[running.pk])
    signed_in.get(part)
    with django_assert_num_queries(cost):
        signed_in.get(part)


@pytest.mark.parametrize(("key", "cost"), [("", 14), ("outcome", 16), ("tasks", 16)])
def test_a_telephone_costs_the_same_whatever_stands_on_the_screen(
    key, cost, running, by, client, django_assert_num_queries
) -> None:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=by)
    leading.make_groups(running.pk, item.pk, 4, by=by)
    leading.show(running.pk, key, by=by)
    part = sit(client, running.attendees.first()) + "del/"
    with django_assert_num_queries(cost):
        first = client.get(part)
    with django_assert_num_queries(0):
        client.get(part, headers={"if-none-match": first["ETag"]})
