"""Which of a fit's groups each row of other data is in, known or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..kinds import written
from ..nesting import Keys
from ..parts import CrossedPart
from ..relation import numbers
from ..row_columns import numbered, places

#: The place of a group that was not there when the model was fitted.
UNKNOWN = -1


class NamedGroups:
    """Groups named by one key column after the other: those of each depth in the order of their first leaf."""

    def __init__(self, keys: Keys) -> None:
        self._known = [numbered(column) for column in keys]
        self._sizes = [len(known) for known in self._known]
        self._steps: list[tuple[np.ndarray, np.ndarray]] = []
        above = np.zeros(len(keys[0]) if keys else 0, dtype=np.int64)
        for column, known in zip(keys, self._known, strict=True):
            pairs = above * len(known) + np.array([known[written(key)] for key in column])
            unique, first = np.unique(pairs, return_index=True)
            place = np.empty(len(unique), dtype=np.int64)
            place[np.argsort(first)] = np.arange(len(unique))
            self._steps.append((unique, place))
            above = place[np.searchsorted(unique, pairs)]

    def groups(self, columns: Sequence[Any]) -> list[np.ndarray]:
        """The group (n,) of each row at each depth, from the rows' key columns; below an unknown one all are."""
        answer: list[np.ndarray] = []
        for column, known, size, (unique, place) in zip(columns, self._known, self._sizes, self._steps, strict=True):
            code = places(column, known)
            above = answer[-1] if answer else np.zeros(len(code), dtype=np.int64)
            pairs = above * size + code
            at = np.searchsorted(unique, pairs).clip(max=len(unique) - 1)
            is_known = (above != UNKNOWN) & (code >= 0) & (code < size) & (unique[at] == pairs)
            answer.append(np.where(is_known, place[at], UNKNOWN))
        return answer


@dataclass(frozen=True, eq=False)
class Membership:
    """Rows' groups of one crossed level: in each of its slots the group's place ``at`` (n,) in the solution, which it
    weighs ``share`` (n,), 0 where it is unknown. ``fresh`` (n,): the square of the unknown groups' shares."""

    at: list[np.ndarray]
    share: list[np.ndarray]
    fresh: np.ndarray


class CrossedGroups:
    """The groups of a crossed level, or of a multiple membership."""

    def __init__(self, part: CrossedPart, f: int) -> None:
        self._part, self._columns = part, [f"x{f}_{i}" for i in range(len(part.level.columns))]
        self._shares = [f"v{f}_{i}" for i in range(len(part.level.columns))]
        self._tree = None if part.level.check == "mm" else NamedGroups(part.keys)
        self._known = numbered(part.keys[0])

    def membership(self, rows: Any) -> Membership:
        """Where the rows of a batch belong. A pupil of no school is in one that nobody knows."""
        start = self._part.place.start
        if self._tree:
            group = self._tree.groups([rows[name] for name in self._columns])[-1]
            is_new = group == UNKNOWN
            return Membership([start + np.where(is_new, 0, group)], [1.0 - is_new], is_new.astype(float))
        codes = [places(rows[name], self._known) for name in self._columns]
        weight = [numbers(rows[name]).astype(float) for name in self._shares]
        nowhere = np.isnan(weight[0])
        weight = [np.where(nowhere, 0.0, share) for share in weight]
        new = [(code < 0) | (code >= self._part.groups) for code in codes]
        fresh = nowhere.astype(float)
        for code, is_fresh, share in zip(codes, new, weight, strict=True):
            for other, others in zip(codes, weight, strict=True):
                fresh += is_fresh * share * others * (code == other)
        at = [start + np.where(is_fresh, 0, code) for code, is_fresh in zip(codes, new, strict=True)]
        return Membership(at, [share * ~is_fresh for share, is_fresh in zip(weight, new, strict=True)], fresh)
