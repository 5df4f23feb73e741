"""What the network has done as a paper, and the points as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.assignments.models import Assignment, Point
from spiral.act.assignments.pages import SinceReport, owners, period
from spiral.documents.export import Sheet, as_csv, as_xlsx
from spiral.documents.report import Block, Bullets, Facts, Paragraph, Report, Section
from spiral.documents.table import Cell, Table
from spiral.exchange.happenings import Happening
from spiral.ground.words import day, language


def report(assignment: Assignment, done: SinceReport) -> Report:
    """The page 'Vad har ni gjort?' on paper: same sentences, same order."""
    sections = [Section(_("Det här är ingens än"), [Paragraph(done.unowned)])] if done.unowned else []
    for row in done.rows:
        blocks: list[Block] = [Facts([(_("Ägare"), row.owners or _("ingen ännu"))])]
        if row.point.status:
            when = _(" (%(day)s)") % {"day": day(row.point.status_on)} if row.point.status_on else ""
            blocks.append(Paragraph(row.point.status + when))
        if row.happened:
            blocks.append(
                Bullets([f"{date_format(h.on, 'j b Y')}: {h.text}{_mark(h, assignment)}" for h in row.happened])
            )
        else:
            blocks.append(Paragraph(_("Inget är antecknat under tiden."), dim=True))
        if row.next_head or row.next_rest:
            blocks.append(Facts([(_("Nästa steg"), ". ".join(x for x in (row.next_head, row.next_rest) if x))]))
        sections.append(Section(f"{row.point.order}. {row.point.title}", blocks))
    facts = [(_("Från"), assignment.giver), (_("Period"), period(assignment))]
    if assignment.next_report:
        facts.append((_("Nästa rapport"), day(assignment.next_report)))
    foot = _("Vad har ni gjort? %(network)s, %(day)s") % {
        "network": settings.NETWORK_NAME,
        "day": date_format(timezone.localdate(), "j F Y"),
    }
    return Report(
        done.heading,
        done.lead,
        sections,
        facts,
        foot,
        language(),
        _("Påhittat exempel.") if done.is_made_up else "",
    )


def table(assignment: Assignment, listed: Sequence[Point]) -> Table:
    """Every point with what stands on it."""
    columns = [
        _("Nr"),
        _("Punkt"),
        _("Text"),
        _("Ägare"),
        _("Drift eller utveckling"),
        _("Vad innebär det för oss?"),
        _("Fokus i år"),
        _("Fokus på längre sikt"),
        _("Arbetsgrupp"),
        _("Andra nätverk"),
        _("Vad behöver vi av dem?"),
        _("Vill vara med"),
        _("Vad följer vi?"),
        _("Nästa steg"),
        _("Datum"),
        _("Läget just nu"),
    ]
    rows = [
        [
            Cell(t)
            for t in (
                str(p.order),
                p.title,
                p.text,
                owners(p) or _("ingen ännu"),
                p.get_kind_display(),
                p.meaning,
                p.focus_short,
                p.focus_long,
                p.workgroup.name if p.workgroup else "",
                ", ".join(n.name for n in p.networks_needed.all()),
                p.collaboration,
                ", ".join(i.office for i in p.interests.all()),
                p.indicators,
                p.next_step,
                p.next_on.isoformat() if p.next_on else "",
                p.status,
            )
        ]
        for p in listed
    ]
    return Table(f"{assignment.title} {period(assignment)}", columns, rows)


def points_file(assignment: Assignment, listed: Sequence[Point], on: date, kind: str) -> bytes:
    """The points as csv or xlsx."""
    said = {
        _("Uppdrag"): f"{assignment.title} {period(assignment)}, {_('version')} {assignment.version}",
        _("Från"): assignment.giver,
        _("Hämtat"): date_format(on, "j F Y"),
        _("Observera"): _("Påhittat exempel.") if assignment.is_made_up else "",
    }
    sheet = Sheet(table(assignment, listed), {name: value for name, value in said.items() if value})
    return as_csv(sheet) if kind == "csv" else as_xlsx([sheet], _("Om uppgifterna"))


def _mark(h: Happening, assignment: Assignment) -> str:
    return " " + _("Påhittat exempel.") if h.is_made_up and not assignment.is_made_up else ""
