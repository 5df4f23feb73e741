"""How often intervals hold the truth: seeded simulation of the mixed model's effects, written to mixed_coverage.md.

    python benchmarks/mixed_coverage.py [--runs 400] [--seed 2026] [-o FILE]

Every run draws pupils and effects anew; coverage is the share of (run, group) whose true effect lies in the 95 %
interval. "Known variances" is the usual interval (estimate ± 1.96 √PEV), "mixture" the engine's default.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spiral.engine.mixed import ModelSpec, Moments, fit


@dataclass(frozen=True)
class Design:
    """Units with sizes from ``low`` to ``high`` pupils a leaf; standard deviations of the levels, residual SD 1."""

    name: str
    units: int
    low: int
    high: int
    sds: tuple[float, ...]
    units_per_owner: int = 0
    cohorts: int = 1


def sd_of(icc: float) -> float:
    return float(np.sqrt(icc / (1 - icc)))


DESIGNS = (
    Design("100 units of 60, ICC 0.10", 100, 60, 60, (sd_of(0.10),)),
    Design("100 units of 5–15, ICC 0.10", 100, 5, 15, (sd_of(0.10),)),
    Design("100 units of 5–15, ICC 0.03", 100, 5, 15, (sd_of(0.03),)),
    Design("30 units of 60, ICC 0.10", 30, 60, 60, (sd_of(0.10),)),
    Design("30 units of 20–60, ICC 0.05", 30, 20, 60, (sd_of(0.05),)),
    Design("15 owners × 6 units × 3 cohorts of 20–60", 90, 20, 60, (0.15, 0.25, 0.15), 6, 3),
)


def simulate(design: Design, random: np.random.Generator) -> tuple[Moments, dict[str, np.ndarray]]:
    """Moments of one draw, and the true effects by level, in the order of the moments' keys."""
    leaves = design.units * design.cohorts
    n = random.integers(design.low, design.high + 1, leaves)
    unit = np.arange(leaves) // design.cohorts
    leaf = np.repeat(np.arange(leaves), n)
    truth: dict[str, np.ndarray] = {}
    if design.units_per_owner:
        owner = np.arange(design.units) // design.units_per_owner
        effects = [
            random.normal(0, sd, size)
            for sd, size in zip(design.sds, (owner.max() + 1, design.units, leaves), strict=True)
        ]
        whole = effects[0][owner][unit] + effects[1][unit] + effects[2]
        truth = {"owner": effects[0], "unit": effects[1], "cohort": effects[2], "path": whole}
        keys = (tuple(owner[unit].tolist()), tuple(unit.tolist()), tuple((np.arange(leaves) % design.cohorts).tolist()))
        formula = "y ~ x + (1 | owner) + (1 | owner:unit) + (1 | owner:unit:cohort)"
    else:
        whole = random.normal(0, design.sds[0], leaves)
        truth = {"unit": whole}
        keys = (tuple(range(leaves)),)
        formula = "y ~ x + (1 | unit)"
    x = random.normal(0, 1, len(leaf)) + random.normal(0, 0.3, leaves)[leaf]
    W = np.column_stack([np.ones(len(leaf)), x, 0.6 * x + whole[leaf] + random.normal(0, 1, len(leaf))])
    spec = ModelSpec.from_formula(formula, centres={"x": 0.0, "y": 0.0}, scales={"x": 1.0, "y": 1.0})
    sums = np.add.reduceat(W, np.r_[0, np.cumsum(n)[:-1]], axis=0)
    return Moments(spec, keys, n.astype(np.int64), sums[None], (W.T @ W)[None]), truth


def held(low: np.ndarray, high: np.ndarray, truth: np.ndarray) -> float:
    return float(((low[:, 0] <= truth) & (truth <= high[:, 0])).mean())


def coverage(design: Design, runs: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """By level (known, mixture, how much wider the mixture is)."""
    random = np.random.default_rng(seed)
    tally: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(runs):
        moments, truth = simulate(design, random)
        found = fit(moments)
        for kind in ("effects", "paths"):
            known, mixed = getattr(found, kind)(interval="pev"), getattr(found, kind)()
            names = [("path", list(known)[-1])] if kind == "paths" else list(zip(truth, known, strict=False))
            if kind == "paths" and "path" not in truth:
                continue
            for name, level in names:
                a, b = known[level], mixed[level]
                wider = float((b.high - b.low).mean() / max((a.high - a.low).mean(), 1e-12)) - 1
                row = (held(a.low, a.high, truth[name]), held(b.low, b.high, truth[name]), wider)
                tally.setdefault(name, []).append(row)
    return {name: tuple(_summary(np.array(rows))) for name, rows in tally.items()}


def _summary(rows: np.ndarray) -> list[float]:
    return [float(rows[:, 0].mean()), float(rows[:, 1].mean()), float(np.median(rows[:, 2]))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    lines = [
        "# How often intervals hold the truth",
        "",
        f"Written by `python benchmarks/mixed_coverage.py --runs {args.runs} --seed {args.seed}`. 95 % intervals.",
        "",
        "| design | effect of | known variances | mixture | mixture wider by (median) |",
        "| --- | --- | --- | --- | --- |",
    ]
    for design in DESIGNS:
        for name, (known, mixed, wider) in coverage(design, args.runs, args.seed).items():
            lines.append(f"| {design.name} | {name} | {known:.3f} | {mixed:.3f} | {100 * wider:.1f} % |")
            print(lines[-1])
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
