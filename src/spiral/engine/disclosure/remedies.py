"""What could be shown instead: pool years, drop a margin, merge units; each tried and measured, none guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spiral.engine.disclosure.rules import VALUE_ADDED_YEARS
from spiral.engine.disclosure.table import Coordinates, FrequencyTable
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
    table: FrequencyTable
    exact: int
    cells: int


def working_remedies(
    table: FrequencyTable, exposed: Sequence[Coordinates], attempt: Callable[[FrequencyTable], int | None]
) -> tuple[Remedy, ...]:
    """Remedies that work, the one with most exact figures first, and of those with as many the one tried first.

    attempt: how many figures of a table can be shown exactly, None when it would be refused too.
    """
    remedies = []
    for what, other in [*_years_pooled(table), *_units_merged(table, exposed), *_margin_dropped(table)][:TRIED]:
        exact = attempt(other)
        if exact is not None:
            remedies.append(Remedy(what, other, exact, len(other.cells)))
    return tuple(sorted(remedies, key=lambda remedy: -remedy.exact))


def _with_grouping(
    table: FrequencyTable, column: str, group: str, label: dict[str, str], below: tuple[str, ...]
) -> FrequencyTable:
    """The table with ``column`` grouped by the new column ``group``, which replaces it in every margin.

    The inner cells stay as they are, so that what is published about them still counts.
    """
    layout = table.layout
    margins = tuple(frozenset(group if c == column else c for c in m) for m in layout.all_margins)
    parents = {**layout.parents, column: (group,), **({group: below} if below else {})}
    grouped = replace(layout, parents=parents, margins=tuple(dict.fromkeys(margins)))
    rows = [{**row, group: label[row[column]]} for row in _rows_by_column(table)]
    return FrequencyTable.of(grouped, rows, table.n.tolist(), table.hits.tolist())


def _rows_by_column(table: FrequencyTable) -> list[dict[str, str]]:
    return [dict(zip(table.layout.columns, row, strict=True)) for row in table.rows]


def _unused_name(table: FrequencyTable, name: str) -> str:
    while name in table.layout.columns:
        name += "_"
    return name


def _years_pooled(table: FrequencyTable) -> Iterator[tuple[Message, FrequencyTable]]:
    """Years pooled in blocks of three that do not overlap; the oldest block may have fewer."""
    time = table.layout.time
    if time is None or table.layout.ancestors(time):
        return
    years = sorted({row[time] for row in _rows_by_column(table)}, reverse=True)
    if len(years) < POOLED:
        return
    blocks = [years[i : i + POOLED] for i in range(0, len(years), POOLED)]
    label = {year: f"{block[-1]}–{block[0]}" for block in blocks for year in block}
    yield Message.of("pool_years", years=POOLED), _with_grouping(table, time, _unused_name(table, "period"), label, ())


def _margin_dropped(table: FrequencyTable) -> Iterator[tuple[Message, FrequencyTable]]:
    layout = table.layout
    public = {layout.narrowed(m) for m in layout.public}
    for margin in reversed(layout.all_margins):
        if margin and margin not in public:
            margins = tuple(m for m in layout.all_margins if m != margin)
            columns = [c for c in layout.columns if c in margin]
            rows, n, hits = _rows_by_column(table), table.n.tolist(), table.hits.tolist()
            yield (
                Message.of("drop_margin", columns=columns),
                FrequencyTable.of(replace(layout, margins=margins), rows, n, hits),
            )


def _units_merged(table: FrequencyTable, exposed: Sequence[Coordinates]) -> Iterator[tuple[Message, FrequencyTable]]:
    """The exposed units of each group put together with its smallest other unit, until none stands alone."""
    layout = table.layout
    unit = next((d for d in layout.dimensions if layout.parents.get(d) and d != layout.time), None)
    if unit is None:
        return
    group = layout.parents[unit][0]
    size: dict[str, int] = {}
    belongs: dict[str, str] = {}
    for row, n in zip(_rows_by_column(table), table.n.tolist(), strict=True):
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
        grouped = _with_grouping(table, unit, _unused_name(table, "merged"), label, layout.parents[unit])
        yield Message.of("merge_units", units=sorted(merged)), grouped
