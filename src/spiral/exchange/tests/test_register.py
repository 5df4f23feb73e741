"""A register holds what rooms hand in: each key once, in order, made when first asked for."""

from __future__ import annotations

import pytest

from spiral.exchange import (
    events,
    evidence,
    families,
    feeds,
    happenings,
    local_figures,
    offers,
    posters,
    ratings,
    texts,
)
from spiral.exchange.register import AlreadyRegistered, NotRegistered, Register


class Heavy:
    """Counts how many instances there are."""

    instances = 0

    def __init__(self) -> None:
        Heavy.instances += 1


def test_what_is_handed_in_stands_under_its_key_in_order() -> None:
    words: Register[int] = Register("number")
    words.register("two", 2)
    words.register("one", 1)
    assert (words.get("one"), words.get("three"), "two" in words, "three" in words) == (1, None, True, False)
    assert list(words.all().items()) == [("two", 2), ("one", 1)]
    assert words.one() == 2


def test_a_key_is_had_once_and_the_message_says_which() -> None:
    words: Register[int] = Register("number")
    words.register("one", 1)
    with pytest.raises(AlreadyRegistered, match="number 'one' is registered already: choose another key"):
        words.register("one", 2)
    with pytest.raises(AlreadyRegistered):
        words.register_later("one", "spiral.exchange.tests.test_register:Heavy")
    assert words.get("one") == 1


def test_a_heavy_entry_is_made_once_when_it_is_first_asked_for() -> None:
    heavy: Register[Heavy] = Register("heavy thing")
    Heavy.instances = 0
    heavy.register_later("heavy", f"{__name__}:Heavy")
    assert ("heavy" in heavy, Heavy.instances) == (True, 0)
    assert heavy.get("heavy") is heavy.one() is heavy.all()["heavy"]
    assert Heavy.instances == 1


def test_what_nobody_has_handed_in_is_said_in_words() -> None:
    empty: Register[int] = Register("board of events")
    with pytest.raises(NotRegistered, match="no board of events is registered: is its room installed?"):
        empty.one()


def test_a_test_may_hold_other_entries_for_a_while() -> None:
    words: Register[int] = Register("number")
    words.register("one", 1)
    with words.holding({"two": 2}):
        words.register("three", 3)
        assert words.all() == {"two": 2, "three": 3}
    assert words.all() == {"one": 1}


def test_every_room_has_handed_in_what_it_has() -> None:
    """The house as it stands: a room that is forgotten in its handover is missed here."""
    registers = {
        "sources": evidence.SOURCES,
        "destinations": evidence.DESTINATIONS,
        "points": happenings.POINTS,
        "happenings": happenings.HAPPENING_SOURCES,
        "offers": offers.OFFERS,
        "seekers": offers.SEEKERS,
        "texts": texts.TEXT_SOURCES,
        "listeners": texts.LISTENERS,
        "posters": posters.POSTERS,
        "meetings": ratings.MEETINGS,
        "feeds": feeds.FEEDS,
        "ratings": ratings.RATINGS,
        "boards": events.BOARDS,
        "families": families.FAMILIES,
        "local figures": local_figures.LOCAL_FIGURES,
    }
    assert {name: sorted(register.all()) for name, register in registers.items()} == {
        "sources": [
            "example",
            "expected",
            "figure",
            "need",
            "note",
            "quote",
            "rating",
            "reflection",
            "region",
            "theme",
        ],
        "destinations": ["assignment", "example", "inquiry", "meeting", "need", "new-example"],
        "points": ["assignments"],
        "happenings": ["assignments", "circles", "examples", "inquiries", "meetings", "needs"],
        "offers": ["example", "need"],
        "seekers": ["need"],
        "texts": ["assignment", "circles", "event", "example", "indicator", "inquiry", "meeting", "need", "voices"],
        "listeners": ["meetings", "search"],
        "posters": ["circles", "inquiry"],
        "meetings": ["meetings"],
        "feeds": ["meetings"],
        "ratings": ["assessments"],
        "boards": ["events"],
        "families": ["all-subjects-9", "vocational-9"],
        "local figures": ["indicators"],
    }
