"""Rows of a picture → files, with everything that explains them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_csv, as_xlsx
from spiral.documents.table import Table, as_table
from spiral.see.results.picture import LedgerRow


def sheet(table: Table, facts: Sequence[tuple[str, str]], sentence: str = "") -> Sheet:
    """A table with its explanation."""
    metadata = {_("I ord"): sentence, **dict(facts)} if sentence else dict(facts)
    return Sheet(table, {k: v for k, v in metadata.items() if v})


def table_file(table: Table, facts: Sequence[tuple[str, str]], sentence: str, kind: str) -> bytes:
    """One table as csv or xlsx, with everything that explains it."""
    one = sheet(table, facts, sentence)
    return as_csv(one) if kind == "csv" else as_xlsx([one], _("Om uppgifterna"))


def row_file(row: LedgerRow, kind: str) -> bytes | None:
    """One row as csv or xlsx; None where it has no table."""
    return table_file(as_table(row.whole), row.facts, row.sentence, kind) if row.whole is not None else None


def picture_file(rows: Sequence[LedgerRow], more: Sequence[Sheet] = ()) -> bytes:
    """A whole page as one workbook: a sheet a row and the sheet that explains them."""
    sheets = [sheet(as_table(r.whole), r.facts, r.sentence) for r in rows if r.whole is not None]
    return as_xlsx([*sheets, *more], _("Om uppgifterna"))
