"""What meetings hand to other rooms, and take from them: a line of a summary, an item for an agenda, texts to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.meetings.demo import load_demo_meetings
from spiral.act.meetings.exports import feed
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.queries import happenings, leads, meeting_for, meeting_of_round
from spiral.act.meetings.summary import summary
from spiral.exchange.evidence import DESTINATIONS, SOURCES, Destination, Evidence, FollowUp
from spiral.exchange.feeds import FEEDS
from spiral.exchange.happenings import HAPPENING_SOURCES
from spiral.exchange.ratings import MEETINGS, MeetingOfRating
from spiral.exchange.texts import TEXT_SOURCES, Text
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


class Meetings:
    """Where the telephones and the leader of a rating's meeting are."""

    def of_rating(self, viewer: Viewer, rating: int) -> MeetingOfRating | None:
        meeting = meeting_of_round(rating)
        if meeting is None:
            return None
        is_led = meeting.state == Meeting.State.RUNNING and leads(viewer, meeting)
        leading = reverse("meetings:stage", args=[meeting.pk]) if is_led else ""
        return MeetingOfRating(meeting.title, reverse("meetings:now", args=[meeting.pk]), leading)


class Texts:
    """Meetings as there is to find them: title, agenda, notes, decisions and tasks."""

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
    register_demo("möten", load_demo_meetings, order=80)
