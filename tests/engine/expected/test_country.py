"""The country's units beside what is expected of them: the tables of the methods page, printed, and held to limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiral.engine.numbers import Language, number
from spiral.see.results.expectations import Country, by_sector, cohorts, country, expect, parameters
from spiral.sources.snapshot.files import open_snapshot

from .predictive import NAMES, Group, groups

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = {"sv": DOCS / "metod/forvantat-varde.md", "en": DOCS / "en/metod/forvantat-varde.md"}
AHEAD = {"sv": DOCS / "metod/nasta-arskull.md", "en": DOCS / "en/metod/nasta-arskull.md"}
COVERAGE = Path(__file__).resolve().parents[3] / "benchmarks/coverage.md"


@pytest.fixture(scope="module")
def fitted() -> tuple[Country, dict[str, object], list[Group]]:
    snapshot = open_snapshot()
    found = country(snapshot.skolverket)
    model, by_period = expect(found)
    printed = parameters(found, model, cohorts(found, snapshot.observations)) | {
        "sectors": by_sector(by_period["pooled"], snapshot.places)
    }
    return found, printed, groups(found, by_period, snapshot.places)


def test_the_band_holds_in_every_size_and_no_group_is_far_from_what_is_expected(
    fitted: tuple[Country, dict[str, object], list[Group]], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = fitted[2]
    with capsys.disabled():
        print("\ngrupp | skolor | inom 95 av 100: alla läsår, ett | medelskillnad i poäng: alla läsår, ett")
        for group in listed:
            print(group.line("sv"))
    assert {group.name for group in listed} == set(NAMES)
    for group in listed:
        # The simulation's error of two hundred units is 1.5 percentage points.
        assert group.inside_pooled == pytest.approx(0.95, abs=0.04), group.name
        assert group.inside_year == pytest.approx(0.95, abs=0.04), group.name
        # What sector cannot tell is told on the page; intake and size should leave little.
        limit = 6.0 if group.name == "independent" else 3.0
        assert abs(group.mean_pooled) < limit, group.name
        assert abs(group.mean_year) < limit, group.name


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_methods_page_has_the_same_table(
    fitted: tuple[Country, dict[str, object], list[Group]], language: Language
) -> None:
    lines = PAGES[language].read_text(encoding="utf-8").splitlines()
    for group in fitted[2]:
        assert group.line(language) in lines


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_methods_page_has_the_estimates(
    fitted: tuple[Country, dict[str, object], list[Group]], language: Language
) -> None:
    text, printed = PAGES[language].read_text(encoding="utf-8"), fitted[1]
    points = "poäng" if language == "sv" else "points"
    stable, slopes = printed["stable_sd"], printed["slopes"]
    for value, decimals in (
        *((stable[n], 1) for n in ("25", "50", "100")),
        (printed["yearly_sd"], 1),
        (printed["pupil_sd"], 0),
        (printed["intake_sd"], 0),
        (slopes["parents_education"][0], 1),
        (slopes["girls"][0], 2),
        (slopes["foreign_background"][0], 2),
    ):
        assert f"| {number(value, decimals, language)} {points} |" in text
    for mean in printed["sectors"].values():
        assert f"{number(abs(mean), 1, language)} {points}" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_methods_page_says_how_often_the_statements_held_in_the_benchmark(language: Language) -> None:
    """All kinds of made-up countries stand there, with the least and the most of any size."""
    text, ahead = (page[language].read_text(encoding="utf-8") for page in (PAGES, AHEAD))
    rows = [line.split("|")[1:-1] for line in COVERAGE.read_text(encoding="utf-8").splitlines() if " ± " in line]
    shares: dict[str, list[float]] = {}
    of_expected = (cells for cells in rows if len(cells) == 7 and "published figures" not in cells[0])
    for row in of_expected:
        shares.setdefault(row[1].strip(), []).extend(float(cell.split("±")[0]) for cell in row[3:])
    said_ahead = {"prediction", "prediction, three together"}
    assert set(shares) == {"pooled", "one year", "band, pooled", "band, one year"} | said_ahead
    for statement, of_statement in shares.items():
        ends = [number(100 * end, 1, language) for end in (min(of_statement), max(of_statement))]
        assert "| {} | {} |".format(*ends) in (ahead if statement in said_ahead else text)
    assert "missed" not in COVERAGE.read_text(encoding="utf-8")
