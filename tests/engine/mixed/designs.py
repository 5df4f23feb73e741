"""Small designs made up from a seed, of the shapes of lme4's own examples, and the models fitted to them there and here.

`reference/make.py` writes their data and what lme4 found to `reference/made/`; the tests read it from there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

SEED = 20261130


@dataclass(frozen=True)
class Made:
    """A design, the formula in lme4's notation, and what else lme4's call has: weights, family, quadrature nodes."""

    design: str
    formula: str
    weights: str = ""
    nodes: int = 0


MODELS = {
    "penicillin": Made("penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)"),
    "penicillin_weighted": Made("penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", weights="w"),
    "pastes": Made("pastes", "strength ~ 1 + (1 | batch/cask)"),
    "oxide": Made("oxide", "thickness ~ source + (1 | lot/wafer)"),
    "oxide_weighted": Made("oxide", "thickness ~ source + (1 | lot/wafer)", weights="w"),
    "schools": Made("schools", "y ~ x + (1 | owner/unit) + (1 | feeder)"),
    "schools_slopes": Made("schools", "steep ~ x + (1 | owner) + (x | owner:unit)"),
    "cattle": Made("cattle", "cbind(ill, well) ~ period + (1 | herd)", nodes=1),
    "cattle_nodes": Made("cattle", "cbind(ill, well) ~ period + (1 | herd)", nodes=9),
    "cattle_share": Made("cattle", "share ~ period + (1 | herd)", weights="size", nodes=1),
    "passed": Made("passed", "passed ~ x + (1 | unit/cohort)", nodes=1),
    "passed_owners": Made("passed", "passed ~ x + (1 | owner/unit/cohort)", nodes=1),
}

#: The models whose predictions of other rows are lme4's.
PREDICTED = ("penicillin_weighted", "oxide_weighted", "schools", "schools_slopes", "cattle_nodes", "passed_owners")
#: Those that lme4 has bootstrapped: chains of groups, and groups crossed with a chain. None with weights, which lme4's
#: simulation ignores ("ignoring prior weights").
BOOTSTRAPPED = ("oxide", "pastes", "schools")


def _penicillin(random: np.random.Generator) -> dict[str, np.ndarray]:
    plate, sample = np.repeat(np.arange(24), 6), np.tile(np.arange(6), 24)
    effect = random.normal(0, 0.85, 24)[plate] + random.normal(0, 1.8, 6)[sample]
    w = random.integers(1, 4, 144)
    diameter = (23 + effect + random.normal(0, 0.55, 144)).round(2)
    return {"plate": plate, "sample": sample, "diameter": diameter, "w": w}


def _pastes(random: np.random.Generator) -> dict[str, np.ndarray]:
    batch, cask = np.repeat(np.arange(10), 6), np.tile(np.repeat(np.arange(3), 2), 10)
    effect = random.normal(0, 1.3, 10)[batch] + random.normal(0, 2.9, 30)[batch * 3 + cask]
    return {"batch": batch, "cask": cask, "strength": (60 + effect + random.normal(0, 0.8, 60)).round(2)}


def _oxide(random: np.random.Generator) -> dict[str, np.ndarray]:
    lot, wafer = np.repeat(np.arange(8), 9), np.tile(np.repeat(np.arange(3), 3), 8)
    effect = random.normal(0, 11, 8)[lot] + random.normal(0, 6, 24)[lot * 3 + wafer]
    thickness = (2000 + 8 * (lot >= 4) + effect + random.normal(0, 3.5, 72)).round(1)
    return {"source": lot // 4, "lot": lot, "wafer": wafer, "thickness": thickness, "w": random.integers(1, 9, 72) / 4}


def _schools(random: np.random.Generator) -> dict[str, np.ndarray]:
    owner, feeder = random.integers(0, 5, 400), random.integers(0, 20, 400)
    unit = owner * 3 + random.integers(0, 3, 400)
    x = random.normal(0, 1, 400).round(3)
    effect = random.normal(0, 0.6, 5)[owner] + random.normal(0, 0.9, 15)[unit] + random.normal(0, 0.7, 20)[feeder]
    y = (x + effect + random.normal(0, 2, 400)).round(3)
    steep = (y + x * random.normal(0, 1.2, 15)[unit]).round(3)
    return {"owner": owner, "unit": unit, "feeder": feeder, "x": x, "y": y, "steep": steep}


def _cattle(random: np.random.Generator) -> dict[str, np.ndarray]:
    herd, period = np.repeat(np.arange(15), 4), np.tile(np.arange(1, 5), 15)
    size = random.integers(2, 35, 60)
    eta = np.array([-1.4, -2.4, -2.5, -3.0])[period - 1] + random.normal(0, 0.7, 15)[herd]
    ill = random.binomial(size, 1 / (1 + np.exp(-eta)))
    names = np.array(["a", "b", "c", "d"])[period - 1]
    return {"herd": herd, "period": names, "size": size, "ill": ill, "well": size - ill, "share": ill / size}


def _passed(random: np.random.Generator) -> dict[str, np.ndarray]:
    unit, cohort = np.repeat(np.arange(36), 45), np.tile(np.repeat(np.arange(3), 15), 36)
    x = random.normal(0, 1, len(unit)).round(3)
    eta = 0.4 + 0.8 * x + random.normal(0, 0.6, 6)[unit // 6] + random.normal(0, 0.7, 36)[unit]
    eta = eta + random.normal(0, 0.5, 108)[unit * 3 + cohort]
    passed = (random.random(len(unit)) < 1 / (1 + np.exp(-eta))).astype(int)
    return {"owner": unit // 6, "unit": unit, "cohort": cohort, "x": x, "passed": passed}


_MAKERS = {
    "penicillin": _penicillin,
    "pastes": _pastes,
    "oxide": _oxide,
    "schools": _schools,
    "cattle": _cattle,
    "passed": _passed,
}


def design(name: str) -> pl.DataFrame:
    """The design's data; groups as text, like factors."""
    frame = pl.DataFrame(_MAKERS[name](np.random.default_rng([SEED, list(_MAKERS).index(name)])))
    groups = {"plate", "sample", "batch", "cask", "source", "lot", "wafer", "owner", "unit", "feeder", "herd", "cohort"}
    letters = [pl.format("{}{}", pl.lit(name[0]), pl.col(name)).alias(name) for name in frame.columns if name in groups]
    return frame.with_columns(letters)


def other_rows(name: str) -> pl.DataFrame:
    """Rows that the design's models were not fitted to: every ninth, of which the first, second … of the groups in turn
    was not there, then both, and numbers are moved."""
    frame = design(name)[::9].with_row_index("turn")
    names = ("owner", "plate", "sample", "lot", "unit", "feeder", "herd", "wafer", "cohort")
    groups = [column for column in names if column in frame.columns]
    new = [
        pl.when((pl.col("turn") % (len(groups) + 2)).is_in([i, len(groups)]))
        .then(pl.lit("new"))
        .otherwise(pl.col(column))
        for i, column in enumerate(groups)
    ]
    moved = [pl.col("x") * 1.5 + 0.1] if "x" in frame.columns else []
    return frame.with_columns(**dict(zip(groups, new, strict=True))).with_columns(moved).drop("turn")
