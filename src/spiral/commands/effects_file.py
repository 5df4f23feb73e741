"""The effects of a fit as a file for other programs: Parquet, CSV or a workbook, by how its name ends."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from spiral.engine.mixed import Effects

KINDS = (".parquet", ".csv", ".xlsx")
#: The numbers of a row beside the error, which is the root of the prediction error variance.
_NUMBERS = ("estimate", "low", "high", "unshrunken", "unshrunken_se", "reliability")


def effects_table(parts: Mapping[str, Mapping[str, Effects]]) -> pa.Table:
    """One row for each part ("effect" or "path"), level, group and term, in the order of the groups' names."""
    import numpy as np
    import pyarrow as pa

    tables = []
    for part, levels in parts.items():
        for level, effects in levels.items():
            for i, term in enumerate(effects.terms):
                count = len(effects.n)
                columns = {
                    "part": pa.array([part] * count),
                    "level": pa.array([level] * count),
                    "group": pa.array(effects.keys),
                    "term": pa.array([term] * count),
                    "n": pa.array(effects.n),
                    "se": pa.array(np.sqrt(np.maximum(effects.pev[:, i, i], 0.0))),
                }
                columns |= {name: pa.array(getattr(effects, name)[:, i], from_pandas=True) for name in _NUMBERS}
                tables.append(pa.table(columns))
    order = ["part", "level", "group", "term", "n", "estimate", "se", *_NUMBERS[1:]]
    return pa.concat_tables(tables).select(order)


def written(table: pa.Table, place: Path) -> bytes:
    """The table as the bytes of a file of the kind that ``place`` ends with."""
    out = io.BytesIO()
    kind = place.suffix.casefold()
    if kind == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, out)
    elif kind == ".csv":
        import pyarrow as pa
        from pyarrow.csv import write_csv

        from spiral.documents.export import safe

        names = table.column_names
        written_out = [field.name for field in table.schema if pa.types.is_string(field.type)]
        texts = {name: pa.array(map(safe, table[name].to_pylist())) for name in written_out}
        write_csv(pa.table({name: texts.get(name, table[name]) for name in names}), out)
    else:
        _write_workbook(table, out)
    return out.getvalue()


def _write_workbook(table: pa.Table, out: io.BytesIO) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("effects")
        sheet.write_row(0, 0, table.column_names)
        sheet.freeze_panes(1, 0)
        row = 1
        for batch in table.to_batches():
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                sheet.write_row(row, 0, cells)
                row += 1
