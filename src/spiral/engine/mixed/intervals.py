"""Intervals of effects that take the uncertainty of the variances into account.

An effect's usual interval takes the variances as known and is too narrow where groups are small and differ little. Here
the effects are estimated at plausible values of the levels' standard deviations (``variance_points``), each weighed by
the (restricted) likelihood, and the interval holds the middle of the resulting mixture of normal distributions. No data
are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from .crossed.effects import crossed_moments
from .errors import ModelError
from .likelihood import SweptModel
from .normal_mixture import central_interval
from .posterior import Posterior, level_posterior, path_terms, prediction_error_variance
from .solution import Solution
from .variance_points import LIGHTEST, Point, variance_points, weighed

#: Points worked on at a time with crossed levels, whose one large matrix takes the time and needs no lock of Python's.
CROSSED_AT_ONCE = 2
#: Groups of the innermost level worked on at a time: their matrices stay in the processor's cache.
GROUPS_AT_ONCE = 3000

Bounds = tuple[np.ndarray, np.ndarray]
#: What a point adds to a mixture: its weight, and moments of the own effects and of the paths by level.
Part = tuple[float, list[Bounds], list[Bounds]]


@dataclass(frozen=True, eq=False)
class Mixture:
    """``weights`` (P,); per level (nested, then crossed) each point's mean and variance of the own effects (G, r) and
    of the paths (G, terms). Where r > 1 the own have a column more, last: the effect at the average pupil. Points stand
    as they were worked out: twenty thousand groups are never stacked."""

    weights: np.ndarray
    own: list[list[Bounds]]
    path: list[list[Bounds]]


def bounds(
    fit: Solution, *, kind: str, level: float, path: bool = False, mixture: Mixture | None = None
) -> list[Bounds]:
    """(low, high), each (G, r), for every level's effects, or with ``path`` for the path sums; r counts the columns of
    ``Mixture``. ``mixture``: if it has been computed already. Raises ModelError for an unknown kind or a level outside
    0 to 1."""
    if not 0 < level < 1:
        raise ModelError("coverage_out_of_range", coverage=level)
    if kind == "pev":
        mixture = _mixture([(1.0, *_moments_at(fit, fit.swept))])
    elif kind == "mixture":
        mixture = mixture or effect_mixture(fit)
    else:
        raise ModelError("effect_interval_unknown", kind=kind)
    levels = mixture.path if path else mixture.own
    return [
        central_interval(mixture.weights, [m for m, _ in level_points], [v for _, v in level_points], level)
        for level_points in levels
    ]


def effect_mixture(fit: Solution) -> Mixture:
    """The mixture over the points around the minimum of the criterion that carry weight."""

    def part_at(point: Point) -> Part:
        weight, swept = weighed(fit, point)
        return (weight, *(_moments_at(fit, swept) if weight else ([], [])))  # the swept model, which is large, goes

    with ThreadPoolExecutor(CROSSED_AT_ONCE if fit.design.crossed else 1) as threads:
        return _mixture(threads.map(part_at, variance_points(fit)))


def _mixture(parts: Iterable[Part]) -> Mixture:
    """The mixture of the parts that carry weight."""
    held: list[Part] = []
    heaviest = 0.0
    for part in parts:
        heaviest = max(part[0], heaviest)
        if part[0] > LIGHTEST * heaviest:
            held.append(part)
    held = [part for part in held if part[0] > LIGHTEST * heaviest]
    weights = np.array([weight for weight, _, _ in held])
    own = [list(points) for points in zip(*(own for _, own, _ in held), strict=True)]
    path = [list(points) for points in zip(*(path for _, _, path in held), strict=True)]
    return Mixture(weights / weights.sum(), own, path)


def _moments_at(fit: Solution, swept: SweptModel) -> tuple[list[Bounds], list[Bounds]]:
    """(own effects, paths) of every level: means and variances, shaped as in ``Mixture``."""
    _, matrix = path_terms(fit)
    own: list[Bounds] = []
    path: list[Bounds] = []
    above: Posterior | None = None
    for index, branch in enumerate(fit.design.branches):
        back = branch.to_raw * fit.design.y_scale
        if len(back) > 1:
            back = np.vstack([back, fit.average_pupil(branch) * fit.design.y_scale])
        if index + 1 < len(fit.design.branches):
            above = level_posterior(fit.design, swept, index, above)
            blocks: Iterable[Posterior] = [above]
        else:  # the most groups, and none below that need the whole
            rows = (slice(start, start + GROUPS_AT_ONCE) for start in range(0, branch.groups, GROUPS_AT_ONCE))
            blocks = (level_posterior(fit.design, swept, index, above, part) for part in rows)
        pairs = [(_own(fit, swept, block, back), _path(fit, swept, block, matrix)) for block in blocks]
        own.append(_joined([pair for pair, _ in pairs]))
        path.append(_joined([pair for _, pair in pairs]))
    for part in fit.design.crossed:
        mean, _, pev = crossed_moments(fit, swept, part)
        own.append((mean[:, None], pev[:, None]))
    return own, path


def _own(fit: Solution, swept: SweptModel, posterior: Posterior, back: np.ndarray) -> Bounds:
    pev = prediction_error_variance(fit, swept, posterior.V, posterior.A)
    return posterior.b @ back.T, _diagonal(back, pev)


def _path(fit: Solution, swept: SweptModel, posterior: Posterior, matrix: np.ndarray) -> Bounds:
    pev = prediction_error_variance(fit, swept, posterior.path_V, posterior.path_A)
    return posterior.path @ matrix.T, _diagonal(matrix, pev)


def _joined(blocks: list[Bounds]) -> Bounds:
    means, variances = zip(*blocks, strict=True)
    return np.concatenate(means), np.concatenate(variances)


def _diagonal(back: np.ndarray, variance: np.ndarray) -> np.ndarray:
    diagonal: np.ndarray = np.einsum("ra,gab,rb->gr", back, variance, back)
    return diagonal
