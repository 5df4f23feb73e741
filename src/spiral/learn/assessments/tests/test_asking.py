"""A result is shown, and the round ended for ever, only when it is said again."""

from __future__ import annotations

import pytest
from django.test import Client

from spiral.learn.assessments import actions
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.statements import shipped
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def test_showing_says_how_many_have_answered_what_is_lost_and_who_reads(leader, person) -> None:
    for who in ("natverksmedlem", "fortroendevald"):
        person(who)
    opened = actions.open_round(shipped()[0], actions.RoundOpening("Vi", (1, 3)), by=viewer_of(leader))
    for n in range(6):
        actions.draw_ticket(opened.pk, f"key-{n}")
        actions.take_answer(opened.pk, 3, f"key-{n}", {1: 2})
    client = Client(headers={"accept-language": "sv"})
    client.force_login(leader, backend=BACKEND)
    url = f"/skattning/omgang/{opened.pk}/visa/"
    names = shipped()[0].version("sv").targets
    page = " ".join(client.post(url).content.decode().split())
    assert f"Så många har svarat: {names[0]}: färre än 5; {names[2]}: minst 5." in page
    assert f"Svaren om {names[0]} är färre än fem och raderas." in page
    assert "2 personer kan läsa resultatet." in page, "not the elected"
    assert Round.objects.get().is_open
    client.post(url, {"confirmed": "1"})
    assert Round.objects.get().state == "shown"
    assert client.post(url).status_code == 302, "shown already: nothing is asked"


def test_a_round_that_cannot_be_shown_yet_is_not_asked_about(leader) -> None:
    opened = actions.open_round(shipped()[0], actions.RoundOpening("Vi", (3,)), by=viewer_of(leader))
    client = Client()
    client.force_login(leader, backend=BACKEND)
    assert client.post(f"/skattning/omgang/{opened.pk}/visa/").status_code == 302
    assert Round.objects.get().is_open
