"""An example as its page shows it: what others saw in one sentence, the contact, the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.apps.core.evidence import Evidence
from spiral.apps.examples.models import Example, Trial
from spiral.apps.people.models import Office
from spiral.apps.people.queries import colleagues
from spiral.documents.chart import Chart, ChartError
from spiral.documents.frozen import thaw

Outcome = Trial.Outcome


@dataclass(frozen=True, slots=True)
class Contact:
    """The office to turn to, and whoever holds it today; no address where nobody does."""

    label: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The frozen figure beside an example, its drawing when it has one."""

    evidence: Evidence
    chart: Chart | None


def tried(told: Sequence[Trial]) -> str:
    """How it went for those who tried, every outcome in the same words and order, whatever it was."""
    if not told:
        return _("Ingen annan har berättat att de provat än.")
    counts = {outcome: sum(t.outcome == outcome for t in told) for outcome in Outcome}
    said = [
        ngettext("%(n)s såg att det hjälpte", "%(n)s såg att det hjälpte", counts[Outcome.HELPED]),
        ngettext("%(n)s såg ingen skillnad", "%(n)s såg ingen skillnad", counts[Outcome.NONE]),
        ngettext("%(n)s kunde inte genomföra det", "%(n)s kunde inte genomföra det", counts[Outcome.FAILED]),
        ngettext("för %(n)s är det för tidigt att säga", "för %(n)s är det för tidigt att säga", counts[Outcome.EARLY]),
    ]
    parts = [text % {"n": n} for text, n in zip(said, counts.values(), strict=True) if n]
    head = ngettext("%(n)s annan har provat", "%(n)s andra har provat", len(told)) % {"n": len(told)}
    return f"{head}: {', '.join(parts)}."


def contact(viewer: object, found: Example) -> Contact:
    """The office at the place; its holder today when there is one."""
    role = Office.Role(found.contact)
    held = next((o for o in colleagues(viewer) if o.place == found.place and o.role == role), None)
    if held is None:
        return Contact(f"{role.label}, {found.place_name}")
    label = f"{held.person.name}, {held}" if held.person.name else str(held)
    return Contact(label, held.person.email)


def figure(found: Example) -> Figure | None:
    """What was attached, drawn again from its own specification."""
    if not found.figure:
        return None
    kept = Evidence.from_json(found.figure)
    try:
        return Figure(kept, thaw(kept.chart) if kept.chart else None)
    except ChartError:
        return Figure(kept, None)


def for_whom(found: Example) -> str:
    """'Grundskola, årskurs 4–6, tre klasser'."""
    said = [found.get_form_display(), found.years, found.how_many]
    text = ", ".join(s for s in said if s)
    return text[:1].upper() + text[1:]
