"""Writes to the tree of becauses and to the evidence. Nothing is thrown away: answers are parked or merged."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from spiral.exchange.evidence import Evidence
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal
from spiral.understand.inquiries.actions.pencil import IsFinished, PencilTaken, log, revise, writing
from spiral.understand.inquiries.models import Because, Inquiry, Piece

#: More answers than this are no longer a conversation, and do not fit on paper.
MOST = 60
#: Why, asked at most this many times.
DEEPEST = 7

State = Because.State


class TreeIsFull(Exception):
    """The tree has as many answers, or as deep ones, as it may have."""


class HasCheck(Exception):
    """A check is held against the evidence: it stays."""


class Entangled(Exception):
    """An answer cannot stand below itself, nor be merged into an answer below it."""


@transaction.atomic
def add(
    number: int, parent: int | None, values: Mapping[str, object], *, by: Viewer, take_over: bool = False
) -> Because:
    """One more answer to the problem's why, or to an answer's. Raises what ``writing`` raises, and TreeIsFull."""
    inquiry = writing(number, by=by, take_over=take_over)
    above = _one(inquiry, parent) if parent else None
    if inquiry.becauses.filter(state=State.ACTIVE).count() >= MOST or len(_lineage(above)) >= DEEPEST:
        raise TreeIsFull
    answer = Because.objects.create(inquiry=inquiry, parent=above, order=_last(inquiry, above), **values)
    log(Action.INQUIRIES_ANSWER_ADDED, inquiry, by=by)
    return answer


@transaction.atomic
def change(
    number: int, because: int, values: Mapping[str, object], revision: Revision, *, by: Viewer, take_over: bool = False
) -> Because:
    """Change an answer's words, its certainty and how it is known. Raises what ``writing`` raises, and
    StaleRevision."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = _one(inquiry, because)
    revise(row, values, revision)
    log(Action.INQUIRIES_ANSWER_CHANGED, inquiry, by=by)
    return row


@transaction.atomic
def move(
    number: int, because: int, parent: int | None, revision: Revision, *, by: Viewer, take_over: bool = False
) -> Because:
    """Let the answer, with everything below it, answer another why. Raises Entangled, TreeIsFull, and as ``change``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = _one(inquiry, because)
    above = _one(inquiry, parent) if parent else None
    if above is not None and row.pk in {b.pk for b in _lineage(above)}:
        raise Entangled
    if len(_lineage(above)) + _height(inquiry, row) > DEEPEST:
        raise TreeIsFull
    revise(row, {"parent": above, "order": _last(inquiry, above)}, revision)
    log(Action.INQUIRIES_ANSWER_MOVED, inquiry, by=by)
    return row


@transaction.atomic
def merge(number: int, because: int, into: int, revision: Revision, *, by: Viewer, take_over: bool = False) -> Because:
    """Two answers that say the same become one: what is below the first moves to the second with its evidence, and the
    words of both are kept. Raises Entangled, TreeIsFull, and as ``change``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row, target = _one(inquiry, because), _one(inquiry, into)
    if target.state != State.ACTIVE or row.pk in {b.pk for b in _lineage(target)}:
        raise Entangled
    if len(_lineage(target)) + _height(inquiry, row) - 1 > DEEPEST:
        raise TreeIsFull
    start = _last(inquiry, target)
    for i, child in enumerate(Because.objects.filter(parent=row).order_by("order", "id")):
        child.parent, child.order = target, start + i
        child.save(update_fields=["parent", "order"])
    Piece.objects.filter(because=row).update(because=target)
    inquiry.hunches.filter(because=row).update(because=target)
    how = "\n".join(dict.fromkeys(filter(None, [target.how_known, row.how_known])))
    revise(target, {"how_known": how[:1200], "is_supported": target.is_supported or row.is_supported}, target.revision)
    revise(row, {"state": State.MERGED, "merged_into": target}, revision)
    log(Action.INQUIRIES_ANSWERS_MERGED, inquiry, by=by)
    return target


@transaction.atomic
def park(number: int, because: int, revision: Revision, *, by: Viewer, take_over: bool = False) -> Because:
    """Set the answer aside with everything below it, for later. Raises as ``change``."""
    return _set_aside(
        number, because, State.PARKED, revision, Action.INQUIRIES_ANSWER_PARKED, by=by, take_over=take_over
    )


@transaction.atomic
def take_back(number: int, because: int, revision: Revision, *, by: Viewer, take_over: bool = False) -> Because:
    """Put a parked or merged answer back in the tree. What moved in a merge stays where it is. Raises as ``change``."""
    return _set_aside(
        number, because, State.ACTIVE, revision, Action.INQUIRIES_ANSWER_TAKEN_BACK, by=by, take_over=take_over
    )


@transaction.atomic
def attach(number: int, because: int | None, piece: Evidence, *, by: Viewer, take_over: bool = False) -> Piece:
    """Put a frozen piece of evidence to the problem, or to an answer. An answer is not supported by that alone: the
    group says so. Raises as ``writing``."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = _one(inquiry, because) if because else None
    current = Piece.objects.create(
        inquiry=inquiry, because=row, document=piece.as_json(), added_on=timezone.localdate()
    )
    log(Action.INQUIRIES_EVIDENCE_ATTACHED, inquiry, by=by)
    return current


@transaction.atomic
def detach(number: int, piece: int, *, by: Viewer, take_over: bool = False) -> Removal:
    """Take a piece of evidence away; for ten minutes it can be put back. One that a check is held against stays: raises
    HasCheck."""
    inquiry = writing(number, by=by, take_over=take_over)
    row = Piece.objects.get(pk=piece, inquiry=inquiry)
    if row.checks.exists():
        raise HasCheck
    removal = undo.remove([row], "inquiries.evidence", number, by=by)
    log(Action.INQUIRIES_EVIDENCE_REMOVED, inquiry, by=by)
    return removal


@transaction.atomic
def put_back_evidence(removal: Removal, *, by: Viewer) -> str:
    """A piece of evidence in its inquiry again. Raises NotNow while somebody else has the pencil, or it is finished."""
    try:
        inquiry = writing(int(removal.of), by=by)
    except (PencilTaken, IsFinished):
        raise NotNow from None
    undo.restore(removal)
    log(Action.INQUIRIES_EVIDENCE_PUT_BACK, inquiry, by=by)
    return reverse("inquiries:inquiry", args=[inquiry.pk])


def _set_aside(
    number: int, because: int, state: State, revision: Revision, action: Action, *, by: Viewer, take_over: bool
) -> Because:
    inquiry = writing(number, by=by, take_over=take_over)
    row = _one(inquiry, because)
    revise(row, {"state": state, "merged_into": None}, revision)
    log(action, inquiry, by=by)
    return row


def _one(inquiry: Inquiry, number: int) -> Because:
    return Because.objects.select_for_update().get(pk=number, inquiry=inquiry)


def _last(inquiry: Inquiry, above: Because | None) -> int:
    """The place after the last of its siblings."""
    answers = Because.objects.filter(inquiry=inquiry, parent=above).aggregate(last=Max("order"))["last"]
    return 0 if answers is None else answers + 1


def _lineage(because: Because | None) -> list[Because]:
    """The answer and everything it hangs from, itself first."""
    path = []
    while because is not None:
        path.append(because)
        because = because.parent
    return path


def _height(inquiry: Inquiry, top: Because) -> int:
    """How many levels stand in the part of the tree that begins with ``top``, itself included."""
    below: dict[int, list[int]] = {}
    for pk, parent in inquiry.becauses.values_list("pk", "parent_id"):
        below.setdefault(parent, []).append(pk)
    height, level = 0, [top.pk]
    while level:
        height, level = height + 1, [child for pk in level for child in below.get(pk, ())]
    return height
