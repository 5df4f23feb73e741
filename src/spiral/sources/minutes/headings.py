"""Which lines are headings in a text that marks none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiral.sources.minutes.dates import DATE
from spiral.sources.minutes.lines import LineKind, TextLine

_PARAGRAPH = re.compile(r"^§+\s*\d+")
_NEW_SENTENCE = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
_STEP = re.compile(r"^\d\s*[:=]")
_LONGEST, _MOST_WORDS = 110, 14
#: A file that marks this many headings itself marks them all.
_MARKED = 2


def headings(lines: Sequence[TextLine]) -> set[int]:
    """The places of the headings: those that are marked, and where hardly any is, those that look like one:
    after an empty line, short, and without a full stop. A number is enough where a text of its own follows."""
    marked = {i for i, line in enumerate(lines) if line.kind is LineKind.HEADING or _PARAGRAPH.match(line.text)}
    if len(marked) >= _MARKED:
        return marked
    numbered = {i for i, line in enumerate(lines) if line.kind is LineKind.NUMBERED and _is_numbered_heading(lines, i)}
    if len(numbered) < _MARKED:
        numbered = set()
    return (
        marked
        | numbered
        | {i for i, line in enumerate(lines) if line.kind is LineKind.TEXT and _looks_like_heading(lines, i)}
    )


def _is_first(lines: Sequence[TextLine], at: int) -> bool:
    return at == 0 or lines[at - 1].kind is LineKind.BLANK


def _is_short(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith((".", ",", ";", "!", "…", "-"))
        and not _NEW_SENTENCE.search(text)
    )


def _is_numbered_heading(lines: Sequence[TextLine], at: int) -> bool:
    after = lines[at + 1] if at + 1 < len(lines) else None
    return (
        _is_first(lines, at)
        and _is_short(lines[at].text)
        and after is not None
        and after.kind in (LineKind.TEXT, LineKind.BULLET)
    )


def _looks_like_heading(lines: Sequence[TextLine], at: int) -> bool:
    text = lines[at].text
    return (
        _is_first(lines, at)
        and _is_short(text)
        and text[0].isupper()
        and not DATE.match(text)
        and not _STEP.match(text)
        and "://" not in text
        and " | " not in text
    )
