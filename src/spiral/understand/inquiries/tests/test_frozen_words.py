"""Evidence frozen before its words were English is looked at again as if it had been frozen in them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

renaming = import_module("spiral.understand.inquiries.migrations.0002_choice_values_in_english")
WORDS = renaming.STATUSES | renaming.OUTCOMES


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("need", {"status": "pagar", "text": "delar"}, {"status": "works", "text": "delar"}),
        (
            "need",
            {"cells": [["1470", "prioriterat", "delar"], ["1471", "delar", ""]]},
            {"cells": [["1470", "seeks", "delar"], ["1471", "shares", ""]]},
        ),
        ("example", {"trials": [[1, "hjalpte"], [2, "gick-inte"]]}, {"trials": [[1, "helped"], [2, "failed"]]}),
        ("figure", {"status": "pagar"}, {"status": "pagar"}),
        ("quote", {}, {}),
    ],
)
def test_a_frozen_detail_is_in_the_new_words_and_goes_back(kind: str, old: dict, new: dict) -> None:
    evidence = {"kind": kind, "title": "pagar", "detail": old}
    renamed = renaming.with_detail(evidence, WORDS)
    assert renamed == {"kind": kind, "title": "pagar", "detail": new}
    assert renaming.with_detail(renamed, {new: old for old, new in WORDS.items()}) == evidence


def test_the_words_are_those_that_rooms_freeze_now() -> None:
    assert set(renaming.STATUSES.values()) == set(apps.get_model("needs.Need").Status.values)
    assert set(renaming.OUTCOMES.values()) == set(apps.get_model("examples.Trial").Outcome.values)
