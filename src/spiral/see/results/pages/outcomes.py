"""*Så ofta höll det*: of what was said before it came, how much came so. No school or municipality is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.blocks import Bullets, Document, Exhibit, Paragraph, Section
from spiral.documents.chart import Interval, Mark
from spiral.documents.table import Cell, Table
from spiral.engine.estimates import Estimate, share_interval
from spiral.engine.numbers import Language, number, span, with_unit
from spiral.see.results import queries
from spiral.see.results.opendata import OpenData
from spiral.see.results.outcomes import SIZES, PredictionOutcome
from spiral.see.results.pages.steps import NextStep, to_come

#: The exhibits' keys, by kind of place, and in the addresses of their files.
KEYS = {"unit": "schools", "municipality": "municipalities"}
#: What is promised, in per cent.
PROMISED = 95.0
#: Where an axis begins: the first of them that every interval lies above.
_BEGINS = (90.0, 80.0, 0.0)


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """The page's content, and where the loop goes from there."""

    document: Document
    steps: list[NextStep]


def outcomes_page(data: OpenData, language: Language, today: date) -> OutcomesPage:
    """No read of its own: what it stands on is held."""
    listed = data.once(queries.outcomes)
    units = [o for o in listed if o.kind == "unit"]
    title, lead = _headline(units)
    sections = [
        _section(heading, [o for o in listed if o.kind == kind and o.all], kind, language)
        for kind, heading in (("unit", _("Skolor")), ("municipality", _("Kommuner")))
        if any(o.all for o in listed if o.kind == kind)
    ]
    if sections:
        sections.append(Section(_("Stora och små skolor"), [_by_size(units, language)], "storlek"))
    if coming := _coming(listed, language):
        sections.append(Section(_("Sagt, men inte avgjort"), [coming], "sagt"))
    sections.append(Section(_("Vad det betyder"), [Bullets.of(_meaning())], "betyder"))
    foot = _("Så ofta höll det, hämtat %(day)s") % {"day": date_format(today, "j F Y")}
    facts = [_("95 av 100 ska hamna innanför")]
    document = Document(title, lead, sections, facts, foot=foot, language=language)
    return OutcomesPage(document, [_method(), to_come()])


def _headline(units: Sequence[PredictionOutcome]) -> tuple[str, str]:
    """What is known, then how surely."""
    came = [o for o in units if o.all]
    if not came:
        title = _("Inget som är sagt i förväg har avgjorts än")
        return title, _("När en ny årskulls siffror kommer står det här hur många skolor som hamnade där det sades.")
    said = [o for o in came if o.day]
    counted = said or came
    share = {"share": round(100 * sum(o.inside for o in counted) / sum(o.all for o in counted))}
    if said:
        last = said[-1]
        day = {"day": date_format(date.fromisoformat(last.day), "j F Y"), "year": last.period}
        lead = _("Det senaste som avgjordes gällde %(year)s och sades %(day)s, innan siffrorna kom.") % day
        return _("%(share)s av 100 skolor hamnade där det sades i förväg") % share, lead
    lead = _(
        "I efterhand: för varje läsår räknat som om bara läsåren före hade varit kända. Inget som sagts i förväg har "
        "avgjorts än."
    )
    return _("Räknat i efterhand hamnade %(share)s av 100 skolor där de väntades") % share, lead


def _section(heading: str, came: Sequence[PredictionOutcome], kind: str, language: Language) -> Section:
    shown = _exhibit(came, kind, language)
    return Section(heading, [Paragraph(shown.sentence), shown], KEYS[kind])


def _exhibit(came: Sequence[PredictionOutcome], kind: str, language: Language) -> Exhibit:
    """One mark a year, and the table of the same."""
    shares = [_share(o.inside, o.all) for o in came]
    what = _("skolor") if kind == "unit" else _("kommuner")
    title = _("Andel %(what)s som hamnade innanför, per läsår") % {"what": what}
    marks = [
        Mark(_when(o), share.value, share.low, share.high, o.all, own=bool(o.day))
        for o, share in zip(came, shares, strict=True)
    ]
    chart = Interval(
        title=title,
        subtitle=_("Av dem som det sades något om. Strecket är 95 % intervall."),
        description=" ".join(f"{m.label}: {_percent(m.value or 0.0, language)}." for m in marks),
        unit="%",
        decimals=1,
        language=language,
        marks=marks,
        reference=PROMISED,
        reference_label=_("det som sägs, 95 %"),
        axis=(next(begins for begins in _BEGINS if all(share.low >= begins for share in shares)), 100.0),
    )
    columns = [_("Läsår"), _("Sagt"), _("Antal"), _("Innanför"), _("Andel"), _("95 % intervall")]
    rows = [
        [
            Cell(o.period),
            Cell(_said(o), wide=True),
            Cell(number(o.all, 0, language), float(o.all)),
            Cell(number(o.inside, 0, language), float(o.inside)),
            Cell(_percent(share.value, language), share.value, decimals=1, unit="%"),
            Cell(
                with_unit(span(share.low, share.high, 1, language), "%", language),
                low=share.low,
                high=share.high,
                decimals=1,
            ),
        ]
        for o, share in zip(came, shares, strict=True)
    ]
    low, high = (_percent(bound(s.value for s in shares), language) for bound in (min, max))
    years = {"years": len(came), "what": what, "low": low, "high": high}
    sentence = _("Mellan %(low)s och %(high)s av alla %(what)s hamnade innanför, %(years)s läsår i rad.") % years
    if len(came) == 1:
        sentence = _("%(low)s av alla %(what)s hamnade innanför, ett läsår.") % years
    return Exhibit(
        key=KEYS[kind], sentence=sentence, chart=chart, whole=Table(title, columns, rows), facts=_facts(), is_main=True
    )


def _by_size(units: Sequence[PredictionOutcome], language: Language) -> Table:
    """How often it held in schools of each size."""
    heads = [_("%(least)s–%(most)s elever") % {"least": a, "most": b - 1} for a, b in pairwise(SIZES)]
    heads.append(_("minst %(least)s elever") % {"least": SIZES[-1]})
    rows = [[Cell(_when(o)), *(_counted(*size, language) for size in o.sizes)] for o in units if o.all]
    return Table(_("Andel skolor som hamnade innanför, efter storlek"), [_("Läsår"), *heads], rows)


def _counted(inside: int, count: int, language: Language) -> Cell:
    if not count:
        return Cell(_("inga"), mask=True)
    share = 100 * inside / count
    of = {"share": _percent(share, language), "count": number(count, 0, language)}
    text = _("%(share)s av %(count)s skolor") % of
    return Cell(text, share, decimals=1, unit="%")


def _coming(listed: Sequence[PredictionOutcome], language: Language) -> Table | None:
    """What is said and has not come."""
    waiting = [o for o in listed if o.day and not o.all]
    what = {"unit": _("skolor"), "municipality": _("kommuner")}
    rows = [
        [
            Cell(o.period),
            Cell(_said(o), wide=True),
            Cell(_("%(n)s %(what)s") % {"n": number(o.said, 0, language), "what": what[o.kind]}, wide=True),
            Cell(o.until, wide=True),
            Cell(o.sha256[:16], wide=True),
        ]
        for o in waiting
    ]
    columns = [_("Läsår"), _("Sagt"), _("Om"), _("Ur läsåren till och med"), _("Kontrollsumma")]
    return Table(_("Sagt i förväg, i väntan på siffrorna"), columns, rows) if rows else None


def _share(inside: int, count: int) -> Estimate:
    return share_interval(100 * inside / count, count)


def _percent(value: float, language: Language) -> str:
    return with_unit(number(value, 1, language), "%", language)


def _when(outcome: PredictionOutcome) -> str:
    """The year, marked where it was not said before."""
    return outcome.period if outcome.day else _("%(year)s, i efterhand") % {"year": outcome.period}


def _said(outcome: PredictionOutcome) -> str:
    return date_format(date.fromisoformat(outcome.day), "j F Y") if outcome.day else _("i efterhand")


def _meaning() -> list[str]:
    return [
        _(
            "95 av 100 betyder att fem av hundra hamnar utanför utan att något har ändrats. Vilka det blir går inte "
            "att säga i förväg, så en enskild skola utanför är inget bevis för något."
        ),
        _("Är det färre än 95 är intervallen för smala, och det som sägs är för säkert. Är det fler är de för breda."),
        _(
            "Alla skolor ett läsår delar hur mycket landet rörde sig det året. Därför kan ett läsår ligga en bit från "
            "95 fast intervallen stämmer."
        ),
        _(
            "I efterhand betyder att det räknades när siffrorna redan fanns, men bara ur läsåren före. Elevantalen är "
            "undantaget: de finns bara för de senaste läsåren."
        ),
        _("Det som är sagt i förväg ligger i daterade filer med kontrollsumma och skrivs aldrig över."),
    ]


def _facts() -> list[tuple[str, str]]:
    return [
        (_("Definition"), _("Andelen vars meritvärde (17 ämnen, årskurs 9) hamnade inom det intervall som sades.")),
        (
            _("Omfattar"),
            _(
                "Hela landets skolor med minst 15 elever och en öppen siffra året före, och kommunernas egna skolor "
                "tillsammans."
            ),
        ),
        (_("Källa"), _("Beräknat av Spiral på underlag från %(source)s") % {"source": "Skolverket"}),
    ]


def _method() -> NextStep:
    return NextStep(
        _("Så räknar vi nästa årskull"),
        _("Vad som ingår i intervallet, och hur det är prövat."),
        reverse("ground:help", args=["metod/nasta-arskull"]),
    )
