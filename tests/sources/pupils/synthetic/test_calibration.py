"""Real units' published figures come true within sampling error; what is hidden is drawn and follows from nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.measures.subjects import SUBJECTS
from spiral.sources.pupils.form import nearest
from spiral.sources.pupils.synthetic import true_measures
from spiral.sources.pupils.synthetic.cohort import draw_cohort
from spiral.sources.pupils.synthetic.drawing import newest_year
from spiral.sources.pupils.synthetic.published import LeavingTargets, leaving_targets
from spiral.sources.pupils.synthetic.region import lay_out

MERIT_SD = 63.0


def _standing(values: np.ndarray) -> tuple[float, float, float]:
    """The mean, the spread, and the share within 1.96 of how far figures are from what they should be."""
    return float(values.mean()), float(values.std()), float((np.abs(values) < 1.96).mean())


def test_published_figures_of_real_units_come_true_within_sampling_error(published: pl.DataFrame) -> None:
    random = np.random.default_rng(5)
    targets = leaving_targets(published, random)
    known = np.flatnonzero(targets.published.all(axis=1) & (targets.pupils >= 20))
    targets = targets.take(known)
    assert len(targets.codes) > 500
    assert set(targets.codes) <= set(published.filter(pl.col("place_kind") == "unit")["place"])
    region = lay_out(targets, np.sort(random.integers(0, 15, len(known))), random)
    year = newest_year()
    forms = {"betyg_ak9": nearest("betyg_ak9", year)[0]}
    cohort = draw_cohort(region, year, int(targets.pupils.sum()), forms, year - 16, random, is_calibrated=True)
    unit = cohort.movements.upper
    here = unit >= 0
    grades = {s: cohort.results["betyg_ak9"][s][here] for s in SUBJECTS if s in cohort.results["betyg_ak9"]}
    measures = {m.name: m for m in true_measures.of_grades("betyg_ak9", grades)}

    def reached(name: str) -> tuple[np.ndarray, np.ndarray]:
        measure, k = measures[name], len(targets.codes)
        place = unit[here][measure.inside]
        n = np.bincount(place, minlength=k)
        return np.bincount(place, measure.value[measure.inside].astype(float), k) / n, n

    value, n = reached("merit17")
    mean, spread, within = _standing((value - targets.merit) / (MERIT_SD / np.sqrt(n)))
    assert abs(mean) < 0.25
    assert 0.9 < spread < 1.15
    assert within > 0.92
    for name, wanted in (("all_subjects", targets.all_subjects), ("eligible_vocational", targets.eligible)):
        value, n = reached(name)
        share = np.clip(wanted, 0.02, 0.98)
        mean, spread, within = _standing((value - wanted) / np.sqrt(share * (1 - share) / n))
        assert abs(mean) < 0.35, name
        assert 0.85 < spread < 1.25, name
        assert within > 0.9, name


def test_the_newest_cohort_alone_is_calibrated_and_others_have_an_effect_of_their_own(published: pl.DataFrame) -> None:
    random = np.random.default_rng(6)
    targets = leaving_targets(published, random).take(np.arange(40))
    region = lay_out(targets, np.arange(40) % 15, random)
    forms = {"betyg_ak9": nearest("betyg_ak9", newest_year())[0]}
    own, other = (
        draw_cohort(region, newest_year(), 200, forms, 2000, np.random.default_rng(1), is_calibrated=is_calibrated)
        for is_calibrated in (True, False)
    )
    assert not own.cohort_effect.any()
    assert 2 < other.cohort_effect.std() < 7


def _columns(targets: LeavingTargets) -> tuple[np.ndarray, ...]:
    return targets.merit, targets.all_subjects, targets.eligible


def test_nothing_is_fitted_to_a_total(published: pl.DataFrame) -> None:
    """Owners' and the country's figures, and every figure that is hidden, may be anything: nothing drawn moves."""
    is_unit = pl.col("place_kind") == "unit"
    is_open = pl.col("state") == "value"
    moved = published.with_columns(pl.when(is_unit & is_open).then("value").otherwise(99.0).alias("value"))
    first, last = (leaving_targets(table, np.random.default_rng(3)) for table in (published, moved))
    assert first.codes == last.codes
    for one, other in zip(_columns(first), _columns(last), strict=True):
        assert np.array_equal(one, other)


def test_what_is_hidden_differs_from_seed_to_seed_and_what_is_published_does_not(published: pl.DataFrame) -> None:
    first, last = (leaving_targets(published, np.random.default_rng(seed)) for seed in (1, 2))
    for column, (one, other) in enumerate(zip(_columns(first), _columns(last), strict=True)):
        known = first.published[:, column]
        assert (~known).any()
        if column:
            assert np.mean(np.abs(one - other)[~known]) > 0.02
        else:
            assert np.mean(np.abs(one - other)[~known]) > 5
            assert np.array_equal(one[known], other[known])
        assert np.mean(one[known] == other[known]) > 0.97


def test_a_hidden_figure_is_drawn_where_similar_units_lie(published: pl.DataFrame) -> None:
    """A unit's figure taken away is drawn anew from the others, and is not the one that was there."""
    measure = "Genomsnittligt meritvärde (17 ämnen)"
    real = leaving_targets(published, np.random.default_rng(0))
    unit = real.codes[int(np.flatnonzero(real.published[:, 0])[0])]
    gone = (pl.col("place") == unit) & (pl.col("measure") == measure)
    without = published.with_columns(pl.when(gone).then(pl.lit("hidden")).otherwise("state").alias("state"))
    place = real.codes.index(unit)
    drawn = [leaving_targets(without, np.random.default_rng(seed)).merit[place] for seed in range(30)]
    assert 10 < np.std(drawn) < 40
    assert real.merit[place] not in drawn


def test_a_wanted_level_is_reached_at_every_share() -> None:
    from spiral.sources.pupils.synthetic import calibration

    merit = np.array([150.0, 200.0, 230.0, 280.0])
    every, eligible = np.array([0.2, 0.6, 0.75, 0.95]), np.array([0.4, 0.8, 0.88, 0.99])
    levels = calibration.solve_levels(merit, every, eligible)
    assert (np.diff(levels) > 0).all()
    assert calibration.earlier_level(np.array([calibration.earlier_spread(12.9)]))[0] == pytest.approx(-1.9, abs=0.7)
