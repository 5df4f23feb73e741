"""What is seen only over many lines: columns that have changed places, and a class that is written in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
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
    """Two columns that hold each other's codes, or all from one column on that hold their neighbours'."""
    cells, columns = file.cells, file.form.columns
    lines = range(0, len(cells), max(1, len(cells) // _SAMPLE))
    sample = [[cells.text(line, number).strip() for line in lines] for number in range(len(columns))]

    def share(place: int, number: int) -> float:
        """How much of what stands in one place belongs in a column; none of what stands outside the file."""
        texts = sample[place] if 0 <= place < len(columns) else []
        return sum(bool(fits(columns[number], text)) for text in texts) / len(lines)

    judged = [number for number, column in enumerate(columns) if fits(column, "") is not None]
    strange = [number for number in judged if share(number, number) < _MOVED]
    swapped = [
        (first, second)
        for first, second in combinations(strange, 2)
        if share(first, second) >= _IN_PLACE and share(second, first) >= _IN_PLACE
    ]
    if len(strange) > _MOST_SWAPPED and (shift := _shift(judged, share)):
        first_moved, step = shift
        name = columns[first_moved].name
        remarks.add("shifted", None, name, first=name, side="höger" if step > 0 else "vänster")
        return
    many = f"alla {len(cells)} rader" if len(cells) > 1 else "raden"
    for first, second in swapped:
        names = {"first": columns[first].name, "second": columns[second].name}
        remarks.add("moved", None, columns[first].name, many=many, **names)


def _shift(judged: Sequence[int], share: Callable[[int, int], float]) -> tuple[int, int] | None:
    """The first column that is moved sideways, and how far; None when no step makes more columns right than wrong."""
    best: tuple[int, int, int] | None = None
    for step in _STEPS:
        gains = {number: share(number + step, number) - share(number, number) for number in judged}
        first = next((number for number, gain in gains.items() if gain > 0), None)
        if first is None:
            continue
        right = sum((gain > 0) - (gain < 0) for number, gain in gains.items() if number >= first)
        if right >= _MOST_SWAPPED and (best is None or right > best[0]):
            best = (right, first, step)
    return best[1:] if best else None


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
