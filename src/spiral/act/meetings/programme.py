"""The agenda with its hours as blocks, composed once for the letter and the calendar entry."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.meetings.agenda import AgendaRow, agenda
from spiral.act.meetings.models import Meeting
from spiral.documents.blocks import Bullet, Bullets, Section


def programme(meeting: Meeting) -> list[Section]:
    """'9.00 Incheckning (10 min)', item by item; of a meeting that has been, as it was. Nothing for an empty agenda."""
    rows, _pace = agenda(meeting, list(meeting.items.all()), timezone.now())
    return [Section(_("Dagordning"), [Bullets([_line(row) for row in rows])])] if rows else []


def _line(row: AgendaRow) -> Bullet:
    hour = date_format(timezone.localtime(row.hour.at), "G.i") if row.hour else ""
    return Bullet(row.item.title, when=hour, note=f"({row.time})" if hour else _("(hanns inte med)"))
