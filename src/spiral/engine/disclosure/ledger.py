"""What outsiders already know: cells published by us, by Skolverket or Kolada, as a pure structure.

A ledger holds one *family*: one measure over one population (who is counted, by whose definition). Cells of different
families do not subtract from each other. Cells enter a new table as fixed; a cell masked by any source is guarded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spiral.engine.disclosure.table import Coordinates, Ints, Layout, Table
from spiral.engine.figures import State


@dataclass(frozen=True)
class Known:
    """One published cell. ``low`` to ``high`` are the counts it leaves open, None where the source says nothing.

    where: column → value, totals left out. n: pupils, None where the source does not say.
    """

    where: tuple[tuple[str, str], ...]
    state: State
    source: str
    n: int | None = None
    low: int | None = None
    high: int | None = None

    @classmethod
    def exact(cls, where: Mapping[str, str], n: int, hits: int, source: str) -> Known:
        """A cell whose count is printed."""
        return cls(tuple(sorted(where.items())), State.VALUE, source, n, hits, hits)

    @classmethod
    def share(cls, where: Mapping[str, str], n: int, percent: float, decimals: int, source: str) -> Known:
        """A cell whose share is printed: beside a known n it is a count, or a few possible ones.

        Raises ValueError when no count of ``n`` gives that share.
        """
        half = 0.5 * 10**-decimals + 1e-9
        low, high = math.ceil((percent - half) * n / 100), math.floor((percent + half) * n / 100)
        low, high = max(low, 0), min(high, n)
        if low > high:
            raise ValueError(f"{percent} % of {n} pupils is no whole number of pupils")
        state = State.VALUE if low == high else State.RANGE
        return cls(tuple(sorted(where.items())), state, source, n, low, high)

    @classmethod
    def masked(
        cls, where: Mapping[str, str], source: str, state: State = State.HIDDEN, n: int | None = None, few: int = 4
    ) -> Known:
        """A cell the source masks: ".." says nothing, "~100" and "~0" leave 1 to ``few`` on one side."""
        low = high = None
        if n is not None and state is State.NEAR_NONE:
            low, high = 1, few
        elif n is not None and state is State.NEAR_ALL:
            low, high = n - few, n - 1
        return cls(tuple(sorted(where.items())), state, source, n, low, high)


@dataclass(frozen=True)
class Ledger:
    """The published cells of one family."""

    known: tuple[Known, ...] = ()

    def plus(self, more: Iterable[Known]) -> Ledger:
        """The ledger after one more publication."""
        return Ledger((*self.known, *more))


@dataclass(frozen=True)
class Mismatch:
    """A published cell the new table cannot be compared with, and why, in Swedish."""

    known: Known
    why: str


@dataclass(frozen=True)
class Applied:
    """The ledger in terms of one table, whose cells now include every published one.

    low, high: (cells,) counts outsiders know each cell lies between; guarded: (cells,) masked by some source; placed:
    the published cells that are about pupils of the table.
    """

    table: Table
    low: Ints
    high: Ints
    guarded: npt.NDArray[np.bool_]
    placed: tuple[Known, ...]
    mismatches: tuple[Mismatch, ...]


def apply(ledger: Ledger, table: Table) -> Applied:
    """Express every published cell over the table's inner cells; what cannot be is a mismatch, never dropped."""
    placed: list[tuple[Known, Coordinates]] = []
    mismatches: list[Mismatch] = []
    for known in ledger.known:
        cell = _coordinates(known, table)
        if isinstance(cell, str):
            mismatches.append(Mismatch(known, cell))
        elif cell is not None:
            placed.append((known, cell))
    wide = table.with_cells(cell for _, cell in placed)
    low, high = np.zeros(len(wide.cells), dtype=np.int64), wide.cell_n.copy()
    low[wide.public] = high[wide.public] = wide.cell_hits[wide.public]
    guarded = np.zeros(len(wide.cells), dtype=bool)
    for known, cell in placed:
        i = wide.index[cell]
        pupils, hits = int(wide.cell_n[i]), int(wide.cell_hits[i])
        if known.n is not None and known.n != pupils:
            why = f"{known.source} räknar {known.n} elever här och tabellen {pupils}: de täcker inte samma elever."
            mismatches.append(Mismatch(known, why))
            continue
        guarded[i] |= known.low != known.high or known.low is None
        if known.low is not None and known.high is not None:
            if not known.low <= hits <= known.high:
                mismatches.append(Mismatch(known, f"{known.source} visar ett annat antal än tabellen."))
                continue
            low[i], high[i] = max(low[i], known.low), min(high[i], known.high)
    return Applied(wide, low, high, guarded & (low < high), tuple(k for k, _ in placed), tuple(mismatches))


def _coordinates(known: Known, table: Table) -> Coordinates | None | str:
    """The cell's coordinates; None when the table has none of its pupils; a sentence when it cannot tell."""
    layout = table.layout
    where = dict(known.where)
    strange = sorted(set(where) - set(layout.columns))
    if strange:
        names = ", ".join(strange)
        return f"{known.source} har redan visat uppgifter uppdelade på {names}: tabellen måste ha de kolumnerna."
    matching = [r for r in table.rows if all(r[layout.columns.index(c)] == v for c, v in where.items())]
    if not matching:
        return None if known.n is None or not _covers(layout, table, where) else f"Tabellen saknar elever som {known.source} räknar."
    shown = {*where, *(above for c in where for above in layout.ancestors(c))}
    return tuple(v if c in shown else None for c, v in zip(layout.columns, matching[0], strict=True))


def _covers(layout: Layout, table: Table, where: Mapping[str, str]) -> bool:
    """Does the table have every single value the cell names, only not together?"""
    return all(any(r[layout.columns.index(c)] == v for r in table.rows) for c, v in where.items())


def overlapping_periods(ledger: Ledger, table: Table, inner: str, period: str) -> tuple[Coordinates, ...]:
    """Cells over a period that shares some but not all of its years with a published period of the same breakdown.

    inner: the column with years; period: the column that groups them. Rolling windows subtract to single years
    (353 of 838 cells exactly known, privacy.md B4), so such tables are refused whatever the arithmetic says.
    """
    columns = table.layout.columns
    at = columns.index(period)
    years: dict[str, set[str]] = {}
    for row in table.rows:
        years.setdefault(row[at], set()).add(row[columns.index(inner)])
    published = {dict(k.where)[period] for k in ledger.known if period in dict(k.where)}
    spans = {p: set(p.replace("–", "-").split("-")) for p in published}
    return tuple(
        cell
        for cell in table.cells
        if cell[at] is not None
        for own in [years[cell[at]]]
        if any(_cross(own, _expand(span)) for p, span in spans.items() if p != cell[at])
    )


def _expand(ends: set[str]) -> set[str]:
    numbers = sorted(int(e) for e in ends if e.isdigit())
    return {str(y) for y in range(numbers[0], numbers[-1] + 1)} if numbers else set()


def _cross(one: set[str], other: set[str]) -> bool:
    return bool(one & other) and one != other
