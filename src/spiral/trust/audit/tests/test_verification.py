"""Each way in which a log can be broken, with its place: the first there is, and none where the log is whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError
from django.utils import translation

from spiral.trust.access.viewer import system
from spiral.trust.audit import verification
from spiral.trust.audit.actions import record
from spiral.trust.audit.anchors import Anchor
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import current_key_id, digest_of, earlier_line
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import sign
from spiral.trust.audit.verification import Break, Flaw, first_break

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def an_empty_log(db: None) -> None:
    Event.objects.all().delete()
    Head.objects.all().delete()


def write(count: int) -> list[Event]:
    return [record(Action.RESULTS_QUESTIONED, f"N{n}", by=system()) for n in range(count)]


def put(number: int, **columns: object) -> Event:
    """An event as somebody with the key could have written it: whatever it says, its digest is right."""
    event = Event(pk=number, **({"at": NOW, "version": 2, "key": current_key_id()} | columns))
    event.digest = digest_of(event)
    event.save(force_insert=True)
    end = Head.objects.first() or Head()
    end.event, end.digest = number, event.digest
    sign(end)
    return event


def earlier(number: int, previous: str = "") -> Event:
    return put(number, version=1, key="", actor="7", verb="läste", what=f"sida {number}", previous=previous)


def seal(number: int, previous: Event, *sealed: Event, **columns: object) -> Event:
    import hashlib

    sha256 = hashlib.sha256(b"".join(map(earlier_line, sealed))).hexdigest()
    detail = {"events": len(sealed), "sha256": sha256}
    return put(number, **({"action": "audit.earlier_sealed", "detail": detail, "previous": previous.digest} | columns))


def test_an_empty_log_is_whole_with_and_without_a_head_and_with_an_anchor_of_nothing() -> None:
    assert first_break() is None
    sign(Head())
    assert first_break() is None
    assert first_break([Anchor(0, "")]) is None


def test_a_log_is_whole_from_number_one_on() -> None:
    events = write(3)
    assert [e.pk for e in events] == [1, 2, 3]
    assert first_break(Anchor(e.pk, e.digest) for e in events) is None


def test_the_first_break_is_the_one_that_is_told() -> None:
    events = write(5)
    Event.objects.filter(pk__in=[2, 4]).update(reason="annat")
    assert first_break() == Break(2, Flaw.CHANGED)
    Event.objects.filter(pk=1).delete()
    assert first_break() == Break(2, Flaw.CHANGED)
    assert events[0].pk == 1


@pytest.mark.parametrize(("gone", "number"), [(1, 2), (2, 3), (3, 4)])
def test_a_missing_event_is_a_gap_before_the_next(gone: int, number: int) -> None:
    write(4)
    Event.objects.filter(pk=gone).delete()
    assert first_break() == Break(number, Flaw.GAP)


def test_an_event_must_follow_by_its_number_and_by_its_digest() -> None:
    first = write(1)[0]
    put(3, previous=first.digest)
    assert first_break() == Break(3, Flaw.GAP)
    Event.objects.filter(pk=3).delete()
    put(2, previous="a" * 64)
    assert first_break() == Break(2, Flaw.GAP)


def test_a_first_event_that_is_not_number_one_is_a_gap() -> None:
    put(2, previous="")
    assert first_break() == Break(2, Flaw.GAP)


def test_an_event_before_number_one_is_a_gap() -> None:
    write(2)
    put(-1, previous="")
    assert first_break() == Break(-1, Flaw.GAP)


def test_a_log_that_ends_before_its_head_or_an_anchor_is_cut_after_its_last_event() -> None:
    events = write(4)
    anchor = Anchor(4, events[3].digest)
    Event.objects.filter(pk__gt=2).delete()
    assert first_break() == Break(3, Flaw.CUT)
    Head.objects.update(event=2, digest=events[1].digest)
    assert first_break() == Break(2, Flaw.HEAD)
    sign(Head.objects.get())
    assert first_break() is None
    assert first_break([anchor]) == Break(3, Flaw.CUT)
    Event.objects.all().delete()
    Head.objects.all().delete()
    assert first_break([anchor]) == Break(1, Flaw.CUT)


def test_another_event_than_an_anchor_or_the_head_points_at_is_named() -> None:
    events = write(3)
    honest = [Anchor(e.pk, e.digest) for e in events]
    assert first_break([honest[0], Anchor(2, "b" * 64), honest[2]]) == Break(2, Flaw.OTHER)
    assert first_break([honest[1], Anchor(2, "b" * 64)]) == Break(2, Flaw.OTHER), "two anchors of one event, one false"
    assert first_break([honest[1], honest[1]]) is None
    Head.objects.update(digest="b" * 64)
    assert first_break(honest) == Break(3, Flaw.OTHER)


def test_an_event_whose_key_is_not_here_cannot_be_checked(settings) -> None:
    write(1)
    settings.AUDIT_KEYS = ["x" * 32, *settings.AUDIT_KEYS]
    write(1)
    assert first_break() is None
    settings.AUDIT_KEYS = settings.AUDIT_KEYS[1:]
    assert first_break() == Break(2, Flaw.NO_KEY)


def test_a_log_of_the_first_version_is_whole_when_the_next_seals_it() -> None:
    first = earlier(1)
    forked = [earlier(2, first.digest), earlier(3, first.digest), earlier(4, first.digest)]
    assert first_break() == Break(4, Flaw.EARLIER), "never sealed"
    sealing = seal(5, forked[-1], first, *forked)
    assert first_break() is None
    put(6, previous=sealing.digest)
    assert first_break() is None


def test_an_event_of_the_first_version_follows_one_before_it() -> None:
    first = earlier(1)
    second = earlier(2, first.digest)
    earlier(3, "a" * 64)
    assert first_break() == Break(3, Flaw.GAP)
    Event.objects.filter(pk=3).delete()
    third = earlier(3)
    seal(4, third, first, second, third)
    assert first_break() is None, "two who both wrote first"


@pytest.mark.parametrize(
    "columns",
    [
        {"action": "results.questioned"},
        {"action": "results.questioned", "detail": {}},
        {"detail": {}},
        {"detail": {"events": 1, "sha256": "a" * 64}},
    ],
    ids=str,
)
def test_what_seals_the_first_version_wrongly_is_named(columns: dict[str, object]) -> None:
    first = earlier(1)
    second = seal(2, first, first, **columns)
    put(3, previous=second.digest)
    assert first_break() == Break(2, Flaw.EARLIER)


def test_a_seal_of_too_few_or_too_many_is_no_seal() -> None:
    first = earlier(1)
    second = earlier(2, first.digest)
    seal(3, second, second)
    assert first_break() == Break(3, Flaw.EARLIER)


def test_the_first_version_never_comes_again() -> None:
    first = earlier(1)
    sealing = seal(2, first, first)
    assert first_break() is None
    earlier(3, sealing.digest)
    assert first_break() == Break(3, Flaw.CHANGED)


def test_a_seal_in_a_log_that_has_none_to_seal_is_an_event_like_others() -> None:
    put(1, action="audit.earlier_sealed", detail={"events": 7, "sha256": ""}, previous="")
    assert first_break() is None


@pytest.mark.parametrize("unreadable", [1, 2, 4])
def test_what_can_no_longer_be_read_is_named(unreadable: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a database does with a row that holds no time: Django raises when it is read."""
    write(4)
    from_db = Event.from_db.__func__

    def reading(cls: type[Event], db: str, names: object, values: list[object]) -> Event:
        event = from_db(cls, db, names, values)
        if event.pk == unreadable:
            raise ValueError("no time")
        return event

    monkeypatch.setattr(Event, "from_db", classmethod(reading))
    assert first_break() == Break(unreadable, Flaw.UNREADABLE)


def test_what_cannot_be_read_once_and_can_again_is_named_after_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    monkeypatch.setattr(verification, "digest_of", lambda event: int("no number"))
    assert first_break() == Break(1, Flaw.UNREADABLE)


def test_a_database_that_fails_once_is_an_error_and_accuses_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(event: Event) -> str:
        raise OperationalError("gone")

    write(2)
    monkeypatch.setattr(verification, "digest_of", fail)
    with pytest.raises(OperationalError):
        first_break()


def test_the_log_is_read_from_its_first_event_on() -> None:
    assert Event._meta.ordering == ("id",)


def test_a_long_log_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.models import QuerySet

    write(1)
    pieces: list[int] = []
    iterator = QuerySet.iterator

    def telling(self: QuerySet, chunk_size: int) -> object:
        pieces.append(chunk_size)
        return iterator(self, chunk_size)

    monkeypatch.setattr(QuerySet, "iterator", telling)
    assert first_break() is None
    assert pieces == [2000]


@pytest.mark.parametrize(
    ("flaw", "sentence"),
    [
        (Flaw.CHANGED, "Händelse 7 stämmer inte med sin kontrollsumma."),
        (Flaw.UNREADABLE, "Händelse 7 går inte att läsa: något i den har ändrats."),
        (Flaw.GAP, "Före händelse 7 saknas något: den följer inte på händelsen före."),
        (Flaw.CUT, "Loggen slutar för tidigt: händelse 7 finns inte."),
        (Flaw.OTHER, "Händelse 7 är en annan än den som ankaret, eller loggens egen slutrad, pekar på."),
        (Flaw.EARLIER, "Det som Spiral 0.1.0 skrev, före händelse 7, är inte som vid uppgraderingen."),
        (Flaw.NO_HEAD, "Raden som säger var loggen slutar, efter händelse 7, finns inte."),
        (Flaw.HEAD, "Raden som säger var loggen slutar, efter händelse 7, har ändrats."),
        (Flaw.NO_KEY, "Händelse 7 går inte att kontrollera: nyckeln som den skrevs med finns inte här."),
    ],
)
def test_each_break_is_a_sentence_with_its_place(flaw: Flaw, sentence: str) -> None:
    with translation.override("sv"):
        assert str(Break(7, flaw)) == sentence
