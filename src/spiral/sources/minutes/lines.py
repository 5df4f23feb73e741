"""Lines with kinds, which every reader gives of its file, and the joining of lines that a page's width has broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from spiral.engine.characters import tidy
from spiral.sources.minutes.dates import DATE, MONTH


class LineKind(StrEnum):
    """What a line is, as the file marks it."""

    BLANK = "blank"
    TEXT = "text"
    HEADING = "heading"  # marked as one in the file: a style, #, a bold line of its own
    BULLET = "bullet"
    NUMBERED = "numbered"
    MARGIN = "margin"  # a page's head or foot, a footnote, a comment: kept, but part of no item


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph. ``number`` is that of a numbered one, and is not in its ``text``; ``mark`` is the box that stood
    before it (□, ■), not in its ``text`` either; ``cells`` are those of a table's row, the empty ones too."""

    text: str
    kind: LineKind = LineKind.TEXT
    number: int = 0
    mark: str = ""
    cells: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """As it stands among the notes."""
        return f"{self.number}. {self.text}" if self.kind is LineKind.NUMBERED else self.text


BLANK = TextLine("", LineKind.BLANK)
#: Longer than any minutes: about a hundred pages.
LONGEST = 200_000
_SPACES = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^(?:[-–—*+·▪◦‣●○■□➢►→\uf0a7\uf0b7\uf0d8]\s+|•\s*)(?=\S)")
#: Bullets that may be boxes to tick.
BOXES = "□■"
#: Bullets that are absence beside ticks: "✓ Alva Ek" and below it "– Bo Al".
DASHES = "-–—"
_NUMBERED = re.compile(rf"^(\d{{1,3}})[.)]\s+(?!{MONTH}\s+20\d\d)(?=\S)", re.IGNORECASE)
#: A line that only draws a line.
RULER = re.compile(r"^[\s|:=_*~+.–—-]*$")
#: What a sentence or a label ends with: the next line begins something of its own.
_ENDS = (".", "!", "?", ":", ";", "…")
_ALONE = re.compile(
    rf"(?:{DATE.pattern})|\(?\d{{1,2}}\)?\s*[:=]\s|(?:nivå|steg)\s+\d|☐|☑|☒|\[[xX ]?\]|[a-h]\)\s", re.IGNORECASE
)
_FULL = 0.92  # of the width, as letters are of different widths
_NARROWEST = 20
_BROKEN = 45  # a line shorter than this was ended on purpose


def clean(text: str) -> str:
    """One form of every letter (å as one character), no invisible characters, ordinary spaces."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" else c for c in tidy(text))
    return _SPACES.sub(" ", text).strip()


def parse_line(text: str) -> TextLine:
    """A line of plain text with the kind that its first characters tell."""
    if not text or (RULER.match(text) and not any(c.isalnum() for c in text)):
        return TextLine(text, LineKind.BLANK)  # a table's cell with nothing but a stroke says something
    if bullet := _BULLET.match(text):
        return TextLine(text[bullet.end() :], LineKind.BULLET, mark=text[0] if text[0] in BOXES + DASHES else "")
    if number := _NUMBERED.match(text):
        return TextLine(text[number.end() :], LineKind.NUMBERED, int(number[1]))
    return TextLine(text)


def join_wrapped(lines: Iterable[TextLine], *, in_column: bool = False) -> list[TextLine]:
    """Lines that a page's width has broken put together again; ``in_column``: that of a narrow column. A date or a step
    of a scale begins something new whatever stood before it."""
    listed = list(lines)
    width = _width(listed, in_column)
    joined: list[TextLine] = []
    last_length = 0  # of the last physical line of joined[-1]
    gap = False
    for line in listed:
        if line.kind is LineKind.BLANK:
            gap = gap or bool(joined)
            continue
        before = joined[-1] if joined else BLANK
        is_alone = _ALONE.match(line.text) and not (in_column and line.text[0].islower())
        if not is_alone and _continues(before, last_length, gap, line, width):
            joined[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            joined += [BLANK, line] if gap else [line]
        gap, last_length = False, len(line.text)
    return joined


def _continues(before: TextLine, last_length: int, gap: bool, line: TextLine, width: int | None) -> bool:
    if (
        line.cells
        or before.cells
        or line.kind is not LineKind.TEXT
        or before.kind not in (LineKind.TEXT, LineKind.BULLET, LineKind.NUMBERED)
    ):
        return False
    if before.text.endswith(":"):
        return False
    is_full = width is not None and last_length + 1 + len(line.text.split()[0]) > _FULL * width
    if before.text.endswith(_ENDS):
        return is_full and not gap
    goes_on = line.text[0].islower() and last_length >= _BROKEN
    if gap:
        # Some programs put an empty line inside a list's broken line.
        return goes_on and before.kind is not LineKind.TEXT
    return goes_on or is_full or (line.text.startswith("(") and line.text.endswith(")"))


def _width(lines: list[TextLine], in_column: bool) -> int | None:
    """How wide a hard-wrapped text is set; None for one where a line is a paragraph."""
    lengths = [len(line.text) for line in lines if line.kind is not LineKind.BLANK]
    if not lengths:
        return None
    longest = max(lengths)
    near = sum(n >= 0.85 * longest for n in lengths)
    if in_column:
        return longest if longest >= _NARROWEST and near > 1 else None
    return longest if 60 <= longest <= 130 and near >= max(4, 0.08 * len(lengths)) else None
