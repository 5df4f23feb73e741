"""Writes: open a round, take an answer, show or discard, keep statement sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from spiral.ground import codes
from spiral.ground.anonymous import NoTicket, add_unordered, draw, receipt_of
from spiral.ground.forgetting import forget
from spiral.learn.assessments.models import Count, Drawn, Receipt, Round, StatementSetRecord, Target, Ticket
from spiral.learn.assessments.rules import FEWEST_ANSWERS
from spiral.learn.assessments.statements import StatementSet
from spiral.trust.access.deciding import offices_for, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


class RoundClosed(Exception):
    """The round no longer takes answers; nothing has been written."""


class TooFewAnswers(Exception):
    """No target has enough answers to be shown; the round stays open."""


class SeatHasDrawn(Exception):
    """The seat has drawn its ticket, with another telephone or after this one forgot it; nothing has been written."""


class NotFewer(ValueError):
    """The number of people may be raised and not lowered; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a leader decides before a round; afterwards only ``invited`` can be raised, where all can see it."""

    group: str
    targets: Sequence[int]
    last_day: date | None = None
    invited: int | None = None
    is_made_up: bool = False
    is_by_seat: bool = False


@transaction.atomic
def open_round(content: StatementSet, opening: Opening, *, by: Viewer) -> Round:
    """A new round with its code (none where a meeting's seats draw the tickets), and a zero for every cell. Raises
    PermissionDenied."""
    require(by, Permission.ROUND_OPEN)
    found = Round.objects.create(
        set_key=content.key,
        document=content.as_document(),
        group=opening.group.strip(),
        place=offices_for(by, Permission.ROUND_OPEN)[0].place,
        leader=by.signed_in,
        invited=opening.invited,
        opened_on=timezone.localdate(),
        last_day=opening.last_day,
        is_made_up=opening.is_made_up,
        is_by_seat=opening.is_by_seat,
    )
    if not opening.is_by_seat:
        codes.give_code(found, opening.last_day or timezone.localdate())
    swedish = content.versions["sv"]
    for number in sorted(set(opening.targets)):
        target = Target.objects.create(round=found, number=number)
        Count.objects.bulk_create(
            Count(target=target, statement=statement, level=level)
            for statement in range(1, len(swedish.statements) + 1)
            for level in range(1, len(swedish.levels) + 1)
        )
    record(Action.ASSESSMENTS_OPENED, found, by=by, place=found.place)
    return found


@transaction.atomic
def draw_ticket(round_id: int, key: str, *, seat: int | None = None) -> None:
    """Let the holder of ``key`` answer, once about each target. The same key again, as after a lost reply, is the same
    ticket.

    A round of a meeting gives each ``seat`` one, and keeps that it has drawn apart from the ticket; any round gives no
    more than the leader has said that people are. Raises RoundClosed, NoTicket, SeatHasDrawn and AllDrawn.
    """
    found = Round.objects.select_for_update().filter(pk=round_id).first()
    if found is None or not is_taking_answers(found):
        raise RoundClosed
    if not key or found.is_by_seat != (seat is not None):
        raise NoTicket
    ticket = Ticket(pk=_ticket_of(key, round_id), round=found)
    if found.tickets.filter(pk=ticket.pk).exists():
        return
    if seat is not None and found.drawn.filter(seat=seat).exists():
        raise SeatHasDrawn
    draw(found.tickets.all(), ticket, found.invited)
    if seat is not None:
        add_unordered(found.drawn.all(), Drawn(round=found, seat=seat))


def has_ticket(round_id: int, key: str) -> bool:
    return bool(key) and Ticket.objects.filter(pk=_ticket_of(key, round_id), round_id=round_id).exists()


@transaction.atomic
def raise_number(round_id: int, number: int, *, by: Viewer) -> Round:
    """More people than the leader first said; what was said before is shown beside it. Raises PermissionDenied,
    RoundClosed and NotFewer."""
    found = _locked(round_id, by)
    if found.state != Round.State.OPEN:
        raise RoundClosed
    if number == found.invited:
        return found
    if found.invited is None or number < found.invited:
        raise NotFewer
    found.invited_before, found.invited = [*found.invited_before, found.invited], number
    found.save(update_fields=["invited", "invited_before"])
    numbers = {"before": found.invited_before[-1], "after": number}
    record(Action.ASSESSMENTS_NUMBER_RAISED, found, by=by, place=found.place, detail=numbers)
    return found


@transaction.atomic
def change_code(round_id: int, *, by: Viewer) -> Round:
    """A new code in place of the old. Raises PermissionDenied and RoundClosed."""
    found = _locked(round_id, by)
    if not is_taking_answers(found) or found.is_by_seat:
        raise RoundClosed
    codes.give_code(found, found.last_day or timezone.localdate())
    record(Action.ASSESSMENTS_CODE_CHANGED, found, by=by, place=found.place)
    return found


@transaction.atomic
def take_answer(round_id: int, target_number: int, key: str, levels: Mapping[int, int]) -> bool:
    """Count one person's levels (statement → level); a skipped statement is left out. True when counted now, False when
    this key was counted before, whatever it says this time.

    The receipt and the counts are written in one transaction behind the round's row lock, so an answer that has been
    acknowledged is there exactly once, and none can slip in while the round is being shown. Raises RoundClosed,
    NoTicket where the key has drawn none, and ValueError for a level or statement that the round does not have.
    """
    found = Round.objects.select_for_update().filter(pk=round_id).first()
    target = Target.objects.filter(round_id=round_id, number=target_number).first()
    if found is None or target is None or not is_taking_answers(found):
        raise RoundClosed
    if not has_ticket(round_id, key):
        raise NoTicket
    receipt = receipt_of(key, target.pk)
    receipts = Receipt.objects.filter(target=target)
    if receipts.filter(pk=receipt).exists():
        return False
    add_unordered(receipts, Receipt(pk=receipt, target=target))
    Target.objects.filter(pk=target.pk).update(answers=F("answers") + 1)
    chosen = Q()
    for statement, level in levels.items():
        chosen |= Q(statement=statement, level=level)
    if levels and Count.objects.filter(chosen, target=target).update(count=F("count") + 1) != len(levels):
        raise ValueError("a level or statement that the round does not have")
    return True


def is_taking_answers(found: Round) -> bool:
    """Open, and its last day, if it has one, has not passed."""
    return found.state == Round.State.OPEN and (found.last_day is None or timezone.localdate() <= found.last_day)


def about(found: Round) -> str:
    """The round's name among what is due to be forgotten."""
    return f"assessments {found.pk}"


@transaction.atomic
def show(round_id: int, *, by: Viewer) -> Round:
    """End the round for ever and let its results be seen; a round already shown is left as it is.

    Whatever has fewer than five answers (a target, or one statement of it) is deleted with the receipts: after this the
    database holds no count that is not shown. Raises PermissionDenied, RoundClosed and TooFewAnswers.
    """
    found = _locked(round_id, by)
    if found.state == Round.State.SHOWN:
        return found
    if found.state != Round.State.OPEN:
        raise RoundClosed
    targets = list(found.targets.prefetch_related("counts"))
    if not any(t.answers >= FEWEST_ANSWERS for t in targets):
        raise TooFewAnswers
    for target in targets:
        if target.answers < FEWEST_ANSWERS:
            target.delete()
            continue
        given: dict[int, int] = {}
        for cell in target.counts.all():
            given[cell.statement] = given.get(cell.statement, 0) + cell.count
        thin = [statement for statement, n in given.items() if n < FEWEST_ANSWERS]
        Count.objects.filter(target=target, statement__in=thin).delete()
    _end(found, Round.State.SHOWN)
    record(Action.ASSESSMENTS_SHOWN, found, by=by, place=found.place)
    return found


@transaction.atomic
def discard(round_id: int, *, by: Viewer) -> Round:
    """End the round without a result: every count is deleted. Raises PermissionDenied and RoundClosed."""
    found = _locked(round_id, by)
    if found.state != Round.State.OPEN:
        raise RoundClosed
    _end(found, Round.State.DISCARDED)
    found.targets.all().delete()
    record(Action.ASSESSMENTS_DISCARDED, found, by=by, place=found.place)
    return found


@transaction.atomic
def keep_set(content: StatementSet, *, by: Viewer) -> StatementSetRecord:
    """Write a statement set, new or changed. Rounds already opened keep theirs. Raises PermissionDenied."""
    require(by, Permission.ROUND_OPEN)
    kept, _made = StatementSetRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.versions["sv"].title, "document": content.as_document()}
    )
    record(Action.ASSESSMENTS_STATEMENTS_SAVED, kept, by=by)
    return kept


def _locked(round_id: int, by: Viewer) -> Round:
    found = Round.objects.select_for_update().get(pk=round_id)
    require(by, Permission.ROUND_LEAD, found)
    return found


def _end(found: Round, state: Round.State) -> None:
    Receipt.objects.filter(target__round=found).delete()
    found.tickets.all().delete()
    found.drawn.all().delete()
    codes.close_code(found)
    found.state, found.ended_on = state, timezone.localdate()
    found.save(update_fields=["state", "ended_on"])
    # Two earlier counts in a row are one person's answers; so are the cells that one transaction wrote last, which
    # PostgreSQL shows in every row (xmin). Writing all of them again in this one parts them.
    Count.objects.filter(target__round=found).update(count=F("count"))
    forget(about(found), Receipt, Ticket, Drawn, Count)


def _ticket_of(key: str, round_id: int) -> str:
    return receipt_of(key, f"ticket {round_id}")
