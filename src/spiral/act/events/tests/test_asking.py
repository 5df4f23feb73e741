"""Before others lose something, or get a letter, the page says who and how many."""

from __future__ import annotations

import pytest

from spiral.act.events import actions
from spiral.act.events.models import SignUp
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db


def test_cancelling_counts_those_who_get_a_letter(arranged, person, signed_in, read) -> None:
    event, url = arranged(), "/pa-gang/{}/stall-in/"
    signed_in("skolchef")
    alone = read(url.format(event.pk)).xpath("string(//main)")
    assert "Ingen har anmält sig, så ingen får något mejl." in alone
    for who, people in (("natverksmedlem", 3), ("rektor", 1), ("presidium", 2)):
        actions.sign_up(event.pk, people, "", by=viewer_of(person(who)))
    actions.leave(event.pk, by=viewer_of(person("rektor")))
    page = read(url.format(event.pk)).xpath("string(//main)")
    assert "Mejl går till de 2 som har anmält sig (3 personer har plats, 2 väntar)." in page
    assert "Det går inte att ångra." in page
    event.refresh_from_db()
    assert event.state == "planned"


def test_a_place_that_somebody_waits_for_is_left_only_when_it_is_said_again(arranged, person, signed_in) -> None:
    event = arranged()
    url = f"/pa-gang/{event.pk}/avanmal/"
    actions.sign_up(event.pk, 4, "", by=viewer_of(person("natverksmedlem")))
    client = signed_in("natverksmedlem")
    assert client.post(url).status_code == 302, "nobody waits: nothing is asked"
    for who in ("natverksmedlem", "rektor"):
        actions.sign_up(event.pk, 4, "", by=viewer_of(person(who)))
    page = client.post(url, headers={"accept-language": "sv"}).content.decode()
    assert "2 personer står på väntelistan." not in page
    assert "4 personer står på väntelistan." in page
    mine = SignUp.objects.filter(person=person("natverksmedlem"))
    assert mine.filter(state="in").exists()
    client.post(url, {"confirmed": "1"})
    assert not mine.filter(state="in").exists()
    assert SignUp.objects.get(person=person("rektor")).state == "in"
