"""Writes: draft, hand in, review, take back, and tell what happened when it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from spiral.engine.place import Place
from spiral.exchange import happenings, texts
from spiral.exchange.evidence import Evidence
from spiral.ground.revision import Revision, require_revision
from spiral.learn.examples import queries
from spiral.learn.examples.models import Example, Trial
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.models import Area

State = Example.State


class NotNow(Exception):
    """The example is not in a state where this can be done; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an author writes."""

    title: str
    problem: str
    done: str
    form: str
    seen: str
    contact: str
    place: str
    place_name: str
    kinds: Sequence[str] = ()
    areas: Sequence[str] = ()
    years: str = ""
    how_many: str = ""
    advice: str = ""
    cost: str = ""
    hours: int | None = None
    kronor: int | None = None
    point: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who tried it tells."""

    place: str
    place_name: str
    when: str
    outcome: str
    text: str
    adapted: str = ""


_COLUMNS = tuple(f.name for f in fields(Content) if f.name != "areas")


@transaction.atomic
def draft(content: Content, *, by: Viewer, is_made_up: bool = False) -> Example:
    """A new example that only its author sees. Raises PermissionDenied."""
    require(by, Permission.EXAMPLE_SEE)
    made = Example(author=by.signed_in, written_on=timezone.localdate(), is_made_up=is_made_up)
    _fill(made, content, by)
    record(Action.EXAMPLES_DRAFTED, made, by=by, place=made.place)
    return made


@transaction.atomic
def rewrite(number: int, content: Content, revision: Revision, *, by: Viewer) -> Example:
    """Change one's example. Raises PermissionDenied, NotNow (handed in or published), StaleRevision."""
    found = _locked(number)
    if not queries.edits(by, found):
        raise NotNow if queries.takes_back(by, found) else PermissionDenied
    require_revision(found, revision)
    found.revision += 1
    found.is_made_up = False
    _fill(found, content, by)
    record(Action.EXAMPLES_CHANGED, found, by=by, place=found.place)
    return found


@transaction.atomic
def attach(number: int, kept: Evidence | None, *, by: Viewer) -> Example:
    """Put a frozen figure beside the example, or take it away. Raises PermissionDenied."""
    found = _locked(number)
    if not queries.edits(by, found):
        raise PermissionDenied
    found.figure = kept.as_json() if kept else None
    found.revision += 1
    found.save(update_fields=["figure", "revision"])
    action = Action.EXAMPLES_EVIDENCE_ATTACHED if kept else Action.EXAMPLES_EVIDENCE_REMOVED
    record(action, found, by=by, place=found.place)
    return found


@transaction.atomic
def submit(number: int, *, by: Viewer) -> Example:
    """Hand in for review. Raises PermissionDenied; one handed in already is left as it is."""
    found = _locked(number)
    if found.state == State.SUBMITTED and queries.takes_back(by, found):
        return found
    if not queries.edits(by, found):
        raise PermissionDenied
    return _move(found, State.SUBMITTED, Action.EXAMPLES_SUBMITTED, by)


@transaction.atomic
def publish(number: int, revision: Revision, *, by: Viewer) -> Example:
    """Let every member see it. ``revision`` is what the reviewer has read. Raises PermissionDenied, NotNow,
    StaleRevision."""
    found = _reviewed(number, by)
    require_revision(found, revision)
    found.reviewed_by, found.published_on, found.comment = by.signed_in, timezone.localdate(), ""
    return _move(found, State.PUBLISHED, Action.EXAMPLES_PUBLISHED, by)


@transaction.atomic
def give_back(number: int, comment: str, *, by: Viewer) -> Example:
    """Back to the author with a comment. Raises PermissionDenied, NotNow."""
    found = _reviewed(number, by)
    found.reviewed_by, found.comment = by.signed_in, comment.strip()
    return _move(found, State.RETURNED, Action.EXAMPLES_RETURNED, by)


@transaction.atomic
def take_back(number: int, *, by: Viewer) -> Example:
    """Only the author and the reviewers see it any more, and it can be changed. Raises PermissionDenied."""
    found = _locked(number)
    if found.state in (State.WITHDRAWN, State.DRAFT) and queries.edits(by, found):
        return found
    if not queries.takes_back(by, found):
        raise PermissionDenied
    state = State.WITHDRAWN if found.state == State.PUBLISHED else State.DRAFT
    return _move(found, state, Action.EXAMPLES_TAKEN_BACK, by)


@transaction.atomic
def tell(number: int, told: Told, *, by: Viewer, is_made_up: bool = False) -> Trial:
    """ "Vi provade detta". Raises PermissionDenied."""
    found = _locked(number)
    if not queries.tells(by, found):
        raise PermissionDenied
    made = Trial(example=found, told_by=by.signed_in, told_on=timezone.localdate(), is_made_up=is_made_up)
    _tell(made, told, by)
    record(Action.EXAMPLES_TRIAL_ADDED, found, by=by, place=made.place)
    return made


@transaction.atomic
def retell(number: int, told: Told, revision: Revision, *, by: Viewer) -> Trial:
    """Change what one told. Raises PermissionDenied, StaleRevision."""
    found = Trial.objects.select_for_update().get(pk=number)
    require(by, Permission.TRIAL_KEEP, found)
    require_revision(found, revision)
    found.revision += 1
    _tell(found, told, by)
    record(Action.EXAMPLES_TRIAL_CHANGED, found.example_id, by=by, place=found.place)
    return found


@transaction.atomic
def untell(number: int, *, by: Viewer) -> None:
    """Take away what one told. Raises PermissionDenied."""
    found = Trial.objects.select_for_update().get(pk=number)
    require(by, Permission.TRIAL_KEEP, found)
    found.delete()
    texts.changed("example", found.example_id)
    record(Action.EXAMPLES_TRIAL_REMOVED, found.example_id, by=by, place=found.place)


def _fill(found: Example, content: Content, by: Viewer) -> None:
    if found.pk is None or content.place != found.place:
        require(by, Permission.EXAMPLE_WRITE, Place(content.place))
    if content.point and content.point != found.point and content.point not in dict(happenings.points(by)):
        raise ValueError(content.point)
    for name in _COLUMNS:
        setattr(found, name, getattr(content, name))
    found.kinds = list(content.kinds)
    found.save()
    found.areas.set(Area.objects.filter(pk__in=list(content.areas)))
    texts.changed("example", found.pk)


def _tell(found: Trial, told: Told, by: Viewer) -> None:
    if found.pk is None or told.place != found.place:
        require(by, Permission.EXAMPLE_WRITE, Place(told.place))
    for f in fields(Told):
        setattr(found, f.name, getattr(told, f.name))
    found.save()
    texts.changed("example", found.example_id)


def _locked(number: int) -> Example:
    return Example.objects.select_for_update().get(pk=number)


def _reviewed(number: int, by: Viewer) -> Example:
    found = _locked(number)
    if queries.reviews(by, found):
        return found
    raise NotNow if allows(by, Permission.EXAMPLE_REVIEW) and found.state != State.SUBMITTED else PermissionDenied


def _move(found: Example, state: State, action: Action, by: Viewer) -> Example:
    found.state = state
    found.save(update_fields=["state", "reviewed_by", "published_on", "comment"])
    texts.changed("example", found.pk)
    record(action, found, by=by, place=found.place)
    return found
