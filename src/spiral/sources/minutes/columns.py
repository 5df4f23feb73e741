"""Plain text set in columns by runs of blanks or tabs: labels with values beside them, and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spiral.sources.minutes.lines import TextLine, clean
from spiral.sources.minutes.people import of_cells
from spiral.sources.minutes.roll import is_roll_label

_GAP = re.compile(r" {2,}")
_WIDE_GAP = re.compile(r" {3,}")
_LABEL = re.compile(r"^[^\W\d_][^:;.!?|]{1,38}:?$")
_PAGE = re.compile(r"(?<! ) {2,}(?:sida|sid\.?|page)\s*\d+\s*(?:\(\d+\)|(?:av|of|/)\s*\d+)?\s*$", re.IGNORECASE)
_LEAST_COLUMN = 8
_LONGEST_CELL = 60
_LONGEST_ROW = 400
#: Blanks that the value's column may differ from one row to the next; a tab may reach anywhere.
_SLACK, _SLACK_OF_TABS = 2, 24
_TAB = 8
_NEAR = 8


def without_columns(raw: Sequence[str]) -> Iterator[str | TextLine]:
    """The lines with "Beslutande    Alva Ek" as a label with its values below it, and other rows with their cells.

    A page's number that stands to the right of a line is taken away.
    """
    slack = _SLACK_OF_TABS if any(line.startswith("\t") for line in raw) else _SLACK
    lines = _labels_whole([_typed(line) for line in raw])
    known: list[int] = []
    at = 0
    while at < len(lines):
        column = _value_column(lines, at, slack, known)
        if column is None:
            yield _row(lines[at])
            at += 1
            continue
        known.append(column)
        end = at + 1
        while end < len(lines) and _belongs(lines[end], column, slack):
            end += 1
        yield from _block(lines[at:end])
        at = end


def _labels_whole(lines: list[str]) -> list[str]:
    """The value of a label of two lines stands on the first of them: "Icke tjänstgörande" over "ersättare:  …"."""
    for at in range(len(lines) - 1):
        first, rest = lines[at].rstrip(), _split(lines[at + 1])
        if rest is None or not first or _indent(first) or _GAP.search(first) or not rest[0][:1].islower():
            continue
        if len(first) + 2 <= rest[1] and is_roll_label(f"{first} {rest[0]}".rstrip(" :")):
            lines[at], lines[at + 1] = f"{first.ljust(rest[1])}{rest[2]}", rest[0]
    return lines


def _typed(line: str) -> str:
    """The line with blanks for its tabs and without a page's number; a very long one is no row, and stays."""
    line = line.rstrip()
    if len(line) > _LONGEST_ROW:
        return line.strip()
    return _PAGE.sub("", line.replace("\xa0", " ").replace("\t", "   \t").expandtabs(_TAB))


def _row(line: str) -> str | TextLine:
    """A line with wide gaps as the row of a table; any other as it is."""
    cells = [clean(cell) for cell in _WIDE_GAP.split(line.strip())] if len(line) <= _LONGEST_ROW else []
    is_row = len(cells) > 1 and all(len(cell) <= _LONGEST_CELL for cell in cells) and "|" not in line
    return TextLine(" ".join(cells), cells=tuple(cells)) if is_row and any(c.isalpha() for c in line) else line


def _split(line: str) -> tuple[str, int, str] | None:
    """Label, the column of its value, and the value; None for a line without a gap."""
    gap = _GAP.search(line) if line[:1].strip() else None
    if gap is None or not line[gap.end() :].strip():
        return None
    return line[: gap.start()].strip(), gap.end(), line[gap.end() :].strip()


def _value_column(lines: Sequence[str], at: int, slack: int, known: Sequence[int]) -> int | None:
    """Where the values stand, if a block of labels and values begins here; ``known``: the columns of those before."""
    parts = _split(lines[at])
    if parts is None or not _LABEL.match(parts[0]):
        return None
    label, column, value = parts
    if (_GAP.search(value) and not is_roll_label(label.rstrip(" :"))) or is_roll_label(value):
        return None  # the last are headings of two lists beside each other
    if is_roll_label(label) or any(abs(column - one) <= slack for one in known):
        return column
    if column < _LEAST_COLUMN:
        return None
    for line in lines[at + 1 : at + _NEAR]:
        if not line.strip():
            continue
        if _indent(line) and abs(_indent(line) - column) <= slack:
            return column
        other = _split(line)
        if other and is_roll_label(other[0]) and abs(other[1] - column) <= slack:
            return column
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0


def _belongs(line: str, column: int, slack: int) -> bool:
    """A further value, a further label with its value, or the rest of a label that took two lines."""
    if not line.strip():
        return False
    if _indent(line):
        return abs(_indent(line) - column) <= slack
    parts = _split(line)
    if parts:
        return abs(parts[1] - column) <= slack and bool(_LABEL.match(parts[0]))
    return len(line.strip()) < column and line[:1].islower()


def _block(lines: Sequence[str]) -> Iterator[str]:
    """The labels of a block, each with its values: those over people with a line for each."""
    label, values = "", [""]
    for line in lines:
        parts = _split(line)
        if _indent(line):
            values.append(line.strip())
        elif parts is None:
            label = f"{label} {line.strip()}"
        elif parts[0][:1].islower() and label:
            label = f"{label} {parts[0]}"
            values.append(parts[2])
        else:
            yield from _labelled(label, values)
            label, values = parts[0], [parts[2]]
    yield from _labelled(label, values)


def _labelled(label: str, values: Sequence[str]) -> Iterator[str]:
    filled = [value for value in values if value]
    if not label:
        return
    label = label.rstrip(" :")
    if not is_roll_label(label):
        yield f"{label}: {' '.join(filled)}"
        return
    yield f"{label}:"
    whole: list[str] = []
    for value in filled:
        value = of_cells([clean(cell) for cell in _WIDE_GAP.split(value)])
        if whole and (whole[-1].endswith(",") or value[:1].islower()):
            whole[-1] = f"{whole[-1]} {value}"
        else:
            whole.append(value)
    yield from whole
