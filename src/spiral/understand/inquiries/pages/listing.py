"""The list of inquiries: under way first, and where new data have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.words import in_words
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.models import Inquiry
from spiral.understand.inquiries.queries import Ready


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One inquiry in the list."""

    inquiry: Inquiry
    phase: str
    answers: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything the template prints."""

    title: str
    lines: Sequence[InquiryLine]
    ready: Sequence[Ready]
    pages: Page[Inquiry]


def listing(viewer: Viewer, number: str | None) -> Listing:
    """Compose the list; the number of reads does not grow with it."""
    pages = queries.inquiries(viewer, number)
    ready = queries.ready_to_check(viewer)
    going = sum(i.state == Inquiry.State.ACTIVE for i in pages)
    if ready:
        title = ngettext(
            "I en undersökning kan ni nu se om det blev skillnad",
            "I %(n)s undersökningar kan ni nu se om det blev skillnad",
            len({r.inquiry.pk for r in ready}),
        ) % {"n": in_words(len({r.inquiry.pk for r in ready}))}
    elif going:
        sentence = ngettext("En undersökning pågår", "%(n)s undersökningar pågår", going) % {"n": in_words(going)}
        title = sentence[:1].upper() + sentence[1:] if pages.paginator.num_pages == 1 else _("Undersökningar")
    else:
        title = _("Ingen undersökning pågår")
    return Listing(title, [_line(i) for i in pages], ready, pages)


def _line(inquiry: Any) -> InquiryLine:
    current = next((p for p in inquiry.phases.all() if p.done_on is None), None)
    if inquiry.state == Inquiry.State.FINISHED:
        phase = _("avslutad")
    else:
        phase = (
            _("fas %(number)s: %(name)s") % {"number": current.number, "name": current.name} if current else _("pågår")
        )
    answers = (
        _("%(supported)s av %(answers)s svar belagda")
        % {
            "supported": inquiry.supported,
            "answers": inquiry.answers,
        }
        if inquiry.answers
        else _("inga svar än")
    )
    return InquiryLine(inquiry, phase, answers)
