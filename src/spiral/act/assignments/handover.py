"""What assignments hand to other rooms, and take from them: points to choose, what happened, texts to find, a door for
lines from meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.assignments import queries
from spiral.act.assignments.actions.frames import put_back_point
from spiral.act.assignments.demo import load_demo_assignments
from spiral.act.assignments.models import Assignment, Point
from spiral.act.assignments.queries import point_url
from spiral.exchange.evidence import DESTINATIONS, Destination
from spiral.exchange.happenings import HAPPENING_SOURCES, POINTS
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable

KIND = "assignment"


def _to_point(kind: str, ref: str) -> str:
    return f"{reverse('assignments:take_along')}?{urlencode({'kind': kind, 'ref': ref})}"


#: What may say something about a point: words, never a figure or a pupil's own sentence.
_SAID = frozenset({"note", "reflection", "theme", "rating", "need", "example"})
POINT = Destination(
    KIND, lambda: _("Till uppdraget"), _to_point, lambda viewer: allows(viewer, Permission.POINT_CARRY), _SAID
)


class PointTexts:
    """Every point, for the search; drafts only for those who follow assignments up."""

    def heading(self) -> str:
        return _("Uppdrag")

    def all(self) -> Iterable[Text]:
        return (self._text(p) for p in self._rows().iterator(200))

    def one(self, ref: str) -> Text | None:
        point = self._rows().filter(key=ref).first()
        return self._text(point) if point else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        if not allows(viewer, Permission.ASSIGNMENT_SEE):
            return set()
        points = Point.objects.filter(key__in=list(refs))
        if not allows(viewer, Permission.ASSIGNMENTS_FOLLOW):
            points = points.exclude(assignment__state=Assignment.State.DRAFT)
        return set(points.values_list("key", flat=True))

    @staticmethod
    def _rows() -> QuerySet[Point]:
        return Point.objects.select_related("assignment").prefetch_related("notes")

    @staticmethod
    def _text(p: Point) -> Text:
        said = (p.text, p.meaning, p.focus_short, p.focus_long, p.collaboration, p.next_step, p.status)
        body = "\n".join([t for t in said if t] + [n.text for n in p.notes.all()])
        what = _("punkt i uppdraget %(title)s") % {"title": p.assignment.title}
        return Text(KIND, p.key, p.title, body, what, point_url(p))


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    POINTS.register("assignments", queries.open_points)
    HAPPENING_SOURCES.register("assignments", queries.tell)
    DESTINATIONS.register(POINT.key, POINT)
    TEXT_SOURCES.register(KIND, PointTexts())
    register_undoable("assignments.point", Undoable(put_back_point, lazy("Punkten står i utkastet igen.")))
    register_demo("uppdrag", load_demo_assignments, order=20)
