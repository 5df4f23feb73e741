"""Dates, counts and states as an inquiry says them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spiral.apps.inquiries.models import Phase
from spiral.apps.inquiries.queries import Whole
from spiral.documents.svg.spiral import Pace, Spiral

_NUMBERS = {
    "sv": ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}  # fmt: skip


def in_words(count: int) -> str:
    """'tre'; digits from thirteen."""
    words = _NUMBERS["en" if get_language() == "en" else "sv"]
    return words[count] if count < len(words) else str(count)


def day(when: date) -> str:
    """'18 december', with the year where it is not this one."""
    return date_format(when, "j F" if when.year == timezone.localdate().year else "j F Y")


def pace(phase: Phase, current: Phase | None) -> Pace:
    """How far the phase has come."""
    if phase.done_on is not None:
        return Pace.DONE
    return Pace.NOW if current is not None and phase.pk == current.pk else Pace.LATER


def when(phase: Phase, current: Phase | None) -> str:
    """'klar 6 november', 'pågår till 18 december', 'inte påbörjad'."""
    match pace(phase, current):
        case Pace.DONE:
            return _("klar %(day)s") % {"day": day(phase.done_on)}
        case Pace.NOW:
            return _("pågår till %(day)s") % {"day": day(phase.until_on)} if phase.until_on else _("pågår")
    if phase.from_on:
        return _("från %(day)s") % {"day": day(phase.from_on)}
    return _("till %(day)s") % {"day": day(phase.until_on)} if phase.until_on else _("inte påbörjad")


def spiral(whole: Whole) -> Spiral:
    """The picture of where the group is, said in words for those who do not see it."""
    current = whole.current
    told = "; ".join(f"{p.number} {p.name}: {when(p, current)}" for p in whole.phases)
    return Spiral(
        title=_("Spiralens faser"), subtitle=whole.inquiry.title, description=f"{told}.",
        language="en" if get_language() == "en" else "sv", paces=[pace(p, current) for p in whole.phases],
    )  # fmt: skip
