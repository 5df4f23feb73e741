"""The digest of one known event of each version, written out: a log that exists can be checked for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace as Event

import pytest

from spiral.trust.audit.chain import canonical, current_key_id, digest_of, earlier_line, key_id

KEY, OTHER_KEY = "n" * 32, "ö" * 32
KEY_ID = "329c9d15d22e0a6b"

FIRST_VERSION = Event(
    id=1,
    version=1,
    at=datetime(2025, 5, 2, 7, 0, 0, 5, UTC),
    actor="7",
    action="",
    kind="",
    object_id="",
    place="",
    reason="",
    detail={},
    key="",
    previous="",
    verb="läste",
    what="sidan å",
    digest="4a4c26a3a33a190e7b379c3a6e9d976735da912cd3a7623fc8f36e2eb420a9ba",
)
SECOND_VERSION = Event(
    id=42,
    version=2,
    at=datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2))),
    actor="7",
    action="needs.map_saved",
    kind="needs.sheet",
    object_id="1470",
    place="1470",
    reason="rättelse",
    detail={"year": 2026, "areas": ["narvaro"]},
    key=KEY_ID,
    previous="ab" * 32,
    verb="",
    what="",
    digest="3dd89f5ae9162a2cdc04d34e6385519c0c1d6bd6039a333ce278362e6c780b30",
)
#: The bytes under the digest: columns in order of name, no blanks, å as å, the time in UTC with six decimals.
CANONICAL = (
    '{"action":"needs.map_saved","actor":"7","at":"2026-10-25T00:30:00.000000+00:00",'
    '"detail":{"areas":["narvaro"],"year":2026},"id":42,"key":"329c9d15d22e0a6b","kind":"needs.sheet",'
    '"object_id":"1470","place":"1470","previous":"abababababababababababababababababababababababababababababababab",'
    '"reason":"rättelse","verb":"","version":2,"what":""}'
).encode()
EARLIER_LINE = (
    b'{"action":"","actor":"7","at":"2025-05-02T07:00:00.000005+00:00","detail":{},"id":1,"key":"","kind":"",'
    b'"object_id":"","place":"","previous":"","reason":"","verb":"l\xc3\xa4ste","version":1,"what":"sidan \xc3\xa5"}'
    b"4a4c26a3a33a190e7b379c3a6e9d976735da912cd3a7623fc8f36e2eb420a9ba\n"
)


@pytest.fixture(autouse=True)
def keys(settings: object) -> None:
    settings.AUDIT_KEYS = [OTHER_KEY, KEY]


def test_an_event_is_the_same_bytes_for_ever() -> None:
    assert canonical(SECOND_VERSION) == CANONICAL


@pytest.mark.parametrize("event", [FIRST_VERSION, SECOND_VERSION], ids=["version 1", "version 2"])
def test_an_event_has_the_same_digest_for_ever(event: Event) -> None:
    assert digest_of(event) == event.digest


def test_what_is_sealed_of_an_earlier_event_is_its_columns_its_time_and_its_digest() -> None:
    assert earlier_line(FIRST_VERSION) == EARLIER_LINE


def test_a_key_has_the_same_name_for_ever_and_new_events_bear_that_of_the_first() -> None:
    assert (key_id(KEY), key_id(OTHER_KEY)) == (KEY_ID, current_key_id())
    assert current_key_id() == "034e37d6a5fa4359"


def test_the_digest_is_made_with_the_key_that_the_event_names_and_with_no_other(settings: object) -> None:
    settings.AUDIT_KEYS = [OTHER_KEY]
    assert digest_of(SECOND_VERSION) is None
    assert digest_of(Event(**(vars(SECOND_VERSION) | {"key": current_key_id()}))) != SECOND_VERSION.digest
