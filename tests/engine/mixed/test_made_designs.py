"""lme4 and the engine agree on designs made up here: crossed, nested, weighted, and yes/no outcomes of trials."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.special import gammaln, xlogy

from spiral.engine.mixed import fit

from .designs import MODELS, design

MADE = Path(__file__).parent / "reference" / "made"
CASES = [(name, method) for name, model in MODELS.items() for method in (["ML"] if model.nodes else ["REML", "ML"])]


def is_binary(found) -> bool:
    return found.to_json()["sigma"] is None


@pytest.fixture(scope="module", params=CASES, ids=" ".join)
def both(request):
    name, method = request.param
    model = MODELS[name]
    frame = pl.DataFrame(json.loads((MADE / f"data_{model.design}.json").read_text()))
    options = {"family": "binomial", "nodes": model.nodes} if model.nodes else {"method": method}
    found = fit(model.formula, frame, weights=model.weights, **options)
    return found, json.loads((MADE / f"{name}.json").read_text())[method]


def test_the_log_likelihood_is_lme4s_and_never_worse(both):
    ours, theirs = both
    loglik = ours.loglik
    if getattr(ours, "nodes", 1) > 1:  # lme4 then counts from the model with a parameter for each row
        y, m = ours.rows.y, ours.rows.trials
        loglik -= (
            gammaln(m + 1) - gammaln(y + 1) - gammaln(m - y + 1) + xlogy(y, y / m) + xlogy(m - y, 1 - y / m)
        ).sum()
    assert loglik == pytest.approx(theirs["loglik"], abs=1e-6 if is_binary(ours) else 2e-9)


def test_the_fixed_part_is_lme4s(both):
    ours, theirs = both
    assert len(ours.names) == len(theirs["names"])
    largest = np.abs(theirs["beta"]).max()
    np.testing.assert_allclose(ours.beta, theirs["beta"], rtol=0, atol=(2e-6 if is_binary(ours) else 3e-8) * largest)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.vcov)), theirs["se"], rtol=3.1e-5 if is_binary(ours) else 3e-7)


def test_the_variances_are_lme4s(both):
    ours, theirs = both
    rows = [(row["group"], row["variance"]) for row in ours.to_json()["variance"]]
    assert [group for group, _ in rows] == theirs["group"]
    largest = max(theirs["variance"])
    np.testing.assert_allclose([v for _, v in rows], theirs["variance"], rtol=1.2e-5, atol=1e-9 * largest)


def test_the_effects_and_their_spread_are_lme4s(both):
    ours, theirs = both
    found = ours.effects() if is_binary(ours) else ours.effects(interval="pev")
    for name, expected in theirs["ranef"].items():
        place = {key: i for i, key in enumerate(found[name].keys)}
        terms = len(found[name].terms)  # one after the other, as R has them
        order = [place[key] for key in expected["levels"][: len(place)]]
        blups, spread = (np.reshape(expected[part], (terms, -1)).T for part in ("blup", "condsd"))
        size = np.abs(blups).max()
        np.testing.assert_allclose(found[name].estimate[order], blups, rtol=0, atol=1.2e-5 * size + 1e-9)
        ours_spread = np.sqrt(np.diagonal(found[name].condvar[order], axis1=1, axis2=2))
        np.testing.assert_allclose(ours_spread, spread, rtol=1.2e-5, atol=1e-6)


def test_the_committed_data_are_those_of_the_seed():
    for name in {model.design for model in MODELS.values()}:
        assert pl.DataFrame(json.loads((MADE / f"data_{name}.json").read_text())).equals(design(name))
