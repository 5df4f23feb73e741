"""What is coming up, for the search, and how another room puts up an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.act.events.actions import EventContent, arrange
from spiral.act.events.demo import load_demo_events
from spiral.act.events.models import Event
from spiral.act.events.pages import when
from spiral.exchange.events import BOARDS, EventBoard, EventPlan
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer

KIND = "event"


class EventTexts:
    """Every event and offer; the members' own."""

    def heading(self) -> str:
        return _("På gång")

    def all(self) -> Iterable[Text]:
        return (self._text(e) for e in Event.objects.iterator(200))

    def one(self, ref: str) -> Text | None:
        event = Event.objects.filter(pk=ref).first()
        return self._text(event) if event else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return set(refs) if allows(viewer, Permission.EVENT_SEE) else set()

    @staticmethod
    def _text(event: Event) -> Text:
        body = "\n".join(t for t in (event.about, event.where, event.audience, event.organiser) if t)
        what = _("på gång, %(when)s") % {"when": when(event)}
        return Text(KIND, str(event.pk), event.title, body, what, reverse("events:event", args=[event.pk]), event.place)


class EventsRoom(EventBoard):
    """Events that other rooms put up."""

    def put_up(self, plan: EventPlan, *, by: Viewer) -> None:
        content = EventContent(plan.title, plan.starts, plan.ends, plan.organiser, plan.place, plan.place_name)
        arrange(content, by=by)


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    TEXT_SOURCES.register(KIND, EventTexts())
    BOARDS.register("events", EventsRoom())
    register_demo("på gång", lambda: load_demo_events() or 0)
