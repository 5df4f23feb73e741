"""Skolverket's statistical database as public notes describe it, played by a local server: no answer has been recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.sources.skolverket.pxweb.tables import PxTable, service
from spiral.sources.snapshot.apart import FOLDER, OBSERVATIONS, fetch_pxweb
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult
from tests.sources.conftest import Answer

UNDERLAG, COMPARED = service().table
OWNER, OTHER_OWNER = "2129990011", "5599990022"
UNITS = ("11112222", "33334444", "55556666")
PUPILS = "Elever: Antal elever"
ELIGIBLE = "Delmål 1: Andel (%) elever som blir behöriga till ett nationellt program i gymnasieskolan"
SAFETY = "Delmål 2: Elevers upplevelse av trygghet i årskurs 5 (medelvärde)*"

Spoil = Callable[[Any], Any]
Fetch = Callable[..., FetchResult]
Rows = Callable[..., pl.DataFrame]
#: The figures of Underlag as it is served: places, measures, years.
WHOLE = 6 * 3 * 2


@dataclass
class Served:
    """One table: words by code, years by code, codes of places (listed or not), and the texts that are not "10"."""

    table: PxTable
    measures: dict[str, str]
    years: dict[str, str]
    levels: list[str]
    is_listed: bool
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def folder(self) -> Any:
        nodes = [{"id": self.table.id, "type": "t", "text": "En tabell", "updated": "2026-09-24T06:00:00"}]
        nodes.append({"id": "Arkiv", "type": "l", "text": "En mapp"})
        return {"value": nodes, "Count": len(nodes)}

    def contents(self) -> Any:
        level: dict[str, Any] = {"code": "level", "text": "huvudman/skolenhet"}
        if self.is_listed:
            level |= {"values": self.levels, "valueTexts": [f"Plats {code}" for code in self.levels]}
        return {
            "title": "En tabell efter mått, huvudman och läsår",
            "variables": [
                {
                    "code": "variable",
                    "text": "mått",
                    "values": list(self.measures),
                    "valueTexts": list(self.measures.values()),
                },
                level,
                {
                    "code": "time",
                    "text": "läsår",
                    "values": list(self.years),
                    "valueTexts": list(self.years.values()),
                    "time": True,
                },
            ],
        }

    def cells(self, question: dict[str, Any]) -> Any:
        """The rows asked for; None for a code that the table does not have, which the service answers with 400."""
        chosen: dict[str, list[str]] = {}
        for part in question["query"]:
            values = part["selection"]["values"]
            chosen[part["code"]] = self.levels[: int(values[0])] if part["selection"]["filter"] == "top" else values
        if not set(chosen["level"]) <= set(self.levels):
            return None
        rows = [
            {"key": [measure, level, year], "values": [self.texts.get((measure, level, year), "10")]}
            for measure in chosen["variable"]
            for level in chosen["level"]
            for year in chosen["time"]
        ]
        columns = [{"code": code, "text": code, "type": "t" if code == "time" else "d"} for code in chosen]
        columns.append({"code": "Värde", "text": "Värde", "type": "c"})
        return {"columns": columns, "comments": [], "data": rows}


class PxWeb:
    """Both tables; ``spoil`` changes an answer by its kind ("folder", "contents", "places", "cells") of Underlag, and a
    spoiled answer that is an Answer is sent as it is."""

    def __init__(self, replay: Any) -> None:
        units = [f"{OWNER}-{unit}" for unit in UNITS[:2]] + [f"{OTHER_OWNER}-{UNITS[2]}"]
        years = {"2023": "2023/24", "2024": "2024/25"}
        self.underlag = Served(
            UNDERLAG,
            {"0": PUPILS, "28": ELIGIBLE, "30": SAFETY},
            years,
            ["00", OWNER, OTHER_OWNER, *units],
            is_listed=False,
        )
        self.compared = Served(
            COMPARED,
            {str(number): words for number, words in enumerate(COMPARED.measures)},
            years,
            ["00", "21", "A1", "samtl_kom", "1471", "1472"],
            is_listed=True,
        )
        self.spoil: dict[str, Spoil] = {}
        self.replay = replay
        replay.otherwise = self.answer

    def answer(self, asked: str) -> Answer | None:
        method, _, rest = asked.partition(" ") if asked.startswith("POST ") else ("GET", "", asked)
        path, _, posted = rest.partition(" ")
        served = next(s for s in (self.underlag, self.compared) if path.startswith(f"/{s.table.folder}"))
        question = json.loads(posted) if method == "POST" else None
        if question is None:
            kind = "contents" if path.endswith(".px") else "folder"
            said = served.contents() if kind == "contents" else served.folder()
        else:
            kind = "places" if "top" in posted else "cells"
            said = served.cells(question)
        if served is self.underlag and kind in self.spoil and said is not None:
            said = self.spoil[kind](said)
        if isinstance(said, Answer):
            return said
        return Answer(b"Bad Request", 400) if said is None else Answer(json.dumps(said).encode())


@pytest.fixture
def pxweb(replay: Any) -> PxWeb:
    return PxWeb(replay)


@pytest.fixture
def fetch(hurried: Any, tmp_path: Path) -> Fetch:
    def run(**more: Any) -> FetchResult:
        order = FetchOrder(tmp_path, today=date(2026, 11, 5), tell=hurried.told.append, **more)
        return fetch_pxweb(order, hurried.http)

    return run


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """What was written of a part, or of one place in it."""

    def read(place: str = "", part: str = UNDERLAG.part) -> pl.DataFrame:
        table = pl.read_parquet(tmp_path / FOLDER / OBSERVATIONS).filter(pl.col("part") == part)
        return table.filter(pl.col("place") == place) if place else table

    return read


def said_of(result: FetchResult) -> str:
    return "\n".join(str(problem) for problem in result.problems)
