"""Crossed levels arranged for the fit: their columns Z beside X, solved for together with β once the rest is swept out.

The nested levels are eliminated exactly, which leaves a dense matrix as large as the crossed levels have groups: with
two crossed factors the larger is swept out and the smaller one's Schur complement is factored (decisions/0030).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from spiral.engine.message import Message

from ..design import Design
from ..errors import ModelError
from ..moments import Moments
from ..parts import CrossedPart
from ..spec import Level

#: A level's groups by key column.
Names = tuple[tuple[Any, ...], ...]


def design_of(moments: Moments) -> Design:
    """``moments`` arranged, with the crossed columns between X and y where there are any.

    Raises ModelError for what ``Design.of`` refuses and for a level with one group for each pupil.
    """
    design, crossed = Design.of(moments), moments.crossed
    if crossed is None:
        return design
    sums, scales = crossed.sums @ design.combine, design.scales
    p, own = design.p, crossed.own.toarray()
    parts: list[CrossedPart] = []
    warnings = list(design.warnings)
    for level, keys, place in zip(moments.spec.crossed, crossed.keys, crossed.places, strict=True):
        groups = len(keys[0])
        if groups == design.n:
            raise ModelError("one_pupil_in_each_group", level=level.name)
        if groups == 1:
            warnings.append(Message.of("one_group", level=level.name))
        square = np.diag(own)[place]
        shifted = slice(place.start + p, place.stop + p)
        parts.append(CrossedPart(level, shifted, keys, crossed.n[place], square, groups > 1))
    by_leaf = crossed.by_leaf.toarray()
    warnings += _nearly_nested(design, parts, crossed.places, by_leaf, own)
    if not any(part.free for part in parts) and not any(branch.free for branch in design.branches):
        raise ModelError("no_level_with_groups")
    S = np.block(
        [
            [design.S[:p, :p], sums[:, :p].T, design.S[:p, p:]],
            [sums[:, :p], own, sums[:, p:]],
            [design.S[p:, :p], sums[:, p:].T, design.S[p:, p:]],
        ]
    )
    slabs = [
        np.ascontiguousarray(np.hstack([slab[:, :p], by_leaf / scales[at], slab[:, p:]]))
        for slab, at in zip(design.B, design.z, strict=True)
    ]
    z = tuple(at if at < p else at + len(sums) for at in design.z)
    return replace(design, S=S, B=tuple(slabs), z=z, crossed=tuple(parts), warnings=tuple(warnings))


def _nearly_nested(
    design: Design, parts: list[CrossedPart], places: list[slice], by_leaf: np.ndarray, own: np.ndarray
) -> list[Message]:
    """Warnings of levels written apart that would be nested but for a few groups: those may be mistakes in the data."""
    warnings = []
    for i, (part, mine) in enumerate(zip(parts, places, strict=True)):
        others = [(other.level, other.keys, own[place, mine]) for other, place in zip(parts[:i], places, strict=False)]
        for branch in design.branches:
            others.append((branch.level, branch.keys, np.add.reduceat(by_leaf[:, mine], branch.starts, axis=0)))
        for level, keys, pairs in others:
            if level.check != "+" or part.level.check != "+":
                continue
            if len(pairs) > pairs.shape[1]:
                warnings.append(_exception(level, keys, part.level, part.keys, pairs > 0))
            else:
                warnings.append(_exception(part.level, part.keys, level, keys, pairs.T > 0))
    return [message for message in warnings if message is not None]


def _exception(inner: Level, keys: Names, outer: Level, above: Names, shared: np.ndarray) -> Message | None:
    """The first group of ``inner`` under two of ``outer``, if at most a third are; ``shared`` (inner, outer)."""
    twice = np.flatnonzero(shared.sum(axis=1) > 1)
    if not len(twice) or 3 * len(twice) > len(shared):
        return None
    first, second = (above[0][i] for i in np.flatnonzero(shared[twice[0]])[:2])
    group = keys[0][twice[0]]
    return Message.of("nearly_nested", level=inner.name, group=group, outer=outer.name, first=first, second=second)
