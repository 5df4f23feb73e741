"""After a meeting: what the summary leaves out, words differently and brings together; publish, remind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from spiral.act.meetings.actions.gate import led, touch_words
from spiral.act.meetings.models import Meeting, Task
from spiral.act.meetings.summary import summary
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


@transaction.atomic
def keep_choices(meeting_id: int, choices: dict[str, Any], revision: Revision, *, by: Viewer) -> Meeting:
    """What the editor has ticked and worded. Raises StaleRevision when somebody else has saved since ``revision``,
    NotNow once published."""
    meeting = led(meeting_id, by=by)
    require_revision(meeting, revision, column="choices_revision")
    meeting.choices = choices
    meeting.choices_revision += 1
    meeting.save(update_fields=["choices", "choices_revision"])
    touch_words(meeting.pk)
    record(Action.MEETINGS_SUMMARY_CHANGED, meeting, by=by)
    return meeting


@transaction.atomic
def publish(meeting_id: int, *, by: Viewer) -> Meeting:
    """Freeze the summary as it stands. A meeting that is still going on is ended first by its leader: NotNow."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.ENDED:
        raise NotNow
    meeting.summary = summary(meeting).as_json()
    meeting.published_at = timezone.now()
    meeting.save(update_fields=["summary", "published_at"])
    touch_words(meeting.pk)
    record(Action.MEETINGS_SUMMARY_PUBLISHED, meeting, by=by)
    return meeting


def mark_reminded(tasks: Iterable[Task]) -> None:
    """That somebody has been reminded today."""
    Task.objects.filter(pk__in=[t.pk for t in tasks]).update(reminded_on=timezone.localdate())
