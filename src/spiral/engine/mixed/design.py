"""Moments arranged for the fit: columns centred where the model allows it and scaled to SD 1, groups as a tree.

Centring changes no model that has the column centred against (the intercept, or the dummy that multiplies the measure);
where that column is absent the uncentred one is restored here, exactly, from the sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spiral.engine.message import Message

from .errors import ModelError
from .moments import Moments
from .nesting import group_starts
from .parts import Branch, CrossedPart
from .row_columns import centred_columns
from .spec import INTERCEPT, Column, Level

#: A column whose share of variation unexplained by the columns before it is below this is their linear combination.
COLLINEAR = 1e-9


@dataclass(frozen=True, eq=False)
class Design:
    """S = W'W (k, k) and slabs B_q = W'z_q per leaf (Q × (J, k)), W = [X (p) | y | other slope columns], scaled.

    With crossed levels their columns Z stand between X and y. ``weight`` (J,): each leaf's sum of prior weights, else
    its pupils. ``z``: each slab's column in W. ``beta_raw`` (p, p), ``y_scale`` and ``y_centre`` lead back to the
    data's units. ``owners`` (G, k, k): S by outermost group, when the moments have it. ``plain`` (J, k): column sums
    by leaf. Levels outer → inner. ``combine``: from the moments' columns to W's; ``scales`` of W's.
    """

    n: int
    names: tuple[str, ...]
    S: np.ndarray
    B: tuple[np.ndarray, ...]
    z: tuple[int, ...]
    branches: tuple[Branch, ...]
    x_scales: np.ndarray
    beta_raw: np.ndarray
    y_scale: float
    y_centre: float
    owners: np.ndarray | None
    plain: np.ndarray
    weight: np.ndarray
    warnings: tuple[Message, ...]
    combine: np.ndarray
    scales: np.ndarray
    log_weights: float = 0.0
    crossed: tuple[CrossedPart, ...] = ()

    @property
    def p(self) -> int:
        return len(self.names)

    @property
    def solved(self) -> int:
        """Columns of W that are solved for together once the nested levels are swept out: X, then the crossed Z."""
        return self.p + sum(part.groups for part in self.crossed)

    @property
    def parts(self) -> tuple[Branch | CrossedPart, ...]:
        """Every level, in the order of their covariances: the nested ones outer → inner, then the crossed."""
        return (*self.branches, *self.crossed)

    @classmethod
    def of(cls, moments: Moments) -> Design:
        """Arrange ``moments`` but for their crossed levels. Raises ModelError for constants, collinear columns and
        too few groups."""
        return _build(moments)


def _build(moments: Moments) -> Design:
    spec = moments.spec
    columns = spec.columns
    home = {(c.measure, frozenset(c.cells)): i for i, c in reversed(list(enumerate(columns[:-1])))}

    def mixture(column: Column, position: int, centred: bool) -> np.ndarray:
        weights = np.zeros(len(columns))
        weights[position] = 1.0
        if column.measure and not centred:
            weights[home["", frozenset(column.cells)]] += spec.centres[column.measure]
        return weights

    wanted: list[np.ndarray] = []
    centred_x = centred_columns(spec.x)
    for column, centred in zip(spec.x, centred_x, strict=True):
        wanted.append(mixture(column, home[column.measure, frozenset(column.cells)], centred))
    has_intercept = any(not c.measure and not c.cells for c in spec.x)
    wanted.append(mixture(columns[-1], len(columns) - 1, has_intercept))
    p = len(spec.x)

    slopes = {(c.measure, frozenset(c.cells)): i for i, c in enumerate(spec.slopes)}
    slab_keys: dict[tuple[str, frozenset[object], bool], int] = {}
    slab_mixtures: list[np.ndarray] = []
    z: list[int] = []
    plans: list[tuple[Level, list[int], list[Column], list[bool]]] = []
    for level in spec.levels:
        random = spec.random(level)
        flags = centred_columns(random)
        places = []
        for column, centred in zip(random, flags, strict=True):
            key = (column.measure, frozenset(column.cells), centred)
            if key not in slab_keys:
                weights = mixture(column, home[column.measure, frozenset(column.cells)], centred)
                slab_keys[key] = len(z)
                slab = np.zeros(len(spec.slopes))
                slab[slopes[column.measure, frozenset(column.cells)]] = 1.0
                if column.measure and not centred:
                    slab[slopes["", frozenset(column.cells)]] += spec.centres[column.measure]
                slab_mixtures.append(slab)
                alike = [i for i, other in enumerate(wanted) if i != p and np.array_equal(other, weights)]
                z.append(alike[0] if alike else len(wanted))
                if not alike:
                    wanted.append(weights)
            places.append(slab_keys[key])
        plans.append((level, places, list(random), flags))

    combine = np.array(wanted).T
    blocks = combine.T @ moments.real_products() @ combine
    total = blocks.sum(axis=0)
    n = moments.size
    scales = np.sqrt(np.maximum(np.diag(total), 0) / n)
    check_design(spec.x, total[:p, :p], n)
    y_spread = scales[p]
    scales[scales == 0] = 1.0
    real = moments.real_sums()
    slabs = []
    for weights, at in zip(slab_mixtures, z, strict=True):
        slabs.append(np.ascontiguousarray((np.tensordot(weights, real, axes=1) @ combine) / scales / scales[at]))
    if y_spread == 0 or _residual_share(total, p) < 1e-14:
        raise ModelError("outcome_determined", outcome=spec.outcome)

    branches, warnings = _branches(moments, plans, z, scales)
    beta_raw = back_matrix(spec.x, centred_x, scales[:p], spec.centres)
    return Design(
        n=n,
        names=tuple(c.name for c in spec.x),
        S=total / np.outer(scales, scales),
        B=tuple(slabs),
        z=tuple(z),
        branches=branches,
        x_scales=scales[:p],
        beta_raw=beta_raw,
        y_scale=float(scales[p]),
        y_centre=spec.centres[spec.outcome] if has_intercept else 0.0,
        owners=blocks / np.outer(scales, scales) if moments.owners else None,
        plain=(real[0] @ combine) / scales,
        weight=real[0][:, 0],
        warnings=warnings,
        log_weights=moments.log_weights,
        combine=combine / scales,
        scales=scales,
    )


def _residual_share(total: np.ndarray, p: int) -> float:
    if p == 0:
        return 1.0
    fitted = np.linalg.lstsq(total[:p, :p], total[:p, p], rcond=None)[0]
    return float((total[p, p] - total[:p, p] @ fitted) / total[p, p])


def back_matrix(
    columns: tuple[Column, ...], centred: list[bool], scales: np.ndarray, centres: dict[str, float]
) -> np.ndarray:
    """Matrix from coefficients of centred, scaled columns to those of the columns as written."""
    back = np.diag(1.0 / scales)
    place = {frozenset(c.cells): i for i, c in enumerate(columns) if not c.measure}
    for j, (column, moved) in enumerate(zip(columns, centred, strict=True)):
        if moved:
            back[place[frozenset(column.cells)], j] -= centres[column.measure] / scales[j]
    return back


def check_design(columns: tuple[Column, ...], cross: np.ndarray, n: int) -> None:
    """Refuse constants and columns that follow from the others, by name (pivot-free Cholesky, one column at a time)."""
    has_intercept = bool(columns) and columns[0].name == INTERCEPT
    if n <= len(columns):
        raise ModelError("too_few_rows", rows=n, coefficients=len(columns))
    independent: list[int] = []
    for j, column in enumerate(columns):
        size = cross[j, j]
        spread = size - cross[0, j] ** 2 / cross[0, 0] if has_intercept else size
        if column.name != INTERCEPT and not spread > 1e-12 * max(size, np.finfo(float).tiny):
            raise ModelError("column_constant", column=column.name)
        if independent:
            root = np.sqrt(np.diag(cross)[independent])
            scaled = cross[np.ix_(independent, independent)] / np.outer(root, root)
            weights = np.linalg.solve(scaled, cross[independent, j] / root)
            left = size - weights @ (cross[independent, j] / root)
            if left < COLLINEAR * spread:
                guilty = [
                    columns[i].name for i, w in zip(independent, weights, strict=True) if abs(w) > 1e-6 * np.sqrt(size)
                ]
                others = [name for name in guilty if name != INTERCEPT] or [INTERCEPT]
                raise ModelError("collinear", column=column.name, others=others)
        independent.append(j)


def _branches(
    moments: Moments,
    plans: list[tuple[Level, list[int], list[Column], list[bool]]],
    z: list[int],
    scales: np.ndarray,
) -> tuple[tuple[Branch, ...], tuple[Message, ...]]:
    spec = moments.spec
    if not spec.levels:
        return (), ()
    starts = [group_starts(moments.keys, spec.depth(level)) for level in spec.levels]
    if len(starts[-1]) < len(moments.n):
        raise ModelError("statistics_too_fine")
    counts = [len(start) for start in starts]
    warnings, free = [], []
    for i, level in enumerate(spec.levels):
        name = level.name
        if counts[i] == moments.size and not any(term for term in level.terms):
            raise ModelError("one_pupil_in_each_group", level=name)
        alone = counts[i] == 1
        same = i + 1 < len(counts) and counts[i] == counts[i + 1] and set(level.terms) <= set(spec.levels[i + 1].terms)
        if alone and len(counts) == 1 and not spec.crossed:
            raise ModelError("one_group_only", level=name)
        if alone:
            warnings.append(Message.of("one_group", level=name))
        elif same:
            inner = spec.levels[i + 1].name
            warnings.append(Message.of("levels_coincide", level=name, inner=inner))
        free.append(not (alone or same))
    if not any(free) and not spec.crossed:
        raise ModelError("no_level_with_groups")
    branches = []
    columns = spec.key_columns
    for i, (level, places, random, flags) in enumerate(plans):
        below = starts[i + 1] if i + 1 < len(starts) else np.arange(len(moments.n))
        above = starts[i - 1] if i else np.zeros(1, dtype=np.int64)
        branches.append(
            Branch(
                level=level,
                slabs=tuple(places),
                starts=starts[i],
                children=np.searchsorted(below, starts[i]),
                parents=np.searchsorted(above, starts[i], side="right") - 1,
                to_raw=back_matrix(tuple(random), flags, scales[[z[place] for place in places]], spec.centres),
                free=free[i],
                keys=tuple(
                    tuple(moments.keys[columns.index(name)][start] for start in starts[i].tolist())
                    for name in level.columns
                ),
            )
        )
    return tuple(branches), tuple(warnings)
