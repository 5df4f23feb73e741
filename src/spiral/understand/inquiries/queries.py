"""Every read of inquiries, ``viewer`` first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from spiral.exchange import evidence
from spiral.exchange.evidence import FollowUp
from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries.models import Action, Because, Check, Cycle, Hunch, Inquiry, Phase, Piece

PER_PAGE = 20
#: How many pieces of evidence are looked at again on one page.
MOST_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Whole:
    """An inquiry with everything in it."""

    inquiry: Inquiry
    phases: Sequence[Phase]
    becauses: Sequence[Because]
    pieces: Sequence[Piece]
    hunches: Sequence[Hunch]
    actions: Sequence[Action]
    checks: Sequence[Check]

    @property
    def active(self) -> list[Because]:
        """The becauses that are not set aside. One below a parked answer is parked with it (see ``pages.tree``)."""
        return [b for b in self.becauses if b.state == Because.State.ACTIVE]

    @property
    def current(self) -> Phase | None:
        """The phase the group is in: the first that is not done."""
        return next((p for p in self.phases if p.done_on is None), None)


@dataclass(frozen=True, slots=True)
class Ready:
    """New data have come for a piece of evidence that an inquiry started from or waits for."""

    inquiry: Inquiry
    piece: Piece
    check: Check | None
    again: FollowUp


def inquiry_for(viewer: Viewer, number: int) -> Inquiry | None:
    """The inquiry, or None where there is none for this viewer."""
    inquiry = Inquiry.objects.select_related("area").filter(pk=number).first()
    return inquiry if inquiry is not None and allows(viewer, Permission.INQUIRY_SEE, inquiry) else None


def whole(viewer: Viewer, inquiry: Inquiry) -> Whole:
    """Seven reads whatever the inquiry holds."""
    cycles = Prefetch("cycles", Cycle.objects.all())
    return Whole(
        inquiry,
        list(inquiry.phases.all()),
        list(inquiry.becauses.all()),
        list(inquiry.pieces.all()),
        list(inquiry.hunches.all()),
        list(inquiry.actions.prefetch_related(cycles)),
        list(inquiry.checks.select_related("piece")),
    )


def inquiries(viewer: Viewer, page: str | int | None = 1) -> Page[Any]:
    """The inquiries the viewer may see, those under way first, then newest; with how many answers they have and how
    many of them are supported."""
    active = Q(becauses__state=Because.State.ACTIVE)
    inquiries = Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE)).annotate(
        answers=Count("becauses", active, distinct=True),
        supported=Count("becauses", active & Q(becauses__is_supported=True), distinct=True),
    )
    listed = inquiries.order_by("state", "-started_on", "-id").prefetch_related("phases")
    return Paginator(listed, PER_PAGE).get_page(page)


def ready_to_check(viewer: Viewer, among: Sequence[Inquiry] | None = None) -> list[Ready]:
    """Where new data have come since the evidence was frozen, so that one can see whether it made a difference: in the
    inquiries given, or in all under way that the viewer may see. Two reads, and those of the evidence's own rooms,
    whose number does not grow with the inquiries'.

    A piece waits when a check of it is planned and not done, or when it is the problem's own and no check has been.
    """
    waiting = Check.objects.filter(piece=OuterRef("pk"), looked_on__isnull=True)
    looked = Check.objects.filter(piece=OuterRef("pk"), looked_on__isnull=False)
    ready = Piece.objects.filter(
        Exists(waiting) | (Q(because__isnull=True) & ~Exists(looked)),
        inquiry__state=Inquiry.State.ACTIVE,
        inquiry__in=Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE)),
    )
    if among is not None:
        ready = ready.filter(inquiry__in=[i.pk for i in among])
    planned = Prefetch("checks", Check.objects.filter(looked_on__isnull=True), to_attr="waiting")
    listed = ready.select_related("inquiry").prefetch_related(planned).order_by("-id")[:MOST_LOOKED_AT]
    pieces = [p for p in listed if evidence.can_be_followed_up(p.content.kind)]
    seen = evidence.follow_up_all(viewer, [p.content for p in pieces], get_language() or "sv")
    return [
        Ready(p.inquiry, p, p.waiting[0] if p.waiting else None, a)
        for p, a in zip(pieces, seen, strict=True)
        if a is not None and a.is_new
    ]


def planned_checks(viewer: Viewer, most: int) -> list[Check]:
    """When groups have decided to look again, the nearest first, in the inquiries under way that the viewer may see."""
    seen = Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE), state=Inquiry.State.ACTIVE)
    checks = Check.objects.filter(inquiry__in=seen, looked_on__isnull=True).select_related("inquiry", "piece")
    return list(checks.order_by("planned_on", "pk")[:most])


def looked_at(viewer: Viewer, most: int) -> list[Check]:
    """What there was to see when groups looked again, the newest first, in the inquiries that the viewer may see."""
    seen = Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE))
    checks = Check.objects.filter(inquiry__in=seen, looked_on__isnull=False).select_related("inquiry", "piece")
    return list(checks.order_by("-looked_on", "-pk")[:most])


def writable(viewer: Viewer) -> list[tuple[Inquiry, list[Because]]]:
    """The inquiries under way that the viewer may write in, with their answers; for taking things along."""
    active = Prefetch("becauses", Because.objects.filter(state=Because.State.ACTIVE), to_attr="answers_now")
    inquiries = Inquiry.objects.filter(
        visible(viewer, Permission.INQUIRY_WRITE), state=Inquiry.State.ACTIVE
    ).prefetch_related(active)[:30]
    return [(i, i.answers_now) for i in inquiries]


#: Read by the whole network, and so by everybody where a screen is.
_READ_BY_ALL = Q(is_shared=True) | Q(place="")


def for_screens(viewer: Viewer) -> list[Inquiry]:
    """The inquiries under way that the whole network reads, newest first; for the screen of a meeting."""
    inquiries = Inquiry.objects.filter(_READ_BY_ALL, visible(viewer, Permission.INQUIRY_SEE))
    return list(inquiries.filter(state=Inquiry.State.ACTIVE)[:30])


def on_screen(number: int) -> Whole | None:
    """Problem and answers of an inquiry that the whole network reads, without its evidence; two reads. None for others:
    a screen is seen by whoever is in the room."""
    inquiry = Inquiry.objects.filter(_READ_BY_ALL, pk=number).first()
    return Whole(inquiry, (), list(inquiry.becauses.all()), (), (), (), ()) if inquiry else None


def told_of(viewer: Viewer, points: Sequence[str]) -> list[Inquiry]:
    """The inquiries about points of assignments, with phases and checks; three reads."""
    inquiries = Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE), point__in=list(points)).exclude(
        point=""
    )
    return list(inquiries.prefetch_related("phases", "checks"))


def every_inquiry() -> list[Inquiry]:
    """For the search's index, which asks ``visible_numbers`` before it shows anything."""
    return list(Inquiry.objects.prefetch_related("becauses"))


def inquiry_text(number: int) -> Inquiry | None:
    return Inquiry.objects.prefetch_related("becauses").filter(pk=number).first()


def visible_numbers(viewer: Viewer, numbers: Sequence[int]) -> set[int]:
    """Which of ``numbers`` the viewer may see; one read."""
    return set(
        Inquiry.objects.filter(visible(viewer, Permission.INQUIRY_SEE), pk__in=list(numbers)).values_list(
            "pk", flat=True
        )
    )
