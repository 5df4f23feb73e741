"""The member's home: her tasks, the next meeting, her municipality's newest figures, who asks for what it can share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries as meetings
from spiral.act.meetings.models import Task
from spiral.engine.numbers import Language
from spiral.ground.words import day, in_words
from spiral.home.pages import places, sharing
from spiral.home.pages.ahead import Ahead, attended, next_meeting
from spiral.home.pages.asked import to_answer
from spiral.home.pages.brief import BriefRow
from spiral.home.pages.dates import happens
from spiral.home.pages.parts import Happens, Line, LineGroup, Step, on_day
from spiral.home.pages.summed import verdicts
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.networks.models import Municipality


@dataclass(frozen=True, slots=True)
class MemberHome:
    """A member's page."""

    title: str
    lead: str
    tasks: LineGroup
    ahead: Ahead | None
    dates: Sequence[Happens]
    municipality: Municipality | None
    rows: Sequence[BriefRow]
    said: str
    sharing: LineGroup | None
    steps: Sequence[Step]

    @property
    def figures_title(self) -> str:
        return _("Det nyaste om skolorna i %(name)s") % {"name": self.municipality}


def member(viewer: Viewer, office: HeldOffice, language: Language) -> MemberHome:
    """What is hers to do, and what is new where she works."""
    left = [t for t in meetings.my_tasks(viewer) if t.state == Task.State.OPEN]
    meeting = next_meeting(viewer)
    ahead = attended(viewer, meeting) if meeting is not None else None
    municipality = places.municipality_at(viewer, office.place)
    rows = places.of_municipality(viewer, municipality, language, viewer.today).rows if municipality else []
    return MemberHome(
        title(left, viewer.today),
        ahead.title + "." if ahead else _("Inget möte är planerat."),
        LineGroup(_("Mina uppgifter"), "", [*(_task(t, viewer.today) for t in left), *to_answer(viewer)]),
        ahead,
        happens(viewer, language),
        municipality,
        [r for r in rows if r.difference],
        verdicts(rows),
        sharing.asked_of(viewer, municipality) if municipality else None,
        _steps(municipality),
    )


def title(left: Sequence[Task], today: date) -> str:
    """'Två uppgifter är kvar att göra, den första senast den 3 december'."""
    if not left:
        return _("Du har inget kvar att göra från mötena")
    said = ngettext("En uppgift är kvar att göra", "%(n)s uppgifter är kvar att göra", len(left)) % {
        "n": in_words(len(left), common=True).capitalize()
    }
    due = [t.due for t in left if t.due]
    if not due:
        return said
    if min(due) < today:
        late = sum(d < today for d in due)
        if len(left) == 1:
            return _("%(said)s, och datumet har passerat") % {"said": said}
        return ngettext("%(said)s, en av dem är sen", "%(said)s, %(n)s av dem är sena", late) % {
            "said": said,
            "n": in_words(late, common=True),
        }
    facts = {"said": said, "when": on_day(min(due), today)}
    if len(left) == 1:
        return _("%(said)s, senast %(when)s") % facts
    return _("%(said)s, den första senast %(when)s") % facts


def _task(t: Task, today: date) -> Line:
    why = _("Senast %(day)s.") % {"day": day(t.due)} if t.due else _("Inget datum.")
    if t.due and t.due < today:
        why = _("Skulle ha varit klar %(day)s.") % {"day": day(t.due)}
    return Line(t.text, _("Avsluta"), f"{reverse('meetings:tasks')}#uppgift{t.pk}", f"{why} {t.meeting.title}.")


def _steps(municipality: Municipality | None) -> list[Step]:
    steps = []
    if municipality:
        url = reverse("results:municipality", args=[municipality.slug])
        steps.append(Step(_("Resultaten i %(name)s") % {"name": municipality.name}, _("Alla rader med diagram."), url))
        ask = f"{reverse('home:learn')}?place={municipality.code}#kollega"
        steps.append(Step(_("Fråga en kollega"), _("Någon med samma förutsättningar, eller ett exempel."), ask))
    steps.append(Step(_("Undersök"), _("Fem varför med en siffra som underlag."), reverse("inquiries:index")))
    steps.append(Step(_("Se igen"), _("Blev det skillnad?"), reverse("home:again")))
    return steps
