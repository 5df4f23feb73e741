"""Wrong input is answered in words: what is wrong, where, and what to do."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import ModelError, fit
from spiral.exchange.wording import sentence

N = 24
GOOD = pl.DataFrame(
    {
        "betyg": np.sin(np.arange(N)) * 10 + np.repeat(np.arange(6.0), 4),
        "prov": np.cos(np.arange(N) * 1.7),
        "kön": np.where(np.arange(N) % 3 == 0, "flicka", "pojke"),
        "enhet": [f"E{i // 4}" for i in range(N)],
        "huvudman": [f"H{i // 12}" for i in range(N)],
    }
)


def refused(formula: str, data, **options) -> str:
    with pytest.raises(ModelError) as problem:
        fit(formula, data, **options)
    return sentence(problem.value)


def test_an_unknown_column_is_named_with_those_there_are():
    message = refused("betyg ~ prv + (1 | enhet)", GOOD)
    assert message == "Kolumnen prv finns inte i tabellen. Det finns betyg, enhet, huvudman, kön och prov."


def test_a_column_that_differs_in_case_is_suggested():
    assert refused("betyg ~ Prov + (1 | enhet)", GOOD).endswith("Menade du prov?")


def test_an_unknown_group_is_named():
    assert refused("betyg ~ prov + (1 | skola)", GOOD).startswith("Kolumnen skola finns inte")


def test_a_constant_number_is_named():
    assert refused("betyg ~ prov + k + (1 | enhet)", GOOD.with_columns(k=pl.lit(3.0))) == (
        "k är konstant: alla elever har samma värde. Ta bort den ur formeln."
    )


def test_a_constant_category_is_named_with_its_value():
    message = refused("betyg ~ k + (1 | enhet)", GOOD.with_columns(k=pl.lit("ja")))
    assert message == "Kolumnen k är konstant (bara värdet ja): ta bort den ur formeln."


def test_a_constant_outcome_is_refused():
    assert "betyg är konstant" in refused("betyg ~ prov + (1 | enhet)", GOOD.with_columns(betyg=pl.lit(5.0)))


def test_an_outcome_that_follows_from_the_rest_is_refused():
    data = GOOD.with_columns(betyg=2 * pl.col("prov") + 1)
    assert "följer helt av förklaringarna" in refused("betyg ~ prov + (1 | enhet)", data)


def test_collinear_columns_are_named():
    data = GOOD.with_columns(dubbel=2 * pl.col("prov") - 3)
    assert refused("betyg ~ prov + dubbel + (1 | enhet)", data) == (
        "dubbel följer helt av prov (kollinearitet). Ta bort en av dem."
    )


def test_a_sum_of_columns_is_named_with_all_its_parts():
    data = GOOD.with_columns(a=pl.Series(np.arange(N) % 5.0), b=pl.Series(np.arange(N) % 7.0))
    data = data.with_columns(summa=pl.col("a") + pl.col("b"))
    assert "summa följer helt av a och b" in refused("betyg ~ a + b + summa + (1 | enhet)", data)


def test_a_unit_under_two_owners_is_named():
    data = GOOD.with_columns(huvudman=pl.when(pl.int_range(N) == 5).then(pl.lit("H1")).otherwise("huvudman"))
    message = refused("betyg ~ prov + (1 | huvudman/enhet)", data)
    assert "enhet E1 ligger både under huvudman H0 och under huvudman H1" in message
    assert "(1 | huvudman) + (1 | huvudman:enhet)" in message


def test_a_unit_under_two_owners_is_named_when_the_parts_are_written_apart():
    data = GOOD.with_columns(huvudman=pl.when(pl.int_range(N) == 5).then(pl.lit("H1")).otherwise("huvudman"))
    warnings = fit("betyg ~ prov + (1 | huvudman) + (1 | enhet)", data).warnings
    assert any("enhet E1 ligger både under huvudman H0 och under H1" in sentence(w) for w in warnings)


def test_the_suggested_way_out_of_two_owners_works():
    data = GOOD.with_columns(huvudman=pl.when(pl.int_range(N) == 5).then(pl.lit("H1")).otherwise("huvudman"))
    found = fit("betyg ~ prov + (1 | huvudman) + (1 | huvudman:enhet)", data)
    assert found.groups == {"huvudman": 2, "huvudman:enhet": 7}


def test_levels_written_apart_may_come_in_any_order():
    one = fit("betyg ~ prov + (1 | enhet) + (1 | huvudman)", GOOD)
    other = fit("betyg ~ prov + (1 | huvudman) + (1 | enhet)", GOOD)
    nested = fit("betyg ~ prov + (1 | huvudman/enhet)", GOOD)
    assert one.groups == other.groups == {"huvudman": 2, "enhet": 6}
    assert one.loglik == pytest.approx(nested.loglik, abs=1e-9)
    assert one.spec.hash == other.spec.hash


def test_cohorts_that_recur_in_every_unit_are_no_error():
    data = GOOD.with_columns(årskull=pl.int_range(N) % 2)
    assert fit("betyg ~ prov + (1 | enhet/årskull)", data).groups == {"enhet": 6, "årskull:enhet": 12}


def test_one_group_is_too_few():
    assert "Bara en grupp i enhet" in refused("betyg ~ prov + (1 | enhet)", GOOD.with_columns(enhet=pl.lit("E0")))


def test_one_pupil_in_every_group_is_refused():
    data = GOOD.with_columns(elev=pl.int_range(N))
    assert "har en enda elev" in refused("betyg ~ prov + (1 | elev)", data)


def test_more_coefficients_than_pupils_is_refused():
    assert "Bara 3 rader för 3 koefficienter" in refused("betyg ~ prov + kön + (1 | enhet)", GOOD[[0, 1, 6]])


def test_no_usable_rows_is_refused():
    assert "Ingen rad" in refused("betyg ~ prov + (1 | enhet)", GOOD.with_columns(prov=pl.lit(None, pl.Float64)))


def test_an_infinite_value_is_named_by_row_and_column():
    data = GOOD.with_columns(prov=pl.when(pl.int_range(N) == 13).then(float("inf")).otherwise("prov"))
    assert refused("betyg ~ prov + (1 | enhet)", data).startswith("Rad 14, kolumn prov: värdet är oändligt.")


def test_an_infinite_value_is_named_in_fixed_point_too():
    data = GOOD.with_columns(prov=pl.when(pl.int_range(N) == 13).then(float("inf")).otherwise("prov"))
    assert "Rad 14, kolumn prov" in refused("betyg ~ prov + (1 | enhet)", data, fixed_point=True)


def test_text_among_numbers_is_named_by_row_and_column():
    texts = [str(i) for i in range(N)]
    texts[6] = "frånvarande"
    assert refused("betyg ~ p + (1 | enhet)", GOOD.with_columns(p=pl.Series(texts))) == (
        "Rad 7, kolumn p: ”frånvarande” är inget tal. Rätta värdet, eller lämna cellen tom om det saknas."
    )


def test_text_in_the_outcome_is_named_by_row_and_column():
    texts = ["12.5"] * N
    texts[2] = "E+"
    data = GOOD.with_columns(betyg=pl.Series(texts))
    assert refused("betyg ~ prov + (1 | enhet)", data).startswith("Rad 3, kolumn betyg: ”E+” är inget tal.")


def test_every_column_that_is_no_number_is_named_at_once_with_its_rows():
    texts = [str(i) for i in range(N)]
    texts[6], texts[8] = "frånvarande", "sjuk"
    data = GOOD.with_columns(p=pl.Series(texts), betyg=pl.Series(["12.5"] * 5 + ["E"] + ["9"] * (N - 6)))
    message = refused("log(betyg) ~ log(p) + (1 | enhet)", data)
    assert "Kolumnen p har 2 värden som inte är tal, först ”frånvarande” på rad 7 och ”sjuk” på rad 9." in message
    assert "Rad 6, kolumn betyg: ”E” är inget tal." in message


def test_a_text_with_too_many_values_is_said_to_have_them():
    data = pl.concat([GOOD] * 4).with_columns(namn=pl.format("namn {}", pl.int_range(4 * N)))
    assert "fler än 60 olika värden" in refused("betyg ~ namn + (1 | enhet)", data)


def test_a_column_of_lists_is_refused_by_its_kind():
    data = GOOD.with_columns(lista=pl.Series([[1.0]] * N))
    assert "Kolumnen lista är av slaget array<float64>" in refused("betyg ~ lista + (1 | enhet)", data)


def test_numbers_stored_as_text_say_so():
    data = GOOD.with_columns(p=pl.Series([str(i) for i in range(N)]))
    assert "tal som är sparade som text" in refused("betyg ~ p + (1 | enhet)", data)


def test_an_unknown_base_category_is_named_with_those_there_are():
    message = refused("betyg ~ C(kön, base='kvinna') + (1 | enhet)", GOOD)
    assert message == "Kategorin kvinna finns inte i kön. Där finns flicka, pojke."


def test_an_unknown_function_is_refused():
    assert "går inte att räkna ut" in refused("betyg ~ poly(prov) + (1 | enhet)", GOOD)


def test_nothing_of_an_expression_is_run_as_code():
    assert "går inte att räkna ut" in refused("betyg ~ __import__('os') + (1 | enhet)", GOOD)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "REMLL"}, "välj REML eller ML"),
        ({"family": "poisson"}, "välj gaussian eller binomial"),
        ({"missing": "impute"}, "drop, category eller refuse"),
    ],
)
def test_an_option_that_does_not_exist_is_answered_with_those_that_do(options, words):
    assert words in refused("betyg ~ prov + (1 | enhet)", GOOD, **options)


def test_data_of_an_unknown_kind_are_refused():
    assert "går inte att läsa" in refused("betyg ~ prov + (1 | enhet)", [1, 2, 3])


def test_missing_values_can_be_refused_by_column():
    data = GOOD.with_columns(prov=pl.when(pl.int_range(N) < 2).then(None).otherwise("prov"))
    message = refused("betyg ~ prov + (1 | enhet)", data, missing="refuse")
    assert message.startswith("2 rader saknar värden: prov (2).")


def test_missing_values_are_dropped_with_a_warning_by_column():
    data = GOOD.with_columns(prov=pl.when(pl.int_range(N) < 2).then(None).otherwise("prov"))
    found = fit("betyg ~ prov + (1 | enhet)", data)
    assert found.n == N - 2
    assert Message.of("rows_left_out_by_column", rows=2, columns=["prov 2"]) in found.warnings


def test_nan_is_read_as_missing():
    data = GOOD.with_columns(prov=pl.when(pl.int_range(N) < 2).then(float("nan")).otherwise("prov"))
    whole = fit("betyg ~ prov + (1 | enhet)", data)
    np.testing.assert_allclose(whole.beta, fit("betyg ~ prov + (1 | enhet)", GOOD[2:]).beta, rtol=1e-9)
    assert whole.n == N - 2


def test_an_arrow_table_and_a_polars_frame_give_the_same_fit():
    table = pa.table({name: GOOD[name].to_list() for name in GOOD.columns})
    ours, theirs = fit("betyg ~ prov + kön + (1 | enhet)", table), fit("betyg ~ prov + kön + (1 | enhet)", GOOD)
    np.testing.assert_allclose(ours.beta, theirs.beta, rtol=1e-12)


@pytest.mark.parametrize(
    ("formula", "level"),
    [
        ("betyg ~ prov + enhet + (1 | enhet)", "enhet"),
        ("betyg ~ C(år) + (1 | enhet) + (1 | år)", "år"),
        ("betyg ~ prov + enhet * C(år) + (1 | enhet:år)", "enhet:år"),
    ],
)
def test_a_level_whose_groups_all_have_coefficients_of_their_own_is_refused(formula, level):
    table = GOOD.with_columns(år=2024 + np.arange(N) % 2)
    assert f"{level} är både grupp och förklaring" in refused(formula, table)


@pytest.mark.parametrize("written", ["factor(kön)", "as.factor(kön)"])
def test_rs_other_word_for_a_category_is_answered_with_ours(written):
    assert refused(f"betyg ~ {written} + (1 | enhet)", GOOD).startswith(f"Skriv C(kön) i stället för {written}")


def test_an_outcome_in_two_words_is_answered_with_how_to_say_which_is_yes():
    said = refused("kön ~ prov + (1 | enhet)", GOOD, family="binomial")
    assert said == 'Utfallet kön är text (flicka och pojke). Säg vad som räknas som ja: I(kön == "pojke") ~ …'
    three = GOOD.with_columns(kön=pl.Series(["a", "b", "c"] * 8))
    assert "24 värden som inte är tal" in refused("kön ~ prov + (1 | enhet)", three, family="binomial")
