"""What is published of units' leaving grades, for calibration; what is hidden is drawn from the model of similar units.

Nothing is fitted to a total: a hidden figure is a random draw around what its unit's open figures let expect, so that
no hidden figure can follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spiral.engine.figures import State

_LEAVING, _GROUND = "slutbetyg", "underlag"
PUPILS = "Antal elever"
MERIT = "Genomsnittligt meritvärde (17 ämnen)"
ALL_SUBJECTS = "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen"
ELIGIBLE = "Andel (%) elever behöriga till yrkesprog."
_FOREIGN = "Andel (%) med utländsk bakgrund"
_EDUCATION = "Andel (%) med föräldrar med eftergymnasial utbildning"
#: Merit values, and shares, that a drawn figure stays within.
_MERITS, _SHARES = (120.0, 315.0), (0.03, 0.995)
_LEAST_PUPILS = 10


@dataclass(frozen=True, slots=True, eq=False)
class LeavingTargets:
    """k units, sorted by code: pupils, mean merit value, shares (0–1) of all subjects passed, eligible and foreign
    background, and which of the first three figures are published (k × 3)."""

    codes: tuple[str, ...]
    pupils: NDArray[np.int64]
    merit: NDArray[np.float64]
    all_subjects: NDArray[np.float64]
    eligible: NDArray[np.float64]
    foreign: NDArray[np.float64]
    published: NDArray[np.bool_]

    def take(self, places: NDArray[np.intp]) -> LeavingTargets:
        """Some of the units, in the order given."""
        return LeavingTargets(
            tuple(self.codes[place] for place in places.tolist()),
            self.pupils[places],
            self.merit[places],
            self.all_subjects[places],
            self.eligible[places],
            self.foreign[places],
            self.published[places],
        )


def leaving_targets(observations: pl.DataFrame, random: np.random.Generator) -> LeavingTargets:
    """The units with a published number of pupils, at least ten, in the newest year; ``random`` draws the hidden."""
    open_values = observations.filter(
        pl.col("place_kind") == "unit",
        pl.col("sex") == "T",
        pl.col("state") == State.VALUE.value,
        pl.col("value").is_not_null(),
    )
    leaving = open_values.filter(pl.col("part") == _LEAVING)
    newest = leaving.filter(pl.col("period") == leaving["period"].max())
    table = _of(newest, PUPILS, "pupils").filter(pl.col("pupils") >= _LEAST_PUPILS)
    named = ((MERIT, "merit"), (ALL_SUBJECTS, "all"), (ELIGIBLE, "eligible"))
    ground = open_values.filter(pl.col("part") == _GROUND)
    for measure, name in named:
        table = table.join(_of(newest, measure, name), on="place", how="left")
    for measure, name in ((_FOREIGN, "foreign"), (_EDUCATION, "education")):
        table = table.join(_of(ground, measure, name), on="place", how="left")
    table = table.sort("place")

    def column(name: str) -> NDArray[np.float64]:
        return table[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()

    pupils = column("pupils")
    intake = np.stack([np.log(pupils), *(_filled(column(name)) for name in ("foreign", "education"))], axis=1)
    merit, every, eligible = column("merit"), column("all") / 100, column("eligible") / 100
    published = np.stack([~np.isnan(values) for values in (merit, every, eligible)], axis=1)
    merit = np.where(published[:, 0], merit, np.clip(_drawn(merit, intake, random), *_MERITS))
    beside = np.column_stack([intake, merit])
    every = np.where(published[:, 1], every, _share(_drawn(_logit(every), beside, random)))
    beside = np.column_stack([beside, _logit(every)])
    eligible = np.where(published[:, 2], eligible, _share(_drawn(_logit(eligible), beside, random)))
    eligible = np.where(published[:, 2], eligible, np.maximum(eligible, every))
    every = np.minimum(every, eligible)
    foreign = np.clip(_filled(column("foreign")) / 100, 0.02, 0.95)
    return LeavingTargets(
        tuple(table["place"].to_list()), pupils.astype(np.int64), merit, every, eligible, foreign, published
    )


def _of(values: pl.DataFrame, measure: str, name: str) -> pl.DataFrame:
    """place and the measure's value, as ``name``."""
    chosen = values.filter(pl.col("measure") == measure).sort("place", "period", "value")
    return chosen.select("place", pl.col("value").alias(name)).unique("place", keep="last", maintain_order=True)


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is not published of the intake as the mean of what is."""
    return np.where(np.isnan(values), np.nanmean(values), values)


def _logit(share: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(share, *_SHARES)
    return np.log(inside / (1 - inside))


def _share(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(1 / (1 + np.exp(-logit)), *_SHARES)


def _drawn(
    values: NDArray[np.float64], beside: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.float64]:
    """A draw for every unit from the linear model of the units that have ``values`` (NaN elsewhere)."""
    known = ~np.isnan(values)
    x = np.column_stack([np.ones(len(values)), beside])
    slopes, *_rest = np.linalg.lstsq(x[known], values[known], rcond=None)
    spread = float(np.std(values[known] - x[known] @ slopes))
    return x @ slopes + random.normal(0, spread, len(values))
