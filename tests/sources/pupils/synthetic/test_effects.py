"""A mixed model on progress from year 6 to 9 finds what each unit adds: benchmarks/pupils_coverage.py in small."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.pupils_coverage import LARGE, SMALL, covered


@pytest.mark.slow
def test_intervals_of_unit_effects_hold_as_often_as_they_say(published: pl.DataFrame) -> None:
    rows = np.vstack([covered(published, seed, 60_000) for seed in range(4)])
    n, inside, true, estimate = rows.T
    large, small = n >= LARGE, (n >= SMALL) & (n < LARGE)
    assert large.sum() > 700
    assert 0.925 < inside[large].mean() < 0.975
    assert inside[small].mean() > 0.85
    assert np.corrcoef(true[large], estimate[large])[0, 1] > 0.75
    assert 6 < true.std() < 11
    assert abs((estimate - true)[large].mean()) < 1
