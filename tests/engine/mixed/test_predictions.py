"""Predictions of rows as they come: fitted ones, incomplete ones, of other kinds, many."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import ModelError, collect, fit
from spiral.engine.mixed.pictures.residual_rows import residual_rows
from spiral.engine.mixed.spec import ModelSpec
from tests.engine.refusals import refused

from .predicted import frame


@pytest.mark.parametrize(
    "formula",
    [
        "`merit 9` ~ merit.6 * kön + utbildning + (1 | huvudman/skolenhet/årskull)",
        "`merit 9` ~ merit.6 + (merit.6 | skolenhet)",
        "`merit 9` ~ log(merit.6) + (1 | skolenhet) + (1 | utbildning)",
    ],
)
def test_the_prediction_of_a_fitted_pupil_is_the_fitted_value(pupils, formula):
    pupils = pupils.with_columns(pl.col("merit.6").abs() + 1)
    model = fit(formula, pupils)
    relation = residual_rows(model, pupils)
    fitted = np.sort(relation.run(relation.table)["fitted"].to_numpy())
    np.testing.assert_allclose(np.sort(frame(model.predict(pupils, interval="pev"))["predicted"]), fitted, rtol=1e-9)


@pytest.fixture(scope="module")
def small():
    return fit("merit ~ x + C(sex) + I(x^2) + (1 | school)", made_up(300))


def made_up(rows: int, seed: int = 5) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    school, x, sex = random.integers(0, 12, rows), random.normal(0, 1, rows), random.integers(0, 2, rows)
    merit = 3 * x + sex + random.normal(0, 2, 12)[school] + random.normal(0, 3, rows)
    return pl.DataFrame({"merit": merit, "x": x, "sex": sex, "school": school})


def test_a_row_that_lacks_a_value_or_has_a_strange_category_has_no_prediction_and_says_why(small):
    other = (
        made_up(7)
        .drop("merit")
        .with_columns(
            x=pl.Series([0.5, None, 1.0, float("nan"), float("inf"), 0.2, 0.1]),
            sex=pl.Series([0, 1, 2, None, 1, 3, 2]),
        )
    )
    predictions = small.predict(other)
    ours = frame(predictions)
    assert ours["predicted"].is_null().to_list() == [False, True, True, True, True, True, True]
    for name in ("se", "low", "high", "new_low", "new_high"):
        assert ours[name].is_null().to_list() == ours["predicted"].is_null().to_list()
    whys = [
        None if why is None else [(m.code, m.fields["column"]) for m in predictions.whys[why]] for why in ours["why"]
    ]
    square = "I(x^2)"
    assert whys == [
        None,
        [("row_lacks_value", "x"), ("row_lacks_value", square)],
        [("row_has_strange_category", "sex")],
        [("row_lacks_value", "x"), ("row_lacks_value", square), ("row_lacks_value", "sex")],
        [("row_has_infinite_value", "x"), ("row_has_infinite_value", square)],
        [("row_has_strange_category", "sex")],
        [("row_has_strange_category", "sex")],
    ]
    (left_out,) = predictions.remarks
    assert (left_out.code, left_out.fields["rows"], left_out.fields["of"]) == ("predictions_left_out", 6, 7)
    strange = left_out.fields["reasons"][-1]
    assert strange == Message.of("rows_of_strange_category", column="sex", rows=3, categories=["2", "3"])


def test_groups_are_the_same_however_their_column_is_stored(small):
    other = made_up(40, seed=6).drop("merit")
    numbers = frame(small.predict(other))
    for kind in (pl.String, pl.Float64, pl.Int8):
        stored = frame(small.predict(other.with_columns(pl.col("school").cast(kind))))
        np.testing.assert_array_equal(stored["predicted"], numbers["predicted"])
    named = other.with_columns(school=pl.when(pl.col("school") < 6).then(pl.col("school").cast(pl.String)).otherwise(
        pl.lit("Nya skolan")))  # fmt: skip
    predictions = small.predict(named)
    is_new = frame(predictions)["known"] == ""
    assert is_new.to_list() == (other["school"] >= 6).to_list()
    (unknown,) = predictions.remarks
    level = Message.of("rows_of_level", level="school", rows=int(is_new.sum()))
    assert unknown == Message.of("predictions_of_unknown_groups", levels=[level])


def test_missing_values_that_are_a_category_are_predicted():
    table = made_up(300).with_columns(
        x=pl.when(pl.int_range(300) % 7 == 0).then(None).otherwise(pl.col("x")),
        kind=pl.Series(["a", "b", None] * 100),
    )
    model = fit("merit ~ x + kind + (1 | school)", table, missing="category")
    ours = frame(model.predict(table.drop("merit")))
    assert ours["predicted"].null_count() == 0
    absent = frame(model.predict(table.with_columns(x=pl.lit(None, pl.Float64))))
    np.testing.assert_allclose(absent["predicted"].gather_every(7), ours["predicted"].gather_every(7))


def test_numbers_with_missing_values_may_be_a_category_of_their_own():
    for kind in (pl.Int64, pl.Float64):
        table = made_up(300).with_columns(year=pl.Series([9, 10, None] * 100, dtype=kind))
        model = fit("merit ~ x + C(year) + (1 | school)", table, missing="category")
        assert [name for name in model.names if "year" in name] == ["year10", "yearsaknas"]
        ours = frame(model.predict(table.drop("merit").cast({"year": pl.Int32})))
        assert ours["predicted"].null_count() == 0
        named = frame(model.predict(table.drop("merit").with_columns(pl.col("year").cast(pl.Int8).cast(pl.String))))
        np.testing.assert_array_equal(named["predicted"], ours["predicted"])


def test_a_column_without_any_value_is_missing_whatever_its_kind(small):
    predictions = small.predict(made_up(3).with_columns(x=pl.lit(None, pl.String)))
    assert frame(predictions)["predicted"].null_count() == 3
    columns = [reason.fields["reason"].fields["column"] for reason in predictions.remarks[0].fields["reasons"]]
    assert columns == ["x", "I(x^2)"]


def test_a_table_of_ibis_is_predicted_as_any_other(small):
    import ibis

    table = made_up(50, seed=7)
    ours = frame(small.predict(ibis.memtable(table.to_arrow())))
    np.testing.assert_array_equal(ours["predicted"], frame(small.predict(table))["predicted"])


def test_statistics_predict_as_the_pupils_do():
    table = made_up(300)
    moments = collect(ModelSpec.from_formula("merit ~ x + (1 | school)", fixed_point=True), table)
    ours, theirs = frame(fit(moments).predict(table)), frame(fit("merit ~ x + (1 | school)", table).predict(table))
    np.testing.assert_allclose(ours["predicted"], theirs["predicted"], rtol=1e-4)
    np.testing.assert_allclose(ours["se"], theirs["se"], rtol=1e-3)


def test_a_column_that_is_called_as_a_number_of_the_prediction_keeps_apart():
    table = made_up(300).rename({"school": "low"})
    ours = frame(fit("merit ~ x + (1 | low)", table).predict(table))
    assert ours.columns[:5] == ["row", "low_", "predicted", "se", "low"]
    assert ours["low_"].to_list() == table["low"].to_list()


def test_every_fault_of_the_other_table_is_told_at_once(small):
    with refused(ModelError, "several_problems"):
        small.predict(made_up(5).drop("x", "school"))
    with refused(ModelError, "not_a_number", row=2, column="x", value="mycket"):
        small.predict(made_up(3).with_columns(x=pl.Series(["1", "mycket", "2"])))
    with refused(ModelError, "column_kind_unusable"):
        small.predict(made_up(3).with_columns(school=pl.Series([[1], [2], [3]])))
    with refused(ModelError, "no_row_to_predict"):
        small.predict(made_up(3).head(0)).table()
    with refused(ModelError, "coverage_out_of_range"):
        small.predict(made_up(3), level=1)
    with refused(ModelError, "effect_interval_unknown"):
        small.predict(made_up(3), interval="profile")
    weighted = fit("merit ~ x + (1 | school)", made_up(300).with_columns(w=pl.lit(2.0)), weights="w")
    with refused(ModelError, "weight_not_positive"):
        weighted.predict(made_up(3).with_columns(w=pl.Series([1.0, 0.0, 2.0])))


def test_a_row_without_weight_weighs_one():
    weighted = fit("merit ~ x + (1 | school)", made_up(300).with_columns(w=pl.lit(2.0)), weights="w")
    one = made_up(1)
    rows = pl.concat([one.with_columns(w=pl.Series([weight])) for weight in (1.0, None, 4.0)])
    ours = frame(weighted.predict(rows))
    width = ours["new_high"] - ours["new_low"]
    assert width[0] == width[1] > width[2] > ours["high"][0] - ours["low"][0]


def test_a_unit_under_another_owner_than_before_is_a_new_one(pupils):
    model = fit("`merit 9` ~ merit.6 + (1 | huvudman) + (1 | skolenhet)", pupils)
    moved = pupils.head(1).with_columns(huvudman=pl.lit("H7"))
    new = moved.with_columns(skolenhet=pl.lit("ny"))
    ours = frame(model.predict(pl.concat([pupils.head(1), moved, new])))
    assert ours["known"].to_list() == ["huvudman; skolenhet", "huvudman", "huvudman"]
    assert ours["se"][1] == ours["se"][2] > ours["se"][0]


def test_rows_are_read_a_part_at_a_time_and_keep_their_order(small):
    table = pa.Table.from_pylist([{"x": 0.0, "sex": 0, "school": i % 13} for i in range(40_000)])
    predictions = small.predict(table)
    parts = predictions.parts()
    first = next(parts)
    assert 1 <= first.num_rows < 20_000
    rows = np.concatenate([first["row"].to_numpy(), *(part["row"].to_numpy() for part in parts)])
    np.testing.assert_array_equal(rows, np.arange(1, 40_001))
    assert predictions.rows == 40_000
