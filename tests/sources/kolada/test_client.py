"""Kolada v3 fetched: what arrives, from every page, and what the command says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.cli import main
from spiral.sources.kolada.client import BATCH, batches
from spiral.sources.kolada.reading import read_data_answers, read_values
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import JOURNAL, FetchResult
from tests.sources.conftest import contents
from tests.sources.kolada.conftest import Kolada


def test_fetching_what_we_have_changes_no_figure(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target)
    kolada_rows, others = before.kolada, before.skolverket
    result = fetch()
    assert result.written and result.problems == ()
    after = open_snapshot(target)
    assert after.kolada.equals(kolada_rows)
    assert after.skolverket.equals(others)


def test_a_new_year_arrives_with_the_date_and_address_it_came_from(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path, replay: Any
) -> None:
    kolada.values[("N15507", "1471", 2023, "T")] = 220.9
    fetch()
    after = open_snapshot(target)
    new = after.kolada.filter(pl.col("period") == "2023")
    assert new.select("measure", "place", "sex", "state", "value").rows() == [("N15507", "1471", "T", "value", 220.9)]
    assert (after.parts["kolada"]["origin"], after.parts["kolada"]["date"]) == (replay.base, "2022-12-01")
    assert after.parts["kolada"]["remarks"]["sv"][0] == "Hämtat från Koladas v3. Värdena slutar 2023."
    assert after.parts["slutbetyg"]["date"] == "2025-09"


def test_fetching_twice_gives_the_same_bytes(kolada: Kolada, fetch: Callable[..., FetchResult], target: Path) -> None:
    fetch()
    once = contents(target)
    fetch()
    assert contents(target) == once


def test_every_page_is_followed(kolada: Kolada, fetch: Callable[..., FetchResult], replay: Any) -> None:
    fetch()
    data = [path for path in replay.asked if "/municipality/" in path]
    assert len(data) == len(set(data)) > 3
    assert data[1].endswith("&page=2")


def test_ids_go_twenty_five_at_a_time() -> None:
    assert [len(some) for some in batches(map(str, range(60)))] == [BATCH, BATCH, 10]
    assert list(batches([])) == []


def test_a_ninety_five_that_is_a_mask_is_a_mask_from_the_live_interface_too(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    kolada.values[("N15540", "1471", 2023, "T")] = 95.0
    fetch()
    row = open_snapshot(target).kolada.filter(pl.col("measure") == "N15540")
    assert row.select("state", "value").rows() == [("near_all", None)]


def test_no_groups_in_the_answer_keeps_the_groups(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target).groups
    fetch()
    assert open_snapshot(target).groups.equals(before)


def test_the_journal_is_cleared_when_all_is_written(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    fetch()
    assert not (target / JOURNAL).exists()


def test_the_command_says_that_v3_is_untried_and_what_it_does(
    kolada: Kolada, target: Path, replay: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    kolada.items = 5000
    code = main(["fetch", "kolada", "--to", str(target), "--base", replay.base, "--accept-shrink", "kolada:N15505"])
    said = capsys.readouterr()
    assert code == 0
    assert "v3 har inte kunnat provas skarpt" in said.err
    assert "nyckeltal; " in said.err
    assert "observations_kolada: " in said.out


def test_the_dump_and_the_interface_read_alike(kolada: Kolada, originals: Path) -> None:
    dump = read_values(originals / "kolada/kolada_education_skaraborg.csv").table.filter(pl.col("measure") == "N17461")
    kolada.items = 5000
    body = kolada.answer("/data/kpi/N17461/municipality/0000,1471,1445,1498?per_page=5000")
    assert body is not None
    page = read_data_answers([("svar", body)]).table
    assert page.height > 40
    assert page.sort(pl.all()).equals(dump.sort(pl.all()))
