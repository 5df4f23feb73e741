"""What stands beside a figure is called what it is, and is no surer than it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiral.engine.figures import Figure, State
from spiral.engine.periods import Period
from spiral.see.results import against, catalogue
from spiral.see.results.catalogue import BothLanguages, SeriesBreak
from spiral.see.results.models import Value
from spiral.see.results.points import Dated

pytestmark = pytest.mark.figures

ALLESKOLAN, VARA, GOTENE, SKARA = "/enhet/45270097/", "/kommun/vara/", "/kommun/gotene/", "/kommun/skara/"


def _row(read, url: str, key: str) -> object:
    [row] = read(url).xpath(f'//section[@aria-labelledby="{key}"]')
    return row


def _words(row: object, path: str = ".") -> str:
    return " ".join(row.xpath(f"string({path})").split())


def test_a_mean_worked_out_here_is_not_called_rikets(read) -> None:
    row = _row(read, ALLESKOLAN, "unit-merit")
    assert "landets skolor med öppna siffror, 228,6 poäng" in _words(row, ".//p[@class='sentence']")
    assert "riket, 228" not in _words(row)
    definition = _words(row, ".//dt[normalize-space()='Definition']/following-sibling::dd[1]")
    assert "rikets egen siffra för 2024/25 finns inte i uppgifterna" in definition
    assert "de 1 582 skolor som har en öppen siffra. 114 skolors siffror är dolda" in definition


def test_a_municipality_stands_beside_municipal_schools_with_those_of_associations_among_them(read) -> None:
    sentence = _words(_row(read, VARA, "merit"), ".//p[@class='sentence']")
    assert "landets kommunala skolor med öppna siffror, 223,6 poäng" in sentence


def test_rikets_own_figure_is_taken_when_a_source_prints_it(read) -> None:
    Value.objects.create(
        part_id="kolada", measure="N15504", place_kind="nation", place="0000", period="2025", state="value", value=227.9
    )
    row = _row(read, ALLESKOLAN, "unit-merit")
    assert "riket, 227,9 poäng" in _words(row, ".//p[@class='sentence']")
    assert "öppna siffror" not in _words(row)


def test_a_municipality_has_five_years_of_merit_where_every_school_has(read) -> None:
    row = _row(read, VARA, "merit")
    sentence = _words(row, ".//p[@class='sentence']")
    assert "mindre än 2023/24, men skillnaden kan bero på slumpen." in sentence
    shown = {r.xpath("string(th)").strip(): r for r in row.xpath(".//details[1]/div[1]//tbody/tr")}
    for year in ("2020/21", "2021/22", "2022/23", "2023/24", "2024/25"):
        assert "–" in _words(shown[year], "td[2]"), f"{year} has no interval"
    assert len(row.xpath("./figure/svg")) == 2


@pytest.mark.parametrize("url", [GOTENE, SKARA])
def test_there_is_no_line_of_a_municipality_where_a_school_is_hidden_or_has_been_closed(url: str, read) -> None:
    """Götene has a hidden school; in Skara the school of today was not all there was, as Kolada's own figures tell."""
    row = _row(read, url, "merit")
    shown = {r.xpath("string(th)").strip(): _words(r, "td[1]") for r in row.xpath(".//details[1]/div[1]//tbody/tr")}
    assert shown["2023/24"] == "saknas i källan"


def test_each_reason_for_a_hidden_figure_has_words_of_its_own(read) -> None:
    few, part, outside = (
        _words(_row(read, f"/enhet/{unit}/", "unit-all-subjects"))
        for unit in ("38081093", "34900938", "43269172")  # none counted; 142 counted; 46, and Skolverket's three dots
    )
    assert "för få elever för att visas" in few
    assert "Källan döljer siffran för att skydda en liten grupp." in part
    assert "högst nio elever står utanför" in outside
    for text in (part, outside):
        assert "för få elever" not in text


def test_a_number_that_is_read_as_a_mask_is_said_to_be_read_so(read) -> None:
    assert "så läser Spiral det när Kolada skriver 95,0" in _words(_row(read, "/kommun/essunga/", "vocational"))


def _series(*values: float | None) -> list[Dated]:
    series = catalogue.reviewed()["teachers"].series[0]
    first = 2026 - len(values)
    listed = enumerate(values)
    return [Dated(Period(first + k, str(first + k), "autumn"), _figure(v), series) for k, v in listed]


def _figure(value: float | None) -> Figure:
    return Figure(State.MISSING) if value is None else Figure.of(value)


def test_a_change_is_judged_by_those_before_it_and_only_from_one_year_to_the_next() -> None:
    indicator = catalogue.reviewed()["teachers"]
    listed = _series(70, 72, 71, 73, 72, 90)
    assert against._usual_change(indicator, listed, listed[-1], listed[-2]) == pytest.approx(2.776 * 2.5**0.5)
    assert against._usual_change(indicator, listed, listed[-1], listed[0]) is None


def test_what_was_before_a_break_says_nothing_of_how_a_series_moves() -> None:
    listed = _series(10, 90, 10, 90, 70, 72, 71, 73, 72, 90)
    why = BothLanguages("", "")
    indicator = replace(catalogue.reviewed()["teachers"], breaks=(SeriesBreak(listed[4].period.short, why),))
    assert against._usual_change(indicator, listed, listed[-1], listed[-2]) == pytest.approx(2.776 * 2.5**0.5)
