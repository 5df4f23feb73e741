"""Every number on the rendered pages against the lines of the original files."""

from __future__ import annotations

import re

import pytest

from spiral.see.results.catalogue import programme
from spiral.see.results.models import Value
from spiral.see.results.tests.original_lines import (
    MUNICIPAL,
    TABS,
    UNIT_ROWS,
    WORDS,
    Figures,
    lines_of,
    must_print,
    owner_merit,
    owner_merit_over_years,
    period_of,
    printed_figures,
)

pytestmark = pytest.mark.figures

NBSP = "\u00a0"
OWNERS = {"1471": ("gotene", "2120001652"), "1470": ("vara", "2120002924"), "1496": ("skovde", "2120001710")}
UNITS = ("45270097", "34900938", "38081093", "46013569", "57353499", "54382141")


@pytest.fixture(scope="module")
def source() -> Figures:
    return printed_figures()


def _table(tree: object, key: str) -> dict[str, str]:
    rows = tree.xpath(f'//section[@aria-labelledby="{key}"]//details[1]/div[1]//tbody/tr')
    return {r.xpath("string(th)").strip(): r.xpath("string(td[1])").strip() for r in rows}


def _printed(raw: str, unit: str, decimals: int) -> str:
    text = f"{abs(float(raw)):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return ("\u2212" if float(raw) < 0 else "") + text + (NBSP + unit if unit else "")


UNIT_OF = {
    "merit": "poäng",
    "unit-merit": "poäng",
    "unit-tests9": "av 20",
    "pre-staff": "barn per årsarbetare",
    "pre-group": "barn per grupp",
    "pre-density": "barn per legitimerad förskollärare",
    "pre-cost": "kr per barn",
    "cost-net": "kr per elev",
    "cost-owner": "kr per elev",
}


def _same(tree: object, key: str, wanted: dict[str, str]) -> int:
    """Compare one row's table with what the sources say; returns how many figures agreed."""
    shown = _table(tree, key)
    unit, decimals = UNIT_OF.get(key, "%"), 0 if "cost-" in key and "deviation" not in key or key == "pre-cost" else 1
    checked = 0
    for period, text in shown.items():
        want = wanted.get(period)
        if want is None:
            assert text in (WORDS["missing"], "mättes inte"), f"{key} {period}: {text} stands in no source"
        elif isinstance(want, frozenset):
            assert text in want, f"{key} {period}"
        else:
            assert text == _printed(want, unit, decimals), f"{key} {period}"
            checked += 1
    left_out = {p for p, t in wanted.items() if isinstance(t, str)} - set(shown)
    assert not left_out, f"{key}: {left_out} stand in the source but not on the page"
    return checked


@pytest.mark.parametrize("code", OWNERS)
def test_every_figure_of_a_municipality_is_what_the_sources_print(code: str, source: Figures, read) -> None:
    slug, owner = OWNERS[code]
    tree = read(f"/kommun/{slug}/")
    counted = 0
    for key, listed in MUNICIPAL.items():
        wanted = must_print(source, (code, owner), listed)
        if key == "merit":
            # Where Kolada has a figure, it stands; where it has none, what the schools' own give.
            wanted = owner_merit_over_years(owner) | wanted | {"2024/25": owner_merit(owner)}
        counted += _same(tree, key, wanted)
    assert counted > 60


@pytest.mark.parametrize("code", OWNERS)
@pytest.mark.parametrize("tab", TABS)
def test_every_figure_of_a_tab_is_what_the_sources_print(
    tab: str, code: str, source: Figures, read, person, client
) -> None:
    slug, owner = OWNERS[code]
    client.force_login(person("natverksmedlem"), backend="django.contrib.auth.backends.ModelBackend")
    tree = read(f"/kommun/{slug}/{tab}/")
    counted = sum(_same(tree, key, must_print(source, (code, owner), listed)) for key, listed in TABS[tab].items())
    assert counted > 20


@pytest.mark.parametrize("code", UNITS[:5])
def test_every_figure_of_a_unit_is_what_the_sources_print(code: str, source: Figures, read) -> None:
    tree = read(f"/enhet/{code}/")
    counted = 0
    for key, listed in UNIT_ROWS.items():
        if tree.xpath(f'//section[@aria-labelledby="{key}"]'):
            wanted = must_print(source, (code,), listed)
            if _table(tree, key):
                counted += _same(tree, key, wanted)
            else:
                assert not [t for t in wanted.values() if isinstance(t, str)], f"{key} has figures but no table"
    assert counted >= {"38081093": 0, "57353499": 2}.get(code, 9)


def test_every_figure_of_an_upper_secondary_unit_is_what_the_source_prints(read) -> None:
    tree = read("/enhet/54382141/")
    rows = [r for r in lines_of("gymnasium") if r["school_unit_code"] == "54382141"]
    for key, measure, unit in (
        ("gy-exam3", "ratioOfPupilsWithExamWithin3Years", "%"),
        ("gy-points", "gradesPointsForStudents", "poäng"),
        ("gy-eligible", "ratioOfStudentsEligibleForUndergraduateEducation", "%"),
    ):
        mine = [r for r in rows if r["measure"] == measure and r["program_code"]]
        latest = max(r["time_period"] for r in mine)
        wanted = {
            programme(r["program_code"]): _printed(r["value"], unit, 1) for r in mine if r["time_period"] == latest
        }
        assert _table(tree, key) == wanted


def test_a_hidden_unit_shows_no_number_and_says_why(read) -> None:
    """A unit whose every figure is hidden in every source."""
    tree = read("/enhet/38081093/")
    for row in tree.xpath('//section[@class="row"][not(@aria-labelledby="unit-teachers")]'):
        assert not row.xpath('.//p[contains(@class,"value")]/b'), row.xpath("string(.)")
    assert "för få elever för att visas" in tree.xpath("string(//main)")


def test_what_is_hidden_to_protect_another_is_said_so_on_page_and_in_file(read, client) -> None:
    words = WORDS["protecting"]
    count = 0
    for code, (slug, _owner) in OWNERS.items():
        hidden = Value.objects.filter(
            place_kind="municipality", place=code, sex="T", state="protecting", measure="N15436"
        )
        for period in hidden.values_list("period", flat=True):
            assert _table(read(f"/kommun/{slug}/"), "vocational")[period_of(period, "grade")] == words
            count += 1
        if hidden:
            export = client.get(f"/uppgift/{code}/vocational.csv").content.decode("utf-8-sig")
            assert words in export
    assert count > 0


def test_a_share_with_one_to_four_missing_is_said_in_words_never_as_a_hundred(read) -> None:
    """Friskolan Metis: 30 pupils, '~100' eligible."""
    tree = read("/enhet/46013569/")
    row = tree.xpath('//section[@aria-labelledby="unit-vocational"]')[0]
    text = row.xpath("string(.)")
    assert "exakt andel visas inte" in text
    assert not re.search(r"100(,0)?.%", row.xpath("string(.//p[@class='sentence'])"))


def test_a_year_without_measurement_and_a_missing_year_are_told_apart(read) -> None:
    shown = _table(read("/kommun/vara/"), "test3-maths")
    assert shown["2019/20"] == shown["2020/21"] == "mättes inte"
    assert shown["2022/23"] == "saknas i källan"


def test_a_break_in_the_series_is_drawn_and_explained(read) -> None:
    row = read("/kommun/vara/").xpath('//section[@aria-labelledby="exam4"]')[0]
    assert row.xpath('.//path[@class="break"]')
    assert "International Baccalaureate" in row.xpath("string(.//dl)")


def test_the_owner_value_of_another_source_is_a_point_of_its_own(read) -> None:
    """Kolada's line ends 2022; Skolverket's 2024/25 value is not joined to it."""
    row = read("/kommun/vara/").xpath('//section[@aria-labelledby="all-subjects"]')[0]
    lines = row.xpath('./figure/svg[1]//path[@class="trail"]/@d')
    diamonds = row.xpath('./figure/svg[1]//path[@class="own"]/@d')
    assert len(diamonds) == 7
    assert len(lines) == 5


def test_numbers_in_sentences_stand_in_the_rows_own_table_or_are_differences_of_it(read) -> None:
    tree = read("/enhet/45270097/")
    for key in ("unit-merit", "unit-all-subjects", "unit-vocational"):
        table = [float(v.split(NBSP)[0].replace(",", ".")) for v in _table(tree, key).values() if v[0].isdigit()]
        sentence = tree.xpath(f'string(//section[@aria-labelledby="{key}"]//p[@class="sentence"])')
        gap = float(re.search(r"Det är ([\d,]+)", sentence)[1].replace(",", "."))
        assert gap == pytest.approx(abs(table[-1] - table[-2]), abs=0.051)


def test_the_value_beside_a_chart_is_the_last_of_its_table(read) -> None:
    for url in ("/kommun/gotene/", "/kommun/vara/", "/kommun/skovde/", "/enhet/45270097/", "/enhet/46013569/"):
        tree = read(url)
        for row in tree.xpath('//section[@class="row"][.//p[contains(@class,"value")]/b]'):
            key = row.get("aria-labelledby")
            if key.endswith(("-gap", "safety8")):
                continue
            value = row.xpath("string(.//p[contains(@class,'value')]/b)")
            shown = [v for v in _table(tree, key).values() if v[:1].isdigit() or v[:1] == "\u2212"]
            assert shown[-1].startswith(value), f"{url} {key}"
