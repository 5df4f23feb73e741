"""What goes wrong under way changes nothing: a series that shrank, a fetch cut off, pages that lead astray, answers of
the wrong form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.cli import main
from spiral.sources.live.polite import FetchStopped
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import JOURNAL, FetchResult
from tests.sources.conftest import contents
from tests.sources.kolada.conftest import Kolada


def test_a_series_that_shrank_is_named_and_nothing_is_replaced(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = contents(target)
    gone = [key for key in kolada.values if key[0] == "N17461"]
    for key in gone[: len(gone) // 2]:
        del kolada.values[key]
    result = fetch()
    assert not result.written
    assert [shrunk.name for shrunk in result.shrunk] == ["kolada:N17461"]
    assert contents(target) == before


def test_a_series_that_shrank_is_replaced_when_that_is_accepted(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    kolada.values = {key: value for key, value in kolada.values.items() if key[0] != "N17461"}
    assert not fetch().written
    assert fetch(resume=True, accept_shrink=frozenset({"kolada:N17461"})).written
    assert open_snapshot(target).kolada.filter(pl.col("measure") == "N17461").is_empty()


def test_an_empty_answer_for_everything_is_a_shrunken_everything(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = contents(target)
    kolada.values = {}
    result = fetch()
    assert not result.written
    assert len(result.shrunk) == open_snapshot(target).kolada.get_column("measure").n_unique()
    assert contents(target) == before


def test_an_interrupted_fetch_goes_on_where_it_stopped(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path, replay: Any, answer: Any
) -> None:
    before = contents(target)
    replay.on("/municipality_groups?per_page=5000", answer(b"", 500))
    with pytest.raises(FetchStopped, match="--resume"):
        fetch()
    assert contents(target) == before
    finished = {path for path in replay.asked if "groups" not in path}
    del replay.script["/municipality_groups?per_page=5000"]
    replay.asked.clear()
    assert fetch(resume=True).written
    assert replay.asked == ["/municipality_groups?per_page=5000"]
    assert len(finished) > 3


def test_without_resume_everything_is_asked_again(
    kolada: Kolada, fetch: Callable[..., FetchResult], replay: Any, answer: Any
) -> None:
    replay.on("/municipality_groups?per_page=5000", answer(b"", 500))
    with pytest.raises(FetchStopped):
        fetch()
    first = [path for path in replay.asked if "groups" not in path]
    del replay.script["/municipality_groups?per_page=5000"]
    replay.asked.clear()
    assert fetch().written
    assert [path for path in replay.asked if "groups" not in path] == first


def test_a_damaged_kept_answer_is_asked_for_again(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path, replay: Any, answer: Any
) -> None:
    replay.on("/municipality_groups?per_page=5000", answer(b"", 500))
    with pytest.raises(FetchStopped):
        fetch()
    kept = sorted((target / JOURNAL).iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-10])
    del replay.script["/municipality_groups?per_page=5000"]
    replay.asked.clear()
    assert fetch(resume=True).written
    assert len(replay.asked) == 2


FIRST = "/kpi?per_page=5000"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"values": [], "next_url": "{base}" + FIRST}, "runt i ring"),
        ({"values": [], "next_url": "http://example.org/v3/kpi?page=2"}, "annan värd"),
        ({"values": [], "next_url": "http://[::1"}, "annan värd"),
        ({"values": [], "next_url": 2}, "”next_url” har fel form"),
        ({"values": [{"title": "utan id"}], "next_url": None}, "saknar id eller titel"),
    ],
)
def test_pages_that_lead_astray_stop_the_fetch_and_change_nothing(
    body: Any, said: str, kolada: Kolada, fetch: Callable[..., FetchResult], target: Path, replay: Any
) -> None:
    before = contents(target)
    replay.on(FIRST, json.dumps(body).replace("{base}", replay.base).encode())
    with pytest.raises(FetchStopped, match=said):
        fetch()
    assert contents(target) == before


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"count": 0}, "”values” saknas"),
        ({"values": {"a": 1}}, "”values” har fel form"),
        ({"values": ["N15505"]}, "fel form"),
        ([], "fel form"),
    ],
)
def test_answers_of_the_wrong_form_are_problems_and_change_nothing(
    body: Any, said: str, kolada: Kolada, fetch: Callable[..., FetchResult], target: Path, replay: Any
) -> None:
    before = contents(target)
    replay.on(FIRST, json.dumps(body).encode())
    result = fetch()
    assert not result.written
    assert said in str(result.problems[0])
    assert contents(target) == before


def test_a_value_of_the_wrong_type_deep_in_the_data_costs_that_value_and_is_told(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target).kolada
    kolada.values[("N15505", "1471", 2022, "T")] = "204,4"  # type: ignore[assignment]
    result = fetch()
    assert result.written
    assert "Kolada, N15505 för 1471, 2022" in str(result.problems[0])
    assert "”204,4” är inget tal" in str(result.problems[0])
    assert open_snapshot(target).kolada.equals(before)


def test_passing_faults_are_waited_out(
    kolada: Kolada, fetch: Callable[..., FetchResult], replay: Any, answer: Any, hurried: Any
) -> None:
    good = kolada.answer(FIRST)
    assert good is not None
    replay.on(FIRST, answer(b"", 429, {"Retry-After": "3"}), answer(b"", 500), answer(good, cut=9), good)
    assert fetch().written
    assert hurried.slept == [3.0, 2.0, 4.0]


def test_the_command_fails_in_words(target: Path, replay: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "kolada", "--to", str(target), "--base", replay.base]) == 1
    assert "finns inte hos tjänsten" in capsys.readouterr().err


def test_a_damaged_snapshot_is_not_built_upon(
    kolada: Kolada, target: Path, replay: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (target / "places.parquet").write_bytes(b"")
    assert main(["fetch", "kolada", "--to", str(target), "--base", replay.base]) == 1
    assert "places.parquet stämmer inte med sin kontrollsumma" in capsys.readouterr().err
