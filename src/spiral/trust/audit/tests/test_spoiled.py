"""What somebody has changed into something that cannot be read is named: by the page and its button (the commands: test_chain)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection
from django.test import Client

from spiral.trust.access.viewer import Viewer
from spiral.trust.audit import queries
from spiral.trust.audit.actions import verify
from spiral.trust.audit.anchors import HeadUnreadable
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import sign
from spiral.trust.audit.verification import RECENT, Break, Flaw, LogState, first_break, state

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL tar inte emot det som inte är text, tal, tid"),
]
LAST = RECENT + 3
#: What SQLite takes, and no column of ours can hold: no text, no time, no number.
NO_TEXT, NO_TIME, BYTES, WORD = "CAST(x'ff' AS TEXT)", "'2026-13-45 00:00:00'", "x'ff'", "'abc'"


def spoil(column: str, value: str, number: int | None = None) -> None:
    table = (
        f"audit_event SET {column} = {value} WHERE id = {number}" if number else f"audit_head SET {column} = {value}"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table}")


def title(read: Callable, address: str = "/handelser/") -> str:
    return read(address).findtext(".//h1").strip()


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", NO_TEXT), ("digest", NO_TEXT), ("at", NO_TIME), ("reason", BYTES)],
)
@pytest.mark.parametrize("number", [5, LAST])
def test_an_event_that_cannot_be_read_is_named(
    number: int, column: str, value: str, leader: Viewer, grow: Callable, read: Callable, client: Client
) -> None:
    grow(LAST)
    spoil(column, value, number)
    assert title(read) == f"Loggens kedja bryts vid händelse {number}"
    assert first_break() == Break(number, Flaw.UNREADABLE)
    assert client.post("/handelser/kontrollera/").status_code == 302
    assert title(read) == f"Loggens kedja bryts vid händelse {number}"


def test_the_event_before_those_that_are_shown_is_named_too(leader: Viewer, grow: Callable) -> None:
    grow(LAST)
    spoil("digest", NO_TEXT, 3)
    assert state().broken == Break(3, Flaw.UNREADABLE)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", WORD),
        ("digest", NO_TEXT),
        ("digest", BYTES),
        ("verified_at", NO_TIME),
        ("verified_to", WORD),
        ("flaw", BYTES),
        ("signature", BYTES),
    ],
)
def test_a_head_that_cannot_be_read_is_named(
    column: str, value: str, leader: Viewer, grow: Callable, read: Callable, client: Client
) -> None:
    grow(LAST)
    spoil(column, value)
    assert title(read) == f"Loggens kedja bryts vid händelse {LAST}"
    assert first_break() == verify(by=leader) == Break(LAST, Flaw.HEAD)
    assert state() == LogState(Break(LAST, Flaw.HEAD), is_whole=False)
    assert client.post("/handelser/kontrollera/").status_code == 302
    assert Event.objects.count() == LAST, "nothing can be written on an end that cannot be read"
    with pytest.raises(HeadUnreadable, match=r"^Loggens slut går inte att läsa\. .* säger var loggen är ändrad\.$"):
        queries.head()


def test_an_end_that_cannot_be_read_of_a_log_without_events_comes_before_the_first(leader: Viewer) -> None:
    sign(Head())
    spoil("verified_to", WORD)
    assert first_break() == Break(0, Flaw.HEAD)


@pytest.mark.parametrize("change", [{"event": -1}, {"digest": "abc"}, {"event": 0}], ids=str)
def test_a_head_that_is_no_end_is_no_anchor(change: dict[str, object], leader: Viewer, grow: Callable) -> None:
    grow(3)
    Head.objects.update(**change)
    with pytest.raises(HeadUnreadable):
        queries.head()
    assert verify(by=leader) is not None


def test_a_database_without_our_columns_is_no_changed_head(leader: Viewer, grow: Callable) -> None:
    grow(3)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_head DROP COLUMN flaw")
    with pytest.raises(OperationalError):
        state()
