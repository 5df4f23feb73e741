"""The effects of a fit as a file for other programs: Parquet, CSV or a workbook, by how its name ends."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from spiral.commands.table_file import table_file

if TYPE_CHECKING:
    import pyarrow as pa

    from spiral.engine.mixed import Effects

#: The numbers of a row beside the error, which is the root of the prediction error variance.
_NUMBERS = ("estimate", "low", "high", "unshrunken", "unshrunken_se", "reliability")


def effects_table(parts: Mapping[str, Mapping[str, Effects]]) -> pa.Table:
    """One row for each part ("effect" or "path"), level, group and term, in the order of the groups' names."""
    import numpy as np
    import pyarrow as pa

    from spiral.engine.mixed.arrow_columns import number_column, text_column

    def texts(values: list[str]) -> pa.Array:
        return text_column(values).cast(pa.string())

    tables = []
    for part, levels in parts.items():
        for level, effects in levels.items():
            for i, term in enumerate(effects.terms):
                count = len(effects.n)
                columns = {
                    "part": texts([part] * count),
                    "level": texts([level] * count),
                    "group": texts(effects.keys),
                    "term": texts([term] * count),
                    "n": number_column(effects.n),
                    "se": number_column(np.sqrt(np.maximum(effects.pev[:, i, i], 0.0))),
                }
                columns |= {name: number_column(getattr(effects, name)[:, i]) for name in _NUMBERS}
                tables.append(pa.table(columns))
    order = ["part", "level", "group", "term", "n", "estimate", "se", *_NUMBERS[1:]]
    return pa.concat_tables(tables).select(order)


def written(table: pa.Table, place: Path) -> bytes:
    """The table as the bytes of a file of the kind that ``place`` ends with."""
    out = io.BytesIO()
    with table_file(out, place, table.schema, "effects") as file:
        for part in table.to_batches():
            file.write(part)
    return out.getvalue()
