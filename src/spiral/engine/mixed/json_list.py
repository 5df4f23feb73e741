"""A JSON list of many alike objects, put together column by column by Arrow: ten thousand in some milliseconds."""

from __future__ import annotations

import json

import numpy as np

from .arrow_columns import number_column, text_column


def json_list(columns: dict[str, np.ndarray | list[str] | str]) -> str:
    """The text of a list of objects, with a key for each of ``columns``: numbers (G,), each the shortest that reads as
    what it was and null where it is not finite; G texts of JSON; or one text, the same in every object. G ≥ 1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for i, (name, values) in enumerate(columns.items()):
        before = f"{', ' if i else '{'}{json.dumps(name)}: "
        if isinstance(values, str):
            parts.append(text_column([before + values])[0])
        else:
            parts += [
                text_column([before])[0],
                text_column(values) if isinstance(values, list) else number_column(values).cast(pa.large_string()),
            ]
    parts += [text_column(["}, "])[0], text_column([""])[0]]  # the last is what stands between the parts
    rows = pc.binary_join_element_wise(*parts, null_handling="replace", null_replacement="null")
    _, ends, text = rows.buffers()
    length = int(np.frombuffer(ends, dtype=np.int64)[len(rows)])
    return f"[{text[: length - 2].to_pybytes().decode()}]"
