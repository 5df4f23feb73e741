"""Where the texts of a chart stand, whatever it is given: none upon another, none outside its sheet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.lettering import faults

from spiral.documents.chart import Chart, Distribution, Gap, Interval, Mark, Pair, Point, Strip, Trend
from spiral.documents.svg import draw, draw_band_head, draw_mini_trend, draw_overview
from spiral.documents.svg.answers import draw_answers
from spiral.documents.svg.lettering import width_of

SAY = {"title": "Betyg", "subtitle": "Skolans egna elever", "description": "Från 62 till 54 procent."}
#: What pages say of a period without a number.
NOTES = st.sampled_from(["saknas", "dold", "för få elever", "nästan alla", "mättes inte", "too few pupils"])
WIDTHS = st.sampled_from([358, 360, 520, 850, 1080])


def _numbers(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda value: round(value, 1))


@st.composite
def trends(pick: st.DrawFn) -> Trend:
    count = pick(st.integers(1, 9))
    largest = pick(st.sampled_from([10.0, 100.0, 340.0, 200_000.0]))
    last = pick(st.integers(2018, 2030))
    points = []
    for year in range(last - count + 1, last + 1):
        value = pick(st.none() | _numbers(0.0, largest))
        if value is None:
            points.append(Point(str(year), None, note=pick(NOTES)))
            continue
        half = pick(st.none() | _numbers(0.0, largest / 3))
        ends = {} if half is None else {"low": value - half, "high": value + half}
        points.append(Point(str(year), value, **ends))
    span = pick(st.none() | st.just((min(last - count + 1, last - 3), last + pick(st.integers(0, 1)))))
    decimals = 0 if largest > 1000 else 1
    return Trend(**SAY, points=points, span=span, decimals=decimals, language=pick(st.sampled_from(["sv", "en"])))


@given(trends(), WIDTHS)
def test_in_a_trend(chart: Trend, width: int) -> None:
    assert faults(draw(chart, key="k", width=width)) == []


@given(trends())
def test_in_a_spark_line(chart: Trend) -> None:
    assert len(chart.points) == 1 or faults(draw_mini_trend(chart)) == []


@st.composite
def gaps(pick: st.DrawFn) -> Gap:
    count, last = pick(st.integers(1, 9)), pick(st.integers(2018, 2030))
    absent = "siffror per kön saknas i källan"
    pairs = [
        Pair(str(year), *pick(st.tuples(_numbers(0, 340), _numbers(0, 340))))
        if pick(st.booleans())
        else Pair(str(year), None, None, note=pick(st.sampled_from([absent, "dold", "för få elever"])))
        for year in range(last - count + 1, last + 1)
    ]
    return Gap(**SAY, names=("Flickor", "Pojkar"), pairs=pairs, span=pick(st.none() | st.just((last - 8, last))))


@given(gaps(), WIDTHS)
def test_in_a_gap(chart: Gap, width: int) -> None:
    assert faults(draw(chart, key="k", width=width)) == []


@st.composite
def marks(pick: st.DrawFn, label: str, *, own: bool = False) -> Mark:
    value, half = pick(_numbers(0, 100)), pick(st.none() | _numbers(0.1, 30))
    ends = {} if half is None else {"low": max(value - half, 0.0), "high": min(value + half, 100.0)}
    return Mark(label, value, **ends, own=own)


@st.composite
def intervals(pick: st.DrawFn) -> Interval:
    own = pick(marks("Skaraborg", own=True))
    others = [pick(marks(f"Kommunen {n}")) for n in range(pick(st.integers(0, 14)))]
    reference = pick(st.none() | _numbers(0, 100))
    label = "" if reference is None else f"riket {reference}"
    return Interval(
        **SAY, unit="%", marks=[own, *others], reference=reference, reference_label=label, axis=(0.0, 100.0)
    )


@given(intervals(), WIDTHS)
def test_in_a_chart_of_intervals(chart: Interval, width: int) -> None:
    assert faults(draw(chart, key="k", width=width)) == []
    assert faults(draw_overview(chart, "k", 520)) == []
    assert faults(draw_band_head(chart)) == []


@given(st.data(), WIDTHS)
def test_in_a_strip(data: st.DataObject, width: int) -> None:
    deciles = sorted(data.draw(st.lists(_numbers(0, 100), min_size=9, max_size=9, unique=True)))
    others = [data.draw(marks(f"Kommunen {n}")) for n in range(7)]
    chart = Strip(**SAY, unit="%", own=data.draw(marks("Götene", own=True)), others=others, deciles=deciles)
    assert faults(draw(chart, key="k", width=width)) == []


@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any), min_size=1, max_size=20))
def test_in_answers_to_statements(counts: list[list[int]]) -> None:
    names = ("svagt", "ganska svagt", "ganska starkt", "starkt")
    rows = [(n, _statement(names, answers)) for n, answers in enumerate(counts, start=1)]
    assert faults(draw_answers(rows, 1), 24.0) == []
    for _n, chart in rows:
        assert faults(draw(chart, key="k", width=360)) == []


def _statement(names: tuple[str, ...], counts: list[int]) -> Chart:
    title = "Vi i personalen har samma syn på vad god undervisning är hos oss."
    return Distribution(**SAY | {"title": title}, categories=names, counts=counts)


def test_a_wide_letter_takes_more_room_than_a_narrow_one_and_an_unknown_one_most() -> None:
    assert width_of("iii") < width_of("aaa") < width_of("WWW") <= width_of("漢字漢")
