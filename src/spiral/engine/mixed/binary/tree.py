"""The tree of a logistic model's nested groups: linear systems over all of it at once, from the leaves to the top and
back.

H = I + Λ Z'VZ Λ, with Λ the levels' standard deviations τ and V the pupils' weights, has one block for each group and
its ancestors; eliminating innermost groups first costs one pass, whatever the number of groups (as
``likelihood.sweep``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..nesting import group_starts
from .rows import BinaryRows

Levels = list[np.ndarray]


@dataclass(frozen=True, eq=False)
class GroupTree:
    """Levels outer → inner. ``starts``: first leaf of each group; ``parents``: each group's in the level above;
    ``children``: each group's first child in the level below (empty for the innermost)."""

    starts: tuple[np.ndarray, ...]
    parents: tuple[np.ndarray, ...]
    children: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, rows: BinaryRows) -> GroupTree:
        """The tree of the rows' groups."""
        starts = tuple(group_starts(rows.keys, rows.spec.depth(level)) for level in rows.spec.levels)
        above = (np.zeros(1, dtype=np.int64), *starts[:-1])
        parents = tuple(np.searchsorted(a, s, side="right") - 1 for a, s in zip(above, starts, strict=True))
        children = tuple(np.searchsorted(b, s) for b, s in zip(starts[1:], starts[:-1], strict=True))
        return cls(starts, parents, (*children, np.zeros(0, dtype=np.int64)))

    def upward(self, leaf: np.ndarray) -> Levels:
        """Sums over every level's groups of values given leaf by leaf (J, …)."""
        return [np.add.reduceat(leaf, start, axis=0) for start in self.starts]

    def downward(self, values: Levels) -> np.ndarray:
        """(J, …) the sum of each leaf's own value and its ancestors'."""
        path = np.zeros((1, *values[0].shape[1:]))
        for value, parent in zip(values, self.parents, strict=True):
            path = path[parent] + value
        return path


class Elimination:
    """H of a tree at τ (L,) and the leaves' weights ``v`` (J,), eliminated; ``logdet`` = log|H|.

    ``N``, ``h`` per level: the weight that is left, and 1 + τ²N.
    """

    def __init__(self, tree: GroupTree, tau: np.ndarray, v: np.ndarray) -> None:
        self.tree, self.tau = tree, tau
        self.N: Levels = [v] * len(tau)
        self.h: Levels = [v] * len(tau)
        left = v
        for level in range(len(tau) - 1, -1, -1):
            self.N[level] = left
            self.h[level] = 1 + tau[level] ** 2 * left
            if level:
                left = np.add.reduceat(left / self.h[level], tree.children[level - 1])
        self.logdet = float(sum(np.log(h).sum() for h in self.h))

    def solve(self, right: Levels) -> Levels:
        """H⁻¹ of a right-hand side given level by level (G, …)."""
        tree, tau = self.tree, self.tau
        reduced, carried = list(right), np.zeros_like(right[-1])
        for level in range(len(tau) - 1, -1, -1):
            N, h = (_beside(part[level], right[level]) for part in (self.N, self.h))
            reduced[level] = right[level] - tau[level] * carried
            carried = carried + tau[level] * N * reduced[level] / h
            if level:
                carried = np.add.reduceat(carried, tree.children[level - 1], axis=0)
        solved: Levels = []
        path = np.zeros((1, *right[0].shape[1:]))
        for level, parent in enumerate(tree.parents):
            N, h = (_beside(part[level], right[level]) for part in (self.N, self.h))
            solved.append((reduced[level] - tau[level] * N * path[parent]) / h)
            path = path[parent] + tau[level] * solved[level]
        return solved

    def variances(self) -> tuple[Levels, Levels]:
        """Per level, the conditional variance of each group's own effect, and of its path, in natural units."""
        own, paths = [], []
        path = np.zeros(1)
        for level, parent in enumerate(self.tree.parents):
            K = self.tau[level] ** 2 / self.h[level]
            own.append(K + (K * self.N[level]) ** 2 * path[parent])
            path = path[parent] / self.h[level] ** 2 + K
            paths.append(path)
        return own, paths

    def covariances(self, paths: Levels) -> Levels:
        """(J,) for each level: the covariance of a leaf's path with its ancestor's own effect at the level."""
        leaves = len(paths[-1])
        with_paths: Levels = []
        through = np.ones(leaves)
        for level in range(len(paths) - 1, -1, -1):
            at = np.searchsorted(self.tree.starts[level], np.arange(leaves), side="right") - 1
            with_paths.insert(0, through * paths[level][at])
            through = through / self.h[level][at]
        return [
            covariance - above
            for covariance, above in zip(with_paths, [np.zeros(leaves), *with_paths[:-1]], strict=True)
        ]


def _beside(values: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(G,) shaped so that it multiplies (G, …)."""
    return values.reshape(-1, *[1] * (other.ndim - 1))
