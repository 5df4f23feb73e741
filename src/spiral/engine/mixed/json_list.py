"""A JSON list of many alike objects, put together column by column by Arrow: ten thousand in some milliseconds.

Arrays are handed to Arrow as buffers, for ``pyarrow.array`` imports pandas wherever it is installed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


def json_list(columns: dict[str, np.ndarray | list[str] | str]) -> str:
    """The text of a list of objects, with a key for each of ``columns``: numbers (G,), each the shortest that reads as
    what it was and null where it is not finite; G texts of JSON; or one text, the same in every object. G ≥ 1."""
    import pyarrow.compute as pc

    parts = []
    for i, (name, values) in enumerate(columns.items()):
        before = f"{', ' if i else '{'}{json.dumps(name)}: "
        if isinstance(values, str):
            parts.append(_texts([before + values])[0])
        else:
            parts += [_texts([before])[0], _texts(values) if isinstance(values, list) else _numbers(values)]
    parts += [_texts(["}, "])[0], _texts([""])[0]]  # the last is what stands between the parts
    rows = pc.binary_join_element_wise(*parts, null_handling="replace", null_replacement="null")
    _, ends, text = rows.buffers()
    length = int(np.frombuffer(ends, dtype=np.int64)[len(rows)])
    return f"[{text[: length - 2].to_pybytes().decode()}]"


def _numbers(values: np.ndarray) -> pa.Array:
    """Numbers as texts, by Arrow's own shortest writing; no value where one is not finite."""
    import pyarrow as pa

    if values.dtype.kind in "iu":
        whole = np.ascontiguousarray(values, dtype=np.int64)
        return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)]).cast(pa.large_string())
    flat = np.ascontiguousarray(values, dtype=np.float64)
    usable = pa.py_buffer(np.packbits(np.isfinite(flat), bitorder="little"))
    return pa.Array.from_buffers(pa.float64(), len(flat), [usable, pa.py_buffer(flat)]).cast(pa.large_string())


def _texts(values: list[str]) -> pa.Array:
    import pyarrow as pa

    coded = [value.encode() for value in values]
    ends = np.concatenate([[0], np.cumsum([len(code) for code in coded])]).astype(np.int64)
    return pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(ends), pa.py_buffer(b"".join(coded)))
