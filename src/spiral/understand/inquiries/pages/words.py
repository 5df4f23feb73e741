"""Dates, counts and states as an inquiry says them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spiral.documents.svg.spiral import Pace, Spiral
from spiral.ground.words import day, language
from spiral.understand.inquiries.models import Phase
from spiral.understand.inquiries.queries import Whole


def pace(phase: Phase, current: Phase | None) -> Pace:
    """How far the phase has come."""
    if phase.done_on is not None:
        return Pace.DONE
    return Pace.NOW if current is not None and phase.pk == current.pk else Pace.LATER


def when(phase: Phase, current: Phase | None) -> str:
    """'klar 6 november', 'pågår till 18 december', 'inte påbörjad'."""
    match pace(phase, current):
        case Pace.DONE if phase.done_on:
            return _("klar %(day)s") % {"day": day(phase.done_on)}
        case Pace.NOW:
            return _("pågår till %(day)s") % {"day": day(phase.until_on)} if phase.until_on else _("pågår")
    if phase.from_on:
        return _("från %(day)s") % {"day": day(phase.from_on)}
    return _("till %(day)s") % {"day": day(phase.until_on)} if phase.until_on else _("inte påbörjad")


def spiral(whole: Whole) -> Spiral:
    """The picture of where the group is, said in words for those who do not see it."""
    current = whole.current
    turns = "; ".join(f"{p.number} {p.name}: {when(p, current)}" for p in whole.phases)
    return Spiral(
        title=_("Spiralens faser"),
        subtitle=whole.inquiry.title,
        description=f"{turns}.",
        language=language(),
        paces=[pace(p, current) for p in whole.phases],
    )
