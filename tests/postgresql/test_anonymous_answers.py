"""Anonymous answers at once: none lost or doubled, and what PostgreSQL keeps beside a row says nothing of them."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

import pytest
from django.db import connection

from spiral.trust.access.viewer import viewer_of
from tests.postgresql.at_once import ON_POSTGRESQL, office, raised, together

pytestmark = ON_POSTGRESQL


def a_round() -> object:
    from spiral.learn.assessments import actions
    from spiral.learn.assessments.statements import shipped

    return actions.open_round(shipped()[0], actions.RoundOpening("Prov", (3,)), by=viewer_of(office(1, "coordinator")))


def test_forty_telephones_at_once_are_counted_once_each() -> None:
    from spiral.learn.assessments.models import Count, Receipt, Target
    from spiral.learn.assessments.tests.conftest import answer

    made = a_round()
    calls = [lambda n=n: answer(made, 3, f"key-{n % 20}", {1: 1 + n % 20 % 4, 2: 2}) for n in range(40)]
    found = together(*calls)
    assert raised(found) == []
    assert sorted(found) == [False] * 20 + [True] * 20
    assert (Receipt.objects.count(), Target.objects.get(round=made).answers) == (20, 20)
    kept = {(c.statement, c.level): c.count for c in Count.objects.filter(target__round=made, count__gt=0)}
    assert kept == {(1, 1): 5, (1, 2): 5, (1, 3): 5, (1, 4): 5, (2, 2): 20}


def test_an_answer_beside_the_showing_is_counted_or_refused_never_half() -> None:
    from spiral.learn.assessments import actions
    from spiral.learn.assessments.models import Count, Receipt, Target
    from spiral.learn.assessments.tests.conftest import answer

    made = a_round()
    for n in range(5):
        answer(made, 3, f"first-{n}", {1: 1})
    answers = [lambda n=n: answer(made, 3, f"key-{n}", {1: 1}) for n in range(10)]
    found = together(*answers, lambda: actions.show(made.pk, by=viewer_of(made.leader)))
    assert all(isinstance(f, actions.CollectionClosed) for f in raised(found))
    taken = 5 + sum(f is True for f in found)
    assert Target.objects.get(round=made).answers == taken
    assert Count.objects.get(target__round=made, statement=1, level=1).count == taken
    assert not Receipt.objects.exists()


def test_after_a_round_no_row_says_which_levels_the_last_one_chose() -> None:
    from spiral.learn.assessments import actions
    from spiral.learn.assessments.tests.conftest import answer

    made = a_round()
    for n in range(6):
        answer(made, 3, f"key-{n}", {1: 1 + n % 2, 2: 1 + n % 3, 3: 1})
    assert len(_transactions("assessments_count")) > 1, "the attack sees what is there"
    actions.show(made.pk, by=viewer_of(made.leader))
    assert len(_transactions("assessments_count")) == 1
    assert _dead("assessments_count") == _dead("assessments_receipt") == _dead("assessments_ticket") == 0


def test_after_a_collection_no_row_says_what_the_last_pupil_chose() -> None:
    from spiral.understand.voices.actions import collections
    from spiral.understand.voices.questions import shipped
    from spiral.understand.voices.tests.conftest import take

    leader = office(1, "coordinator")
    made = collections.open_collection(shipped()[0], collections.VoicesOpening("Klass", ""), by=viewer_of(leader))
    for n in range(6):
        take(made, f"key-{n}", {1: 1 + n % 2, 3: 1 + n % 3}, {2: f"vi övar sak {n}"})
    assert _transactions("voices_count") == _transactions("voices_quote") == set(), "they are in the box"
    collections.close(made.pk, by=viewer_of(leader))
    assert len(_transactions("voices_count")) == len(_transactions("voices_quote")) == 1
    assert _dead("voices_quote") == _dead("voices_receipt") == 0


def test_beside_a_reader_a_closing_says_what_is_not_forgotten_and_finishes_it_afterwards() -> None:
    import psycopg

    from spiral.ground import forgetting
    from spiral.trust.anonymous.queries import about
    from spiral.understand.voices.actions import collections, reviewing
    from spiral.understand.voices.models import Quote
    from spiral.understand.voices.questions import shipped
    from spiral.understand.voices.tests.conftest import take

    leader = office(1, "coordinator")
    made = collections.open_collection(shipped()[0], collections.VoicesOpening("Klass", ""), by=viewer_of(leader))
    for n in range(6):
        take(made, f"key-{n}", {1: 1}, {2: f"kvarsak{'abcdef'[n]}"} | ({4: f"tunnsak{'abcdef'[n]}"} if n < 3 else {}))
    with psycopg.connect(**_address()) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT count(*) FROM voices_collection")
        began = time.monotonic()
        collections.close(made.pk, by=viewer_of(leader))
        assert time.monotonic() - began < 2
        assert forgetting.is_due(about(made)), "dead rows that the reader may ask for are copied along"
        reader.execute("LOCK TABLE voices_quote IN ACCESS SHARE MODE")
        began = time.monotonic()
        reviewing.mask_words(made.pk, Quote.objects.get(text="kvarsakf").pk, [0], "kvarsakf", by=viewer_of(leader))
        assert time.monotonic() - began < 2
        assert forgetting.finish(patience=0) == 2
    assert forgetting.finish() == 0
    assert _dead("voices_receipt") == _dead("voices_ticket") == _dead("voices_answerbox") == _dead("voices_quote") == 0


def test_no_table_file_nor_log_holds_the_texts_of_a_dropped_question() -> None:
    """The texts that were kept stand in the log (WAL) as they were at the closing; masked ones too, until it is written
    over (docs/drift.md)."""
    from spiral.understand.voices.actions import collections
    from spiral.understand.voices.questions import shipped
    from spiral.understand.voices.tests.conftest import take

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    if not os.access(folder / "base", os.R_OK):
        pytest.skip("postgres: dataområdet går inte att läsa härifrån")
    leader = office(1, "coordinator")
    made = collections.open_collection(shipped()[0], collections.VoicesOpening("Klass", ""), by=viewer_of(leader))
    sign = secrets.choice("qxzw") + "".join(secrets.choice("abcdefghij") for _n in range(8))
    for n in range(6):
        take(made, f"key-{n}", {1: 1}, {2: f"kvar{sign}"} | ({4: f"tunn{sign}"} if n < 3 else {}))
    collections.close(made.pk, by=viewer_of(leader))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    held = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert f"kvar{sign}".encode() in held, "the attack sees what is there"
    assert f"tunn{sign}".encode() not in held


def _address() -> dict[str, object]:
    """The test database as psycopg is told of it."""
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}


def _transactions(table: str) -> set[str]:
    """The transactions that wrote the rows of a table last, as PostgreSQL shows them to whoever may read it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
        return {row[0] for row in cursor.fetchall()}


def _dead(table: str) -> int:
    """Rows' places in the file beyond those of the rows there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), coalesce(max((ctid::text::point)[1]::int), 0) FROM {table}")
        rows, last = cursor.fetchone()
        return max(0, last - rows)
