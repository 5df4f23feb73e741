"""What is said with 95 % holds in 95 of 100, by size: the larger simulation is `make bench ARGS=coverage`."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from spiral.engine.expected import model as model_of_the_country
from spiral.engine.expected.synthetic import KINDS, SIZE_NAMES, CountryKind, by_size, coverage, simulate
from spiral.see.results.expectations import country
from spiral.sources.snapshot.files import open_snapshot

#: SyntheticCountry-up countries of 1,466 units each.
COUNTRIES = 5
Shares = dict[str, list[float]]


def _shares(kind: CountryKind, countries: int = COUNTRIES) -> Shares:
    """Statement → the share that held in each size, and last in all."""
    real = country(open_snapshot().skolverket)
    counted = defaultdict(list)
    for seed in range(countries):
        random = np.random.default_rng([13, seed])
        for statement, pair in coverage(simulate(kind, real.y, real.x, real.n, random)).items():
            counted[statement].append(pair)
    whole = {name: [np.concatenate(column) for column in zip(*pairs, strict=True)] for name, pairs in counted.items()}
    return {name: [*(part.mean() for part in by_size(n, i)), i.mean()] for name, (n, i) in whole.items()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_statement_holds_as_often_as_it_says_in_every_size(kind: CountryKind) -> None:
    shares = _shares(kind)
    assert set(shares) == {
        "pooled",
        "band, pooled",
        "one year",
        "band, one year",
        "prediction",
        "prediction, three together",
    }
    for statement, of_sizes in shares.items():
        for size, share in zip((*SIZE_NAMES, "all"), of_sizes, strict=True):
            assert share == pytest.approx(0.95, abs=0.03), (statement, size)


@pytest.mark.slow
def test_a_model_without_the_intakes_error_would_be_too_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_of_the_country, "_BOUNDS", (*model_of_the_country._BOUNDS[:5], (-2.0, -2.0)))
    shares = _shares(KINDS[0], 2)
    assert shares["pooled"][-1] < 0.91
    assert shares["one year"][-1] > 0.97


@pytest.mark.slow
def test_one_spread_for_all_sizes_would_be_too_narrow_for_the_small_and_too_wide_for_the_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bounds = model_of_the_country._BOUNDS
    monkeypatch.setattr(model_of_the_country, "_BOUNDS", (bounds[0], (0.0, 0.0), (0.0, 0.0), *bounds[3:]))
    band = _shares(KINDS[0], 2)["band, pooled"]
    assert band[0] < 0.9
    assert band[3] > 0.97
