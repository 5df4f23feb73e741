"""The log's page: what it says of the chain, its button, and how long it takes whatever the log is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

import pytest
import time_machine
from django.test import Client

from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record, verify
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.models import Event
from spiral.trust.audit.verification import RECENT, Break, Flaw, state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
Grow = Callable[[int], None]


def test_the_page_has_a_button_that_verifies_the_whole(leader: Viewer, grow: Grow, client: Client, read) -> None:
    grow(RECENT + 1)
    page = read("/handelser/")
    assert page.findtext(".//h1").strip() == "De 200 senaste händelserna är hela"
    assert "Hela loggen har inte kontrollerats härifrån än." in page.text_content()
    address = page.xpath("string(//main//form/@action)")
    assert client.get(address).status_code == 405
    with time_machine.travel(NOW, tick=False):
        assert client.post(address)["Location"] == "/handelser/"
    page = read("/handelser/")
    assert page.findtext(".//h1").strip() == "De 200 senaste händelserna är hela"
    sentence = (
        f"Hela loggen kontrollerades senast 28 november 2026 10.30 och var då hel till och med händelse {RECENT + 1}."
    )
    words = " ".join(page.text_content().split())
    assert (sentence in words, "Hela loggen är kontrollerad: den är hel." in words) == (True, True)
    assert "Hela loggen är kontrollerad" not in read("/handelser/").text_content(), "said once"
    Event.objects.filter(pk=1).update(reason="annat")
    client.post(address)
    page = read("/handelser/")
    assert page.findtext(".//h1").strip() == "Loggens kedja bryts vid händelse 1"
    assert "och var då inte hel." in page.text_content()
    outcome = "Hela loggen är kontrollerad: den är inte hel. Händelse 1 stämmer inte med sin kontrollsumma."
    assert outcome in page.text_content()


def test_a_long_log_costs_the_page_as_many_queries_as_a_short_one(
    leader: Viewer, grow: Grow, client: Client, django_assert_num_queries
) -> None:
    for count in (1, RECENT, 3 * RECENT):
        grow(count)
        with django_assert_num_queries(7):
            assert client.get("/handelser/").status_code == 200


def _fastest(client: Client) -> float:
    """Seconds for the page: the shortest of some times, which other work on the machine makes no longer."""
    times = []
    for _time in range(5):
        begun = perf_counter()
        assert client.get("/handelser/").status_code == 200
        times.append(perf_counter() - begun)
    return min(times)


def test_twenty_thousand_events_are_shown_as_fast_as_two_hundred_and_a_break_among_them_is_found(
    leader: Viewer, grow: Grow, client: Client
) -> None:
    grow(RECENT)
    short = _fastest(client)
    grow(20_000 - RECENT)
    assert _fastest(client) < 2 * short
    Event.objects.filter(pk=19_900).update(reason="annat")
    assert state().broken == Break(19_900, Flaw.CHANGED)
    Event.objects.filter(pk=19_900).update(reason="")
    Event.objects.filter(pk=100).update(reason="annat")
    assert verify(by=leader) == Break(100, Flaw.CHANGED)
    assert "bryts vid händelse 100" in client.get("/handelser/").content.decode()
    record(Action.RESULTS_QUESTIONED, "N1", by=leader)
    assert _fastest(client) < 2 * short
