from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.figures import PROTECTIVE
from spiral.sources.masking.crosswalk import CROSSWALK, MEAN_OF_TESTS
from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import KEY, NUMERIC_STATES, observations
from spiral.sources.register.places import SCHEMA as PLACES
from spiral.sources.snapshot.build import read_originals
from spiral.sources.snapshot.files import open_snapshot

# Made up: no such school, owner or municipality exists.
UNIT, OTHER_UNIT, OWNER, EXEMPELBY = "99000001", "99000002", "2129990001", "9901"
SHARE = {
    "slutbetyg": "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen",
    "planned_educations": "ratioOfPupilsIn9thGradeWithAllSubjectsPassed",
    "planned_educations_masks": "ratioOfPupilsIn9thGradeWithAllSubjectsPassed",
    "underlag": "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9",
    "kolada": "N15419",
}


def row(part: str, state: str = "value", value: float | None = 62.7, **more: str) -> dict[str, object]:
    place = {"place_kind": "unit", "place": UNIT, "period": "2024/25", "measure": SHARE[part]}
    return {"part": part, "state": state, "value": value} | place | more


def places(*owners: tuple[str, str]) -> pl.DataFrame:
    rows = [
        {"kind": "owner", "code": orgnr, "owner_kind": "kommunal", "municipality_code": code} for orgnr, code in owners
    ]
    return pl.DataFrame(rows, schema=PLACES)


def masked(*rows: dict[str, object], owners: Iterable[tuple[str, str]] = ()) -> pl.DataFrame:
    return mask_everywhere(observations(pl.DataFrame(rows)), places(*owners))


def states(result: pl.DataFrame) -> list[tuple[str, str, float | None]]:
    return result.select("part", "state", "value").rows()


def test_a_figure_hidden_in_one_source_is_hidden_in_all_that_print_it() -> None:
    result = masked(row("slutbetyg"), row("planned_educations_masks"), row("underlag", "hidden", None))
    assert states(result) == [
        ("slutbetyg", "hidden", None),
        ("planned_educations_masks", "hidden", None),
        ("underlag", "hidden", None),
    ]


@pytest.mark.parametrize("state", ["missing", "not_reported", "not_measured"])
def test_an_absent_figure_masks_nothing(state: str) -> None:
    result = masked(row("slutbetyg"), row("underlag", state, None))
    assert states(result)[0] == ("slutbetyg", "value", 62.7)


def test_another_year_place_or_sex_is_another_figure() -> None:
    others = [
        row("slutbetyg", period="2023/24"),
        row("slutbetyg", place=OTHER_UNIT),
        row("slutbetyg", sex="K"),
        row("slutbetyg", measure="Genomsnittligt meritvärde (17 ämnen)"),
    ]
    result = masked(*others, row("underlag", "hidden", None))
    assert result.get_column("state").to_list() == ["value"] * 4 + ["hidden"]


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
    kolada = row("kolada", place_kind="municipality", place=EXEMPELBY, period="2025")
    owner = row("underlag", "hidden", None, place_kind="owner", place=OWNER)
    assert states(masked(kolada, owner, owners=[(OWNER, EXEMPELBY)]))[0] == ("kolada", "hidden", None)
    assert states(masked(kolada, owner, owners=[(OWNER, "9902")]))[0] == ("kolada", "value", 62.7)


def test_a_hidden_share_takes_salsas_deviation_with_it_because_calculated_and_deviation_give_it() -> None:
    deviation = row("planned_educations", value=-4.0, measure="salsaRequirementsReachedDeviation")
    calculated = row("planned_educations", value=74.0, measure="salsaRequirementsReachedCalculated")
    result = masked(deviation, calculated, row("underlag", "hidden", None))
    assert [state for _, state, _ in states(result)] == ["hidden", "value", "hidden"]


def test_other_perspectives_are_never_in_the_crosswalk() -> None:
    kolada = {kpi for sources in CROSSWALK.values() for kpi in sources.get("kolada", ())}
    home, located = {"N15507", "N15508", "N15428", "N15472", "N15473"}, {"N15504", "N15418", "N15424"}
    assert kolada & (home | located) == set()


@pytest.mark.slow
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
    assert once.select(KEY).equals(before.select(KEY))
    for (was, number), (state, value) in zip(
        before.select("state", "value").rows(), once.select("state", "value").rows(), strict=True
    ):
        assert (state, value) == (was, number) or (state in PROTECTIVE and value is None and was in NUMERIC_STATES)
    assert mask_everywhere(once, places()).equals(once)


def test_a_mean_of_tests_is_hidden_with_one_of_them_and_hides_none() -> None:
    tests = [f"averageResultNationalTestsSubject{subject}9thGrade" for subject in ("SVE", "ENG", "MA")]
    rows = [row("planned_educations_masks", "hidden", None, measure=tests[0])]
    rows += [row("planned_educations_masks", value=12.0, measure=test) for test in tests[1:]]
    rows += [row("planned_educations", value=12.4, measure=MEAN_OF_TESTS)]
    assert [state for _, state, _ in states(masked(*rows))] == ["hidden", "value", "value", "hidden"]


def test_a_latest_figure_of_no_stated_year_is_hidden_where_a_year_is() -> None:
    measure = "averageResultNationalTestsSubjectENG9thGrade"
    rows = [
        row("planned_educations", value=12.0, measure=measure, period="latest"),
        row("planned_educations_masks", "hidden", None, measure=measure, period="2023/24"),
        row("planned_educations_masks", value=13.0, measure=measure, period="2024/25"),
    ]
    assert [state for _, state, _ in states(masked(*rows))] == ["hidden", "hidden", "value"]
    rows[0]["value"] = 13.0
    assert [state for _, state, _ in states(masked(*rows))] == ["value", "hidden", "value"]


@pytest.mark.slow
def test_no_number_is_printed_that_the_sources_do_not_print(originals: Path) -> None:
    raw, merged = read_originals(originals)
    printed = mask_everywhere(raw, merged).filter(pl.col("state").is_in(NUMERIC_STATES))
    assert 0 < printed.height < raw.filter(pl.col("state").is_in(NUMERIC_STATES)).height
    assert printed.join(raw, on=[*KEY, "state", "value"], how="anti", nulls_equal=True).is_empty()


def test_masking_the_snapshot_again_changes_nothing() -> None:
    snapshot = open_snapshot()
    assert mask_everywhere(snapshot.observations, snapshot.places).equals(snapshot.observations)
