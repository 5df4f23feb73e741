"""A line of a file that a fault is put in, by the names of its form's columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from spiral.sources.pupils.form import ColumnKind, Form

GRADE = re.compile(r"[A-F]")


@dataclass(slots=True)
class DirtyLine:
    """A line to change: its fields by the form's columns, and how many lines its file has."""

    form: Form
    year: int
    fields: list[str]
    in_file: int

    def __getitem__(self, name: str) -> str:
        return self.fields[self.form.place(name)]

    def __setitem__(self, name: str, text: str) -> None:
        self.fields[self.form.place(name)] = text

    def has(self, *names: str) -> bool:
        """Are there such columns?"""
        return {*names} <= {column.name for column in self.form.columns}

    def first(self, kind: ColumnKind) -> str:
        """The name of the first column of a kind; empty when there is none."""
        return next((column.name for column in self.form.columns if column.kind is kind), "")

    @property
    def is_grades(self) -> bool:
        """Is it of a survey of grades?"""
        return self.has("Ma")


#: Changes one right line and says which column is wrong (empty: the whole line); None where the line cannot have it.
RowFault = Callable[[DirtyLine], str | None]
