"""A source that no page reads yet, fetched to a folder of its own: its observations, and its answers as they came."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl

from spiral.sources.live.disk import sha256, write_atomically
from spiral.sources.live.polite import PoliteClient
from spiral.sources.reading.observations import KEY, combined, no_observations
from spiral.sources.reading.problems import Problem
from spiral.sources.skolverket.pxweb.client import PxWebClient
from spiral.sources.skolverket.pxweb.tables import service
from spiral.sources.skolverket.underlag import figures_twice, one_owner_each
from spiral.sources.snapshot.files import MANIFEST, BrokenSnapshot, json_bytes, parquet_bytes, periods
from spiral.sources.snapshot.guard import shrunk_series
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult

FOLDER = "pxweb"
OBSERVATIONS = "observations.parquet"
RECORDED = "recorded.jsonl"
UNTRIED = (
    "Obs: Skolverkets statistikdatabas (PxWeb) har inte kunnat provas skarpt när Spiral skrevs, bara mot efterbildade "
    f"svar. Det som hämtas läggs för sig i mappen {FOLDER}, och ingen sida visar det. Se docs/drift/data.md."
)


def fetch_pxweb(order: FetchOrder, http: PoliteClient) -> FetchResult:
    """The tables of Skolverket's statistical database into a folder in ``order.target``, beside the snapshot.

    What is hidden by subtraction is not worked out here: nothing of it may be shown before it has gone through
    `masking`.
    """
    order = replace(order, target=order.target / FOLDER)
    order.tell(UNTRIED)
    before = _observations(order.target)
    client = PxWebClient(http, order.begin(), service())
    try:
        rows = combined(client.tables())
    finally:
        _record(client, order)
    twice = figures_twice(rows)
    for place, period in twice.select("place", "period").unique(maintain_order=True).iter_rows():
        problem = Problem(
            "", None, "", f"{place} har uppgifter under två huvudmän för {period}; ingen av dem tas med.", ""
        )
        client.odd.part(problem, "Grundskola.px")
    rows = one_owner_each(rows.join(twice, on=KEY, how="anti", maintain_order="left"))
    if rows.is_empty():
        return FetchResult(False, problems=tuple(client.odd.problems))
    rows = combined([rows, _stay(before, rows, client)])
    shrunk = shrunk_series(before, rows, order.accept_shrink)
    if shrunk:
        return FetchResult(False, problems=tuple(client.odd.problems), shrunk=tuple(shrunk))
    _write(rows, http.base, order)
    client.journal.end()
    return FetchResult(True, {FOLDER: rows.height}, tuple(client.odd.problems))


def _stay(before: pl.DataFrame, rows: pl.DataFrame, client: PxWebClient) -> pl.DataFrame:
    """Earlier rows that no new one takes the place of: of what did not come this time, and of years that the table no
    longer has."""
    names = ["part", "place_kind", "place"]
    places = pl.DataFrame(sorted(client.lost), schema=dict.fromkeys(names, pl.String), orient="row")
    came = rows.select("part", "period").unique()
    stay = pl.concat(
        [
            before.join(places, on=names, how="semi"),
            before.filter(pl.col("part").is_in(sorted(client.lost_tables))),
            before.join(came, on=["part", "period"], how="anti"),
        ]
    )
    return stay.unique().join(rows, on=KEY, how="anti")


def _observations(folder: Path) -> pl.DataFrame:
    """What an earlier fetch left; BrokenSnapshot when the file is not the one that its manifest describes."""
    if not (folder / MANIFEST).is_file():
        return no_observations()
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        is_whole = sha256((folder / OBSERVATIONS).read_bytes()) == said
    except (OSError, ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise BrokenSnapshot(
            f"{folder / OBSERVATIONS} stämmer inte med sin kontrollsumma. Ta bort mappen och hämta igen."
        )
    return pl.read_parquet(folder / OBSERVATIONS)


def _write(rows: pl.DataFrame, origin: str, order: FetchOrder) -> None:
    blob = parquet_bytes(rows)
    write_atomically(order.target / OBSERVATIONS, blob)
    manifest = {
        "source": "Skolverket",
        "origin": origin,
        "date": order.today.isoformat(),
        "licence": "CC0 enligt Sveriges dataportal; ingen officiell statistik",
        "remarks": [UNTRIED],
        "sha256": sha256(blob),
        "rows": rows.height,
        "periods": periods(rows),
    }
    write_atomically(order.target / MANIFEST, json_bytes(manifest))


def _record(client: PxWebClient, order: FetchOrder) -> None:
    """The first answer of each kind, one a line, also when nothing else is written: it shows what a form really is."""
    if client.recorded:
        lines = (json.dumps(row, ensure_ascii=False) for row in client.recorded.values())
        write_atomically(order.target / RECORDED, ("\n".join(lines) + "\n").encode(errors="backslashreplace"))
        order.tell(f"Ett svar av varje slag ligger i {order.target / RECORDED}.")
