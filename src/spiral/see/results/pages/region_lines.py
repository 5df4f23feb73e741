"""One municipality's row on the region's page: value, interval, pupils and a small trend."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.chart import Mark, Trend
from spiral.engine.estimates import Estimate
from spiral.engine.numbers import Language, interval, number, span, with_unit
from spiral.see.results import ledger
from spiral.see.results.catalogue import Indicator
from spiral.see.results.points import Dated, points
from spiral.trust.networks.models import Municipality


@dataclass(frozen=True, slots=True)
class MunicipalityFigures:
    """A municipality with what is read of it: its figures, the last of them estimated."""

    municipality: Municipality
    ground: ledger.Ground
    listed: list[Dated]
    own: Estimate | None

    @property
    def last(self) -> Dated | None:
        return self.listed[-1] if self.listed else None


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """One municipality's row."""

    name: str
    url: str
    mark: Mark
    label: str
    value: str
    detail: str
    trend: Trend | None


def spoken(mark: Mark, indicator: Indicator, language: Language) -> str:
    if mark.value is None:
        return f"{mark.label}: {mark.note}."
    printed = with_unit(number(mark.value, indicator.decimals, language), indicator.unit.get(language), language)
    if mark.low is None or mark.high is None:
        return f"{mark.label}: {printed}."
    return f"{mark.label}: {printed}, {_('intervall')} {interval(mark.low, mark.high, 0, language)}."


def line(mark: Mark, f: MunicipalityFigures | None, indicator: Indicator, language: Language) -> MunicipalityLine:
    unit = indicator.unit.get(language)
    value = detail = ""
    if mark.value is not None:
        value = with_unit(number(mark.value, indicator.decimals, language), unit, language)
        pieces = []
        if mark.low is not None and mark.high is not None:
            pieces.append(with_unit(span(mark.low, mark.high, 0, language), unit if unit == "%" else "", language))
        if mark.n:
            pieces.append(_("%(n)s elever") % {"n": number(mark.n, 0, language)})
        detail = ", ".join(pieces)
    trend = None
    if f is not None:
        joined = [d for d in f.listed if d.series.joined]
        while joined and not joined[-1].figure.is_number:
            joined.pop()
        joined = joined[-5:]
        marks = points(indicator, joined, None, language)
        if sum(p.value is not None for p in marks) > 1:
            said = ", ".join(f"{p.label} {number(p.value, 0, language)}" for p in marks if p.value is not None)
            trend = Trend(
                title=mark.label,
                subtitle=indicator.short.get(language),
                description=f"{mark.label}: {said}",
                unit=unit,
                language=language,
                points=marks,
            )
    url = reverse("results:municipality", args=[f.municipality.slug]) if f else ""
    return MunicipalityLine(mark.label, url, mark, spoken(mark, indicator, language), value, detail, trend)
