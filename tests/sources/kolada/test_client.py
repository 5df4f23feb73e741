"""Kolada v3 as its clients describe it, played by a local server: no recorded answer of it could be had."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

from spiral.cli import main
from spiral.sources.kolada.client import BATCH, batches
from spiral.sources.kolada.reading import read_data_answers, read_values
from spiral.sources.live.polite import FetchStopped
from spiral.sources.snapshot.fetch import fetch_kolada
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import JOURNAL, FetchOrder, FetchResult

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


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


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


def test_no_groups_in_the_answer_keeps_the_groups(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target).groups
    fetch()
    assert open_snapshot(target).groups.equals(before)


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


def test_the_journal_is_cleared_when_all_is_written(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    fetch()
    assert not (target / JOURNAL).exists()


FIRST = "/kpi?per_page=5000"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"values": [], "next_url": "{base}" + FIRST}, "runt i ring"),
        ({"values": [], "next_url": "http://example.org/v3/kpi?page=2"}, "annan värd"),
        ({"values": [], "next_url": "http://[::1"}, "annan värd"),
        ({"values": [], "next_url": 2}, "“next_url” har fel form"),
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
        ({"count": 0}, "“values” saknas"),
        ({"values": {"a": 1}}, "“values” har fel form"),
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


def test_a_value_of_the_wrong_type_deep_in_the_data_changes_nothing(
    kolada: Kolada, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = contents(target)
    kolada.values[("N15505", "1471", 2023, "T")] = "204,4"  # type: ignore[assignment]
    result = fetch()
    assert not result.written
    assert "“204,4” är inget tal" in str(result.problems[0])
    assert contents(target) == before


def test_passing_faults_are_waited_out(
    kolada: Kolada, fetch: Callable[..., FetchResult], replay: Any, answer: Any, hurried: Any
) -> None:
    good = kolada.answer(FIRST)
    assert good is not None
    replay.on(FIRST, answer(b"", 429, {"Retry-After": "3"}), answer(b"", 500), answer(good, cut=9), good)
    assert fetch().written
    assert hurried.slept == [3.0, 2.0, 4.0]


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


def test_the_command_fails_in_words(target: Path, replay: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", "kolada", "--to", str(target), "--base", replay.base]) == 1
    assert "finns inte hos tjänsten" in capsys.readouterr().err


def test_a_damaged_snapshot_is_not_built_upon(
    kolada: Kolada, target: Path, replay: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (target / "places.parquet").write_bytes(b"")
    assert main(["fetch", "kolada", "--to", str(target), "--base", replay.base]) == 1
    assert "places.parquet stämmer inte med sin kontrollsumma" in capsys.readouterr().err


def test_the_dump_and_the_interface_read_alike(kolada: Kolada, originals: Path) -> None:
    dump = read_values(originals / "kolada/kolada_education_skaraborg.csv").table.filter(pl.col("measure") == "N17461")
    kolada.items = 5000
    body = kolada.answer("/data/kpi/N17461/municipality/0000,1471,1445,1498?per_page=5000")
    assert body is not None
    page = read_data_answers([("svar", body)]).table
    assert page.height > 40
    assert page.sort(pl.all()).equals(dump.sort(pl.all()))
