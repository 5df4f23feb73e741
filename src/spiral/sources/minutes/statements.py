"""Statements with a scale beside them: the proposal of a set for self-assessment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiral.sources.minutes.contents import StatementProposal
from spiral.sources.minutes.lines import LineKind, TextLine
from spiral.sources.minutes.scales import (
    MOST_STEPS,
    Scale,
    is_level,
    is_row_of_numbers,
    looks_like_scale,
    scales,
    without_rings,
)

FEWEST, MOST = 2, 60
#: Lines between the statements and their scale at most; more when the word for a scale stands there.
_APART, _APART_NAMED = 3, 6
_LETTERED = re.compile(r"^([a-zåäö])[.)]\s+(?=\S)", re.IGNORECASE)
_CALLED = re.compile(r"^(?:påstående|fråga)\s+(\d{1,2})\s*[:.)–-]\s*(?=\S)", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"\b(?:påståenden?(?:a)?|självskattning\w*|skatta\w*|ta ställning|instäm\w+|bedöm)\b", re.IGNORECASE
)
_LONGEST_TOLD = 100
_FEWEST_STEPS = 3
_OVER_STATEMENTS = re.compile(r"(?:påståenden?|frågor|fråga|kriterier|kriterium|indikator(?:er)?)?\s*:?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Run:
    """Statements one after another, and the lines they take."""

    first: int
    last: int
    items: tuple[str, ...]


def statement_proposal(lines: Sequence[TextLine]) -> tuple[StatementProposal, list[str]]:
    """The longest run of statements that has a scale, and what is to be said; empty without a scale. A numbered list
    alone is a list."""
    if table := _table(lines):
        return table, []
    result = scales(lines)
    taken = {at for scale in result for at in range(scale.first, scale.last + 1)}
    runs = sorted(_runs(lines, taken), key=lambda run: -len(run.items))
    pairs = [(run, scale) for run in runs if (scale := _scale_of(run, result))]
    if not pairs:
        return StatementProposal(), _unread(lines, runs)
    run, scale = pairs[0]
    remarks = []
    if scale.unnamed:
        remarks.append(f"Skalan har {len(scale.steps)} steg, men bara {len(scale.steps) - scale.unnamed} har namn.")
    if others := [other for other, _scale in pairs[1:] if other.last < run.first or other.first > run.last]:
        remarks.append(f"Det finns {len(others) + 1} listor med påståenden. Den längsta är förslaget.")
    items = tuple(without_rings(item) for item in run.items)
    return StatementProposal(scale.steps, items if all(items) else run.items), remarks


def _table(lines: Sequence[TextLine]) -> StatementProposal | None:
    """A table with a statement in each row and the levels as headings of the other columns."""
    for at, head in enumerate(lines):
        cells = tuple(cell.strip() for cell in head.cells)
        steps = cells[1:]
        if not _FEWEST_STEPS <= len(steps) <= MOST_STEPS or not _OVER_STATEMENTS.fullmatch(cells[0]):
            continue
        if not all(is_level(step) for step in steps) or len(set(steps)) < len(steps):
            continue
        items = []
        for line in lines[at + 1 :]:
            if not line.cells or not _is_statement(line.cells[0]):
                break
            items.append(line.cells[0].strip())
        if FEWEST <= len(items) <= MOST:
            return StatementProposal(steps, tuple(items))
    return None


def _scale_of(run: _Run, result: Sequence[Scale]) -> Scale | None:
    """The nearest scale beside a run, and not inside it."""
    near = []
    for scale in result:
        apart = scale.first - run.last if scale.first > run.last else run.first - scale.last
        if 0 < apart <= (_APART_NAMED if scale.is_named else _APART) + 1:
            near.append((scale.unnamed > 0, apart, scale))
    return min(near, key=lambda one: one[:2])[2] if near else None


def _unread(lines: Sequence[TextLine], runs: Sequence[_Run]) -> list[str]:
    """A scale that is spoken of beside statements, and whose steps were not understood."""
    for at, line in enumerate(lines):
        near = any(run.first - _APART - 1 <= at <= run.last + _APART + 1 for run in runs)
        if near and looks_like_scale(line.text):
            text = line.text[:_LONGEST_TOLD]
            return [f"”{text}” ser ut som en skala, men stegen går inte att läsa ut. Skriv ”1 = aldrig, 2 = ibland”."]
    return []


def _runs(lines: Sequence[TextLine], taken: set[int]) -> Iterator[_Run]:
    """Every run of statements: numbered, lettered, called so, or listed under words that introduce them. ``taken``: the
    lines of scales."""
    at = 0
    while at < len(lines):
        run = _counted(lines, at, taken) or _listed(lines, at)
        if run:
            yield run
        at = run.last + 1 if run else at + 1


def _order(line: TextLine) -> tuple[int, str] | None:
    """A statement's number and text; a letter counts as one."""
    if line.kind is LineKind.NUMBERED:
        return line.number, line.text
    if called := _CALLED.match(line.text):
        return int(called[1]), line.text[called.end() :]
    if letter := _LETTERED.match(line.text):
        return ord(letter[1].lower()) - ord("a") + 1, line.text[letter.end() :]
    return None


def _counted(lines: Sequence[TextLine], at: int, taken: set[int]) -> _Run | None:
    """1, 2, 3 … from ``at``; a line between two of them is the rest of the first one's sentence."""
    items: list[str] = []
    end = last = at
    while end < len(lines):
        order = _order(lines[end])
        if order and order[0] == len(items) + 1:
            items.append(order[1])
            last = end
        elif items and end not in taken and is_row_of_numbers(lines[end].text):
            last = end
        elif items and end not in taken and _is_rest(lines, end, len(items) + 1):
            items[-1] = f"{items[-1]} {lines[end].text}"
            last = end
        else:
            break
        end += 1
    return _Run(at, last, tuple(items)) if FEWEST <= len(items) <= MOST else None


def _is_rest(lines: Sequence[TextLine], at: int, following: int) -> bool:
    """The second line of a sentence: the next statement follows it, or it begins with a small letter."""
    line = lines[at]
    if line.kind is not LineKind.TEXT or looks_like_scale(line.text):
        return False
    after = _order(lines[at + 1]) if at + 1 < len(lines) else None
    return line.text[:1].islower() or bool(after and after[0] == following and not line.text.endswith(":"))


def _listed(lines: Sequence[TextLine], at: int) -> _Run | None:
    """Bullets or lines of their own under "Påståenden"."""
    before = lines[at - 1] if at else None
    if before is None or not _INTRODUCED.search(before.text) or lines[at].kind not in (LineKind.BULLET, LineKind.TEXT):
        return None
    kind = lines[at].kind
    if kind is LineKind.TEXT and not (
        before.kind is LineKind.HEADING or before.text.endswith(":") or len(before.text) < 40
    ):
        return None
    end = at
    while end < len(lines) and lines[end].kind is kind and _is_statement(lines[end].text):
        end += 1
    return _Run(at, end - 1, tuple(line.text for line in lines[at:end])) if FEWEST <= end - at <= MOST else None


def _is_statement(text: str) -> bool:
    return len(text.split()) > 2 and not any(c in text for c in "=:?") and not looks_like_scale(text)
