"""A page, or one of its figures, as a file, with everything that explains it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Exhibit
from spiral.documents.export import Sheet, as_file, as_xlsx
from spiral.documents.table import Table
from spiral.engine.numbers import Language


def exhibit_file(exhibit: Exhibit, kind: str, language: Language) -> bytes | None:
    """One exhibit as a file of one of the export's kinds; None where it has no table."""
    table = exhibit.table
    return as_file([_sheet(exhibit, table, language)], kind, _("Om siffrorna")) if table else None


def workbook(document: Document) -> bytes:
    """A whole page as one workbook: a sheet for each exhibit with a table, and the sheet that explains them."""
    sheets = [_sheet(e, table, document.language) for e in document.exhibits() if (table := e.table)]
    return as_xlsx(sheets, _("Om siffrorna"))


def _sheet(exhibit: Exhibit, table: Table, language: Language) -> Sheet:
    said = {_("I ord"): exhibit.sentence, **dict(exhibit.facts)}
    return Sheet(
        table, {name: text for name, text in said.items() if text}, language, exhibit.heading, f"{exhibit.key}.csv"
    )
