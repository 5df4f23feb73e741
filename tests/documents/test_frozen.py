"""A frozen chart is drawn again exactly as it was."""

from __future__ import annotations

import json

import pytest

from spiral.documents import svg
from spiral.documents.chart import ChartError, Differences, Distribution, Gap, Interval, Mark, Pair, Point, Strip, Trend
from spiral.documents.frozen import freeze, picture, thaw

SAID = {"title": "Meritvärde", "subtitle": "Alléskolan", "description": "Steg för steg."}
CHARTS = [
    Trend(
        **SAID,
        points=[Point("2024", 201.0, 190.0, 212.0, 60), Point("2025", None, note="saknas", joined=False)],
        breaks=["2025"],
    ),
    Interval(**SAID, marks=[Mark("Vara", 70.0, 60.0, 80.0, 50, own=True)], reference=72.0, axis=(0.0, 100.0)),
    Differences(**SAID, unit="poäng", marks=[Mark("mot riket", -27.0, -44.0, -10.0, 123, own=True)], reach=50.0),
    Distribution(**SAID, categories=["svagt", "starkt"], counts=[3, 4]),
    Strip(**SAID, own=Mark("Vara", 1.0, own=True), others=[Mark("Skara", 2.0)], deciles=[float(x) for x in range(9)]),
    Gap(**SAID, names=("flickor", "pojkar"), pairs=[Pair("2025", 80.0, 70.0), Pair("2026", None, None, note="saknas")]),
]


@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: type(c).__name__)
def test_a_chart_survives_json_and_is_drawn_the_same(chart) -> None:
    kept = json.loads(json.dumps(freeze(chart)))
    assert svg.draw(thaw(kept), key="k", width=360) == svg.draw(chart, key="k", width=360)


@pytest.mark.parametrize(
    "spoiled", [{}, {"kind": "pie"}, {"kind": "trend"}, {"kind": "trend", "title": "", "points": []}]
)
def test_what_is_no_chart_is_refused(spoiled) -> None:
    with pytest.raises(ChartError):
        thaw({"title": "t", "subtitle": "s", "description": "d", **spoiled} if spoiled.get("title") == "" else spoiled)


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert thaw({**freeze(CHARTS[3]), "colour": "red"}) == thaw(freeze(CHARTS[3]))


@pytest.mark.parametrize("frozen", [None, {}, {"kind": "pie"}, {"kind": "trend"}])
def test_nothing_is_drawn_of_what_is_no_chart(frozen) -> None:
    assert picture(frozen) is None
    assert picture(freeze(CHARTS[0])) is not None
