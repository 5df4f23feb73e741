"""An odd answer of Kolada costs that answer: long questions are asked in parts, kinds may drift, and no year shrinks what
we have."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.sources.kolada.page_indicators import COUNTRY_YEARS
from spiral.sources.kolada.reading import read_data_answers
from spiral.sources.live.polite import FetchStopped, PoliteClient, secured
from spiral.sources.snapshot.fetch import fetch_kolada
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import FetchOrder
from tests.sources.kolada.conftest import TODAY, Kolada


@pytest.mark.parametrize("most", [20, 7, 1])
def test_a_question_that_is_too_long_is_asked_in_parts(
    most: int,
    kolada: Kolada,
    fetch: Any,
    target: Path,
    replay: Any,
    answer: Any,
) -> None:
    before = open_snapshot(target).kolada
    kolada.items = 5000
    served = kolada.answer

    def refuse(path: str) -> Any:
        parts = path.partition("?")[0].split("/")
        ids = [part.split(",") for part in parts[3::2]] if path.startswith("/data") else []
        return answer(b'{"detail": "Bad Request"}', 400) if any(len(some) > most for some in ids) else served(path)

    replay.otherwise = refuse
    result = fetch()
    assert (result.written, result.problems) == (True, ())
    assert open_snapshot(target).kolada.equals(before)


@pytest.mark.parametrize("odd", [404, 400, b"200 OK", b"[]", b'{"values": null}', b'{"values": [], "next_url": 7}'])
def test_a_batch_without_a_usable_answer_costs_that_batch(
    odd: Any,
    kolada: Kolada,
    fetch: Any,
    target: Path,
    replay: Any,
    answer: Any,
) -> None:
    before = open_snapshot(target).kolada
    kolada.items = 5000
    served = kolada.answer
    kolada.values[("N15507", "1471", 2023, "T")] = 220.9

    def serve(path: str) -> Any:
        if "N15505" in path and "/municipality/" in path:
            return answer(b"{}", odd) if isinstance(odd, int) else odd
        return served(path)

    replay.otherwise = serve
    result = fetch()
    assert result.written
    assert any("Kolada, N1" in str(p) or "N15505" in str(p) for p in result.problems)
    after = open_snapshot(target).kolada
    assert after.filter(pl.col("period") != "2023").equals(before)


def test_next_over_http_on_the_same_host_is_followed_over_https() -> None:
    base = "https://api.kolada.se/v3"
    assert secured("http://api.kolada.se/v3/kpi?page=2", base) == "https://api.kolada.se/v3/kpi?page=2"
    assert secured("http://example.org/v3", base) == "http://example.org/v3"
    assert secured("http://api.kolada.se:8080/v3", base) == "http://api.kolada.se:8080/v3"
    assert secured("http://127.0.0.1:80/v3", "http://127.0.0.1") == "http://127.0.0.1:80/v3"
    with PoliteClient(base) as http:
        http.check_host("HTTPS://API.KOLADA.SE:443/v3/kpi?page=2")
        with pytest.raises(FetchStopped, match=r"http://api\.kolada\.se i stället för https"):
            http.check_host("http://api.kolada.se/v3/kpi")


def data(**more: Any) -> tuple[Any, ...]:
    value = {"gender": "T", "count": 1, "status": "", "value": 71.4, "isdeleted": False}
    item = {"kpi": "N15505", "municipality": "1471", "period": 2023, "values": [value]}
    for key, given in more.items():
        (value if key in value else item)[key] = given
    reading = read_data_answers([("svar", json.dumps({"values": [item], "count": 1}).encode())])
    return tuple(reading.table.select("period", "state", "value").rows()) if reading.ok else ("fel",)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"period": "2023"}, (("2023", "value", 71.4),)),
        ({"period": 2023.0}, (("2023", "value", 71.4),)),
        ({"period": "läsår"}, ("fel",)),
        ({"gender": "t"}, (("2023", "value", 71.4),)),
        ({"value": "71.4"}, (("2023", "value", 71.4),)),
        ({"value": None}, (("2023", "missing", None),)),
        ({"value": None, "status": "Missing"}, (("2023", "missing", None),)),
        ({"value": None, "status": "Privacy"}, (("2023", "hidden", None),)),
        ({"value": 0.0, "status": "Privacy"}, (("2023", "hidden", None),)),
        ({"isdeleted": 1}, ()),
        ({"isdeleted": "true"}, ()),
        ({"isdeleted": None}, (("2023", "value", 71.4),)),
    ],
)
def test_a_value_is_read_however_its_kind_drifts(more: dict[str, Any], expected: Any) -> None:
    assert data(**more) == expected


@pytest.mark.parametrize("year", [TODAY.year, *range(2026, 2041)])
def test_what_we_have_is_there_whatever_year_it_is(
    year: int,
    kolada: Kolada,
    hurried: Any,
    target: Path,
) -> None:
    """The country is asked for the last years: the years before them are not asked for and stay."""
    kolada.items = 5000
    before = open_snapshot(target).kolada
    result = fetch_kolada(FetchOrder(target, today=date(year, 11, 27), tell=hurried.told.append), hurried.http)
    assert result.written, result.shrunk
    assert open_snapshot(target).kolada.equals(before)
    assert before.filter(pl.col("period") < str(2026 - COUNTRY_YEARS + 1)).height
