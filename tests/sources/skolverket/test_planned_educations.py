import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.sources.reading.problems import Reading, Unreadable
from spiral.sources.skolverket.planned_educations import (
    read_nested_survey,
    read_recorded,
    read_salsa,
    read_statistics,
    read_unit_list,
)

UNIT = "18790096"
MERIT = "averageGradesMeritRating9thGrade"


@pytest.fixture
def recorded(answers: Path) -> dict[str, Any]:
    return json.loads((answers / f"pe_statistics_gr_{UNIT}.json").read_text())


def read(answer: Any, unit: str = UNIT) -> Reading:
    raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return read_statistics(raw, unit, "svar", part="planned_educations_masks")


def test_a_recorded_answer_gives_a_row_a_figure_and_year(recorded: dict[str, Any]) -> None:
    entries = [
        entry
        for value in recorded["json"]["body"].values()
        if isinstance(value, list)
        for entry in value
        if entry["timePeriod"]
    ]
    reading = read(recorded)
    assert reading.problems == ()
    assert reading.table.height == len(entries) == 67
    assert reading.table.filter(pl.col("state") == "hidden").height == 2


@pytest.mark.parametrize(
    ("entry", "state", "value"),
    [
        ({"value": "..", "valueType": "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS"}, "hidden", None),
        ({"value": ".", "valueType": "MISSING"}, "missing", None),
        ({"value": "~100", "valueType": "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE"}, "near_all", None),
        ({"value": "*", "valueType": "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION"}, "missing", None),
        ({"value": "204,4", "valueType": "EXISTS"}, "value", 204.4),
        ({"value": "cirka 330", "valueType": "EXISTS"}, "rounded", 330.0),
    ],
)
def test_each_value_type_becomes_its_state(entry: dict[str, str], state: str, value: float | None) -> None:
    body = {"schoolUnit": UNIT, MERIT: [entry | {"timePeriod": "2024/25"}]}
    assert read({"status": "OK", "body": body}).table.select("state", "value").rows() == [(state, value)]


def test_a_null_without_a_year_is_no_figure() -> None:
    body = {"schoolUnit": UNIT, MERIT: [{"value": None, "valueType": "MISSING", "timePeriod": None}]}
    reading = read({"status": "OK", "body": body})
    assert reading.ok
    assert reading.table.is_empty()


def test_upper_secondary_is_read_by_programme(answers: Path) -> None:
    raw = (answers / "pe_statistics_gy_49862313_example.json").read_bytes()
    table = read_statistics(raw, "49862313", "svar", part="gymnasium").table
    economy = table.filter((pl.col("programme") == "EK") & (pl.col("measure") == "ratioOfPupilsWithExamWithin3Years"))
    assert economy.select("period", "value").rows()[0] == ("2021/22", 72.9)
    assert table.filter(pl.col("programme") == "").get_column("measure").n_unique() == 5


def test_a_survey_gives_a_mean_a_question_with_its_number_of_answers(answers: Path) -> None:
    raw = (answers / "pe_pupilsgr_44673074.json").read_bytes()
    table = read_nested_survey(raw, "pupilsgr", "svar", part="planned_educations").table
    assert table.height == 10
    safe = table.filter((pl.col("measure") == "securityMetrics") & (pl.col("area") == "pupilsgr.ak8"))
    assert safe.select("period", "value", "n").rows() == [("VT26", 7.8, 84)]


def test_a_survey_with_too_few_answers_has_no_mean(answers: Path) -> None:
    raw = (answers / "pe_custodiansgr_example.json").read_bytes()
    table = read_nested_survey(raw, "custodiansgr", "svar", part="planned_educations").table
    assert table.get_column("state").unique().to_list() == ["not_reported"]
    assert table.get_column("value").null_count() == table.height == 5


def test_salsa_gives_every_units_actual_calculated_and_deviation() -> None:
    item = {
        "schoolUnitCode": UNIT,
        "salsaAverageGradesIn9thGradeActual": {"value": "213", "valueType": "EXISTS"},
        "salsaAverageGradesIn9thGradeDeviation": {"value": "-20", "valueType": "EXISTS"},
        "salsaParentsEducation": {"value": "..", "valueType": "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS"},
    }
    body = {"compulsorySchoolUnitSalsaMetricList": [item], "timePeriod": "2024/25"}
    raw = json.dumps({"status": "OK", "body": body}).encode()
    table = read_salsa(raw, "svar", part="planned_educations").table
    assert table.select("measure", "period", "state", "value").rows() == [
        ("salsaAverageGradesIn9thGradeActual", "2024/25", "value", 213.0),
        ("salsaAverageGradesIn9thGradeDeviation", "2024/25", "value", -20.0),
        ("salsaParentsEducation", "2024/25", "hidden", None),
    ]


def test_a_page_of_units_tells_forms_year_nine_and_the_next_page(answers: Path) -> None:
    units, following = read_unit_list((answers / "pe_school_units_0180_page3.json").read_bytes(), "sida")
    assert following is None
    assert len(units) == 5
    assert units[0] == {
        "code": "35890890",
        "name": "Västerholms friskola",
        "municipality_code": "0180",
        "owner_type": "Fristående",
        "school_forms": ["fsk", "gr"],
        "has_year9": True,
    }


def body(**changes: Any) -> dict[str, Any]:
    entry = {"value": "204,4", "valueType": "EXISTS", "timePeriod": "2024/25"}
    return {"status": "OK", "body": {"schoolUnit": UNIT, MERIT: [entry | changes]}}


SPOILED: dict[str, tuple[Any, list[str]]] = {
    "cut off": (json.dumps(body()).encode()[:60], ["avbrutet"]),
    "a web page": (b"<html>503</html>", ["webbsida"]),
    "latin-1": (json.dumps({"status": "OK", "body": {"å": 1}}, ensure_ascii=False).encode("latin-1"), ["inte UTF-8"]),
    "utf-16": (json.dumps(body()).encode("utf-16"), ["inte UTF-8"]),
    "a list": ([], ["fel form"]),
    "null": (None, ["fel form"]),
    "an error": ({"status": "ERROR", "message": "Internal", "body": {}}, ["Internal"]),
    "no measures": ({"status": "OK", "body": {"schoolUnit": UNIT}}, ["inga mått"]),
    "another unit": ({"status": "OK", "body": {"schoolUnit": "11111111", MERIT: []}}, ["enhet 11111111"]),
    "an unknown kind of value": (body(valueType="SECRET_BY_LAW"), ["SECRET_BY_LAW", "kan ha ändrats"]),
    "no kind of value": ({"status": "OK", "body": {MERIT: [{"value": "1", "timePeriod": "2024/25"}]}}, ["värdetyp"]),
    "a decimal point": (body(value="204.4"), ["204.4", MERIT]),
    "merit over 340": (body(value="341"), ["341", "0–340", MERIT]),
    "a negative mean": (body(value="-1"), ["-1", MERIT]),
    "a number where a text belongs": (body(value=204.4), ["204.4"]),
    "an entry that is a text": ({"status": "OK", "body": {MERIT: ["204,4"]}}, ["fel form"]),
    "a key twice": (b'{"status": "OK", "body": {}, "body": {}}', ["”body” två gånger"]),
    "not a number": (b'{"status": "OK", "body": {"x": NaN}}', ["inte JSON"]),
    "endless nesting": (b"[" * 100_000, ["inte JSON"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_answer_is_refused_with_a_remedy(case: str, refused: Callable[[Reading], str]) -> None:
    answer, expected = SPOILED[case]
    text = refused(read(answer))
    for part in expected:
        assert part in text


def test_two_values_for_one_year_are_refused(refused: Callable[[Reading], str]) -> None:
    answer = body()
    answer["body"][MERIT].append({"value": "1,0", "valueType": "EXISTS", "timePeriod": "2024/25"})
    assert "2 gånger med olika värden" in refused(read(answer))


def test_one_bad_line_of_recorded_answers_stops_the_file(originals: Path, refused: Callable[[Reading], str]) -> None:
    path = originals / "skolverket/planned_educations_v4_statistics_gr_recorded.jsonl"
    assert read_recorded(path).table.height > 0
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([lines[0], lines[1][:200]]))
    assert "svar 2" in refused(read_recorded(path))


def test_a_truncated_gzip_of_recorded_answers_is_refused(tmp_path: Path, refused: Callable[[Reading], str]) -> None:
    import gzip

    path = tmp_path / "svar.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 1000)[:-20])
    assert "avbruten eller trasig" in refused(read_recorded(path))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"status": "OK", "body": {}}, "fel form"),
        ({"status": "OK", "body": {"_embedded": {}}}, "listedSchoolUnits"),
        ({"status": "OK", "body": {"_embedded": {"listedSchoolUnits": [{"code": "1"}]}}}, "typeOfSchooling"),
    ],
)
def test_a_page_of_units_without_its_keys_is_refused(answer: Any, expected: str) -> None:
    with pytest.raises(Unreadable, match=expected):
        read_unit_list(json.dumps(answer).encode(), "sida")
