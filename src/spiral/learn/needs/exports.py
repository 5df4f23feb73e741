"""The map as a file: a line a need in CSV, and a second sheet as the map looks in Excel."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_file, as_xlsx
from spiral.documents.table import Cell, Table
from spiral.learn.needs.models import Need
from spiral.learn.needs.queries import NeedsMap


def map_file(now: NeedsMap, on: date, kind: str) -> bytes:
    """The map as it was ``on`` a day, as csv or xlsx."""
    said = {
        _("Nätverk"): f"{settings.NETWORK_NAME}, {settings.REGION_NAME}",
        _("Kartan som den var"): date_format(on, "j F Y"),
        _("Källa"): _("Kommunernas egna ord. Kartan säger vad man arbetar med, inte hur bra det går."),
    }
    note = {_("Observera"): _("Påhittat exempel.")} if now.is_made_up else {}
    facts = {name: value for name, value in said.items() if value} | note
    lines = Sheet(_lines(now), facts, every_row=note)
    if kind == "xlsx":
        return as_xlsx([Sheet(_wide(now), facts), lines], _("Om siffrorna"))
    return as_file([lines], kind, "")


def _lines(now: NeedsMap) -> Table:
    rows = [
        [
            Cell(place),
            Cell(area),
            Cell(str(Need.Status(cell.status).label)),
            Cell(cell.text),
            Cell(cell.changed_on.isoformat() if cell.changed_on else ""),
        ]
        for code, place in now.municipalities.items()
        for key, area in now.areas.items()
        if (cell := now.cell(code, key)).status
    ]
    return Table(_("Behov, en rad för varje"), [_("Kommun"), _("Område"), _("Läge"), _("Text"), _("Ändrad")], rows)


def _wide(now: NeedsMap) -> Table:
    rows = []
    for code, place in now.municipalities.items():
        cells = [now.cell(code, key).status for key in now.areas]
        rows.append([Cell(place), *(Cell(str(Need.Status(s).label) if s else "") for s in cells)])
    return Table(_("Behovskarta"), [_("Kommun"), *now.areas.values()], rows)
