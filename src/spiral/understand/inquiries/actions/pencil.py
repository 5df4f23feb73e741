"""One writer at a time. Every write goes through :func:`writing`; a form carries the revision it was opened with, and
nothing that somebody wrote is written over unseen."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from spiral.exchange import texts
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.inquiries.models import Inquiry, Revised
from spiral.understand.inquiries.rules import holds_pencil


class PencilTaken(Exception):
    """Somebody else writes now; nothing has been written."""

    def __init__(self, inquiry: Inquiry) -> None:
        super().__init__(inquiry.pencil_of)
        self.inquiry = inquiry


class IsFinished(Exception):
    """A finished inquiry is read only; open it again first."""


def title_of(viewer: Viewer) -> str:
    """The person in words, as they are kept: name where there is one, and office. In Swedish, whoever writes."""
    who = viewer.signed_in
    with override("sv"):
        return ", ".join([*filter(None, [who.name]), *map(str, viewer.offices[:1])])[:200] or str(who)


def writing(number: int, *, by: Viewer, take_over: bool = False, finished: bool = False) -> Inquiry:
    """The inquiry, locked for this transaction, with the pencil in ``by``'s hand. Raises PermissionDenied, PencilTaken
    unless ``take_over``, and IsFinished unless ``finished`` is allowed."""
    inquiry = Inquiry.objects.select_for_update().get(pk=number)
    require(by, Permission.INQUIRY_WRITE, inquiry)
    if inquiry.state == Inquiry.State.FINISHED and not finished:
        raise IsFinished
    if not holds_pencil(by, inquiry):
        if not take_over:
            raise PencilTaken(inquiry)
        record(Action.INQUIRIES_PENCIL_TAKEN, inquiry, by=by, place=inquiry.place)
    if inquiry.pencil_id != by.key:
        inquiry.pencil, inquiry.pencil_of, inquiry.pencil_since = by.signed_in, title_of(by), timezone.now()
        inquiry.save(update_fields=["pencil", "pencil_of", "pencil_since"])
    return inquiry


def revise(row: Revised, values: Mapping[str, object], revision: Revision) -> None:
    """Write ``told`` to the row unless it has changed since ``revision``. Raises StaleRevision."""
    require_revision(row, revision)
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    row.save()


def log(action: Action, inquiry: Inquiry, *, by: Viewer, detail: Mapping[str, int] | None = None) -> None:
    """Tell the search of a write, and log it."""
    texts.announce_change("inquiry", inquiry.pk)
    record(action, inquiry, by=by, place=inquiry.place, detail=detail)


@transaction.atomic
def take_pencil(number: int, *, by: Viewer) -> Inquiry:
    """Take the pencil, from whoever has it. What the other has typed is kept in that form, and told of when saved."""
    return writing(number, by=by, take_over=True)


@transaction.atomic
def put_down_pencil(number: int, *, by: Viewer) -> None:
    """Let the next one write without taking over; nothing happens where somebody else has it."""
    inquiry = Inquiry.objects.select_for_update().get(pk=number)
    if inquiry.pencil_id == by.key:
        inquiry.pencil, inquiry.pencil_of, inquiry.pencil_since = None, "", None
        inquiry.save(update_fields=["pencil", "pencil_of", "pencil_since"])
        record(Action.INQUIRIES_PENCIL_PUT_DOWN, inquiry, by=by, place=inquiry.place)
