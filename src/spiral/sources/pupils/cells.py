"""A semicolon file as places in its bytes: where each field of each line begins and how long it is, in arrays.

A file of a hundred thousand pupils has millions of one-letter fields. As places in the bytes they are checked column by
column without becoming texts, and every field still knows its physical line.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.sources.pupils.encoding import decoded, strange_signs

_NEWLINE, _RETURN, _SEMICOLON, _QUOTE = (ord(sign) for sign in '\n\r;"')
_BLANKS = ' \t;"\u00a0'
#: A blank line longer than this is no blank line but a row of forgotten separators, which is told as one.
_LONGEST_BLANK = 200
_QUOTED_AT_A_TIME = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The n lines that have k fields: ``rows`` their lines (from 1); ``starts`` and ``lengths`` k × n, in bytes."""

    buffer: NDArray[np.uint8]
    encoding: str
    rows: NDArray[np.int32]
    starts: NDArray[np.int32]
    lengths: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many fields each line has."""
        return len(self.starts)

    def raw(self, line: int, column: int) -> bytes:
        """A field's bytes, as they stand in the file."""
        start, length = int(self.starts[column, line]), int(self.lengths[column, line])
        return self.buffer[start : start + length].tobytes()

    def text(self, line: int, column: int) -> str:
        """A field as text, as it stands in the file."""
        return self.raw(line, column).decode(self.encoding, "replace")

    def line(self, line: int) -> list[str]:
        """All fields of a line."""
        return [self.text(line, column) for column in range(self.width)]

    def signs(self, column: int, width: int) -> NDArray[np.uint8]:
        """The first ``width`` bytes of a column's fields, n × width; 0 after the end of a shorter field."""
        places = np.arange(width, dtype=np.int32)
        signs = np.take(self.buffer, self.starts[column, :, None] + places, mode="clip")
        if (self.lengths[column] < width).any():
            signs[places >= self.lengths[column, :, None]] = 0
        return signs

    def take(self, lines: NDArray) -> Cells:
        """Some of the lines."""
        return Cells(self.buffer, self.encoding, self.rows[lines], self.starts[:, lines], self.lengths[:, lines])


def joined(parts: list[Cells]) -> Cells:
    """Lines with as many fields as one, in the order of the file."""
    if len(parts) == 1:
        return parts[0]
    offsets = np.cumsum([0, *(len(part.buffer) for part in parts[:-1])], dtype=np.int64)
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows, kind="stable")
    return Cells(
        np.concatenate([part.buffer for part in parts]),
        parts[0].encoding,
        rows[order],
        np.hstack([part.starts + np.int32(offset) for part, offset in zip(parts, offsets, strict=True)])[:, order],
        np.hstack([part.lengths for part in parts])[:, order],
    )


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart. ``groups`` are its lines by number of fields, the most common first."""

    groups: tuple[Cells, ...]
    encoding: str  # "utf-8", "cp1252", "utf-16", "utf-32"; "mixed" is UTF-8 with other lines among its own
    blank: tuple[int, ...]  # blank lines with something after them, or with separators
    quoted: tuple[int, ...]  # lines with quotes
    strange: dict[str, tuple[int, ...]]  # lines where letters are lost or cannot be seen, by kind of problem


def split(content: bytes) -> Split:
    """Take a file apart into fields. Quotes around a field are understood; blank lines are left out."""
    content, encoding, came_as = decoded(content)
    if not content:
        return Split((), came_as, (), (), {})
    buffer = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero(buffer == _NEWLINE).astype(np.int32)
    if buffer[-1] != _NEWLINE:
        ends = np.append(ends, np.int32(len(buffer)))
    starts = np.empty_like(ends)
    starts[0], starts[1:] = 0, ends[:-1] + 1
    ends = ends - ((ends > starts) & (np.take(buffer, ends - 1, mode="clip") == _RETURN))
    rows = np.arange(1, len(starts) + 1, dtype=np.int32)
    semicolons = np.flatnonzero(buffer == _SEMICOLON).astype(np.int32)
    before = np.searchsorted(semicolons, starts)
    counts = np.searchsorted(semicolons, ends) - before
    is_blank = _blank(content, starts, ends, counts)
    has_quote = np.zeros(len(starts), bool)
    if b'"' in content:
        quotes = np.flatnonzero(buffer == _QUOTE)
        has_quote[np.searchsorted(starts, quotes, side="right") - 1] = True
        has_quote &= ~is_blank
    plain = ~is_blank & ~has_quote
    groups = []
    for count in np.unique(counts[plain]):
        lines = np.flatnonzero(plain & (counts == count))
        cuts = np.take(semicolons, before[lines] + np.arange(count)[:, None], mode="clip")
        begins = np.vstack([starts[lines], cuts + np.int32(1)])
        lengths = np.vstack([cuts, ends[lines]])
        lengths -= begins
        groups.append(Cells(buffer, encoding, rows[lines], begins, lengths))
    groups += _quoted(content, encoding, rows[has_quote], starts[has_quote], ends[has_quote])
    groups.sort(key=len, reverse=True)
    last = int(rows[~is_blank][-1]) if not is_blank.all() else 0
    blank = rows[is_blank & ((rows < last) | (ends > starts))]
    strange = {
        kind: tuple(np.unique(rows[np.searchsorted(starts, places, side="right") - 1]).tolist())
        for kind, places in strange_signs(content, buffer, encoding, came_as).items()
    }
    return Split(tuple(groups), came_as, tuple(blank.tolist()), tuple(rows[has_quote].tolist()), strange)


def _blank(content: bytes, starts: NDArray, ends: NDArray, counts: NDArray) -> NDArray[np.bool_]:
    """Which lines have nothing but spaces, separators and quotes."""
    is_blank = (ends - starts) == counts
    short = np.flatnonzero(~is_blank & (ends - starts < _LONGEST_BLANK) & (ends - starts < 3 * counts + 8))
    for line in short:
        text = content[starts[line] : ends[line]]
        if not text.decode("utf-8", "replace").strip(_BLANKS):
            is_blank[line] = True
    return is_blank


def _quoted(content: bytes, encoding: str, rows: NDArray, starts: NDArray, ends: NDArray) -> list[Cells]:
    """The lines with quotes, read one by one and laid in bytes of their own, some at a time."""
    by_width: dict[int, list[Cells]] = {}
    for at in range(0, len(rows), _QUOTED_AT_A_TIME):
        part = slice(at, at + _QUOTED_AT_A_TIME)
        lines: dict[int, tuple[list[int], list[list[bytes]]]] = {}
        for row, start, end in zip(rows[part].tolist(), starts[part].tolist(), ends[part].tolist(), strict=True):
            fields = _unquoted(content[start:end].decode("latin-1"))  # byte for byte: a field keeps its bytes
            known = lines.setdefault(len(fields), ([], []))
            known[0].append(row)
            known[1].append([field.encode("latin-1") for field in fields])
        for width, (numbers, of_width) in lines.items():
            by_width.setdefault(width, []).append(laid_out(numbers, of_width, encoding))
    return [joined(parts) for parts in by_width.values()]


def _unquoted(line: str) -> list[str]:
    """The fields of a line; a quote that is opened and never closed is a sign like others."""
    if line.count('"') % 2 == 0:
        with suppress(csv.Error):
            return next(csv.reader([line], delimiter=";"))
    return line.split(";")


def laid_out(rows: list[int], lines: list[list[bytes]], encoding: str) -> Cells:
    """Cells of fields that are given one by one; every line has as many."""
    lengths = np.array([[len(field) for field in line] for line in lines], np.int32)
    ends = np.cumsum(lengths, dtype=np.int32).reshape(lengths.shape)
    buffer = np.frombuffer(b"".join(field for line in lines for field in line) + b"\0", np.uint8)
    return Cells(buffer, encoding, np.array(rows, np.int32), (ends - lengths).T, lengths.T)
