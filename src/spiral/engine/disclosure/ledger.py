"""What outsiders already know: cells published by us, by Skolverket or Kolada, as a pure structure.

A ledger holds one *family*: one measure over one population (who is counted, by whose definition). Cells of different
families do not subtract from each other. Cells enter a new table as fixed; a cell masked by any source is guarded.
A node's ledger holds what is published about its own owner; cells that span owners are for the hub, which has them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spiral.engine.disclosure.table import Coordinates, FrequencyTable, Ints
from spiral.engine.figures import State
from spiral.engine.message import Message

#: column → the value, or the values pooled (three years, say); columns left out are totals.
Where = Mapping[str, str | Sequence[str]]
SortedWhere = tuple[tuple[str, tuple[str, ...]], ...]


def where_of_cell(columns: Sequence[str], cell: Coordinates) -> dict[str, str]:
    """A table's cell as column → value, totals left out."""
    return {c: v for c, v in zip(columns, cell, strict=True) if v is not None}


def sorted_where(where: Where) -> SortedWhere:
    """``where`` as tuples in alphabetical order, so that equal cells compare equal."""
    return tuple((c, (v,) if isinstance(v, str) else tuple(sorted(v))) for c, v in sorted(where.items()))


@dataclass(frozen=True)
class PublishedCell:
    """One published cell. ``low`` to ``high`` are the counts it leaves open, None where the source says nothing.

    n: pupils, None where the source does not say. may_be_printed: masked here, but some source whose figure we do not
    hold may print it (see :func:`ledgers_of_readers`).
    """

    where: SortedWhere
    state: State
    source: str
    n: int | None = None
    low: int | None = None
    high: int | None = None
    may_be_printed: bool = False

    @classmethod
    def exact(cls, where: Where, n: int, hits: int, source: str) -> PublishedCell:
        """A cell whose count is printed."""
        return cls(sorted_where(where), State.VALUE, source, n, hits, hits)

    @classmethod
    def share(cls, where: Where, n: int, percent: float, decimals: int, source: str) -> PublishedCell:
        """A cell whose share is printed: beside a known n it is a count, or a few possible ones.

        Raises ValueError when no count of ``n`` gives that share.
        """
        half = 0.5 * 10**-decimals + 1e-9
        low, high = math.ceil((percent - half) * n / 100), math.floor((percent + half) * n / 100)
        low, high = max(low, 0), min(high, n)
        if low > high:
            raise ValueError(f"{percent} % of {n} pupils is no whole number of pupils")
        return cls(sorted_where(where), State.VALUE if low == high else State.RANGE, source, n, low, high)

    @classmethod
    def masked(
        cls,
        where: Where,
        source: str,
        state: State = State.HIDDEN,
        n: int | None = None,
        few: int = 4,
        *,
        may_be_printed: bool = False,
    ) -> PublishedCell:
        """A cell the source masks: ".." says nothing, "~100" and "~0" leave 1 to ``few`` on one side."""
        low = high = None
        if n is not None and state is State.NEAR_NONE:
            low, high = 1, few
        elif n is not None and state is State.NEAR_ALL:
            low, high = n - few, n - 1
        return cls(sorted_where(where), state, source, n, low, high, may_be_printed)


@dataclass(frozen=True)
class Ledger:
    """The published cells of one family."""

    known: tuple[PublishedCell, ...] = ()

    def plus(self, more: Iterable[PublishedCell]) -> Ledger:
        """The ledger after one more publication."""
        return Ledger((*self.known, *more))


def ledgers_of_readers(ledger: Ledger, table: FrequencyTable) -> tuple[Ledger, ...]:
    """One ledger for each reader of a source that may print what is masked here (``may_be_printed``).

    The first reader has seen all such cells printed; each of the others all but one. A table that is safe beside all
    of these is safe whichever of the cells are printed: who has read fewer knows less, and a cell that is printed need
    not be protected. The counts are taken from the table: the ledger need not hold them.
    """
    read = [(known, _inner_rows(known, table)) for known in ledger.known if known.may_be_printed]
    perhaps = [(known, inner) for known, inner in read if inner and not isinstance(inner, Message)]
    printed = [
        PublishedCell(k.where, State.VALUE, k.source, int(table.n[[*i]].sum()), *(int(table.hits[[*i]].sum()),) * 2)
        for k, i in perhaps
    ]
    if not printed:
        return (ledger,)
    return (ledger.plus(printed), *(ledger.plus(printed[:i] + printed[i + 1 :]) for i in range(len(printed))))


@dataclass(frozen=True)
class AppliedLedger:
    """The ledger in terms of one table, whose cells now include every published one.

    low, high: (cells,) counts outsiders know each cell lies between; guarded: (cells,) masked by some source; placed:
    the published cells that are about pupils of the table; mismatches: why others cannot be compared.
    """

    table: FrequencyTable
    low: Ints
    high: Ints
    guarded: npt.NDArray[np.bool_]
    placed: tuple[PublishedCell, ...]
    mismatches: tuple[Message, ...]


def apply_ledger(ledger: Ledger, table: FrequencyTable) -> AppliedLedger:
    """Express every published cell over the table's inner cells; what cannot be is a mismatch, never dropped."""
    placed: list[tuple[PublishedCell, tuple[int, ...]]] = []
    mismatches: list[Message] = []
    for known in ledger.known:
        inner = _inner_rows(known, table)
        if isinstance(inner, Message):
            mismatches.append(inner)
        elif inner:
            placed.append((known, inner))
    wide, same = _with_published_cells(table, placed)
    low, high = np.zeros(len(wide.cells), dtype=np.int64), wide.cell_n.copy()
    low[wide.public] = high[wide.public] = wide.cell_hits[wide.public]
    guarded = np.zeros(len(wide.cells), dtype=bool)
    for known, inner in placed:
        cells = same[inner]
        guarded[cells] |= known.low is None or known.low != known.high
        if known.low is not None and known.high is not None:
            low[cells] = np.maximum(low[cells], known.low)
            high[cells] = np.minimum(high[cells], known.high)
    return AppliedLedger(wide, low, high, guarded, tuple(k for k, _ in placed), tuple(mismatches))


def _inner_rows(known: PublishedCell, table: FrequencyTable) -> tuple[int, ...] | Message:
    """The inner rows a published cell is the sum of, () when none is here; a Message when it cannot be compared."""
    columns = table.layout.columns
    where = dict(known.where)
    if strange := sorted(set(where) - set(columns)):
        return Message.of("published_by_other_columns", source=known.source, columns=strange)
    inner = [i for i, r in enumerate(table.rows) if all(r[columns.index(c)] in v for c, v in where.items())]
    if not inner:
        return ()
    absent = [v for c, vs in where.items() for v in vs if all(r[columns.index(c)] != v for r in table.rows)]
    n, hits = int(table.n[inner].sum()), int(table.hits[inner].sum())
    if absent or known.n not in (None, n):
        if known.n is None:
            return Message.of("published_of_other_pupils", source=known.source)
        return Message.of("published_of_another_number", source=known.source, published=known.n, pupils=n)
    if known.low is not None and known.high is not None and not known.low <= hits <= known.high:
        return Message.of("published_otherwise", source=known.source)
    return tuple(inner)


def _with_published_cells(
    table: FrequencyTable, placed: Sequence[tuple[PublishedCell, tuple[int, ...]]]
) -> tuple[FrequencyTable, dict[tuple[int, ...], list[int]]]:
    """The table with a cell for every published one, and the indices of the cells by their inner rows."""
    same: dict[tuple[int, ...], list[int]] = {}
    for i, (start, stop) in enumerate(zip(table.matrix.indptr, table.matrix.indptr[1:], strict=False)):
        same.setdefault(tuple(sorted(table.matrix.indices[start:stop].tolist())), []).append(i)
    new: list[tuple[Coordinates, tuple[int, ...]]] = []
    for known, inner in placed:
        if inner not in same:
            single = {c: v[0] for c, v in known.where if len(v) == 1}
            same[inner] = [len(table.cells) + len(new)]
            new.append((tuple(single.get(c) for c in table.layout.columns), inner))
    return table.with_cells(new), same


def cells_of_overlapping_years(ledger: Ledger, table: FrequencyTable) -> tuple[Coordinates, ...]:
    """Cells over a period that overlaps the period of a published cell of the same breakdown, neither within the other.

    Rolling windows subtract to single years (353 of 838 cells exactly known, docs/regler/sekretess.md B4), by way
    of years that are in no one table: such tables are refused whatever the arithmetic says.
    """
    time = table.layout.time
    if time is None:
        return ()
    columns = table.layout.columns
    periods = {time, *table.layout.ancestors(time)}
    published: dict[SortedWhere, list[set[str]]] = {}
    for known in ledger.known:
        if time in dict(known.where):
            rest = tuple((c, v) for c, v in known.where if c not in periods)
            published.setdefault(_without_decided_columns(rest, table), []).append(set(dict(known.where)[time]))
    crossing = []
    for i, cell in enumerate(table.cells):
        rest = tuple(
            sorted((c, (v,)) for c, v in zip(columns, cell, strict=True) if v is not None and c not in periods)
        )
        inner = table.matrix.indices[table.matrix.indptr[i] : table.matrix.indptr[i + 1]]
        years = {table.rows[r][columns.index(time)] for r in inner}
        if any(
            years & other and years - other and other - years
            for other in published.get(_without_decided_columns(rest, table), ())
        ):
            crossing.append(cell)
    return tuple(crossing)


def _without_decided_columns(rest: SortedWhere, table: FrequencyTable) -> SortedWhere:
    """Without columns that follow from the others: a unit's cell is the same whether its owner is named or not."""
    deciding = table.layout.narrowed(frozenset(c for c, _ in rest))
    return tuple((c, v) for c, v in rest if c in deciding)
