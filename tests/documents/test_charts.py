"""Charts: honest specifications, accessible pictures, and tables that say the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from spiral.documents.chart import ChartError, Distribution, Gap, Interval, Mark, Pair, Point, Strip, Trend
from spiral.documents.svg import draw, draw_band, draw_mini_trend, draw_overview
from spiral.documents.table import as_table

SAY = {"title": "Betyg <i alla> ämnen", "subtitle": "Skolans egna elever", "description": "Från 62 till 54 procent."}
POINTS = [
    Point("2021", 62.7, 50, 75, 46),
    Point("2022", None, note="saknas", reason="saknas i källan"),
    Point("2023", 54.3),
]
CHARTS = [
    Trend(**SAY, unit="%", points=POINTS, breaks=("2023",)),
    Interval(**SAY, marks=[Mark("Egen", 5, 1, 9, 30, own=True), Mark("Annan", None, note="dold")], reference=4.0),
    Distribution(**SAY, categories=["svagt", "starkt"], counts=[2, 0]),
    Strip(**SAY, own=Mark("Egen", 5.0, own=True), others=[Mark("A", 4.0), Mark("B", 4.0)], deciles=tuple(range(1, 10))),
    Gap(
        **SAY,
        names=("Flickor", "Pojkar"),
        pairs=[Pair("2021", 10, 8), Pair("2022", None, None, note="saknas i källan")],
    ),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("width", [358, 1080])
def test_every_chart_is_well_formed_named_described_and_inside_its_frame(chart: object, width: int) -> None:
    tree = etree.fromstring(draw(chart, key="k", width=width))
    assert tree.get("role") == "img"
    assert tree.findtext("title") == SAY["title"]
    assert tree.findtext("desc") == f"{SAY['subtitle']}. {SAY['description']}"
    assert tree.get("aria-labelledby") == "k-t k-d"
    assert "style" not in etree.tostring(tree).decode()
    for text in tree.iter("text"):
        assert -1 <= float(text.get("x")) <= width + 1


def test_the_reference_line_never_goes_through_what_is_said_of_a_mask() -> None:
    note = "dold för att en annan, mindre grupp inte ska gå att räkna fram"
    marks = [Mark("Skara", 60, 50, 70), Mark("Götene", None, note=note), Mark("Hjo", 60, 50, 70)]
    tree = etree.fromstring(draw(Interval(**SAY, unit="%", marks=marks, reference=72.0), key="k"))
    at = next(float(text.get("y")) for text in tree.iter("text") if text.text == note)
    lines = [
        [float(y) for y in re.findall(r"[\d.]+ ([\d.]+)", line.get("d"))]
        for line in tree.iter("path")
        if line.get("class") == "ref"
    ]
    assert not [line for line in lines if line[0] < at < line[1]]
    assert max(end for _start, end in lines) > at, "and it goes on below"


def test_many_intervals_for_a_wall_name_ones_own_and_draw_the_others_as_lines() -> None:
    others = [Mark(f"Kommun {n}", 50 + n, 40 + n, 60 + n, 100) for n in range(14)]
    own = Mark("Skaraborg", 61.2, 58, 65, 1262, own=True)
    chart = Interval(**SAY, unit="%", marks=[own, *others, Mark("Dold", None, note="dold")], reference=71.9)
    tree = etree.fromstring(draw_overview(chart, "k", 520))
    width, height = map(float, tree.get("viewBox").split()[2:])
    assert width / height > 3, "a wall is wide"
    assert tree.findtext("desc").endswith("Från 62 till 54 procent.")
    said = [text.text.replace("\u00a0", " ") for text in tree.iter("text")]
    assert "Skaraborg 58 till 65 %" in said
    assert not any("Kommun" in text or "Dold" in text for text in said)
    assert len([line for line in tree.iter("path") if line.get("class") == "other-interval"]) == len(others)
    assert all(-1 <= float(text.get("x")) <= width + 1 for text in tree.iter("text"))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: type(c).__name__)
def test_every_chart_has_a_table_with_a_cell_for_every_column(chart: object) -> None:
    table = as_table(chart)
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_chart_without_a_description_is_refused() -> None:
    with pytest.raises(ChartError, match="description"):
        Trend(title="a", subtitle="b", description=" ", points=POINTS)


def test_perspectives_are_never_mixed_on_one_axis() -> None:
    with pytest.raises(ChartError, match="hemkommun, kommunala"):
        Trend(**SAY, points=[Point("2021", 1.0, perspective="kommunala"), Point("2022", 2.0, perspective="hemkommun")])


def test_a_point_without_a_value_must_say_why() -> None:
    with pytest.raises(ChartError, match="no reason"):
        Point("2021", None)
    with pytest.raises(ChartError, match="half an interval"):
        Point("2021", 3.0, low=1.0)


def test_a_gap_and_a_break_leave_no_line() -> None:
    joined = Trend(**SAY, points=[Point("2021", 1.0), Point("2022", 2.0), Point("2023", 3.0)])
    broken = Trend(**SAY, points=joined.points, breaks=("2023",))
    apart = Trend(**SAY, points=[*joined.points[:2], Point("2023", 3.0, joined=False)])
    count = [draw(c, key="k").count('class="trail"') for c in (joined, broken, apart, CHARTS[0])]
    assert count == [2, 1, 1, 0]


def test_a_mask_stands_in_words_in_picture_and_table() -> None:
    assert ">saknas<" in draw(CHARTS[0], key="k")
    cell = as_table(CHARTS[0]).rows[1][1]
    assert (cell.text, cell.value, cell.mask) == ("saknas i källan", None, True)


def test_hostile_text_is_escaped_in_every_place() -> None:
    bad = '"><script>alert(1)</script>'
    chart = Interval(title=bad, subtitle=bad, description=bad, marks=[Mark(bad, 1.0, own=True)], axis=(0.0, 2.0))
    for picture in (draw(chart, key="k"), draw_band(chart, chart.marks[0], bad)):
        assert "<script" not in picture
        etree.fromstring(picture)
    trend = Trend(title=bad, subtitle=bad, description=bad, points=[Point(bad, 1.0), Point("b", None, note=bad)])
    for picture in (draw(trend, key="k"), draw_mini_trend(trend)):
        assert "<script" not in picture


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=12))
def test_any_values_give_a_picture_with_finite_coordinates(values: list[float | None]) -> None:
    points = [Point(str(i), v, note="" if v is not None else "saknas") for i, v in enumerate(values)]
    picture = draw(Trend(**SAY, points=points), key="k")
    assert not re.search(r"nan|inf", picture)
    etree.fromstring(picture)
