"""What Skolverket's statistical database has that is new, strange or refused is told, and the rest is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spiral.sources.live.polite import FetchStopped
from spiral.sources.snapshot.apart import FOLDER, OBSERVATIONS, RECORDED
from tests.sources.conftest import Answer
from tests.sources.skolverket.pxweb.conftest import OWNER, UNITS, WHOLE, Fetch, PxWeb, Rows, said_of


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        (
            {"50": "Delmål 7: Elevers närvaro"},
            "Okända mått (1) känns inte igen och hämtas inte: ”Delmål 7: Elevers närvaro”",
        ),
        ({str(50 + n): f"Nytt {n}" for n in range(8)}, "Okända mått (8) känns inte igen"),
        ({"50": "x" * 5000}, "Okända mått (1) känns inte igen"),
    ],
)
def test_a_measure_that_is_new_is_told_and_the_rest_is_read(
    measures: dict[str, str], said: str, pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    pxweb.underlag.measures |= measures
    result = fetch()
    assert said in said_of(result)
    assert max(map(len, said_of(result).splitlines())) < 700
    assert rows().height == WHOLE


@pytest.mark.parametrize("text", ["2025/27", "läsåret 2025", "2025-26"])
def test_a_year_written_otherwise_is_told_and_the_rest_is_read(
    text: str, pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    pxweb.underlag.years["2025"] = text
    result = fetch()
    assert f"”{text}”" in said_of(result)
    assert rows().height == WHOLE


@pytest.mark.parametrize("code", ["SE2129990011", f"{UNITS[0]}-{OWNER}", "212999-0011"])
def test_a_place_of_an_unknown_form_is_told_and_the_rest_is_read(
    code: str, pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    pxweb.underlag.levels.append(code)
    result = fetch()
    assert f"Koder (1) har en okänd form och hämtas inte: ”{code}”" in said_of(result)
    assert rows().height == WHOLE


def test_rows_without_a_code_in_the_list_of_places_are_told(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    pxweb.spoil["places"] = lambda said: said | {"data": [*said["data"], None, {"key": None, "values": ["1"]}]}
    result = fetch()
    assert "2 rader har ingen kod" in said_of(result)
    assert rows().height == WHOLE


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_a_question_that_is_refused_is_halved_until_the_culprits_are_alone(
    refused: int, pxweb: PxWeb, fetch: Fetch, rows: Rows, hurried: Any
) -> None:
    """A code that the service lists and then knows nothing of."""
    culprits = pxweb.underlag.levels[1 : 1 + refused]
    pxweb.spoil["cells"] = lambda said: (
        Answer(b"Bad Request", 400) if {row["key"][1] for row in said["data"]} & set(culprits) else said
    )
    result = fetch()
    assert result.written
    assert [f"Grundskola.px, {code}: " in said_of(result) for code in culprits] == [True] * refused
    assert any("Frågan delas i två" in line for line in hurried.told)
    assert rows().height == (6 - refused) * 6


def test_when_most_is_odd_nothing_is_written_and_the_answers_are_kept_to_be_looked_at(
    pxweb: PxWeb, fetch: Fetch, tmp_path: Path
) -> None:
    pxweb.underlag.levels += [f"{OWNER}-{number}" for number in range(10_000_000, 10_002_000)]
    pxweb.spoil["cells"] = lambda said: {"nytt": "format"}
    with pytest.raises(FetchStopped, match="svar går inte att använda"):
        fetch()
    assert not (tmp_path / FOLDER / OBSERVATIONS).exists()
    kinds = [json.loads(line) for line in (tmp_path / FOLDER / RECORDED).read_text().splitlines()]
    assert json.loads(kinds[3]["answer"]) == {"nytt": "format"}


def test_when_no_table_can_be_read_nothing_is_written(pxweb: PxWeb, fetch: Fetch, tmp_path: Path, replay: Any) -> None:
    replay.otherwise = lambda _: None
    result = fetch()
    assert not result.written
    assert "Tabellen Grundskola.px" in said_of(result)
    assert not (tmp_path / FOLDER / OBSERVATIONS).exists()


def test_a_refusal_that_is_for_everything_stops_the_fetch(pxweb: PxWeb, fetch: Fetch) -> None:
    pxweb.spoil["cells"] = lambda said: Answer(b"Forbidden", 403)
    with pytest.raises(FetchStopped, match="svarade 403"):
        fetch()
