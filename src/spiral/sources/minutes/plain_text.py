"""Plain text and Markdown → lines. Which of the two a file is need not be known."""

from __future__ import annotations

import codecs
import re

from spiral.sources.minutes.cells import row_line
from spiral.sources.minutes.columns import without_columns
from spiral.sources.minutes.lines import RULER, LineKind, TextLine, clean, parse_line

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_BOLD = re.compile(r"^(?:\*\*|__)((?:(?!\*\*|__).)+)(?:\*\*|__):?$")
_UNDERLINE = re.compile(r"^(={3,}|-{3,})$")
_CELLS = re.compile(r"\s{0,40}\|\s{0,40}")
_INNER = re.compile(r"^\s{0,3}[^\s|][^|]{0,300}\|")
_LEAST_STROKES = 2
_MOST_BOLD = 150
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str | None:
    """Text of UTF-8, UTF-16 with its mark, or Windows-1252; None for what is no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(name)
            except UnicodeDecodeError:
                return None
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    strange = sum(not c.isprintable() and c not in "\r\n\t\f\xa0" for c in text) + text.count("\ufffd")
    return None if strange > len(text) / 50 else text


def text_lines(text: str) -> list[TextLine]:
    """Every line with its kind, bold marks taken away."""
    lines: list[TextLine] = []
    for raw in without_columns(_with_outer_strokes(text.splitlines())):
        if isinstance(raw, TextLine):
            lines.append(raw)
            continue
        line = clean(raw)
        if _UNDERLINE.match(line) and lines and lines[-1].kind is LineKind.TEXT:
            lines[-1] = TextLine(lines[-1].text, LineKind.HEADING)
            continue
        if line.startswith("|") and RULER.match(line) and lines and lines[-1].cells:
            continue  # the stroke under a table's heading row
        lines.append(_parse_line(line))
    return lines


def _with_outer_strokes(raw: list[str]) -> list[str]:
    """Rows of a table written without its outer strokes, "a | b | c", with them: lines after each other that have as
    many strokes, two or more."""
    counts = [line.count("|") if _INNER.match(line) else 0 for line in raw]
    return [
        f"| {line.strip()} |" if n >= _LEAST_STROKES and n in (*counts[at - 1 : at], *counts[at + 1 : at + 2]) else line
        for at, (line, n) in enumerate(zip(raw, counts, strict=True))
    ]


def _parse_line(line: str) -> TextLine:
    if heading := _HEADING.match(line):
        inner = _without_bold_marks(heading[1])
        return TextLine(inner, LineKind.HEADING) if any(c.isalnum() for c in inner) else parse_line(inner)
    bold = _BOLD.match(line)
    if bold and len(bold[1]) <= _MOST_BOLD and any(c.isalnum() for c in bold[1]):
        return TextLine(bold[1].strip(), LineKind.HEADING)
    if line.startswith("|") and line.endswith("|") and not RULER.match(line):
        return row_line([_without_bold_marks(cell) for cell in _CELLS.split(line[1:-1].strip())])
    return parse_line(_without_bold_marks(line))


def _without_bold_marks(line: str) -> str:
    return line.replace("**", "").strip() if line.count("**") > 1 else line
