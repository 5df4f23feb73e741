"""What is said of a published figure is wrong in one of twenty, in every size: the larger simulation is `make bench
ARGS=coverage`."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from spiral.engine import estimates
from spiral.engine.expected.synthetic import SIZE_NAMES, by_size
from spiral.engine.synthetic_figures import coverage, usual_changes

#: Pupils a school, as they are in the country: 15 to 200.
PUPILS = np.random.default_rng(5).integers(15, 200, 1500).astype(float)
COUNTRIES = 4


def shares() -> dict[str, list[float]]:
    """Statement → the share that was true in each size, and last in all."""
    counted = defaultdict(list)
    for seed in range(COUNTRIES):
        for statement, (_n, right) in coverage(PUPILS, np.random.default_rng([7, seed])).items():
            counted[statement].append(right)
    n = np.tile(PUPILS, COUNTRIES)
    whole = {statement: np.concatenate(rights) for statement, rights in counted.items()}
    return {s: [*(part.mean() for part in by_size(n, right)), right.mean()] for s, right in whole.items()}


@pytest.mark.slow
def test_every_statement_about_a_figure_is_true_as_often_as_it_says_in_every_size() -> None:
    of_statements = shares()
    assert set(of_statements) == {
        "clearly, mean",
        "clearly, share",
        "since last year, mean",
        "since last year, share",
        "more than usual",
    }
    for statement, of_sizes in of_statements.items():
        for size, share in zip((*SIZE_NAMES, "all"), of_sizes, strict=True):
            assert share == pytest.approx(0.95, abs=0.03), (statement, size)


def test_a_share_with_the_intra_class_correlation_of_another_would_be_too_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiral.engine.synthetic_figures.share_icc", lambda percent, n: 0.0)
    assert shares()["clearly, share"][3] < 0.91


def test_twice_the_median_with_the_judged_change_among_them_would_be_said_too_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The yardstick that was used before: one in seven where one in twenty was meant."""
    monkeypatch.setattr(
        "spiral.engine.synthetic_figures.usual_change", lambda values: 2 * (estimates.median_change(values) or 0.0)
    )
    assert 0.80 < usual_changes(PUPILS, np.random.default_rng(3)).mean() < 0.90
