"""Names and reference levels as R has them, whatever the columns are called and of whatever kind they are."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit
from spiral.exchange.wording import sentence

N = 120
RANDOM = np.random.default_rng(3)
PUPILS = pl.DataFrame(
    {
        "y": RANDOM.normal(0, 3, N) + np.repeat(RANDOM.normal(0, 4, 12), 10),
        "class": RANDOM.normal(0, 1, N),
        "minrty": np.where(RANDOM.random(N) < 0.4, "Yes", "No"),
        "ses": np.array(["ä", "B", "a"])[np.arange(N) % 3],
        "year": 2020 + np.arange(N) % 3,
        "half": (np.arange(N) % 4).astype(float),
        "flag": np.arange(N) % 5 == 0,
        "day": [date(2024, 1 + i % 9, 1) for i in range(N)],
        "school": [f"S{i // 10:02}" for i in range(N)],
    }
)


def names(formula: str, data: pl.DataFrame = PUPILS) -> list[str]:
    return list(fit(f"y ~ {formula} + (1 | school)", data).names[1:])


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("minrty", ["minrtyYes"]),
        ("C(minrty)", ["minrtyYes"]),
        ('C(minrty, ref="Yes")', ["minrtyNo"]),
        ("ses", ["sesa", "sesä"]),
        ("C(year)", ["year2021", "year2022"]),
        ("C(year, ref=2021)", ["year2020", "year2022"]),
        ('C(year, ref="2022")', ["year2020", "year2021"]),
        ("C(half)", ["half1", "half2", "half3"]),
        ("flag", ["flagTRUE"]),
        ("C(flag, ref='TRUE')", ["flagFALSE"]),
        ("minrty * class", ["minrtyYes", "class", "minrtyYes:class"]),
        ("class:C(year)", ["class:year2020", "class:year2021", "class:year2022"]),
        ("I(class^2)", ["I(class^2)"]),
        ("day", ["day"]),
        ("I(minrty == 'Yes')", ['I(minrty == "Yes")TRUE']),
    ],
)
def test_terms_are_named_as_lme4_names_them(terms, expected):
    assert names(terms) == expected


@pytest.mark.parametrize(
    "name", ["class", "yield", "lambda", "in", "is", "global", "with", "å.b", "ﬁl", "x²", "två ord"]
)
def test_a_column_may_be_called_anything(name):
    data = PUPILS.with_columns(pl.col("class").alias(name), pl.col("school").alias("def"))
    ticked = f"`{name}`" if " " in name else name
    found = fit(f"y ~ {ticked} * minrty + ({ticked} | def)", data)
    assert found.names == ("(Intercept)", name, "minrtyYes", f"{name}:minrtyYes")
    assert found.groups == {"def": 12}


def test_a_reference_level_may_look_like_a_name():
    data = PUPILS.with_columns(minrty=pl.col("minrty").replace({"Yes": "class", "No": "a.b"}))
    assert names('C(minrty, ref="class")', data) == ["minrtya.b"]


def test_a_date_counts_as_days():
    data = PUPILS.with_columns(days=(pl.col("day") - date(1970, 1, 1)).dt.total_days())
    np.testing.assert_allclose(
        fit("y ~ day + (1 | school)", data).beta, fit("y ~ days + (1 | school)", data).beta, rtol=1e-7
    )


def test_dates_and_truths_name_groups():
    found = fit("y ~ class + (1 | day) + (1 | flag)", PUPILS)
    assert "2024-01-01" in found.effects()["day"].keys
    assert found.effects()["flag"].keys == ["FALSE", "TRUE"]


def test_groups_that_differ_only_in_zeros_or_letters_are_warned_of():
    codes = pl.Series([("1" if i % 7 == 0 else "01") if i < 10 else f"{i // 10 + 1:02}" for i in range(N)])
    words = pl.Series([f"Skola {'ABCDEFGHIJKL'[i // 10]}" if i % 6 or i >= 10 else "SKOLA  a" for i in range(N)])
    coded = fit("y ~ class + (1 | school)", PUPILS.with_columns(school=codes))
    written = fit("y ~ class + (1 | school)", PUPILS.with_columns(school=words))
    assert any("”01” och ”1” vara samma: de skiljer sig bara i inledande nollor" in sentence(w) for w in coded.warnings)
    assert any("”SKOLA  a” och ”Skola A” vara samma" in sentence(w) for w in written.warnings)
    assert not any(w.code == "groups_alike" for w in fit("y ~ class + (1 | school)", PUPILS).warnings)


def test_the_years_of_all_schools_may_stand_beside_each_schools_own():
    """The cohort in the school is not explained by what all cohorts of its year have in common."""
    beside = fit("y ~ C(year) + (1 | school/year)", PUPILS)
    assert beside.names == ("(Intercept)", "year2021", "year2022")
    assert list(beside.effects()) == ["school", "year:school"]
    assert fit("y ~ C(year) * minrty + class + (1 | school) + (1 | year:school)", PUPILS).groups["year:school"] == 36
    assert fit("y ~ flag + class + (1 | school:flag)", PUPILS).groups == {"school:flag": 24}
