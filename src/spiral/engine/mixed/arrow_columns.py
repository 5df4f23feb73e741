"""Arrow's columns from NumPy's and from texts, handed over as buffers: ``pyarrow.array`` imports pandas wherever it is
installed, which takes longer than a small fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


def number_column(values: np.ndarray) -> pa.Array:
    """int64, or float64 with no value where one is not finite."""
    import pyarrow as pa

    if values.dtype.kind in "iu":
        whole = np.ascontiguousarray(values, dtype=np.int64)
        return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])
    flat = np.ascontiguousarray(values, dtype=np.float64)
    usable = pa.py_buffer(np.packbits(np.isfinite(flat), bitorder="little"))
    return pa.Array.from_buffers(pa.float64(), len(flat), [usable, pa.py_buffer(flat)])


def text_column(values: list[str]) -> pa.Array:
    """Texts, with room for more than 2 GB of them."""
    import pyarrow as pa

    coded = [value.encode() for value in values]
    ends = np.concatenate([[0], np.cumsum([len(code) for code in coded])]).astype(np.int64)
    return pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(ends), pa.py_buffer(b"".join(coded)))
