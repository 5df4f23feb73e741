"""A database of an earlier version, migrated by this one, has every row it had (tests/upgrade/)."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.upgrade.earlier import Database, Rows, on_postgresql, on_sqlite

pytestmark = pytest.mark.db
KEPT = Path(__file__).parent / "upgrade"
CHANGES = tomllib.loads((KEPT / "changes.toml").read_text(encoding="utf-8"))
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


@pytest.fixture(params=sorted(p.name for p in KEPT.glob("*.gz")))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Each of the databases we keep, on the engine it was made by."""
    kept = gzip.decompress((KEPT / request.param).read_bytes())
    if request.param.endswith(".sqlite3.gz"):
        yield on_sqlite(kept, tmp_path)
    elif ON_POSTGRESQL:
        yield from on_postgresql(kept.decode(), request.param, tmp_path)
    else:
        pytest.skip("postgres: sätt SPIRAL_TEST_POSTGRES, se docs/drift.md")


def test_an_earlier_version_s_database_has_every_row_it_had(old: Database) -> None:
    before = old.everything()
    assert not [table for table, rows in before.items() if not rows], "a table without rows proves nothing"
    old.run("migrate", "--verbosity", "0")
    after = old.everything()
    for table, rows in before.items():
        if table in CHANGES["gone"]:
            assert table not in after
            continue
        now = after[CHANGES["renamed"].get(table, table)]
        if table in CHANGES["emptied"]:
            assert now == [], table
            continue
        missing = set(rows[0]) - set(now[0] if now else {})
        assert not {f"{table}.{column}" for column in missing} - set(CHANGES["gone"]), "columns are gone"
        if table in CHANGES["sealed"]:
            rows = [row for row in rows if row["collection_id"] not in _open_collections(before)]
        compared = [c for c in rows[0] if c not in missing and f"{table}.{c}" not in CHANGES["changed"]]
        words = CHANGES["words"].get(table, {})
        then, later = (
            _sorted(_in_new_words(rows, words), compared),
            _sorted(_in_new_words(now, dict.fromkeys(words, {})), compared),
        )
        if table in CHANGES["grown"]:
            assert [row for row in then if row not in later] == [], table
        else:
            assert later == then, table


def test_every_word_that_a_column_could_hold_is_renamed(old: Database) -> None:
    """Whatever the rows of the demo hold: each old word is written into some of them before the upgrade."""
    columns = [(t, c, words) for t, listed in CHANGES["words"].items() for c, words in listed.items()]
    _put_every_kind_of_item(old)
    for table, column, words in columns:
        rows = old.ask(f'SELECT * FROM "{table}"')
        if any(str(row[column]).startswith(("[", "{")) for row in rows):
            continue  # JSON, as the demo has it
        for n, row in enumerate(rows):
            old.put(table, row, column, list(words)[n % len(words)])
    before = old.everything()
    old.run("migrate", "--verbosity", "0")
    after = old.everything()
    for table, column, words in columns:
        key = next(iter(before[table][0]))
        then = {row[key]: row[column] for row in _in_new_words(before[table], {column: words})}
        now = {row[key]: row[column] for row in _in_new_words(after[table], {column: {}})}
        assert now == then, f"{table}.{column}"
    script = """
from django.apps import apps
for model in apps.get_models():
    for field in model._meta.concrete_fields:
        if field.choices:
            stored = set(model._base_manager.values_list(field.attname, flat=True))
            print(model._meta.label, field.name, stored - {value for value, _label in field.flatchoices} - {None, ""})
"""
    told = [line for line in old.run("shell", "--no-imports", "--command", script).split("\n") if line.strip()]
    assert len(told) > 30
    assert [line for line in told if not line.endswith("set()")] == []
    script = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
for (app, name), migration in MigrationLoader(connection).disk_migrations.items():
    if name.endswith("_choice_values_in_english"):
        [earlier] = [parent for parent_app, parent in migration.dependencies if parent_app == app]
        call_command("migrate", app, earlier, verbosity=0)
"""
    old.run("shell", "--no-imports", "--command", script)
    back = old.everything()
    for table, column, _words in columns:
        key = next(iter(before[table][0]))
        then, now = ([[row[key], _renamed(row[column], {})] for row in rows[table]] for rows in (before, back))
        assert sorted(now, key=repr) == sorted(then, key=repr), f"{table}.{column}, gone back"


def test_what_was_answered_in_an_open_collection_is_in_its_box_after_the_upgrade_and_nowhere_else(
    old: Database,
) -> None:
    before = old.everything()
    (number,) = _open_collections(before)
    counts = [[r["question"], r["option"], r["count"]] for r in before["voices_count"] if r["collection_id"] == number]
    texts = [[r["question"], r["text"]] for r in before["voices_quote"] if r["collection_id"] == number]
    assert len(counts) > 5
    assert len(texts) > 5, "the upgrade has something to seal"
    old.run("migrate", "--verbosity", "0")
    old.run("finish_forgetting")
    script = """
import json
from spiral.understand.voices.actions import boxes
from spiral.understand.voices.models import Collection
content = boxes.content_of(Collection.objects.get(state="open"))
print(json.dumps([[[*cell, n] for cell, n in content.counts.items()], content.texts]))
"""
    found = json.loads(old.run("shell", "--no-imports", "--command", script).strip().split("\n")[-1])
    assert [sorted(part) for part in found] == [sorted(counts), sorted(texts)]
    after = old.everything()
    for table in CHANGES["sealed"]:
        assert [row for row in after[table] if row["collection_id"] == number] == []
    assert after["core_forgetting"] == []
    # The demo says the same in several collections; the rows' own random keys are only theirs.
    gone = [str(r["id"]).encode() for r in before["voices_quote"] if r["collection_id"] == number]
    held = b"".join(path.read_bytes() for path in old.files())
    assert [key for key in gone if key in held] == []


def test_what_the_log_said_is_chained_on_and_a_time_that_was_never_in_a_digest_cannot_be_changed_any_more(
    old: Database,
) -> None:
    before = old.everything()["audit_event"]
    old.run("migrate", "--verbosity", "0")
    whole = f"Loggen är hel till och med händelse {max(int(str(r['id'])) for r in before) + 1}."
    assert old.spiral("audit", "verify") == (0, whole)
    script = """
from django.test import Client
from spiral.trust.access.viewer import system
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people.models import Office, Person
record(Action.RESULTS_QUESTIONED, "N15428", by=system())
client = Client(headers={"accept-language": "sv"})
client.force_login(Person.objects.get(pk=Office.objects.filter(role="coordinator").values("person")[:1]),
                   backend="django.contrib.auth.backends.ModelBackend")
print(client.get("/handelser/").content.decode())
"""
    page = old.run("shell", "--no-imports", "--command", script)
    last = max(before, key=lambda row: int(str(row["id"])))
    for words in (
        str(last["verb"]),
        "förseglade loggen från tidigare versioner",
        "frågade om en siffra",
        "Loggen är hel",
    ):
        assert words in page
    assert old.spiral("audit", "verify")[0] == 0
    old.ask("UPDATE audit_event SET at = '2026-11-01 10:00:00' WHERE version = 1 AND id % 7 = 3 RETURNING id")
    code, told = old.spiral("audit", "verify")
    assert (code, "är inte som vid uppgraderingen" in told) == (1, True)


def test_an_upgraded_database_opens_its_pages(old: Database) -> None:
    old.run("migrate", "--verbosity", "0")
    script = """
from django.test import Client
from spiral.trust.people.models import Office, Person
client = Client()
client.force_login(Person.objects.get(pk=Office.objects.filter(role="coordinator").values("person")[:1]),
                   backend="django.contrib.auth.backends.ModelBackend")
from spiral.act.meetings.models import Meeting
rooms = ["/moten/", "/undersokningar/", "/elevroster/", "/skattning/", "/uppdrag/", "/exempel/", "/behov/", "/pa-gang/",
         "/lasecirklar/", "/handelser/", "/register/natverk/"]
rooms += [f"/moten/{m.pk}/" for m in Meeting.objects.all()]
print(*(f"{page} {client.get(page).status_code}" for page in rooms), sep="\\n")
"""
    answers = old.run("shell", "--no-imports", "--command", script).split("\n")
    assert [a for a in answers if a.strip() and not a.endswith(" 200") and "imported" not in a] == []
    assert sum(a.endswith(" 200") for a in answers) >= 12


def _put_every_kind_of_item(old: Database) -> None:
    """Into an agenda that is a document: a network's own, and those of published summaries."""
    kinds = [{"kind": kind} for kind in CHANGES["words"]["meetings_item"]["kind"]]
    for table, column, items in (
        ("meetings_meetingtemplate", "document", "items"),
        ("meetings_meeting", "summary", "points"),
    ):
        rows = [row for row in old.ask(f'SELECT * FROM "{table}"') if row[column]]
        assert rows, table
        for row in rows:
            document = {**_renamed(row[column], {}), items: kinds}
            old.put(table, row, column, json.dumps(document))


def _open_collections(tables: dict[str, Rows]) -> set[object]:
    return {row["id"] for row in tables["voices_collection"] if row["state"] == "open"}


def _in_new_words(rows: Rows, words: dict[str, dict[str, str]]) -> Rows:
    """The rows, the columns that ``words`` names as they read once their old words are renamed."""
    return [{c: _renamed(v, words[c]) if c in words else v for c, v in row.items()} for row in rows]


def _renamed(value: object, words: dict[str, str]) -> object:
    if isinstance(value, str) and value.startswith(("[", "{")):
        value = json.loads(value)
    if isinstance(value, dict):
        return {name: _renamed(held, words) for name, held in value.items()}
    if isinstance(value, list):
        return [_renamed(held, words) for held in value]
    return words.get(value, value) if isinstance(value, str) else value


def _sorted(rows: Rows, columns: list[str]) -> list[list[object]]:
    return sorted(([row[c] for c in columns] for row in rows), key=repr)
