"""The Resultatbild of a municipality, its cost tab and its preschool tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.chart import Interval, Mark
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language, interval, number
from spiral.see.results import coverage, picture, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.models import Expected
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.rows import gap_row
from spiral.see.results.rows import rows as rows_of
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """Everything the template prints."""

    municipality: Municipality
    title: str
    lead: str
    facts: list[str]
    rows: list[picture.LedgerRow]
    units: list[Unit]
    expected: Interval | None = None
    expected_table: Table | None = None
    expected_sentence: str = ""
    expected_facts: list[tuple[str, str]] = field(default_factory=list)
    steps: list[common.NextStep] = field(default_factory=list)
    sources: str = ""

    def expected_sheet(self) -> tuple[Table, list[tuple[str, str]], str] | None:
        """The schools' expected values with facts and sentence, for files; None where there are none."""
        if self.expected_table is None:
            return None
        return self.expected_table, self.expected_facts, self.expected_sentence


def _ground(
    viewer: Viewer, municipality: Municipality, units: list[Unit], indicators: list, language: Language, today: date
) -> tuple[picture.Ground, int]:
    """What the page's rows stand on, and how many units are hidden in the newest year."""
    owner = queries.owner_of(viewer, municipality)
    number_of = owner.orgnr if owner else ""
    own = [u.code for u in units if u.has_year9 and u.owner_id == number_of]
    places = [municipality.code, number_of, *own]
    reading = grounds.read(viewer, places, common.measures(indicators), language, today)
    comments = queries.comments(viewer, municipality.code)
    ground, schools = grounds.of_municipality(reading, municipality.code, municipality.name, number_of, own, comments)
    return ground, schools.hidden.get(coverage.newest(coverage.counted_years(reading.parts)), 0)


def municipality_page(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> MunicipalityPage:
    """Nine reads whatever the number of units."""
    indicators = queries.indicators(viewer, "municipality")
    units = queries.units(viewer, municipality)
    ground, hidden = _ground(viewer, municipality, units, indicators, language, today)
    rows = rows_of(ground, indicators)
    merit = next((i for i in indicators if i.key == "merit"), None)
    if merit:
        rows.insert(2, gap_row(ground, merit, until=_last(ground, merit)))
    expectations = queries.expected(viewer, [u.code for u in units if u.has_year9])
    chart, table, sentence = _expected(units, expectations, municipality, language)
    parameters = queries.model(viewer) if chart else {}
    title, lead = _headline(ground, indicators, municipality)
    facts = [_("Kommunens egna skolor där inget annat sägs")]
    if ground.size:
        many = (
            _("Minst %(n)s elever i årskurs 9, läsåret %(year)s")
            if hidden
            else _("%(n)s elever i årskurs 9, läsåret %(year)s")
        )
        year = coverage.newest(coverage.counted_years(ground.parts))
        facts.append(many % {"n": number(ground.size.n, 0, language), "year": year})
        facts.append(_("Skolenheter med uppgift: %(with)s") % {"with": ground.size.units})
    if hidden:
        facts.append(_("Skolenheter med för få elever för att visas: %(hidden)s") % {"hidden": hidden})
    return MunicipalityPage(
        municipality,
        title,
        lead,
        facts,
        rows,
        units,
        chart,
        table,
        sentence,
        common.expected_facts(parameters, ground.parts, today) if chart else [],
        common.next_steps(reverse("results:compare_municipality", args=[municipality.slug])),
        sources=_sources(ground, rows),
    )


def _last(ground: picture.Ground, indicator: Indicator) -> int:
    """The year that the indicator's newest figure or mask is of."""
    listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
    return max((d.period.order for d in listed), default=ground.today.year)


def _sources(ground: picture.Ground, rows: list[picture.LedgerRow]) -> str:
    return coverage.source_line(ground.parts, [year for row in rows for year in row.apart])


def set_page(
    viewer: Viewer, municipality: Municipality, set_names: tuple[str, ...], language: Language, today: date
) -> MunicipalityPage:
    """A tab of a municipality: the rows of other sets (cost, preschool, fritidshem)."""
    indicators = [i for name in set_names for i in queries.indicators(viewer, name)]
    units = queries.units(viewer, municipality)
    ground, _hidden = _ground(viewer, municipality, units, indicators, language, today)
    steps = common.next_steps(reverse("results:compare_municipality", args=[municipality.slug]))
    rows = rows_of(ground, indicators)
    return MunicipalityPage(municipality, "", "", [], rows, units, steps=steps, sources=_sources(ground, rows))


def quality_rows(
    viewer: Viewer, municipality: Municipality, language: Language, today: date
) -> list[picture.LedgerRow]:
    """The results that stand beside the costs: three, never one score."""
    wanted = ("all-subjects", "merit", "exam4")
    indicators = [i for i in queries.indicators(viewer, "municipality") if i.key in wanted]
    units = queries.units(viewer, municipality)
    ground, _hidden = _ground(viewer, municipality, units, indicators, language, today)
    return rows_of(ground, indicators)


def _headline(ground: picture.Ground, indicators: list, municipality: Municipality) -> tuple[str, str]:
    indicator = next(i for i in indicators if i.key == "all-subjects")
    listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
    if not listed or listed[-1].figure.value is None:
        return _("%(name)s: det som är publicerat") % {"name": municipality.name}, _(
            "Andelen med betyg i alla ämnen visas inte för det senaste läsåret."
        )
    last = listed[-1]
    name = municipality.name
    who = (_("elever i %(name)s") % {"name": name}, _("eleverna i %(name)s") % {"name": name})
    phrase = indicator.phrase.get(ground.language)
    title = common.headline_share(last.figure.value or 0.0, who, phrase, ground.language)
    own = picture.estimate(indicator, last, ground.variation)
    when = _("Gäller kommunens egna skolor %(when)s.") % {"when": last.period.long(ground.language)}
    return title, f"{picture.compare(ground, indicator, last, own)} {when}"


def _expected(
    units: list[Unit], expectations: dict[str, dict[str, Expected]], municipality: Municipality, language: Language
) -> tuple[Interval | None, Table | None, str]:
    """Every unit's cautious deviation on one axis, alphabetically, with 0 as the expected."""
    newest = {code: one for code, by_period in expectations.items() if (one := common.latest(by_period))}
    listed = [(u, newest[u.code]) for u in units if u.code in newest]
    if not listed:
        return None, None, ""
    marks = [Mark(u.name, e.deviation, e.low, e.high, e.n) for u, e in listed]
    over = [u.name for u, e in listed if e.low > 0]
    under = [u.name for u, e in listed if e.high < 0]
    same = len(listed) - len(over) - len(under)
    sentence = _("%(same)s av %(all)s skolor kan inte skiljas från förväntat.") % {"same": same, "all": len(listed)}
    if len(listed) == same == 1:
        sentence = _("Skolan kan inte skiljas från förväntat.")
    if under:
        sentence += " " + _("Ligger säkert under: %(names)s.") % {"names": ", ".join(under)}
    if over:
        sentence += " " + _("Ligger säkert över: %(names)s.") % {"names": ", ".join(over)}
    title = _("Uppnått minus förväntat meritvärde, skolor i %(name)s, %(when)s") % {
        "name": municipality.name,
        "when": listed[0][1].period,
    }
    chart = Interval(
        title=title,
        subtitle=_("Försiktig skattning med 95 % intervall, i bokstavsordning"),
        description=" ".join(
            f"{u.name}: {number(e.deviation, 0, language, signed=True)}, {interval(e.low, e.high, 0, language)}."
            for u, e in listed
        ),
        unit=_("poäng"),
        decimals=0,
        language=language,
        marks=marks,
        reference=0.0,
        reference_label=_("som förväntat"),
    )
    table = Table(
        title,
        [_("Skola"), _("Uppnått"), _("Förväntat"), _("Skillnad, försiktig"), _("95 % intervall"), _("Elever")],
        [
            [
                Cell(u.name, url=reverse("results:unit", args=[u.code])),
                Cell(number(e.reached, 1, language), e.reached),
                Cell(number(e.expected, 1, language), e.expected),
                Cell(number(e.deviation, 1, language, signed=True), e.deviation),
                Cell(interval(e.low, e.high, 0, language)),
                Cell(str(e.n), float(e.n)),
            ]
            for u, e in listed
        ],
    )
    return chart, table, sentence
