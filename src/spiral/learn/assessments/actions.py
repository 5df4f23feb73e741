"""Writes: open a round, take an answer, show or discard, save statement sets. What every anonymous collection does is
in ``trust/anonymous``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from spiral.exchange.ratings import SeatHasDrawn, tell_meeting
from spiral.ground.revision import Revision, require_revision
from spiral.learn.assessments import queries
from spiral.learn.assessments.models import Count, Drawn, Round, StatementSetRecord, Target
from spiral.learn.assessments.rules import ROUNDS
from spiral.learn.assessments.statements import StatementSet
from spiral.trust.access.deciding import offices_for, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous import actions as anonymous
from spiral.trust.anonymous import tickets
from spiral.trust.anonymous.kinds import Traces
from spiral.trust.anonymous.rules import FEWEST_ANSWERS, CollectionClosed, NoTicket, TooFewAnswers, in_steps
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.actions import Replaced
from spiral.trust.undo.models import Removal

#: What is done with every anonymous collection, done with a round.
draw_ticket = partial(anonymous.draw_ticket, ROUNDS)
raise_number = partial(anonymous.raise_number, ROUNDS)
change_code = partial(anonymous.change_code, ROUNDS)


@dataclass(frozen=True, slots=True)
class RoundOpening(anonymous.CollectionOpening):
    """What a leader decides before a round, and what it is about: the numbers of the set's targets."""

    targets: Sequence[int]
    _: KW_ONLY
    is_by_seat: bool = False


def open_round(content: StatementSet, opening: RoundOpening, *, by: Viewer) -> Round:
    """A new round with its code (none where a meeting's seats draw the tickets), and a zero for every cell. Raises
    PermissionDenied."""
    require(by, Permission.ROUND_OPEN)

    def prepare(round: Round) -> None:
        swedish = content.versions["sv"]
        for number in sorted(set(opening.targets)):
            target = Target.objects.create(round=round, number=number)
            Count.objects.bulk_create(
                Count(target=target, statement=statement, level=level)
                for statement in range(1, len(swedish.statements) + 1)
                for level in range(1, len(swedish.levels) + 1)
            )

    return anonymous.open_collection(
        ROUNDS,
        opening,
        offices_for(by, Permission.ROUND_OPEN)[0].place,
        prepare,
        by=by,
        set_key=content.key,
        document=content.as_document(),
        is_by_seat=opening.is_by_seat,
    )


@transaction.atomic
def draw_ticket_for_seat(round_id: int, key: str, seat: int) -> None:
    """Let the holder of ``key`` answer a meeting's round, once about each target. Each seat draws one ticket, and that
    it has drawn stands apart from the ticket. Raises CollectionClosed, NoTicket, SeatHasDrawn and AllDrawn."""
    round = anonymous.locked_for_answers(ROUNDS, round_id, key)
    if not round.is_by_seat:
        raise NoTicket
    if tickets.is_drawn(round, key):
        return
    if round.drawn.filter(seat=seat).exists():
        raise SeatHasDrawn
    tickets.draw(round, key)
    tickets.add_unordered(round.drawn, seat=seat)


@transaction.atomic
def take_answer(round_id: int, target_number: int, key: str, levels: Mapping[int, int]) -> bool:
    """Count one person's levels (statement → level); a skipped statement is left out. True when counted now, False when
    this key was counted before, whatever it says this time.

    The receipt and the counts are written in one transaction behind the round's row lock, so an answer that has been
    acknowledged is there exactly once, and none can slip in while the round is being shown. Raises CollectionClosed,
    NoTicket where the key has drawn none, and ValueError for a level or statement that the round does not have.
    """
    round = anonymous.locked_for_ticket(ROUNDS, round_id, key)
    target = round.targets.filter(number=target_number).first()
    if target is None:
        raise CollectionClosed
    if not tickets.give_receipt(target.receipts, key):
        return False
    Target.objects.filter(pk=target.pk).update(answers=F("answers") + 1)
    if in_steps(target.answers + 1) != in_steps(target.answers):
        tell_meeting(round_id)
    chosen = Q()
    for statement, level in levels.items():
        chosen |= Q(statement=statement, level=level)
    if levels and Count.objects.filter(chosen, target=target).update(count=F("count") + 1) != len(levels):
        raise ValueError("a level or statement that the round does not have")
    return True


@transaction.atomic
def show(round_id: int, *, by: Viewer) -> Round:
    """End the round for ever and let its results be seen; a round already shown is left as it is.

    Whatever has fewer than five answers (a target, or one statement of it) is deleted with the receipts: after this the
    database holds no count that is not shown. Raises PermissionDenied, CollectionClosed and TooFewAnswers.
    """
    round = anonymous.locked_for_leader(ROUNDS, round_id, by=by)
    if round.state == Round.State.SHOWN:
        return round
    if not round.is_open:
        raise CollectionClosed
    targets = list(round.targets.prefetch_related("counts"))
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
    ended = anonymous.end_collection(ROUNDS, round, Round.State.SHOWN, _traces(round), by=by)
    tell_meeting(round_id)
    return ended


def discard(round_id: int, *, by: Viewer) -> Round:
    """End the round without a result: every count is deleted. Raises PermissionDenied and CollectionClosed."""

    def erase(round: Round) -> Traces:
        round.targets.all().delete()
        tell_meeting(round_id)
        return _traces(round)

    return anonymous.discard(ROUNDS, round_id, erase, by=by)


@transaction.atomic
def keep_set(
    content: StatementSet, revision: Revision | None, *, by: Viewer
) -> tuple[StatementSetRecord, Replaced | None]:
    """Write a statement set, new or changed. Rounds already opened keep theirs. ``revision`` is the revision of the set
    when it was read; None replaces whatever is there. With it comes how many statements no longer stand as they stood,
    and what puts the set back as it was, for ten minutes. Raises PermissionDenied and StaleRevision."""
    require(by, Permission.ROUND_OPEN)
    StatementSetRecord.objects.select_for_update().filter(key=content.key).first()
    before = queries.statement_set(by, content.key)
    if revision is not None:
        require_revision(before, revision)
    saved, _is_new = StatementSetRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.versions["sv"].title, "document": content.as_document()}
    )
    record(Action.ASSESSMENTS_STATEMENTS_SAVED, saved, by=by)
    if before is None:
        return saved, None
    gone = set(before.version("sv").statements) - set(content.version("sv").statements)
    return saved, undo.keep_replaced(saved, before.as_document(), len(gone), "assessments.set", by=by)


@transaction.atomic
def put_back_set(removal: Removal, *, by: Viewer) -> str:
    """A statement set as it was before. Raises PermissionDenied, and NotNow where somebody has written in it since."""
    require(by, Permission.ROUND_OPEN)
    undo.restore(removal)
    saved = StatementSetRecord.objects.get(pk=int(removal.of))
    saved.title = saved.content.version("sv").title
    saved.save(update_fields=["title"])
    record(Action.ASSESSMENTS_STATEMENTS_PUT_BACK, saved, by=by)
    return reverse("assessments:edit_set", args=[saved.key])


def _traces(round: Round) -> Traces:
    """Delete which seats have drawn, and write what is left of the counts anew. Two earlier counts in a row are one
    person's answers; so are the cells that one transaction wrote last, which PostgreSQL shows in every row (xmin).
    Writing all of them again in this one parts them."""
    round.drawn.all().delete()
    Count.objects.filter(target__round=round).update(count=F("count"))
    return Traces((Drawn, Count))
