"""Columns of W as arrays, row by row, for models and predictions that read the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .kinds import written
from .relation import numbers
from .spec import Column, ModelSpec

if TYPE_CHECKING:
    import pyarrow as pa


def centred_columns(columns: Sequence[Column]) -> list[bool]:
    """Which measures are taken around their centre: those of a column that is there without its measure too."""
    pure = {frozenset(column.cells) for column in columns if not column.measure}
    return [bool(column.measure) and frozenset(column.cells) in pure for column in columns]


def column_values(
    spec: ModelSpec, columns: Sequence[Column], rows: pa.Table | pa.RecordBatch, *, centred: Sequence[bool]
) -> np.ndarray:
    """(n, columns) of rows with centred measures in m0… and categories in c0…; a category that is not the model's is
    in none of them, and a missing measure is NaN."""
    answer = np.ones((rows.num_rows, len(columns)))
    category: dict[str, tuple[dict[str, int], np.ndarray]] = {}
    for i, (key, values) in enumerate(spec.categories.items()):
        known = numbered(values)
        category[key] = known, places(rows[f"c{i}"], known)
    for j, (column, moved) in enumerate(zip(columns, centred, strict=True)):
        if column.measure:
            answer[:, j] = numbers(rows[f"m{spec.measures.index(column.measure)}"])
            answer[:, j] += 0.0 if moved else spec.centres[column.measure]
        for key, wanted in column.cells:
            known, place = category[key]
            answer[:, j] *= place == known[written(wanted)]
    return answer


def numbered(names: Iterable[Any]) -> dict[str, int]:
    """Each different name, as it is written, with its place."""
    return {name: i for i, name in enumerate(dict.fromkeys(map(written, names)))}


def places(column: Any, known: dict[str, int]) -> np.ndarray:
    """The place (n,) of each row's name among ``known``, by how it is written: 3 and "3" are one; −1 where it is
    missing. A name that was not there is added."""
    import pyarrow as pa

    whole = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    encoded = whole.dictionary_encode()
    lookup = [known.setdefault(written(name), len(known)) for name in encoded.dictionary.to_pylist()]
    answer: np.ndarray = np.array([*lookup, -1])[numbers(encoded.indices.fill_null(-1).cast("int64"))]
    return answer
