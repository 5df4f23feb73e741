"""Writes of what surrounds the points: strategies, assignments, their versions and states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from spiral.act.assignments.models import Assignment, Point, PointOwner, Priority, Strategy
from spiral.exchange import texts
from spiral.ground.locks import hold_lock
from spiral.ground.refusals import NameTaken, NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

State = Assignment.State


class InUse(Exception):
    """A priority that assignments point at cannot be taken away; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an assignment is, apart from its points."""

    title: str
    giver: str
    first_year: int
    last_year: int
    about: str = ""
    network_id: int | None = None
    next_report: date | None = None
    priorities: Sequence[int] = ()


_COLUMNS = ("title", "giver", "first_year", "last_year", "about", "network_id", "next_report")


@transaction.atomic
def save_strategy(
    number: int | None,
    name: str,
    years: tuple[int, int],
    version: int,
    source: str,
    priorities: Sequence[str],
    revision: Revision,
    *,
    by: Viewer,
    is_made_up: bool = False,
) -> Strategy:
    """A strategy new or changed, its priorities by their order. Raises PermissionDenied, StaleRevision, NameTaken,
    InUse."""
    _leader(by)
    hold_lock("strategies")
    if number is None:
        strategy = Strategy(is_made_up=is_made_up, revision=0)
    else:
        strategy = Strategy.objects.select_for_update().get(pk=number)
        require_revision(strategy, revision)
    taken = Strategy.objects.filter(name=name, first_year=years[0], version=version).exclude(pk=strategy.pk or 0)
    if taken.exists():
        raise NameTaken
    strategy.name, (strategy.first_year, strategy.last_year), strategy.version, strategy.source = (
        name,
        years,
        version,
        source,
    )
    strategy.revision += 1
    strategy.save()
    by_name = {p.name: p for p in strategy.priorities.all()}
    gone = [p for name, p in by_name.items() if name not in priorities]
    # A reworded priority stays the same row: the first that is gone takes the first name that is new.
    for order, text in enumerate(priorities, 1):
        row = by_name.get(text) or (gone.pop(0) if gone else Priority(strategy=strategy))
        row.order, row.name = order, text
        row.save()
    for row in gone:
        if row.assignments.exists():
            raise InUse
        row.delete()
    record(Action.ASSIGNMENTS_STRATEGY_SAVED, strategy, by=by)
    return strategy


@transaction.atomic
def give(frame: Frame, points: Sequence[str], *, by: Viewer, is_made_up: bool = False) -> Assignment:
    """A new assignment as a draft, one point for each of ``points``. Raises PermissionDenied."""
    _leader(by)
    assignment = Assignment(is_made_up=is_made_up, revision=0)
    _fill(assignment, frame)
    for title in points:
        _add(assignment, title)
    record(Action.ASSIGNMENTS_GIVEN, assignment, by=by)
    return assignment


@transaction.atomic
def change(number: int, frame: Frame, revision: Revision, *, by: Viewer) -> Assignment:
    """Other words for the assignment itself. Raises PermissionDenied, StaleRevision."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=number)
    require_revision(assignment, revision)
    _fill(assignment, frame)
    for p in assignment.points.all():
        texts.announce_change("assignment", p.key)
    record(Action.ASSIGNMENTS_CHANGED, assignment, by=by)
    return assignment


@transaction.atomic
def new_version(number: int, *, by: Viewer) -> Assignment:
    """A copy as a draft, with everything that stands on the points; the one before is as it was until the new one
    starts. A draft that is there already is the answer. Raises PermissionDenied and NotNow."""
    _leader(by)
    old = Assignment.objects.select_for_update().get(pk=number)
    if old.state == State.DRAFT:
        raise NotNow
    drafted = old.later.filter(state=State.DRAFT).first()
    if drafted is not None:
        return drafted
    assignment = Assignment(previous=old, version=old.version + 1, is_made_up=old.is_made_up, state=State.DRAFT)
    for name in _COLUMNS:
        setattr(assignment, name, getattr(old, name))
    assignment.save()
    assignment.priorities.set(old.priorities.all())
    for p in old.points.prefetch_related("owners", "networks_needed", "interests"):
        owners, networks, wanting = list(p.owners.all()), list(p.networks_needed.all()), list(p.interests.all())
        copy = Point.objects.get(pk=p.pk)
        copy.pk, copy._state.adding = None, True
        assignment.keys_used += 1
        copy.assignment, copy.key, copy.revision = assignment, _key(assignment), 1
        copy.earlier = [p.key, *p.earlier]
        copy.save()
        copy.networks_needed.set(networks)
        PointOwner.objects.bulk_create(PointOwner(point=copy, code=o.code, name=o.name) for o in owners)
        for i in wanting:
            copy.interests.create(person_id=i.person_id, office=i.office)
    assignment.save(update_fields=["keys_used"])
    record(Action.ASSIGNMENTS_VERSION_MADE, assignment, by=by)
    return assignment


@transaction.atomic
def start(number: int, *, by: Viewer) -> Assignment:
    """A draft begins to run, and the version before it ends. Raises PermissionDenied and NotNow."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=number)
    if assignment.state != State.DRAFT or not assignment.points.exists():
        raise NotNow
    if assignment.previous_id:
        Assignment.objects.filter(pk=assignment.previous_id).update(state=State.ENDED)
    assignment.state = State.ACTIVE
    assignment.save(update_fields=["state"])
    for p in assignment.points.all():
        texts.announce_change("assignment", p.key)
    record(Action.ASSIGNMENTS_STARTED, assignment, by=by)
    return assignment


@transaction.atomic
def end(number: int, *, by: Viewer) -> Assignment:
    """It runs no longer; all that stands on it is kept. Raises PermissionDenied and NotNow."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=number)
    if assignment.state != State.ACTIVE:
        raise NotNow
    assignment.state = State.ENDED
    assignment.save(update_fields=["state"])
    record(Action.ASSIGNMENTS_ENDED, assignment, by=by)
    return assignment


def refuse_ended(assignment: Assignment) -> None:
    """Raises NotNow for one that has ended: nothing is added to it, and no form for that is shown."""
    if assignment.state == State.ENDED:
        raise NotNow


@transaction.atomic
def add_point(number: int, title: str, *, by: Viewer) -> Point:
    """One more point, last. Raises PermissionDenied and NotNow."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=number)
    refuse_ended(assignment)
    point = _add(assignment, title)
    record(Action.ASSIGNMENTS_POINT_ADDED, point, by=by)
    return point


@transaction.atomic
def remove_point(number: int, order: int, *, by: Viewer) -> Removal:
    """Take a point out of a draft, and number those after it anew; the version before keeps it, and for ten minutes it
    can be put back. Raises PermissionDenied and NotNow."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=number)
    if assignment.state != State.DRAFT:
        raise NotNow
    gone = assignment.points.get(order=order)
    pk, key = gone.pk, gone.key
    removal = undo.remove([gone], "assignments.point", number, by=by)
    _renumber(assignment, order + 1, -1)
    texts.announce_change("assignment", key)
    record(Action.ASSIGNMENTS_POINT_REMOVED, pk, by=by)
    return removal


@transaction.atomic
def put_back_point(removal: Removal, *, by: Viewer) -> str:
    """A point in the draft again, where it stood. Raises PermissionDenied, and NotNow once it is no draft."""
    _leader(by)
    assignment = Assignment.objects.select_for_update().get(pk=int(removal.of))
    if assignment.state != State.DRAFT:
        raise NotNow
    order = next(r["fields"]["order"] for r in removal.rows if r["model"] == "assignments.point")
    _renumber(assignment, order, 1)
    undo.restore(removal)
    point = assignment.points.get(order=order)
    texts.announce_change("assignment", point.key)
    record(Action.ASSIGNMENTS_POINT_PUT_BACK, point, by=by)
    return reverse("assignments:point", args=[assignment.pk, order])


def _renumber(assignment: Assignment, first: int, step: int) -> None:
    """Give the points from ``first`` on the number one lower (-1) or higher (1), one at a time: no two share one."""
    for point in assignment.points.filter(order__gte=first).order_by("order" if step < 0 else "-order"):
        point.order += step
        point.save(update_fields=["order"])
        texts.announce_change("assignment", point.key)


def _add(assignment: Assignment, title: str) -> Point:
    """Last in the list; a key is never used twice, not even when a point has left the draft."""
    last = assignment.points.order_by("-order").values_list("order", flat=True).first() or 0
    assignment.keys_used += 1
    assignment.save(update_fields=["keys_used"])
    point = Point.objects.create(assignment=assignment, order=last + 1, key=_key(assignment), title=title.strip())
    texts.announce_change("assignment", point.key)
    return point


def _key(assignment: Assignment) -> str:
    return f"u{assignment.pk}:{assignment.keys_used}"


def _fill(assignment: Assignment, frame: Frame) -> None:
    for name in _COLUMNS:
        setattr(assignment, name, getattr(frame, name))
    assignment.revision += 1
    assignment.save()
    assignment.priorities.set(Priority.objects.filter(pk__in=list(frame.priorities)))


def _leader(by: Viewer) -> None:
    require(by, Permission.ASSIGNMENTS_LEAD)
