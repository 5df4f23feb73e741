"""A released collection as a file, and a form as a file that can be read in again."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_file, as_xlsx
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.understand.voices.pages import CollectionResult, counts_table, quotes_table, themes_table
from spiral.understand.voices.queries import Released
from spiral.understand.voices.questions import PupilForm


def form_file(content: PupilForm) -> str:
    """JSON with everything the form holds."""
    return json.dumps(content.as_document(), ensure_ascii=False, indent=2) + "\n"


def result_file(now: Released, composed: CollectionResult, kind: str, language: Language) -> bytes:
    """What the page shows: one sheet each for counts, quotes and themes, or one CSV with all of it."""
    facts = {
        _("I ord"): " ".join([composed.headline + ".", *composed.lead]),
        _("Grupp"): now.collection.group,
        _("Stängd"): now.collection.end.isoformat(),
        _("Frågornas källa"): now.content.source,
        _("Skydd"): _("Frågor som färre än fem svarade på visas inte och är raderade. Ordningen betyder ingenting."),
    }
    note = {_("Observera"): _("Påhittade svar.")} if now.collection.is_made_up else {}
    filled = {name: value for name, value in facts.items() if value} | note
    tables = [counts_table(now, language), quotes_table(now, language)]
    if now.themes:
        tables.append(themes_table(now))
    if kind != "xlsx":
        return as_file([Sheet(_one_table(tables), filled, every_row=note)], kind, "")
    return as_xlsx([Sheet(t, filled) for t in tables], _("Om siffrorna"))


def _one_table(tables: list[Table]) -> Table:
    """Tables under each other, with what each row is in a column of its own."""
    width = max(len(t.columns) for t in tables)
    rows = [[Cell(t.caption), *row, *[Cell("")] * (width - len(row))] for t in tables for row in t.rows]
    columns = [_("Vad det är"), _("Fråga eller tema"), _("Svar, citat eller antal"), _("Antal eller tema")][: width + 1]
    return Table(tables[0].caption, columns, rows)
