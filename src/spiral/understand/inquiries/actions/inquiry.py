"""Writes to an inquiry itself and to its phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from spiral.exchange.evidence import Evidence
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import AccessRefused, offices_for
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.audit.catalogue import Action
from spiral.understand.inquiries.actions.pencil import log, revise, title_of, writing
from spiral.understand.inquiries.models import Inquiry, Phase, Piece
from spiral.understand.inquiries.phasesets import PhaseTurn


class PhaseHasNotes(Exception):
    """A phase that somebody has written in is not taken away."""


@transaction.atomic
def start(
    values: Mapping[str, object],
    turns: Sequence[PhaseTurn],
    *,
    by: Viewer,
    office: HeldOffice | None = None,
    first: Evidence | None = None,
    is_made_up: bool = False,
) -> Inquiry:
    """A new inquiry at the place of one of the person's offices, with its own copy of the phases, and with ``first`` as
    the evidence it starts from. Raises PermissionDenied."""
    held = offices_for(by, Permission.INQUIRY_START)
    office = office or (held[0] if held else None)
    if office is None or office.pk not in {o.pk for o in held}:
        raise AccessRefused(Permission.INQUIRY_START)
    inquiry = Inquiry.objects.create(
        place=office.place,
        place_name=office.place_name,
        leader=by.signed_in,
        led_by=title_of(by),
        is_made_up=is_made_up,
        pencil=by.signed_in,
        pencil_of=title_of(by),
        pencil_since=timezone.now(),
        **values,
    )
    Phase.objects.bulk_create(
        Phase(
            inquiry=inquiry,
            number=i,
            name=t.name,
            question=t.question,
            guide=list(t.guide),
            from_on=inquiry.started_on if i == 1 else None,
        )
        for i, t in enumerate(turns, 1)
    )
    if first is not None:
        Piece.objects.create(inquiry=inquiry, document=first.as_json(), added_on=timezone.localdate())
    log(Action.INQUIRIES_STARTED, inquiry, by=by)
    return inquiry


@transaction.atomic
def change(
    number: int, values: Mapping[str, object], revision: Revision, *, by: Viewer, take_over: bool = False
) -> Inquiry:
    """Change what stands at the head of the inquiry. Raises what ``writing`` raises, and StaleRevision."""
    inquiry = writing(number, by=by, take_over=take_over)
    revise(inquiry, values, revision)
    log(Action.INQUIRIES_CHANGED, inquiry, by=by)
    return inquiry


@transaction.atomic
def write_phase(
    number: int, phase: int, values: Mapping[str, object], revision: Revision, *, by: Viewer, take_over: bool = False
) -> Phase:
    """Notes, dates and who of a phase, and whether it is done. Raises as ``change``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = Phase.objects.select_for_update().get(inquiry=inquiry, number=phase)
    revise(row, values, revision)
    log(Action.INQUIRIES_PHASE_WRITTEN, inquiry, by=by, detail={"phase": phase})
    return row


@transaction.atomic
def rename_phases(
    number: int, turns: Sequence[PhaseTurn], revision: Revision, *, by: Viewer, take_over: bool = False
) -> Inquiry:
    """Give the inquiry's own copy of the phases other names and questions, more of them or fewer. A phase that somebody
    has written in is not taken away: raises PhaseHasNotes. Raises as ``change``."""
    inquiry = writing(number, by=by, take_over=take_over)
    require_revision(inquiry, revision)
    rows = {p.number: p for p in Phase.objects.select_for_update().filter(inquiry=inquiry)}
    for i, turn in enumerate(turns, 1):
        row = rows.pop(i, None) or Phase(inquiry=inquiry, number=i, revision=0)
        row.name, row.question, row.revision = turn.name, turn.question, row.revision + 1
        row.save()
    if any(p.notes or p.done_on for p in rows.values()):
        raise PhaseHasNotes
    for row in rows.values():
        row.delete()
    revise(inquiry, {}, revision)
    log(Action.INQUIRIES_PHASES_CHANGED, inquiry, by=by)
    return inquiry


@transaction.atomic
def finish(number: int, learned: str, *, by: Viewer, take_over: bool = False) -> Inquiry:
    """End the inquiry; it is read only until it is opened again. Raises as ``writing``."""
    inquiry = writing(number, by=by, take_over=take_over)
    inquiry.state, inquiry.finished_on, inquiry.learned = Inquiry.State.FINISHED, _today(), learned
    inquiry.pencil, inquiry.pencil_of, inquiry.pencil_since = None, "", None
    inquiry.revision += 1
    inquiry.save()
    log(Action.INQUIRIES_FINISHED, inquiry, by=by)
    return inquiry


@transaction.atomic
def reopen(number: int, *, by: Viewer) -> Inquiry:
    """Take a finished inquiry up again. Raises as ``writing``."""
    inquiry = writing(number, by=by, take_over=True, finished=True)
    inquiry.state, inquiry.finished_on = Inquiry.State.ACTIVE, None
    inquiry.revision += 1
    inquiry.save()
    log(Action.INQUIRIES_REOPENED, inquiry, by=by)
    return inquiry


def _today() -> date:
    return timezone.localdate()
