"""Reading changes nothing: every address × every role by GET, with every table as it was before.

Left out: sessions, and when somebody last signed in. A wrong code is the one thing that a GET counts, since a link is
how codes are tried (decisions/0014), and a leader's reading of pupils' words before their release is logged
(decisions/0016); both are tested apart, below.
"""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test import Client

from spiral.sources import reading
from spiral.trust.access.viewer import viewer_of

from .addresses import ROLES, addresses_in

pytestmark = [pytest.mark.django_db, pytest.mark.figures]
#: Tables that a reading may touch: none of what the rooms know.
LEFT_OUT = {"django_session", "sqlite_sequence"}


def _tables() -> dict[str, str]:
    """A digest of every row of every table, in any order; a person's row without when she last signed in."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name in LEFT_OUT or name.startswith("results_"):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            columns = [c[0] for c in cursor.description]
            rows = sorted(
                repr([v for c, v in zip(columns, row, strict=True) if c != "last_login"]) for row in cursor.fetchall()
            )
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_no_page_writes_when_it_is_read_or_waits_for_another_process(rooms, person, monkeypatch) -> None:
    children = []
    monkeypatch.setattr(reading, "_run", lambda kind, *args: children.append(kind))
    addresses = [a for a in addresses_in(rooms) if "logout" not in a]
    assert len(addresses) > 150
    for role in ROLES:
        client = Client()
        if role:
            client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        before = _tables()
        for code in rooms["code"]:
            for field in ("/moten/delta/", "/skattning/svara/", "/elevroster/svara/"):
                client.get(field, {"code": code})
        answers = [client.get(address).status_code for address in addresses]
        after = _tables()
        assert {name for name in before if before[name] != after[name]} == set(), role
        assert answers.count(200) > 40, role
    assert children == [], "what ships with the product is read once, in this process"


def test_reading_pupils_words_before_their_release_is_logged_and_changes_nothing_else(person) -> None:
    from spiral.trust.audit.models import Event
    from spiral.understand.voices.actions import collections, reviewing
    from spiral.understand.voices.questions import shipped
    from spiral.understand.voices.tests.conftest import answer

    leader = person("samordnare")
    made = collections.open_collection(shipped()[0], collections.VoicesOpening("Prov", ""), by=viewer_of(leader))
    for n in range(6):
        answer(made, n)
    collections.close(made.pk, by=viewer_of(leader))
    client = Client()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    before = _tables()
    assert client.get(f"/elevroster/insamling/{made.pk}/granska/?question=4").status_code == 200
    assert client.get(f"/elevroster/insamling/{made.pk}/granska/{made.quotes.first().pk}/").status_code == 200
    after = _tables()
    assert {name for name in before if before[name] != after[name]} == {"audit_event", "audit_head"}
    read = Event.objects.order_by("-pk")[:2]
    assert {(e.action, e.object_id, e.actor) for e in read} == {("voices.quotes_read", str(made.pk), str(leader.pk))}
    reviewing.release(made.pk, by=viewer_of(leader))
    before = _tables()
    client.get(f"/elevroster/insamling/{made.pk}/granska/?question=4")
    assert _tables() == before, "released words are everybody's"


def test_a_wrong_code_changes_only_the_count_of_wrong_codes(rooms) -> None:
    before = _tables()
    Client().get("/moten/delta/000000/")
    after = _tables()
    assert {name for name in before if before[name] != after[name]} == {"core_codespace", "core_guesser"}
