"""The principal's home: the own school in half a minute, and which row is worth Monday's talk, by a printed rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.engine.numbers import Language
from spiral.ground.words import day, in_words, joined
from spiral.home.pages import peers, places
from spiral.home.pages.asked import way_to_answer
from spiral.home.pages.brief import ONWARD, BriefRow, Verdict, clear, compared, pick
from spiral.home.pages.parts import Step
from spiral.home.pages.peers import Colleague
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Unit


@dataclass(frozen=True, slots=True)
class MondayQuestion:
    """A question for Monday, and where its answer is."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class PrincipalHome:
    """A school's page for who leads it."""

    unit: Unit
    title: str
    lead: str
    facts: Sequence[str]
    picked: BriefRow | None
    reason: str
    questions: Sequence[MondayQuestion]
    rows: Sequence[BriefRow]
    colleagues: Sequence[Colleague]
    steps: Sequence[Step]

    @property
    def ref(self) -> str:
        """The picked row as other rooms take it along."""
        return f"{self.unit.code}:{self.picked.key}" if self.picked else ""


def principal(viewer: Viewer, unit: Unit, language: Language) -> PrincipalHome:
    """A school's rows, the one that is picked, and whom to ask."""
    read = places.of_unit(viewer, unit, language, viewer.today)
    picked = pick(read.rows)
    colleagues = (peers.like_unit(viewer, unit) or peers.by_example(viewer, unit.code))[:1]
    return PrincipalHome(
        unit,
        title(unit, picked, read.rows),
        read.expected or _lead(picked, read.rows),
        _facts(unit, read),
        picked,
        reason(picked, read.rows),
        questions(picked) if picked else (),
        read.rows,
        colleagues,
        [*way_to_answer(viewer), *_steps(viewer, unit, picked, colleagues)],
    )


def title(unit: Unit, picked: BriefRow | None, rows: Sequence[BriefRow]) -> str:
    """What is worth Monday's talk, or that nothing stands out, or that nothing is published."""
    if not any(r.large or r.difference for r in rows):
        return _("Inga resultat är publicerade för %(name)s") % {"name": unit.name}
    if picked is None and not compared(rows):
        return _("%(name)s har siffror, men ingen som går att jämföra med riket") % {"name": unit.name}
    if picked is None:
        return _("Ingen rad på %(name)s skiljer sig tydligt från riket") % {"name": unit.name}
    if picked.verdict is Verdict.BELOW and picked.missed is not None:
        facts = {"missed": picked.missed, "n": picked.pupils, "what": picked.name[:1].lower() + picked.name[1:]}
        if picked.key == "unit-vocational":
            return _("En rad är värd måndagens samtal: %(missed)s av %(n)s elever blev inte behöriga") % facts
        return _("En rad är värd måndagens samtal: %(missed)s av %(n)s elever nådde inte %(what)s") % facts
    facts = {"what": picked.name, "says": picked.says}
    return _("En rad är värd måndagens samtal: %(what)s %(says)s") % facts


def _lead(picked: BriefRow | None, rows: Sequence[BriefRow]) -> str:
    if picked is None and compared(rows):
        return _("Det betyder inte att skolan är som riket. Med få elever syns bara stora skillnader.")
    if picked is None:
        return _("Läs raderna som de är, och jämför dem med era egna år.")
    return _("Alla rader står nedanför, i samma ordning varje år.")


def reason(picked: BriefRow | None, rows: Sequence[BriefRow]) -> str:
    """The rule as it fell out here."""
    if picked is None:
        return ""
    among = clear(rows, picked.verdict)
    names = joined([f"”{r.name}”" for r in among])
    facts = {
        "n": in_words(len(among), common=True).capitalize(),
        "all": in_words(len(rows), common=True),
        "names": names,
        "picked": picked.name,
    }
    if picked.verdict is Verdict.ABOVE:
        first = _("Ingen rad ligger tydligt under riket. Över ligger: %(names)s.") % facts
    else:
        first = (
            ngettext(
                "En av era %(all)s rader ligger tydligt under riket: %(names)s.",
                "%(n)s av era %(all)s rader ligger tydligt under riket: %(names)s.",
                len(among),
            )
            % facts
        )
    if len(among) == 1:
        return first
    if picked.key in ONWARD:
        return first + " " + _("”%(picked)s” går före: det avgör om elevens väg vidare är öppen.") % facts
    return first + " " + _("Den rad som kommer först i sidans ordning tas upp.")


def questions(picked: BriefRow) -> list[MondayQuestion]:
    """Three questions about the row; the first knows how many pupils it is about."""
    if picked.missed and picked.verdict is Verdict.BELOW:
        first = _("Vilka ämnen saknade de %(n)s eleverna, och i hur många fall var det bara ett?") % {
            "n": picked.missed
        }
        return [
            MondayQuestion(first, _("Svaret finns i kommunens egna system. Be den som ansvarar för kvalitet om det.")),
            MondayQuestion(
                _("När såg vi det första gången?"), _("Terminsbetyg i årskurs 6, nationella prov, frånvaro.")
            ),
            MondayQuestion(
                _("Vad gjorde vi för dem som till slut klarade det?"),
                _("Studiehandledning, läxhjälp, en vuxen som frågade."),
            ),
        ]
    if picked.verdict is Verdict.ABOVE:
        return [
            MondayQuestion(
                _("Vad gjorde vi som kan ha hjälpt, och hur vet vi det?"), _("Fråga lärarna, och eleverna själva.")
            ),
            MondayQuestion(
                _("Gäller det alla elever, eller drar några upp?"), _("Titta på flickor och pojkar för sig.")
            ),
            MondayQuestion(_("Vem skulle ha nytta av att höra om det?"), _("Skriv det som ett exempel.")),
        ]
    return [
        MondayQuestion(
            _("Vilka elever handlar det om, och vilka syns inte i siffran?"),
            _("De som bytt skola, och de som saknar underlag."),
        ),
        MondayQuestion(_("När såg vi det första gången?"), _("Terminsbetyg, nationella prov, frånvaro.")),
        MondayQuestion(_("Vad har vi provat, och blev det skillnad?"), _("Det ni har antecknat i en undersökning.")),
    ]


def _facts(unit: Unit, read: places.Rows) -> list[str]:
    facts = []
    if read.ground.size:
        facts.append(_("%(n)s elever i årskurs 9") % {"n": read.ground.size.n})
    coming = sorted(i.expected_on for i in read.indicators if i.expected_on and i.expected_on >= read.ground.today)
    if coming:
        facts.append(_("Nästa siffror %(day)s") % {"day": day(coming[0])})
    if unit.owner:
        facts.append(str(unit.owner))
    return facts


def _steps(viewer: Viewer, unit: Unit, picked: BriefRow | None, colleagues: Sequence[Colleague]) -> list[Step]:
    page = reverse("results:unit", args=[unit.code])
    steps = []
    if picked and allows(viewer, Permission.INQUIRY_START):
        url = f"{reverse('inquiries:take')}?kind=figure&ref={unit.code}:{picked.key}"
        what = _("Fem varför med %(what)s som underlag.") % {"what": picked.name[:1].lower() + picked.name[1:]}
        steps.append(Step(_("Undersök raden"), what, url))
    if colleagues:
        steps.append(Step(_("Fråga en kollega"), f"{colleagues[0].role}.", "#kollega"))
    if unit.has_year9:
        url = reverse("results:compare_unit", args=[unit.code])
        steps.append(Step(_("Jämför med liknande"), _("Skolor med samma förutsättningar."), url))
    steps.append(Step(_("Hela resultatbilden"), _("Definitioner, källor och tabeller."), page))
    return steps
