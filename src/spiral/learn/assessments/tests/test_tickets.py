"""One-time tickets: no more answers than people, no tie between who drew and what was spent, nothing lost on the way."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from spiral.learn.assessments import actions
from spiral.learn.assessments.models import Count, Drawn, Receipt, Round, Target, Ticket
from spiral.learn.assessments.tests.conftest import answer, walk_in
from spiral.trust.access.viewer import viewer_of
from spiral.trust.anonymous.rules import AllDrawn, NoTicket
from spiral.trust.anonymous.tickets import receipt_of, ticket_of
from spiral.trust.audit.models import Event

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def test_cookies_thrown_away_give_no_more_answers_than_there_are_people(opened) -> None:
    assessment = opened(invited=17)
    taken = 0
    for _try in range(40):
        phone = Client(headers={"accept-language": "sv"})
        done = phone.post(f"{walk_in(phone, assessment)}?all", {"s1": "1", "to": "send"})
        taken += done.headers.get("location", "").endswith("/tack/")
    assert (taken, Target.objects.get(round=assessment, number=3).answers) == (17, 17)
    page = phone.post(f"/skattning/svara/omgang/{assessment.pk}/", {"target": "3"}).content.decode()
    assert "Alla 17 platser är tagna." in page


def test_the_same_key_is_the_same_ticket_however_often_the_reply_is_lost(opened) -> None:
    assessment = opened(invited=5)
    phone = Client()
    for _lost in range(4):
        walk_in(phone, assessment)
    assert Ticket.objects.count() == 1
    for again in (False, True):
        done = phone.post(f"{walk_in(phone, assessment)}?all", {"s1": "1", "to": "send"})
        assert done.headers["location"].endswith("?again") == again
    assert Target.objects.get(round=assessment, number=3).answers == 1


def test_without_a_ticket_nothing_is_counted(opened) -> None:
    assessment = opened()
    with pytest.raises(NoTicket):
        actions.take_answer(assessment.pk, 3, "key", {1: 1})
    phone = Client()
    phone.get(f"/skattning/svara/{assessment.code}/")
    sent = phone.post(f"/skattning/svara/omgang/{assessment.pk}/3/?all", {"s1": "1", "to": "send"})
    assert sent.headers["location"] == f"/skattning/svara/omgang/{assessment.pk}/"
    other = opened()
    phone.cookies[f"skattning-{other.pk}"] = phone.cookies[f"skattning-{assessment.pk}"].value
    assert phone.post(f"/skattning/svara/omgang/{other.pk}/", {"target": "3"}).headers["location"] == "/delta/"
    assert not Receipt.objects.exists()


def test_a_seat_draws_one_ticket_and_a_second_key_from_it_is_refused(opened) -> None:
    assessment = opened(is_by_seat=True, invited=5)
    assert assessment.code is None
    actions.draw_ticket_for_seat(assessment.pk, "key", 7)
    actions.draw_ticket_for_seat(assessment.pk, "key", 7)
    with pytest.raises(actions.SeatHasDrawn):
        actions.draw_ticket_for_seat(assessment.pk, "another", 7)
    with pytest.raises(NoTicket):
        actions.draw_ticket(assessment.pk, "no seat")
    for seat in range(4):
        actions.draw_ticket_for_seat(assessment.pk, f"key-{seat}", seat)
    with pytest.raises(AllDrawn):
        actions.draw_ticket_for_seat(assessment.pk, "key-9", 9)
    assert (Ticket.objects.count(), Drawn.objects.count()) == (5, 5)


def test_no_join_of_seats_and_spent_tickets_exists() -> None:
    """What has drawn meets tickets and receipts in nothing but the round that all of them are of."""
    tables = {m: {f.name: f.related_model for f in m._meta.get_fields()} for m in (Drawn, Ticket, Receipt, Count)}
    assert tables[Drawn] == {"id": None, "round": Round, "seat": None}
    assert tables[Ticket] == {"key": None, "round": Round}
    assert tables[Receipt] == {"key": None, "target": Target}
    with connection.cursor() as cursor:
        for model, names in tables.items():
            columns = {c.name for c in connection.introspection.get_table_description(cursor, model._meta.db_table)}
            assert columns == {f.column for f in model._meta.concrete_fields}, names
            made_when = {c for c in columns if "at" in c.split("_") or "time" in c or "order" in c}
            assert made_when == set()


def test_neither_seats_tickets_nor_receipts_lie_in_the_order_in_which_they_came(opened) -> None:
    assessment = opened(is_by_seat=True)
    for n in range(24):
        actions.draw_ticket_for_seat(assessment.pk, f"key-{n}", n)
        actions.take_answer(assessment.pk, 3, f"key-{n}", {1: 1})
    keys = [f"key-{n}" for n in range(24)]
    drawn = list(Drawn.objects.order_by(*_place()).values_list("seat", flat=True))
    tickets = _order(Ticket, [ticket_of(k, assessment.pk) for k in keys])
    spent = _order(Receipt, [receipt_of(k, assessment.targets.get(number=3).pk) for k in keys])
    orders = [drawn, tickets, spent]
    assert {tuple(sorted(o)) for o in orders} == {tuple(range(24))}
    assert len({tuple(o) for o in [*orders, list(range(24)), list(range(23, -1, -1))]}) == 5


def _place() -> list[object]:
    from django.db.models.expressions import RawSQL

    return [RawSQL("rowid" if connection.vendor == "sqlite" else "ctid", ())]


def _order(model: type, hashes: list[str]) -> list[int]:
    return [hashes.index(key) for key in model.objects.order_by(*_place()).values_list("pk", flat=True)]


def test_everything_about_tickets_is_deleted_when_the_round_ends(opened, leader) -> None:
    for end in (actions.show, actions.discard):
        assessment = opened(people=5)
        end(assessment.pk, by=viewer_of(leader))
    seated = opened(is_by_seat=True)
    actions.draw_ticket_for_seat(seated.pk, "key", 1)
    actions.discard(seated.pk, by=viewer_of(leader))
    assert not (Ticket.objects.exists() or Drawn.objects.exists() or Receipt.objects.exists())
    assert not Round.objects.get(pk=assessment.pk).is_code_live


def test_the_leader_may_raise_the_number_where_all_can_see_it_and_never_lower_it(
    opened, leader, client, person
) -> None:
    assessment = opened(invited=17)
    client.force_login(leader, backend=BACKEND)
    url = f"/skattning/omgang/{assessment.pk}/"
    for number in ("16", "", "x", "-1"):
        client.post(f"{url}antal/", {"invited": number})
        assert Round.objects.get(pk=assessment.pk).invited == 17
    client.post(f"{url}antal/", {"invited": "19"})
    client.post(f"{url}antal/", {"invited": "19"})
    page = client.get(url, headers={"accept-language": "sv"}).content.decode()
    assert "19 är tillfrågade" in page
    assert "höjt från 17" in page
    assert Event.objects.filter(action="assessments.number_raised").count() == 1
    phone = Client(headers={"accept-language": "sv"})
    phone.get(f"/skattning/svara/{assessment.code}/")
    assert "ni är 19." in phone.get(f"/skattning/svara/omgang/{assessment.pk}/").content.decode()
    with pytest.raises(PermissionDenied):
        actions.raise_number(assessment.pk, 25, by=viewer_of(person("skolchef")))


def test_in_a_room_the_leader_must_say_how_many_there_are(sample, leader, client) -> None:
    client.force_login(leader, backend=BACKEND)
    url = f"/skattning/ny/{sample.key}/"
    refused = client.post(url, {"group": "Vi", "targets": ["3"]}, headers={"accept-language": "sv"})
    assert refused.status_code == 422
    assert "räkna dem som är i rummet" in refused.content.decode()
    assert client.post(url, {"group": "Vi", "targets": ["3"], "last_day": "2999-01-01"}).status_code == 422
    assert client.post(url, {"group": "Vi", "targets": ["3"], "invited": "9"}).status_code == 302
    assert len(Round.objects.get().code) == 6


def test_a_leader_who_answers_herself_cannot_subtract_what_she_sees(opened, leader, client) -> None:
    assessment = opened(people=4)
    client.force_login(leader, backend=BACKEND)
    pages = []
    for n in range(6):
        text = client.get(f"/skattning/omgang/{assessment.pk}/", headers={"accept-language": "sv"}).content.decode()
        pages.append(text[text.index('<ul class="count') : text.index("Uppdatera")])
        answer(assessment, 3, f"next-{n}", {1: 1})
    assert [len(set(pages[:1])), len(set(pages[1:]))] == [1, 1]
    assert "minst 5" in pages[1]
