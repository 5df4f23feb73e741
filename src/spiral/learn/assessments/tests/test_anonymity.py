"""Anonymous by construction: what the database, the log and a backup hold, and attacks on them."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.db import connection, models

from spiral.ground.codes import formatted
from spiral.ground.models import Forgetting
from spiral.learn.assessments import actions, queries
from spiral.learn.assessments import models as tables
from spiral.learn.assessments.actions import CollectionClosed, TooFewAnswers
from spiral.learn.assessments.models import Count, Drawn, Receipt, Round, Target, Ticket
from spiral.learn.assessments.tests.conftest import answer, walk_in
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _backup() -> str:
    """Everything an SQL dump would hold, but for the published figures, which nobody's answer touches."""
    with connection.cursor() as cursor:
        names = [n for n in connection.introspection.table_names(cursor) if not n.startswith("results_")]
        lines = []
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            lines += [f"{name} {row!r}" for row in cursor.fetchall()]
    return "\n".join(lines)


def _answer_by_phone(client, assessment: Round, levels: dict[int, int]) -> object:
    form = {f"s{n}": str(level) for n, level in levels.items()} | {"to": "send"}
    return client.post(f"{walk_in(client, assessment)}?all", form)


def test_no_table_has_room_for_a_person_a_time_an_order_or_an_address_beside_an_answer() -> None:
    about_answers = (Count, Receipt, Target, Ticket)
    columns = {f.name: type(f) for m in about_answers for f in m._meta.get_fields() if f.concrete}
    assert set(columns) == {"id", "target", "statement", "level", "count", "key", "round", "number", "answers"}
    assert {f.name for f in Drawn._meta.get_fields()} == {"id", "round", "seat"}
    assert not any(issubclass(kind, models.DateField | models.GenericIPAddressField) for kind in columns.values())
    related = {
        f.related_model
        for m in (Count, Receipt, Ticket, Target, Drawn)
        for f in m._meta.get_fields()
        if f.is_relation and f.concrete
    }
    assert related == {Round, Target}
    assert {f.name for f in Round._meta.get_fields() if isinstance(f, models.DateTimeField | models.TimeField)} == set()
    assert {m for m in vars(tables).values() if isinstance(m, type) and issubclass(m, models.Model)} == {
        tables.StatementSetRecord,
        tables.TitledDocument,
        Round,
        Target,
        Count,
        Receipt,
        Ticket,
        Drawn,
        tables.AnyTicket,
        tables.AnyReceipt,
        tables.AnonymousCollection,
    }


def test_after_a_round_database_log_and_backup_cannot_tell_who_answered_what(
    opened, leader, caplog, django_user_model
) -> None:
    from django.test import Client

    caplog.set_level(logging.DEBUG)
    assessment = opened()
    answers = [{n: 1 + (n * (person + 1)) % 4 for n in range(1, 10)} for person in range(6)]
    phones = [
        Client(REMOTE_ADDR=f"198.51.100.{person + 1}", HTTP_USER_AGENT=f"telefon-{person}") for person in range(6)
    ]
    for phone, levels in zip(phones, answers, strict=True):
        assert _answer_by_phone(phone, assessment, levels).status_code == 302
    keys = [phone.cookies[f"skattning-{assessment.pk}"].value.split(":")[0] for phone in phones]
    before = _backup()
    actions.show(assessment.pk, by=viewer_of(leader))
    after = _backup()

    for trace in (before, after, caplog.text):
        assert "198.51.100" not in trace
        assert "telefon-" not in trace
        assert not [key for key in keys if key in trace]
    assert "/skattning/svara/" not in caplog.text
    for table in ("assessments_receipt", "assessments_ticket"):
        assert f"{table} (" in before
        assert f"{table} (" not in after
    # Everything that is left about the answers follows from the sums alone: any dealing out of the same levels to
    # other people leaves a database that is the same to the letter.
    totals = {(n, level): sum(a[n] == level for a in answers) for n in range(1, 10) for level in range(1, 5)}
    counts = {(c.statement, c.level): c.count for c in Count.objects.filter(target__round=assessment)}
    assert counts == totals
    shuffled = opened()
    for person in range(6):
        dealt = {n: answers[(person + n) % 6][n] for n in range(1, 10)}
        assert dealt not in answers
        answer(shuffled, 3, f"other-{person}", dealt)
    actions.show(shuffled.pk, by=viewer_of(leader))
    assert _rows(shuffled) == _rows(assessment)


def _rows(assessment: Round) -> list[tuple[int, ...]]:
    return list(
        Count.objects.filter(target__round=assessment).values_list("target__number", "statement", "level", "count")
    )


def test_answering_touches_no_session_even_for_somebody_signed_in(opened, client, leader) -> None:
    assessment = opened()
    client.force_login(leader, backend=BACKEND)
    session = client.cookies["sessionid"].value
    expiry = client.session.get_expiry_date
    response = _answer_by_phone(client, assessment, {1: 2})
    assert response.status_code == 302
    assert "sessionid" not in response.cookies
    assert client.cookies["sessionid"].value == session
    assert expiry is not None
    assert not response.wsgi_request.session.accessed


def test_a_phones_key_is_sent_only_to_its_own_round_and_never_to_scripts(opened, client) -> None:
    assessment = opened()
    client.get(f"/skattning/svara/{assessment.code}/")
    cookie = client.cookies[f"skattning-{assessment.pk}"]
    assert cookie["path"] == "/skattning/svara/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_nothing_is_shown_before_five_have_answered(opened, leader) -> None:
    assessment = opened(people=4)
    with pytest.raises(TooFewAnswers):
        actions.show(assessment.pk, by=viewer_of(leader))
    assessment.refresh_from_db()
    assert assessment.state == Round.State.OPEN
    assert queries.shown(viewer_of(leader), assessment) == []
    answer(assessment, 3, "the fifth", {1: 4})
    assert actions.show(assessment.pk, by=viewer_of(leader)).state == Round.State.SHOWN


def test_between_two_looks_the_leaders_page_says_only_steps_of_five(opened, client, leader) -> None:
    assessment = opened(people=4)
    client.force_login(leader, backend=BACKEND)
    pages = []
    for level in (1, 4):
        other = opened(people=4)
        answer(other, 3, "one more", dict.fromkeys(range(1, 10), level))
        text = client.get(f"/skattning/omgang/{other.pk}/").content.decode()
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text).replace(f"/{other.pk}/", "/N/")
        text = text.replace(other.code, "").replace(formatted(other.code), "")
        pages.append(re.sub(r'<svg class="qr".*?</svg>', "", text, flags=re.DOTALL))
    assert pages[0] == pages[1]
    assert ">minst 5</b>" in pages[0]
    assert ">färre än 5</b>" in client.get(f"/skattning/omgang/{assessment.pk}/").content.decode()


def test_showing_twice_shows_the_same_and_nobody_can_answer_in_between(opened, leader) -> None:
    assessment = opened(people=6)
    actions.show(assessment.pk, by=viewer_of(leader))
    first = queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk))
    with pytest.raises(CollectionClosed):
        answer(assessment, 3, "late", {1: 1})
    actions.show(assessment.pk, by=viewer_of(leader))
    assert queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk)) == first


def test_a_shown_or_discarded_round_is_never_open_again(opened, leader) -> None:
    assessment = opened(people=5)
    actions.show(assessment.pk, by=viewer_of(leader))
    with pytest.raises(CollectionClosed):
        actions.discard(assessment.pk, by=viewer_of(leader))
    gone = opened(people=5)
    actions.discard(gone.pk, by=viewer_of(leader))
    with pytest.raises(CollectionClosed):
        actions.show(gone.pk, by=viewer_of(leader))
    assert not Count.objects.filter(target__round=gone).exists()


def test_leaving_one_out_has_nothing_to_subtract_from(opened, leader, client) -> None:
    """Every group of answers stands alone: no total over targets, no part of a target, and no thin statement is kept."""
    assessment = opened(people=6)
    answer(assessment, 2, "alone about the municipality", dict.fromkeys(range(1, 10), 4))
    actions.show(assessment.pk, by=viewer_of(leader))
    assert [s.target for s in queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk))] == [3]
    assert not Count.objects.filter(target__round=assessment, target__number=2).exists()
    client.force_login(leader, backend=BACKEND)
    page = client.get(f"/skattning/omgang/{assessment.pk}/", {"target": "3", "roll": "rektor", "utom": "1"}).content
    assert json.dumps(page.decode()).count("6 har svarat") == 1
    assert client.get(f"/skattning/omgang/{assessment.pk}/2.csv").status_code == 404


def test_a_statement_that_fewer_than_five_answered_is_neither_shown_nor_kept(opened, leader, client) -> None:
    assessment = opened(people=4)
    for person in range(2):
        answer(assessment, 3, f"more-{person}", dict.fromkeys(range(2, 10), 2))
    actions.show(assessment.pk, by=viewer_of(leader))
    [result] = queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk))
    assert result.counts[0] is None
    assert result.counts[1] == (1, 3, 1, 1)
    assert not Count.objects.filter(target__round=assessment, statement=1).exists()
    client.force_login(leader, backend=BACKEND)
    assert (
        "för få svar för att visas"
        in client.get(f"/skattning/omgang/{assessment.pk}/", headers={"accept-language": "sv"}).content.decode()
    )


def test_a_shown_rating_says_that_its_traces_are_not_forgotten_yet(opened, leader, client) -> None:
    assessment = opened()
    for n in range(5):
        answer(assessment, 3, f"key-{n}", {1: 2})
    actions.show(assessment.pk, by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    texts = []
    for _before_and_after in range(2):
        page = client.get(f"/skattning/omgang/{assessment.pk}/", headers={"accept-language": "sv"}).content.decode()
        texts.append("Allt som är raderat är inte glömt än." in page)
        Forgetting.objects.all().delete()
    assert texts == [True, False]
