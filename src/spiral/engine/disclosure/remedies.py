"""What could be shown instead: pool years, drop a margin, merge units; each tried and measured, none guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spiral.engine.disclosure.rules import VALUE_ADDED_YEARS
from spiral.engine.disclosure.table import Coordinates, Table
from spiral.engine.figures import SMALL_LEAF
from spiral.engine.message import Message

#: Years in a pooled block.
POOLED = VALUE_ADDED_YEARS
#: At most so many remedies are tried; each costs a run.
TRIED = 12


@dataclass(frozen=True)
class Remedy:
    """One change of the table that can be shown. ``exact``: figures it shows exactly; ``cells``: of how many."""

    what: Message
    table: Table
    exact: int
    cells: int


def offer(table: Table, exposed: Sequence[Coordinates], attempt: Callable[[Table], int | None]) -> tuple[Remedy, ...]:
    """Remedies that work, the one with most exact figures first, and of those with as many the one tried first.

    attempt: how many figures of a table can be shown exactly, None when it would be refused too.
    """
    found = []
    for what, other in [*_pooled(table), *_merged(table, exposed), *_without_margin(table)][:TRIED]:
        exact = attempt(other)
        if exact is not None:
            found.append(Remedy(what, other, exact, len(other.cells)))
    return tuple(sorted(found, key=lambda remedy: -remedy.exact))


def _grouped(table: Table, column: str, group: str, label: dict[str, str], below: tuple[str, ...]) -> Table:
    """The table with ``column`` grouped by a new column, which takes its place in every margin.

    The inner cells stay as they are, so that what is published about them still counts.
    """
    layout = table.layout
    margins = tuple(frozenset(group if c == column else c for c in m) for m in layout.all_margins)
    parents = {**layout.parents, column: (group,), **({group: below} if below else {})}
    grouped = replace(layout, parents=parents, margins=tuple(dict.fromkeys(margins)))
    rows = [{**row, group: label[row[column]]} for row in _named(table)]
    return Table.of(grouped, rows, table.n.tolist(), table.hits.tolist())


def _named(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table.layout.columns, row, strict=True)) for row in table.rows]


def _new_name(table: Table, name: str) -> str:
    while name in table.layout.columns:
        name += "_"
    return name


def _pooled(table: Table) -> Iterator[tuple[Message, Table]]:
    """Years in blocks of three that do not overlap; the oldest block is the short one if they do not come out even."""
    time = table.layout.time
    if time is None or table.layout.ancestors(time):
        return
    years = sorted({row[time] for row in _named(table)}, reverse=True)
    if len(years) < POOLED:
        return
    blocks = [years[i : i + POOLED] for i in range(0, len(years), POOLED)]
    label = {year: f"{block[-1]}–{block[0]}" for block in blocks for year in block}
    yield Message.of("pool_years", years=POOLED), _grouped(table, time, _new_name(table, "period"), label, ())


def _without_margin(table: Table) -> Iterator[tuple[Message, Table]]:
    layout = table.layout
    public = {layout.narrowed(m) for m in layout.public}
    for margin in reversed(layout.all_margins):
        if margin and margin not in public:
            kept = tuple(m for m in layout.all_margins if m != margin)
            columns = [c for c in layout.columns if c in margin]
            rows, n, hits = _named(table), table.n.tolist(), table.hits.tolist()
            yield Message.of("drop_margin", columns=columns), Table.of(replace(layout, margins=kept), rows, n, hits)


def _merged(table: Table, exposed: Sequence[Coordinates]) -> Iterator[tuple[Message, Table]]:
    """The exposed units of each group put together with its smallest other unit, until none stands alone."""
    layout = table.layout
    unit = next((d for d in layout.dimensions if layout.parents.get(d) and d != layout.time), None)
    if unit is None:
        return
    group = layout.parents[unit][0]
    size: dict[str, int] = {}
    belongs: dict[str, str] = {}
    for row, n in zip(_named(table), table.n.tolist(), strict=True):
        size[row[unit]] = size.get(row[unit], 0) + n
        belongs[row[unit]] = row[group]
    at = layout.columns.index(unit)
    merged: dict[str, str] = {}
    for owner in sorted({belongs[name] for c in exposed if (name := c[at]) is not None and name in belongs}):
        inside = sorted((u for u in belongs if belongs[u] == owner), key=lambda u: (size[u], u))
        small = {name for c in exposed if (name := c[at]) is not None and name in inside}
        others = [u for u in inside if u not in small]
        together = sorted({*small, *others[: max(0, 2 - len(small))]})
        merged.update(dict.fromkeys(together, f"{SMALL_LEAF} ({owner})"))
    if merged:
        label = {u: merged.get(u, u) for u in belongs}
        grouped = _grouped(table, unit, _new_name(table, "merged"), label, layout.parents[unit])
        yield Message.of("merge_units", units=sorted(merged)), grouped
