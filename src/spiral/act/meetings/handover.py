"""What meetings hand to other rooms, and take from them: a line of a summary, an item for an agenda, texts to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.meetings.actions import undoing
from spiral.act.meetings.actions.gate import rating_has_changed, text_has_changed
from spiral.act.meetings.demo import load_demo_meetings
from spiral.act.meetings.exports import feed
from spiral.act.meetings.models import Item, Meeting, Task
from spiral.act.meetings.queries import leads, meeting_for, meeting_of_round
from spiral.act.meetings.summary import summary
from spiral.exchange.evidence import DESTINATIONS, SOURCES, Destination, Evidence, FollowUp
from spiral.exchange.feeds import FEEDS
from spiral.exchange.happenings import HAPPENING_SOURCES, Happening
from spiral.exchange.ratings import MEETINGS, MeetingOfRating
from spiral.exchange.texts import LISTENERS, TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.ground.fields import whole_number
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


def _to_agenda(kind: str, ref: str) -> str:
    return f"{reverse('meetings:take_along')}?{urlencode({'kind': kind, 'ref': ref})}"


AGENDA = Destination(
    "meeting", lambda: _("Ta med till möte"), _to_agenda, lambda viewer: allows(viewer, Permission.MEETINGS_PLAN)
)


class Notes:
    """One line of a meeting's notes, ref 'meeting:key'. A note does not change, so there is nothing to see again."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        text, _colon, key = ref.partition(":")
        number = whole_number(text)
        meeting = meeting_for(viewer, number) if number is not None else None
        if meeting is None:
            return None
        whole = summary(meeting)
        for point in whole.points:
            for note in point.notes:
                for line in note.lines:
                    if line.key == key:
                        day = date_format(timezone.localtime(meeting.starts_at), "j F Y")
                        source = _("%(title)s, %(day)s, %(item)s") % {
                            "title": meeting.title,
                            "day": day,
                            "item": point.title,
                        }
                        path = reverse("meetings:summary", args=[meeting.pk])
                        return Evidence(
                            "note",
                            ref,
                            line.text[:160],
                            line.text,
                            source,
                            timezone.localdate().isoformat(),
                            path,
                            meeting.is_made_up,
                        )
        return None

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        return None


def happenings(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Decisions, finished tasks and talks of meetings that belong to points; two queries."""
    if not allows(viewer, Permission.MEETING_SEE):
        return []
    events = []
    ended = (
        Meeting.objects.filter(state=Meeting.State.ENDED)
        .filter(Q(decisions__point__in=refs) | Q(tasks__point__in=refs) | Q(items__point__in=refs))
        .distinct()
        .prefetch_related("decisions", "tasks", "items")
    )
    for m in ended:
        on, url = timezone.localdate(m.starts_at), f"/moten/{m.pk}/sammanfattning/"
        for d in m.decisions.all():
            if d.point in refs:
                events.append(Happening(d.point, on, f"Beslut: {d.text}", url, m.is_made_up))
        for t in m.tasks.all():
            if t.point in refs and t.state == Task.State.DONE:
                events.append(Happening(t.point, t.ended_on or on, f"Klart: {t.text}", url, m.is_made_up))
        for i in m.items.all():
            if i.point in refs and i.state == Item.State.DONE:
                events.append(Happening(i.point, on, f"{i.title}, {m.title}", url, m.is_made_up))
    return events


class Meetings:
    """Where the telephones and the leader of a rating's meeting are."""

    def of_rating(self, viewer: Viewer, rating: int) -> MeetingOfRating | None:
        meeting = meeting_of_round(rating)
        if meeting is None:
            return None
        is_led = meeting.state == Meeting.State.RUNNING and leads(viewer, meeting)
        leading = reverse("meetings:stage", args=[meeting.pk]) if is_led else ""
        return MeetingOfRating(meeting.title, reverse("meetings:now", args=[meeting.pk]), leading)

    def rating_has_changed(self, rating: int) -> None:
        rating_has_changed(rating)


class Texts:
    """Meetings as there is to find them: title, agenda, notes, decisions and tasks."""

    def heading(self) -> str:
        return _("Möten")

    def all(self) -> Iterable[Text]:
        for meeting in Meeting.objects.iterator():
            yield self._text(meeting)

    def one(self, ref: str) -> Text | None:
        meeting = Meeting.objects.filter(pk=ref).first()
        return self._text(meeting) if meeting else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return set(refs) if allows(viewer, Permission.MEETING_SEE) else set()

    def _text(self, meeting: Meeting) -> Text:
        whole = summary(meeting)
        body = [whole.lead, *whole.decisions, *(t["text"] for t in whole.tasks)]
        for point in whole.points:
            body += [point.title, *point.questions, *(line.text for n in point.notes for line in n.lines)]
        held = meeting.state == Meeting.State.ENDED
        url = reverse("meetings:summary" if held else "meetings:meeting", args=[meeting.pk])
        day = date_format(timezone.localtime(meeting.starts_at), "j F Y")
        return Text("meeting", str(meeting.pk), meeting.title, "\n".join(body), _("möte, %(day)s") % {"day": day}, url)


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    DESTINATIONS.register(AGENDA.key, AGENDA)
    SOURCES.register("note", Notes())
    HAPPENING_SOURCES.register("meetings", happenings)
    FEEDS.register("meetings", feed)
    MEETINGS.register("meetings", Meetings())
    TEXT_SOURCES.register("meeting", Texts())
    undoing.register()
    LISTENERS.register("meetings", text_has_changed)
    register_demo("möten", load_demo_meetings, order=80)
