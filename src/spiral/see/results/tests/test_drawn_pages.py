"""What the charts of real pages look like: texts that do not touch, and none across the line they are compared with."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml.html import HtmlElement

from spiral.documents.svg.lettering import box_of
from spiral.engine.numbers import around_zero
from spiral.see.results.models import Expected

pytestmark = pytest.mark.figures

TOWNS = ("vara", "skovde", "gullspang", "lidkoping")
PAGES = [
    *(f"/kommun/{town}/{tab}" for town in TOWNS for tab in ("", "forskola/", "jamfor/")),
    *(f"/enhet/{code}/{tab}" for code in ("45270097", "38081093") for tab in ("", "jamfor/")),
    "/region/",
    "/region/?figure=merit",
    "/sa-ofta-holl-det/",
]


def _ends(text: HtmlElement) -> tuple[float, float]:
    """Where a text begins and ends."""
    box = box_of(float(text.get("x")), 0.0, text.text or "", text.get("text-anchor", "start"))
    return box.left, box.right


def _texts(chart: HtmlElement) -> list[HtmlElement]:
    return [t for t in chart.iter("text") if (t.text or "").strip()]


@pytest.mark.parametrize("url", PAGES)
def test_years_never_touch(url: str, read) -> None:
    for chart in read(url).xpath('//svg[contains(@class,"chart")]'):
        lines: dict[str, list[tuple[float, float]]] = {}
        for text in _texts(chart):
            if (text.text or "").isdigit() and len(text.text) == 4:
                lines.setdefault(text.get("y"), []).append(_ends(text))
        for years in lines.values():
            assert all(before[1] + 2 <= after[0] for before, after in pairwise(sorted(years))), chart.findtext("title")


@pytest.mark.parametrize("url", PAGES)
def test_no_label_crosses_the_line_it_is_compared_with(url: str, read) -> None:
    for chart in read(url).xpath('//svg[contains(@class,"chart")]'):
        for line in chart.xpath('.//path[@class="ref"]'):
            x, top, *rest = map(float, re.findall(r"-?[0-9.]+", line.get("d")))
            bottom = rest[-1]
            for text in _texts(chart):
                start, end = _ends(text)
                is_level = top < float(text.get("y")) - 4 < bottom
                assert not is_level or end < x or start > x or _is_axis(text), (url, text.text)


def _is_axis(text: HtmlElement) -> bool:
    """Numbers under the axis stand below the end of the line."""
    return "text-plain" not in (text.get("class") or "") and "text-own" not in (text.get("class") or "")


def test_a_year_stands_in_the_same_place_in_every_trend_down_the_page(read) -> None:
    for url in ("/enhet/45270097/", "/kommun/vara/", "/kommun/skovde/forskola/"):
        places: dict[str, set[str]] = {}
        for chart in read(url).xpath('//section[@class="row"]/figure/svg[1]'):
            for text in _texts(chart):
                if re.fullmatch(r"20\d\d", text.text):
                    places.setdefault(text.text, set()).add(text.get("x"))
        assert len(places) > 2
        assert {year: x for year, x in places.items() if len(x) > 1} == {}, url


def test_girls_and_boys_are_drawn_on_the_pages_scale_of_years(read) -> None:
    page = read("/kommun/vara/")
    [parted] = page.xpath('//section[@aria-labelledby="merit-gap"]/figure/svg')
    [whole] = page.xpath('//section[@aria-labelledby="merit"]/figure/svg[1]')
    years = [[(t.text, t.get("x")) for t in _texts(c) if re.fullmatch(r"20\d\d", t.text)] for c in (parted, whole)]
    assert years[0] == years[1]
    assert len(years[0]) > 2


def test_a_row_draws_the_differences_that_its_sentence_tells(read) -> None:
    """Against riket and against the year before, each with the interval that decides the words; zero in one place."""
    zeros = set()
    page = read("/enhet/45270097/")
    for key, count in (("unit-merit", 2), ("unit-all-subjects", 2), ("unit-vocational", 2), ("unit-tests9", 0)):
        [row] = page.xpath(f'//section[@aria-labelledby="{key}"]')
        charts = row.xpath("./figure/svg[2]")
        assert len(charts) == bool(count)
        for chart in charts:
            zeros |= {line.get("d").split()[0] for line in chart.xpath('.//path[@class="ref"]')}
            texts = [t.text for t in _texts(chart)]
            assert texts.pop() in ("poäng", "procentenheter")
            assert [name.split()[0] for name in texts[0::3]] == ["mot"] * count
            sentence = row.xpath("string(.//p[@class='sentence'])")
            is_clear = texts[1][0] == texts[2][0]
            assert ("ligger tydligt under" in sentence) is is_clear
            assert ("kan inte skiljas från riket" in sentence) is not is_clear
            if is_clear:
                assert f"skillnaden är {texts[2][1:]} till {texts[1][1:]}" in sentence
            assert len(row.xpath(".//details[1]/div[2]//tbody/tr")) == count
    assert len(zeros) == 1


def test_a_comparison_draws_the_differences_that_its_title_counts(read) -> None:
    page = read("/enhet/45270097/jamfor/")
    [chart] = page.xpath('//div[@class="wide-chart"][2]/svg')
    texts = [t.text for t in _texts(chart)]
    assert texts.pop() == "poäng"
    names, lows, highs = texts[0::3], texts[1::3], texts[2::3]
    assert names == sorted(names)
    same = sum(low[0] != high[0] for low, high in zip(lows, highs, strict=True))
    assert f"från {same} av {len(names)} liknande skolor" in page.xpath("string(//h1)")


def test_differences_from_the_expected_have_zero_in_the_same_place(read, db: None) -> None:
    """On a unit's page and on its municipality's: in the middle."""
    assert Expected.objects.filter(unit="45270097").exists()
    for url in ("/enhet/45270097/", "/kommun/vara/", "/kommun/skovde/"):
        [chart] = read(url).xpath('//section[@aria-labelledby="forv"]//figure/svg')
        line = chart.xpath('.//path[@class="ref"]')[0]
        assert line.get("d").startswith("M180.0 "), url


def test_the_sentence_about_the_expected_says_the_interval_that_the_chart_draws(read) -> None:
    [row] = read("/enhet/45270097/").xpath('//section[@aria-labelledby="forv"]')
    one = Expected.objects.filter(unit="45270097").exclude(period="pooled").order_by("-period").first()
    ends = around_zero(one.low, one.high)
    assert f"är skillnaden {ends} poäng" in row.xpath("string(.//p[@class='sentence'])")
    assert ends in row.findtext(".//desc")


def test_a_spark_line_has_its_first_and_last_year(read) -> None:
    for line in read("/region/").xpath('//span[contains(@class,"mini-trend")]/svg'):
        years = [t.text for t in _texts(line)]
        assert len(years) == 2
        assert years[0] < years[1]


def test_what_the_line_means_is_one_click_away_in_at_most_sixty_words(read) -> None:
    for url in ("/enhet/45270097/", "/kommun/vara/", "/region/"):
        assert read(url).xpath('//a[@href="/hjalp/kan-inte-skiljas/"]'), url
    text = read("/hjalp/kan-inte-skiljas/").xpath("string(//main)").partition("?")[2].partition("Hjälp")[0]
    assert 20 < len(text.split()) <= 70
    assert not read("/hjalp/kan-inte-skiljas/").xpath("//main//code | //main//pre")


def test_costs_and_quality_stand_side_by_side(signed_in) -> None:
    from lxml import html

    page = html.fromstring(signed_in("samordnare").get("/kommun/vara/kostnad/").content.decode())
    [columns] = page.xpath('//div[@class="side-by-side"]')
    assert [h.get("id") for h in columns.xpath("./section/h2")] == ["kost", "kval"]
