"""Rows of a node's pages: a figure beside last year's, and a difference around zero."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from spiral.documents.blocks import Exhibit
from spiral.documents.chart import Differences, Interval, Mark
from spiral.engine.measures.differences import GroupDifference
from spiral.engine.numbers import around_zero, number, span, with_unit
from spiral.ground import words
from spiral.see.pupils.pages.cells import FigureCell

#: Room on an axis of differences beyond the farthest of them.
_AIR = 1.15


def _shown(cell: FigureCell, unit: str) -> str:
    """A figure as it is printed: shares with one decimal, means too."""
    return with_unit(number(cell.value, 1, words.language()), unit, words.language())


def figure_row(
    key: str, heading: str, whose: str, now: FigureCell, before: tuple[str, FigureCell] | None, unit: str
) -> Exhibit:
    """A figure with its interval, and how it stands to the year before ("2025", its figure)."""
    language = words.language()
    chart = Interval(
        title=f"{heading}, {whose}",
        subtitle=_("95 % intervall"),
        description=_("Intervall %(low)s till %(high)s.")
        % {"low": number(now.low, 0, language), "high": number(now.high, 0, language)},
        unit=unit,
        language=language,
        marks=[Mark(whose, now.value, now.low, now.high, now.n, own=True)],
        reference=before[1].value if before else None,
        reference_label=before[0] if before else "",
    )
    return Exhibit(
        key=key,
        heading=heading,
        sentence=_against_before(now, before),
        value=with_unit(span(now.low, now.high, 0, language), unit if unit == "%" else "", language),
        interval=_shown(now, unit),
        n=_("%(n)s elever") % {"n": now.n},
        chart=chart,
        whole=chart,
    )


def _against_before(now: FigureCell, before: tuple[str, FigureCell] | None) -> str:
    if before is None:
        return _("Inget tidigare år är inläst.")
    gap = now.minus(before[1])
    if gap is None or not gap.is_clear:
        return _("Kan inte skiljas från %(year)s.") % {"year": before[0]}
    if gap.value > 0:
        return _("Tydligt högre än %(year)s.") % {"year": before[0]}
    return _("Tydligt lägre än %(year)s.") % {"year": before[0]}


def difference_row(
    key: str,
    heading: str,
    gap: GroupDifference,
    *,
    clear: tuple[str, str],
    title: str,
    unit: str,
    reach: float,
    interval: str,
    n: str,
) -> Exhibit:
    """A difference around zero. ``clear``: what is said when it is clearly above zero, and when clearly below."""
    language = words.language()
    said = around_zero(gap.low, gap.high, language)
    chart = Differences(
        title=title,
        subtitle=_("Skillnad med 95 % intervall. Noll är den prickade linjen."),
        description=f"{said} {unit}.",
        unit=unit,
        language=language,
        marks=[Mark("", gap.value, gap.low, gap.high, own=True)],
        reach=max(_AIR * reach, 1.0),
    )
    named = replace(chart, marks=[Mark(heading, gap.value, gap.low, gap.high, own=True)])
    sentence = clear[0] if gap.low > 0 else clear[1] if gap.high < 0 else _("Kan bero på slumpen.")
    return Exhibit(
        key=key, heading=heading, sentence=sentence, value=said, interval=interval, n=n, chart=chart, whole=named
    )
