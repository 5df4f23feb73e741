"""Writes to what is tried: hunches, actions with their rounds of plan, do, study, act, and checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from spiral.exchange import evidence
from spiral.ground.revision import Revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.catalogue import Action as Logged
from spiral.understand.inquiries.actions.pencil import log, revise, writing
from spiral.understand.inquiries.models import Action, Check, Cycle, Hunch, Inquiry, Piece, Revised

Values = Mapping[str, object]
Row = TypeVar("Row", bound=Revised)


class NothingToSee(Exception):
    """The evidence cannot be looked at again: its source is not there, or not for this person."""


@transaction.atomic
def keep_hunch(
    number: int,
    hunch: int | None,
    values: Values,
    revision: Revision = 0,
    *,
    by: Viewer,
    take_over: bool = False,
) -> Hunch:
    """A hunch, new where ``hunch`` is None, or changed. Raises what ``writing`` raises, and StaleRevision."""
    return _keep(Hunch, number, hunch, values, revision, Logged.INQUIRIES_HUNCH_SAVED, by=by, take_over=take_over)


@transaction.atomic
def keep_action(
    number: int,
    action: int | None,
    values: Values,
    revision: Revision = 0,
    *,
    by: Viewer,
    take_over: bool = False,
) -> Action:
    """An action, new or changed; a new one has its first round to plan. Raises as ``keep_hunch``."""
    current = _keep(Action, number, action, values, revision, Logged.INQUIRIES_ACTION_SAVED, by=by, take_over=take_over)
    if action is None:
        Cycle.objects.create(action=current, number=1)
    return current


@transaction.atomic
def start_cycle(number: int, action: int, *, by: Viewer, take_over: bool = False) -> Cycle:
    """One more round of the action. Raises as ``writing``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = Action.objects.select_for_update().get(pk=action, inquiry=inquiry)
    last = row.cycles.aggregate(last=Max("number"))["last"] or 0
    cycle = Cycle.objects.create(action=row, number=last + 1)
    log(Logged.INQUIRIES_CYCLE_STARTED, inquiry, by=by)
    return cycle


@transaction.atomic
def write_cycle(
    number: int, cycle: int, values: Values, revision: Revision, *, by: Viewer, take_over: bool = False
) -> Cycle:
    """Plan, do, study, act, and what was decided. Raises as ``keep_hunch``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = Cycle.objects.select_for_update().get(pk=cycle, action__inquiry=inquiry)
    revise(row, values, revision)
    log(Logged.INQUIRIES_CYCLE_WRITTEN, inquiry, by=by)
    return row


@transaction.atomic
def keep_check(
    number: int,
    check: int | None,
    values: Values,
    revision: Revision = 0,
    *,
    by: Viewer,
    take_over: bool = False,
) -> Check:
    """A planned check, new or changed, or its conclusion. Raises as ``keep_hunch``."""
    return _keep(Check, number, check, values, revision, Logged.INQUIRIES_CHECK_SAVED, by=by, take_over=take_over)


@transaction.atomic
def look_again(number: int, piece: int, *, by: Viewer, take_over: bool = False) -> Check:
    """Look at a piece of evidence again and keep what there is to see, with its uncertainty, in the check that waits
    for it or in one made now. Raises NothingToSee, and as ``writing``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = Piece.objects.get(pk=piece, inquiry=inquiry)
    seen = evidence.follow_up(by, row.content, get_language() or "sv")
    if seen is None or not seen.is_new:
        raise NothingToSee
    today = timezone.localdate()
    planned = row.checks.select_for_update().filter(looked_on__isnull=True).first()
    check = planned or Check(inquiry=inquiry, piece=row, planned_on=today)
    values = {"looked_on": today, "sentence": seen.sentence, "now": seen.now.as_json()}
    revise(check, values, check.revision)
    log(Logged.INQUIRIES_LOOKED_AGAIN, inquiry, by=by)
    return check


def _keep(
    model: type[Row],
    number: int,
    pk: int | None,
    values: Values,
    revision: Revision,
    logged: Logged,
    *,
    by: Viewer,
    take_over: bool,
) -> Row:
    inquiry: Inquiry = writing(number, by=by, take_over=take_over)
    if pk is None:
        row = model._default_manager.create(inquiry=inquiry, **values)
    else:
        row = model._default_manager.select_for_update().get(pk=pk, inquiry=inquiry)
        revise(row, values, revision)
    log(logged, inquiry, by=by)
    return row
