"""A published figure as evidence: a row of the Resultatbild frozen as it stands, and looked at again when a later
period has been published. ``ref`` is "PLACE:KEY", as in /uppgift/PLACE/KEY/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.documents.chart import Trend
from spiral.documents.frozen import freeze
from spiral.engine.figures import Figure, State
from spiral.engine.numbers import Language
from spiral.engine.periods import Period
from spiral.engine.place import Place
from spiral.exchange.evidence import Evidence, FollowUp
from spiral.exchange.wording import results as wording
from spiral.see.results import against, catalogue, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import Ground, LedgerRow
from spiral.see.results.opendata import open_data
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.unit import kind_of
from spiral.see.results.picture import level
from spiral.see.results.points import Dated, dated, is_comparable
from spiral.see.results.rows import gap_row, rows
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit

KIND = "figure"
_GAP = "-gap"
#: The tabs of a municipality by the set of indicators they show; '' is its first page.
_TABS = {"municipality": "", "cost": "kostnad", "preschool": "forskola", "leisure": "forskola"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure at one place, with everything that its row is composed from."""

    key: str
    path: str
    ground: Ground
    indicator: Indicator
    beside: Indicator | None

    @property
    def row(self) -> LedgerRow:
        """The row as the page prints it."""
        if self.key.endswith(_GAP):
            return gap_row(self.ground, self.indicator)
        return rows(self.ground, [self.indicator, *([self.beside] if self.beside else [])])[0]

    def listed(self, sex: str = "T") -> list[Dated]:
        """The figure's periods in order of time."""
        return dated(self.indicator, self.ground.figures, self.ground.places, self.ground.sizes, sex)

    @property
    def order(self) -> int | None:
        """The latest period that there is a figure or a mask for."""
        if self.key.endswith(_GAP):
            both = {d.period.order for d in self.listed("K")} & {d.period.order for d in self.listed("M")}
            return max(both, default=None)
        series = self.indicator.series[0]
        if series.programmes:
            figures = self.ground.figures.get((series.part, series.measure, self.ground.place), ())
            return max((p.period.read(series.year).order for p in figures if p.programme), default=None)
        return max((d.period.order for d in self.listed()), default=None)


class Figures:
    """The evidence source of kind "figure"."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        """The row as it is now; None where the page has no such row, or not for this viewer."""
        with override(language):
            standing = _read(viewer, [ref], _language(language)).get(ref)
            return _frozen(standing, ref) if standing else None

    def follow_up(self, viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None:
        return self.follow_up_all(viewer, [earlier], language)[0]

    def follow_up_all(self, viewer: Viewer, earlier: Sequence[Evidence], language: str) -> list[FollowUp | None]:
        """Eight reads whatever the number of figures."""
        with override(language):
            standings = _read(viewer, [k.ref for k in earlier], _language(language))
            return [_followed_up(standings[k.ref], k) if k.ref in standings else None for k in earlier]


def _language(code: str) -> Language:
    return "en" if code == "en" else "sv"


def taken_apart(ref: str) -> tuple[Place, str] | None:
    """The place and the figure of a reference; None for what is no reference."""
    place, _colon, key = ref.partition(":")
    try:
        return Place(place), key
    except ValueError:
        return None


def _read(viewer: Viewer, refs: Sequence[str], language: Language) -> dict[str, Standing]:
    """What each of ``refs`` stands on. A reference that no page of this viewer's prints is left out."""
    asked = {ref: taken for ref in refs if (taken := taken_apart(ref))}
    known = catalogue.reviewed()
    wanted = {
        ref: known[key.removesuffix(_GAP)] for ref, (_place, key) in asked.items() if key.removesuffix(_GAP) in known
    }
    beside = [known[i.beside] for i in wanted.values() if i.beside]
    indicators = {i.key: i for i in queries.with_metadata([*wanted.values(), *beside])}
    units = queries.units_named(viewer, [place for place, _key in asked.values() if place.is_unit])
    towns: dict[str, Municipality] = {}
    owners: dict[str, str] = {}
    schools: list[tuple[str, str, str | None, str]] = []
    if codes := [place for place, _key in asked.values() if place.is_municipality]:
        towns = {m.code: m for m in queries.municipalities(viewer) if m.code in codes}
        owners = queries.owners(viewer, region_only=True)
        schools = queries.year9_units(viewer, codes)
    places = [*units, *towns, *(owners.get(code, "") for code in towns), *(s[0] for s in schools)]
    reading = grounds.read(
        open_data(viewer), places, common.measures(indicators.values()), language, timezone.localdate()
    )
    standings = {}
    for ref, indicator in wanted.items():
        place, key = asked[ref]
        one = indicators.get(indicator.key)
        if one is None:
            continue
        if (unit := units.get(place)) is not None:
            path = _unit_path(unit, one, key)
            ground = grounds.of_unit(reading, place, unit.name)
        elif (town := towns.get(place)) is not None:
            path = town_path(viewer, town, one, key)
            orgnr = owners.get(place, "")
            own = [s[0] for s in schools if s[1] == place and s[2] == orgnr]
            ground, _schools = grounds.of_municipality(reading, place, town.name, orgnr, own)
        else:
            continue
        if path:
            standings[ref] = Standing(key, f"{path}#{key}", ground, one, indicators.get(one.beside))
    return standings


def _unit_path(unit: Unit, indicator: Indicator, key: str) -> str:
    """The page of a unit of the region that has the row; '' where none has."""
    if not unit.municipality.in_region or key.endswith(_GAP) or kind_of(unit) not in indicator.sets:
        return ""
    return reverse("results:unit", args=[unit.code])


def town_path(viewer: Viewer, town: Municipality, indicator: Indicator, key: str) -> str:
    """The page or tab of a municipality that has the row; '' where none has, or none that the viewer may see."""
    tab = next((_TABS[name] for name in indicator.sets if name in _TABS), None)
    if tab is None or (key.endswith(_GAP) and indicator.key != "merit"):
        return ""
    if tab == "kostnad" and not queries.shows_costs(viewer):
        return ""
    if not tab:
        return reverse("results:municipality", args=[town.slug])
    return reverse("results:municipality_tab", args=[town.slug, tab])


def _frozen(standing: Standing, ref: str) -> Evidence:
    row = standing.row
    chart = row.chart or row.whole
    return Evidence(
        kind=KIND,
        ref=ref,
        title=f"{row.heading}, {standing.ground.name}",
        sentence=row.sentence,
        source=source_line(dict(row.facts)),
        frozen_on=standing.ground.today.isoformat(),
        path=standing.path,
        chart=freeze(chart) if chart else None,
        differences=freeze(row.differences) if row.differences else None,
        detail=_detail(standing, row),
    )


def source_line(facts: Mapping[str, str]) -> str:
    """Who has published, and when it was fetched."""
    fetched = _("Hämtat %(date)s") % {"date": facts[_("Hämtat")]} if facts.get(_("Hämtat")) else ""
    return ". ".join(filter(None, [facts.get(_("Källa"), ""), fetched]))


def nothing_newer(earlier: Evidence, now: Evidence) -> FollowUp:
    """That the source has published nothing since ``earlier`` was frozen."""
    when = date_format(date.fromisoformat(earlier.frozen_on), "j F Y")
    return FollowUp(False, _("Källan har inget nyare än det som frystes %(date)s.") % {"date": when}, now)


def _detail(standing: Standing, row: LedgerRow) -> dict[str, Any]:
    """What looking again needs: the latest period, and for a figure over time its value as it was then."""
    detail: dict[str, Any] = {"order": standing.order}
    listed = standing.listed()
    if isinstance(row.whole or row.chart, Trend) and listed:
        last = listed[-1]
        detail |= {
            "period": last.period.raw,
            "rule": last.period.rule,
            "state": last.figure.state.value,
            "value": last.figure.value,
            "n": last.n,
            "units": last.units,
            "part": last.series.part,
            "measure": last.series.measure,
        }
    return detail


def _followed_up(standing: Standing, earlier: Evidence) -> FollowUp:
    now = _frozen(standing, earlier.ref)
    before, latest = earlier.detail.get("order"), standing.order
    if latest is None or (before is not None and latest <= before):
        return nothing_newer(earlier, now)
    listed = standing.listed()
    if "rule" in earlier.detail and "rule" in now.detail:
        return FollowUp(True, _difference(standing, earlier, listed), now)
    # Survey areas, programmes, girls and boys: the sources give no interval, so both are told and nothing is claimed.
    unknown = _("Slumpens del kan inte räknas ut ur det källan anger.")
    words = _("Då: %(then)s Nu: %(now)s") % {"then": earlier.sentence, "now": now.sentence}
    return FollowUp(True, f"{words} {unknown}", now)


def _difference(standing: Standing, earlier: Evidence, listed: Sequence[Dated]) -> str:
    """Whether the figure has moved since it was frozen, no surer than the interval of the difference allows."""
    ground, indicator, last = standing.ground, standing.indicator, listed[-1]
    detail, language = earlier.detail, ground.language
    when = wording.when(last.period, language)
    if not last.figure.is_number:
        return _("Det går inte att se om det blev skillnad: %(when)s visas ingen siffra. %(why)s") % {
            "when": when,
            "why": standing.row.mask,
        }
    level_now = f"{when}: {level(indicator, last, language)}"
    figure = Figure(State(detail["state"]), detail["value"])
    series = next((s for s in indicator.series if (s.part, s.measure) == (detail["part"], detail["measure"])), None)
    then = Period(detail["order"], detail["period"], detail["rule"])
    if not figure.is_number:
        return f"{level_now} " + _("Siffran ni utgick från visades inte, så det går inte att jämföra.")
    before = Dated(then, figure, series, detail["n"], detail["units"]) if series else None
    if before is None or not is_comparable(before, last):
        return f"{level_now} " + _("Siffran kommer nu från en annan källa, så det går inte att jämföra.")
    if any(then.order < int(b.period) <= last.period.order for b in indicator.breaks if b.period.isdigit()):
        return f"{level_now} " + _("Serien har ett brott däremellan, så åren går inte att jämföra.")
    moved = against.changed(ground, indicator, listed, last, before)
    return f"{level_now} " + (moved or _("Slumpens del kan inte räknas ut ur det källan anger."))
