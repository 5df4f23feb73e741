"""The maximum of a logistic model's likelihood over sites: Newton's method on sums that sites add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ..errors import ConvergenceError
from .likelihood import LikelihoodSums
from .rows import BinaryRows

#: Below this standard deviation (in logits) a falling τ is taken for 0.
LEAST_TAU = 1e-3
LONGEST_STEP = 0.7
#: The standard deviation at which a level held at 0 is tried again.
TRIED_TAU = 0.03


class AnySite(Protocol):
    """One owner's pupils, who answer with sums only."""

    rows: BinaryRows
    levels: int

    def plain_logistic_sums(self, beta: np.ndarray) -> LikelihoodSums: ...

    def sums(self, theta: np.ndarray, nodes: int) -> LikelihoodSums: ...


def maximise_likelihood(sites: Sequence[AnySite], nodes: int) -> tuple[np.ndarray, LikelihoodSums, int]:
    """(θ = (β, log τ of each level), the sums there, rounds used); log τ = −inf where the variance is 0.

    Raises ConvergenceError.
    """
    beta, plain = _plain_logistic(sites)
    p, levels = len(beta), sites[0].levels
    theta = np.append(beta, np.full(levels, np.log(0.7)))
    here = _pooled_sums([site.sums(theta, nodes) for site in sites])
    released: set[int] = set()
    for rounds in range(1, 120):
        moving = np.flatnonzero(np.isfinite(theta))
        step, decrement = _step(here, moving, p)
        if decrement < 1e-10:
            again = _worth_releasing(sites, nodes, theta, here, released)
            if again is None:
                return theta, here, rounds
            released.add(again)
            theta = theta.copy()
            theta[again] = np.log(TRIED_TAU)
            here = _pooled_sums([site.sums(theta, nodes) for site in sites])
            continue
        for halving in range(30):
            trial = theta.copy()
            trial[moving] += step * 0.5**halving
            there = _pooled_sums([site.sums(trial, nodes) for site in sites])
            if there.value >= here.value - 1e-12 * abs(here.value):
                break
        else:
            raise ConvergenceError("binary_not_converged")
        theta, here = trial, there
        small = [i for i in moving.tolist() if i >= p and theta[i] < np.log(LEAST_TAU)]
        if levels == 1 and small and plain.gradient[-1] <= 0:
            return np.append(beta, -np.inf), plain, rounds
        if levels > 1 and small:
            theta = theta.copy()
            theta[small] = -np.inf
            here = _pooled_sums([site.sums(theta, nodes) for site in sites])
    raise ConvergenceError("binary_not_converged")


def _plain_logistic(sites: Sequence[AnySite]) -> tuple[np.ndarray, LikelihoodSums]:
    """β without groups, from where the search starts, and the sums there."""
    p = sites[0].rows.X.shape[1]
    beta = np.zeros(p)
    for _ in range(50):
        plain = _pooled_sums([site.plain_logistic_sums(beta) for site in sites])
        step = np.linalg.solve(-plain.hessian[:p, :p], plain.gradient[:p])
        beta = beta + step
        if np.abs(step).max() > 30 or not np.isfinite(step).all():
            raise ConvergenceError("separated")
        if np.abs(step).max() < 1e-10:
            break
    else:
        raise ConvergenceError("separated")
    if np.abs(beta).max() > 25:
        raise ConvergenceError("separated")
    return beta, _pooled_sums([site.plain_logistic_sums(beta) for site in sites])


def _step(here: LikelihoodSums, moving: np.ndarray, p: int) -> tuple[np.ndarray, float]:
    """An ascending step of the moving parameters whatever the curvature's sign, and its decrement."""
    slope = here.gradient[moving]
    values, vectors = np.linalg.eigh(-here.hessian[np.ix_(moving, moving)])
    sizes = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
    step = vectors @ ((vectors.T @ slope) / sizes)
    longest = np.abs(step[moving >= p]).max(initial=0.0)
    return step * min(1.0, LONGEST_STEP / max(longest, 1e-300)), float(slope @ step)


def _worth_releasing(
    sites: Sequence[AnySite], nodes: int, theta: np.ndarray, here: LikelihoodSums, released: set[int]
) -> int | None:
    """A level held at 0 whose variance would after all raise the likelihood; each is tried once."""
    for i in np.flatnonzero(np.isinf(theta)).tolist():
        trial = theta.copy()
        trial[i] = np.log(TRIED_TAU)
        if i not in released and _pooled_sums([site.sums(trial, nodes) for site in sites]).value > here.value + 1e-8:
            return i
    return None


def _pooled_sums(parts: list[LikelihoodSums]) -> LikelihoodSums:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole
