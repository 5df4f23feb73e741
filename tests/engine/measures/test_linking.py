"""The same pupil in two tables: whatever numbers are, and never by a number that cannot be linked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from spiral.engine.measures.linking import rows_in, taken_at
from tests.engine.measures.plain import as_rows, linked
from tests.engine.measures.pupils import drawn, many, pupils


@given(drawn("betyg_ak9"), drawn("betyg_ak6", 2023))
def test_rows_are_those_of_the_same_person(here, there) -> None:
    others = as_rows(there)
    expected = [others.index(o) if (o := linked(row, others)) else -1 for row in as_rows(here)]
    assert rows_in(here, there).tolist() == expected


@pytest.mark.parametrize(
    "numbers",
    [
        lambda p: p.astype(np.int64),
        lambda p: np.char.add("TF", p),
        lambda p: p.astype("S12"),
        lambda p: np.char.add("1234567", p),
        lambda p: p.astype("U20"),
        lambda p: p[:, None].astype("U12")[:, 0],
    ],
    ids=["whole numbers", "letters and digits", "bytes", "more digits than a number holds", "padded", "a view"],
)
def test_any_kind_of_number_links_alike(numbers) -> None:
    here, there = many("np9", n=300), many("betyg_ak9", n=300, seed=2)
    expected = rows_in(here, there)
    assert (expected >= 0).sum() > 50
    other = rows_in(replace(here, person=numbers(here.person)), replace(there, person=numbers(there.person)))
    assert other.tolist() == expected.tolist()


def test_numbers_of_another_length_are_others() -> None:
    here, there = pupils("np6", ["MA_PROVB"], {"12": "A"}), pupils("np6", ["MA_PROVB"], {"012": "A", "112": "B"})
    assert rows_in(here, there).tolist() == [-1]


def test_what_only_looks_like_digits_is_none() -> None:
    here, there = pupils("np6", ["MA_PROVB"], {"1:": "A"}), pupils("np6", ["MA_PROVB"], {"20": "A"})
    assert rows_in(here, there).tolist() == [-1]


def test_numbers_that_are_one_in_64_bits_are_two() -> None:
    here, there = (pupils("np6", ["MA_PROVB"], {str(n): "A"}) for n in (10**24, 10**24 + 2**64))
    assert (rows_in(here, there).tolist(), rows_in(here, here).tolist()) == ([-1], [0])


def test_a_longer_number_elsewhere_changes_nothing() -> None:
    here, there = many("np9", n=300), many("betyg_ak9", n=300, seed=2)
    expected = rows_in(here, there)
    longer = there.person.astype("U20")
    longer[5] = "199901019999-0000000"
    assert rows_in(here, replace(there, person=longer)).tolist() == np.where(expected == 5, -1, expected).tolist()


def test_what_has_no_row_is_blank() -> None:
    assert taken_at(np.array([5, 6], np.uint8), np.array([1, -1, 0])).tolist() == [6, 0, 5]
    assert taken_at(np.zeros(0, np.uint8), np.array([-1])).tolist() == [0]
