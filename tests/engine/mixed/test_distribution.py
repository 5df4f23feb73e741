"""Groups shown together have the spread they have: neither that of cautious estimates nor that of unshrunken ones."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit, shown_distribution


@pytest.mark.slow
@pytest.mark.parametrize(("pupils", "share"), [(15, 0.10), (30, 0.05), (60, 0.15)])
def test_the_variance_of_what_is_shown_is_that_of_the_groups(pupils, share):
    random = np.random.default_rng(11)
    shown, cautious, plain, truth = (np.zeros(30) for _ in range(4))
    unit = np.repeat(np.arange(300), pupils)
    for i in range(len(truth)):
        own = random.normal(0, np.sqrt(share), 300)
        x = random.normal(size=len(unit))
        y = x + own[unit] + random.normal(0, np.sqrt(1 - share), len(unit))
        units = fit("y ~ x + (1 | g)", pl.DataFrame({"y": y, "x": x, "g": unit})).effects(interval="pev")["g"]
        truth[i], shown[i] = own.var(), shown_distribution(units).var()
        cautious[i], plain[i] = units.estimate.var(), units.unshrunken.var()
    assert shown.mean() / truth.mean() == pytest.approx(1, abs=0.05)
    assert cautious.mean() / truth.mean() < 0.93
    assert plain.mean() / truth.mean() > 1.07


def test_the_shown_values_are_as_many_as_the_groups_in_order_and_centred_as_they(pupils):
    units = fit("`merit 9` ~ merit.6 + kön + (1 | skolenhet)", pupils).effects()["skolenhet"]
    values = shown_distribution(units)
    assert len(values) == len(units.n)
    assert (np.diff(values) > 0).all()
    assert values.mean() == pytest.approx(units.estimate.mean(), abs=0.2)


def test_groups_that_do_not_differ_are_shown_as_one():
    random = np.random.default_rng(1)
    y = np.tile([-1.0, 1.0], 100) + np.repeat(random.normal(0, 1e-9, 20), 10)
    units = fit("y ~ x + (1 | g)", pl.DataFrame({"y": y, "x": random.normal(size=200), "g": np.arange(200) // 10}))
    np.testing.assert_allclose(shown_distribution(units.effects()["g"]), 0, atol=1e-6)
