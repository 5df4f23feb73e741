"""Missing earlier results as a category, categories' coding, and centring that changes no model."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ModelSpec, collect, fit


@pytest.fixture(scope="module")
def with_gaps(pupils):
    gap = pl.int_range(pl.len()) % 11 == 3
    return pupils.with_columns(
        pl.when(gap).then(None).otherwise("merit.6").alias("merit.6"),
        pl.when(pl.int_range(pl.len()) % 7 == 0).then(None).otherwise("utbildning").alias("utbildning"),
    )


FORMULA = "`merit 9` ~ merit.6 + kön + utbildning + (1 | huvudman/skolenhet/årskull)"


def test_missing_earlier_results_become_a_category_of_their_own(with_gaps):
    found = fit(FORMULA, with_gaps, missing="category")
    assert found.n == len(with_gaps)
    assert "merit.6 saknas" in found.names
    assert "utbildningsaknas" in found.names


def test_the_missing_category_equals_the_dummy_a_statistician_would_make(with_gaps):
    found = fit(FORMULA, with_gaps, missing="category")
    centre = found.spec.centres["`merit.6`"]
    by_hand = with_gaps.with_columns(
        saknas=pl.col("merit.6").is_null().cast(pl.Float64),
        fylld=pl.col("merit.6").fill_null(centre),
        bakgrund=pl.col("utbildning").fill_null("saknas"),
    )
    formula = "`merit 9` ~ fylld + kön + bakgrund + saknas + (1 | huvudman/skolenhet/årskull)"
    same = fit(formula, by_hand)
    assert found.loglik == pytest.approx(same.loglik, abs=1e-6)
    assert found.beta[found.names.index("merit.6 saknas")] == pytest.approx(
        same.beta[same.names.index("saknas")], rel=1e-7
    )


def test_an_interaction_takes_every_category_when_its_main_effect_is_absent(pupils):
    spec = collect(ModelSpec.from_formula("`merit 9` ~ merit.6:kön + (1 | skolenhet)"), pupils).spec
    assert [column.name for column in spec.x] == ["(Intercept)", "merit.6:könflicka", "merit.6:könpojke"]


def test_without_an_intercept_the_first_factor_keeps_all_its_categories(pupils):
    spec = collect(ModelSpec.from_formula("`merit 9` ~ 0 + kön + merit.6 + (1 | skolenhet)"), pupils).spec
    assert [column.name for column in spec.x] == ["könflicka", "könpojke", "merit.6"]


@pytest.mark.parametrize(
    "fixed",
    [
        "merit.6 * kön",
        "merit.6:kön",
        "kön + merit.6:kön",
        "0 + merit.6 + kön",
        "I(merit.6^2) + merit.6",
        "kön * utbildning",
    ],
)
def test_the_fit_equals_least_squares_on_the_written_columns_whatever_is_centred(pupils, fixed):
    import formulaic

    found = fit(f"`merit 9` ~ {fixed} + (1 | skolenhet)", pupils, method="ML")
    frame = pupils.rename({"merit.6": "m", "merit 9": "y"}).to_pandas()
    X = formulaic.model_matrix(fixed.replace("merit.6", "m").replace("^", "**"), frame).to_numpy(dtype=float)
    ratio = float(found.variances["skolenhet"][0, 0]) / found.sigma**2
    unit = (pupils["skolenhet"].to_numpy()[:, None] == np.unique(pupils["skolenhet"].to_numpy())[None, :]).astype(float)
    n = unit.sum(axis=0)

    def solve(A):
        return A - unit @ ((ratio / (1 + ratio * n))[:, None] * (unit.T @ A))

    y = frame["y"].to_numpy()
    expected = np.linalg.lstsq(X.T @ solve(X), X.T @ solve(y[:, None])[:, 0], rcond=None)[0]
    np.testing.assert_allclose(X @ expected, X @ _ordered(found, fixed, X, expected), rtol=1e-6, atol=1e-5)


def _ordered(found, fixed, X, expected):
    """Our coefficients in the order of formulaic's columns: matched by value, for the names differ."""
    ours = list(found.beta)
    return np.array([ours.pop(int(np.argmin(np.abs(np.array(ours) - value)))) for value in expected])


def test_few_valued_numbers_give_the_same_statistics_as_many_valued_ones(pupils):
    coded = pupils.with_columns(flicka=(pl.col("kön") == "flicka").cast(pl.Int8), z=pl.int_range(pl.len()) % 3)
    formula = "`merit 9` ~ merit.6 * flicka + z + I(merit.6^2) + (flicka | skolenhet)"
    moments = collect(ModelSpec.from_formula(formula), coded)
    frame = coded.to_dict(as_series=True)
    x, flicka, z = (frame[name].to_numpy().astype(float) for name in ("merit.6", "flicka", "z"))
    centres = moments.spec.centres
    values = {
        "merit.6": x - centres["`merit.6`"],
        "flicka": flicka - centres["flicka"],
        "z": z - centres["z"],
        "I(merit.6^2)": x**2 - centres["I(`merit.6` ** 2)"],
        "merit.6:flicka": x * flicka - centres["(`merit.6`) * (flicka)"],
    }
    names = [column.name for column in moments.spec.columns]
    for left, a in values.items():
        for right, b in values.items():
            ours = moments.products[0][names.index(left), names.index(right)]
            assert ours == pytest.approx((a * b).sum(), rel=1e-9, abs=1e-4)
