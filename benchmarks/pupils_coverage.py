"""How often intervals of what units add hold the truth, in made-up pupils: written to pupils_coverage.md.

    python benchmarks/pupils_coverage.py [--runs 30] [--pupils 100000] [--seed 0] [-o FILE]

Every run draws a region of `spiral pupils synthetic` anew and fits a mixed model to one cohort's merit values of year 9
given the mean points of year 6: coverage is the share of (run, unit) whose true effect lies in the 95 % interval.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from spiral.engine.measures.subjects import SUBJECTS
from spiral.engine.mixed import fit
from spiral.sources.pupils.synthetic.drawing import SyntheticOrder, draw_synthetic, newest_year
from spiral.sources.pupils.synthetic.true_measures import of_grades
from spiral.sources.snapshot.files import open_snapshot

#: Pupils of a unit from which coverage is asked for, and asked for more exactly.
SMALL, LARGE = 5, 15
SIZES = ((5, 15), (15, 30), (30, 60), (60, 100), (100, 10_000), (15, 10_000))
FORMULA = "merit9 ~ points6 + girl + (1 | unit)"


def covered(published: pl.DataFrame, seed: int, pupils: int) -> np.ndarray:
    """A row for each unit: pupils, whether its interval holds the truth, the true effect, the estimate."""
    newest = newest_year()
    region, cohorts = draw_synthetic(SyntheticOrder(seed, pupils, (newest - 3, newest)), published)
    cohort = next(cohort for cohort, _forms in cohorts if cohort.year == newest)
    grades = cohort.results["betyg_ak9"]
    merit = next(of_grades("betyg_ak9", {subject: grades[subject] for subject in SUBJECTS if subject in grades}))
    inside = merit.inside & cohort.movements.present(9) & ~np.isnan(cohort.mean_points)
    table = pl.DataFrame(
        {
            "merit9": merit.value[inside],
            "points6": cohort.mean_points[inside],
            "girl": (cohort.sex[inside] == 0).astype(float),
            "unit": [region.codes[place] for place in cohort.movements.upper[inside].tolist()],
        }
    )
    effects = fit(FORMULA, table).effects()["unit"]
    place = {code: number for number, code in enumerate(region.codes)}
    true = (region.effect + cohort.cohort_effect)[[place[key] for key in effects.keys]]
    true = true - true.mean()
    is_inside = (effects.low[:, 0] <= true) & (true <= effects.high[:, 0])
    return np.column_stack([effects.n, is_inside, true, effects.estimate[:, 0]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--pupils", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    published = open_snapshot().skolverket
    rows = np.vstack([covered(published, args.seed + run, args.pupils) for run in range(args.runs)])
    n, inside, true, estimate = rows.T
    lines = [
        "# How often intervals of what units add hold the truth, in made-up pupils",
        "",
        "Written by `python benchmarks/pupils_coverage.py"
        f" --runs {args.runs} --pupils {args.pupils} --seed {args.seed}`.",
        f"95 % intervals of `{FORMULA}`; true effects have a standard deviation of {true.std():.1f} merit points.",
        "",
        "| pupils of the unit | units | intervals that hold the truth | standard deviation of the error, points |",
        "| --- | --- | --- | --- |",
    ]
    for low, high in SIZES:
        of_size = (n >= low) & (n < high)
        name = f"{low}–{high - 1}" if high < SIZES[-1][1] else f"{low} and more"
        error = (estimate - true)[of_size].std()
        lines.append(f"| {name} | {of_size.sum()} | {100 * inside[of_size].mean():.1f} % | {error:.1f} |")
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
