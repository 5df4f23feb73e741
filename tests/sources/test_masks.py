from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.figures import PROTECTIVE
from spiral.sources.build import read_originals
from spiral.sources.masks import CROSSWALK, KNOWN_OPEN, Masked, mask_everywhere, subtractions
from spiral.sources.observations import KEY, NUMERIC_STATES, observations
from spiral.sources.places import SCHEMA as PLACES
from spiral.sources.snapshot import open_snapshot
from spiral.sources.subtraction import solutions

LILJESTEN, LUNDEN, GOTENE = "34900938", "38081093", "2120001652"
SHARE = {
    "slutbetyg": "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen",
    "planned_educations": "ratioOfPupilsIn9thGradeWithAllSubjectsPassed",
    "planned_educations_masks": "ratioOfPupilsIn9thGradeWithAllSubjectsPassed",
    "underlag": "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9",
    "kolada": "N15419",
}


def row(part: str, state: str = "value", value: float | None = 62.7, **more: str) -> dict[str, object]:
    place = {"place_kind": "unit", "place": LILJESTEN, "period": "2024/25", "measure": SHARE[part]}
    return {"part": part, "state": state, "value": value} | place | more


def places(*owners: tuple[str, str]) -> pl.DataFrame:
    rows = [
        {"kind": "owner", "code": orgnr, "owner_kind": "kommunal", "municipality_code": code} for orgnr, code in owners
    ]
    return pl.DataFrame(rows, schema=PLACES)


def masked(*rows: dict[str, object], owners: Iterable[tuple[str, str]] = ()) -> Masked:
    return mask_everywhere(observations(pl.DataFrame(rows)), places(*owners))


def states(result: Masked) -> list[tuple[str, str, float | None]]:
    return result.table.select("part", "state", "value").rows()


def test_a_figure_hidden_in_one_source_is_hidden_in_all_that_print_it() -> None:
    result = masked(row("slutbetyg"), row("planned_educations_masks"), row("underlag", "hidden", None))
    assert states(result) == [
        ("slutbetyg", "hidden", None),
        ("planned_educations_masks", "hidden", None),
        ("underlag", "hidden", None),
    ]


def test_what_another_source_prints_is_listed_as_open_without_its_value() -> None:
    result = masked(row("slutbetyg"), row("underlag", "hidden", None))
    assert result.known_open.rows(named=True) == [
        {
            "way": "printed",
            "figure": "all_subjects_9",
            "place_kind": "unit",
            "place": LILJESTEN,
            "year": 2025,
            "sex": "T",
            "open_in": "slutbetyg",
            "hidden_in": "underlag",
            "solutions": None,
        }
    ]


@pytest.mark.parametrize("state", ["missing", "not_reported", "not_measured"])
def test_an_absent_figure_masks_nothing(state: str) -> None:
    result = masked(row("slutbetyg"), row("underlag", state, None))
    assert states(result)[0] == ("slutbetyg", "value", 62.7)


def test_another_year_place_or_sex_is_another_figure() -> None:
    others = [
        row("slutbetyg", period="2023/24"),
        row("slutbetyg", place=LUNDEN),
        row("slutbetyg", sex="K"),
        row("slutbetyg", measure="Genomsnittligt meritvärde (17 ämnen)"),
    ]
    result = masked(*others, row("underlag", "hidden", None))
    assert result.table.get_column("state").to_list() == ["value"] * 4 + ["hidden"]


def test_the_latest_figure_meets_a_mask_of_the_newest_year_and_never_says_near_all() -> None:
    result = masked(row("planned_educations", period="latest"), row("slutbetyg", "near_all", None))
    assert states(result) == [("planned_educations", "hidden", None), ("slutbetyg", "near_all", None)]


def test_the_stricter_of_two_masks_holds_and_each_source_keeps_its_own_mark() -> None:
    result = masked(
        row("slutbetyg", "near_all", None), row("underlag", "hidden", None), row("planned_educations_masks")
    )
    assert states(result) == [
        ("slutbetyg", "near_all", None),
        ("underlag", "hidden", None),
        ("planned_educations_masks", "hidden", None),
    ]


def test_a_municipal_owner_in_underlag_meets_kommunala_skolor_in_kolada() -> None:
    kolada = row("kolada", place_kind="municipality", place="1471", period="2025")
    owner = row("underlag", "hidden", None, place_kind="owner", place=GOTENE)
    assert states(masked(kolada, owner, owners=[(GOTENE, "1471")]))[0] == ("kolada", "hidden", None)
    assert states(masked(kolada, owner, owners=[(GOTENE, "1445")]))[0] == ("kolada", "value", 62.7)


def test_a_hidden_share_takes_salsas_deviation_with_it_because_calculated_and_deviation_give_it() -> None:
    deviation = row("planned_educations", value=-4.0, measure="salsaRequirementsReachedDeviation")
    calculated = row("planned_educations", value=74.0, measure="salsaRequirementsReachedCalculated")
    result = masked(deviation, calculated, row("underlag", "hidden", None))
    assert [state for _, state, _ in states(result)] == ["hidden", "value", "hidden"]


def test_other_perspectives_are_never_in_the_crosswalk() -> None:
    kolada = {kpi for sources in CROSSWALK.values() for kpi in sources.get("kolada", ())}
    home, located = {"N15507", "N15508", "N15428", "N15472", "N15473"}, {"N15504", "N15418", "N15424"}
    assert kolada & (home | located) == set()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(SHARE)),
            st.sampled_from(["value", "hidden", "near_all", "missing", "rounded"]),
            st.sampled_from(["2024/25", "2023/24", "latest"]),
            st.sampled_from(["T", "K"]),
        ),
        unique_by=lambda t: (t[0], t[2], t[3]),
        min_size=1,
        max_size=12,
    )
)
def test_masking_only_takes_away_and_once_is_enough(cells: list[tuple[str, str, str, str]]) -> None:
    rows = [
        row(part, state, 50.0 if state in NUMERIC_STATES else None, period=period, sex=sex)
        for part, state, period, sex in cells
    ]
    before = observations(pl.DataFrame(rows, schema_overrides={"value": pl.Float64}))
    once = mask_everywhere(before, places())
    assert once.table.select(KEY).equals(before.select(KEY))
    for (was, number), (state, value) in zip(
        before.select("state", "value").rows(), once.table.select("state", "value").rows(), strict=True
    ):
        assert (state, value) == (was, number) or (state in PROTECTIVE and value is None and was in NUMERIC_STATES)
    assert mask_everywhere(once.table, places()).table.equals(once.table)


def test_a_hidden_unit_is_found_by_subtracting_the_open_one_from_the_total() -> None:
    assert solutions([(142.0, 62.7)], 61.8, None) == [(2, 0)]
    assert solutions([(142.0, 62.7)], 62.7, None) == [(8, 5)]
    assert solutions([(142.0, 62.7)], 10.0, None) == []


@given(st.integers(10, 200), st.data())
def test_the_true_counts_are_always_among_the_solutions(pupils: int, data: st.DataObject) -> None:
    reaching = data.draw(st.integers(0, pupils))
    hidden = data.draw(st.integers(1, 9))
    among = data.draw(st.integers(0, hidden))
    total = round(100 * (reaching + among) / (pupils + hidden), 1)
    assert (hidden, among) in solutions([(float(pupils), round(100 * reaching / pupils, 1))], total, None)


def test_gotenes_hidden_unit_is_open_in_the_originals_and_closed_in_what_we_print(originals: Path) -> None:
    raw, merged = read_originals(originals)
    found = subtractions(raw, merged).filter(pl.col("place") == LUNDEN)
    assert found.select("way", "figure", "open_in", "solutions").sort("figure").rows() == [
        ("subtraction", "all_subjects_9", "underlag", 1),
        ("subtraction", "eligible_vocational_9", "underlag", 2),
    ]
    result = mask_everywhere(raw, merged)
    assert subtractions(result.table, merged).filter(pl.col("place") == LUNDEN).is_empty()
    listed = result.known_open.filter((pl.col("place") == LUNDEN) & (pl.col("way") == "subtraction"))
    assert listed.height == 2


def test_no_number_is_printed_that_the_sources_do_not_print(originals: Path) -> None:
    raw, merged = read_originals(originals)
    printed = mask_everywhere(raw, merged).table.filter(pl.col("state").is_in(NUMERIC_STATES))
    assert 0 < printed.height < raw.filter(pl.col("state").is_in(NUMERIC_STATES)).height
    assert printed.join(raw, on=[*KEY, "state", "value"], how="anti", nulls_equal=True).is_empty()


def test_whatever_can_still_be_subtracted_from_the_snapshot_is_listed_as_open() -> None:
    snapshot = open_snapshot()
    still = subtractions(snapshot.observations, snapshot.places)
    assert still.height > 0
    on = ["way", "figure", "place", "year"]
    assert still.join(snapshot.known_open, on=on, how="anti").is_empty()


def test_nothing_the_snapshot_prints_is_masked_in_any_of_its_sources() -> None:
    snapshot = open_snapshot()
    again = mask_everywhere(snapshot.observations, snapshot.places)
    assert again.table.equals(snapshot.observations)
    assert again.known_open.filter(pl.col("way") == "printed").is_empty()
    assert snapshot.known_open.schema == KNOWN_OPEN
