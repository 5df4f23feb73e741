"""The comparison with SALSA's own values is what the methods page says."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.see.results.expectations import COVARIATES, country, expect
from spiral.sources.snapshot.files import open_snapshot


def test_the_comparison_with_salsa_is_what_the_methods_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    """A plain unweighted regression on the three factors explains 58 % and correlates .93 with SALSA's model value."""
    observations = open_snapshot().skolverket
    found = country(observations)
    assert len(found.units) == 1466
    latest = found.y[:, -1]
    design = np.column_stack([np.ones(len(latest)), found.x])
    fitted = design @ np.linalg.lstsq(design, latest, rcond=None)[0]
    explained = 1 - np.var(latest - fitted) / np.var(latest)
    salsa = dict(
        observations.filter(pl.col("measure") == "salsaAverageCalculated").select("place", "value").iter_rows()
    )
    both = np.array([(f, salsa[u]) for u, f in zip(found.units, fitted, strict=True) if u in salsa])
    model, by_period = expect(found)
    ours = {d.unit: d for d in by_period[found.years[-1]]}
    mixed = np.array([(ours[u].expected, salsa[u]) for u in ours if u in salsa])
    apart = np.abs(mixed[:, 0] - mixed[:, 1])
    with capsys.disabled():
        print(
            f"\nMot SALSA {found.years[-1]}, {len(both)} skolor: vanlig regression förklarar {100 * explained:.0f} %, "
            f"korrelation {np.corrcoef(both.T)[0, 1]:.2f}; modellens förväntade värde korrelerar "
            f"{np.corrcoef(mixed.T)[0, 1]:.2f}, medianavstånd {np.median(apart):.1f} poäng"
        )
    assert round(100 * explained) == 58
    assert round(np.corrcoef(both.T)[0, 1], 2) == 0.93
    assert round(np.corrcoef(mixed.T)[0, 1], 2) == 0.93
    assert round(np.median(apart), 1) == 5.5
    assert model.years == found.years
    assert model.covariates == found.covariates == COVARIATES
