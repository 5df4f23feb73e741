"""How often intervals of variances, shares and coefficients hold the truth: the bootstrap's and the profile's.

    python benchmarks/mixed_bootstrap.py [--runs 400] [--draws 199] [--seed 2026] [--units 10 18 50]
                                         [--shares 0.10 0.03] [-o FILE]

Every run makes up units and pupils, fits the model and bootstraps it; coverage is the share of runs whose 95 %
interval holds the truth, in brackets below + above: how often the truth lay under and over the interval.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri

from spiral.engine.mixed import Fit, ModelSpec, Moments, fit
from spiral.engine.mixed.bootstrap.refits import Bootstrap, bootstrap
from spiral.engine.mixed.bootstrap.rows import bootstrap_rows

ENDS = (0.025, 0.975)
PUPILS = 30
Interval = tuple[float, float]


def simulate(units: int, share: float, random: np.random.Generator) -> Moments:
    """``units`` of 30 pupils, an earlier result of each pupil and a figure of each unit; residual SD 1."""
    unit = np.repeat(np.arange(units), PUPILS)
    x = random.normal(0, 1, len(unit)) + random.normal(0, 0.3, units)[unit]
    figure = random.normal(0, 1, units)[unit]
    effect = random.normal(0, np.sqrt(share / (1 - share)), units)[unit]
    y = 0.6 * x + 0.2 * figure + effect + random.normal(0, 1, len(unit))
    W = np.column_stack([np.ones(len(unit)), x, figure, y])
    names = ("x", "figure", "y")
    spec = ModelSpec.from_formula(
        "y ~ x + figure + (1 | unit)", centres=dict.fromkeys(names, 0.0), scales=dict.fromkeys(names, 1.0)
    )
    sums = np.add.reduceat(W, np.arange(units) * PUPILS, axis=0)
    return Moments(spec, (tuple(range(units)),), np.full(units, PUPILS), sums[None], (W.T @ W)[None])


def bias_corrected(draws: np.ndarray, estimate: float) -> Interval:
    below = (draws < estimate).mean() + (draws == estimate).mean() / 2
    shift = ndtri(np.clip(below, 1e-3, 1 - 1e-3))
    low, high = np.quantile(draws, ndtr(2 * shift + ndtri(ENDS)))
    return float(low), float(high)


def intervals(found: Fit, made: Bootstrap, share: float) -> Iterator[tuple[str, str, Interval, float]]:
    """(parameter, kind of interval, its ends, the truth)."""
    se, rows = np.sqrt(np.diag(found.vcov)), bootstrap_rows(made)
    names = ("coefficient: constant", "coefficient of pupils", "coefficient of units")
    for j, (name, truth) in enumerate(zip(names, (0.0, 0.6, 0.2), strict=True)):
        low, high = np.quantile(made.beta[:, j], ENDS)
        yield name, "refits", (low, high), truth
        t_low, t_high = np.quantile((made.beta[:, j] - found.beta[j]) / made.se[:, j], ENDS)
        yield name, "studentised", (found.beta[j] - t_high * se[j], found.beta[j] - t_low * se[j]), truth
        yield name, "studentised, at least Student's t", (rows[j].low, rows[j].high), truth
        yield name, "estimate ± 1.96 se", (found.beta[j] - 1.96 * se[j], found.beta[j] + 1.96 * se[j]), truth
    sd, draws = float(np.sqrt(share / (1 - share))), np.sqrt(made.variances["unit"][:, 0, 0])
    estimate = float(np.sqrt(found.variances["unit"][0, 0]))
    low, high = (float(end) for end in np.quantile(draws, ENDS))
    yield "SD between units", "refits", (low, high), sd
    yield "SD between units", "bias-corrected", bias_corrected(draws, estimate), sd
    yield "SD between units", "basic", (max(2 * estimate - high, 0.0), 2 * estimate - low), sd
    yield "SD between units", "profile", (made.profile[0].low, made.profile[0].high), sd
    low, high = np.quantile(made.shares["unit"], ENDS)
    yield "share between units", "refits", (low, high), share
    yield "share between units", "profile", made.share_profile["unit"], share
    low, high = np.sqrt(np.quantile(made.sigma2, ENDS))
    yield "SD within units", "refits", (low, high), 1.0
    yield "SD within units", "profile", (made.profile[-1].low, made.profile[-1].high), 1.0


def coverage(units: int, share: float, runs: int, draws: int, seed: int) -> dict[tuple[str, str], np.ndarray]:
    """By (parameter, kind): shares of runs where the truth was held, lay under, lay over."""
    random = np.random.default_rng([seed, units, round(1000 * share)])
    tally: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = {}
    for run in range(runs):
        found = fit(simulate(units, share, random))
        made = bootstrap(found, draws=draws, seed=run)
        for name, kind, (low, high), truth in intervals(found, made, share):
            tally.setdefault((name, kind), []).append((low <= truth <= high, truth < low, truth > high))
    return {key: np.mean(rows, axis=0) for key, rows in tally.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--draws", type=int, default=199)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--units", nargs="+", type=int, default=[10, 18, 50])
    parser.add_argument("--shares", nargs="+", type=float, default=[0.10, 0.03])
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    call = f"--runs {args.runs} --draws {args.draws} --seed {args.seed}"
    lines = [
        "# How often the intervals of a bootstrap hold",
        "",
        f"Written by `python benchmarks/mixed_bootstrap.py {call}`.",
        f"95 % intervals; units of {PUPILS} pupils; simulation error {1.96 * np.sqrt(0.05 * 0.95 / args.runs):.3f}.",
        "In brackets how often the truth lay under and over.",
        "",
        "| share between units | units | parameter | interval | holds | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for share in args.shares:
        for units in args.units:
            for (name, kind), (held, under, over) in coverage(units, share, args.runs, args.draws, args.seed).items():
                lines.append(f"| {share:.2f} | {units} | {name} | {kind} | {held:.3f} | ({under:.3f} + {over:.3f}) |")
                print(lines[-1], flush=True)
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
