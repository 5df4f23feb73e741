"""Numbered statements with a scale beside them: the proposal of a set for self-assessment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spiral.sources.minutes.contents import StatementProposal
from spiral.sources.minutes.lines import LineKind, TextLine

_STEP = re.compile(r"^(\d)\s*[:=–-]\s+(\S.*)$")
_INLINE = re.compile(r"(?<!\d)(\d)\s*[:=]\s*([^\d:=][^:=]*?)\s*(?=[,;.]?\s*(?<!\d)\d\s*[:=]|[.]?$)")
FEWEST, MOST = 3, 40
MOST_STEPS = 7
#: Lines between the statements and their scale at most.
_APART = 3


def statement_proposal(lines: Sequence[TextLine]) -> StatementProposal:
    """The longest run of statements that has a scale; empty without one. A numbered list alone is a list."""
    runs = sorted(_numbered(lines), key=lambda run: run[0] - run[1])
    scales = [*_steps(lines), *_inline(lines)]
    for first, last in runs:
        for begins, ends, scale in scales:
            if 0 < begins - last <= _APART + 1 or 0 < first - ends <= _APART + 1:
                return StatementProposal(tuple(scale), tuple(line.text for line in lines[first : last + 1]))
    return StatementProposal()


def _numbered(lines: Sequence[TextLine]) -> list[tuple[int, int]]:
    """Runs 1, 2, 3 … as (first, last) places."""
    runs, at = [], 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].kind is LineKind.NUMBERED and lines[end].number == end - at + 1:
            end += 1
        if FEWEST <= end - at <= MOST:
            runs.append((at, end - 1))
        at = max(end, at + 1)
    return runs


def _steps(lines: Sequence[TextLine]) -> list[tuple[int, int, list[str]]]:
    """A scale with a line for each step, from 0 or 1."""
    scales, at = [], 0
    while at < len(lines):
        steps: list[str] = []
        first = None
        end = at
        while end < len(lines) and (hit := _STEP.match(lines[end].text)) and lines[end].kind is not LineKind.NUMBERED:
            first = int(hit[1]) if first is None else first
            if first not in (0, 1) or int(hit[1]) != first + len(steps):
                break
            steps.append(hit[2].strip(" .,;"))
            end += 1
        if 2 <= len(steps) <= MOST_STEPS:
            scales.append((at, end - 1, steps))
        at = max(end, at + 1)
    return scales


def _inline(lines: Sequence[TextLine]) -> list[tuple[int, int, list[str]]]:
    """A scale on one line: 1 = aldrig, 2 = ibland, 3 = ofta."""
    scales = []
    for at, line in enumerate(lines):
        hits = _INLINE.findall(line.text)
        numbers = [int(n) for n, _text in hits]
        if (
            2 <= len(hits) <= MOST_STEPS
            and numbers[0] in (0, 1)
            and numbers == list(range(numbers[0], numbers[0] + len(hits)))
        ):
            scales.append((at, at, [text.strip(" .,;") for _n, text in hits]))
    return scales
