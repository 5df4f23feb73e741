"""What is written at a meeting: the pencil, group notes that lose nothing, decisions, tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from spiral.act.meetings.actions.gate import led, tasks_have_changed, touch, touch_note
from spiral.act.meetings.models import Attendee, Decision, Group, Meeting, Saved, Task
from spiral.ground.refusals import NotNow
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer, visitor
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What became of a save: the note's revision now, its text, and whether this save was put aside beside it."""

    revision: int
    text: str
    is_aside: bool


@transaction.atomic
def take_pencil(group_id: int, *, attendee: Attendee) -> Group:
    """Become the one who writes; anybody in the group may take over, at once. Raises NotNow for somebody who is not in
    it."""
    group = _group(group_id, attendee)
    if group.holder_id != attendee.pk:
        group.holder = attendee
        group.save(update_fields=["holder"])
        touch_note(group, group.item.meeting_id)
    return group


@transaction.atomic
def save_note(group_id: int, save_id: str, text: str, revision: int, *, attendee: Attendee) -> SaveResult:
    """Write a group's note. When this returns, every character of ``text`` is kept.

    A save that follows on revision ``revision`` by the one who holds the pencil becomes the note. Any other (somebody
    saved in the meantime, the pencil was taken over while the network was gone) is put aside beside it, for the group
    to choose or bring together. The same ``save_id`` again is answered as the first time and writes nothing, so that a
    telephone may repeat itself until it is answered. Raises NotNow for somebody outside the group or after publishing.
    """
    group = _group(group_id, attendee)
    before = group.saves.filter(save_id=save_id).first()
    if before is not None:
        # The revision it made then, not today's: what others have written since is still unseen by who asks.
        return SaveResult(before.revision, before.text, before.is_aside)
    text = text[:LONGEST_NOTE]
    if group.holder_id is None:
        group.holder = attendee
    follows = group.revision == revision and group.holder_id == attendee.pk
    if follows or text == group.text:
        if text != group.text:
            group.text, group.revision = text, group.revision + 1
        group.save(update_fields=["text", "revision", "holder"])
        aside = False
    else:
        aside = True
    Saved.objects.create(
        group=group, save_id=save_id, revision=group.revision, text=text, by=attendee.label, is_aside=aside
    )
    touch_note(group, group.item.meeting_id)
    return SaveResult(group.revision, group.text, aside)


@transaction.atomic
def settle(
    group_id: int, saved_id: int, how: str, *, by: Viewer | None = None, attendee: Attendee | None = None
) -> None:
    """What to do with a text that was put aside: ``both`` adds it under the note, ``mine`` lets it replace the note,
    ``note`` leaves the note as it is. What is not chosen is still there among the saves."""
    group = _group(group_id, attendee, by)
    aside = group.saves.filter(pk=saved_id, is_aside=True).first()
    if aside is None:
        return
    if how in ("both", "mine"):
        group.text = f"{group.text.rstrip()}\n{aside.text}".strip() if how == "both" else aside.text
        group.revision += 1
        group.save(update_fields=["text", "revision"])
        Saved.objects.create(
            group=group, save_id=f"settle-{aside.pk}", revision=group.revision, text=group.text, by=aside.by
        )
    aside.is_aside = False
    aside.save(update_fields=["is_aside"])
    touch_note(group, group.item.meeting_id)


@transaction.atomic
def mark_done(group_id: int, *, attendee: Attendee) -> None:
    """The group says that it is ready, or that it goes on."""
    group = _group(group_id, attendee)
    group.is_done = not group.is_done
    group.save(update_fields=["is_done"])
    touch_note(group, group.item.meeting_id)


@transaction.atomic
def decide(meeting_id: int, text: str, *, by: Viewer) -> Decision:
    """Write a decision under the item that is going on."""
    meeting = led(meeting_id, by=by)
    decision = Decision.objects.create(meeting=meeting, item=meeting.current, text=text, point=_point(meeting))
    touch(meeting.pk)
    record(Action.MEETINGS_DECISION_MADE, decision, by=by)
    return decision


@transaction.atomic
def give_task(meeting_id: int, text: str, who: str, due: date | None, *, by: Viewer) -> Task:
    """Write a task under the item that is going on; ``who`` is matched to somebody present when that is clear."""
    meeting = led(meeting_id, by=by)
    task = Task.objects.create(
        meeting=meeting,
        item=meeting.current,
        text=text,
        who=who,
        due=due,
        attendee=_meant(meeting, who),
        point=_point(meeting),
    )
    touch(meeting.pk)
    record(Action.MEETINGS_TASK_GIVEN, task, by=by)
    return task


@transaction.atomic
def remove_decision(meeting_id: int, number: int, *, by: Viewer) -> Removal:
    """Take back a decision that was written wrong, before the summary is published; for ten minutes it can be put
    back."""
    meeting = led(meeting_id, by=by)
    removal = undo.remove([meeting.decisions.get(pk=number)], "meetings.decision", meeting.pk, by=by)
    touch(meeting.pk)
    record(Action.MEETINGS_DECISION_REMOVED, number, by=by)
    return removal


@transaction.atomic
def remove_task(meeting_id: int, number: int, *, by: Viewer) -> Removal:
    """Take back a task that was written wrong, before the summary is published; for ten minutes it can be put back."""
    meeting = led(meeting_id, by=by)
    removal = undo.remove([meeting.tasks.get(pk=number)], "meetings.task", meeting.pk, by=by)
    touch(meeting.pk)
    record(Action.MEETINGS_TASK_REMOVED, number, by=by)
    return removal


@transaction.atomic
def end_task(task_id: int, state: str, outcome: str, *, by: Viewer) -> Task:
    """A task is done, is not to be done, or is open again. Any member may say so: it is the network's list."""
    # The meeting is locked first here too: Task and Meeting in one statement would lock the task before its meeting.
    meeting = Meeting.objects.select_for_update(of=("self",)).get(tasks=task_id)
    task = Task.objects.select_for_update().get(pk=task_id)
    require(by, Permission.MEETING_SEE, meeting)
    task.state, task.outcome = state, outcome
    task.ended_on = None if state == Task.State.OPEN else timezone.localdate()
    task.save(update_fields=["state", "outcome", "ended_on"])
    touch(task.meeting_id)
    tasks_have_changed(meeting.network_id)
    record(Action.MEETINGS_TASK_CHANGED, task, by=by, detail={"state": state})
    return task


def _group(group_id: int, attendee: Attendee | None, by: Viewer | None = None) -> Group:
    """The group under lock, for one of its members or the meeting's leader. The meeting is locked first, as everywhere,
    so that no two writes wait for each other. Raises NotNow, PermissionDenied."""
    meeting = Meeting.objects.select_for_update(of=("self",)).filter(items__groups=group_id).first()
    if meeting is None:
        raise NotNow
    group = Group.objects.select_for_update(of=("self",)).select_related("item").get(pk=group_id)
    if attendee is None:
        led(meeting.pk, by=by or visitor())
        return group
    if meeting.published_at or attendee.meeting_id != meeting.pk:
        raise NotNow
    if group.number and not group.members.filter(pk=attendee.pk).exists():
        raise NotNow
    return group


def _point(meeting: Meeting) -> str:
    return meeting.current.point if meeting.current else ""


def _meant(meeting: Meeting, who: str) -> Attendee | None:
    """The one at the meeting whose municipality or label is exactly what was written; nobody when several are."""
    word = who.strip().casefold()
    matching = [
        a
        for a in meeting.attendees.filter(is_guest=False)
        if word and word in (a.municipality.casefold(), a.label.casefold())
    ]
    return matching[0] if len(matching) == 1 else None
