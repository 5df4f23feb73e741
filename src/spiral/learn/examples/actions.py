"""Writes: draft, hand in, review, take back, and tell what happened when it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from spiral.engine.place import Place
from spiral.exchange import happenings, texts
from spiral.exchange.evidence import Evidence
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.learn.examples import queries
from spiral.learn.examples.models import Example, Trial
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.models import Area
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

State = Example.State


@dataclass(frozen=True, slots=True)
class ExampleContent:
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
class TrialReport:
    """What somebody who tried it tells."""

    place: str
    place_name: str
    when: str
    outcome: str
    text: str
    adapted: str = ""


_COLUMNS = tuple(f.name for f in fields(ExampleContent) if f.name != "areas")


@transaction.atomic
def draft(content: ExampleContent, *, by: Viewer, is_made_up: bool = False) -> Example:
    """A new example that only its author sees. Raises PermissionDenied."""
    require(by, Permission.EXAMPLE_SEE)
    example = Example(author=by.signed_in, written_on=timezone.localdate(), is_made_up=is_made_up)
    _fill(example, content, by)
    record(Action.EXAMPLES_DRAFTED, example, by=by, place=example.place)
    return example


@transaction.atomic
def rewrite(number: int, content: ExampleContent, revision: Revision, *, by: Viewer) -> Example:
    """Change one's example. Raises PermissionDenied, NotNow (handed in or published), StaleRevision."""
    example = _locked(number)
    if not queries.edits(by, example):
        raise NotNow if queries.takes_back(by, example) else PermissionDenied
    require_revision(example, revision)
    example.revision += 1
    example.is_made_up = False
    _fill(example, content, by)
    record(Action.EXAMPLES_CHANGED, example, by=by, place=example.place)
    return example


@transaction.atomic
def attach(number: int, evidence: Evidence, *, by: Viewer) -> Example:
    """Put a frozen figure beside the example. Raises PermissionDenied."""
    example = _locked(number)
    if not queries.edits(by, example):
        raise PermissionDenied
    example.figure = evidence.as_json()
    example.revision += 1
    example.save(update_fields=["figure", "revision"])
    record(Action.EXAMPLES_EVIDENCE_ATTACHED, example, by=by, place=example.place)
    return example


@transaction.atomic
def detach(number: int, *, by: Viewer) -> Removal:
    """Take the frozen figure away; for ten minutes it can be put back. Raises PermissionDenied, and NotNow where there
    is none."""
    example = _locked(number)
    if not queries.edits(by, example):
        raise PermissionDenied
    if example.figure is None:
        raise NotNow
    figure, example.figure = example.figure, None
    example.revision += 1
    example.save(update_fields=["figure", "revision"])
    removal = undo.keep_overwritten(example, "figure", figure, "examples.figure", example.pk, by=by)
    record(Action.EXAMPLES_EVIDENCE_REMOVED, example, by=by, place=example.place)
    return removal


@transaction.atomic
def submit(number: int, *, by: Viewer) -> Example:
    """Hand in for review. Raises PermissionDenied; one handed in already is left as it is."""
    example = _locked(number)
    if example.state == State.SUBMITTED and queries.takes_back(by, example):
        return example
    if not queries.edits(by, example):
        raise PermissionDenied
    return _move(example, State.SUBMITTED, Action.EXAMPLES_SUBMITTED, by)


@transaction.atomic
def publish(number: int, revision: Revision, *, by: Viewer) -> Example:
    """Let every member see it. ``revision`` is what the reviewer has read. Raises PermissionDenied, NotNow,
    StaleRevision."""
    example = _reviewed(number, by)
    require_revision(example, revision)
    example.reviewed_by, example.published_on, example.comment = by.signed_in, timezone.localdate(), ""
    return _move(example, State.PUBLISHED, Action.EXAMPLES_PUBLISHED, by)


@transaction.atomic
def give_back(number: int, comment: str, *, by: Viewer) -> Example:
    """Back to the author with a comment. Raises PermissionDenied, NotNow."""
    example = _reviewed(number, by)
    example.reviewed_by, example.comment = by.signed_in, comment.strip()
    return _move(example, State.RETURNED, Action.EXAMPLES_RETURNED, by)


@transaction.atomic
def take_back(number: int, *, by: Viewer) -> Example:
    """Only the author and the reviewers see it any more, and it can be changed. Raises PermissionDenied."""
    example = _locked(number)
    if example.state in (State.WITHDRAWN, State.DRAFT) and queries.edits(by, example):
        return example
    if not queries.takes_back(by, example):
        raise PermissionDenied
    state = State.WITHDRAWN if example.state == State.PUBLISHED else State.DRAFT
    return _move(example, state, Action.EXAMPLES_TAKEN_BACK, by)


@transaction.atomic
def tell(number: int, report: TrialReport, *, by: Viewer, is_made_up: bool = False) -> Trial:
    """ "Vi provade detta". Raises PermissionDenied."""
    example = _locked(number)
    if not queries.tells(by, example):
        raise PermissionDenied
    trial = Trial(example=example, told_by=by.signed_in, told_on=timezone.localdate(), is_made_up=is_made_up)
    _tell(trial, report, by)
    record(Action.EXAMPLES_TRIAL_ADDED, example, by=by, place=trial.place)
    return trial


@transaction.atomic
def retell(number: int, report: TrialReport, revision: Revision, *, by: Viewer) -> Trial:
    """Change what one told. Raises PermissionDenied, StaleRevision."""
    trial = Trial.objects.select_for_update().get(pk=number)
    require(by, Permission.TRIAL_KEEP, trial)
    require_revision(trial, revision)
    trial.revision += 1
    _tell(trial, report, by)
    record(Action.EXAMPLES_TRIAL_CHANGED, trial.example_id, by=by, place=trial.place)
    return trial


@transaction.atomic
def untell(number: int, *, by: Viewer) -> Removal:
    """Take away what one told; for ten minutes it can be put back. Raises PermissionDenied."""
    trial = Trial.objects.select_for_update().get(pk=number)
    require(by, Permission.TRIAL_KEEP, trial)
    removal = undo.remove([trial], "examples.trial", trial.example_id, by=by)
    texts.announce_change("example", trial.example_id)
    record(Action.EXAMPLES_TRIAL_REMOVED, trial.example_id, by=by, place=trial.place)
    return removal


@transaction.atomic
def put_back_trial(removal: Removal, *, by: Viewer) -> str:
    """What one told is there again. Raises PermissionDenied."""
    undo.restore(removal)
    trial = Trial.objects.get(example=int(removal.of), pk=removal.rows[0]["pk"])
    require(by, Permission.TRIAL_KEEP, trial)
    texts.announce_change("example", trial.example_id)
    record(Action.EXAMPLES_PUT_BACK, trial.example_id, by=by, place=trial.place)
    return reverse("examples:example", args=[trial.example_id])


@transaction.atomic
def put_back_figure(removal: Removal, *, by: Viewer) -> str:
    """The frozen figure beside the example again. Raises PermissionDenied."""
    example = _locked(int(removal.of))
    if not queries.edits(by, example):
        raise PermissionDenied
    undo.restore(removal)
    record(Action.EXAMPLES_PUT_BACK, example, by=by, place=example.place)
    return reverse("examples:example", args=[example.pk])


def _fill(example: Example, content: ExampleContent, by: Viewer) -> None:
    if example.pk is None or content.place != example.place:
        require(by, Permission.EXAMPLE_WRITE, Place(content.place))
    if content.point and content.point != example.point and content.point not in dict(happenings.points(by)):
        raise ValueError(content.point)
    for name in _COLUMNS:
        setattr(example, name, getattr(content, name))
    example.kinds = list(content.kinds)
    example.save()
    example.areas.set(Area.objects.filter(pk__in=list(content.areas)))
    texts.announce_change("example", example.pk)


def _tell(trial: Trial, report: TrialReport, by: Viewer) -> None:
    if trial.pk is None or report.place != trial.place:
        require(by, Permission.EXAMPLE_WRITE, Place(report.place))
    for f in fields(TrialReport):
        setattr(trial, f.name, getattr(report, f.name))
    trial.save()
    texts.announce_change("example", trial.example_id)


def _locked(number: int) -> Example:
    return Example.objects.select_for_update().get(pk=number)


def _reviewed(number: int, by: Viewer) -> Example:
    example = _locked(number)
    if queries.reviews(by, example):
        return example
    raise NotNow if allows(by, Permission.EXAMPLE_REVIEW) and example.state != State.SUBMITTED else PermissionDenied


def _move(example: Example, state: State, action: Action, by: Viewer) -> Example:
    example.state = state
    example.save(update_fields=["state", "reviewed_by", "published_on", "comment"])
    texts.announce_change("example", example.pk)
    record(action, example, by=by, place=example.place)
    return example
