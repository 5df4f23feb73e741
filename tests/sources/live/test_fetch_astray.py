"""Services that answer oddly: endless, empty, of the wrong kind. Each is told, and the old snapshot stays as it was."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spiral.sources.live.pages import MOST_PAGES
from spiral.sources.live.polite import FetchStopped, PoliteClient, RequestLimits
from spiral.sources.snapshot.build import build
from spiral.sources.snapshot.fetch import fetch_kolada, fetch_skolverket
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import FetchOrder
from tests.sources.conftest import contents

SOURCES = {"kolada": fetch_kolada, "skolverket": fetch_skolverket}
CATALOGUE = "/kpi?per_page=5000"
UNITS = "/v4/school-units?geographicalAreaCode=1471&page=0&size=100"


def kpi(number: int) -> dict[str, Any]:
    return {"id": f"N{number:05}", "title": f"Nyckeltal {number}", "operating_area": "Utbildning, övergripande"}


def kpis(*numbers: int, following: str | None = None, **more: Any) -> bytes:
    return json.dumps({"values": [kpi(n) for n in numbers], "next_url": following} | more).encode()


def unit(code: str = "38081093", **more: Any) -> dict[str, Any]:
    forms = [{"code": "gr", "displayName": "gr", "schoolYears": ["9"]}]
    return {
        "code": code,
        "name": "Lunden",
        "geographicalAreaCode": "1471",
        "typeOfSchooling": forms,
        "principalOrganizerType": "Kommunal",
    } | more


def units(*listed: Any, following: str | None = None, total: int | None = None) -> bytes:
    links = {"next": {"href": following}} if following else {}
    page = {} if total is None else {"page": {"totalElements": total}}
    body = {"_embedded": {"listedSchoolUnits": list(listed)}, "_links": links} | page
    return json.dumps({"status": "OK", "message": "Success", "body": body}).encode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(Path(__file__).parents[1] / "data" / "originals", folder)
    return folder


@pytest.fixture
def fetch(hurried: Any, built: Path) -> Callable[[str], str]:
    """Why the fetch stopped; asserts that it changed nothing."""

    def run(source: str, http: PoliteClient | None = None) -> str:
        before = contents(built)
        order = FetchOrder(built, today=date(2022, 12, 1), municipalities=("1471",), tell=hurried.told.append)
        try:
            fetched = SOURCES[source](order, http or hurried.http)
            why = "\n".join(map(str, (*fetched.problems, *fetched.shrunk)))
            assert not fetched.written
        except FetchStopped as stop:
            why = str(stop)
        assert contents(built) == before
        return why

    return run


@pytest.mark.slow
def test_pages_without_end_are_stopped(replay: Any, fetch: Any) -> None:
    def endless(path: str) -> bytes:
        number = int(path.rpartition("=")[2])
        return kpis(number, following=f"{replay.base}/kpi?page={number + 1}")

    replay.on(CATALOGUE, kpis(1, following=f"{replay.base}/kpi?page=2"))
    replay.otherwise = endless
    assert f"Listan tar inte slut: {MOST_PAGES} sidor" in fetch("kolada")
    assert len(replay.asked) == MOST_PAGES


@pytest.mark.parametrize(
    ("source", "path", "answer", "why"),
    [
        ("kolada", CATALOGUE, lambda b: kpis(1, following=b + "/kpi?page=2"), "Samma rader kommer en gång till"),
        ("kolada", CATALOGUE, lambda b: kpis(following=b + "/kpi?page=2"), "En tom sida hänvisar vidare"),
        ("kolada", CATALOGUE, lambda b: kpis(following=b + CATALOGUE), "runt i ring"),
        ("kolada", CATALOGUE, lambda b: kpis(1, following="kpi?per_page=5000"), "runt i ring"),
        ("kolada", CATALOGUE, lambda b: kpis(1, following="https" + b[4:] + "/kpi"), "ett annat protokoll"),
        ("kolada", CATALOGUE, lambda b: kpis(1, following="x" * 9000), "annan värd"),
        ("kolada", CATALOGUE, lambda b: kpis(1, 2, count=7), "säger 7 rader men lämnade 2"),
        ("kolada", CATALOGUE, lambda b: kpis(), "Koladas katalog är tom"),
        ("kolada", CATALOGUE, lambda b: b"null", "fel form"),
        (
            "kolada",
            CATALOGUE,
            lambda b: json.dumps({"values": [kpi(1) | {"operating_area": []}]}).encode(),
            "i fel form",
        ),
        ("skolverket", UNITS, lambda b: units(unit(), following=b + "/v4/x"), "Samma rader kommer en gång till"),
        ("skolverket", UNITS, lambda b: units(following=b + "/v4/x"), "En tom sida hänvisar vidare"),
        ("skolverket", UNITS, lambda b: units(unit(), total=3), "säger 3 rader men lämnade 1"),
        ("skolverket", UNITS, lambda b: units(), "ingen enda skolenhet"),
        ("skolverket", UNITS, lambda b: units(unit("../../kpi")), "är ingen skolenhetskod"),
        ("skolverket", UNITS, lambda b: units(None), "fel form"),
        ("skolverket", UNITS, lambda b: b"[]", "fel form"),
    ],
)
def test_what_is_odd_is_said_and_nothing_changes(
    source: str, path: str, answer: Callable[[str], bytes], why: str, replay: Any, fetch: Any
) -> None:
    body = answer(replay.base)
    replay.on(path, body)
    replay.otherwise = lambda _: kpis(1) if source == "kolada" else units(unit())
    assert why in fetch(source)


@pytest.mark.parametrize("source", SOURCES)
def test_a_redirect_to_another_host_is_not_followed(source: str, replay: Any, fetch: Any, answer: Any) -> None:
    moved = answer(b"", 302, {"Location": "http://example.org/v3"})
    replay.on(CATALOGUE if source == "kolada" else UNITS, moved)
    assert "annan värd (http://example.org)" in fetch(source)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("body", [b"", b"hej", b"\xff\xfe", b"<html>", b'{"values": NaN}', b"[" * 99_000], ids=repr)
def test_what_is_no_json_is_said(source: str, body: bytes, replay: Any, fetch: Any) -> None:
    replay.on(CATALOGUE if source == "kolada" else UNITS, body)
    assert "Gav upp efter 4 försök" in fetch(source)


def test_a_packed_answer_is_unpacked_no_further_than_the_limit(replay: Any, fetch: Any, answer: Any) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < 60_000
    replay.on(CATALOGUE, answer(bomb, headers={"Content-Encoding": "gzip"}))
    assert "orimligt stort" in fetch("kolada")


def test_a_packed_answer_is_read(replay: Any, hurried: Any, answer: Any) -> None:
    replay.on("/a", answer(gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"}))
    assert hurried.http.get(replay.base + "/a") == (b'{"a": 1}', {"a": 1})


def test_a_packing_of_another_kind_is_not_guessed_at(replay: Any, fetch: Any, answer: Any) -> None:
    replay.on(CATALOGUE, answer(b"x", headers={"Content-Encoding": "br"}))
    assert "packat på ett sätt som inte går att läsa (br)" in fetch("kolada")


def client(replay: Any, clock: Callable[[], float], **limits: Any) -> PoliteClient:
    patience = RequestLimits(interval=0.0, timeout=1.0, tries=2, **limits)
    return PoliteClient(replay.base, limits=patience, clock=clock, sleep=lambda _: None)


def test_an_answer_without_end_is_stopped(replay: Any, fetch: Any, answer: Any) -> None:
    seconds = iter(range(10**9))
    replay.on(CATALOGUE, answer(b"[" + b" " * 5_000_000))
    with client(replay, lambda: float(next(seconds)), longest_answer=3.0) as http:
        assert "svaret tog inte slut på 3 sekunder" in fetch("kolada", http)


def test_a_fetch_has_so_much_time(replay: Any, fetch: Any) -> None:
    hours = iter(range(10**9))
    replay.on(CATALOGUE, kpis(1))
    with client(replay, lambda: 3600.0 * next(hours), longest_answer=1e9) as http:
        assert "Hämtningen har pågått i mer än 4 timmar" in fetch("kolada", http)


def test_a_fetch_has_so_many_bytes(replay: Any, fetch: Any) -> None:
    replay.on(CATALOGUE, kpis(*range(100), following=replay.base + "/kpi?page=2"))
    replay.otherwise = lambda _: kpis(*range(100, 200))
    with client(replay, lambda: 0.0, most_fetched=12_000) as http:
        assert "Hämtningen har blivit större än" in fetch("kolada", http)


# Answers of the right form, with one value of another kind

ODD = (None, True, 0, -1, 1.5, 10**15, "", "x" * 5000, "\x00", [], {}, [[]], [None], {"": {}})


def altered(body: bytes, chance: random.Random) -> bytes:
    document = json.loads(body)
    found: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            found.append((value, key))
            if isinstance(inner, dict | list):
                walk(inner)

    walk(document)
    holder, key = chance.choice(found)
    holder[key] = chance.choice(ODD)
    return json.dumps(document).encode()


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_one_value_of_another_kind_is_told_and_never_a_traceback(
    source: str, replay: Any, hurried: Any, built: Path, answers: Path, tmp_path: Path
) -> None:
    target = Path(shutil.copytree(built, tmp_path / "snapshot"))
    statistics = (answers / "pe_statistics_gr_18790096.json").read_bytes()
    values = [{"gender": "T", "count": 1, "status": "", "value": 1.5, "isdeleted": False}]
    data = {"values": [{"kpi": "N00001", "municipality": "1471", "period": 2021, "values": values}], "next_url": None}
    groups = {"values": [{"id": "G1", "title": "G", "members": [{"member_id": "1471", "member_title": "Götene"}]}]}
    whole = {
        "kpi": kpis(1, 2, count=2),
        "municipality_groups": json.dumps(groups).encode(),
        "data": json.dumps(data).encode(),
        "school-units": units(unit("18790096"), total=1),
        "statistics": statistics,
    }
    for seed in range(60):
        chance = random.Random(seed)
        spoiled = chance.choice(
            ["kpi", "municipality_groups", "data"] if source == "kolada" else ["school-units", "statistics"]
        )
        served = whole | {spoiled: altered(whole[spoiled], chance)}

        def serve(path: str, served: dict[str, bytes] = served) -> bytes | None:
            parts = path.partition("?")[0].strip("/").split("/")
            return served.get(
                parts[-2] if parts[-1] == "gr" else parts[1] if parts[0] == "v4" and len(parts) == 2 else parts[0]
            )

        replay.otherwise = serve
        order = FetchOrder(target, today=date(2022, 12, 1), municipalities=("1471",), tell=hurried.told.append)
        try:
            fetched = SOURCES[source](order, hurried.http)
            assert fetched.written or fetched.problems or fetched.shrunk, seed
        except FetchStopped as stop:
            assert str(stop), seed
        open_snapshot(target)
