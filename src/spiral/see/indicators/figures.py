"""What places have answered as typed figures: the one way an answer becomes a number that somebody else reads. A count
of children below the limits of disclosure is a mask, never a number (docs/regler/sekretess.md B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _

from spiral.engine.disclosure.primary import PrimaryReason, primary_reasons
from spiral.engine.disclosure.rules import MIN_BASE, Outcome, Rules, rarer_outcome
from spiral.engine.estimates import Estimate, share_interval
from spiral.engine.figures import Figure, State
from spiral.engine.numbers import Language, number, span, with_unit
from spiral.exchange.wording import results as wording
from spiral.see.indicators import rules
from spiral.see.indicators.models import LocalAnswer, LocalIndicator

Kind = LocalIndicator.Kind
_STATES = {
    PrimaryReason.FEW_PUPILS: State.HIDDEN,
    PrimaryReason.EVERYBODY: State.HIDDEN,
    PrimaryReason.NEAR_NONE: State.NEAR_NONE,
    PrimaryReason.NEAR_ALL: State.NEAR_ALL,
}


@dataclass(frozen=True)
class LocalFigure:
    """One place's figure, or the typed reason why there is none; None in ``figure`` where it has not answered, or
    cannot. ``n`` is how many the share is of, where that may be said."""

    indicator: LocalIndicator
    figure: Figure | None
    n: int | None = None
    reason: str = ""
    own: Estimate | None = None

    @property
    def value(self) -> float | None:
        return self.figure.value if self.figure else None

    def mask(self, language: Language) -> str:
        """Why there is no number; '' where there is one."""
        if self.value is not None:
            return ""
        if self.figure is None:
            return _("kan inte svara") if self.reason else _("har inte svarat")
        if self.figure.state is State.HIDDEN and self.indicator.form in rules.EARLY:
            return _("för få barn för att visas")
        return wording.mask(self.figure.state, language)

    def printed(self, language: Language) -> str:
        """The number with its unit, or the level by its name; '' for none."""
        if self.value is None:
            return ""
        if self.indicator.kind == Kind.LEVEL:
            return str(self.indicator.levels[int(self.value) - 1])
        return with_unit(number(self.value, self.decimals, language), self.unit, language)

    def large(self, language: Language) -> str:
        """As it stands beside a row: a number without the words of its unit, a level as so much of all."""
        if self.value is None:
            return ""
        if self.indicator.kind == Kind.LEVEL:
            return _("%(level)s av %(all)s") % {"level": int(self.value), "all": len(self.indicator.levels)}
        return number(self.value, self.decimals, language) if self.unit != "%" else self.printed(language)

    def beside(self, language: Language) -> str:
        """What stands under the number: its interval, its unit, the level's name."""
        if self.own is not None:
            return span(self.own.low, self.own.high, 0, language) + "\u00a0%"
        return (
            self.printed(language) if self.indicator.kind == Kind.LEVEL else self.unit if self.value is not None else ""
        )

    @property
    def unit(self) -> str:
        return unit_of(self.indicator)

    @property
    def decimals(self) -> int:
        return decimals_of(self.indicator)

    @cached_property
    def of_how_many(self) -> str:
        """'av 25 barn'; '' where they are not counted or may not be said."""
        return _("av %(n)s") % {"n": self.n} if self.n is not None else ""


def unit_of(indicator: LocalIndicator) -> str:
    """The unit as a chart and a table have it."""
    return "%" if indicator.kind == Kind.SHARE else indicator.unit if indicator.kind == Kind.NUMBER else ""


def decimals_of(indicator: LocalIndicator) -> int:
    """So many decimals are printed; of a share none, for one beside a count would be the count."""
    return indicator.decimals if indicator.kind == Kind.NUMBER else 0


def figures(indicator: LocalIndicator, answers: Sequence[LocalAnswer | None]) -> list[LocalFigure]:
    """The figure of each answer, in the same order."""
    if indicator.kind == Kind.SHARE:
        return _shares(indicator, answers)
    return [_plain(indicator, answer) for answer in answers]


def _plain(indicator: LocalIndicator, answer: LocalAnswer | None) -> LocalFigure:
    if answer is None or answer.reason:
        return LocalFigure(indicator, None, reason=answer.reason if answer else "")
    if indicator.kind == Kind.LEVEL:
        return LocalFigure(indicator, Figure.of(float(answer.level or 0)))
    value = float(answer.number or 0)
    if indicator.counts_people and value < MIN_BASE:
        return LocalFigure(indicator, Figure(State.HIDDEN))
    return LocalFigure(indicator, Figure.of(value))


def _shares(indicator: LocalIndicator, answers: Sequence[LocalAnswer | None]) -> list[LocalFigure]:
    """Shares, each with its interval: nobody's total stands beside them, so none follows from another."""
    counted = [a for a in answers if a is not None and a.total]
    states: dict[int, State | None] = {}
    for sensitive in Outcome:
        own = [a for a in counted if _sensitive(indicator, a) is sensitive]
        n, hits = (np.array([getattr(a, name) for a in own], dtype=np.int64) for name in ("total", "hits"))
        reasons = primary_reasons(n, hits, np.zeros(len(own), dtype=bool), Rules(sensitive))
        states |= {a.pk: _STATES.get(PrimaryReason(int(why))) for a, why in zip(own, reasons, strict=True)}
    return [_share(indicator, a, states.get(a.pk) if a else None) for a in answers]


def _share(indicator: LocalIndicator, answer: LocalAnswer | None, state: State | None) -> LocalFigure:
    if answer is None or not answer.total:
        return LocalFigure(indicator, None, reason=answer.reason if answer else "")
    if state is not None:
        return LocalFigure(indicator, Figure(state), None if state is State.HIDDEN else answer.total)
    percent = 100 * (answer.hits or 0) / answer.total
    return LocalFigure(indicator, Figure.of(percent), answer.total, own=share_interval(percent, answer.total))


def _sensitive(indicator: LocalIndicator, answer: LocalAnswer) -> Outcome:
    """The outcome that may not be known to be everybody's: what is not wished for; where that is not judged, what fewer
    have."""
    wished = {LocalIndicator.Direction.HIGHER: Outcome.MISSES, LocalIndicator.Direction.LOWER: Outcome.HITS}
    direction = LocalIndicator.Direction(indicator.direction)
    return wished.get(direction) or rarer_outcome(answer.total or 0, answer.hits or 0)
