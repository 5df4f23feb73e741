"""Kolada v3 as its clients describe it, played by a local server: no recorded answer of it could be had."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

from spiral.sources.snapshot.fetch import fetch_kolada
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult

TODAY = date(2022, 12, 1)
ITEMS = 40  # on a page, so that paging happens


class Kolada:
    """A small Kolada: catalogue, groups and values, with pages of ITEMS."""

    def __init__(self, replay: Any, originals: Path) -> None:
        self.replay = replay
        self.items = ITEMS
        self.catalogue = [
            row
            | {"is_divided_by_gender": True, "has_ou_data": False, "publication_date": row["publication_date"] or None}
            for row in pl.read_csv(originals / "kolada/kolada_kpi_catalogue_2026.csv", infer_schema=False)
            .fill_null("")
            .iter_rows(named=True)
        ]
        frames = [
            pl.read_csv(originals / f"kolada/kolada_education_{name}.csv", infer_schema=False)
            for name in ("skaraborg", "all_municipalities")
        ]
        frames[1] = frames[1].filter(~pl.col("municipality_id").is_in(["0000", "1471"]))  # the first has what we keep
        rows = pl.concat(frames).unique(["kpi", "municipality_id", "year", "gender"])
        self.values = {(r[0], r[1], int(r[3]), r[4]): float(r[5]) for r in rows.iter_rows()}
        self.groups = [{"id": "G116238", "title": "Skaraborgs kommunalförbund (ovägt medel)", "members": []}]
        replay.otherwise = self.answer

    def answer(self, path: str) -> bytes | None:
        parts = urlsplit(path).path.strip("/").split("/")
        if parts == ["kpi"]:
            return self.page(path, self.catalogue)
        if parts == ["municipality_groups"]:
            return self.page(path, self.groups)
        if parts[:2] != ["data", "kpi"]:
            return None
        wanted = dict(zip(parts[1::2], (set(part.split(",")) for part in parts[2::2]), strict=True))
        items: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
        for (kpi, place, year, sex), number in sorted(self.values.items()):
            asked = {"kpi": kpi, "municipality": place, "year": str(year)}
            if all(asked[kind] in ids for kind, ids in wanted.items()):
                value = {"gender": sex, "count": 1, "status": "", "value": number, "isdeleted": False}
                items.setdefault((kpi, place, year), []).append(value)
        listed = [{"kpi": k, "municipality": m, "period": y, "values": v} for (k, m, y), v in items.items()]
        return self.page(path, listed)

    def page(self, path: str, items: list[Any]) -> bytes:
        size = self.items
        number = int(parse_qs(urlsplit(path).query).get("page", ["1"])[0])
        some = items[(number - 1) * size : number * size]
        more = len(items) > number * size
        following = f"{self.replay.base}{path.split('&page=')[0]}&page={number + 1}" if more else None
        return json.dumps({"values": some, "count": len(some), "next_url": following, "previous_url": None}).encode()


@pytest.fixture
def kolada(replay: Any, originals: Path) -> Kolada:
    return Kolada(replay, originals)


@pytest.fixture
def fetch(hurried: Any, target: Path) -> Callable[..., FetchResult]:
    def run(**order: Any) -> FetchResult:
        return fetch_kolada(FetchOrder(target, today=TODAY, tell=hurried.told.append, **order), hurried.http)

    return run
