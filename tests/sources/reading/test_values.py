import math
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.figures import Figure, State
from spiral.sources.reading.values import MARKS, parse_figure, parse_number, with_figures


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("..", State.HIDDEN, None),
        (".", State.MISSING, None),
        ("...", State.FEW_OUTSIDE, None),
        ("~100", State.NEAR_ALL, None),
        ("~0", State.NEAR_NONE, None),
        ("-", State.NOT_REPORTED, None),
        ("cirka 1110", State.ROUNDED, 1110.0),
        ("cirka 1 110", State.ROUNDED, 1110.0),
        ("204,4", State.VALUE, 204.4),
        ("208", State.VALUE, 208.0),
        ("51%", State.VALUE, 51.0),
        ("1 234,5", State.VALUE, 1234.5),
        (" 62,7 ", State.VALUE, 62.7),
        ("-20", State.VALUE, -20.0),
        ("−20", State.VALUE, -20.0),
    ],
)
def test_every_mark_and_form_of_number_the_sources_print(text: str, state: State, value: float | None) -> None:
    assert parse_figure(text) == Figure(state, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "62.7",
        "1.234,5",
        "12 34",
        "NaN",
        "inf",
        "1e5",
        "E+",
        "=1+1",
        "~95",
        "cirka ..",
        "cirka",
        "6 2,7",
        "0x10",
        "٣",
    ],
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_figure(text)


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from([",", "."]))
def test_a_number_written_with_its_decimal_mark_reads_as_itself(number: float, decimal: str) -> None:
    text = f"{number:.6f}".replace(".", decimal)
    assert parse_number(text, decimal=decimal) == float(f"{number:.6f}")


@given(st.integers(1000, 10**9))
def test_thousands_may_be_set_apart_with_any_kind_of_space(number: int) -> None:
    for space in (" ", "\u00a0", "\u202f"):
        assert parse_number(f"{number:,}".replace(",", space)) == number


@given(st.text(max_size=30), st.sampled_from([",", "."]))
def test_any_text_is_a_finite_figure_or_a_refusal(text: str, decimal: str) -> None:
    try:
        figure = parse_figure(text, decimal=decimal)
    except ValueError:
        return
    assert figure.value is None or math.isfinite(figure.value)
    assert figure.is_number == (text.strip() not in MARKS)


@given(st.from_regex(r"-?\d{1,6}\.\d{1,3}", fullmatch=True).filter(lambda text: re.fullmatch(r"[-.\d]+", text)))
def test_a_decimal_point_is_never_read_in_a_file_of_commas(text: str) -> None:
    with pytest.raises(ValueError):
        parse_figure(text, decimal=",")


@given(st.lists(st.sampled_from(["..", "1,5", "~100", "fel", "", "cirka 20"]), max_size=30))
def test_a_column_is_parsed_as_its_cells_are_and_in_their_order(texts: list[str]) -> None:
    frame = with_figures(pl.DataFrame({"text": texts}, schema={"text": pl.String}), "text")
    assert frame.get_column("text").to_list() == texts
    for text, state, value in frame.select("text", "state", "value").iter_rows():
        if text in ("fel", ""):
            assert (state, value) == (None, None)
        else:
            assert Figure(State(state), value) == parse_figure(text)
