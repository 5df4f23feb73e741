"""Skolverket's statistical database fetched to a folder of its own: what is written, and how politely it is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.cli import main
from spiral.engine.place import NATION
from spiral.sources.live.polite import FetchStopped, PoliteClient
from spiral.sources.reading.observations import SCHEMA
from spiral.sources.skolverket.pxweb import tables
from spiral.sources.skolverket.pxweb.tables import PxService, service
from spiral.sources.skolverket.underlag import read_underlag
from spiral.sources.snapshot.apart import FOLDER, OBSERVATIONS, RECORDED, fetch_pxweb
from spiral.sources.snapshot.files import MANIFEST, BrokenSnapshot
from spiral.sources.snapshot.refresh import FetchOrder
from tests.house import SOURCE
from tests.sources.conftest import DATA, Answer, contents
from tests.sources.skolverket.pxweb.conftest import (
    COMPARED,
    ELIGIBLE,
    OTHER_OWNER,
    OWNER,
    SAFETY,
    UNDERLAG,
    UNITS,
    Fetch,
    PxWeb,
    Rows,
    said_of,
)


def test_owners_and_units_get_their_figures_and_marks_are_states(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    unit = f"{OWNER}-{UNITS[0]}"
    marks = {"0": "..", "28": "~100", "30": "-"}
    pxweb.underlag.texts = {(measure, unit, "2024"): mark for measure, mark in marks.items()}
    pxweb.underlag.texts |= {("28", OWNER, "2023"): "...", ("0", OWNER, "2023"): ".", ("28", "00", "2024"): "85.2"}
    result = fetch()
    assert result.written
    said = rows(UNITS[0]).filter(pl.col("period") == "2024/25").select("area", "measure", "state", "value").rows()
    assert sorted(said) == [
        ("Delmål 1", ELIGIBLE.partition(": ")[2], "near_all", None),
        ("Delmål 2", SAFETY.partition(": ")[2], "not_reported", None),
        ("Elever", "Antal elever", "hidden", None),
    ]
    assert rows(OWNER).filter(pl.col("period") == "2023/24")["state"].sort().to_list() == [
        "few_outside",
        "missing",
        "value",
    ]
    assert rows(NATION).filter((pl.col("period") == "2024/25") & (pl.col("area") == "Delmål 1"))["value"].item() == 85.2
    assert set(rows()["place_kind"]) == {"riket", "owner", "unit"}
    assert rows().height == 6 * 3 * 2
    assert rows().schema == SCHEMA


def test_the_municipalities_own_table_is_read_without_counties_and_kinds(
    pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    assert fetch().written
    compared = rows(part=COMPARED.part)
    assert set(compared.select("place_kind", "place").rows()) == {
        ("riket", NATION),
        ("municipality", "1471"),
        ("municipality", "1472"),
    }
    assert set(compared["measure"]) == set(COMPARED.measures)


def test_a_measure_is_known_by_its_words_whatever_its_number(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    pxweb.underlag.measures = {"7": ELIGIBLE, "8": "antal  elever", "9": SAFETY.rstrip("*")}
    pxweb.underlag.texts = {("7", OWNER, "2024"): "91.5", ("8", OWNER, "2024"): "2300"}
    assert fetch().written
    of_owner = rows(OWNER).filter(pl.col("period") == "2024/25").select("measure", "value")
    assert dict(of_owner.iter_rows()) == {
        ELIGIBLE.partition(": ")[2]: 91.5,
        "Antal elever": 2300.0,
        SAFETY.partition(": ")[2]: 10.0,
    }


def test_the_words_are_those_of_the_workbook_that_it_replaces() -> None:
    workbook = read_underlag(DATA / "originals/skolverket/underlag_for_analys_grundskola_2024-25.xlsx").table
    titles = {f"{area}: {measure}" for area, measure in workbook.select("area", "measure").iter_rows()}
    assert len(titles) == 49
    assert set(UNDERLAG.measures) == titles
    assert all(UNDERLAG.measure(words) == words for words in titles)
    assert UNDERLAG.measure("Delmål 7: Något annat") is None


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        (UNDERLAG, "00", ("riket", NATION)),
        (UNDERLAG, OWNER, ("owner", OWNER)),
        (UNDERLAG, OWNER + "00", ("owner", OWNER)),
        (UNDERLAG, f"{OWNER}-{UNITS[0]}", ("unit", UNITS[0])),
        (UNDERLAG, UNITS[0], None),
        (COMPARED, "1471", ("municipality", "1471")),
        (COMPARED, "14", None),
        (COMPARED, "A1", None),
    ],
)
def test_a_code_says_which_place(table: Any, code: str, place: tuple[str, str] | None) -> None:
    assert table.place(code) == place


def test_the_codes_that_are_not_listed_are_asked_for(pxweb: PxWeb, fetch: Fetch) -> None:
    fetch()
    posted = [json.loads(asked.split(" ", 2)[2]) for asked in pxweb.replay.asked if asked.startswith("POST")]
    assert posted[0] == {
        "query": [
            {"code": "variable", "selection": {"filter": "item", "values": ["0"]}},
            {"code": "level", "selection": {"filter": "top", "values": ["20000"]}},
            {"code": "time", "selection": {"filter": "item", "values": ["2024"]}},
        ],
        "response": {"format": "json"},
    }
    assert [len(question["query"][1]["selection"]["values"]) for question in posted] == [1, 6, 3]


def test_no_question_is_larger_than_the_service_is_asked_for(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    pxweb.underlag.levels += [f"{OWNER}-{number}" for number in range(10_000_000, 10_000_450)]
    assert fetch().written
    asked = [json.loads(line.split(" ", 2)[2]) for line in pxweb.replay.asked if UNDERLAG.id in line and "POST" in line]
    assert [len(question["query"][1]["selection"]["values"]) for question in asked[1:]] == [200, 200, 56]
    assert rows().height == 456 * 6


def test_nothing_is_asked_sooner_than_the_service_stands(pxweb: PxWeb, replay: Any, tmp_path: Path) -> None:
    slept: list[float] = []
    with PoliteClient(replay.base, limits=service().limits, sleep=slept.append, clock=lambda: 0.0) as http:
        assert fetch_pxweb(FetchOrder(tmp_path, tell=lambda _: None), http).written
    assert slept == [pytest.approx(0.9)] * (len(replay.asked) - 1)


@pytest.mark.parametrize(
    ("headers", "waits"),
    [({}, [5.0, 10.0]), ({"Retry-After": "12"}, [12.0, 12.0]), ({"Retry-After": "2"}, [5.0, 10.0])],
)
def test_too_soon_is_waited_out(
    headers: dict[str, str], waits: list[float], pxweb: PxWeb, replay: Any, tmp_path: Path
) -> None:
    slept: list[float] = []
    path = f"/{UNDERLAG.path}"
    good = Answer(json.dumps(pxweb.underlag.contents()).encode())
    soon = Answer(b"429 - Too many requests in too short timeframe", 429, headers)
    replay.on(path, soon, soon, good)
    limits = replace(service().limits, interval=0.0)
    with PoliteClient(replay.base, limits=limits, sleep=slept.append, chance=lambda: 1.0) as http:
        assert fetch_pxweb(FetchOrder(tmp_path, tell=lambda _: None), http).written
    assert slept == waits


def test_an_interrupted_fetch_goes_on_where_it_stopped(pxweb: PxWeb, fetch: Fetch, replay: Any, tmp_path: Path) -> None:
    pxweb.underlag.levels += [f"{OWNER}-{number}" for number in range(10_000_000, 10_000_450)]
    pxweb.spoil["cells"] = lambda said: Answer(b"", 500) if len(said["data"]) < 1000 else said
    with pytest.raises(FetchStopped, match="--resume"):
        fetch()
    assert not (tmp_path / FOLDER / OBSERVATIONS).exists()
    before = set(replay.asked)
    replay.asked.clear()
    pxweb.spoil.clear()
    assert fetch(resume=True).written
    assert len([asked for asked in replay.asked if UNDERLAG.id in asked]) == 1
    assert len(before) > 4
    assert not (tmp_path / FOLDER / ".journal").exists()


def test_the_part_lies_apart_and_says_what_it_is(
    pxweb: PxWeb, replay: Any, target: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: PxService = replace(service(), interval=0.0)
    monkeypatch.setattr(tables, "service", lambda: at_once)
    before = contents(target)
    assert main(["fetch", "pxweb", "--to", str(target), "--base", replay.base]) == 0
    printed = capsys.readouterr()
    assert "har inte kunnat provas skarpt" in printed.err
    assert "ingen sida visar det" in printed.err
    assert "pxweb: 54 rader" in printed.out
    assert contents(target) == before
    assert sorted(contents(target / FOLDER)) == [MANIFEST, OBSERVATIONS, RECORDED]
    manifest = json.loads((target / FOLDER / MANIFEST).read_text())
    assert manifest["periods"] == {part.part: ["2023/24", "2024/25"] for part in (COMPARED, UNDERLAG)}
    assert manifest["origin"] == replay.base


def test_one_answer_of_each_kind_is_recorded_as_it_came(pxweb: PxWeb, fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    lines = [json.loads(line) for line in (tmp_path / FOLDER / RECORDED).read_text().splitlines()]
    assert [line["kind"] for line in lines] == [
        "folder",
        "contents",
        "places",
        "cells",
        "folder",
        "contents",
        "cells",
    ]
    assert json.loads(lines[1]["answer"]) == pxweb.underlag.contents()
    assert lines[2]["question"]["query"][1]["selection"]["filter"] == "top"


def test_the_same_answers_give_the_same_bytes(pxweb: PxWeb, fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    once = contents(tmp_path / FOLDER)
    fetch()
    assert contents(tmp_path / FOLDER) == once


def test_a_year_that_the_table_no_longer_has_stays(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    fetch()
    pxweb.underlag.years = {"2024": "2024/25", "2025": "2025/26"}
    assert fetch().written
    assert sorted(set(rows()["period"])) == ["2023/24", "2024/25", "2025/26"]


def test_a_series_that_shrank_is_named_and_nothing_is_replaced(pxweb: PxWeb, fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    before = (tmp_path / FOLDER / OBSERVATIONS).read_bytes()
    pxweb.underlag.levels = pxweb.underlag.levels[:3]
    result = fetch()
    assert not result.written
    assert f"{UNDERLAG.part}:Antal elever:Elever" in [shrunk.name for shrunk in result.shrunk]
    assert (tmp_path / FOLDER / OBSERVATIONS).read_bytes() == before
    assert fetch(accept_shrink=frozenset(shrunk.name for shrunk in result.shrunk)).written


def test_a_unit_under_two_owners_has_the_figures_of_the_one_that_has_some(
    pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    again = f"{OTHER_OWNER}-{UNITS[0]}"
    pxweb.underlag.levels.append(again)
    pxweb.underlag.texts = {(measure, again, year): "." for measure in ("0", "28", "30") for year in ("2023", "2024")}
    pxweb.underlag.texts[("0", again, "2024")] = "99"
    result = fetch()
    assert f"{UNITS[0]} har uppgifter under två huvudmän för 2024/25" in said_of(result)
    of_unit = {
        (measure, period): value
        for measure, period, value in rows(UNITS[0]).select("measure", "period", "value").rows()
    }
    assert ("Antal elever", "2024/25") not in of_unit
    assert of_unit[("Antal elever", "2023/24")] == 10.0
    assert len(of_unit) == 5


def test_a_damaged_part_is_not_built_upon(pxweb: PxWeb, fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    (tmp_path / FOLDER / OBSERVATIONS).write_bytes(b"")
    with pytest.raises(BrokenSnapshot, match="kontrollsumma"):
        fetch()


def test_no_page_reads_the_part() -> None:
    """Until a real answer has been recorded: the day one does, docs/drift/data.md is to say that it is tried."""
    readers = {
        path.relative_to(SOURCE).parts[0]
        for path in SOURCE.rglob("*.py")
        if "pxweb" in path.read_text(encoding="utf-8").casefold()
    }
    assert readers == {"sources", "commands"}
