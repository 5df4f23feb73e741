"""A table to protect: inner cells, and any margins over them as a sparse 0/1 matrix.

Linked tables are margins over the same inner cells; editions are inner cells with a column for the year and, for
pooled periods, a column that groups years. No tree is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from spiral.engine.message import EngineError

Ints = npt.NDArray[np.int64]
#: One value per column of the layout, None for a total.
Coordinates = tuple[str | None, ...]


class TableError(EngineError):
    """The table contradicts itself; the fields say where."""


@dataclass(frozen=True)
class Layout:
    """Which columns a table has and which of their margins are made.

    ``parents`` says which columns group a column (``{"unit": ("owner",)}``). ``margins`` are sets of columns, all
    when None; ``public`` are margins outsiders know exactly whatever is done here; ``time`` is the column with years;
    ``watched`` are margins that are not made, but whose sensitive counts nobody may work out from those that are.
    Raises TableError for a column nobody has declared.
    """

    dimensions: tuple[str, ...]
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    margins: tuple[frozenset[str], ...] | None = None
    public: tuple[frozenset[str], ...] = ()
    time: str | None = None
    watched: tuple[frozenset[str], ...] = ()

    def __post_init__(self) -> None:
        if not self.dimensions:
            raise TableError("table_without_dimension")
        for column in {*self.parents, *(c for m in (*(self.margins or ()), *self.public, *self.watched) for c in m)}:
            if column not in self.columns:
                raise TableError("column_undeclared", column=column)

    def ancestors(self, column: str, below: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The columns that group ``column``, outermost first. Raises TableError when they go round in a circle."""
        if column in below:
            raise TableError("grouping_in_circle", column=column)
        above: list[str] = []
        for parent in self.parents.get(column, ()):
            above += [c for c in (*self.ancestors(parent, (*below, column)), parent) if c not in above]
        return tuple(above)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column in the order coordinates have them: each dimension after the columns that group it."""
        return tuple(dict.fromkeys(c for d in self.dimensions for c in (*self.ancestors(d), d)))

    def narrowed(self, margin: frozenset[str]) -> frozenset[str]:
        """``margin`` without columns its other columns already decide (a unit decides its owner)."""
        return margin - {above for column in margin for above in self.ancestors(column)}

    @cached_property
    def all_margins(self) -> tuple[frozenset[str], ...]:
        """Margins to make, public ones included, finest last."""
        if self.margins is None:
            levels = [(None, *self.ancestors(d), d) for d in self.dimensions]
            chosen: Iterable[frozenset[str]] = (frozenset(c for c in pick if c) for pick in product(*levels))
        else:
            chosen = self.margins
        distinct = {self.narrowed(m) for m in (*chosen, *self.public)}
        return tuple(sorted(distinct, key=lambda m: (len(m), sorted(m))))


@dataclass(frozen=True)
class FrequencyTable:
    """Inner cells with counts, and the cells made of them. Make it with `Table.of`.

    rows: coordinates of inner cells; n, hits: (inner,) pupils and those who reach the measure; cells: coordinates;
    matrix: (cells, inner) 0/1; public: (cells,) known exactly to outsiders; shown: the first so many cells are to be
    shown, the rest are only watched or published elsewhere.
    """

    layout: Layout
    rows: tuple[tuple[str, ...], ...]
    n: Ints
    hits: Ints
    cells: tuple[Coordinates, ...]
    matrix: csr_array
    public: npt.NDArray[np.bool_]
    shown: int

    @classmethod
    def of(
        cls, layout: Layout, rows: Sequence[Mapping[str, str]], n: Sequence[int], hits: Sequence[int]
    ) -> FrequencyTable:
        """Build every cell. Raises TableError for impossible counts, repeated rows and a unit with two owners."""
        columns = layout.columns
        keys = tuple(tuple(row[c] for c in columns) for row in rows)
        _check_rows(layout, keys, n, hits)
        # A cell nobody is in is a structural zero: it says nothing and is not made.
        filled = [i for i, pupils in enumerate(n) if pupils > 0]
        keys = tuple(keys[i] for i in filled)
        public_margins = {layout.narrowed(m) for m in layout.public}
        cells: list[Coordinates] = []
        members: list[list[int]] = []
        public: list[bool] = []
        watched = [m for m in map(layout.narrowed, layout.watched) if m not in layout.all_margins]
        total = 0
        for margin in (*layout.all_margins, *watched):
            shown = margin.union(*(layout.ancestors(c) for c in margin)) if margin else margin
            rows_of_cell: dict[Coordinates, list[int]] = {}
            for i, key in enumerate(keys):
                rows_of_cell.setdefault(
                    tuple(v if c in shown else None for c, v in zip(columns, key, strict=True)), []
                ).append(i)
            cells += rows_of_cell
            members += rows_of_cell.values()
            public += [margin in public_margins] * len(rows_of_cell)
            total += len(rows_of_cell) * (margin not in watched)
        starts = np.cumsum([0, *map(len, members)])
        inner = np.array([i for group in members for i in group], dtype=np.int64)
        matrix = csr_array((np.ones(len(inner), dtype=np.int64), inner, starts), shape=(len(cells), len(keys)))
        counts = np.array([n[i] for i in filled], dtype=np.int64), np.array([hits[i] for i in filled], dtype=np.int64)
        return cls(layout, keys, *counts, tuple(cells), matrix, np.array(public, dtype=bool), total)

    @classmethod
    def of_pupils(
        cls, layout: Layout, pupils: Sequence[Mapping[str, str]], reaches: Sequence[bool], protected: Sequence[bool]
    ) -> FrequencyTable:
        """Count pupils. Those with protected identity are gone before anything is counted, and leave no trace."""
        n: dict[tuple[str, ...], int] = {}
        hits: dict[tuple[str, ...], int] = {}
        for pupil, reached, secret in zip(pupils, reaches, protected, strict=True):
            if not secret:
                key = tuple(pupil[c] for c in layout.columns)
                n[key] = n.get(key, 0) + 1
                hits[key] = hits.get(key, 0) + bool(reached)
        keys = sorted(n)
        rows = [dict(zip(layout.columns, key, strict=True)) for key in keys]
        return cls.of(layout, rows, [n[k] for k in keys], [hits[k] for k in keys])

    @cached_property
    def cell_n(self) -> Ints:
        """(cells,) pupils."""
        return np.asarray(self.matrix @ self.n, dtype=np.int64)

    @cached_property
    def cell_hits(self) -> Ints:
        """(cells,) those who reach the measure."""
        return np.asarray(self.matrix @ self.hits, dtype=np.int64)

    @cached_property
    def index(self) -> dict[Coordinates, int]:
        """Row of each cell in the matrix."""
        return {cell: i for i, cell in enumerate(self.cells)}

    def with_cells(self, more: Sequence[tuple[Coordinates, tuple[int, ...]]]) -> FrequencyTable:
        """The same table with more cells at the end, each a name and the inner rows it is the sum of."""
        if not more:
            return self
        starts = np.cumsum([0, *(len(inner) for _, inner in more)])
        indices = np.array([i for _, inner in more for i in inner], dtype=np.int64)
        extra = csr_array((np.ones(len(indices), dtype=np.int64), indices, starts), shape=(len(more), len(self.rows)))
        matrix = csr_array(vstack([self.matrix, extra], format="csr"))
        public = np.concatenate([self.public, np.zeros(len(more), dtype=bool)])
        return replace(self, cells=(*self.cells, *(name for name, _ in more)), matrix=matrix, public=public)

    def where(self, cell: Coordinates) -> dict[str, str | None]:
        """The cell as column → value, None for a total."""
        return dict(zip(self.layout.columns, cell, strict=True))


def _check_rows(layout: Layout, keys: tuple[tuple[str, ...], ...], n: Sequence[int], hits: Sequence[int]) -> None:
    if not keys:
        raise TableError("table_without_rows")
    for key, pupils, reached in zip(keys, n, hits, strict=True):
        if not 0 <= reached <= pupils:
            raise TableError("count_impossible", row=key, reached=reached, pupils=pupils)
    position = {c: i for i, c in enumerate(layout.columns)}
    inner = [position[d] for d in layout.dimensions]
    seen: set[tuple[str, ...]] = set()
    for key in keys:
        name = tuple(key[i] for i in inner)
        if name in seen:
            raise TableError("row_repeated", row=name)
        seen.add(name)
    for column, parents in layout.parents.items():
        for parent in parents:
            belongs: dict[str, str] = {}
            for key in keys:
                child, group = key[position[column]], key[position[parent]]
                if belongs.setdefault(child, group) != group:
                    raise TableError(
                        "child_under_two_parents",
                        column=column,
                        child=child,
                        parent=parent,
                        first=belongs[child],
                        second=group,
                    )
