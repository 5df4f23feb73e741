"""A model's levels as the fit has them: nested ones as branches of a tree, crossed ones as columns of W."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .spec import Level


@dataclass(frozen=True, eq=False)
class Branch:
    """One level in the tree. ``slabs``: its r random columns among the Q slabs. ``starts``: first leaf of each group.

    ``children``: index of the first child (group of the next inner level, or the group itself at the leaves).
    ``to_raw`` (r, r): random coefficients of the scaled columns → of the columns as written. ``free``: False when the
    variance cannot be told apart and is held at 0. ``keys``: the groups' names, by the level's columns.
    """

    level: Level
    slabs: tuple[int, ...]
    starts: np.ndarray
    children: np.ndarray
    parents: np.ndarray
    to_raw: np.ndarray
    free: bool
    keys: tuple[tuple[Any, ...], ...]

    @property
    def groups(self) -> int:
        return len(self.starts)

    @property
    def size(self) -> int:
        """Its random coefficients."""
        return len(self.slabs)


@dataclass(frozen=True, eq=False)
class CrossedPart:
    """One crossed level. ``place``: its columns in W; ``keys`` its groups' names by column; ``n`` (G,) pupils;
    ``square`` (G,) = z'z of each group. ``free``: False when its variance cannot be told and is held at 0."""

    level: Level
    place: slice
    keys: tuple[tuple[Any, ...], ...]
    n: np.ndarray
    square: np.ndarray
    free: bool
    size: int = 1

    @property
    def groups(self) -> int:
        return len(self.n)

    @property
    def to_raw(self) -> np.ndarray:
        """Z is not scaled."""
        return np.eye(1)
