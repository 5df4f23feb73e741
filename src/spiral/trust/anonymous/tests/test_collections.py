"""The promises of an anonymous collection, each tried once in every room that has them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.models import Forgetting
from spiral.trust.access.viewer import viewer_of
from spiral.trust.anonymous import actions, queries
from spiral.trust.anonymous.rules import AllDrawn, CollectionClosed, NotFewer, NoTicket, TooFewAnswers, in_steps
from spiral.trust.anonymous.tests.conftest import Room, phone
from spiral.trust.audit.models import Event

pytestmark = pytest.mark.django_db


def _events(action: object) -> list[dict[str, object]]:
    return list(Event.objects.filter(action=action.value).values_list("detail", flat=True))


def test_a_collection_ends_with_a_result_when_five_have_answered_and_not_before(room: Room) -> None:
    collection = room.opened(4)
    with pytest.raises(TooFewAnswers):
        room.end(collection.pk, by=room.leader)
    assert room.again(collection).is_open
    room.answered(collection, "the fifth")
    ended = room.end(collection.pk, by=room.leader)
    assert (ended.is_open, ended.code, ended.ended_on is not None) == (False, None, True)
    assert _events(room.kind.ended) == [{}]


def test_ending_twice_is_ending_once(room: Room) -> None:
    collection = room.opened(5)
    first = room.end(collection.pk, by=room.leader)
    assert room.end(collection.pk, by=room.leader) == first
    assert len(_events(room.kind.ended)) == 1


def test_the_leaders_page_tells_of_answers_in_steps_of_five_and_is_the_same_between_them(room: Room) -> None:
    collection = room.opened()
    url, leader = room.page.format(collection.pk), room.signed_in()
    steps, tags = [], []
    for n in range(11):
        page = leader.get(f"{url}del/")
        steps.append(next(words for words in ("minst 10", "minst 5", "färre än 5") if f">{words}<" in _text(page)))
        tags.append(page.headers["etag"])
        unchanged = leader.get(f"{url}del/", headers={"if-none-match": tags[-1]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        room.answered(collection, f"key-{n}")
    assert steps == ["färre än 5"] * 5 + ["minst 5"] * 5 + ["minst 10"]
    assert [len(set(tags[:5])), len(set(tags[5:10])), len(set(tags))] == [1, 1, 3]


@pytest.mark.parametrize(("answers", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (499, 495)])
def test_a_count_is_rounded_down_to_whole_fives(answers: int, shown: int) -> None:
    assert in_steps(answers) == shown


@pytest.mark.parametrize("how", ["end", "discard"])
def test_what_a_page_follows_is_over_when_the_collection_ends(room: Room, how: str, person) -> None:
    collection = room.opened(5)
    getattr(room, how)(collection.pk, by=room.leader)
    part = f"{room.page.format(collection.pk)}del/"
    assert room.signed_in().get(part).status_code == 410
    assert room.signed_in(person("fortroendevald")).get(part).status_code == 403


def test_a_ticket_is_drawn_once_however_often_the_reply_is_lost(room: Room) -> None:
    collection = room.opened(invited=5)
    telephone = room.walked_in(collection)
    for _lost in range(3):
        telephone.get(room.door.format(collection.code))
        telephone.post(room.start.format(collection.pk), room.begin)
    assert collection.tickets.count() == 1


def test_an_answer_is_counted_once_whatever_the_second_says(room: Room) -> None:
    collection = room.opened()
    telephone = room.walked_in(collection)
    led_to = [room.sent(telephone, collection) for _try in range(2)]
    assert led_to[0].endswith("/tack/")
    assert led_to[1] == f"{led_to[0]}?again"
    assert collection.all_receipts().count() == 1
    assert "redan räknat" in _text(telephone.get(led_to[1])) or "redan räknade" in _text(telephone.get(led_to[1]))
    assert "Tack!" in _text(telephone.get(led_to[0]))


def test_without_a_ticket_of_its_own_no_telephone_answers(room: Room) -> None:
    collection, other = room.opened(), room.opened()
    with pytest.raises(NoTicket):
        room.take(collection, "a key that has drawn none")
    with pytest.raises(NoTicket):
        room.draw(collection, "")
    telephone = phone()
    telephone.get(room.door.format(collection.code))
    assert room.sent(telephone, collection) == room.start.format(collection.pk), "let in, and has not begun"
    telephone.cookies[room.cookie.format(other.pk)] = telephone.cookies[room.cookie.format(collection.pk)].value
    assert room.sent(telephone, other) == "/delta/", "a key of another collection"
    assert not collection.all_receipts().exists()
    assert not collection.tickets.exists()


def test_the_key_is_sent_back_only_where_it_answers_and_never_to_a_script(room: Room) -> None:
    collection = room.opened()
    cookie = room.walked_in(collection).cookies[room.cookie.format(collection.pk)]
    where = room.door.format("x").removesuffix("x/")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (where, True, "Lax")


def test_no_more_answers_than_people_and_somebody_else_on_the_same_telephone_is_one_of_them(room: Room) -> None:
    collection = room.opened(invited=2)
    telephone = room.walked_in(collection)
    assert room.sent(telephone, collection).endswith("/tack/")
    telephone.post(room.next_person.format(collection.pk))
    telephone.post(room.start.format(collection.pk), room.begin)
    assert room.sent(telephone, collection).endswith("/tack/")
    telephone.post(room.next_person.format(collection.pk))
    refused = telephone.post(room.start.format(collection.pk), room.begin)
    assert "Alla 2 platser är tagna." in _text(refused)
    assert (collection.tickets.count(), collection.all_receipts().count()) == (2, 2)
    with pytest.raises(AllDrawn):
        room.draw(collection, "one more")


def test_the_number_is_raised_where_all_can_see_it_and_never_lowered(room: Room, person) -> None:
    collection = room.opened(invited=17)
    url, leader = room.page.format(collection.pk), room.signed_in()
    for number in ("16", "", "x", "-1", "²", "9" * 9):
        refused = leader.post(f"{url}antal/", {"invited": number}, follow=True)
        assert "Antalet går bara att höja. Skriv ett tal som är större än 17" in _text(refused), number
        assert room.again(collection).invited == 17
    for _twice in range(2):
        leader.post(f"{url}antal/", {"invited": "19"})
    leader.post(f"{url}antal/", {"invited": "20"})
    current = room.again(collection)
    assert (current.invited, current.invited_before) == (20, [17, 19])
    assert "höjt från 17, 19" in " ".join(_text(leader.get(url)).split())
    assert _events(room.kind.number_raised) == [{"before": 17, "after": 19}, {"before": 19, "after": 20}]
    with pytest.raises(NotFewer):
        actions.raise_number(room.kind, room.opened().pk, 30, by=room.leader)
    with pytest.raises(PermissionDenied):
        actions.raise_number(room.kind, collection.pk, 25, by=viewer_of(person(room.elsewhere)))


def test_a_raised_number_lets_so_many_more_in(room: Room) -> None:
    collection = room.opened(5, invited=5)
    with pytest.raises(AllDrawn):
        room.draw(collection, "the sixth")
    actions.raise_number(room.kind, collection.pk, 6, by=room.leader)
    assert room.answered(collection, "the sixth")
    with pytest.raises(AllDrawn):
        room.draw(collection, "the seventh")


def test_a_changed_code_shuts_the_old_one_and_nobody_who_is_in(room: Room, person) -> None:
    collection = room.opened(invited=9)
    inside, old = room.walked_in(collection), collection.code
    page = room.signed_in().post(f"{room.page.format(collection.pk)}kod/", {"confirmed": "1"}, follow=True)
    new = room.again(collection).code
    assert new != old
    assert f"{room.door.format(new)}" in _text(page)
    assert "Koden stämmer inte." in _text(phone().get(room.door.format(old)))
    assert phone().get(room.door.format(new)).headers["location"] == room.start.format(collection.pk)
    assert room.sent(inside, collection).endswith("/tack/")
    assert _events(room.kind.code_changed) == [{}]
    with pytest.raises(PermissionDenied):
        actions.change_code(room.kind, collection.pk, by=viewer_of(person(room.elsewhere)))


def test_the_last_day_is_the_last_day(room: Room, time_machine) -> None:
    time_machine.move_to("2026-11-20T10:00:00+01:00")
    collection = room.opened(last_day=date(2026, 11, 27))
    time_machine.move_to("2026-11-27T23:00:00+01:00")
    assert room.answered(collection, "in time")
    time_machine.move_to("2026-11-28T00:30:00+01:00")
    for act in (lambda: room.draw(collection, "late"), lambda: room.take(collection, "in time")):
        with pytest.raises(CollectionClosed):
            act()
    with pytest.raises(CollectionClosed):
        actions.change_code(room.kind, collection.pk, by=room.leader)
    assert "Tiden är ute" in _text(room.signed_in().get(room.page.format(collection.pk)))


@pytest.mark.parametrize("how", ["end", "discard"])
def test_what_has_ended_takes_nothing_and_keeps_no_ticket_and_no_receipt(room: Room, how: str) -> None:
    collection = room.opened(5, invited=9)
    inside, code = room.walked_in(collection), collection.code
    assert collection.all_receipts().count() == 5
    getattr(room, how)(collection.pk, by=room.leader)
    assert not collection.all_receipts().exists()
    assert not collection.tickets.exists()
    for act in (
        lambda: room.draw(collection, "late"),
        lambda: room.take(collection, "key-1"),
        lambda: actions.change_code(room.kind, collection.pk, by=room.leader),
        lambda: actions.raise_number(room.kind, collection.pk, 20, by=room.leader),
    ):
        with pytest.raises(CollectionClosed):
            act()
    assert room.sent(inside, collection) == "", "the first page says that it has ended"
    assert "tar inte emot fler svar" in _text(inside.get(room.start.format(collection.pk)))
    assert "Koden stämmer inte." in _text(phone().get(room.door.format(code)))
    answer = room.signed_in().post(f"{room.page.format(collection.pk)}antal/", {"invited": "20"}, follow=True)
    assert answer.status_code == (404 if how == "discard" else 200)


def test_a_discarded_collection_is_gone_forgotten_and_said_to_be(room: Room) -> None:
    collection = room.opened(3)
    leader, url = room.signed_in(), room.page.format(collection.pk)
    said = _text(leader.post(f"{url}avsluta/", {"confirmed": "1"}, follow=True))
    assert "är avslutad och svaren är raderade." in said
    assert "Spår av dem ligger kvar i databasens filer tills det som läser dem är klart." in said
    assert leader.get(url).status_code == 404
    assert queries.collections(room.kind, room.leader) == []
    assert queries.collection_for(room.kind, room.leader, collection.pk) is None
    assert _events(room.kind.discarded) == [{}]
    [due] = Forgetting.objects.filter(about=queries.about(collection))
    assert {collection.tickets.model._meta.db_table, collection.all_receipts().model._meta.db_table} < set(due.tables)
    assert queries.is_forgetting(collection)
    due.delete()
    assert not queries.is_forgetting(collection)
    with pytest.raises(CollectionClosed):
        room.discard(collection.pk, by=room.leader)
    with pytest.raises(CollectionClosed):
        room.end(collection.pk, by=room.leader)


def test_a_wrong_code_is_answered_in_words_and_another_rooms_leads_there(room: Room, request) -> None:
    for url in ("/delta/?code=12 34 56", "/delta/000000/", room.door.format("000000"), room.door.format("x")):
        answer = phone().get(url)
        assert (answer.status_code, "Koden stämmer inte." in _text(answer)) == (200, True), url
    collection = room.opened()
    assert phone().get("/delta/", {"code": collection.code}).headers["location"] == room.door.format(collection.code)
    for field in ("/skattning/svara/", "/elevroster/svara/"):
        assert phone().get(f"{field}{collection.code}/").headers["location"] in (
            room.door.format(collection.code),
            room.start.format(collection.pk),
        )


@pytest.mark.parametrize("what", ["antal", "kod", "avsluta"])
def test_only_who_leads_it_changes_it(room: Room, what: str, person) -> None:
    collection = room.opened(invited=9)
    url = f"{room.page.format(collection.pk)}{what}/"
    assert phone().post(url).status_code == 302
    assert room.signed_in().get(url).status_code == 405
    answers = {who: room.signed_in(person(who)).post(url).status_code for who in (room.elsewhere, "fortroendevald")}
    assert answers == {room.elsewhere: 404, "fortroendevald": 403}
    unchanged = room.again(collection)
    assert (unchanged.invited, unchanged.code, unchanged.is_open) == (9, collection.code, True)


def test_what_has_been_asked_of_the_same_group_is_found_and_of_another_never(room: Room, person) -> None:
    first, second = room.opened(), room.opened()
    assert queries.earlier(room.kind, second) == first
    assert queries.earlier(room.kind, first) is None
    room.kind.model._default_manager.filter(pk=first.pk).update(group="En annan grupp")
    assert queries.earlier(room.kind, second) is None
    assert queries.groups(room.kind, room.leader) == ["En annan grupp", "Gruppen"]


def _text(answer: object) -> str:
    return answer.content.decode()
