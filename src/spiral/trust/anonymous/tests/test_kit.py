"""The kit without its pages: what each write changes, what it refuses and leaves as it was, and what the log says."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.models import Forgetting
from spiral.ground.sealed import SealUnreadable
from spiral.trust.access.viewer import viewer_of
from spiral.trust.anonymous import actions, queries, tickets
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import FEWEST_ANSWERS, AllDrawn, CollectionClosed, NotFewer, NoTicket, in_steps
from spiral.trust.anonymous.tests.conftest import Room
from spiral.trust.audit.models import Event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def now(time_machine) -> None:
    time_machine.move_to("2026-11-28T10:00:00+01:00", tick=False)


def columns(collection: AnonymousCollection) -> dict[str, object]:
    return {f.attname: getattr(collection, f.attname) for f in collection._meta.fields}


def logged(room: Room) -> list[tuple[str, str, str, object]]:
    """What the log says of the room's collections: what, of which, where, with which details."""
    events = Event.objects.filter(kind=room.kind.opened.kind.value).order_by("pk")
    return list(events.values_list("action", "object_id", "place", "detail"))


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


def test_the_number_is_raised_by_who_leads_and_never_lowered(room: Room, person) -> None:
    collection = room.open(invited=17)
    assert actions.raise_number(room.kind, collection.pk, 18, by=room.leader).invited == 18
    assert actions.raise_number(room.kind, collection.pk, 18, by=room.leader).invited == 18
    actions.raise_number(room.kind, collection.pk, 25, by=room.leader)
    for fewer in (24, 0):
        with pytest.raises(NotFewer):
            actions.raise_number(room.kind, collection.pk, fewer, by=room.leader)
    with pytest.raises(PermissionDenied):
        actions.raise_number(room.kind, collection.pk, 30, by=viewer_of(person(room.elsewhere)))
    stored = room.again(collection)
    assert (stored.invited, stored.invited_before) == (25, [17, 18])
    raised = room.kind.number_raised.value
    assert logged(room)[1:] == [
        (raised, str(collection.pk), str(collection.place), {"before": 17, "after": 18}),
        (raised, str(collection.pk), str(collection.place), {"before": 18, "after": 25}),
    ]


def test_a_number_that_was_never_said_is_not_raised(room: Room) -> None:
    collection = room.open()
    with pytest.raises(NotFewer):
        actions.raise_number(room.kind, collection.pk, 30, by=room.leader)
    assert room.again(collection).invited is None


def test_the_number_is_raised_after_the_last_day_but_not_after_the_end(room: Room, time_machine) -> None:
    collection = room.open(invited=9, last_day=TODAY)
    time_machine.shift(timedelta(days=1))
    assert actions.raise_number(room.kind, collection.pk, 10, by=room.leader).invited == 10
    room.discard(collection.pk, by=room.leader)
    with pytest.raises(CollectionClosed):
        actions.raise_number(room.kind, collection.pk, 11, by=room.leader)


@pytest.mark.parametrize(("days", "length"), [(None, 6), (0, 6), (2, 10)])
def test_a_new_code_lives_as_long_as_the_collection(room: Room, days: int | None, length: int) -> None:
    last_day = None if days is None else TODAY + timedelta(days=days)
    collection = room.open(last_day=last_day)
    changed = room.again(actions.change_code(room.kind, collection.pk, by=room.leader))
    assert changed.code != collection.code
    assert (len(changed.code), changed.code_last_day) == (length, last_day or TODAY)
    assert logged(room)[1:] == [(room.kind.code_changed.value, str(collection.pk), str(collection.place), {})]


def test_a_code_is_changed_to_the_last_day_and_not_after_it(room: Room, time_machine) -> None:
    collection = room.open(last_day=TODAY)
    time_machine.move_to("2026-11-28T23:59:00+01:00")
    code = actions.change_code(room.kind, collection.pk, by=room.leader).code
    room.draw(collection, "in time")
    time_machine.move_to("2026-11-29T00:01:00+01:00")
    with pytest.raises(CollectionClosed):
        actions.change_code(room.kind, collection.pk, by=room.leader)
    with pytest.raises(CollectionClosed):
        room.draw(collection, "late")
    assert room.again(collection).code == code


@pytest.mark.parametrize("how", ["end", "discard"])
def test_an_end_takes_away_all_that_lets_anybody_in_and_all_that_says_who_has_answered(room: Room, how: str) -> None:
    collection, other = room.opened(5), room.opened(1)
    ended = getattr(room, how)(collection.pk, by=room.leader)
    stored = room.again(collection)
    assert columns(stored) == columns(ended)
    assert (stored.code, stored.code_last_day, stored.ended_on, stored.end, stored.is_open) == (
        None,
        None,
        TODAY,
        TODAY,
        False,
    )
    assert (stored.tickets.count(), stored.all_receipts().count()) == (0, 0)
    assert (other.tickets.count(), other.all_receipts().count(), room.again(other).is_open) == (1, 1, True)
    action = room.kind.discarded if how == "discard" else room.kind.ended
    assert (stored.state == "discarded") is (how == "discard")
    assert logged(room)[2:] == [(action.value, str(collection.pk), str(collection.place), {})]
    [due] = Forgetting.objects.filter(about=queries.about(collection))
    tables = [m._meta.db_table for m in (collection.all_receipts().model, collection.tickets.model)]
    assert due.tables[:2] == tables
    assert len(due.tables) > 2, "and where the answers were"
    assert bool(due.key) is (room.kind.model.__name__ == "Collection"), "pupils' answers are sealed"
    assert queries.is_forgetting(collection)
    assert not queries.is_forgetting(other)


def test_what_is_due_to_be_forgotten_has_the_name_of_its_collection(room: Room) -> None:
    collection = room.open()
    assert queries.about(collection) == f"{collection._meta.app_label} {collection.pk}"


def test_a_collection_is_discarded_in_the_states_that_its_room_says_and_by_who_leads(room: Room, person) -> None:
    collection = room.opened(5)
    erased: list[object] = []

    def erase(collection: AnonymousCollection) -> actions.Traces:
        erased.append(collection)
        return actions.Traces(())

    with pytest.raises(PermissionDenied):
        actions.discard(room.kind, collection.pk, erase, by=viewer_of(person(room.elsewhere)))
    room.kind.model._default_manager.filter(pk=collection.pk).update(state="other")
    with pytest.raises(CollectionClosed):
        actions.discard(room.kind, collection.pk, erase, by=room.leader)
    assert erased == []
    room.kind.model._default_manager.filter(pk=collection.pk).update(state="open")
    discarded = actions.discard(room.kind, collection.pk, erase, by=room.leader)
    assert (erased, discarded.state) == ([collection], "discarded")


def test_a_collection_is_seen_led_and_listed_by_those_who_may(room: Room, person) -> None:
    collection = room.open()
    elsewhere, nobody = viewer_of(person(room.elsewhere)), viewer_of(person("fortroendevald"))

    def answers(number: int) -> list[list[object]]:
        reads = (queries.collection_ever, queries.collection_for, queries.collection_led)
        return [[read(room.kind, by, number) for read in reads] for by in (room.leader, elsewhere, nobody)]

    seen = collection if collection.place == "" else None
    assert answers(collection.pk) == [[collection] * 3, [seen, seen, None], [None] * 3]
    assert answers(collection.pk + 1000) == [[None] * 3] * 3
    assert queries.collection_answered(room.kind, collection.pk) == collection
    assert queries.collection_answered(room.kind, collection.pk + 1000) is None
    assert [queries.collections(room.kind, by) for by in (room.leader, nobody)] == [[collection], []]
    room.discard(collection.pk, by=room.leader)
    assert answers(collection.pk) == [[collection, None, None], [seen, None, None], [None] * 3]
    assert queries.collections(room.kind, room.leader) == []


def test_three_hundred_are_listed_newest_first(room: Room, monkeypatch) -> None:
    assert queries._MOST_LISTED == 300
    monkeypatch.setattr(queries, "_MOST_LISTED", 2)
    first, second, third = (room.open() for _ in range(3))
    assert queries.collections(room.kind, room.leader) == [third, second]
    assert first not in queries.collections(room.kind, room.leader)


def test_names_of_groups_are_each_once_and_in_order(room: Room) -> None:
    for group in ("B", "A", "B"):
        collection = room.open()
        room.kind.model._default_manager.filter(pk=collection.pk).update(group=group)
    assert queries.groups(room.kind, room.leader) == ["A", "B"]


def test_the_earlier_one_is_the_latest_before_of_the_same_group_place_and_what_else_is_asked(room: Room) -> None:
    oldest, older, other_group, elsewhere, now, later = (room.open() for _ in range(6))
    every = room.kind.model._default_manager
    every.filter(pk=other_group.pk).update(group="En annan")
    every.filter(pk=elsewhere.pk).update(place="1499")
    assert queries.earlier(room.kind, now) == older
    assert queries.earlier(room.kind, older) == oldest
    assert queries.earlier(room.kind, oldest) is None
    assert queries.earlier(room.kind, later) == now
    every.filter(pk=older.pk).update(invited=3)
    assert queries.earlier(room.kind, now, invited=None) == oldest


def test_the_end_of_what_has_not_ended_is_asked_in_vain(room: Room) -> None:
    with pytest.raises(ValueError, match="has not ended"):
        _ = room.open().end
