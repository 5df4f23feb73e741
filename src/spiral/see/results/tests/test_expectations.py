"""What the model of the country is made of: a share of pupils new to Sweden where the source has it, never a guess."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.see.results.expectations import (
    COVARIATES,
    LEAST_PUPILS,
    NEWLY_ARRIVED,
    cohorts,
    country,
    expect,
    parameters,
)
from spiral.sources.reading.observations import observations
from spiral.sources.snapshot.files import open_snapshot

MEASURE = "salsaNewlyImmigratedQuota"


@pytest.fixture(scope="module")
def shipped() -> pl.DataFrame:
    return open_snapshot().skolverket


def with_newly(table: pl.DataFrame, shares: dict[str, float], period: str) -> pl.DataFrame:
    """The shipped figures, and SALSA's share of pupils new to Sweden by unit."""
    rows = [
        {"place": place, "measure": MEASURE, "programme": "", "period": period, "state": "value", "value": value}
        for place, value in shares.items()
    ]
    return pl.concat([table, observations(pl.DataFrame(rows), part="planned_educations", place_kind="unit")])


def made_up(units: list[str]) -> dict[str, float]:
    shares = np.random.default_rng(1).integers(0, 25, len(units))
    return {unit: float(share) for unit, share in zip(units, shares, strict=True)}


def test_the_shipped_data_lack_the_share_of_newly_arrived(shipped: pl.DataFrame) -> None:
    assert MEASURE not in shipped["measure"].unique()
    assert country(shipped).covariates == COVARIATES


def test_the_share_of_newly_arrived_is_taken_when_nearly_all_have_it(shipped: pl.DataFrame) -> None:
    before = country(shipped)
    some = before.units[: int(len(before.units) * 0.97)]
    shares = made_up(some)
    fitted_on = country(with_newly(shipped, shares, before.years[-1]))
    assert fitted_on.covariates == (*COVARIATES, NEWLY_ARRIVED)
    # Those without the share are left out; nothing is guessed for them.
    assert fitted_on.units == some
    assert fitted_on.x.shape == (len(some), 4)
    assert fitted_on.x[:, 3].tolist() == [shares[unit] for unit in fitted_on.units]
    assert (fitted_on.x[:, :3] == before.x[: len(some)]).all()
    model, by_period = expect(fitted_on)
    assert model.covariates == fitted_on.covariates
    printed = parameters(fitted_on, model, cohorts(fitted_on, shipped))
    assert printed["knows_newly_arrived"]
    assert NEWLY_ARRIVED in printed["slopes"]
    assert len(by_period["pooled"]) == len(some)
    assert min(fitted_on.n) >= LEAST_PUPILS


@pytest.mark.parametrize("case", ["too few", "another year", "all alike"])
def test_the_share_is_not_taken_when_it_does_not_serve(shipped: pl.DataFrame, case: str) -> None:
    before = country(shipped)
    units = before.units[: int(len(before.units) * 0.9)] if case == "too few" else before.units
    shares = dict.fromkeys(units, 4.0) if case == "all alike" else made_up(units)
    period = before.years[-2] if case == "another year" else before.years[-1]
    fitted_on = country(with_newly(shipped, shares, period))
    assert fitted_on.covariates == COVARIATES
    assert fitted_on.units == before.units
    assert (fitted_on.x == before.x).all()


def test_what_pages_and_docs_print_of_the_model(shipped: pl.DataFrame) -> None:
    fitted_on = country(shipped)
    model, _ = expect(fitted_on)
    printed = parameters(fitted_on, model, cohorts(fitted_on, shipped))
    assert not printed["knows_newly_arrived"]
    assert set(printed["stable_sd"]) == {"25", "50", "100"}
    assert printed["stable_sd"]["25"] > printed["stable_sd"]["50"] > printed["stable_sd"]["100"]
    assert printed["stable_sd"]["50"] == pytest.approx(model.stable_sd)
    assert (printed["yearly_sd"], printed["pupil_sd"], printed["intake_sd"]) == (
        model.yearly_sd,
        model.pupil_sd,
        model.intake_sd,
    )
    assert printed["slopes"] == {name: model.slope(name) for name in COVARIATES}
