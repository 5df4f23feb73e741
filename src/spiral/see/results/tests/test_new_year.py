"""The day a source has one more year: the pages say the new year, and nothing of it that is not so.

The year is added to the shipped tables here, so whatever year they end with. No year is written in this file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from spiral.engine.periods import is_school_year, is_year, period
from spiral.see.results import loading, queries
from spiral.see.results.expectations import country
from spiral.see.results.models import Expected, Part
from spiral.see.results.pages.parts import unit_sizes
from spiral.see.results.published import known
from spiral.sources.reading.observations import KEY
from spiral.sources.snapshot.files import Snapshot, open_snapshot, write_snapshot
from spiral.trust.access.viewer import system, visitor

pytestmark = pytest.mark.figures

SHIPPED = open_snapshot()
#: Skolverket's files of units and owners, which come together each year.
FILES = ("slutbetyg", "underlag", "planned_educations", "planned_educations_masks")
UNIT = "45270097"


def newest(part: str) -> str:
    """The last year or school year of a shipped part's grades."""
    return max(p for p in SHIPPED.parts[part]["periods"] if is_school_year(p) or is_year(p))


def after(year: str) -> str:
    """The year that follows, written alike."""
    end = period(year, "school").order
    return f"{end}/{(end + 1) % 100:02d}" if "/" in year else str(end + 1)


GRADED = newest("slutbetyg")
NEXT = after(GRADED)
ENDS = newest("kolada")
SPRING = str(period(GRADED, "school").order)


def _copied(table: pl.DataFrame, part: str, year: str, to: str) -> pl.DataFrame:
    """The part's figures of ``year`` once more as those of ``to``, a little lower."""
    rows = table.filter((pl.col("part") == part) & (pl.col("period") == year))
    is_share = (pl.col("value") > 1) & (pl.col("state") == "value")
    lower = pl.when(is_share).then((pl.col("value") * 0.98).floor()).otherwise("value")
    return rows.with_columns(pl.lit(to).alias("period"), lower.alias("value"))


@pytest.fixture
def load(db: None, tmp_path: Path) -> Callable[..., Snapshot]:
    """The shipped snapshot with more years loaded in place of it: part → years. Of the country only what the model and
    the region's pages read, so that it is quick."""

    def put(**years: list[str]) -> Snapshot:
        near = SHIPPED.places.filter(pl.col("skaraborg") | pl.col("kind").is_in(["riket", "owner"]))["code"].to_list()
        fitted = country(SHIPPED.skolverket)
        few = pl.col("place").is_in([*near, *fitted.units[:400], UNIT])
        kolada, skolverket = SHIPPED.kolada.filter(few), SHIPPED.skolverket.filter(few)
        for part, more in years.items():
            for year in more:
                table = kolada if part == "kolada" else skolverket
                table = pl.concat([table, _copied(table, part, ENDS if part == "kolada" else GRADED, year)])
                table = table.unique(KEY, keep="first", maintain_order=True)
                kolada, skolverket = (table, skolverket) if part == "kolada" else (kolada, table)
        frames = {
            "observations_kolada": kolada,
            "observations_skolverket": skolverket,
            "places": SHIPPED.places,
            "groups": SHIPPED.groups,
        }
        write_snapshot(tmp_path / "snapshot", frames, SHIPPED.indicators, SHIPPED.parts)
        snapshot = open_snapshot(tmp_path / "snapshot")
        loading.load_snapshot(snapshot, by=system())
        return snapshot

    return put


@pytest.fixture
def main(read: Callable) -> Callable[[str], str]:
    """The words of a page."""
    return lambda url: " ".join(read(url).xpath("string(//main)").split())


def test_a_new_year_from_every_source_is_what_the_pages_say(load: Callable, main: Callable, read: Callable) -> None:
    load(**dict.fromkeys(FILES, [NEXT]), kolada=[after(ENDS)])
    town = main("/kommun/vara/")
    assert f"elever i årskurs 9, läsåret {NEXT}" in town
    assert f"Koladas värden slutar {after(ENDS)} i det som är hämtat hit." in town
    both = f"{GRADED} och {NEXT}"
    assert f"Punkterna för {both} kommer från Skolverket och är inte sammanbundna med linjen." in town
    assert f"Elevantal finns bara för {both}; andra årskullar räknas som lika stora." in town
    assert f"Elevsammansättning och elevantal är från {NEXT} och används för alla läsår." in town
    assert f"Uppnått minus förväntat meritvärde, skolor i Vara, {NEXT}" in town
    assert f"Gäller kommunens egna skolor {NEXT}." in town
    school = main(f"/enhet/{UNIT}/")
    assert f"elever i årskurs 9, läsåret {NEXT}" in school
    assert f"Förväntat, {NEXT}" in school
    assert f"läsåret {NEXT}" in main("/kommun/vara/jamfor/")
    assert f"läsåret {NEXT}" in main(f"/enhet/{UNIT}/jamfor/")
    assert NEXT in main("/region/?figure=merit")
    gap = read("/kommun/vara/").xpath('//section[@aria-labelledby="merit-gap"]//table//tr/th/text()')
    assert after(SPRING) in [text.strip() for text in gap]


def test_the_year_before_keeps_its_own_number_of_pupils(load: Callable) -> None:
    load(**dict.fromkeys(FILES, [NEXT]))
    figures = queries.figures(visitor(), places=[UNIT], measures=[queries.PUPILS9])
    pupils = {p.period: p.figure.value for p in figures if p.part == "slutbetyg"}
    assert {year: size.n for year, size in unit_sizes(figures)[UNIT].items()} == pupils
    assert pupils[NEXT] < pupils[GRADED]


def test_what_skolverket_has_printed_is_known_of_both_years(load: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    later = load(**dict.fromkeys(FILES, [NEXT]))
    monkeypatch.setattr("spiral.sources.snapshot.files.open_snapshot", lambda: later)
    assert {dict(cell.where)["year"][0] for cell in known("all-subjects-9")} == {GRADED, NEXT}


def test_the_model_waits_for_a_year_that_has_all_it_needs(load: Callable, main: Callable) -> None:
    """Pupils are counted in the new year, but neither intake nor the merit values it is fitted to are there."""
    load(slutbetyg=[NEXT])
    assert set(Expected.objects.values_list("period", flat=True)) == {GRADED, "pooled"}
    town = main("/kommun/vara/")
    assert f"elever i årskurs 9, läsåret {NEXT}" in town
    assert f"Elevsammansättning och elevantal är från {GRADED} och används för alla läsår." in town
    assert f"Gäller kommunens egna skolor {GRADED}." in town
    assert f"läsåret {GRADED}" in main("/kommun/vara/jamfor/")
    assert f"läsåret {NEXT}" in main(f"/enhet/{UNIT}/jamfor/")


def test_where_kolada_has_caught_up_no_point_is_said_to_stand_apart(load: Callable, main: Callable, read) -> None:
    years = [ENDS]
    while years[-1] != after(SPRING):
        years.append(after(years[-1]))
    load(kolada=years[1:])
    town = main("/kommun/vara/")
    assert f"Koladas värden slutar {after(SPRING)} i det som är hämtat hit." in town
    assert f"Gäller kommunens egna skolor {NEXT}." in town
    merit = " ".join(read("/kommun/vara/").xpath('string(//section[@aria-labelledby="merit"])').split())
    assert NEXT in merit
    # The number of pupils is of the year before, so no interval is drawn for the new one.
    assert f"elever i årskurs 9, läsåret {GRADED}" in town


def test_similar_municipalities_are_of_the_newest_year_of_each_measure(load: Callable) -> None:
    load(kolada=[after(ENDS)])
    measures = ("N15820", "N15822")
    now = queries.newest_numbers(visitor(), measures=measures, kind="municipality")
    of_year = {measure: queries.figures(visitor(), places=["1470"], measures=[measure]) for measure in measures}
    for measure, figures in of_year.items():
        latest = max((p for p in figures if p.sex == "T"), key=lambda p: p.period)
        assert latest.period == after(ENDS)
        assert now[measure]["1470"] == latest.figure.value


def test_the_manifest_says_which_periods_each_part_has() -> None:
    manifest = json.loads((SHIPPED.folder / "manifest.json").read_text(encoding="utf-8"))
    for part, table in SHIPPED.observations.group_by("part"):
        listed = sorted(set(table["period"]) - {"latest"})
        assert manifest["parts"][part[0]]["periods"] == listed


def test_a_database_without_periods_is_loaded_again(db: None) -> None:
    """The figures of an earlier version are the same; only what the manifest says of them is new."""
    Part.objects.update(periods=[])
    loading.load_snapshot(SHIPPED, by=system())
    assert Part.objects.get(key="slutbetyg").periods == SHIPPED.parts["slutbetyg"]["periods"]
