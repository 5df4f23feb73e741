"""What several pages share: sizes of year 9, the owner's weighted mean, headlines, the expected value's section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.blocks import Block, Bullets, Paragraph, Section
from spiral.engine.estimates import weighted_mean
from spiral.engine.figures import Figure
from spiral.engine.numbers import Language
from spiral.engine.periods import SourcePeriod
from spiral.engine.place import Place
from spiral.exchange.wording import results as wording
from spiral.see.results import catalogue
from spiral.see.results.coverage import COUNTING
from spiral.see.results.ledger import LedgerRow
from spiral.see.results.models import Part
from spiral.see.results.points import Size, Sizes
from spiral.see.results.queries import PUPILS9, Published

MERIT9 = "Genomsnittligt meritvärde (17 ämnen)"
#: A unit's merit value of each year, and the municipality's own schools' as Kolada has it.
UNIT_MERIT9, MUNICIPAL_MERIT9 = "averageGradesMeritRating9thGrade", "N15505"
#: Points within which a mean worked out here and Kolada's are the same figure; in 7 of 8 municipalities they are.
SAME_MERIT = 1.0
#: The part that figures computed by Spiral belong to, for their source line.
COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class OwnSchools:
    """An owner's year 9 as its units' published figures add up, by school year."""

    sizes: Sizes
    #: The pupil-weighted mean of the merit values that are published; and over the years where every unit's is.
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


def own_schools(published: Sequence[Published], owner: str, units: Iterable[str]) -> OwnSchools:
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
    if merit and not hidden[newest := merit[-1].period]:
        pupils = {unit: by_year[newest].n for unit, by_year in counted.items()}
        merit += _over_years(published, merit[-1], pupils)
    return OwnSchools(sizes, tuple(merit), hidden)


def _over_years(published: Sequence[Published], newest: Published, pupils: Mapping[str, int]) -> Iterable[Published]:
    """The mean merit value of the units in every year that all of them have an open one, weighted by the pupils of the
    newest: cohorts of other years are not counted. Where Kolada's own figure of some year says the same, the two are
    one line; where it says otherwise there is nothing, for the units of today were not all the schools there were."""
    by_year: dict[SourcePeriod, dict[str, float]] = {}
    for p in published:
        if p.measure == UNIT_MERIT9 and p.sex == "T" and p.place in pupils and p.figure.value is not None:
            by_year.setdefault(p.period, {})[p.place] = p.figure.value
    means = {
        year: weighted_mean([values[unit] for unit in pupils], list(pupils.values()))
        for year, values in sorted(by_year.items())
        if len(values) == len(pupils) and year < newest.period
    }
    of_kolada = {
        p.period.read("grade").year: p.figure.value
        for p in published
        if p.measure == MUNICIPAL_MERIT9 and p.sex == "T" and p.figure.value is not None
    }
    apart = [abs(mean - of_kolada[year]) for year, mean in means.items() if year in of_kolada]
    if not means or any(points > SAME_MERIT for points in apart):
        return
    measure = "merit-as-kolada" if apart else "merit-over-years"
    for year, mean in means.items():
        yield newest._replace(measure=measure, period=year, figure=Figure.of(mean), n=None)
    yield newest._replace(measure=measure)


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
    """Every measure that the indicators' series and references read; a reference of riket's may be Kolada's own."""
    listed = list(indicators)
    references = {measure for i in listed if i.reference for measure in (i.reference, i.kolada)}
    return {s.measure for i in listed for s in i.series} | references


def results_section(rows: Sequence[LedgerRow], sources: str, language: Language) -> Section:
    """The rows of a page, how often such findings are chance, and where their figures come from."""
    notes = [wording.say("one_in_twenty", language)] if says_clearly(rows) else []
    shown: list[Block] = [*rows, *(Paragraph(text, dim=True) for text in (*notes, sources))]
    return Section(_("Resultat, rad för rad"), shown, "rader", is_heading_hidden=True)


def says_clearly(rows: Sequence[LedgerRow]) -> bool:
    """Whether a row finds a difference that chance seldom gives."""
    return wording.says_clearly(*(row.sentence for row in rows))


def limits_section(limits: Sequence[str]) -> Section:
    """What the figures of a page do not say."""
    return Section(_("Vad siffrorna inte säger"), [Bullets.of(limits)], "ejs")


def foot(name: str, today: date) -> str:
    """What stands on every sheet of a printed page: which place it is about, of which day."""
    return _("Resultatbild för %(name)s, hämtad %(day)s") % {"name": name, "day": date_format(today, "j F Y")}


def headline_share(percent: float, who: tuple[str, str], phrase: str, language: Language) -> str:
    """'Två av tre elever i Vara nådde betygskriterierna i alla ämnen'; ``who`` is indefinite and definite."""
    words = wording.in_ten(percent, language)
    if words.endswith(("hälften", "half", "alla", "all")):
        text = f"{words} av {who[1]} {phrase}" if language == "sv" else f"{words} of {who[1]} {phrase}"
    else:
        text = f"{words} {who[0]} {phrase}"
    return text[:1].upper() + text[1:]
