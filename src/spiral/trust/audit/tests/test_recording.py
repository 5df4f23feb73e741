"""What is written of an event, column by column, and what the catalogue refuses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine

from spiral.trust.access.viewer import system, viewer_of
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import current_key_id, digest_of, signature_of
from spiral.trust.audit.models import Event, Head

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 9, 30, 0, 123456, UTC)


def columns(event: Event) -> dict[str, object]:
    return {f.name: getattr(event, f.name) for f in Event._meta.fields}


def test_an_event_says_who_did_what_to_which_thing_where_and_why(person) -> None:
    who = person("rektor")
    before = record(Action.RESULTS_QUESTIONED, by=system())
    with time_machine.travel(NOW, tick=False):
        event = record(
            Action.NEEDS_MAP_SAVED,
            1470,
            by=viewer_of(who),
            place="1471",
            reason="rättelse",
            detail={"areas": ("narvaro", 3)},
        )
    read = Event.objects.get(pk=event.pk)
    assert columns(read) == {
        "id": before.pk + 1,
        "version": 2,
        "at": NOW,
        "actor": str(who.pk),
        "action": "needs.map_saved",
        "kind": "needs.sheet",
        "object_id": "1470",
        "place": "1471",
        "reason": "rättelse",
        "detail": {"areas": ["narvaro", 3]},
        "key": current_key_id(),
        "previous": before.digest,
        "digest": digest_of(read),
        "verb": "",
        "what": "",
    }
    end = Head.objects.get()
    assert (end.pk, end.event, end.digest, end.signature) == (1, event.pk, event.digest, signature_of(end))
    assert (end.verified_at, end.verified_to, end.flaw) == (None, None, "")


def test_what_is_not_said_of_an_event_is_empty() -> None:
    event = Event.objects.get(pk=record(Action.RESULTS_QUESTIONED, by=system()).pk)
    said = (event.actor, event.object_id, event.place, event.reason, event.detail)
    assert said == ("", "", "", "", {})


@pytest.mark.parametrize("detail", [{"year": 2026}, {"year": "2026"}, {"year": 0}, {"year": []}], ids=str)
def test_a_detail_is_a_number_a_key_or_a_list_of_them(detail: dict[str, object]) -> None:
    event = record(Action.NEEDS_MAP_FROZEN, by=system(), detail=detail)
    assert Event.objects.get(pk=event.pk).detail == detail


def test_a_row_is_written_by_its_key(person) -> None:
    who = person("rektor")
    assert record(Action.PEOPLE_ADDED, who, by=system()).object_id == str(who.pk)
    assert record(Action.PEOPLE_ADDED, 0, by=system()).object_id == "0"


def test_the_first_event_of_an_empty_log_is_number_one_and_follows_on_nothing() -> None:
    Event.objects.all().delete()
    Head.objects.all().delete()
    first = record(Action.RESULTS_QUESTIONED, by=system())
    second = record(Action.RESULTS_QUESTIONED, by=system())
    assert [(e.pk, e.previous) for e in (first, second)] == [(1, ""), (2, first.digest)]


def test_without_its_head_a_log_goes_on_after_its_last_number_and_on_nothing() -> None:
    events = [record(Action.RESULTS_QUESTIONED, by=system()) for _n in range(2)]
    Head.objects.all().delete()
    after = record(Action.RESULTS_QUESTIONED, by=system())
    assert (after.pk, after.previous) == (events[-1].pk + 1, "")


def test_an_event_is_never_written_over_another() -> None:
    from django.db import IntegrityError, transaction

    first = [record(Action.RESULTS_QUESTIONED, f"N{n}", by=system()) for n in range(2)][0]
    Head.objects.update(event=first.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(Action.RESULTS_QUESTIONED, "N9", by=system())
    assert Event.objects.get(pk=first.pk + 1).object_id == "N1"


@pytest.mark.parametrize(
    ("action", "thing", "detail", "said"),
    [
        ("needs.map_saved", "1470", {}, "'needs.map_saved' is no action of the catalogue"),
        (Action.NEEDS_MAP_SAVED, Head(), {}, "needs.map_saved is about needs.sheet, not audit.head 1"),
        (Action.AUDIT_EARLIER_SEALED, Event(), {}, "{} is about audit.event, not audit.event None"),
        (
            Action.NEEDS_MAP_SAVED,
            "1470",
            {"year": 1, "text": 2, "areas": []},
            "needs.map_saved has no detail text, year",
        ),
        (Action.NEEDS_MAP_SAVED, "1470", {"areas": "två ord"}, "{}: a detail is a number or a key, never words"),
        (Action.NEEDS_MAP_SAVED, "1470", {"areas": ["a", "två ord"]}, "{}: a detail is a number or a key, never words"),
        (Action.NEEDS_MAP_SAVED, "1470", {"areas": ["a", "b@c"]}, "{}: a detail is a number or a key, never words"),
    ],
)
def test_what_the_catalogue_does_not_allow_is_refused_with_what_is_wrong(
    action: Action, thing: object, detail: dict[str, object], said: str
) -> None:
    before = Event.objects.count()
    with pytest.raises(ValueError, match=f"^{re.escape(said.format(action))}$"):
        record(action, thing, by=system(), detail=detail)
    assert Event.objects.count() == before
