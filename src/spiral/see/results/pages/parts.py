"""What several pages share: sizes of year 9, the owner's weighted mean, headlines, the expected value's section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.chart import Interval, Mark
from spiral.documents.table import Cell, Table
from spiral.engine.estimates import CohortVariation, mean_interval, weighted_mean
from spiral.engine.figures import Figure
from spiral.engine.numbers import Language, interval, number
from spiral.engine.periods import POOLED
from spiral.engine.place import Place
from spiral.exchange.wording import results as wording
from spiral.see.results import catalogue
from spiral.see.results.coverage import COUNTING
from spiral.see.results.explain import fetched
from spiral.see.results.models import Expected, Part
from spiral.see.results.points import Size, Sizes
from spiral.see.results.queries import PUPILS9, Published

MERIT9 = "Genomsnittligt meritvärde (17 ämnen)"
#: The part that figures computed by Spiral belong to, for their source line.
COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One next step of the loop at the end of a page."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ExpectedSection:
    """Reached beside expected for one unit: sentence, chart, table."""

    sentence: str
    gap: str
    pooled: str
    chart: Interval
    table: Table


@dataclass(frozen=True, slots=True)
class OwnSchools:
    """An owner's year 9 as its units' published figures add up, by school year."""

    sizes: Sizes
    #: The pupil-weighted mean of the merit values that are published.
    merit: tuple[Published, ...]
    #: Units with hidden pupils or merit value.
    hidden: Mapping[str, int]


def unit_sizes(published: Iterable[Published]) -> dict[str, dict[str, Size]]:
    """Pupils of year 9 by unit and school year, where the unit file counts them."""
    sizes: dict[str, dict[str, Size]] = {}
    for p in published:
        if p.part == COUNTING and p.measure == PUPILS9 and p.figure.value is not None:
            sizes.setdefault(p.place, {})[p.period] = Size(int(p.figure.value))
    return sizes


def own_schools(published: Iterable[Published], owner: str, units: Iterable[str]) -> OwnSchools:
    """What the unit file says of the owner's ``units`` together, in each year that it has."""
    wanted = set(units)
    graded = [p for p in published if p.part == COUNTING and p.place in wanted]
    counted = unit_sizes(graded)
    sizes: dict[str, Size] = {}
    merit: list[Published] = []
    hidden: dict[str, int] = {}
    for year in sorted({p.period for p in graded}):
        values: dict[str, float | None] = {
            p.place: p.figure.value for p in graded if p.period == year and p.measure == MERIT9
        }
        pupils = {unit: by_year[year].n for unit, by_year in counted.items() if year in by_year}
        known = [unit for unit in sorted(pupils) if values.get(unit) is not None]
        hidden[year] = len({p.place for p in graded if p.period == year} - set(known))
        if pupils:
            sizes[year] = Size(sum(pupils.values()), len(pupils), hidden[year] > 0)
        if known:
            weights = [pupils[unit] for unit in known]
            mean = Figure.of(weighted_mean([values[unit] or 0.0 for unit in known], weights))
            merit.append(Published(COMPUTED, "merit", "", Place(owner), year, "T", "", mean, sum(weights)))
    return OwnSchools(sizes, tuple(merit), hidden)


def with_computed(parts: dict[str, Part]) -> dict[str, Part]:
    """The parts and, made from them, what Spiral computes itself."""
    base = parts.get(COUNTING)
    if base is None:
        return parts
    own = Part(
        key=COMPUTED,
        source=base.source,
        origin=base.origin,
        date=base.date,
        licence=base.licence,
        sha256="",
        rows=0,
        periods=base.periods,
        remarks_sv="Elevviktat medelvärde av de skolenheter vars värde är publicerat.",
        remarks_en="Mean of the units with a published value, weighted by pupils.",
    )
    return {**parts, COMPUTED: own}


def measures(indicators: Iterable[catalogue.Indicator]) -> set[str]:
    """Every measure that the indicators' series and references read."""
    listed = list(indicators)
    return {s.measure for i in listed for s in i.series} | {i.reference for i in listed if i.reference}


def latest(by_period: Mapping[str, Expected]) -> Expected | None:
    """Of one unit's expected values the one of a single year, the newest; None where only the pooled one is there."""
    return max((e for period, e in by_period.items() if period != POOLED), key=lambda e: e.period, default=None)


def expected_section(
    by_period: Mapping[str, Expected], name: str, variation: CohortVariation | None, language: Language
) -> ExpectedSection | None:
    """The section *Förväntat och uppnått* for a unit, or None where it has no expected value."""
    one = latest(by_period)
    if one is None:
        return None
    pooled = by_period.get(POOLED)
    sentence = wording.say(_judged(one), language)
    gap = wording.say(
        "expected_gap",
        language,
        reached=number(one.reached, 0, language),
        expected=number(one.expected, 0, language),
        low=number(one.low, 0, language),
        high=number(one.high, 0, language),
    )
    more = ""
    if pooled is not None and pooled.years > 1:
        more = _("Sammantaget över %(years)s läsår: %(judged)s") % {
            "years": pooled.years,
            "judged": _inside(wording.say(_judged(pooled), language)),
        }
    own = mean_interval(one.reached, one.n, variation) if variation else None
    low, high = (own.low, own.high) if own else (None, None)
    reached = Mark(_("Uppnått"), one.reached, low, high, one.n, own=True)
    usual = Mark(_("Förväntat"), one.expected, one.usual_low, one.usual_high)
    title = _("Förväntat och uppnått meritvärde, %(name)s, %(when)s") % {"name": name, "when": one.period}
    chart = Interval(
        title=title,
        subtitle=_("Var 95 av 100 skolor med samma elevsammansättning hamnar, och skolans eget värde"),
        description=_("Förväntat %(e)s med intervall %(ei)s. Uppnått %(r)s med intervall %(ri)s.")
        % {
            "e": number(one.expected, 0, language),
            "ei": interval(one.usual_low, one.usual_high, 0, language),
            "r": number(one.reached, 1, language),
            "ri": interval(reached.low or 0, reached.high or 0, 0, language),
        },
        unit=_("poäng"),
        decimals=0,
        language=language,
        marks=[usual, reached],
    )
    return ExpectedSection(sentence, gap, more, chart, _expected_table(title, one, pooled, reached, language))


def _judged(expected: Expected) -> str:
    return "expected_below" if expected.high < 0 else "expected_above" if expected.low > 0 else "expected_same"


def _inside(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _expected_table(title: str, one: Expected, pooled: Expected | None, reached: Mark, language: Language) -> Table:
    def row(name: str, value: float, low: float | None, high: float | None, n: int | None) -> list[Cell]:
        bounds = interval(low, high, 0, language) if low is not None and high is not None else ""
        return [
            Cell(name),
            Cell(number(value, 1, language), value),
            Cell(bounds) if bounds else Cell(_("anges inte"), mask=True),
            Cell(str(n), float(n)) if n else Cell(_("anges inte"), mask=True),
        ]

    rows = [
        row(_("Förväntat, %(when)s") % {"when": one.period}, one.expected, one.usual_low, one.usual_high, None),
        row(_("Uppnått, %(when)s") % {"when": one.period}, one.reached, reached.low, reached.high, one.n),
        row(_("Skillnad, försiktig skattning"), one.deviation, one.low, one.high, one.n),
        row(_("Skillnad, utan försiktighet"), one.unshrunken, one.unshrunken_low, one.unshrunken_high, one.n),
    ]
    if pooled is not None and pooled.years > 1:
        name = _("Stabil skillnad över %(years)s läsår, försiktig skattning") % {"years": pooled.years}
        rows.append(row(name, pooled.deviation, pooled.low, pooled.high, pooled.n))
        name = _("Skillnad över %(years)s läsår, utan försiktighet") % {"years": pooled.years}
        rows.append(row(name, pooled.unshrunken, pooled.unshrunken_low, pooled.unshrunken_high, pooled.n))
    rows.append(
        [
            Cell(_("Tillförlitlighet (0 till 1)")),
            Cell(number(one.reliability, 2, language), one.reliability),
            Cell(_("anges inte"), mask=True),
            Cell(_("anges inte"), mask=True),
        ]
    )
    return Table(title, [_("Mått"), _("Poäng"), _("95 % intervall"), _("Elever")], rows)


def expected_facts(parameters: Mapping[str, object], parts: Mapping[str, Part], today: date) -> list[tuple[str, str]]:
    """What explains an expected value, one click away."""
    used = ("planned_educations", "underlag")
    dates = "; ".join(dict.fromkeys(fetched(parts[k]) for k in used if k in parts))
    return [
        (
            _("Definition"),
            _(
                "Förväntat meritvärde utifrån föräldrarnas utbildning (Skolverkets index), andel flickor och "
                "andel elever "
                "med utländsk bakgrund, skattat på %(units)s skolor i landet med minst 15 elever i årskurs 9."
            )
            % {"units": number(int(str(parameters.get("units", 0))))},
        ),
        (_("Hänsyn tas inte till"), _("Elevernas tidigare resultat. Skillnaden är därför inte skolans kvalitet.")),
        (
            _("Omfattar"),
            _(
                "Skolans egna elever i årskurs 9. Elevsammansättning och elevantal är från %(year)s och "
                "används för alla läsår."
            )
            % {"year": parameters.get("year", "")},
        ),
        (_("Källa"), _("Beräknat av Spiral på underlag från %(source)s") % {"source": "Skolverket"}),
        (_("Hämtat"), dates),
        (
            _("Osäkerhet"),
            _(
                "Försiktig skattning: skillnaden dras mot noll ju färre eleverna är. Bredvid står "
                "skillnaden utan försiktighet."
            ),
        ),
    ]


def next_steps(compare_url: str) -> list[NextStep]:
    """Where the loop goes from a picture of results."""
    return [
        NextStep(_("Undersök"), _("Frågor att ställa innan ni väljer lösning."), reverse("home:understand")),
        NextStep(_("Jämför med liknande"), _("Se vem som har samma förutsättningar, och fråga."), compare_url),
        NextStep(
            _("Vem kan agera"), _("Vad skolan, huvudmannen och kommunerna tillsammans rår över."), reverse("home:act")
        ),
        NextStep(_("När kommer nästa uppgift?"), _("Följ upp när nya siffror publiceras."), reverse("home:again")),
    ]


def headline_share(percent: float, who: tuple[str, str], phrase: str, language: Language) -> str:
    """'Två av tre elever i Vara nådde betygskriterierna i alla ämnen'; ``who`` is indefinite and definite."""
    words = wording.in_ten(percent, language)
    if words.endswith(("hälften", "half", "alla", "all")):
        text = f"{words} av {who[1]} {phrase}" if language == "sv" else f"{words} of {who[1]} {phrase}"
    else:
        text = f"{words} {who[0]} {phrase}"
    return text[:1].upper() + text[1:]
