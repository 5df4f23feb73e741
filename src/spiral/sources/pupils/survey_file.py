"""One of SCB's files read: its form, its lines, and what stands in its columns as types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.characters import normal
from spiral.engine.measures.codes import Code
from spiral.engine.personal_numbers import WIDTH, Numbers, normalised, read_many, read_texts
from spiral.sources.pupils.cells import Cells
from spiral.sources.pupils.form import ColumnKind, Form, FormColumn

UNIT_DIGITS = 8
#: A field of three signs or more is no code: looked up as this, which no field of two signs is.
_TOO_LONG = 0xFFFF


@dataclass(frozen=True, slots=True, eq=False)
class SurveyFile:
    """A file of n pupils. Arrays have a place for each line of ``cells``, those of codes a row for each column."""

    name: str
    form: Form
    year: int
    cells: Cells
    numbers: Numbers  # as they stand in the file
    meant: Numbers  # as they were meant: hyphens, blanks and full-width digits read
    unit: NDArray[np.int64]  # -1 for what is no code of eight digits
    coded: tuple[int, ...]  # the numbers of the columns that hold codes
    codes: NDArray[np.uint8]  # len(coded) × n, as they were meant
    inexact: tuple[tuple[int, int], ...]  # (column, line) of codes that are right only after normalising

    def code(self, name_or_number: str | int) -> NDArray[np.uint8]:
        """The codes of a column, by SCB's name or the column's number."""
        number = self.form.place(name_or_number) if isinstance(name_or_number, str) else name_or_number
        return self.codes[self.coded.index(number)]


def _lookup(column: FormColumn) -> NDArray[np.uint8]:
    """Code by the field's one or two bytes as a number."""
    table = np.full(_TOO_LONG + 1, Code.WRONG, np.uint8)
    table[0] = Code.BLANK
    texts = set(column.codes)
    if column.kind is ColumnKind.POINTS:
        texts |= {form.format(points) for points in range(column.least, column.most + 1) for form in ("{}", "{:02}")}
    for text in texts:
        code = column.meaning(text)
        if code is not None:
            table[int.from_bytes(text.encode(), "big")] = code
    return table


def _read_codes(cells: Cells, form: Form) -> tuple[tuple[int, ...], NDArray, list[tuple[int, int]]]:
    """The codes of all coded columns; a code that is right only after normalising is read, and its place given."""
    coded = tuple(number for number, column in enumerate(form.columns) if column.is_coded)
    codes = np.empty((len(coded), len(cells)), np.uint8)
    tables: dict[tuple, NDArray] = {}
    inexact: list[tuple[int, int]] = []
    for place, number in enumerate(coded):
        column = form.columns[number]
        spelling = (column.kind, column.codes, column.least, column.most)
        if spelling not in tables:
            tables[spelling] = _lookup(column)
        table = tables[spelling]
        starts, lengths = cells.starts[number], cells.lengths[number]
        first = np.take(cells.buffer, starts, mode="clip").astype(np.uint16)
        if (lengths == 1).all():
            index = first
        else:
            second = np.take(cells.buffer, starts + 1, mode="clip").astype(np.uint16)
            index = np.where(lengths > 1, (first << 8) | second, first)
            index[lengths > 2] = _TOO_LONG
        index[first == 0] = _TOO_LONG  # a byte 0 is no blank
        index[lengths == 0] = 0
        codes[place] = table[index]
        meant: dict[bytes, Code | None] = {b"": None}
        for line in np.flatnonzero(codes[place] == Code.WRONG).tolist():
            raw = cells.raw(line, number)
            if raw not in meant:
                text = normal(cells.text(line, number)).strip().upper()
                meant[raw] = column.meaning(text) if text else Code.BLANK
            code = meant[raw]
            if code is not None:
                codes[place, line] = code
                inexact.append((number, line))
    return coded, codes, inexact


def _read_numbers(cells: Cells, column: int, year: int) -> tuple[Numbers, Numbers]:
    """The personal numbers as they stand, and as they were meant."""
    numbers = read_many(cells.signs(column, WIDTH), cells.lengths[column], year)
    wrong = np.flatnonzero(numbers.fault)
    if not len(wrong):
        return numbers, numbers
    again = read_texts([normalised(cells.text(line, column), year) for line in wrong.tolist()], year)
    meant = Numbers(*(getattr(numbers, name).copy() for name in Numbers.__slots__))
    for name in Numbers.__slots__:
        getattr(meant, name)[wrong] = getattr(again, name)
    return numbers, meant


def _read_units(cells: Cells, column: int) -> NDArray[np.int64]:
    """The units' codes; -1 for what is none."""
    digits = cells.signs(column, UNIT_DIGITS).astype(np.int64) - ord("0")
    is_code = (cells.lengths[column] == UNIT_DIGITS) & ((digits >= 0) & (digits <= 9)).all(axis=1)
    return np.where(is_code, digits @ (10 ** np.arange(UNIT_DIGITS - 1, -1, -1)), -1)


def read(name: str, form: Form, year: int, cells: Cells) -> SurveyFile:
    """Lines that have the form's fields, as types. ``year`` is the survey's."""
    numbers, meant = _read_numbers(cells, form.first(ColumnKind.PERSON), year)
    coded, codes, inexact = _read_codes(cells, form)
    unit = _read_units(cells, form.first(ColumnKind.UNIT))
    return SurveyFile(name, form, year, cells, numbers, meant, unit, coded, codes, tuple(inexact))
