"""A page, or one of its figures, as a file, with everything that explains it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Exhibit
from spiral.documents.export import Sheet, as_csv, as_xlsx
from spiral.documents.table import Table


def table_file(table: Table, facts: Sequence[tuple[str, str]], sentence: str, kind: str) -> bytes:
    """One table as csv or xlsx, with everything that explains it."""
    one = _sheet(table, facts, sentence)
    return as_csv(one) if kind == "csv" else as_xlsx([one], _("Om uppgifterna"))


def exhibit_file(exhibit: Exhibit, kind: str) -> bytes | None:
    """One exhibit as csv or xlsx; None where it has no table."""
    table = exhibit.table
    return table_file(table, exhibit.facts, exhibit.sentence, kind) if table else None


def workbook(document: Document) -> bytes:
    """A whole page as one xlsx: a sheet for each exhibit with a table, and the sheet that explains them."""
    sheets = [_sheet(table, e.facts, e.sentence) for e in document.exhibits() if (table := e.table)]
    return as_xlsx(sheets, _("Om uppgifterna"))


def _sheet(table: Table, facts: Sequence[tuple[str, str]], sentence: str) -> Sheet:
    said = {_("I ord"): sentence, **dict(facts)}
    return Sheet(table, {name: text for name, text in said.items() if text})
