"""The superintendent's home, and the steering group's: the one page before a meeting. What is known and how surely,
what has happened with the assignment's points, and what comes out when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.assignments import pages as assigned
from spiral.act.assignments import queries as assignments
from spiral.act.assignments.models import Assignment, Point
from spiral.act.meetings.models import Meeting
from spiral.engine.numbers import Language
from spiral.ground.words import day
from spiral.home.pages import places
from spiral.home.pages.ahead import next_meeting
from spiral.home.pages.asked import way_to_answer
from spiral.home.pages.brief import BriefRow
from spiral.home.pages.dates import happens
from spiral.home.pages.parts import Happens, Line, LineGroup, Step, on_day
from spiral.home.pages.summed import verdicts
from spiral.see.results.opendata import open_data
from spiral.see.results.pages.region import region_page
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.networks.models import Municipality

#: The indicator that the region is spoken of by.
REGIONS = "all-subjects"


@dataclass(frozen=True, slots=True)
class SuperintendentHome:
    """What somebody who gives the network its assignment reads before a meeting."""

    title: str
    lead: str
    facts: Sequence[str]
    municipality: Municipality | None
    rows: Sequence[BriefRow]
    assignments: Sequence[LineGroup]
    dates: Sequence[Happens]
    steps: Sequence[Step]


def superintendent(viewer: Viewer, office: HeldOffice, language: Language) -> SuperintendentHome:
    """Her municipality's rows, or the region in a sentence for who has it all."""
    municipality = places.municipality_at(viewer, office.place)
    running, meeting = assignments.running(viewer), next_meeting(viewer)
    if municipality is not None:
        rows = places.of_municipality(viewer, municipality, language, viewer.today).rows
        title, lead = _title(viewer, municipality, meeting), verdicts(rows)
    else:
        page = region_page(open_data(viewer), REGIONS, language, viewer.today)
        rows = []
        title, lead = (page.document.title, page.document.lead) if page else (_("Inga resultat är inlästa än"), "")
    return SuperintendentHome(
        title,
        lead,
        _facts(viewer, meeting),
        municipality,
        rows,
        [_points(viewer, a) for a in running],
        happens(viewer, language),
        [*way_to_answer(viewer), *_steps(municipality, running)],
    )


def _title(viewer: Viewer, municipality: Municipality, meeting: Meeting | None) -> str:
    if meeting is None:
        return _("Det här är känt om skolorna i %(name)s") % {"name": municipality.name}
    when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
    return _("Det här är känt om skolorna i %(name)s före mötet %(when)s") % {"name": municipality.name, "when": when}


def _facts(viewer: Viewer, meeting: Meeting | None) -> list[str]:
    facts = [date_format(viewer.today, "l j F Y").capitalize()]
    if meeting is None:
        return [*facts, _("Inget möte är planerat")]
    when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
    return [*facts, _("Nästa möte är %(when)s") % {"when": when}]


def _points(viewer: Viewer, assignment: Assignment) -> LineGroup:
    """The assignment's points: who owns each, how it stands, and what comes next."""
    points = assignments.points(viewer, assignment)
    lines = [_point(p) for p in points]
    return LineGroup(assignment.title, assigned.heading(points), lines)


def _point(p: Point) -> Line:
    said = [assigned.owners(p) or _("Ingen äger den")]
    if p.status:
        said.append(p.status.splitlines()[0].rstrip("."))
    if p.next_step:
        step = p.next_step.splitlines()[0].rstrip(".")
        said.append(_("Nästa steg: %(step)s") % {"step": step[:1].lower() + step[1:]})
    if p.next_on:
        said.append(_("Klart %(day)s") % {"day": day(p.next_on)})
    return Line(f"{p.order}. {p.title}", _("Läs"), assignments.point_url(p), ". ".join(said) + ".")


def _steps(municipality: Municipality | None, running: Sequence[Assignment]) -> list[Step]:
    steps = []
    if running:
        one = running[0]
        url = reverse("assignments:report", args=[one.pk])
        steps.append(Step(_("Rapporten"), _("Vad som har hänt i %(title)s.") % {"title": one.title}, url))
    if municipality is not None:
        url = reverse("results:municipality", args=[municipality.slug])
        steps.append(Step(_("Resultaten i %(name)s") % {"name": municipality.name}, _("Alla rader med diagram."), url))
        ask = f"{reverse('home:learn')}?place={municipality.code}#kollega"
        steps.append(Step(_("Fråga en kollega"), _("Någon med samma förutsättningar."), ask))
    else:
        steps.append(Step(_("Resultaten"), _("Alla kommuner i samma bild."), reverse("results:region")))
    steps.append(Step(_("Se igen"), _("Det nätverket har bestämt att se efter."), reverse("home:again")))
    return steps
