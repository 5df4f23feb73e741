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
#: When more columns than two pairs hold something else, they have not changed places but are moved sideways.
_MOST_SWAPPED = 4
_STEPS = (1, -1, 2, -2)
#: Texts of at most eight bytes are compared as whole numbers.
_WORD = 8


def check_moved_columns(file: SurveyFile, remarks: Remarks) -> None:
    """Two columns that hold each other's codes."""
    cells, columns = file.cells, file.form.columns
    lines = range(0, len(cells), max(1, len(cells) // _SAMPLE))
    sample = {number: [cells.text(line, number).strip() for line in lines] for number in range(len(columns))}

    def share(texts: list[str], number: int) -> float:
        return sum(bool(fits(columns[number], text)) for text in texts) / len(texts)

    judged = [number for number, column in enumerate(columns) if fits(column, "") is not None]
    shares = {number: share(sample[number], number) for number in judged}
    strange = [number for number in judged if shares[number] < _MOVED]
    swapped = [
        (first, second)
        for first, second in combinations(strange, 2)
        if share(sample[first], second) >= _IN_PLACE and share(sample[second], first) >= _IN_PLACE
    ]
    if len(strange) > _MOST_SWAPPED or len({number for pair in swapped for number in pair}) > _MOST_SWAPPED:
        better: list[tuple[int, int, list[int]]] = []
        for step in _STEPS:
            there = {n: share(sample[n + step], n) - shares[n] for n in judged if 0 <= n + step < len(columns)}
            moved = [number for number, gain in there.items() if gain > 0]
            gains = sum(gain > 0 for gain in there.values()) - sum(
                gain < 0 for number, gain in there.items() if moved and number > moved[0]
            )
            better.append((gains, step, moved))
        gains, step, moved = max(better)
        if gains >= _MOST_SWAPPED:
            first = columns[moved[0]].name
            remarks.add("shifted", None, first, first=first, side="höger" if step > 0 else "vänster")
            return
    many = f"alla {len(cells)} rader" if len(cells) > 1 else "raden"
    for first, second in swapped:
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
    several = [key for key, codes in spellings.items() if len(codes) > 1]
    name, rows = file.form.columns[number].name, file.cells.rows
    for unit, which in sorted(several):
        lines = np.flatnonzero((file.unit == unit) & (group == which))
        usual = int(np.bincount(index[lines]).argmax())
        first = int(rows[lines[index[lines] == usual][0]])
        remarks.add_rows("group_spelling", rows[lines[index[lines] != usual]], name, first=first)
