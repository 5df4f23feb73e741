"""After a meeting: what the summary leaves out, words differently and brings together; publish, remind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Manager
from django.utils import timezone

from spiral.act.meetings.actions.gate import led, touch, touch_words
from spiral.act.meetings.models import Decision, Meeting, SummaryEdition, Task
from spiral.act.meetings.summary import summary
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


class NoCorrection(Exception):
    """A new edition says what is corrected; nothing has been written."""


@dataclass(frozen=True, slots=True)
class NewWords:
    """How decisions and tasks are to be worded, by number; '' leaves one as it is."""

    decisions: Mapping[int, str] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def keep_choices(
    meeting_id: int, choices: dict[str, Any], revision: Revision, *, by: Viewer, words: NewWords | None = None
) -> Meeting:
    """What the editor has ticked and worded. Raises StaleRevision when somebody else has saved since ``revision``,
    NotNow once published."""
    meeting = led(meeting_id, by=by)
    require_revision(meeting, revision, column="choices_revision")
    if words is not None:
        for row in (*_worded(meeting.decisions, words.decisions), *_worded(meeting.tasks, words.tasks)):
            row.save(update_fields=["text"])
    meeting.choices = choices
    meeting.choices_revision += 1
    meeting.save(update_fields=["choices", "choices_revision"])
    touch_words(meeting.pk)
    record(Action.MEETINGS_SUMMARY_CHANGED, meeting, by=by)
    return meeting


def _worded(rows: Manager[Decision] | Manager[Task], texts: Mapping[int, str]) -> Iterator[Decision | Task]:
    """Those whose words are others now."""
    for row in rows.filter(pk__in=texts):
        if (text := texts[row.pk]) and text != row.text:
            row.text = text
            yield row


@transaction.atomic
def publish(meeting_id: int, *, by: Viewer) -> Meeting:
    """Freeze the summary as it stands, as a new edition; those before are kept. A meeting that is still going on is
    ended first by its leader: NotNow. Raises NoCorrection where nobody has said what is corrected."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.ENDED:
        raise NotNow
    number = meeting.editions.count() + 1
    correction = str(meeting.choices.pop("correction", "")) if number > 1 else ""
    if number > 1 and not correction:
        raise NoCorrection
    meeting.summary = None
    meeting.summary = summary(meeting).as_json()
    meeting.published_at, meeting.is_being_corrected = timezone.now(), False
    meeting.save(update_fields=["summary", "published_at", "is_being_corrected", "choices"])
    SummaryEdition.objects.create(
        meeting=meeting,
        number=number,
        summary=meeting.summary,
        published_at=meeting.published_at,
        correction=correction,
    )
    touch_words(meeting.pk)
    record(Action.MEETINGS_SUMMARY_PUBLISHED, meeting, by=by)
    return meeting


@transaction.atomic
def correct(meeting_id: int, *, by: Viewer) -> Meeting:
    """Begin a new edition of a published summary. What is published stands until the new one is. Raises NotNow where
    nothing is published."""
    meeting = led(meeting_id, by=by, frozen_too=True)
    if not meeting.published_at:
        raise NotNow
    meeting.is_being_corrected = True
    meeting.save(update_fields=["is_being_corrected"])
    touch(meeting.pk)
    record(Action.MEETINGS_CORRECTION_BEGUN, meeting, by=by)
    return meeting


def mark_sent(meeting_id: int) -> None:
    """That the summary has gone out by mail."""
    Meeting.objects.filter(pk=meeting_id).update(summary_sent_at=timezone.now())


def mark_reminded(tasks: Iterable[Task]) -> None:
    """That somebody has been reminded today."""
    Task.objects.filter(pk__in=[t.pk for t in tasks]).update(reminded_on=timezone.localdate())
