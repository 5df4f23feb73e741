"""What could be shown instead: pool years, drop a margin, merge units; each tried and measured, none guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spiral.engine.disclosure.rules import VALUE_ADDED_YEARS
from spiral.engine.disclosure.table import Coordinates, Layout, Table

#: Years in a pooled block.
POOLED = VALUE_ADDED_YEARS
#: At most so many remedies are tried; each costs a run.
TRIED = 12


@dataclass(frozen=True)
class Remedy:
    """One change of the table that can be shown. ``exact``: figures it shows exactly; ``cells``: of how many."""

    sentence: str
    table: Table
    exact: int
    cells: int


def offer(table: Table, exposed: Sequence[Coordinates], attempt: Callable[[Table], int | None]) -> tuple[Remedy, ...]:
    """Remedies that work, the one with most exact figures first.

    attempt: how many figures of a table can be shown exactly, None when it would be refused too.
    """
    found = []
    for sentence, other in [*_pooled(table), *_merged(table, exposed), *_without_margin(table)][:TRIED]:
        exact = attempt(other)
        if exact is not None:
            found.append(Remedy(sentence, other, exact, len(other.cells)))
    return tuple(sorted(found, key=lambda r: (-r.exact, r.sentence)))


def _recounted(table: Table, layout: Layout, renamed: Sequence[dict[str, str]]) -> Table:
    """The table with new names on its inner cells; those that now share theirs are added together."""
    sums: dict[tuple[str, ...], tuple[dict[str, str], int, int]] = {}
    for row, n, hits in zip(renamed, table.n.tolist(), table.hits.tolist(), strict=True):
        key = tuple(row[c] for c in layout.columns)
        _, pupils, reached = sums.get(key, (row, 0, 0))
        sums[key] = (row, pupils + n, reached + hits)
    rows, pupils_, hits_ = zip(*sums.values(), strict=True)
    return Table.of(layout, rows, pupils_, hits_)


def _named(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.layout.columns, row, strict=True)) for row in table.rows]


def _pooled(table: Table) -> Iterator[tuple[str, Table]]:
    """Years in blocks of three that do not overlap, the last block ending with the last year."""
    time = table.layout.time
    if time is None:
        return
    years = sorted({row[time] for row in _named(table)})
    if len(years) < POOLED:
        return
    first = len(years) % POOLED
    block = {y: years[first + (i - first) // POOLED * POOLED] for i, y in enumerate(years) if i >= first}
    last = {start: max(y for y, s in block.items() if s == start) for start in block.values()}
    kept = [i for i, row in enumerate(_named(table)) if row[time] in block]
    part = replace(table, rows=tuple(table.rows[i] for i in kept), n=table.n[kept], hits=table.hits[kept])
    renamed = [{**row, time: f"{block[row[time]]}–{last[block[row[time]]]}"} for row in _named(part)]
    yield f"Slå ihop {POOLED} år.", _recounted(part, table.layout, renamed)


def _without_margin(table: Table) -> Iterator[tuple[str, Table]]:
    layout = table.layout
    public = {layout.narrowed(m) for m in layout.public}
    for margin in reversed(layout.all_margins):
        if margin and margin not in public:
            kept = tuple(m for m in layout.all_margins if m != margin)
            names = " × ".join(c for c in layout.columns if c in margin)
            yield f"Ta bort uppdelningen {names}.", _recounted(table, replace(layout, margins=kept), _named(table))


def _merged(table: Table, exposed: Sequence[Coordinates]) -> Iterator[tuple[str, Table]]:
    """The exposed units of each group put together with its smallest other unit, until none stands alone."""
    layout = table.layout
    grouped = [d for d in layout.dimensions if layout.parents.get(d)]
    if not grouped:
        return
    unit, group = grouped[0], layout.parents[grouped[0]][0]
    size: dict[str, int] = {}
    belongs: dict[str, str] = {}
    for row, n in zip(_named(table), table.n.tolist(), strict=True):
        size[row[unit]] = size.get(row[unit], 0) + n
        belongs[row[unit]] = row[group]
    at = layout.columns.index(unit)
    merged: dict[str, str] = {}
    for owner in sorted({belongs[c[at]] for c in exposed if c[at] in belongs}):
        inside = sorted((u for u in belongs if belongs[u] == owner), key=lambda u: (size[u], u))
        small = {c[at] for c in exposed if c[at] in inside}
        others = [u for u in inside if u not in small]
        together = sorted({*(u for u in small if u), *others[: max(0, 2 - len(small))]})
        merged.update({u: f"övriga ({owner})" for u in together})
    if merged:
        renamed = [{**row, unit: merged.get(row[unit], row[unit])} for row in _named(table)]
        yield f"Slå ihop {', '.join(sorted(merged))}.", _recounted(table, layout, renamed)
