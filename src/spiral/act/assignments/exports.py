"""The points of an assignment as a table, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.assignments.models import Assignment, Point
from spiral.act.assignments.pages import owners, period
from spiral.documents.export import Sheet, as_file
from spiral.documents.table import Cell, Table


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
    }
    note = {_("Observera"): _("Påhittat exempel.")} if assignment.is_made_up else {}
    facts = {name: value for name, value in said.items() if value} | note
    return as_file([Sheet(table(assignment, listed), facts, every_row=note)], kind, _("Om siffrorna"))
