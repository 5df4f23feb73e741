"""Whatever stands where in an answer, a reader answers with a reading or says that it cannot be read."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiral.sources.kolada.reading import read_data_answers
from spiral.sources.reading.problems import Reading, Unreadable
from spiral.sources.register.units import read_unit_answer
from spiral.sources.skolverket.planned_educations import read_nested_survey, read_salsa, read_statistics, read_unit_list

ANSWERS = Path(__file__).parents[1] / "data/answers"
PART = "planned_educations"


def recorded(name: str) -> Any:
    return json.loads((ANSWERS / name).read_text())


SALSA = {
    "status": "OK",
    "body": {
        "timePeriod": "2024/25",
        "compulsorySchoolUnitSalsaMetricList": [
            {"schoolUnitCode": "68613823", "salsaBoysQuota": {"value": "47", "valueType": "EXISTS"}}
        ],
    },
}
KOLADA = {
    "values": [
        {"kpi": "N15505", "municipality": "1471", "period": 2025, "values": [{"gender": "T", "value": 204.4}]},
    ],
    "next_url": None,
}
REGISTER = {
    "data": {
        "schoolUnitCode": "12345678",
        "attributes": {
            "displayName": "Storskolan",
            "status": "AKTIV",
            "municipalityCode": "1471",
            "schoolTypes": ["GR"],
            "addresses": [{"type": "BESOKSADRESS", "geoCoordinates": {"latitude": "58.5", "longitude": "13.5"}}],
        },
    },
    "included": {"organizationNumber": "2120001652"},
}
READERS: dict[str, tuple[Any, Callable[[bytes], object]]] = {
    "statistics gr": (
        recorded("pe_statistics_gr_18790096.json"),
        lambda raw: read_statistics(raw, "18790096", "svar", part=PART),
    ),
    "statistics gy": (
        recorded("pe_statistics_gy_49862313_example.json"),
        lambda raw: read_statistics(raw, "49862313", "svar", part="gymnasium"),
    ),
    "survey": (
        recorded("pe_pupilsgr_44673074.json"),
        lambda raw: read_nested_survey(raw, "pupilsgr", "svar", part=PART),
    ),
    "salsa": (SALSA, lambda raw: read_salsa(raw, "svar", part=PART)),
    "units": (recorded("pe_school_units_0180_page3.json"), lambda raw: read_unit_list(raw, "svar")),
    "register": (REGISTER, lambda raw: read_unit_answer(raw, "svar")),
    "kolada": (KOLADA, lambda raw: read_data_answers([("svar", raw)])),
}
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "..", "~100", "E+", "9" * 400, "\x00", "😀"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"value": {}}),
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in a JSON document."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, child in children for spot in spots(child, (*path, key)))]


def put(document: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    spoiled = copy.deepcopy(document)
    holder = spoiled
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    return spoiled


@pytest.mark.parametrize("name", READERS)
def test_the_answers_themselves_are_read(name: str) -> None:
    document, read = READERS[name]
    result = read(json.dumps(document).encode())
    if isinstance(result, Reading):
        assert result.problems == ()
        assert result.table.height > 0


@pytest.mark.parametrize(
    ("written", "read"),
    [("45", 45), (45, 45), ("9" * 400, None), ("123456789", None), ("²", ...), ("..", ...), (None, ...)],
)
def test_a_count_of_answers_is_a_number_of_people_or_not_known(written: object, read: object) -> None:
    """None: the answer cannot be read; ...: how many is not known."""
    group = recorded("pe_pupilsgr_44673074.json")
    put_into = group["schoolYearMetrics"] if "schoolYearMetrics" in group else group["body"]["schoolYearMetrics"]
    for one in put_into:
        one["noOfAnswers"] = written
    result = read_nested_survey(json.dumps(group).encode(), "pupilsgr", "svar", part=PART)
    counts = set(result.table.get_column("n").to_list()) if result.ok else None
    assert counts == (None if read is None else {None if read is ... else read})


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_anything_in_the_place_of_anything(name: str, data: st.DataObject) -> None:
    document, read = READERS[name]
    spoiled = put(document, data.draw(st.sampled_from(spots(document))), data.draw(JUNK))
    try:
        result = read(json.dumps(spoiled).encode())
    except Unreadable as stop:
        assert stop.problem.remedy
    else:
        if isinstance(result, Reading):
            assert result.ok or result.table.is_empty()
            assert result.table.get_column("value").is_infinite().sum() == 0


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400, "1" + "0" * 5000])
def test_numbers_beyond_all_bounds_are_refused(number: str) -> None:
    raw = json.dumps(KOLADA).replace("204.4", number).encode()
    reading = read_data_answers([("svar", raw)])
    assert not reading.ok
    assert reading.table.is_empty()
