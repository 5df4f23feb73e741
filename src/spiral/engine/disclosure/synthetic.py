"""Seeded synthetic regions to attack: tiny ones that can be searched whole, and ones of a real region's size."""

from __future__ import annotations

from itertools import product

import numpy as np

from spiral.engine.disclosure.table import FrequencyTable, Layout

#: Cells of a tiny region are kept so few that all its possible counts can be listed.
TINY = 200_000


def tiny_region(seed: int) -> FrequencyTable:
    """Two to four units of one or two owners, by sex or background; random margins are public."""
    rng = np.random.default_rng(seed)
    second = [["F", "P"], ["B0", "B1", "B2"]][seed % 2]
    while True:
        units = int(rng.integers(2, 5))
        sizes = rng.choice([1, 2, 3, 4, 6, 8, 11, 14], size=units * len(second))
        if np.prod(sizes + 1.0) <= TINY:
            break
    owners = [f"O{int(o)}" for o in sorted(rng.integers(0, 2, size=units))]
    rows = [{"owner": owners[u], "unit": f"U{u}", "group": value} for u in range(units) for value in second]
    hits = rng.binomial(sizes, rng.choice([0.1, 0.3, 0.5]))
    choices = [frozenset({"owner"}), frozenset({"owner", "group"}), frozenset({"group"}), frozenset[str]()]
    public = tuple(m for m in choices if rng.random() < 0.5)
    layout = Layout(("unit", "group"), {"unit": ("owner",)}, None, public)
    return FrequencyTable.of(layout, rows, sizes.tolist(), hits.tolist())


def tiny_linked_region(seed: int) -> FrequencyTable:
    """Up to three units, sexes and backgrounds; any linked margins, any of them public; any level of results."""
    rng = np.random.default_rng(seed)
    while True:
        shape = [int(rng.integers(1, 4)) for _ in range(3)]
        sizes = rng.choice([0, 1, 2, 3, 4, 5, 7, 9, 12, 16], size=int(np.prod(shape)))
        if np.prod(sizes + 1.0) <= TINY and sizes.any():
            break
    owners = [f"O{int(o)}" for o in rng.integers(0, 2, size=shape[0])]
    rows = [
        {"owner": owners[u], "unit": f"U{u}", "sex": f"S{s}", "background": f"B{b}"}
        for u, s, b in product(*map(range, shape))
    ]
    hits = rng.binomial(sizes, rng.choice([0.1, 0.3, 0.6, 0.95]))
    every = [
        frozenset(c for c in margin if c)
        for margin in product([None, "owner", "unit"], [None, "sex"], [None, "background"])
    ]
    margins = tuple(m for m in every if rng.random() < 0.6) or (frozenset[str](),)
    public = tuple(m for m in every if rng.random() < 0.15)
    layout = Layout(("unit", "sex", "background"), {"unit": ("owner",)}, margins, public)
    return FrequencyTable.of(layout, rows, sizes.tolist(), hits.tolist())


def region(seed: int, owners: int = 15, units: int = 130, background: bool = True) -> FrequencyTable:
    """A region of Skaraborg's size: units of 20 to 120 pupils by sex and background, all margins.

    The owners' and the region's totals are public, also by sex. ``hits`` are those who do not pass.
    """
    rng = np.random.default_rng(seed)
    of_unit = np.sort(np.concatenate([np.repeat(np.arange(owners), 3), rng.integers(0, owners, units - 3 * owners)]))
    rows: list[dict[str, str]] = []
    n: list[int] = []
    hits: list[int] = []
    backgrounds = ["B0", "B1", "B2"] if background else ["B0"]
    for unit, owner in enumerate(of_unit.tolist()):
        mix = rng.dirichlet([6.0, 1.5, 1.5][: len(backgrounds)])
        pupils = rng.multinomial(int(rng.integers(20, 121)), np.repeat(mix / 2, 2))
        risk = np.clip(rng.normal(0.13, 0.05), 0.02, 0.5)
        for i, count in enumerate(pupils.tolist()):
            if count:
                b, s = divmod(i, 2)
                rows.append(
                    {"owner": f"O{owner:02}", "unit": f"U{unit:03}", "sex": "FP"[s], "background": backgrounds[b]}
                )
                n.append(count)
                hits.append(int(rng.binomial(count, min(0.9, risk * (1 + b)))))
    public = tuple(map(frozenset, (["owner"], ["owner", "sex"], [], ["sex"])))
    return FrequencyTable.of(Layout(("unit", "sex", "background"), {"unit": ("owner",)}, None, public), rows, n, hits)
