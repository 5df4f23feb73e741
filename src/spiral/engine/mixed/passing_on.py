"""Statistics that may be passed on: no leaf of fewer than ten pupils, for one of a single pupil is that pupil's record.

Small leaves become one leaf (``SMALL_LEAF``) of their outermost group; what is still too small, one of the whole file,
with the smallest of the others where that is needed. The file says how many they were (docs/regler/sekretess.md A).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spiral.engine.figures import SMALL_LEAF
from spiral.engine.message import Message

from .errors import ModelError
from .moments import Moments, PutTogether

#: Fewest pupils of a leaf that is passed on.
LEAST = 10
#: Fewest leaves: the cross products of a single one would be that unit's own.
FEWEST_LEAVES = 2


def own_use_warning(moments: Moments) -> Message:
    """What a file of these leaves as they are says to whoever opens it."""
    return Message.of("own_use_only", leaves=_small_leaves(moments), least=LEAST)


def _small_leaves(moments: Moments) -> int:
    return int((moments.n < LEAST).sum())


def check_leaves(moments: Moments) -> None:
    """Raises ModelError for statistics with too small a leaf, or of one leaf only, that are not for own use."""
    if moments.own_use:
        return
    if small := _small_leaves(moments):
        raise ModelError("leaves_too_small", leaves=small, least=LEAST)
    if len(moments.n) < FEWEST_LEAVES:
        raise ModelError("statistics_of_one_leaf", least=LEAST)


def put_small_together(moments: Moments) -> Moments:
    """The same statistics with small leaves put together, groups named by text.

    Raises ModelError when there are too few pupils for two leaves, and for random slopes, whose sums are of squares.
    """
    if len(moments.spec.slopes) > 1:
        raise ModelError("slope_statistics_stay")
    names = [tuple(map(str, leaf)) for leaf in moments.leaves]
    depth = len(moments.keys)
    small = moments.n < LEAST
    outer = [(name[0], *[SMALL_LEAF] * (depth - 1)) if few else name for name, few in zip(names, small, strict=True)]
    sizes: dict[tuple[str, ...], int] = {}
    for name, count in zip(outer, moments.n.tolist(), strict=True):
        sizes[name] = sizes.get(name, 0) + count
    left = {name for name, count in sizes.items() if count < LEAST}
    if left:
        total = sum(sizes[name] for name in left)
        for name in sorted(sizes.keys() - left, key=lambda name: (sizes[name], name)):
            if total >= LEAST:
                break
            left.add(name)
            total += sizes[name]
    everywhere = (SMALL_LEAF,) * depth
    merged = moments.grouped([everywhere if name in left else name for name in outer])
    moved = np.array([a != b for a, b in zip(names, outer, strict=True)]) | np.array([name in left for name in outer])
    put = PutTogether(LEAST, int(moved.sum()), int(moments.n[moved].sum())) if moved.any() else PutTogether()
    merged = replace(merged, put_together=put)
    check_leaves(merged)
    return merged
