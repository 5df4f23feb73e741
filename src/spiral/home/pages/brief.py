"""The rows of a place in brief: the difference from riket with its interval, zero in the same place down the page, in
the same order every year; and by a fixed rule the one row that is worth a talk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from spiral.documents.chart import Differences, Mark
from spiral.engine.estimates import Estimate, count_from_share
from spiral.engine.numbers import Language, beside_zero, with_unit
from spiral.exchange.wording import results as wording
from spiral.see.results import against
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import Ground, LedgerRow
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
    drawn: Differences | None = None
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """An indicator's newest figure beside riket's."""

    last: Dated
    own: Estimate
    difference: Estimate
    #: What it is beside: "riket", or what stands for it.
    named: str


def brief(ground: Ground, indicators: Iterable[Indicator]) -> list[BriefRow]:
    """One row an indicator, in the catalogue's order."""
    listed = list(indicators)
    by_key = {i.key: i for i in listed}
    judged = {key: one for key, i in by_key.items() if (one := _judge(ground, i)) is not None}
    reaches: dict[str, float] = {}
    for key, one in judged.items():
        unit = by_key[key].unit.sv
        reaches[unit] = max(reaches.get(unit, 0.0), against.reach([_mark(one.difference)]))
    rows = []
    for row in rows_of(ground, listed):
        indicator = by_key[row.key]
        against_riket = judged.get(row.key)
        if against_riket is None:
            rows.append(_plain(ground, indicator, row))
        else:
            rows.append(_compared(ground, indicator, row, against_riket, reaches[indicator.unit.sv]))
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
    own, gap = estimate(indicator, last, ground.variation), against.from_reference(ground, indicator, last)
    riket = against.reference(ground, indicator, last)
    return _Judged(last, own, gap, riket.name) if own and gap and riket else None


def _mark(gap: Estimate) -> Mark:
    return Mark("", gap.value, gap.low, gap.high, gap.n, own=True)


def _compared(ground: Ground, indicator: Indicator, row: LedgerRow, judged: _Judged, reach: float) -> BriefRow:
    language, gap, own = ground.language, judged.difference, judged.own
    unit = wording.points(indicator.unit.get(language), language)
    named = judged.named
    verdict = _verdict(gap)
    says = _says(verdict, gap, named, unit, language)
    drawn = Differences(
        title=row.heading,
        subtitle=named,
        description=says,
        unit=unit,
        language=language,
        marks=[_mark(gap)],
        reach=reach,
    )
    count = count_from_share(own.value, own.n) if indicator.kind == "share" and judged.last.units == 1 else None
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
        drawn=drawn,
        missed=own.n - count if count is not None else None,
        pupils=own.n if count is not None else None,
    )


def _plain(ground: Ground, indicator: Indicator, row: LedgerRow) -> BriefRow:
    """A row without a difference that can be judged: what it says, and why nothing is drawn."""
    language = ground.language
    if row.mask:
        return BriefRow(row, row.mask, "", [row.n] if row.n else [], Verdict.NONE, _("visas inte"))
    listed = dated(indicator, ground.figures, ground.places, ground.sizes)
    moved = against.moved(ground, indicator, listed) if listed and listed[-1].figure.is_number else ""
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
    if verdict is Verdict.SAME and gap.n < wording.FEW_PUPILS:
        return _("med %(n)s elever kan vi inte veta: kan inte skiljas från %(named)s") % {"n": gap.n, "named": named}
    if verdict is Verdict.SAME:
        return _("kan inte skiljas från %(named)s") % {"named": named}
    least, most = (beside_zero(bound, language) for bound in sorted((abs(gap.low), abs(gap.high))))
    facts = {"named": named, "least": least, "most": most, "unit": unit}
    if verdict is Verdict.BELOW:
        return _("ligger tydligt under %(named)s, %(least)s till %(most)s %(unit)s") % facts
    return _("ligger tydligt över %(named)s, %(least)s till %(most)s %(unit)s") % facts
