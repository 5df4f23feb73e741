"""Intervals of variances by profiling: where the criterion, at its best over all else, has risen by χ²(1).

lme4's ``confint``, on the criterion of the fit itself (REML or ML), in standard deviations and correlations. The normal
approximation on the logarithm ("delta") is faster, and not defined at 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from .errors import ModelError
from .likelihood import degrees_of_freedom, gradient, sweep
from .solution import Solution


@dataclass(frozen=True)
class VarianceInterval:
    """Interval of a standard deviation (``term2`` None, may begin at 0) or of a correlation; the outcome's unit."""

    group: str
    term1: str | None
    term2: str | None
    estimate: float
    low: float
    high: float


class _ReportedParameters:
    """The parameters as reported: per level the r SDs and the correlations of the terms as written, then σ."""

    def __init__(self, fit: Solution) -> None:
        self.fit, self.design, self.method = fit, fit.design, fit.method
        self.free = [branch.free for branch in fit.design.parts]
        self.backs = [np.linalg.inv(branch.to_raw * fit.design.y_scale) for branch in fit.design.parts]
        self.names: list[tuple[str, str | None, str | None]] = []
        start: list[float] = []
        for branch in fit.design.parts:
            if branch.free:
                name, terms = branch.level.name, fit.terms(branch.level.name)
                matrix = fit.variances[name]
                sd = np.sqrt(np.maximum(np.diag(matrix), 1e-16))
                self.names += [(name, term, None) for term in terms]
                start += sd.tolist()
                for i, j in zip(*np.tril_indices(len(terms), -1), strict=True):
                    self.names.append((name, terms[j], terms[i]))
                    start.append(float(np.clip(matrix[i, j] / sd[i] / sd[j], -0.999, 0.999)))
        self.names.append(("Residual", None, None))
        self.start = np.array([*start, fit.sigma])
        self.is_sd = np.array([name[2] is None for name in self.names])

    def deviance(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        """The criterion with σ² as a parameter, and its gradient; infinite outside the possible correlations."""
        sigma2 = (theta[-1] / self.design.y_scale) ** 2
        D, parts, at = [], [], 0
        for branch, on, back in zip(self.design.parts, self.free, self.backs, strict=True):
            r = branch.size
            if not on:
                D.append(np.zeros((r, r)))
                continue
            sd = theta[at : at + r]
            R = np.eye(r)
            lower = np.tril_indices(r, -1)
            R[lower] = R[lower[::-1]] = theta[at + r : at + r + len(lower[0])]
            if r > 1 and np.linalg.eigvalsh(R)[0] < 1e-8:
                return np.inf, np.zeros_like(theta)
            parts.append((sd, R, back))
            D.append(back @ (np.outer(sd, sd) * R) @ back.T / sigma2)
            at += r + len(lower[0])
        swept = sweep(self.design, D)
        df = degrees_of_freedom(self.design, self.method)
        value = (
            swept.logdet
            - self.design.log_weights
            + df * np.log(2 * np.pi * sigma2)
            + swept.r2 / sigma2
            + 2 * df * np.log(self.design.y_scale)
        )
        if self.method == "REML":
            value += swept.logdet_x + 2 * np.log(self.design.x_scales).sum()
        slopes = gradient(self.design, swept, self.method, sigma2)
        pulled = sum(float((slope * d).sum()) for slope, d in zip(slopes, D, strict=True))
        out: list[float] = []
        used = iter(parts)
        for slope, on in zip(slopes, self.free, strict=True):
            if on:
                sd, R, back = next(used)
                own = back.T @ slope @ back / sigma2
                out += (2 * (own * R) @ sd).tolist()
                lower = np.tril_indices(len(sd), -1)
                out += (2 * own * np.outer(sd, sd))[lower].tolist()
        out.append(2 * (df - swept.r2 / sigma2 - pulled) / theta[-1])
        return float(value), np.array(out)


def variance_intervals(
    fit: Solution, *, level: float = 0.95, kind: str = "profile", endless: bool = False
) -> list[VarianceInterval]:
    """One interval per standard deviation and correlation, in the order of the levels (outer → inner), σ last.

    ``kind`` "profile" (about ten fits an interval) or "delta". Raises ModelError for another, and for a profile whose
    end is not found; with ``endless`` that end is NaN.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    scale = _ReportedParameters(fit)
    if kind == "profile":
        ends = [(_end(scale, i, -1, z, endless), _end(scale, i, 1, z, endless)) for i in range(len(scale.start))]
    elif kind == "delta":
        ends = _delta_bounds(scale, z)
    else:
        raise ModelError("variance_interval_unknown", kind=kind)
    return [
        VarianceInterval(*name, float(value), low, high)
        for name, value, (low, high) in zip(scale.names, scale.start, ends, strict=True)
    ]


def _end(scale: _ReportedParameters, i: int, direction: int, z: float, endless: bool) -> float:
    try:
        return _bound(scale, i, direction, z)
    except ModelError:
        if endless:
            return float("nan")
        raise


def _bound(scale: _ReportedParameters, i: int, direction: int, z: float) -> float:
    """Where the profile crosses z² on one side; the edge of what is possible (0, ±1) when it never does."""
    from scipy.optimize import brentq

    best, floor = scale.fit.criterion, 0.0 if scale.is_sd[i] else -1.0
    warm = scale.start.copy()

    @cache  # a search that begins elsewhere may end a little apart, and the ends of a bracket must stay what they were
    def rise(value: float) -> float:
        nonlocal warm
        least, warm = _profile_criterion(scale, i, value, warm)
        return least - best - z**2

    centre, width = scale.start[i], max(0.1 * abs(scale.start[i]), 0.02 * scale.fit.sigma if scale.is_sd[i] else 0.05)
    edge = (floor if direction < 0 else np.inf) if scale.is_sd[i] else 0.9999 * direction
    near = centre
    for _ in range(60):
        far = centre + direction * width
        if direction * far >= direction * edge:
            far = max(edge, 1e-9) if scale.is_sd[i] else edge
            if rise(far) < 0:
                return float(floor if scale.is_sd[i] else direction)
        if rise(far) > 0:
            return float(brentq(rise, near, far, xtol=1e-7 * max(abs(centre), 1e-3), rtol=1e-9))
        near, width = far, width * 1.7
    raise ModelError("profile_without_end", level=scale.names[i][0])


def _profile_criterion(scale: _ReportedParameters, i: int, value: float, warm: np.ndarray) -> tuple[float, np.ndarray]:
    """The least criterion with parameter ``i`` held at ``value``, from a warm start; and where."""
    from scipy.optimize import minimize

    others = np.array([j for j in range(len(warm)) if j != i])
    size = np.where(scale.is_sd, np.maximum(np.abs(scale.start), 0.05 * scale.fit.sigma), 1.0)[others]

    def at(theta: np.ndarray) -> np.ndarray:
        whole = warm.copy()
        whole[i] = value
        whole[others] = theta * size
        return whole

    def criterion(theta: np.ndarray) -> tuple[float, np.ndarray]:
        deviance, slope = scale.deviance(at(theta))
        return deviance, slope[others] * size

    limits = [(1e-9, 50.0) if scale.is_sd[j] else (-0.9999, 0.9999) for j in others]
    if i != len(warm) - 1:
        limits[-1] = (0.05, 20.0)  # σ
    start = np.clip(warm[others] / size, *np.array(limits).T)
    optimum = minimize(
        criterion, start, jac=True, method="L-BFGS-B", bounds=limits, options={"ftol": 1e-14, "gtol": 1e-7}
    )
    return float(optimum.fun), at(optimum.x)


def _delta_bounds(scale: _ReportedParameters, z: float) -> list[tuple[float, float]]:
    """Normal intervals on log SD and on Fisher's z of correlations, from the criterion's curvature."""
    theta, count = scale.start, len(scale.start)
    curvature = np.zeros((count, count))
    for i in range(count):
        nudge = np.eye(count)[i] * 1e-4 * max(abs(theta[i]), 1e-3)
        curvature[:, i] = (scale.deviance(theta + nudge)[1] - scale.deviance(theta - nudge)[1]) / (2 * nudge[i])
    spread = np.sqrt(np.maximum(np.diag(np.linalg.pinv((curvature + curvature.T) / 4)), 0.0))
    ends = []
    for value, sd, positive in zip(theta, spread, scale.is_sd, strict=True):
        if positive and value < 1e-6 * scale.fit.sigma:
            ends.append((0.0, float("nan")))
        elif positive:
            ends.append((float(value * np.exp(-z * sd / value)), float(value * np.exp(z * sd / value))))
        else:
            middle, half = np.arctanh(value), z * sd / (1 - value**2)
            ends.append((float(np.tanh(middle - half)), float(np.tanh(middle + half))))
    return ends
