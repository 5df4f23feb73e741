"""The spiral of phases and the driver diagram: nothing outside the picture, no text cut, the table says the same."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from spiral.documents.chart import ChartError
from spiral.documents.svg.drivers import Driver, Drivers, draw_drivers, drivers_table, wrapped
from spiral.documents.svg.spiral import Pace, Spiral, draw_spiral

SVG = "{http://www.w3.org/2000/svg}"


def _spiral(count: int, done: int = 2) -> Spiral:
    paces = [Pace.DONE if i < done else Pace.NOW if i == done else Pace.LATER for i in range(count)]
    return Spiral(title="Faser", subtitle="Fråga", description="1 klar.", paces=paces)


def _drivers(*drivers: Driver, aim: str = "Fler når målen") -> Drivers:
    return Drivers(
        title="Drivdiagram",
        subtitle="Fråga",
        description="Mål.",
        aim=aim,
        drivers=drivers,
        columns=("Mål", "Drivkrafter", "Bakom dem", "Det vi prövar"),
        words=("Belagt", "Antagande"),
    )


def _boxes(svg: str) -> list[tuple[float, float, float, float]]:
    tree = etree.fromstring(svg)
    return [tuple(float(r.get(k)) for k in ("x", "y", "width", "height")) for r in tree.iter("rect", f"{SVG}rect")]


@pytest.mark.parametrize("count", range(3, 9))
def test_each_half_circle_begins_where_the_last_ended_and_stays_in_the_picture(count: int) -> None:
    svg = draw_spiral(_spiral(count), "s")
    arcs = [
        tuple(map(float, re.findall(r"[-\d.]+", d))) for d in re.findall(r'<path class="phase-\w+" d="([^"]+)"', svg)
    ]
    assert len(arcs) == count
    for one, two in zip(arcs, arcs[1:], strict=False):
        assert (one[-2], one[-1]) == pytest.approx((two[0], two[1]), abs=0.11)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    circles = [tuple(map(float, c)) for c in re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)" r="([\d.]+)"', svg)]
    assert len(circles) == count
    for x, y, r in circles:
        assert r <= x <= width - r
        assert r <= y <= height - r
    for i, (x1, y1, r) in enumerate(circles):
        for x2, y2, _r in circles[i + 1 :]:
            assert (x1 - x2) ** 2 + (y1 - y2) ** 2 > (2 * r) ** 2


def test_the_phase_under_way_is_the_one_that_is_lit() -> None:
    svg = draw_spiral(_spiral(6), "s")
    assert svg.count('class="phase-done"') == 2
    assert svg.count('class="phase-now"') == 1
    assert svg.count('class="phase-later"') == 3
    assert "<title" in svg
    assert "1 klar." in svg


@pytest.mark.parametrize("count", [0, 2, 9])
def test_too_few_or_too_many_phases_are_refused(count: int) -> None:
    with pytest.raises(ChartError):
        _spiral(count)


def test_boxes_never_overlap_and_stay_in_the_picture_however_the_tree_branches() -> None:
    long = "Ett svar med många ord som behöver flera rader för att få plats i sin ruta utan att något klipps bort"
    deep = Driver(long, below=[Driver(long, below=[Driver(long, True, below=[Driver("kort", ideas=["Prova", long])])])])
    svg = draw_drivers(
        _drivers(
            Driver(long, True, below=[deep, Driver("b")], ideas=["En idé på första ledet"]),
            Driver("ensam"),
            Driver("med idéer", ideas=[long, long, long]),
            aim=long,
        ),
        "d",
    )
    boxes = _boxes(svg)
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + w <= width + 0.1
        assert y + h <= height + 0.1
        for a, b, c, d in boxes[i + 1 :]:
            assert x + w <= a or a + c <= x or y + h <= b + 0.1 or b + d <= y + 0.1


def test_every_word_is_drawn_and_what_is_written_is_escaped() -> None:
    svg = draw_drivers(_drivers(Driver("Mycket <b>långt</b> & krångligt " + "x" * 90, True, ideas=["Prova"])), "d")
    text = " ".join(etree.fromstring(svg).itertext())
    assert "<b>långt</b> &" in text
    assert text.replace("- ", "").count("x") >= 90
    assert "(belagt)" in text


def test_wrapped_text_keeps_every_word_and_no_line_is_too_wide() -> None:
    text = "Uppgifter lämnas inte in, och då saknas underlag för betyg i flera av ämnena."
    lines = wrapped(text, 140)
    assert " ".join(lines) == text
    assert max(len(line) for line in lines) <= 20
    assert "".join(line.rstrip("-") for line in wrapped("a" * 50, 140)) == "a" * 50
    assert wrapped("", 100) == [""]


def test_the_table_says_the_same_as_the_drawing() -> None:
    inner = Driver("c", ideas=["Prova"])
    table = drivers_table(_drivers(Driver("a", True, below=[Driver("b", below=[inner])]), Driver("d")))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["a", "–", "Belagt", "–"],
        ["a", "b", "Antagande", "–"],
        ["a", "b → c", "Antagande", "Prova"],
        ["d", "–", "Antagande", "–"],
    ]


def test_an_empty_tree_is_only_its_aim() -> None:
    assert len(_boxes(draw_drivers(_drivers(), "d"))) == 1
    with pytest.raises(ChartError):
        _drivers(aim=" ")
