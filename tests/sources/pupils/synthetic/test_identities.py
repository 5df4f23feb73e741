"""Made-up numbers: right ones, no two alike, temporary ones of one file only; names of short lists."""

from __future__ import annotations

import numpy as np
import pytest

from spiral.engine.measures.pupils import Sex
from spiral.engine.personal_numbers import read_texts
from spiral.sources.pupils.synthetic.identities import FIRST_NAMES, LAST_NAMES, draw_identities, numbers_at


def _texts(signs: np.ndarray) -> list[str]:
    return [bytes(row).decode() for row in signs]


@pytest.mark.parametrize("n", [300, 20_000])
def test_numbers_are_right_unique_and_of_the_sex_they_say(n: int) -> None:
    random = np.random.default_rng(1)
    sex = random.integers(0, 2, n).astype(np.uint8)
    numbers = _texts(draw_identities(sex, np.zeros(n, bool), 2010, random).digits)
    read = read_texts(numbers, 2026)
    assert len(set(numbers)) == n
    assert read.linkable.all()
    assert (read.girl == (sex == Sex.GIRL)).all()
    assert (read.born == 2010).all()
    in_test_series = [number[8:11] >= "980" for number in numbers]
    assert all(in_test_series) == (n == 300)


def test_temporary_numbers_say_the_sex_and_differ_within_a_unit() -> None:
    random = np.random.default_rng(2)
    n = 4_000
    sex, abroad = random.integers(0, 2, n).astype(np.uint8), np.ones(n, bool)
    identities = draw_identities(sex, abroad, 2010, random)
    rows = np.arange(n)
    unit = random.integers(0, 3, n)
    numbers = _texts(numbers_at(identities, 0, rows, unit, sex))
    temporary = identities.temporary[:, 0]
    read = read_texts(numbers, 2026)
    assert 500 < temporary.sum() < n
    assert (read.linkable == ~temporary).all()
    assert (read.girl == (sex == Sex.GIRL)).all()
    seen = {(unit[row], numbers[row]) for row in np.flatnonzero(temporary).tolist()}
    assert len(seen) == temporary.sum()
    assert identities.temporary.sum(axis=0)[2] < identities.temporary.sum(axis=0)[0]


def test_names_fit_their_columns() -> None:
    assert max(len(name.encode()) for name in (*FIRST_NAMES, *LAST_NAMES)) <= 20
    assert all(name[0].isalpha() for name in (*FIRST_NAMES, *LAST_NAMES))
