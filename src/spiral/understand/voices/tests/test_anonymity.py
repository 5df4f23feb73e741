"""Anonymous by construction: what the database, its file, the log and a backup hold, and attacks on them."""

from __future__ import annotations

import json
import logging
import uuid

import pytest
from django.db import connection, models
from django.test import Client

from spiral.ground.models import Joinable, Sealed
from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices import models as tables
from spiral.understand.voices import queries
from spiral.understand.voices.actions import collections, reviewing
from spiral.understand.voices.actions.collections import CollectionClosed, PersonalDetail, TooFewAnswers
from spiral.understand.voices.models import AnswerBox, Collection, Count, Pile, Placement, Quote, Receipt
from spiral.understand.voices.tests.conftest import BACKEND, answer, take, texts_in_box, walk_in

#: For nonsense words that no mark takes for a user name, as digits in them would be.
SIGNS = "abcdefgh"


def _backup() -> str:
    """Everything an SQL dump would hold, in the order of the file, but for the published figures."""
    with connection.cursor() as cursor:
        names = [n for n in connection.introspection.table_names(cursor) if not n.startswith("results_")]
        lines = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            lines += [f"{name} {row!r}" for row in cursor.fetchall()]
    return "\n".join(lines)


def _by_phone(client: Client, collection: Collection, **more: str) -> object:
    return client.post(f"{walk_in(client, collection)}?all=1", {**more, "to": "send"})


def _rows(question: int) -> list[str]:
    """The texts of a question in the order in which the rows lie in the file."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM voices_quote WHERE question = %s ORDER BY {place}", [question])
        return [text for (text,) in cursor.fetchall()]


def test_no_table_has_room_for_a_person_a_time_an_order_or_an_address_beside_an_answer() -> None:
    about_answers = (AnswerBox, Count, Quote, Receipt, Pile, Placement)
    columns = {f.name: type(f) for m in about_answers for f in m._meta.get_fields() if f.concrete}
    assert set(columns) == {
        "id",
        "collection",
        "question",
        "option",
        "count",
        "text",
        "content",
        "key",
        "group",
        "name",
        "quote",
        "pile",
    }
    assert not any(issubclass(kind, models.DateField | models.GenericIPAddressField) for kind in columns.values())
    assert isinstance(Quote._meta.pk, models.UUIDField)
    related = {
        f.related_model
        for m in (AnswerBox, Count, Quote, Receipt)
        for f in m._meta.get_fields()
        if f.is_relation and f.concrete
    }
    assert related == {Collection}
    assert not any(isinstance(f, models.DateTimeField | models.TimeField) for f in Collection._meta.get_fields())
    assert {m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, models.Model)} == {
        tables.AnyTicket,
        tables.AnyReceipt,
        tables.AnonymousCollection,
        Joinable,
        Sealed,
        tables.Ticket,
        tables.FormRecord,
        tables.TitledDocument,
        Collection,
        AnswerBox,
        Count,
        Quote,
        Receipt,
        tables.AnalysisDay,
        tables.SortingGroup,
        Pile,
        Placement,
        tables.Theme,
    }


def test_after_a_collection_database_log_and_backup_cannot_tell_who_answered_what(opened, leader, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    collection = opened()
    phones = [Client(REMOTE_ADDR=f"198.51.100.{n + 1}", HTTP_USER_AGENT=f"telefon-{n}") for n in range(6)]
    for n, phone in enumerate(phones):
        texts = {f"t{q}": f"övar kvasi{SIGNS[n]} fråga{SIGNS[q]}" for q in (2, 4)}
        assert _by_phone(phone, collection, s1="2", s3=str(1 + n % 4), **texts).status_code == 302
    keys = [phone.cookies[f"elevrost-{collection.pk}"].value.split(":")[0] for phone in phones]
    before = _backup()
    collections.close(collection.pk, by=viewer_of(leader))
    after = _backup()
    for trace in (before, after, caplog.text):
        assert "198.51.100" not in trace
        assert "telefon-" not in trace
        assert not [key for key in keys if key in trace]
    assert "kvasi" not in before
    assert "kvasi" in after
    assert "kvasi" not in _without_sql(caplog)
    assert collection.code not in _without_sql(caplog)
    assert "voices_receipt " in before
    assert "voices_receipt " not in after


def _without_sql(caplog: pytest.LogCaptureFixture) -> str:
    """The log but for the debug log of queries, which only a developer's own machine can have on."""
    return "\n".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")


def test_neither_the_order_of_rows_nor_their_keys_say_which_texts_came_from_one_pupil(opened, leader) -> None:
    collection = opened(12)
    in_box = {q: [text for question, text in texts_in_box(collection) if question == q] for q in (2, 4)}
    collections.close(collection.pk, by=viewer_of(leader))
    for moment, rows in (("open", in_box), ("closed", {q: _rows(q) for q in (2, 4)})):
        orders = {q: [int("".join(filter(str.isdigit, text))) for text in rows[q]] for q in (2, 4)}
        assert {tuple(sorted(order)) for order in orders.values()} == {tuple(range(12))}
        for order in orders.values():
            assert order != list(range(12)), moment
            assert order != list(range(11, -1, -1)), moment
        assert len({tuple(order) for order in orders.values()}) == 2, moment
    assert {key.version for key in Quote.objects.values_list("pk", flat=True)} == {4}


def test_every_answer_shuffles_the_box_anew_and_its_size_tells_nothing(opened) -> None:
    collection = opened(12)
    before, sealed_before = texts_in_box(collection), bytes(AnswerBox.objects.get().content)
    answer(collection, 12)
    after, sealed_after = texts_in_box(collection), bytes(AnswerBox.objects.get().content)
    assert len(after) == 26
    assert [text for text in after if text in before] != before
    assert len(sealed_after) == len(sealed_before)
    same = sum(a == b for a, b in zip(sealed_before, sealed_after, strict=True))
    assert same < len(sealed_before) / 64, "nothing of what was there can be told from what came"


def test_everything_left_follows_from_the_sums_and_the_bags_of_texts_alone(opened, leader) -> None:
    """Dealing the same answers out to other pupils leaves a database that is the same to the letter, keys aside."""
    collection, other = opened(), opened()
    for n in range(6):
        take(collection, f"a{n}", {1: 1 + n % 4, 3: 1 + n % 3}, {2: f"två {n}", 4: f"fyra {n}"})
        dealt = (n * 5 + 1) % 6
        take(other, f"b{n}", {1: 1 + dealt % 4, 3: 1 + n % 3}, {2: f"två {dealt}", 4: f"fyra {n}"})
    for one in (collection, other):
        collections.close(one.pk, by=viewer_of(leader))
    assert _left(collection) == _left(other)


def _left(collection: Collection) -> tuple[list, list]:
    counts = list(Count.objects.filter(collection=collection).values_list("question", "option", "count"))
    return counts, sorted(Quote.objects.filter(collection=collection).values_list("question", "text"))


def test_answering_touches_no_session_even_for_somebody_signed_in(opened, client, leader) -> None:
    collection = opened()
    client.force_login(leader, backend=BACKEND)
    session = client.cookies["sessionid"].value
    response = _by_phone(client, collection, s1="2")
    assert response.status_code == 302
    assert "sessionid" not in response.cookies
    assert client.cookies["sessionid"].value == session
    assert not response.wsgi_request.session.accessed


def test_a_phones_key_is_sent_only_to_its_own_collection_and_never_to_scripts(opened, client) -> None:
    collection = opened()
    client.get(f"/elevroster/svara/{collection.code}/")
    cookie = client.cookies[f"elevrost-{collection.pk}"]
    assert cookie["path"] == "/elevroster/svara/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_while_open_nobody_sees_more_than_how_many(opened, client, leader, person) -> None:
    collection = opened(7)
    assert queries.to_review(viewer_of(leader), collection) == []
    assert queries.released(viewer_of(leader), collection) is None
    assert not Quote.objects.exists()
    assert not Count.objects.exists()
    client.force_login(leader, backend=BACKEND)
    page = client.get(f"/elevroster/insamling/{collection.pk}/").content.decode()
    assert ">minst 5</b>" in page
    assert "övar sak" not in page
    assert client.get(f"/elevroster/insamling/{collection.pk}/granska/").status_code == 302
    assert client.get(f"/elevroster/insamling/{collection.pk}/granska/{uuid.uuid4()}/").status_code == 302
    assert client.get(f"/elevroster/insamling/{collection.pk}.csv").status_code == 404
    assert client.get(f"/elevroster/insamling/{collection.pk}/analysdag/").status_code == 404
    with pytest.raises(CollectionClosed):
        reviewing.release(collection.pk, by=viewer_of(leader))


def test_fewer_than_five_can_only_be_deleted(opened, leader) -> None:
    collection = opened(4)
    with pytest.raises(TooFewAnswers):
        collections.close(collection.pk, by=viewer_of(leader))
    assert Collection.objects.get(pk=collection.pk).state == "open"
    collections.discard(collection.pk, by=viewer_of(leader))
    assert not Quote.objects.exists()
    assert not Count.objects.exists()
    assert not Receipt.objects.exists()


def test_a_question_that_fewer_than_five_answered_is_neither_shown_nor_kept(opened, leader, client) -> None:
    collection = opened()
    for n in range(6):
        written = {2: f"sak {n}"} | ({4: f"hemlighet {n}"} if n < 4 else {})
        take(collection, f"k{n}", {1: 2} | ({3: 1} if n < 4 else {}), written)
    collections.close(collection.pk, by=viewer_of(leader))
    assert "hemlighet" not in _backup()
    assert set(Count.objects.values_list("question", flat=True)) == {1, 2}
    assert queries.thin(viewer_of(leader), Collection.objects.get()) == [3, 4]
    reviewing.release(collection.pk, by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    page = client.get(f"/elevroster/insamling/{collection.pk}/", headers={"accept-language": "sv"}).content.decode()
    assert page.count("för få svar för att visas") == 2
    assert "sak 3" in page


def test_closing_twice_is_closing_once_and_nobody_answers_in_between(opened, leader) -> None:
    collection = opened(6)
    collections.close(collection.pk, by=viewer_of(leader))
    with pytest.raises(CollectionClosed):
        answer(collection, 9)
    quotes = set(Quote.objects.values_list("pk", flat=True))
    collections.close(collection.pk, by=viewer_of(leader))
    assert set(Quote.objects.values_list("pk", flat=True)) == quotes
    with pytest.raises(CollectionClosed):
        take(collection, "late", {1: 1}, {})


@pytest.mark.parametrize("text", ["ring 070-123 45 67", "a@b.se", "120504-1234", "Kalle är snäll"])
def test_a_text_with_something_personal_writes_nothing_at_all(text: str, opened, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    collection = opened()
    collections.draw_ticket(collection.pk, "key")
    before = _backup()
    with pytest.raises(PersonalDetail) as caught:
        collections.take_answer(collection.pk, "key", {1: 2}, {2: text})
    assert text not in str(caught.value)
    assert _backup() == before
    client = Client()
    url = walk_in(client, collection)
    before = _backup()
    page = client.post(f"{url}?all=1", {"s1": "2", "t2": text, "to": "send"})
    assert page.status_code == 200
    assert text in page.content.decode()
    assert _backup() == before
    assert text not in caplog.text


def test_search_and_frozen_evidence_know_nothing_before_release(opened, leader) -> None:
    from spiral.exchange import evidence, texts

    collection = opened(6)
    collections.close(collection.pk, by=viewer_of(leader))
    quote = Quote.objects.first()
    assert evidence.freeze(viewer_of(leader), "quote", str(quote.pk), "sv") is None
    assert texts.one_text("voices", str(collection.pk)) is None
    reviewing.release(collection.pk, by=viewer_of(leader))
    assert evidence.freeze(viewer_of(leader), "quote", str(quote.pk), "sv").sentence == f"”{quote.text}”"
    text = texts.one_text("voices", str(collection.pk))
    assert text.title == "Fyra frågor om att lära, Klass 8 B"
    assert quote.text not in json.dumps([text.title, text.body])
