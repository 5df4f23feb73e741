"""The section *Förväntat och uppnått*: a unit's expected and reached value, and a municipality's units on one axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Block, Exhibit, Hyperlink, Paragraph, Section
from spiral.documents.chart import Interval, Mark
from spiral.documents.table import Cell, Table
from spiral.engine.estimates import CohortVariation, mean_interval
from spiral.engine.numbers import Language, around_zero, interval, number
from spiral.engine.periods import POOLED
from spiral.exchange.wording import results as wording
from spiral.see.results import against
from spiral.see.results.explain import fetched
from spiral.see.results.models import Expected, Part
from spiral.trust.networks.models import Municipality, Unit

#: The exhibit's key on the page and in the addresses of its files.
KEY = "expected"
#: The section's on its page.
SECTION = "forv"
#: Reliability under which a difference is mostly chance, and from which little of it is.
MOSTLY_CHANCE, LITTLE_CHANCE = 0.5, 0.8
#: How far from zero the axis of differences reaches at least, in points.
LEAST_REACH = 40


def latest(by_period: Mapping[str, Expected]) -> Expected | None:
    """Of one unit's expected values the one of a single year, the newest; None where only the pooled one is there."""
    return max((e for period, e in by_period.items() if period != POOLED), key=lambda e: e.period, default=None)


def of_unit(
    by_period: Mapping[str, Expected],
    name: str,
    variation: CohortVariation | None,
    facts: Sequence[tuple[str, str]],
    language: Language,
) -> Exhibit | None:
    """Reached beside expected for a unit, or None where it has no expected value."""
    one = latest(by_period)
    if one is None:
        return None
    pooled = by_period.get(POOLED)
    judged = _judged(one)
    sentence = wording.say(judged, language)
    if judged == "expected_same" and one.n < wording.FEW_PUPILS:
        # What could have been seen stands in the quieter sentence.
        sentence = f"{_('Med %(n)s elever kan vi inte veta.') % {'n': one.n}} {sentence}"
    gap = wording.say(
        "expected_gap",
        language,
        reached=number(one.reached, 0, language),
        expected=number(one.expected, 0, language),
        gap=around_zero(one.low, one.high, language),
    )
    more = _("Med %(n)s elever syns bara skillnader över %(points)s poäng mellan uppnått och förväntat.") % {
        "n": one.n,
        "points": number(math.floor(_least_seen(one)), 0, language),
    }
    narrower = _("Strecken är smalare än meritvärdets: det förväntade har redan tagit hänsyn till elevernas bakgrund.")
    more = " ".join(filter(None, [more, together(by_period, language), narrower]))
    own = mean_interval(one.reached, one.n, variation) if variation else None
    low, high = (own.low, own.high) if own else (None, None)
    reached = Mark(_("Uppnått"), one.reached, low, high, one.n, own=True)
    alone = _("mot förväntat, läsåret %(when)s") % {"when": one.period}
    marks = [Mark(alone, one.deviation, one.low, one.high, one.n, own=True)]
    if pooled is not None and pooled.years > 1:
        several = _("mot förväntat, alla %(years)s läsår") % {"years": pooled.years}
        marks.append(Mark(several, pooled.deviation, pooled.low, pooled.high, pooled.n, own=True))
    of_which = {"name": name, "when": one.period}
    title = _("Uppnått minus förväntat meritvärde, %(name)s, %(when)s") % of_which
    chart = against.drawn(marks, title, _("poäng"), language)
    title = _("Förväntat och uppnått meritvärde, %(name)s, %(when)s") % {"name": name, "when": one.period}
    return Exhibit(
        key=KEY,
        sentence=f"{sentence} {gap}",
        aside=more,
        chart=chart,
        whole=_expected_table(title, one, pooled, reached, language),
        facts=facts,
    )


def together(by_period: Mapping[str, Expected], language: Language) -> str:
    """What several years together say, and what they and the single one answer; "" where there is one year alone."""
    pooled = by_period.get(POOLED)
    if pooled is None or pooled.years < 2:
        return ""
    judged = _("Sammantaget över %(years)s läsår: %(judged)s") % {
        "years": pooled.years,
        "judged": wording.inside(wording.say(_judged(pooled), language)),
    }
    which = _("Läsåret svarar på hur det gick för den årskullen, alla läsår på hur skolan brukar ligga.")
    return f"{judged} {which}"


def of_units(
    units: Sequence[Unit],
    expectations: Mapping[str, Mapping[str, Expected]],
    municipality: Municipality,
    facts: Sequence[tuple[str, str]],
    language: Language,
) -> Exhibit | None:
    """Every unit's shrunken deviation on one axis, alphabetically, with 0 as the expected; None where no unit has
    one."""
    newest = {code: one for code, by_period in expectations.items() if (one := latest(by_period))}
    listed = [(u, newest[u.code]) for u in units if u.code in newest]
    if not listed:
        return None
    marks = [Mark(u.name, e.deviation, e.low, e.high, e.n) for u, e in listed]
    over = [u.name for u, e in listed if e.low > 0]
    under = [u.name for u, e in listed if e.high < 0]
    same = len(listed) - len(over) - len(under)
    said = []
    if len(listed) == same == 1:
        said.append(_("Skolan kan inte skiljas från förväntat."))
    elif same:
        counts = {"same": same, "all": len(listed)}
        said.append(_("%(same)s av %(all)s skolor kan inte skiljas från förväntat.") % counts)
    if under:
        said.append(_("Ligger tydligt under förväntat: %(names)s.") % {"names": ", ".join(under)})
    if over:
        said.append(_("Ligger tydligt över förväntat: %(names)s.") % {"names": ", ".join(over)})
    title = _("Uppnått minus förväntat meritvärde, skolor i %(name)s, %(when)s") % {
        "name": municipality.name,
        "when": listed[0][1].period,
    }
    chart = _differences(title, _("Försiktig skattning med 95 % intervall, i bokstavsordning"), marks, language)
    table = Table(
        title,
        [_("Skola"), _("Uppnått"), _("Förväntat"), _("Skillnad, försiktig"), _("95 % intervall"), _("Elever")],
        [
            [
                Cell(u.name, url=reverse("results:unit", args=[u.code])),
                Cell(number(e.reached, 1, language), e.reached, decimals=1, unit=_("poäng")),
                Cell(number(e.expected, 1, language), e.expected, decimals=1, unit=_("poäng")),
                Cell(number(e.deviation, 1, language, signed=True), e.deviation, decimals=1, unit=_("poäng")),
                Cell(interval(e.low, e.high, 0, language), low=e.low, high=e.high, decimals=1),
                Cell(str(e.n), float(e.n)),
            ]
            for u, e in listed
        ],
        drawn=(3,),
    )
    return Exhibit(key=KEY, sentence=" ".join(said), chart=chart, whole=table, facts=facts)


def _differences(title: str, subtitle: str, marks: Sequence[Mark], language: Language) -> Interval:
    """Differences with their intervals, and zero in the middle: in the same place wherever such a chart stands."""
    furthest = max(abs(end) for m in marks for end in (m.low, m.high) if end is not None)
    reach = max(LEAST_REACH, 20 * math.ceil(furthest / 20))
    return Interval(
        title=title,
        subtitle=subtitle,
        description=" ".join(
            f"{m.label}: {number(m.value or 0.0, 0, language, signed=True)}, "
            f"{interval(m.low or 0.0, m.high or 0.0, 0, language)}."
            for m in marks
        ),
        unit=_("poäng"),
        decimals=0,
        language=language,
        marks=marks,
        reference=0.0,
        reference_label=_("som förväntat"),
        axis=(-float(reach), float(reach)),
    )


def section(exhibit: Exhibit, language: Language, *, is_said: bool) -> Section:
    """The section *Förväntat och uppnått*, of a unit or of a municipality's units; how often such findings are chance,
    unless it ``is_said`` on the page before."""
    about = _("Förväntat utifrån elevernas bakgrund: vad skolor med liknande elevsammansättning brukar nå.")
    method = Hyperlink(_("Så räknar vi förväntat värde"), reverse("ground:help", args=["metod/forvantat-varde"]))
    blocks: list[Block] = [Paragraph(about), replace(exhibit, links=[method])]
    if not is_said and wording.says_clearly(exhibit.sentence, exhibit.aside):
        blocks.append(Paragraph(wording.say("one_in_twenty", language), dim=True))
    return Section(_("Förväntat och uppnått"), blocks, SECTION)


def _judged(expected: Expected) -> str:
    return "expected_below" if expected.high < 0 else "expected_above" if expected.low > 0 else "expected_same"


def _least_seen(expected: Expected) -> float:
    """The unshrunken difference at which the interval would no longer cover zero."""
    share = expected.deviation / expected.unshrunken if expected.unshrunken else expected.reliability
    return (expected.high - expected.low) / 2 / share


def _in_words(reliability: float) -> str:
    """How much of a difference is chance."""
    if reliability < MOSTLY_CHANCE:
        return _("mest slump")
    return _("till en del slump") if reliability < LITTLE_CHANCE else _("till liten del slump")


def _expected_table(title: str, one: Expected, pooled: Expected | None, reached: Mark, language: Language) -> Table:
    def row(name: str, value: float, low: float | None, high: float | None, n: int | None) -> list[Cell]:
        bounds = interval(low, high, 0, language) if low is not None and high is not None else ""
        return [
            Cell(name),
            Cell(number(value, 1, language), value, decimals=1, unit=_("poäng")),
            Cell(bounds, low=low, high=high, decimals=1) if bounds else Cell(_("anges inte"), mask=True),
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
            Cell(_("Tillförlitlighet (0 till 1): %(words)s") % {"words": _in_words(one.reliability)}),
            Cell(number(one.reliability, 2, language), one.reliability, decimals=2),
            Cell(_("anges inte"), mask=True),
            Cell(_("anges inte"), mask=True),
        ]
    )
    return Table(title, [_("Mått"), _("Poäng"), _("95 % intervall"), _("Elever")], rows)


def facts_of(
    parameters: Mapping[str, Any], parts: Mapping[str, Part], language: Language, today: date
) -> list[tuple[str, str]]:
    """What explains an expected value, one click away."""
    used = ("planned_educations", "underlag")
    dates = "; ".join(dict.fromkeys(fetched(parts[k]) for k in used if k in parts))
    definition = _(
        "Förväntat meritvärde utifrån föräldrarnas utbildning (Skolverkets index), andel flickor och andel elever "
        "med utländsk bakgrund, skattat på %(units)s skolor i landet med minst 15 elever i årskurs 9."
    ) % {"units": number(parameters.get("units", 0), 0, language)}
    left_out = _(
        "Elevernas tidigare resultat. Inte heller hur många som är nyanlända: den siffran saknas i underlaget, och "
        "utländsk bakgrund är något annat. Skillnaden är därför inte skolans kvalitet."
    )
    if parameters.get("knows_newly_arrived"):
        definition += " " + _("Andelen nyanlända (SALSA) räknas också in.")
        left_out = _("Elevernas tidigare resultat. Skillnaden är därför inte skolans kvalitet.")
    facts = [(_("Definition"), definition), (_("Hänsyn tas inte till"), left_out)]
    if sectors := _sectors(parameters.get("sectors", {}), language):
        facts.append((_("Kommunala och fristående"), sectors))
    return [
        *facts,
        (
            _("Omfattar"),
            _(
                "Skolans egna elever i årskurs 9. Elevsammansättning och elevantal är från %(year)s och används för "
                "alla läsår. Det gör de andra läsåren osäkrare, mest i små skolor, och det är inräknat i intervallen."
            )
            % {"year": parameters.get("year", "")},
        ),
        (_("Källa"), _("Beräknat av Spiral på underlag från %(source)s") % {"source": "Skolverket"}),
        (_("Hämtat"), dates),
        (
            _("Osäkerhet"),
            _(
                "Försiktig skattning: skillnaden dras mot noll, mer ju mer av den som kan vara slump. Bredvid står "
                "skillnaden utan försiktighet. Intervallet för uppnått är bredare än för skillnaden, för det räknar "
                "också med att elevernas bakgrund växlar mellan årskullar. Den har det förväntade redan tagit hänsyn "
                "till."
            ),
        ),
    ]


def _sectors(means: Mapping[str, float], language: Language) -> str:
    """How municipal and independent schools lie on average; "" where the model has not both."""
    if not {"kommunal", "enskild"} <= means.keys():
        return ""

    def lies(mean: float) -> str:
        side = _("%(points)s poäng över") if mean > 0 else _("%(points)s poäng under")
        return side % {"points": number(abs(mean), 1, language)}

    return _(
        "I genomsnitt ligger kommunala skolor %(municipal)s det förväntade och fristående %(independent)s. Om det "
        "beror på skolorna eller på vilka elever som söker dit kan modellen inte avgöra."
    ) % {"municipal": lies(means["kommunal"]), "independent": lies(means["enskild"])}
