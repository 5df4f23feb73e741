"""What is seen only over many lines: columns that have changed places, and a class that is written in two ways."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from spiral.engine.characters import same
from spiral.sources.pupils.cells import Cells
from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.recognise import fits
from spiral.sources.pupils.remarks import Remarks
from spiral.sources.pupils.survey_file import SurveyFile

_SAMPLE = 40
#: A column where fewer fields than this hold what they should is looked for elsewhere.
_MOVED = 0.2
_IN_PLACE = 0.8
#: Texts of at most eight bytes are compared as whole numbers.
_WORD = 8
_SPELLINGS_TOLD = 5


def check_moved_columns(file: SurveyFile, remarks: Remarks) -> None:
    """Two columns that hold each other's codes."""
    cells, columns = file.cells, file.form.columns
    lines = range(0, len(cells), max(1, len(cells) // _SAMPLE))
    sample = {number: [cells.text(line, number).strip() for line in lines] for number in range(len(columns))}

    def share(texts: list[str], number: int) -> float:
        return sum(bool(fits(columns[number], text)) for text in texts) / len(texts)

    judged = [number for number, column in enumerate(columns) if fits(column, "") is not None]
    strange = [number for number in judged if share(sample[number], number) < _MOVED]
    for first, second in combinations(strange, 2):
        if share(sample[first], second) >= _IN_PLACE and share(sample[second], first) >= _IN_PLACE:
            many = f"alla {len(cells)} rader" if len(cells) > 1 else "raden"
            names = {"first": columns[first].name, "second": columns[second].name}
            remarks.add("moved", None, columns[first].name, many=many, **names)


def distinct(cells: Cells, number: int) -> tuple[list[str], NDArray[np.int32]]:
    """The different texts of a column, and which of them each line has."""
    longest = int(cells.lengths[number].max(initial=0))
    width = _WORD if longest <= _WORD else longest
    signs = np.ascontiguousarray(cells.signs(number, width))
    key = signs.view(np.uint64 if width == _WORD else f"S{width}").ravel()
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    return [cells.text(line, number).strip() for line in first.tolist()], index.astype(np.int32)


def check_groups(file: SurveyFile, remarks: Remarks) -> None:
    """A class of a unit that is written in more ways than one ("9A" and "9a"): in results it is two classes."""
    for number, column in enumerate(file.form.columns):
        if column.kind is ColumnKind.GROUP:
            _check_spelling(file, number, remarks)


def _check_spelling(file: SurveyFile, number: int, remarks: Remarks) -> None:
    texts, index = distinct(file.cells, number)
    meant = [same(text) for text in texts]
    if len(set(meant)) == len(texts):
        return
    place = {text: code for code, text in enumerate(dict.fromkeys(meant))}
    group = np.array([place[text] for text in meant])[index]
    spellings: dict[tuple[int, int], set[int]] = defaultdict(set)
    for unit, which, spelling in {*zip(file.unit.tolist(), group.tolist(), index.tolist(), strict=True)}:
        spellings[unit, which].add(spelling)
    several = {key: sorted(texts[code] for code in codes) for key, codes in spellings.items() if len(codes) > 1}
    usual = {key: _most_common(index[(file.unit == key[0]) & (group == key[1])]) for key in several}
    for line, (unit, which) in enumerate(zip(file.unit.tolist(), group.tolist(), strict=True)):
        if (unit, which) in several and index[line] != usual[unit, which]:
            written = " och ".join(f"”{text}”" for text in several[unit, which][:_SPELLINGS_TOLD])
            name = file.form.columns[number].name
            remarks.add("group_spelling", int(file.cells.rows[line]), name, spellings=written)


def _most_common(index: NDArray) -> int:
    return int(np.bincount(index).argmax())
