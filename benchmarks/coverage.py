"""How often the statements about expected values hold: made-up countries, counted, written to coverage.md beside this.

    python benchmarks/coverage.py [--countries 40] [--seed 2026] [-o FILE]

Sizes and gaps are those of the country's units with 15 pupils or more in the shipped open data; effects, cohorts and
results are drawn anew in every country (:mod:`spiral.engine.expected.synthetic`).
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from spiral.engine.expected import synthetic
from spiral.see.results.expectations import country
from spiral.sources.snapshot.files import open_snapshot

NOMINAL, WITHIN = 0.95, 0.015
#: Fewest units of a size that a share is made of.
LEAST_UNITS = 2_000
Counted = dict[str, tuple[synthetic.Array, synthetic.Array]]


def one(kind: synthetic.CountryKind, seed: tuple[int, int]) -> Counted:
    """The statements of one made-up country."""
    real = country(open_snapshot().skolverket)
    assert real is not None
    return synthetic.coverage(synthetic.simulate(kind, real.y, real.x, real.n, np.random.default_rng(seed)))


def row(name: str, statement: str, countries: list[tuple[synthetic.Array, synthetic.Array]]) -> str:
    """One line of the table: the share that coverage, in all and by size, with the simulation's standard error."""
    sizes = [synthetic.by_size(n, inside) for n, inside in countries]
    cells = []
    for group in range(len(synthetic.SIZE_NAMES)):
        units = np.concatenate([of_country[group] for of_country in sizes])
        if len(units) < LEAST_UNITS:
            raise SystemExit(f"{len(units)} units of {synthetic.SIZE_NAMES[group]} pupils: use more --countries")
        # Units of a country share one fit, so the error is taken between countries.
        error = np.std([of_country[group].mean() for of_country in sizes], ddof=1) / np.sqrt(len(sizes))
        met = "" if abs(units.mean() - NOMINAL) <= WITHIN else " **missed**"
        cells.append(f"{units.mean():.3f} ± {error:.3f}{met}")
    everyone = np.concatenate([inside for _, inside in countries]).mean()
    return f"| {name} | {statement} | {everyone:.3f} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    rows = []
    # Each process begins anew, with one thread for its algebra: more would wait for each other.
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        for kind in synthetic.KINDS:
            counted: dict[str, list[tuple[synthetic.Array, synthetic.Array]]] = defaultdict(list)
            for of_country in processes.map(partial(one, kind), [(args.seed, k) for k in range(args.countries)]):
                for statement, pair in of_country.items():
                    counted[statement].append(pair)
            rows += [row(kind.name, statement, countries) for statement, countries in counted.items()]
    sizes = " | ".join(f"{name} pupils" for name in synthetic.SIZE_NAMES)
    lines = [
        "# How often the statements about expected values hold",
        "",
        f"Written by `python benchmarks/coverage.py --countries {args.countries} --seed {args.seed}`. 95 % intervals; "
        f"met when within {NOMINAL} ± {WITHIN}.",
        "After ± stands the simulation's standard error. Every share is of at least "
        f"{LEAST_UNITS:,} units. “Band” is where 95 of 100 units land, “prediction” where the next year of a unit "
        "lands, and of three units of like size together, said from the years before alone.",
        "",
        f"| country | statement | all | {sizes} |",
        f"| --- | --- | --- |{' --- |' * len(synthetic.SIZE_NAMES)}",
        *rows,
    ]
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(args.output.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
