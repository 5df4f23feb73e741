"""The pupils of a survey as Parquet, in memory only, and back. No names, no numbers: the person is a pseudonym."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Pupils

_CODE = "code "  # before a column's name, so that a subject is never taken for a field of ours


def to_parquet(pupils: Pupils) -> bytes:
    """The table as bytes."""
    fields: dict[str, pa.Array] = {
        "person": pa.array(pupils.person),
        "linkable": pa.array(pupils.linkable),
        "unit": _words(pupils.unit, pupils.units),
        "group": _words(pupils.group, pupils.groups),
        "sex": pa.array(pupils.sex),
        "born": pa.array(pupils.born),
    }
    for place, name in enumerate(pupils.columns):
        fields[_CODE + name] = pa.array(np.ascontiguousarray(pupils.codes[:, place]))
    table = pa.table(fields).replace_schema_metadata({"survey": pupils.survey, "year": str(pupils.year)})
    output = io.BytesIO()
    pq.write_table(table, output, compression="zstd")
    return output.getvalue()


def from_parquet(content: bytes) -> Pupils:
    """What :func:`to_parquet` made. Raises ValueError for other bytes."""
    try:
        table = pq.read_table(pa.BufferReader(content))
        about = table.schema.metadata
        unit, units = _indices(table["unit"])
        group, groups = _indices(table["group"])
        columns = tuple(name.removeprefix(_CODE) for name in table.column_names if name.startswith(_CODE))
        codes = np.array([table[_CODE + name].to_numpy() for name in columns], np.uint8).reshape(len(columns), -1)
        return Pupils(
            survey=about[b"survey"].decode(),
            year=int(about[b"year"]),
            person=table["person"].to_numpy(),
            linkable=table["linkable"].to_numpy(),
            unit=unit,
            units=units,
            group=group,
            groups=groups,
            sex=table["sex"].to_numpy(),
            born=table["born"].to_numpy(),
            columns=columns,
            codes=codes.T,
        )
    except (pa.ArrowInvalid, KeyError, TypeError) as error:
        raise ValueError("not a table of pupils") from error


def _words(index: NDArray[np.int32], words: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(words, pa.string()))


def _indices(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    words = column.combine_chunks()
    index = words.indices.fill_null(-1).to_numpy().astype(np.int32)
    return index, tuple(words.dictionary.to_pylist())


def rows(pupils: Pupils, chosen: NDArray) -> Pupils:
    """Some of the pupils, with only the units and classes that they are in: nothing tells who else there was."""
    units, unit = _left(pupils.unit[chosen], pupils.units)
    groups, group = _left(pupils.group[chosen], pupils.groups)
    return replace(
        pupils,
        person=pupils.person[chosen],
        linkable=pupils.linkable[chosen],
        unit=unit,
        units=units,
        group=group,
        groups=groups,
        sex=pupils.sex[chosen],
        born=pupils.born[chosen],
        codes=pupils.codes[chosen],
    )


def _left(index: NDArray[np.int32], words: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The words that are used, in their order, and their indices."""
    used = sorted({words[place] for place in np.unique(index[index >= 0]).tolist()})
    place = {word: number for number, word in enumerate(used)}
    return tuple(used), np.array([*(place.get(word, -1) for word in words), -1], np.int32)[index]


def together(parts: list[Pupils]) -> Pupils:
    """Tables of one survey and year as one, the columns of all of them."""
    if len(parts) == 1:
        return parts[0]
    columns = tuple(dict.fromkeys(name for part in parts for name in part.columns))
    units = sorted({unit for part in parts for unit in part.units})
    groups = sorted({group for part in parts for group in part.groups})

    def placed(index: NDArray[np.int32], words: tuple[str, ...], among: list[str]) -> NDArray[np.int32]:
        place = {word: number for number, word in enumerate(among)}
        return np.array([*(place[word] for word in words), -1], np.int32)[index]

    return Pupils(
        survey=parts[0].survey,
        year=parts[0].year,
        person=np.concatenate([part.person for part in parts]),
        linkable=np.concatenate([part.linkable for part in parts]),
        unit=np.concatenate([placed(part.unit, part.units, units) for part in parts]),
        units=tuple(units),
        group=np.concatenate([placed(part.group, part.groups, groups) for part in parts]),
        groups=tuple(groups),
        sex=np.concatenate([part.sex for part in parts]),
        born=np.concatenate([part.born for part in parts]),
        columns=columns,
        codes=np.vstack([codes_of(part, columns) for part in parts]),
    )


def codes_of(part: Pupils, columns: Sequence[str]) -> NDArray[np.uint8]:
    """The codes of some columns, n × len(columns); NO_COLUMN where the table has none of that name."""
    codes = np.full((len(part), len(columns)), Code.NO_COLUMN, np.uint8)
    for place, name in enumerate(columns):
        if name in part.columns:
            codes[:, place] = part.column(name)
    return codes
