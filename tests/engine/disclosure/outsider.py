"""An outsider who reads several tables of the same pupils: exact bounds by integer programming, no code of the gate's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from spiral.engine.disclosure import FrequencyTable, Layout, ProtectedTable

#: Made-up pupils: unit, sex, background, and whether the measure is reached.
Pupil = tuple[str, str, str, bool]
COLUMNS = ("unit", "sex", "background")


def pupils(seed: int, units: int = 4, rate: float = 0.2) -> list[Pupil]:
    random = np.random.default_rng(seed)
    return [
        (f"U{unit}", "FP"[random.integers(0, 2)], f"B{random.integers(0, 2)}", bool(random.random() < rate))
        for unit in range(units)
        for _ in range(int(random.integers(14, 50)))
    ]


def counted(
    people: Sequence[Pupil], *columns: str, margins: tuple[frozenset[str], ...] | None = None
) -> FrequencyTable:
    """The table by some of the columns."""
    places = [COLUMNS.index(column) for column in columns]
    cells: dict[tuple[str, ...], list[int]] = {}
    for person in people:
        cell = cells.setdefault(tuple(str(person[i]) for i in places), [0, 0])
        cell[0] += 1
        cell[1] += person[3]
    rows = [dict(zip(columns, key, strict=True)) for key in sorted(cells)]
    counts = [cells[key] for key in sorted(cells)]
    return FrequencyTable.of(
        Layout(columns, margins=margins), rows, [n for n, _ in counts], [hits for _, hits in counts]
    )


@dataclass
class Known:
    """Cells that are not shown, and those of them with fewer than three possible counts (or than all there are)."""

    hidden: int
    exposed: list[tuple[int, tuple[str | None, ...]]]


def read(tables: Sequence[FrequencyTable], said: Sequence[ProtectedTable]) -> Known:
    """What follows from all the tables: one variable for each row, the sums that are printed, equal shared margins."""
    starts = np.cumsum([0, *(len(table.rows) for table in tables)])
    most = np.concatenate([table.n for table in tables]).astype(float)
    sums: list[tuple[np.ndarray, float, float]] = []

    def inside(at: int, columns: Sequence[str], cell: Sequence[str | None]) -> np.ndarray:
        own = tables[at].layout.columns
        picks = np.zeros(len(most))
        for i, row in enumerate(tables[at].rows):
            where = dict(zip(own, row, strict=True))
            picks[starts[at] + i] = all(v is None or where[c] == v for c, v in zip(columns, cell, strict=True))
        return picks

    for at, (table, protected) in enumerate(zip(tables, said, strict=True)):
        for s in protected.statements:
            low, high = (s.hits, s.hits) if s.hits is not None else (s.low, s.high)
            if low is not None and high is not None:
                sums.append((inside(at, table.layout.columns, s.cell), low, high))
    for a in range(len(tables)):
        for b in range(a):
            shared = [c for c in tables[a].layout.columns if c in tables[b].layout.columns]
            own = tables[a].layout.columns
            for cell in {tuple(row[own.index(c)] for c in shared) for row in tables[a].rows}:
                other = inside(b, shared, cell)
                if other.any():
                    sums.append((inside(a, shared, cell) - other, 0.0, 0.0))
    rules = LinearConstraint(
        np.array([s for s, _, _ in sums]), [low for _, low, _ in sums], [high for _, _, high in sums]
    )
    hidden, exposed = 0, []
    for at, (table, protected) in enumerate(zip(tables, said, strict=True)):
        for s in protected.statements:
            if s.hits is not None:
                continue
            hidden += 1
            cell = inside(at, table.layout.columns, s.cell)
            ends = [
                milp(sign * cell, constraints=rules, bounds=Bounds(0, most), integrality=np.ones(len(most)))
                for sign in (1.0, -1.0)
            ]
            assert all(end.success for end in ends), "what is printed contradicts itself"
            if round(-ends[1].fun) - round(ends[0].fun) < min(2, int(cell @ most)):
                exposed.append((at, s.cell))
    return Known(hidden, exposed)
