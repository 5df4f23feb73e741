"""The expected value from open data: the formula, dense algebra, and the comparison with SALSA's own values."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.expected import LEAST_PUPILS, deviations, fit_expected
from spiral.see.results.expectations import COVARIATES, country, expect
from spiral.sources.snapshot.files import open_snapshot


def _made(units: int = 400, years: int = 4, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = rng.integers(15, 150, units).astype(float)
    x = rng.normal(size=(units, 2))
    y = 220 + x @ [20.0, -5.0] + rng.normal(0, 14, units)
    y = y[:, None] + rng.normal(0, 6, (units, years)) + rng.normal(size=(units, years)) * (70 / np.sqrt(n))[:, None]
    y[rng.random(y.shape) < 0.1] = np.nan
    return y, x, n


YEARS4 = ("a", "b", "c", "d")


def test_the_model_finds_the_coefficients_and_variances_that_made_the_data() -> None:
    y, x, n = _made(4000)
    m = fit_expected(y, x, n, YEARS4, ("one", "two"))
    assert m.slope("one")[0] == pytest.approx(20, abs=4 * m.slope("one")[1])
    assert (m.stable_sd, m.yearly_sd, m.pupil_sd) == (
        pytest.approx(14, rel=0.05),
        pytest.approx(6, rel=0.25),
        pytest.approx(70, rel=0.05),
    )


def test_effects_and_their_error_equal_the_dense_formula() -> None:
    """Henderson's equations written out with full matrices."""
    y, x, n = _made(60)
    m = fit_expected(y, x, n, YEARS4, ("one", "two"))
    seen = ~np.isnan(y)
    unit, year = np.nonzero(seen)
    design = np.zeros((len(unit), len(m.beta)))
    design[np.arange(len(unit)), year] = 1
    design[:, 4:] = (x - m.centre)[unit]
    z = np.eye(60)[unit]
    v = m.stable_sd**2 * z @ z.T + np.diag(m.yearly_sd**2 + m.pupil_sd**2 / n[unit])
    inverse = np.linalg.inv(v)
    covariance = np.linalg.inv(design.T @ inverse @ design)
    beta = covariance @ design.T @ inverse @ y[seen]
    assert m.beta == pytest.approx(beta, rel=1e-8)
    gain = m.stable_sd**2 * z.T @ inverse
    effect = gain @ (y[seen] - design @ beta)
    pev = np.diag(
        m.stable_sd**2 * np.eye(60) - gain @ z * m.stable_sd**2 + gain @ design @ covariance @ design.T @ gain.T
    )
    names = [str(j) for j in range(60)]
    for d in deviations(m, names, y, x, n, None):
        j = int(d.unit)
        # The years of one unit have the same n, so the mean residual carries everything the dense formula uses.
        assert d.deviation == pytest.approx(effect[j], rel=1e-6, abs=1e-8)
        assert (d.high - d.low) / (2 * 1.959963984540054) == pytest.approx(np.sqrt(pev[j]), rel=1e-6)


def test_intervals_hold_the_true_effect_as_often_as_they_say() -> None:
    hits = []
    for seed in range(8):
        rng = np.random.default_rng(100 + seed)
        n = rng.integers(15, 150, 300).astype(float)
        x = rng.normal(size=(300, 1))
        u = rng.normal(0, 14, 300)
        y = (200 + 10 * x[:, 0] + u)[:, None] + rng.normal(0, 6, (300, 4))
        y += rng.normal(size=y.shape) * (70 / np.sqrt(n))[:, None]
        m = fit_expected(y, x, n, YEARS4, ("one",))
        found = deviations(m, [str(j) for j in range(300)], y, x, n, None)
        hits += [d.low <= u[int(d.unit)] <= d.high for d in found]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.012)


def test_no_unit_under_fifteen_pupils_gets_an_expected_value() -> None:
    y, x, n = _made(100)
    n[:10] = LEAST_PUPILS - 1
    m = fit_expected(y, x, n, YEARS4, ("one", "two"))
    assert {d.unit for d in deviations(m, [str(j) for j in range(100)], y, x, n, "d")}.isdisjoint(map(str, range(10)))


def test_bad_input_is_said_in_words() -> None:
    y, x, n = _made(100)
    with pytest.raises(ValueError, match="too few units"):
        fit_expected(y[:20], x[:20], n[:20], YEARS4, ("one", "two"))
    with pytest.raises(ValueError, match="does not vary"):
        fit_expected(y, np.ones_like(x), n, YEARS4, ("one", "two"))
    with pytest.raises(ValueError, match="disagree"):
        fit_expected(y, x, n[:-1], YEARS4, ("one", "two"))


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
    assert np.corrcoef(mixed.T)[0, 1] > 0.92
    assert np.median(apart) < 8
    assert model.years == found.years
    assert model.covariates == COVARIATES
