"""Reads of strategies, assignments and points, and what has happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.act.assignments.models import Assignment, Note, Point, Strategy
from spiral.act.assignments.rules import is_open, is_running
from spiral.exchange import happenings as other_rooms
from spiral.exchange.happenings import Happening
from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Network

PAGE = 20
State = Assignment.State
_DRAFTS_FIRST = Case(*(When(state=state, then=n) for n, state in enumerate(State)))


def assignments(viewer: Viewer) -> QuerySet[Assignment]:
    """Every assignment the viewer may see: drafts, then running, then ended; lazy, for paging."""
    if not allows(viewer, Permission.ASSIGNMENT_SEE):
        return Assignment.objects.none()
    assignments = Assignment.objects.select_related("network").annotate(
        point_count=Count("points", distinct=True),
        unowned=Count("points", filter=Q(points__owners__isnull=True), distinct=True),
    )
    if not allows(viewer, Permission.ASSIGNMENTS_FOLLOW):
        assignments = assignments.exclude(state=State.DRAFT)
    return assignments.order_by(_DRAFTS_FIRST, "-first_year", "title", "-version")


def running(viewer: Viewer) -> list[Assignment]:
    return list(assignments(viewer).filter(state=State.ACTIVE))


def assignment(viewer: Viewer, number: int) -> Assignment | None:
    """One assignment; None where it is not there, or not for this viewer."""
    assignment = assignments(viewer).select_related("network", "previous").filter(pk=number)
    return assignment.prefetch_related("priorities__strategy", "later").first()


def points(viewer: Viewer, assignment: Assignment) -> list[Point]:
    """The assignment's points with all that stands on them."""
    return list(_whole().filter(assignment=assignment))


def point(viewer: Viewer, number: int, order: int) -> Point | None:
    held = assignment(viewer, number)
    return _whole().filter(assignment=held, order=order).first() if held else None


def open_points(viewer: Viewer) -> list[tuple[str, str]]:
    """(reference, 'Uppdrag: title') of the points of running assignments, for other rooms' choices."""
    if not allows(viewer, Permission.ASSIGNMENT_SEE):
        return []
    points = Point.objects.filter(assignment__state=State.ACTIVE).select_related("assignment")
    return [
        (p.key, _("%(assignment)s: %(point)s") % {"assignment": p.assignment.title, "point": p.title})
        for p in points.order_by("-assignment__first_year", "assignment", "order")
    ]


def writable(viewer: Viewer) -> list[Point]:
    """The points of running and coming assignments that the viewer may write."""
    points = _whole().exclude(assignment__state=State.ENDED).order_by("-assignment__first_year", "assignment", "order")
    return list(points.filter(visible(viewer, Permission.POINT_WRITE)).distinct())


def writes(viewer: Viewer, point: Point) -> bool:
    """The viewer may fill the point in, and its assignment has not ended."""
    return is_open(point.assignment) and allows(viewer, Permission.POINT_WRITE, point)


def joins(viewer: Viewer, point: Point) -> bool:
    """The viewer may say that she wants in, while the assignment runs."""
    return is_running(point.assignment) and allows(viewer, Permission.POINT_JOIN, point)


def happened(viewer: Viewer, listed: Sequence[Point]) -> dict[int, list[Happening]]:
    """What has happened to each point, newest first; what its earlier versions gathered is among it."""
    owner: dict[str, list[int]] = {}
    for p in listed:
        for key in lineage(p):
            owner.setdefault(key, []).append(p.pk)
    by_point: dict[int, list[Happening]] = {p.pk: [] for p in listed}
    for h in other_rooms.happenings(viewer, list(owner)) if owner else ():
        for pk in owner.get(h.point, ()):
            by_point[pk].append(h)
    return by_point


def lineage(p: Point) -> list[str]:
    """Its own reference, and those of the points it was copied from."""
    return [p.key, *p.earlier]


def tell(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """This room's own happenings: the owners' notes, whole, so without a link; one query."""
    if not allows(viewer, Permission.ASSIGNMENT_SEE):
        return []
    notes = Note.objects.filter(point__key__in=refs).select_related("point__assignment")
    if not allows(viewer, Permission.ASSIGNMENTS_FOLLOW):
        notes = notes.exclude(point__assignment__state=State.DRAFT)
    return [
        Happening(
            n.point.key, n.on, _("%(place)s: %(text)s") % {"place": n.place_name, "text": n.text}, "", n.is_made_up
        )
        for n in notes
    ]


def point_url(p: Point) -> str:
    return reverse("assignments:point", args=[p.assignment_id, p.order])


def strategies(viewer: Viewer) -> list[Strategy]:
    """Strategies with their priorities, and the assignments that the viewer may see."""
    if not allows(viewer, Permission.ASSIGNMENT_SEE):
        return []
    seen = Prefetch("priorities__assignments", queryset=assignments(viewer))
    return list(Strategy.objects.prefetch_related("priorities", seen))


def strategy(viewer: Viewer, number: int) -> Strategy | None:
    return Strategy.objects.filter(pk=number).first() if allows(viewer, Permission.ASSIGNMENT_SEE) else None


def priority_choices(viewer: Viewer) -> list[tuple[str, str]]:
    return [(str(p.pk), f"{s}: {p.name}") for s in strategies(viewer) for p in s.priorities.all()]


def network_choices(viewer: Viewer, *kinds: str) -> list[tuple[str, str]]:
    return [(str(n.pk), n.name) for n in register.networks(viewer) if not kinds or n.kind in kinds]


def workgroups(viewer: Viewer) -> list[tuple[str, str]]:
    return network_choices(viewer, Network.Kind.WORKGROUP, Network.Kind.CROSS)


def owner_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Who may own a point: the presidium, the coordinator, every municipality of the region."""
    own = [(str(Role.CHAIR), _("Presidiet")), (str(Role.COORDINATOR), _("Samordnare"))]
    return own + [(m.code, m.name) for m in register.municipalities(viewer)]


def unowned(listed: Iterable[Point]) -> list[Point]:
    return [p for p in listed if not p.owners.all()]


def _whole() -> QuerySet[Point]:
    return Point.objects.select_related("assignment", "workgroup").prefetch_related(
        "owners", "interests", "networks_needed"
    )
