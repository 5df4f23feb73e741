"""Which lines of a survey's files are dirty, and how: drawn over the whole region, so that a municipality's files are
the same whether they are written alone or with all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from spiral.sources.pupils.synthetic.dirty_line import DirtyLine
from spiral.sources.pupils.synthetic.faults import FAULTS
from spiral.sources.pupils.synthetic.lines import END, SurveyLines
from spiral.sources.pupils.synthetic.region import SyntheticRegion


@dataclass(frozen=True, slots=True)
class DirtyRow:
    """One dirty row: the file (a unit's of a survey), its physical line there, the column (empty: the whole line), the
    kind of problem, whose it is (a row of the cohort), and the right line."""

    unit: int
    row: int
    column: str
    kind: str
    pupil: int
    right: str


def make_dirty(
    lines: SurveyLines, region: SyntheticRegion, share: float, random: np.random.Generator
) -> tuple[dict[int, bytes], list[DirtyRow]]:
    """The content of each unit's file that is dirty, by unit, and what is wrong in it. ``share``: of all rows."""
    n = len(lines.rows)
    places = np.flatnonzero(random.random(n) < share)
    order = random.permutation(len(FAULTS))
    kinds = list(FAULTS)
    wanted: dict[int, str] = {}
    turn = 0
    files = {unit: (begin, end) for unit, begin, end in lines.files()}
    for place in places.tolist():
        for _attempt in range(len(kinds)):
            kind = kinds[order[turn % len(kinds)]]
            turn += 1
            begin, end = files[int(lines.unit[place])]
            if kind.startswith("heading") and any(begin <= other < end for other in wanted):
                continue  # one heading a file, and before its other faults
            if FAULTS[kind](_line(lines, region, place, end - begin)) is not None:
                wanted[place] = kind
                break
    by_unit: dict[int, list[int]] = {}
    for place in wanted:
        by_unit.setdefault(int(lines.unit[place]), []).append(place)
    moved: dict[int, list[int]] = {}
    for place, kind in wanted.items():
        if kind == "duplicate_file":
            moved.setdefault(_neighbour(files, region, int(lines.unit[place])), []).append(place)
    contents: dict[int, bytes] = {}
    dirty: list[DirtyRow] = []
    for unit in sorted({*by_unit, *moved}):
        begin, end = files[unit]
        writer = _Writer(lines, region, unit)
        writer.write(range(begin, end), wanted, end - begin)
        writer.add_from_elsewhere(moved.get(unit, ()))
        contents[unit] = b"".join(writer.written)
        dirty += writer.dirty
    return contents, dirty


def _encoding(region: SyntheticRegion, unit: int) -> str:
    return region.municipalities[int(region.municipality[unit])].encoding


def _line(lines: SurveyLines, region: SyntheticRegion, place: int, in_file: int) -> DirtyLine:
    text = lines.line(place).decode(_encoding(region, int(lines.unit[place]))).removesuffix(END)
    return DirtyLine(lines.form, lines.year, text.split(";"), in_file)


def _neighbour(files: dict[int, tuple[int, int]], region: SyntheticRegion, unit: int) -> int:
    """The next unit of the municipality with a file; the same where there is none: then it is an ordinary duplicate."""
    home = region.municipality[unit]
    return min((other for other in files if other > unit and region.municipality[other] == home), default=unit)


class _Writer:
    """Writes one file line by line, and remembers what is wrong in it."""

    def __init__(self, lines: SurveyLines, region: SyntheticRegion, unit: int) -> None:
        self.lines, self.region, self.unit = lines, region, unit
        self.encoding = _encoding(region, unit)
        self.written: list[bytes] = []
        self.dirty: list[DirtyRow] = []

    def write(self, places: Iterable[int], wanted: dict[int, str], in_file: int) -> None:
        """The unit's own lines, those that are ``wanted`` with their faults."""
        again: list[int] = []
        for place in places:
            kind = wanted.get(place)
            if kind is None or kind == "duplicate_file":
                self.written.append(self.lines.line(place))
                continue
            if kind == "duplicate":
                self.written.append(self.lines.line(place))
                again.append(place)
                continue
            if kind == "blank_line":
                self._note(kind, place, "")
                self.written += [END.encode(), self.lines.line(place)]
                continue
            if kind.startswith("heading"):
                self.written.insert(0, self._heading(kind))
                self._note(kind, place, "", row=1)
                self.written.append(self.lines.line(place))
                continue
            line = _line(self.lines, self.region, place, in_file)
            column = FAULTS[kind](line) or ""
            self._note(kind, place, column)
            self.written.append((";".join(line.fields) + END).encode(self.encoding))
        for place in again:
            self._note("duplicate", place, "PersonNr")
            self.written.append(self.lines.line(place))

    def add_from_elsewhere(self, places: Iterable[int]) -> None:
        """Pupils of another unit who stand in this one's file too."""
        for place in places:
            line = _line(self.lines, self.region, place, 0)
            is_here = int(self.lines.unit[place]) == self.unit
            line["Skolenhetskod"] = self.region.codes[self.unit]
            self._note("duplicate" if is_here else "duplicate_file", place, "PersonNr")
            self.written.append((";".join(line.fields) + END).encode(self.encoding))

    def _note(self, kind: str, place: int, column: str, row: int = 0) -> None:
        """One dirty row, which is about to be written unless ``row`` says where it is."""
        right = self.lines.line(place).decode(_encoding(self.region, int(self.lines.unit[place]))).removesuffix(END)
        pupil = int(self.lines.rows[place])
        self.dirty.append(DirtyRow(self.unit, row or len(self.written) + 1, column, kind, pupil, right))

    def _heading(self, kind: str) -> bytes:
        names = [column.name for column in self.lines.form.columns]
        if kind == "heading_order":
            names[-2:] = reversed(names[-2:])
        return (";".join(names) + END).encode(self.encoding)
