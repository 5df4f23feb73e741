"""What a version of the rules may be, and which holds on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from spiral.engine.measures.codes import Code, among
from spiral.engine.measures.versions import EligibilityRule, GradeScale, MeritRule, VersionStatus, in_force
from spiral.sources.pupils.rules import shipped_versions

VERSIONS = shipped_versions()
LETTERS = VERSIONS["letters"]
AB = {"name": "AB", "signs": ("A", "B"), "grades": (Code.A, Code.B), "points": (2.0, 1.0), "passes": (Code.A,)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"points": (2.0,)}, "each with its points"),
        ({"signs": (), "grades": (), "points": (), "passes": ()}, "needs grades"),
        ({"grades": (Code.A, Code.A)}, "twice"),
        ({"points": (1.0, 2.0)}, "fall from grade to grade"),
        ({"points": (1.0, 1.0)}, "fall from grade to grade"),
        ({"points": (1.0, -1.0)}, "fall from grade to grade"),
        ({"passes": (Code.B,)}, "best grades"),
        ({"passes": ()}, "best grades"),
    ],
)
def test_a_scale_that_is_none_is_refused(change: dict[str, object], reason: str) -> None:
    GradeScale(**AB)
    with pytest.raises(ValueError, match=reason):
        GradeScale(**AB | change)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (lambda: MeritRule("m", best=0), "at least one grade"),
        (lambda: MeritRule("m", extra="M3"), "no subject"),
        (lambda: MeritRule("m", tests=0.3), "only of a mean"),
        (lambda: MeritRule("m", mean=True, tests=1.0), "below 1"),
        (lambda: EligibilityRule("e"), "asks for nothing"),
        (lambda: EligibilityRule("e", (("Svenska",),)), "Svenska is no subject"),
        (lambda: EligibilityRule("e", (("Ma",),), others=-1), "0 or more"),
        (lambda: EligibilityRule("e", (("Ma",),), among=("Ma",)), "not of the areas"),
        (lambda: replace(LETTERS, merit=(MeritRule("m"), MeritRule("m"))), "one name"),
        (lambda: replace(LETTERS, eligibility=(EligibilityRule("merit17", others=1),)), "one name"),
        (lambda: replace(LETTERS, conversion={Code.ONE: Code.TEN}, conversion_source="ours"), "those of the scale"),
        (lambda: replace(LETTERS, conversion={Code.A: Code.B}, conversion_source="ours"), "of other grades"),
        (lambda: replace(LETTERS, conversion={Code.ONE: Code.F}), "says whose"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(rule, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rule()


def test_points_and_passes_by_code() -> None:
    codes = np.array([Code.A, Code.E, Code.F, Code.NO_BASIS, Code.WRONG, Code.BLANK, Code.TEN], np.uint8)
    assert LETTERS.scale.points_of(codes).tolist() == [20, 10, 0, 0, 0, 0, 0]
    assert LETTERS.scale.is_pass(codes).tolist() == [True, True] + [False] * 5
    assert LETTERS.scale.is_grade(codes).tolist() == [True, True, True] + [False] * 4
    assert among(codes, [Code.WRONG]).tolist() == [False] * 4 + [True, False, False]


def test_the_version_that_holds_on_a_day_is_the_last_that_is_decided_to_begin() -> None:
    versions = VERSIONS.values()
    assert in_force(versions, date(2026, 6, 1)).key == "letters"
    assert in_force(versions, date(2028, 6, 30)).key == "letters"
    assert in_force(versions, date(2028, 7, 1)).key == "ten_years"
    late = replace(VERSIONS["one_to_ten"], begins=date(2029, 7, 1))
    assert in_force([*versions, late], date(2030, 1, 1)).key == "ten_years"
    with pytest.raises(ValueError, match="no version holds"):
        in_force(versions, date(1990, 1, 1))


def test_a_year_of_school_is_called_what_the_version_calls_it() -> None:
    assert [v.labels.label("betyg_ak9") for v in VERSIONS.values()] == [9, 10, 10]
    assert {s: v.labels.born(s, 2029) for v in VERSIONS.values() for s in ("np3",)} == {"np3": 2019}
    assert {v.labels.born("np9", 2029) for v in VERSIONS.values()} == {2013}
    assert {v.status for v in VERSIONS.values()} == {*VersionStatus}
