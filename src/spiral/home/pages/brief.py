"""The rows of a place in brief: the difference from riket with its interval, zero in the same place down the page, in
the same order every year; and by a fixed rule the one row that is worth a talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from spiral.documents.chart import Interval, Mark
from spiral.engine.estimates import Estimate, count_from_share
from spiral.engine.numbers import Language, beside_zero, with_unit
from spiral.see.results import picture
from spiral.see.results.catalogue import Indicator
from spiral.see.results.picture import Ground, LedgerRow
from spiral.see.results.points import Dated, dated, estimate
from spiral.see.results.rows import rows as rows_of
from spiral.see.results.values import interval_text, large, printed

#: What closes or opens a pupil's way onward, in the order that the rule asks.
ONWARD = ("unit-vocational", "vocational", "gy-eligible", "gy-exam3", "unit-all-subjects", "all-subjects")


class Verdict(Enum):
    """What the interval of the difference says."""

    BELOW = "below"
    ABOVE = "above"
    SAME = "same"
    NONE = "none"

    @property
    def is_clear(self) -> bool:
        return self in (Verdict.BELOW, Verdict.ABOVE)


@dataclass(frozen=True, slots=True)
class BriefRow:
    """One indicator: what it says in half a sentence, the difference where there is one, and the value with its
    interval first. ``row`` is the same row as the place's own page has it."""

    row: LedgerRow
    says: str
    large: str
    details: Sequence[str]
    verdict: Verdict
    #: Why there is no difference to draw.
    why_not: str = ""
    difference: Estimate | None = None
    #: What it is compared with: 'riket 84,1 %'.
    beside: str = ""
    band: Interval | None = None
    #: Pupils who did not reach, and pupils in all, where the share is of counted pupils.
    missed: int | None = None
    pupils: int | None = None

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def name(self) -> str:
        return self.row.heading

    @property
    def label(self) -> str:
        """The difference, for those who hear the picture."""
        return f"{self.name}: {self.says}."

    @property
    def mark(self) -> Mark | None:
        d = self.difference
        return Mark(self.name, d.value, d.low, d.high, d.n, own=True) if d else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """An indicator's newest figure beside riket's."""

    last: Dated
    own: Estimate
    difference: Estimate


def brief(ground: Ground, indicators: Iterable[Indicator]) -> list[BriefRow]:
    """One row an indicator, in the catalogue's order."""
    listed = list(indicators)
    by_key = {i.key: i for i in listed}
    judged = {key: against for key, i in by_key.items() if (against := _judge(ground, i)) is not None}
    axes = _axes((by_key[key].unit.sv, j.difference) for key, j in judged.items())
    rows = []
    for row in rows_of(ground, listed):
        indicator = by_key[row.key]
        against = judged.get(row.key)
        if against is None:
            rows.append(_plain(ground, indicator, row))
        else:
            rows.append(_compared(ground, indicator, row, against, axes[indicator.unit.sv]))
    return rows


def pick(rows: Sequence[BriefRow]) -> BriefRow | None:
    """The row that is worth a talk: a clear difference downwards, else one upwards; among several the one that closes
    or opens a pupil's way onward, then the page's order. Never by how large the difference is. None where nothing is
    clear."""
    for verdict in (Verdict.BELOW, Verdict.ABOVE):
        clear = [row for row in rows if row.verdict is verdict]
        if clear:
            return min(clear, key=_onward)
    return None


def clear(rows: Sequence[BriefRow], verdict: Verdict) -> list[BriefRow]:
    return [row for row in rows if row.verdict is verdict]


def compared(rows: Sequence[BriefRow]) -> list[BriefRow]:
    return [row for row in rows if row.difference is not None]


def _onward(row: BriefRow) -> int:
    return ONWARD.index(row.key) if row.key in ONWARD else len(ONWARD)


def _judge(ground: Ground, indicator: Indicator) -> _Judged | None:
    listed = dated(indicator, ground.figures, ground.places, ground.sizes)
    if not listed or not listed[-1].figure.is_number:
        return None
    last = listed[-1]
    own, reference = estimate(indicator, last, ground.variation), picture.reference(ground, indicator, last)
    if own is None or reference is None:
        return None
    gap = Estimate(own.value - reference, own.low - reference, own.high - reference, own.n)
    return _Judged(last, own, gap)


def _axes(differences: Iterable[tuple[str, Estimate]]) -> dict[str, tuple[float, float]]:
    """One scale for each unit, as wide to the left as to the right, so that zero stands in the same place."""
    widest: dict[str, float] = {}
    for unit, d in differences:
        widest[unit] = max(widest.get(unit, 1.0), abs(d.low), abs(d.high))
    return {unit: (-width * 1.15, width * 1.15) for unit, width in widest.items()}


def _compared(
    ground: Ground, indicator: Indicator, row: LedgerRow, against: _Judged, axis: tuple[float, float]
) -> BriefRow:
    language, gap, own = ground.language, against.difference, against.own
    unit = indicator.unit.get(language)
    named = picture.reference_name(indicator, against.last)
    verdict = _verdict(gap)
    says = _says(verdict, gap, named, _("procentenheter") if unit == "%" else unit, language)
    band = Interval(
        title=row.heading,
        subtitle=named,
        description=says,
        unit="",
        language=language,
        marks=(),
        reference=0.0,
        reference_label=named,
        axis=axis,
    )
    count = count_from_share(own.value, own.n) if indicator.kind == "share" and against.last.units == 1 else None
    details = [printed(indicator, own.value, language), row.n]
    beside = f"{named} {printed(indicator, own.value - gap.value, language)}"
    return BriefRow(
        row,
        says,
        interval_text(indicator, own, language),
        [d for d in details if d],
        verdict,
        difference=gap,
        beside=beside,
        band=band,
        missed=own.n - count if count is not None else None,
        pupils=own.n if count is not None else None,
    )


def _plain(ground: Ground, indicator: Indicator, row: LedgerRow) -> BriefRow:
    """A row without a difference that can be judged: what it says, and why nothing is drawn."""
    language = ground.language
    if row.mask:
        return BriefRow(row, row.mask, "", [row.n] if row.n else [], Verdict.NONE, _("visas inte"))
    listed = dated(indicator, ground.figures, ground.places, ground.sizes)
    moved = picture.moved(ground, indicator, listed) if listed and listed[-1].figure.is_number else ""
    is_one = bool(listed) and listed[-1].figure.is_number and not indicator.beside
    why_not = _("källan anger inte antal") if indicator.counts == "pupils" else _("inget att jämföra med")
    if is_one:
        value = with_unit(large(indicator, listed[-1].figure.value or 0.0, language), "", language)
        details = [d for d in (row.interval, _("inget intervall"), row.n) if d]
        return BriefRow(row, moved or row.sentence, value, details, Verdict.NONE, why_not)
    return BriefRow(row, row.sentence, "", [d for d in (row.n,) if d], Verdict.NONE, why_not)


def _verdict(gap: Estimate) -> Verdict:
    if not gap.excludes(0.0):
        return Verdict.SAME
    return Verdict.BELOW if gap.value < 0 else Verdict.ABOVE


def _says(verdict: Verdict, gap: Estimate, named: str, unit: str, language: Language) -> str:
    if verdict is Verdict.SAME:
        return _("kan inte skiljas från %(named)s") % {"named": named}
    least, most = (beside_zero(bound, language) for bound in sorted((abs(gap.low), abs(gap.high))))
    facts = {"named": named, "least": least, "most": most, "unit": unit}
    if verdict is Verdict.BELOW:
        return _("ligger tydligt under %(named)s, %(least)s till %(most)s %(unit)s") % facts
    return _("ligger tydligt över %(named)s, %(least)s till %(most)s %(unit)s") % facts
