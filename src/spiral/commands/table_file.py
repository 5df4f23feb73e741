"""Tables as files for other programs, written a part at a time: Parquet, CSV or a workbook, by how the name ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = (".parquet", ".csv", ".xlsx")
#: Rows of a sheet beneath its heading.
MOST_IN_SHEET = 1_048_575


class SheetFullError(ValueError):
    """A workbook's sheet holds no more rows."""


class TableFile(Protocol):
    """An open file that parts of a table, all with the same columns, are written to."""

    def write(self, part: pa.RecordBatch) -> None: ...


@contextmanager
def table_file(out: IO[bytes], place: Path, schema: pa.Schema, sheet: str) -> Iterator[TableFile]:
    """Write a table to ``out``, in the kind that ``place`` ends with. Raises SheetFullError while written to."""
    kind = place.suffix.casefold()
    if kind == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetWriter(out, schema) as writer:
            yield writer
    elif kind == ".csv":
        from pyarrow.csv import CSVWriter

        with CSVWriter(out, schema) as writer:
            yield _SafeTexts(writer)
    else:
        import xlsxwriter

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(out, options) as book:
            yield _SheetRows(book.add_worksheet(sheet), schema.names)


class _SafeTexts:
    """CSV whose texts no spreadsheet program runs."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, part: pa.RecordBatch) -> None:
        import pyarrow as pa

        columns = [_safe(column) if pa.types.is_string(column.type) else column for column in part.columns]
        self._writer.write(pa.RecordBatch.from_arrays(columns, schema=part.schema))


def _safe(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    from spiral.documents.export import safe

    encoded = column.dictionary_encode()
    return pa.array(map(safe, encoded.dictionary.to_pylist()), pa.string()).take(encoded.indices)


class _SheetRows:
    """A sheet with its heading, written row by row."""

    def __init__(self, sheet: Any, names: list[str]) -> None:
        sheet.write_row(0, 0, names)
        sheet.freeze_panes(1, 0)
        self._sheet, self._row = sheet, 1

    def write(self, part: pa.RecordBatch) -> None:
        if self._row + part.num_rows > MOST_IN_SHEET + 1:
            raise SheetFullError(f"Ett kalkylblad rymmer {MOST_IN_SHEET} rader. Välj .parquet eller .csv.")
        for cells in zip(*(column.to_pylist() for column in part.columns), strict=True):
            self._sheet.write_row(self._row, 0, cells)
            self._row += 1
