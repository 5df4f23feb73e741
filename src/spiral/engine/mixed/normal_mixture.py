"""Quantiles of mixtures of normal distributions, of many groups at once."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

#: Numbers (points × groups) worked on at a time: they stay in the processor's cache.
AT_ONCE = 16_384


def central_interval(
    weights: np.ndarray, means: Sequence[np.ndarray], variances: Sequence[np.ndarray], level: float
) -> tuple[np.ndarray, np.ndarray]:
    """(low, high), each (G, r), of the middle ``level`` of mixtures of P normals: ``weights`` (P,), and P means and
    variances (G, r)."""
    points, shape = len(means), means[0].shape
    tail = NormalDist().inv_cdf((1 + level) / 2)
    if points == 1:
        reach = tail * np.sqrt(np.maximum(variances[0], 0.0))
        return means[0] - reach, means[0] + reach
    least = max(1e-12 * float(np.sqrt(max(variance.max() for variance in variances))), 1e-100)
    middles, squares = [mean.ravel() for mean in means], [variance.ravel() for variance in variances]
    ends = np.empty((2, means[0].size))
    step = max(AT_ONCE // points, 1)
    for start in range(0, ends.shape[1], step):
        part = slice(start, start + step)
        middle = np.stack([mean[part] for mean in middles])
        spread = np.sqrt(np.maximum(np.stack([variance[part] for variance in squares]), 0.0))
        for end, z in zip(ends, (-tail, tail), strict=True):
            end[part] = _quantile(weights, middle, spread, z, least)
    return ends[0].reshape(shape), ends[1].reshape(shape)


def _quantile(weights: np.ndarray, means: np.ndarray, spread: np.ndarray, z: float, least: float) -> np.ndarray:
    """Quantile (M,) that a normal has at ``z``: Halley's method from the first moments (Cornish and Fisher 1938), and
    halving where that leaves the bracket."""
    from scipy.special import ndtr

    edges = means + z * spread
    low, high = edges.min(axis=0), edges.max(axis=0)
    widest = np.maximum(spread.max(axis=0), least)
    spread = np.maximum(spread, 1e-6 * widest)
    guess, around = _first_guess(weights, means / widest, spread / widest, z)
    x: np.ndarray = np.clip(guess * widest, low, high)
    around = around * widest
    probability = NormalDist().cdf(z)
    for _ in range(60):
        distance = (x - means) / spread
        height = np.exp(-0.5 * distance**2) / spread
        excess = weights @ ndtr(distance) - probability
        density = np.maximum(weights @ height / np.sqrt(2 * np.pi), 1e-12 / widest)
        bend = -(weights @ (height * distance / spread)) / np.sqrt(2 * np.pi) / density
        low, high = np.where(excess < 0, x, low), np.where(excess < 0, high, x)
        newton = excess / density
        following = x - newton / np.maximum(1 - 0.5 * newton * bend, 0.5)
        inside = (following > low) & (following < high)
        following = np.where(inside, following, (low + high) / 2)
        moved = np.abs(following - x)
        x = following
        # Halley's next step is as small as this one's cube, a halving's is not.
        if (moved <= np.where(inside, 1e-3 * spread.min(axis=0), 1e-9 * around)).all():
            break
    return x


def _first_guess(weights: np.ndarray, means: np.ndarray, spread: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """The quantile (M,) by the mixture's variance, skewness and kurtosis, and its standard deviation (M,)."""
    off, own = means - weights @ means, spread**2
    squared = off**2
    variance = weights @ (own + squared)
    around = np.sqrt(variance)
    skew = (weights @ (off * (squared + 3 * own))) / (variance * around)
    excess = (weights @ (squared**2 + 6 * squared * own + 3 * own**2)) / variance**2 - 3
    bent = z + skew * (z**2 - 1) / 6 + excess * (z**3 - 3 * z) / 24 - skew**2 * (2 * z**3 - 5 * z) / 36
    return weights @ means + bent * around, around
