"""The owner's schools in a table: in the order of the alphabet, never of their results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.table import Cell, Table
from spiral.engine.numbers import number, span, with_unit
from spiral.ground import words
from spiral.see.pupils.pages.cells import ALL, Cells, cells_of
from spiral.see.pupils.pages.names import MEASURES
from spiral.see.pupils.pages.school import FEWEST, year_title
from spiral.see.pupils.queries import SchoolYear


def schools_table(years: Mapping[str, Sequence[SchoolYear]], names: Mapping[str, str]) -> Table | None:
    """A row for each school with grades; None when there is none."""
    rows = []
    for unit in sorted(years, key=lambda unit: names[unit]):
        for year in years[unit]:
            cells = cells_of(year.now)
            rows.append(
                [
                    Cell(names[unit], url=reverse("pupils:school_survey", args=[unit, year.survey])),
                    Cell(f"{year_title(year.survey)}, {year.now.year}", wide=True),
                    Cell(str(len(year.now)), float(len(year.now))),
                    *(_cell(cells, measure) for measure in MEASURES),
                ]
            )
    heads = [_("Skola"), _("Betyg"), _("Elever"), *(str(heading) for heading in MEASURES.values())]
    return Table(_("Intervall med 95 % säkerhet, och värdet"), heads, rows) if rows else None


def _cell(cells: Cells, measure: str) -> Cell:
    """The interval before the point; words where there is none."""
    cell = cells.get((measure, ALL))
    if cell is None:
        return Cell(_("finns inte i årskurs 6"), mask=True)
    if cell.n < FEWEST:
        return Cell(_("för få elever"), mask=True)
    language = words.language()
    unit = "%" if cell.is_share else ""
    text = f"{span(cell.low, cell.high, 0, language)} ({number(cell.value, 1, language)})"
    return Cell(with_unit(text, unit, language), cell.value, low=cell.low, high=cell.high, decimals=1)
