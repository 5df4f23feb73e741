"""Writes of one point: what it means, who carries it, what is next, who wants in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.assignments import queries
from spiral.act.assignments.models import Interest, Note, Point, PointOwner
from spiral.exchange import texts
from spiral.exchange.evidence import Evidence
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action

#: The fields that a line from a meeting may be added to, and how long each may be.
FILLED = ("meaning", "focus_short", "focus_long", "collaboration", "next_step", "status")
LONGEST = 4000


class TooLong(Exception):
    """The line does not fit; nothing has been written."""


@dataclass(frozen=True, slots=True)
class PointContent:
    """What stands on a point. ``owners`` are (code, name); ``title`` and ``text`` are the giver's own words, and are
    left as they are when None."""

    meaning: str = ""
    focus_short: str = ""
    focus_long: str = ""
    kind: str = ""
    collaboration: str = ""
    indicators: str = ""
    next_step: str = ""
    next_on: date | None = None
    status: str = ""
    workgroup_id: int | None = None
    owners: Sequence[tuple[str, str]] = ()
    networks: Sequence[int] = ()
    title: str | None = None
    text: str | None = None


_COLUMNS = (
    "meaning",
    "focus_short",
    "focus_long",
    "kind",
    "collaboration",
    "indicators",
    "next_step",
    "next_on",
    "workgroup_id",
)


@transaction.atomic
def write(pk: int, content: PointContent, revision: Revision, *, by: Viewer) -> Point:
    """What the owners, the presidium or the coordinator say of a point. Only those who follow the assignment up change
    who owns it, and only the coordinator its wording. Raises PermissionDenied and StaleRevision."""
    point = _locked(pk, by)
    require_revision(point, revision)
    for name in _COLUMNS:
        setattr(point, name, getattr(content, name))
    if point.status != content.status:
        point.status, point.status_on = content.status, timezone.localdate() if content.status else None
    if allows(by, Permission.ASSIGNMENTS_LEAD) and content.title is not None:
        point.title, point.text = content.title, content.text or ""
    _save(point)
    point.networks_needed.set(content.networks)
    if allows(by, Permission.ASSIGNMENTS_FOLLOW):
        point.owners.all().delete()
        PointOwner.objects.bulk_create(
            PointOwner(point=point, code=code, name=name) for code, name in dict.fromkeys(content.owners)
        )
    record(Action.ASSIGNMENTS_POINT_WRITTEN, point, by=by)
    return point


@transaction.atomic
def append(pk: int, field: str, evidence: Evidence, *, by: Viewer) -> Point:
    """A line taken along from a meeting, or from anywhere, last in one of the fields with where it came from. The same
    line twice is one. Raises PermissionDenied, ValueError for another field, and TooLong."""
    if field not in FILLED:
        raise ValueError(field)
    point = _locked(pk, by)
    line = _("%(text)s (%(source)s)") % {"text": evidence.sentence or evidence.title, "source": evidence.source}
    if evidence.is_made_up and not point.assignment.is_made_up:
        line = _("Påhittat exempel.") + " " + line
    now = getattr(point, field)
    if line in now.splitlines():
        return point
    whole = f"{now}\n{line}".strip()
    if len(whole) > LONGEST:
        raise TooLong
    setattr(point, field, whole)
    if field == "status":
        point.status_on = timezone.localdate()
    _save(point)
    record(Action.ASSIGNMENTS_LINE_ADDED, point, by=by)
    return point


@transaction.atomic
def want_in(pk: int, *, by: Viewer, out: bool = False) -> None:
    """The one who asks wants to work with the point, or ``out`` of it again. Raises PermissionDenied."""
    point = Point.objects.select_for_update().select_related("assignment").get(pk=pk)
    if not queries.joins(by, point):
        raise PermissionDenied
    if out:
        point.interests.filter(person=by.signed_in).delete()
    else:
        held = by.offices
        Interest.objects.get_or_create(point=point, person=by.signed_in, defaults={"office": str(held[0])})
    record(Action.ASSIGNMENTS_POINT_LEFT if out else Action.ASSIGNMENTS_POINT_JOINED, point, by=by)


@transaction.atomic
def report(pk: int, text: str, on: date, *, by: Viewer, is_made_up: bool = False) -> Note:
    """A short report by those who may write the point. Raises PermissionDenied."""
    point = _locked(pk, by)
    note = Note.objects.create(
        point=point, on=on, text=text, author=by.signed_in, place_name=_speaks_as(point, by), is_made_up=is_made_up
    )
    texts.announce_change("assignment", point.key)
    record(Action.ASSIGNMENTS_REPORTED, point, by=by)
    return note


def _speaks_as(point: Point, by: Viewer) -> str:
    """By which of her offices somebody reports: the owning one when she has it."""
    own = [o for o in by.offices if o.place in {x.code for x in point.owners.all()} and o.place] or by.offices
    held = own[0]
    return held.place_name if held.place and held.role != Role.CHAIR else str(held.get_role_display())


def _locked(pk: int, by: Viewer) -> Point:
    point = Point.objects.select_for_update().select_related("assignment").get(pk=pk)
    if not queries.writes(by, point):
        raise PermissionDenied
    return point


def _save(point: Point) -> None:
    point.revision += 1
    point.save()
    texts.announce_change("assignment", point.key)
