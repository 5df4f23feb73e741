"""Sufficient statistics: what a node keeps of its pupils, and what several nodes add up.

A leaf (unit × cohort) is described by n and W'Z, the column sums; cross products exist in total (or per owner, and then
they stay with the owner: docs/regler/sekretess.md A shows that second moments per unit give pupils away).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from spiral.engine.message import Message

from .crossed.statistics import CrossedStatistics
from .errors import ModelError, raise_together
from .nesting import Keys, check_nesting
from .spec import ModelSpec


@dataclass(frozen=True)
class PutTogether:
    """How many leaves of fewer than ``least`` pupils were put together with others, and how many pupils they had."""

    least: int = 0
    leaves: int = 0
    pupils: int = 0

    def plus(self, other: PutTogether) -> PutTogether:
        """Of both."""
        return PutTogether(max(self.least, other.least), self.leaves + other.leaves, self.pupils + other.pupils)


@dataclass(frozen=True, eq=False)
class Moments:
    """Statistics of one table under ``spec``; k columns (``spec.columns``, outcome last), Q slope columns, J leaves.

    ``keys``: per key column J values, sorted outer → inner. ``n``: (J,) pupils. ``sums``: (Q, J, k), slab q = Σ w z_q.
    ``products``: (1, k, k) in total or (G, k, k) per group of the outermost level, whose names are in ``owners``.
    ``log_weights``: Σ log of the prior weights, by which the sums are weighted (``n`` is not). ``crossed``: what the
    crossed levels need beside. ``put_together``: the small leaves that are one now; ``own_use``: a warning, where small
    leaves are as they were. Float64 of centred columns; in fixed point exact integers, of measures times 2^bits /
    scale.
    """

    spec: ModelSpec
    keys: Keys
    n: np.ndarray
    sums: np.ndarray
    products: np.ndarray
    owners: tuple[Any, ...] = ()
    dropped: dict[str, int] = field(default_factory=dict)
    log_weights: float = 0.0
    crossed: CrossedStatistics | None = None
    put_together: PutTogether = field(default_factory=lambda: PutTogether())
    own_use: str = ""

    @property
    def size(self) -> int:
        """Number of pupils."""
        return int(self.n.sum())

    @property
    def remarks(self) -> list[Message]:
        """What a reader must know of how the statistics were made."""
        messages = []
        if (put := self.put_together).leaves:
            messages.append(Message.of("small_leaves_together", leaves=put.leaves, pupils=put.pupils, least=put.least))
        if self.own_use:
            messages.append(Message.of("statistics_for_own_use"))
        return messages

    @property
    def leaves(self) -> list[tuple[Any, ...]]:
        """Keys leaf by leaf."""
        return list(zip(*self.keys, strict=True))

    def real_sums(self) -> np.ndarray:
        """(Q, J, k) float64 in the units of the data, centred."""
        if not self.spec.bits:
            return self.sums
        columns = self._units(self.spec.columns)
        slopes = self._units(self.spec.slopes)
        sums: np.ndarray = self.sums.astype(np.float64) * slopes[:, None, None] * columns[None, None, :]
        return sums

    def real_products(self) -> np.ndarray:
        """(1 or G, k, k) float64 in the units of the data, centred."""
        if not self.spec.bits:
            return self.products
        units = self._units(self.spec.columns)
        products: np.ndarray = self.products.astype(np.float64) * units[:, None] * units[None, :]
        return products

    def _units(self, columns: tuple[Any, ...]) -> np.ndarray:
        step = 2.0**-self.spec.bits
        return np.array([step * self.spec.scales[c.measure] if c.measure else 1.0 for c in columns])

    def total(self) -> Moments:
        """The same statistics with the cross products summed: the form that may leave an owner."""
        return replace(self, products=self.products.sum(axis=0, keepdims=True), owners=())

    def submodel(self, fixed: list[str]) -> Moments:
        """Statistics of a sub-model with only the named terms; no data are read."""
        spec = self.spec.submodel(fixed)
        at = [_position(self.spec.columns, column) for column in spec.columns]
        slopes = [_position(self.spec.slopes, column) for column in spec.slopes]
        return replace(
            self,
            spec=spec,
            sums=self.sums[np.ix_(slopes, range(len(self.n)), at)],
            products=self.products[np.ix_(range(len(self.products)), at, at)],
            crossed=self.crossed and replace(self.crossed, sums=self.crossed.sums[:, at]),
        )

    def grouped(self, names: list[tuple[Any, ...]]) -> Moments:
        """The same statistics with each leaf under the name given; leaves of one name are added."""
        return self._grouped(names, self.n, self.sums)

    def _grouped(self, names: list[tuple[Any, ...]], n: np.ndarray, sums: np.ndarray) -> Moments:
        unique = sorted(set(names))
        place = {name: i for i, name in enumerate(unique)}
        at = np.array([place[name] for name in names])
        counts = np.zeros(len(unique), dtype=np.int64)
        np.add.at(counts, at, n)
        added = np.zeros((sums.shape[0], len(unique), sums.shape[2]), dtype=sums.dtype)
        for whole, part in zip(added, sums, strict=True):
            np.add.at(whole, at, part)
        return replace(self, keys=tuple(zip(*unique, strict=True)), n=counts, sums=added)


def _position(columns: tuple[Any, ...], wanted: Any) -> int:
    alike = [i for i, c in enumerate(columns) if c.measure == wanted.measure and set(c.cells) == set(wanted.cells)]
    return alike[-1] if wanted == columns[-1] else alike[0]


def check_may_be_merged(spec: ModelSpec) -> None:
    """Raises ModelError for statistics that must stay where the pupils are."""
    problems = []
    if spec.crossed:
        problems.append(ModelError("crossed_statistics_stay", crossed=[level.name for level in spec.crossed]))
    if spec.weights:
        problems.append(ModelError("weighted_statistics_stay"))
    raise_together(problems)


def merge(parts: list[Moments]) -> Moments:
    """Statistics of the pupils of all parts together; equal to collecting the pooled table, bit for bit in fixed point.

    Raises ModelError when the specifications differ (says in what) or a unit lies under two owners.
    """
    if not parts:
        raise ModelError("nothing_to_merge")
    first = parts[0]
    check_may_be_merged(first.spec)
    for other in parts[1:]:
        if other.spec.hash != first.spec.hash:
            raise ModelError("statistics_differ", differences=first.spec.differences(other.spec))
    for level, columns in zip(first.spec.key_columns, zip(*(part.keys for part in parts), strict=True), strict=True):
        if len({type(key) for column in columns for key in column}) > 1:
            raise ModelError("keys_of_different_kinds", level=level)
    names = [leaf for part in parts for leaf in part.leaves]
    n = np.concatenate([part.n for part in parts])
    merged = first._grouped(names, n, np.concatenate([part.sums for part in parts], axis=1))
    check_nesting(merged.keys, first.spec)
    dropped: dict[str, int] = {}
    for part in parts:
        for name, count in part.dropped.items():
            dropped[name] = dropped.get(name, 0) + count
    own_use = next((part.own_use for part in parts if part.own_use), "")
    put_together = first.put_together
    for part in parts[1:]:
        put_together = put_together.plus(part.put_together)
    return _with_products(replace(merged, dropped=dropped, own_use=own_use, put_together=put_together), parts)


def _with_products(merged: Moments, parts: list[Moments]) -> Moments:
    if not all(part.owners for part in parts):
        return replace(merged, products=np.sum([part.total().products for part in parts], axis=0), owners=())
    owners = tuple(sorted({owner for part in parts for owner in part.owners}))
    products = np.zeros((len(owners), *parts[0].products.shape[1:]), dtype=parts[0].products.dtype)
    for part in parts:
        for owner, block in zip(part.owners, part.products, strict=True):
            products[owners.index(owner)] += block
    return replace(merged, products=products, owners=owners)
