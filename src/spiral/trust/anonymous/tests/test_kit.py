"""The kit without its pages: a collection opens, tickets are drawn, answers taken; a refusal leaves all as it was."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from spiral.ground.sealed import SealUnreadable
from spiral.trust.anonymous import actions, queries, tickets
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import FEWEST_ANSWERS, AllDrawn, CollectionClosed, NoTicket, in_steps
from spiral.trust.anonymous.tests.conftest import TODAY, Room, columns, logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def by_seat(room: Room, collection: AnonymousCollection) -> None:
    """A meeting's: only rounds have seats."""
    if room.kind.model.__name__ != "Round":
        pytest.skip("pupils are asked without seats")
    room.kind.model._default_manager.filter(pk=collection.pk).update(is_by_seat=True)


def test_five_are_the_fewest_whose_answers_are_shown_and_counts_are_told_in_fives() -> None:
    assert FEWEST_ANSWERS == 5
    assert [in_steps(n) for n in (0, 1, 4, 5, 6, 9, 10, 11, 14, 15)] == [0, 0, 0, 5, 5, 5, 10, 10, 10, 15]


def test_a_receipt_is_a_hash_of_the_key_and_what_it_is_for() -> None:
    assert tickets.receipt_of("key", 7) == hashlib.sha256(b"key:7").hexdigest()
    assert tickets.ticket_of("key", 7) == hashlib.sha256(b"key:ticket 7").hexdigest()
    every = {f(key, n) for f in (tickets.receipt_of, tickets.ticket_of) for key in ("a", "b") for n in (1, 2)}
    assert len(every) == 8


def test_a_collection_opens_as_its_leader_says_and_nothing_more(room: Room) -> None:
    day = TODAY + timedelta(days=3)
    collection = room.again(room.open(invited=17, last_day=day, is_made_up=True))
    office = room.leader.offices[0]
    assert {name: columns(collection)[name] for name in columns(collection) if name not in room_columns(room)} == {
        "id": collection.pk,
        "group": "Gruppen",
        "place": office.place,
        "leader_id": room.leader.key,
        "invited": 17,
        "invited_before": [],
        "opened_on": TODAY,
        "last_day": day,
        "ended_on": None,
        "is_made_up": True,
        "code": collection.code,
        "code_last_day": day,
        "code_guesses": collection.code_guesses,
        "code_is_renewed": False,
    }
    assert (collection.is_open, len(collection.code)) == (True, 10)
    assert logged(room) == [(room.kind.opened.value, str(collection.pk), str(office.place), {})]


def room_columns(room: Room) -> set[str]:
    return {"state", "set_key", "form_key", "document", "is_by_seat", "answers", "released_on"} | {
        f.attname for f in room.kind.model._meta.fields if f.name.startswith(("released", "answers"))
    }


def test_a_collection_without_a_last_day_has_a_code_for_today(room: Room) -> None:
    collection = room.again(room.open())
    assert (collection.last_day, collection.code_last_day, len(collection.code)) == (None, TODAY, 6)
    assert (collection.invited, collection.is_made_up) == (None, False)


def test_the_groups_name_is_what_was_written_without_blanks_around_it(room: Room) -> None:
    opening = actions.CollectionOpening("  9B \n")
    opened = actions.open_collection(
        room.kind, opening, "1470", lambda collection: None, by=room.leader, document={}, **_key(room)
    )
    assert room.again(opened).group == "9B"


def _key(room: Room) -> dict[str, str]:
    return {"set_key" if room.kind.model.__name__ == "Round" else "form_key": "x"}


def test_room_is_made_for_the_answers_when_the_collection_has_its_code(room: Room) -> None:
    prepared = []

    def prepare(collection: AnonymousCollection) -> None:
        prepared.append((room.again(collection).code, len(logged(room))))

    opened = actions.open_collection(
        room.kind, actions.CollectionOpening("A"), "1470", prepare, by=room.leader, document={}, **_key(room)
    )
    assert prepared == [(opened.code, 0)]


def test_a_meetings_collection_has_no_code_and_draws_no_ticket_by_one(room: Room) -> None:
    collection = room.open()
    by_seat(room, collection)
    opened = actions.open_collection(
        room.kind,
        actions.CollectionOpening("A"),
        "",
        lambda c: None,
        by=room.leader,
        document={},
        set_key="x",
        is_by_seat=True,
    )
    assert room.again(opened).code is None
    with pytest.raises(NoTicket):
        room.draw(opened, "key")
    with pytest.raises(CollectionClosed):
        actions.change_code(room.kind, opened.pk, by=room.leader)
    assert not opened.tickets.exists()


def test_nobody_answers_without_a_key_or_a_ticket_or_where_there_is_no_collection(room: Room) -> None:
    collection = room.open()
    for locked in (actions.locked_for_answers, actions.locked_for_ticket):
        with pytest.raises(NoTicket):
            locked(room.kind, collection.pk, "")
        with pytest.raises(CollectionClosed):
            locked(room.kind, collection.pk + 1000, "key")
    assert actions.locked_for_answers(room.kind, collection.pk, "key") == collection
    with pytest.raises(NoTicket):
        actions.locked_for_ticket(room.kind, collection.pk, "key")
    room.draw(collection, "key")
    assert actions.locked_for_ticket(room.kind, collection.pk, "key") == collection
    with pytest.raises(NoTicket):
        actions.locked_for_ticket(room.kind, collection.pk, "another")
    assert queries.has_ticket(room.kind, collection.pk, "key")
    assert not queries.has_ticket(room.kind, collection.pk, "another")
    assert not queries.has_ticket(room.kind, collection.pk, "")
    assert not queries.has_ticket(room.kind, collection.pk + 1, "key")


@pytest.mark.parametrize(("invited", "drawn"), [(0, 0), (1, 1), (3, 3), (None, 6)])
def test_as_many_tickets_are_drawn_as_there_are_people(room: Room, invited: int | None, drawn: int) -> None:
    collection = room.open(invited=invited)
    for n in range(drawn):
        room.draw(collection, f"key-{n}")
        room.draw(collection, f"key-{n}")
    assert set(collection.tickets.values_list("pk", flat=True)) == {
        tickets.ticket_of(f"key-{n}", collection.pk) for n in range(drawn)
    }
    if invited is not None:
        with pytest.raises(AllDrawn):
            room.draw(collection, "one more")
        if drawn:
            room.draw(collection, "key-0")
    assert collection.tickets.count() == drawn


def test_a_ticket_is_drawn_where_the_answer_can_be_kept_and_not_else(room: Room, monkeypatch) -> None:
    collection = room.open()
    monkeypatch.setattr(room.kind.model, "is_readable", False)
    with pytest.raises(SealUnreadable):
        room.draw(collection, "key")
    assert not collection.tickets.exists()


def test_rows_are_written_anew_in_an_order_that_chance_decides(room: Room, monkeypatch) -> None:
    collection = room.open()
    shuffled: list[int] = []
    monkeypatch.setattr(tickets._chance, "shuffle", lambda rows: (shuffled.append(len(rows)), rows.reverse()))
    for key in ("a", "b", "c"):
        room.draw(collection, key)
    assert shuffled == [1, 2, 3]
    assert collection.tickets.count() == 3
    other = room.open()
    room.draw(other, "a")
    assert (other.tickets.count(), collection.tickets.count()) == (1, 3)


def test_an_answer_has_one_receipt_for_each_thing_it_is_about(room: Room) -> None:
    collection, other = room.open(), room.open()
    assert [room.answered(collection, "a"), room.answered(collection, "b"), room.answered(other, "a")] == [True] * 3
    assert [room.take(collection, "a"), room.take(other, "a")] == [False, False]
    receipts = [set(c.all_receipts().values_list("pk", flat=True)) for c in (collection, other)]
    assert ([len(r) for r in receipts], receipts[0] & receipts[1]) == ([2, 1], set())
