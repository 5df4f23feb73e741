"""An example as its page shows it: what others saw in one sentence, the contact, the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from spiral.documents.chart import Chart
from spiral.documents.frozen import picture
from spiral.engine.numbers import Language, number
from spiral.exchange.evidence import Evidence
from spiral.learn.examples.models import Example, Trial
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.models import Office
from spiral.trust.people.queries import colleagues

Outcome = Trial.Outcome


@dataclass(frozen=True, slots=True)
class ExampleContact:
    """The office to turn to, and whoever holds it today; no address where nobody does."""

    label: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class ExampleFigure:
    """The frozen figure beside an example, its drawings when it has any."""

    evidence: Evidence
    chart: Chart | None
    differences: Chart | None


def tried(trials: Sequence[Trial]) -> str:
    """How it went for those who tried, every outcome in the same words and order, whatever it was."""
    if not trials:
        return _("Ingen annan har berättat att de provat än.")
    counts = {outcome: sum(t.outcome == outcome for t in trials) for outcome in Outcome}
    said = [
        ngettext("%(n)s såg att det hjälpte", "%(n)s såg att det hjälpte", counts[Outcome.HELPED]),
        ngettext("%(n)s såg ingen skillnad", "%(n)s såg ingen skillnad", counts[Outcome.NONE]),
        ngettext("%(n)s kunde inte genomföra det", "%(n)s kunde inte genomföra det", counts[Outcome.FAILED]),
        ngettext("för %(n)s är det för tidigt att säga", "för %(n)s är det för tidigt att säga", counts[Outcome.EARLY]),
    ]
    parts = [text % {"n": _worded(n)} for text, n in zip(said, counts.values(), strict=True) if n]
    head = ngettext("%(n)s annan har provat", "%(n)s andra har provat", len(trials))
    head = head % {"n": _worded(len(trials))}
    return f"{head[:1].upper()}{head[1:]}: {', '.join(parts)}."


def headline(count: int, area: str, words: str) -> str:
    """What the list holds, in a sentence."""
    if not count:
        return _("Inget exempel passar det du söker") if area or words else _("Inga exempel är publicerade än")
    number_word = _worded(count) if count > 1 else _("ett")
    facts = {"n": number_word[:1].upper() + number_word[1:], "words": words, "area": area}
    if words:
        return _("%(n)s exempel innehåller ”%(words)s”") % facts
    if area:
        return _("%(n)s exempel om området %(area)s") % facts
    return _("%(n)s exempel på vad andra gjorde och hur det gick") % facts


def _worded(n: int) -> str:
    """'två'; figures from thirteen."""
    words = (
        _("en"),
        _("två"),
        _("tre"),
        _("fyra"),
        _("fem"),
        _("sex"),
        _("sju"),
        _("åtta"),
        _("nio"),
        _("tio"),
        _("elva"),
        _("tolv"),
    )
    return words[n - 1] if n <= len(words) else str(n)


def cost(example: Example) -> list[str]:
    """What it cost, in words and then in figures where they are given."""
    said = [example.cost] if example.cost else []
    language: Language = "en" if get_language() == "en" else "sv"
    if example.hours:
        said.append(
            ngettext(
                "Ungefär %(n)s timme per person och termin", "Ungefär %(n)s timmar per person och termin", example.hours
            )
            % {"n": number(example.hours, 0, language)}
        )
    if example.kronor is not None:
        amount = _("Ungefär %(n)s kronor") % {"n": number(example.kronor, 0, language)}
        said.append(amount if example.kronor else _("Inga utlägg"))
    return said


def contact(viewer: Viewer, example: Example) -> ExampleContact:
    """The office at the place; its holder today when there is one."""
    role = Office.Role(example.contact)
    held = next((o for o in colleagues(viewer) if o.place == example.place and o.role == role), None)
    if held is None:
        return ExampleContact(f"{role.label}, {example.place_name}")
    label = f"{held.person.name}, {held}" if held.person.name else str(held)
    return ExampleContact(label, held.person.email)


def figure(example: Example) -> ExampleFigure | None:
    """What was attached, drawn again from its own specification."""
    if not example.figure:
        return None
    evidence = Evidence.from_json(example.figure)
    return ExampleFigure(evidence, picture(evidence.chart), picture(evidence.differences))


def for_whom(example: Example) -> str:
    """'Grundskola, årskurs 4–6, tre klasser'."""
    said = [example.get_form_display(), example.years, example.how_many]
    text = ", ".join(s for s in said if s)
    return text[:1].upper() + text[1:]
