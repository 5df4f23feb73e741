"""Made-up countries on a real one's sizes, intake and gaps: what is true of every unit is known, so that it can be
counted how often a statement holds. Background and results are drawn as the model says; nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .deviation import deviations
from .intake import Array
from .model import fit_expected
from .prediction import NextYear, next_year

#: parents' education (index 1–3), girls and foreign background (per cent): the slopes, and the standard deviation
#: between pupils, near those of the country. ``_SQUARE`` is that of parents' education, points per index².
COVARIATES = ("parents_education", "girls", "foreign_background")
_SLOPES = np.array([95.0, 0.2, 0.25])
_SQUARE = 50.0
_BETWEEN_PUPILS = np.array([0.53, 50.0, 42.0])
_LEVEL, _DRIFT_SD, _STABLE_SD, _YEARLY_SD, _PUPIL_SD = 226.0, 2.0, 14.0, 5.5, 54.0
#: Units of like size whose mean is predicted, as that of a municipality's schools is.
_TOGETHER = 3
#: Pupils at which sizes are divided: 15–29, 30–49, 50–99, 100 and more.
SIZES = (30, 50, 100)
SIZE_NAMES = ("15–29", "30–49", "50–99", "100–")


@dataclass(frozen=True, slots=True)
class CountryKind:
    """A kind of country: which covariates are new with each cohort, and how the stable spread goes with log n."""

    name: str
    moving: tuple[str, ...]
    size_slope: float


KINDS = (
    CountryKind("index alone in error", COVARIATES[:1], -0.45),
    CountryKind("girls and background too", COVARIATES, -0.45),
    CountryKind("matching intake", (), -0.45),
    CountryKind("one spread for all sizes", COVARIATES[:1], 0.0),
)


class SyntheticCountry(NamedTuple):
    """A made-up country: y (units, years), the intake x (units, covariates) of its last year, n (units,), and what is
    true: the stable effect (units,) and that of the last year (units,)."""

    y: Array
    x: Array
    n: Array
    stable: Array
    latest: Array


def simulate(kind: CountryKind, y: Array, x: Array, n: Array, random: np.random.Generator) -> SyntheticCountry:
    """One country of ``kind`` with the gaps of ``y``, the spread of ``x`` and the sizes ``n`` of a real one."""
    units, years = y.shape
    error = _BETWEEN_PUPILS**2 * [name in kind.moving for name in COVARIATES] / n[:, None]
    reliable = np.sqrt(np.clip(1 - error.mean(axis=0) / x.var(axis=0), 0.1, 1))
    usual = x.mean(axis=0) + reliable * (x - x.mean(axis=0))
    intake = usual[:, None, :] + random.normal(size=(units, years, x.shape[1])) * np.sqrt(error)[:, None, :]
    centred = intake - x.mean(axis=0)
    stable = random.normal(size=units) * _STABLE_SD * (n / 50) ** kind.size_slope
    yearly = random.normal(0, _YEARLY_SD, (units, years))
    values = _LEVEL + centred @ _SLOPES + _SQUARE * centred[:, :, 0] ** 2 + stable[:, None] + yearly
    values += random.normal(size=(units, years)) * (_PUPIL_SD / np.sqrt(n))[:, None]
    values += np.cumsum(random.normal(0, _DRIFT_SD, years))
    return SyntheticCountry(np.where(np.isnan(y), np.nan, values), intake[:, -1], n, stable, stable + yearly[:, -1])


def coverage(country: SyntheticCountry) -> dict[str, tuple[Array, Array]]:
    """Statement → pupils of each unit it is made of, and whether it was true (0 or 1), after fitting ``country``."""
    units, periods = country.y.shape
    years, names = tuple(map(str, range(periods))), [str(j) for j in range(units)]
    model = fit_expected(country.y, country.x, country.n, years, COVARIATES, curved=COVARIATES[:1])
    counted: dict[str, tuple[Array, Array]] = {}
    for name, year, truth in (("pooled", None, country.stable), ("one year", years[-1], country.latest)):
        listed = deviations(model, names, country.y, country.x, country.n, year)
        n = np.array([float(d.n) for d in listed])
        inside = np.array([float(d.low <= truth[int(d.unit)] <= d.high) for d in listed])
        band = np.array([float(d.usual_low <= d.reached <= d.usual_high) for d in listed])
        counted |= {name: (n, inside), f"band, {name}": (n, band)}
    return counted | _predicted(country, names)


def _predicted(country: SyntheticCountry, names: list[str]) -> dict[str, tuple[Array, Array]]:
    """Did the last year land where the years before let expect, in units and in units together?"""
    known = ~np.isnan(country.y[:, :-1]).all(axis=1) & ~np.isnan(country.y[:, -1])
    listed = [name for name, is_known in zip(names, known, strict=True) if is_known]
    said = next_year(listed, country.y[known, :-1], country.n[known])
    came = country.y[[int(unit) for unit in said.units], -1]
    inside = [float(land.low <= y <= land.high) for land, y in zip(said.alone(), came, strict=True)]
    return {"prediction": (said.n, np.array(inside)), "prediction, three together": _together(said, came)}


def _together(said: NextYear, came: Array) -> tuple[Array, Array]:
    """The same of the mean over pupils of each ``_TOGETHER`` units of like size."""
    order = np.argsort(said.n, kind="stable")
    groups = order[: len(order) // _TOGETHER * _TOGETHER].reshape(-1, _TOGETHER)
    lands = [said.together(group.tolist()) for group in groups]
    means = [np.average(came[group], weights=said.n[group]) for group in groups]
    inside = [float(land.low <= mean <= land.high) for land, mean in zip(lands, means, strict=True)]
    return said.n[groups].mean(axis=1), np.array(inside)


def by_size(n: Array, values: Array) -> list[Array]:
    """``values`` of the units of each size in ``SIZE_NAMES``."""
    group = np.searchsorted(SIZES, n, side="right")
    return [values[group == k] for k in range(len(SIZE_NAMES))]
