"""What crossed levels and multiple memberships need of the pupils beside the nested levels' sums: counts of pairs.

A crossed level's groups are columns Z of 0 and 1 (of shares, where a pupil belongs to several groups at once). The
likelihood needs Z'W, how many pupils each of its groups shares with each leaf of the nested levels, and Z'Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class CrossedStatistics:
    """``keys``: per crossed level, per key column, its groups' names; q groups in all, level after level.

    ``n`` (q,) pupils; ``sums`` (q, k) = Z'W, centred as the moments are; ``by_leaf`` (J, q) and ``own`` (q, q) = Z'Z,
    both sparse and weighted.
    """

    keys: tuple[tuple[tuple[Any, ...], ...], ...]
    n: np.ndarray
    sums: np.ndarray
    by_leaf: csr_array
    own: csr_array

    @property
    def places(self) -> list[slice]:
        """Where each level's groups stand among the q."""
        ends = np.cumsum([0, *(len(names[0]) for names in self.keys)]).tolist()
        return [slice(start, stop) for start, stop in pairwise(ends)]
