"""Places are given once and in order, and letters are written to those who get one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core import mail

from spiral.act.events import actions, pages, queries
from spiral.act.events.models import Event, SignUp
from spiral.act.events.tests.conftest import CONTENT
from spiral.trust.access.viewer import viewer_of


def _states(event: Event) -> list[tuple[int, str]]:
    return [(s.people, s.state) for s in event.signups.all()]


def test_the_waiting_list_is_in_order_and_nobody_passes(arranged, person) -> None:
    event = arranged()
    actions.sign_up(event.pk, 3, "", by=viewer_of(person("presidium")))
    actions.sign_up(event.pk, 2, "", by=viewer_of(person("natverksmedlem")))
    actions.sign_up(event.pk, 1, "", by=viewer_of(person("rektor")))
    assert _states(event) == [(3, "in"), (2, "waiting"), (1, "waiting")]


def test_a_free_place_that_somebody_waits_for_is_not_promised_to_the_next(arranged, person) -> None:
    event = arranged()

    def said():
        now = queries.event(viewer_of(person("rektor")), event.pk)
        return pages.standing(now, queries.seats(now))

    assert said() == "4 platser kvar."
    actions.sign_up(event.pk, 3, "", by=viewer_of(person("presidium")))
    assert said() == "En plats kvar."
    actions.sign_up(event.pk, 2, "", by=viewer_of(person("natverksmedlem")))
    assert said() == "En plats kvar, men andra står före."
    actions.change(event.pk, replace(CONTENT, places=3), 1, by=viewer_of(person("skolchef")))
    assert said() == "Fullt. 2 står på väntelistan."
    actions.cancel(event.pk, "", by=viewer_of(person("skolchef")))
    assert said() == "Inställt."


def test_when_somebody_leaves_the_first_who_waits_gets_the_place_and_a_letter(
    arranged, person, django_capture_on_commit_callbacks
) -> None:
    event = arranged()
    for key, people in (("presidium", 3), ("natverksmedlem", 2), ("rektor", 1), ("samordnare", 2)):
        actions.sign_up(event.pk, people, "", by=viewer_of(person(key)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.leave(event.pk, by=viewer_of(person("presidium")))
    assert _states(event) == [(3, "left"), (2, "in"), (1, "in"), (2, "waiting")]
    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["natverksmedlem@demo.invalid"], "Du har fått plats: Studiebesök"),
        (["rektor@demo.invalid"], "Du har fått plats: Studiebesök"),
    ]
    assert "26 januari 2027, kl. 9.00" in mail.outbox[0].body
    assert mail.outbox[0].content_subtype == "plain"
    with django_capture_on_commit_callbacks(execute=True):
        actions.leave(event.pk, by=viewer_of(person("presidium")))
    assert len(mail.outbox) == 2


def test_one_who_comes_back_stands_last(arranged, person) -> None:
    event = arranged(places=2)
    for key in ("presidium", "natverksmedlem"):
        actions.sign_up(event.pk, 2, "", by=viewer_of(person(key)))
    actions.leave(event.pk, by=viewer_of(person("presidium")))
    assert actions.sign_up(event.pk, 2, "", by=viewer_of(person("presidium"))).state == "waiting"
    assert [
        s.office
        for s in queries.list_of_people(
            viewer_of(person("skolchef")), queries.event(viewer_of(person("skolchef")), event.pk)
        )
    ] == [
        "Nätverksmedlem, Vara",
        "Presidium, Skövde",
    ]


def test_a_second_press_is_one_sign_up(arranged, person) -> None:
    event = arranged()
    first = actions.sign_up(event.pk, 2, "", by=viewer_of(person("presidium")))
    assert actions.sign_up(event.pk, 2, "", by=viewer_of(person("presidium"))) == first
    assert event.signups.count() == 1


def test_the_count_is_read_behind_the_event_s_row_lock(arranged, person, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    event = arranged(places=1)
    with CaptureQueriesContext(connection) as run:
        actions.sign_up(event.pk, 1, "", by=viewer_of(person("presidium")))
    statements = [q["sql"] for q in run.captured_queries]
    locked = next(i for i, sql in enumerate(statements) if 'FROM "events_event"' in sql)
    counted = next(i for i, sql in enumerate(statements) if 'FROM "events_signup"' in sql)
    written = next(i for i, sql in enumerate(statements) if sql.startswith('INSERT INTO "events_signup"'))
    assert locked < counted < written
    assert actions.sign_up(event.pk, 1, "", by=viewer_of(person("natverksmedlem"))).state == "waiting"


def test_more_places_let_those_who_wait_come(arranged, person, django_capture_on_commit_callbacks) -> None:
    event = arranged(places=2)
    for key in ("presidium", "natverksmedlem"):
        actions.sign_up(event.pk, 2, "", by=viewer_of(person(key)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.change(event.pk, replace(CONTENT, places=None), 1, by=viewer_of(person("skolchef")))
    assert _states(event) == [(2, "in"), (2, "in")]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({"last_day": date(2026, 12, 1)}, "2026-12-02"),
        ({}, "2027-01-26 09:30"),
        ({}, "2027-02-01"),
    ],
)
def test_after_the_last_day_or_the_start_nobody_signs_up(more, day, arranged, person, time_machine, signed_in) -> None:
    event = arranged(**more)
    time_machine.move_to(day)
    with pytest.raises(actions.SignUpClosed):
        actions.sign_up(event.pk, 1, "", by=viewer_of(person("presidium")))
    answer = signed_in("presidium").post(f"/pa-gang/{event.pk}/anmal/", {"people": "1"}, follow=True)
    assert "Anmälan är stängd." in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"people": "0"}, "Skriv hur många som kommer, från 1 till 500."),
        ({"people": "x"}, "Skriv hur många"),
        ({"people": "5"}, "Det finns bara 4 platser. Anmäl färre."),
        ({"people": "1", "note": "x" * 201}, "får vara högst 200 tecken"),
        ({"people": "1", "note": "\0"}, "inte går att spara"),
    ],
)
def test_a_sign_up_that_cannot_be_is_explained(form, said, arranged, signed_in) -> None:
    event = arranged()
    answer = signed_in("presidium").post(f"/pa-gang/{event.pk}/anmal/", form, headers={"accept-language": "sv"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SignUp.objects.exists()
