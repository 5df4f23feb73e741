"""The kit without its pages, for whoever leads: the number raised, codes changed, the end, who sees which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.models import Forgetting
from spiral.trust.access.viewer import viewer_of
from spiral.trust.anonymous import actions, queries
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import CollectionClosed, NotFewer
from spiral.trust.anonymous.tests.conftest import TODAY, Room, columns, logged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


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
