"""The log's page: what it says of the chain, its button, and how long it takes whatever the log is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
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


def _work(client: Client, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """What the page costs, the same however busy the machine is: how many events are read, and on SQLite hundreds of
    its virtual machine's steps, which a count or a sum over the whole log takes too."""
    rows, steps = [], []
    from_db, database = Event.from_db, connection.connection
    monkeypatch.setattr(Event, "from_db", lambda *args: rows.append(1) or from_db(*args))
    if connection.vendor == "sqlite":
        database.set_progress_handler(lambda: steps.append(1), 100)
    assert client.get("/handelser/").status_code == 200
    if connection.vendor == "sqlite":
        database.set_progress_handler(None, 0)
    monkeypatch.undo()
    return len(rows), len(steps)


def test_twenty_thousand_events_are_shown_for_the_work_of_two_hundred_and_a_break_among_them_is_found(
    leader: Viewer, grow: Grow, client: Client, monkeypatch
) -> None:
    def costs_no_more() -> bool:
        rows, steps = _work(client, monkeypatch)
        return rows <= short[0] + 1 and steps <= 1.2 * short[1]

    grow(RECENT + 1)
    client.get("/handelser/")
    short = _work(client, monkeypatch)
    assert RECENT <= short[0] <= 2 * RECENT
    grow(20_000 - RECENT - 1)
    assert costs_no_more()
    Event.objects.filter(pk=19_900).update(reason="annat")
    assert state().broken == Break(19_900, Flaw.CHANGED)
    Event.objects.filter(pk=19_900).update(reason="")
    Event.objects.filter(pk=100).update(reason="annat")
    assert verify(by=leader) == Break(100, Flaw.CHANGED)
    assert "bryts vid händelse 100" in client.get("/handelser/").content.decode()
    record(Action.RESULTS_QUESTIONED, "N1", by=leader)
    assert costs_no_more()
