"""“Se igen”: first what one's own network is to look at again, then what turned out, last when the sources publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.assignments import queries as assignments
from spiral.act.meetings import promises
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.ground.words import in_words
from spiral.home.pages.dates import shown
from spiral.home.pages.parts import Line, Step, on_day
from spiral.see.results.explain import next_publication, perspective
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries import queries as inquiries
from spiral.understand.inquiries.queries import Ready

#: How many of each kind the page shows.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line with the day it is about."""

    on: date
    line: Line


@dataclass(frozen=True, slots=True)
class AgainPage:
    """The page of the fifth word."""

    title: str
    lead: str
    ready: Sequence[Ready]
    planned: Sequence[DatedLine]
    turned_out: Sequence[DatedLine]
    is_members: bool
    coming: Table | None
    late: Table | None
    steps: Sequence[Step]


def again(viewer: Viewer, language: Language) -> AgainPage:
    """What is to be seen again, as far as the viewer may see it."""
    is_members = allows(viewer, Permission.INQUIRY_SEE)
    ready = inquiries.ready_to_check(viewer) if is_members else []
    planned = sorted([*_checks(viewer), *_tasks(viewer), *_points(viewer)], key=lambda d: d.on)[: 2 * SHOWN]
    turned_out = sorted([*_looked(viewer), *_told(viewer)], key=lambda d: d.on, reverse=True)[:SHOWN]
    title, lead = heading(len(ready), planned, viewer.today) if is_members else visitors()
    coming, late = calendars(viewer, language)
    return AgainPage(title, lead, ready, planned, turned_out, is_members, coming, late, _steps(ready, is_members))


def heading(ready: int, planned: Sequence[DatedLine], today: date) -> tuple[str, str]:
    """What can be seen now, else when there is something to see, else that nothing is decided."""
    if ready:
        said = ngettext(
            "En undersökning har fått nya siffror: nu kan ni se om det blev skillnad",
            "%(n)s undersökningar har fått nya siffror: nu kan ni se om det blev skillnad",
            ready,
        ) % {"n": in_words(ready, common=True).capitalize()}
        return said, _("Titta på samma siffra som ni utgick från, och säg hur säkert det är.")
    late = sum(d.on < today for d in planned)
    if late:
        said = ngettext(
            "En uppföljning skulle ha varit gjord",
            "%(n)s uppföljningar skulle ha varit gjorda",
            late,
        ) % {"n": in_words(late, common=True).capitalize()}
        return said, _("Titta nu, eller bestäm en ny dag.")
    if planned:
        said = ngettext(
            "En uppföljning är bestämd, %(when)s",
            "%(n)s uppföljningar är bestämda, den första %(when)s",
            len(planned),
        ) % {
            "n": in_words(len(planned), common=True).capitalize(),
            "when": on_day(planned[0].on, today),
        }
        return said, _("Det ni har bestämt står först, sedan hur det blev.")
    return _("Ingen uppföljning är bestämd"), _(
        "Bestäm i förväg när ni ska titta, i en undersökning eller på en uppdragspunkt. Då står det här."
    )


def visitors() -> tuple[str, str]:
    return _("Bestäm i förväg när ni ska se om det blev skillnad"), _(
        "Datumen är källornas egna: då går det att se igen hur det gick."
    )


def calendars(viewer: Viewer, language: Language) -> tuple[Table | None, Table | None]:
    """When each source publishes next, the nearest first; and apart, those whose date has passed."""
    listed = sorted(
        ((i.expected_on, i.short.get(language), i) for i in shown() if i.expected_on), key=lambda row: row[:2]
    )
    rows: dict[bool, list[list[Cell]]] = {True: [], False: []}
    for on, name, indicator in listed:
        rows[on < viewer.today].append(
            [
                Cell(name),
                Cell(perspective(indicator.perspective), wide=True),
                Cell(next_publication(indicator, viewer.today), wide=True),
            ]
        )
    heads = [_("Mått"), _("Omfattar"), _("Nästa publicering")]
    coming, late = rows[False], rows[True]
    return (
        Table(_("Nya siffror enligt källornas egna datum"), heads, coming) if coming else None,
        Table(_("Siffror som skulle ha kommit"), heads, late) if late else None,
    )


def _checks(viewer: Viewer) -> list[DatedLine]:
    return [
        DatedLine(
            c.planned_on,
            Line(
                c.inquiry.title,
                _("Se igen") if c.planned_on <= viewer.today else _("Öppna"),
                reverse("inquiries:check", args=[c.inquiry_id, c.pk])
                if allows(viewer, Permission.INQUIRY_WRITE, c.inquiry)
                else reverse("inquiries:inquiry", args=[c.inquiry_id]),
                _("Undersökning. Det räcker om: %(enough)s") % {"enough": c.enough}
                if c.enough
                else _("Undersökning, %(place)s.") % {"place": c.inquiry.place_name},
            ),
        )
        for c in inquiries.planned_checks(viewer, SHOWN)
    ]


def _tasks(viewer: Viewer) -> list[DatedLine]:
    return [
        DatedLine(
            t.due,
            Line(
                t.text,
                _("Hur gick det?"),
                reverse("meetings:meeting", args=[t.meeting_id]),
                _("Uppgift för %(who)s, från %(meeting)s.") % {"who": t.who, "meeting": t.meeting.title},
            ),
        )
        for t in promises.late(viewer, SHOWN)
        if t.due
    ]


def _points(viewer: Viewer) -> list[DatedLine]:
    return [
        DatedLine(
            p.next_on,
            Line(
                _("Punkt %(n)s: %(title)s") % {"n": p.order, "title": p.title},
                _("Öppna"),
                assignments.point_url(p),
                p.next_step.partition("\n")[0] or a.title,
            ),
        )
        for a in assignments.running(viewer)
        for p in assignments.points(viewer, a)
        if p.next_on
    ]


def _looked(viewer: Viewer) -> list[DatedLine]:
    return [
        DatedLine(
            c.looked_on,
            Line(
                c.inquiry.title, _("Läs"), reverse("inquiries:inquiry", args=[c.inquiry_id]), c.conclusion or c.sentence
            ),
        )
        for c in inquiries.looked_at(viewer, SHOWN)
        if c.looked_on
    ]


def _told(viewer: Viewer) -> list[DatedLine]:
    return [
        DatedLine(
            t.ended_on,
            Line(t.text, _("Läs"), reverse("meetings:meeting", args=[t.meeting_id]), f"{t.who}: {t.outcome}"),
        )
        for t in promises.outcomes(viewer, SHOWN)
        if t.ended_on
    ]


def _steps(ready: Sequence[Ready], is_members: bool) -> list[Step]:
    steps = []
    if ready:
        one = ready[0]
        url = reverse("inquiries:inquiry", args=[one.inquiry.pk])
        steps.append(Step(_("Se om det blev skillnad"), one.inquiry.title, url))
    elif is_members:
        steps.append(
            Step(_("Bestäm en dag"), _("Planera en uppföljning i en undersökning."), reverse("inquiries:index"))
        )
    steps.append(Step(_("Till resultaten"), _("Alla kommuner i samma bild."), reverse("results:region")))
    held = _("Det som sades innan siffrorna kom, och vad det blev.")
    steps.append(Step(_("Så ofta höll det"), held, reverse("results:predictions")))
    steps.append(
        Step(_("Data och källor"), _("Varifrån siffrorna kommer, och vad de saknar."), reverse("results:data"))
    )
    return steps
