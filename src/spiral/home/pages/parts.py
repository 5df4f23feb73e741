"""What the homes are made of: a line with its one act, a group of lines, a day when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.ground.words import day, joined


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to see to: what it is, why it stands here, and the one thing to do about it."""

    what: str
    act: str
    url: str
    why: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines of one kind, the oldest first. ``said`` is how many, in words; ``more`` leads to those left out."""

    title: str
    said: str
    lines: Sequence[Line]
    more: Line | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A next step from this page and what it is about."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Happens:
    """What happens on a day."""

    on: date
    text: str
    url: str = ""
    is_today: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_today", self.on == timezone.localdate())


def on_day(when: date, today: date) -> str:
    """'i dag', 'i morgon', 'på torsdag' within a week, else 'den 3 december'."""
    ahead = (when - today).days
    if ahead == 0:
        return _("i dag")
    if ahead == 1:
        return _("i morgon")
    if 1 < ahead < 7:
        return _("på %(weekday)s") % {"weekday": date_format(when, "l")}
    return _("den %(day)s") % {"day": day(when)}


def listed(sentences: Sequence[str]) -> str:
    """'Inbjudan är inte skickad och punkt 3 har ingen siffra.': parts of one sentence, its first letter large."""
    said = joined(list(sentences))
    return f"{said[:1].upper()}{said[1:]}." if said else ""
