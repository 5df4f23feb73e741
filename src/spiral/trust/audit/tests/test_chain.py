"""The log shows a change that somebody makes in it, and never says that an honest one is broken."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from spiral import cli
from spiral.trust.access.viewer import system
from spiral.trust.audit import queries
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import COLUMNS, digest_of
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import seal_earlier, write
from spiral.trust.audit.verification import Break, Flaw, first_break

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """What the command prints after ten events, in a file."""
    write(10)
    assert cli.main(["audit", "head"]) == 0
    file = tmp_path / "ankare"
    file.write_text(capsys.readouterr().out)
    return file


def verify(*words: object) -> int:
    return cli.main(["audit", "verify", *map(str, words)])


@pytest.mark.parametrize(
    "change",
    [
        {"action": "results.commented"},
        {"actor": "7"},
        {"kind": "people.person"},
        {"object_id": "N9"},
        {"place": "1471"},
        {"reason": "annat"},
        {"detail": {"before": 1}},
        {"version": 1},
        {"version": 3},
        {"digest": "å" * 64},
        {"verb": "läste"},
        {"what": "sidan"},
    ],
)
def test_every_changed_column_is_found_at_its_event(change: dict[str, object]) -> None:
    events = write(5)
    assert first_break() is None
    Event.objects.filter(pk=events[2].pk).update(**change)
    assert first_break() == Break(events[2].pk, Flaw.CHANGED)


def test_a_changed_time_is_found_without_an_anchor() -> None:
    event = write(3)[1]
    Event.objects.filter(pk=event.pk).update(at=event.at + timedelta(microseconds=1))
    assert first_break() == Break(event.pk, Flaw.CHANGED)
    assert verify() == 1


def test_every_column_is_in_the_digest_but_the_digest_itself_and_what_only_the_first_version_wrote() -> None:
    assert {f.name for f in Event._meta.fields} == {*COLUMNS, "digest", "verb", "what"}


def test_the_time_is_the_same_instant_whatever_clock_it_is_read_by() -> None:
    with time_machine.travel("2026-10-25T01:30:00.123456+00:00", tick=False):
        (event,) = write(1)
    assert Event.objects.get(pk=event.pk).at.astimezone(UTC).isoformat() == "2026-10-25T01:30:00.123456+00:00"
    assert first_break() is None


def test_a_removed_event_is_a_gap_before_the_next() -> None:
    events = write(3)
    Event.objects.filter(pk=events[1].pk).delete()
    assert first_break() == Break(events[2].pk, Flaw.GAP)


def test_two_events_that_have_changed_places_are_found() -> None:
    first, second, _third = write(3)
    for now, then in ((first.pk, 10_000), (second.pk, first.pk), (10_000, second.pk)):
        Event.objects.filter(pk=now).update(id=then)
    assert first_break() == Break(first.pk, Flaw.CHANGED)


def test_an_event_written_without_the_key_is_found(settings) -> None:
    last = write(3)[-1]
    honest, settings.AUDIT_KEYS = settings.AUDIT_KEYS, ["x" * 32]
    forged = record(Action.RESULTS_QUESTIONED, "N4", by=system())
    settings.AUDIT_KEYS = honest
    assert first_break() == Break(forged.pk, Flaw.NO_KEY)
    Event.objects.filter(pk=forged.pk).update(key=last.key)
    assert first_break() == Break(forged.pk, Flaw.CHANGED)


def test_a_new_key_goes_on_where_the_old_one_ended_and_the_old_one_is_still_needed(settings) -> None:
    old = settings.AUDIT_KEYS[0]
    first = write(2)[0]
    settings.AUDIT_KEYS = ["n" * 32, old]
    write(2)
    assert first_break() is None
    settings.AUDIT_KEYS = ["n" * 32]
    assert first_break() == Break(Event.objects.order_by("pk").values_list("pk", flat=True)[0], Flaw.NO_KEY)
    assert first.pk > 0


def test_an_event_cannot_be_slipped_in_as_one_of_the_first_version() -> None:
    last = write(3)[-1]
    slipped = Event(pk=last.pk + 1, version=1, at=last.at, actor="7", verb="läste", what="sidan", previous=last.digest)
    slipped.digest = digest_of(slipped)
    slipped.save(force_insert=True)
    assert first_break() == Break(slipped.pk, Flaw.CHANGED)


@pytest.fixture
def earlier() -> list[Event]:
    """A log of 0.1.0 on PostgreSQL, where the third and the fourth writer both followed the second; then upgraded."""
    Event.objects.all().delete()
    Head.objects.all().delete()
    events: list[Event] = []
    for n, before in enumerate([None, 0, 1, 1, 2, 4], 1):
        previous = "" if before is None else events[before].digest
        event = Event(pk=n, version=1, at=timezone.now(), actor="7", verb="läste", what=f"sida {n}", previous=previous)
        event.digest = digest_of(event)
        event.save(force_insert=True)
        events.append(event)
    seal_earlier()
    return events


def test_two_writers_that_0_1_0_let_follow_the_same_event_are_no_break(earlier: list[Event]) -> None:
    assert first_break() is None
    write(3)
    assert first_break() is None


@pytest.mark.parametrize("change", [{"at": timezone.now()}, {"place": "1470"}, {"action": "people.added"}])
def test_a_changed_column_of_an_earlier_version_is_found_though_its_digest_does_not_cover_it(
    change: dict[str, object], earlier: list[Event]
) -> None:
    write(2)
    Event.objects.filter(pk=3).update(**change)
    assert first_break() == Break(7, Flaw.EARLIER)


def test_an_event_of_an_earlier_version_that_nobody_followed_is_missed(earlier: list[Event]) -> None:
    Event.objects.filter(pk=4).delete()
    assert first_break() == Break(7, Flaw.EARLIER)
    Event.objects.filter(pk=2).delete()
    assert first_break() == Break(3, Flaw.GAP)


def test_a_log_put_back_to_before_its_upgrade_is_found(earlier: list[Event]) -> None:
    Event.objects.filter(version=2).delete()
    Head.objects.update(event=6, digest=earlier[-1].digest)
    assert first_break() == Break(6, Flaw.EARLIER)


def test_what_can_no_longer_be_read_is_a_break_and_no_error(client, person) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL tar inte emot en tid som inte är någon")
    event = write(3)[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET at = '2026-13-45 00:00:00' WHERE id = %s", [event.pk])
    assert first_break() == Break(event.pk, Flaw.UNREADABLE)
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/handelser/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL tar inte emot det som inte är text eller tal")
def test_the_commands_name_what_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    event, last = write(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET reason = CAST(x'ff' AS TEXT) WHERE id = %s", [event.pk])
        assert verify() == 1
        assert f"Händelse {event.pk} går inte att läsa: något i den har ändrats." in capsys.readouterr().err
        cursor.execute("UPDATE audit_head SET event = 'abc'")
    assert verify() == 1
    assert f"Raden som säger var loggen slutar, efter händelse {last.pk}, har ändrats." in capsys.readouterr().err
    assert cli.main(["audit", "head"]) == 1
    assert "Loggens slut går inte att läsa. Kör spiral audit verify" in capsys.readouterr().err


def test_a_log_that_has_grown_since_the_anchor_passes(anchor: Path) -> None:
    assert verify("--anchor", anchor) == 0
    write(3)
    assert verify("--anchor", anchor) == 0
    assert verify() == 0


def test_the_last_five_cut_off_are_missed_with_and_without_an_anchor(anchor: Path, capsys) -> None:
    for number in list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:5]):
        Event.objects.filter(pk=number).delete()
    assert verify("--anchor", anchor) == 1
    assert verify() == 1
    assert "Loggen slutar för tidigt" in capsys.readouterr().err


def test_a_head_that_is_put_back_without_the_key_is_found(anchor: Path) -> None:
    keep = Event.objects.order_by("-pk")[5]
    Event.objects.filter(pk__gt=keep.pk).delete()
    Head.objects.update(event=keep.pk, digest=keep.digest)
    assert first_break() == Break(keep.pk, Flaw.HEAD)


def test_a_log_whose_head_was_put_back_too_as_it_once_was_is_missed_by_the_anchor(tmp_path: Path, capsys) -> None:
    keep = write(5)[-1]
    earlier = Head.objects.get()
    write(5)
    assert cli.main(["audit", "head"]) == 0
    anchor = tmp_path / "ankare"
    anchor.write_text(capsys.readouterr().out)
    Event.objects.filter(pk__gt=keep.pk).delete()
    earlier.save()
    assert verify() == 0
    assert verify("--anchor", anchor) == 1
    write(8)
    assert verify("--anchor", anchor) == 1, "grown past the anchor by other events"


def test_a_log_that_is_gone_whole_is_missed(anchor: Path) -> None:
    Event.objects.all().delete()
    assert verify() == 1
    Head.objects.all().delete()
    assert verify("--anchor", anchor) == 1
    write(30)
    assert verify("--anchor", anchor) == 1


def test_a_head_that_is_gone_is_not_made_up_from_the_log() -> None:
    write(3)
    Head.objects.all().delete()
    assert first_break() == Break(queries.head().number, Flaw.NO_HEAD)
    after = write(1)[0]
    assert first_break() == Break(after.pk, Flaw.GAP)


def test_an_anchor_of_an_empty_log_is_passed_by_every_log(tmp_path: Path) -> None:
    (tmp_path / "tomt").write_text('{"event": 0, "digest": ""}\n')
    assert verify("--anchor", tmp_path / "tomt") == 0


def test_anchors_that_syslog_has_kept_are_all_held_against_the_log(tmp_path: Path) -> None:
    lines = []
    for _n in range(3):
        write(2)
        lines.append(f"Nov 22 10:00:00 nav spiral: {queries.head()}\n")
    (tmp_path / "syslog").write_text("".join(lines))
    assert verify("--anchor", tmp_path / "syslog") == 0
    (tmp_path / "syslog").write_text("".join(lines).replace('"digest": "', '"digest": "0', 1)[:-1])
    assert verify("--anchor", tmp_path / "syslog") == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"hej",
        b"{",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"event": true, "digest": ""}',
        b"{" * 1990,
        b'{"event": 1, "digest": ""}',
        b'{"event": 1, "digest": 7}',
        b'{"event": -1, "digest": ""}',
        b'{"a":[' * 300,
        b'{"event": 99999999999999999999, "digest": "' + b"0" * 64 + b'"}',
        b"x" * 5_000_001,
    ],
)
def test_a_file_that_is_no_anchor_is_a_wrong_call_and_says_so(content: bytes, tmp_path: Path, capsys) -> None:
    (tmp_path / "fil").write_bytes(content)
    assert verify("--anchor", tmp_path / "fil") == 2
    assert "spiral audit head" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path, capsys) -> None:
    assert verify("--anchor", tmp_path / "finns-inte") == 2
    assert "går inte att läsa" in capsys.readouterr().err
