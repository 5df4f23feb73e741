"""What public pages of results cost beside an empty page of the same frame: each visited for the first time after a
load, again, and again with its tag; and how many answers a second a server gives, beside a bare page of Django's."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from server import free_port, serve

EMPTY = "/forsta/"
#: The most that each kind of page may cost, in empty pages: first, again, again with its tag.
LIMITS = (5.0, 3.0, 1.5)
READERS, SECONDS = 8, 8


def main() -> int:
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        figures, loaded = _load()
        pages = _pages()
        lines = [
            "# Pages",
            "",
            f"Snapshot imported and validated: {figures} figures in {loaded:.1f} s. Every public page of results, one",
            "after another in one process, an empty page before each: processor time, which others on the machine do",
            "not lengthen; medians, and the slowest first visit, which reads what the process then holds.",
            "",
            "| kind | pages | kB | empty ms | first ms | × | again ms | × | with its tag ms | × | slowest first ms |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
        missed = []
        for kind, measured in _visits(pages).items():
            lines.append(_line(kind, measured))
            times = zip((measured.first, measured.again, measured.tagged), LIMITS, strict=True)
            missed += [kind for took, limit in times if measured.ratio(took) > limit]
        lines += ["", *_seconds(pages), ""]
        lines.append(f"Over the limit: {', '.join(missed)}." if missed else "Every kind is within its limits.")
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return len(missed)


def _load() -> tuple[int, float]:
    """The packaged snapshot in a database of its own: how many figures, in how many seconds."""
    from django.core.management import call_command

    from spiral.see.results.loading import load_snapshot
    from spiral.sources.snapshot.files import open_snapshot
    from spiral.trust.access.viewer import system

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    figures = load_snapshot(open_snapshot(), by=system())
    return figures, time.perf_counter() - start


def _pages() -> dict[str, list[str]]:
    """The addresses of every public page of results, by kind."""
    from spiral.see.results import queries
    from spiral.trust.access.viewer import visitor

    towns = queries.municipalities(visitor())
    units = queries.units(visitor(), towns)
    year9 = [unit.code for unit in units if unit.has_year9]
    return {
        "start page": ["/"] * 7,
        "region": [f"/region/?figure={i.key}" for i in queries.indicators(visitor(), "municipality")],
        "municipality": [f"/kommun/{m.slug}/" for m in towns],
        "municipality, preschool": [f"/kommun/{m.slug}/forskola/" for m in towns],
        "municipality, comparison": [f"/kommun/{m.slug}/jamfor/" for m in towns],
        "unit with year 9": [f"/enhet/{code}/" for code in year9],
        "unit without": [f"/enhet/{unit.code}/" for unit in units if not unit.has_year9],
        "unit, comparison": [f"/enhet/{code}/jamfor/" for code in year9],
    }


class Measured:
    """Seconds of one kind's pages: first visits, visits again, and with the tag, and the empty pages before each."""

    def __init__(self) -> None:
        self.empty_first: list[float] = []
        self.empty_again: list[float] = []
        self.first: list[float] = []
        self.again: list[float] = []
        self.tagged: list[float] = []
        self.sizes: list[int] = []

    def ratio(self, took: list[float]) -> float:
        """Empty pages that a median page costs."""
        empty = self.empty_first if took is self.first else self.empty_again
        return statistics.median(took) / statistics.median(empty)


def _visits(pages: dict[str, list[str]]) -> dict[str, Measured]:
    from django.core.cache import cache
    from django.test import Client

    client = Client()
    tags: dict[str, str] = {}

    def visit(url: str, tag: str = "", status: int = 200) -> tuple[float, int]:
        headers = {"if-none-match": tag} if tag else {}
        start = time.thread_time()
        response = client.get(url, headers=headers)
        took = time.thread_time() - start
        assert response.status_code == status, url
        tags[url] = response.get("ETag", "")
        return took, len(response.content)

    visit(EMPTY)
    measured = {kind: Measured() for kind in pages}
    for kind, urls in pages.items():
        for url in urls:
            if url in tags:
                cache.clear()  # a kind of one page is visited for the first time several times
            measured[kind].empty_first.append(visit(EMPTY)[0])
            took, size = visit(url)
            measured[kind].first.append(took)
            measured[kind].sizes.append(size)
    for kind, urls in pages.items():
        for url in urls:
            measured[kind].empty_again.append(visit(EMPTY)[0])
            measured[kind].again.append(visit(url)[0])
            measured[kind].tagged.append(visit(url, tags[url], status=304)[0])
    return measured


def _line(kind: str, m: Measured) -> str:
    cells = [
        kind,
        len(m.first),
        f"{statistics.median(m.sizes) / 1000:.0f}",
        f"{1000 * statistics.median(m.empty_first):.1f}",
    ]
    for took in (m.first, m.again, m.tagged):
        cells += [f"{1000 * statistics.median(took):.1f}", f"{m.ratio(took):.2f}"]
    return f"| {' | '.join(map(str, [*cells, f'{1000 * max(m.first):.0f}']))} |"


def _seconds(pages: dict[str, list[str]]) -> list[str]:
    """Answers a second of servers with one process of eight threads, to eight readers at once on the same machine."""
    listed = [url for urls in pages.values() for url in urls]
    random.Random(1).shuffle(listed)
    port = free_port()
    server = serve(port, workers=1, application="bare:application")
    try:
        bare = _rate(_at_once([_Reader(port, ["/"]) for _number in range(READERS)]))
    finally:
        server.kill()
        server.wait()
    server = serve(port := free_port(), workers=1)
    try:
        readers = [_Reader(port, listed[number::READERS]) for number in range(READERS)]
        first, again, tagged = (_rate(_at_once(readers, round_)) for round_ in ("first", "again", "tagged"))
    finally:
        server.kill()
        server.wait()
    return [
        f"Answers a second of one process with eight threads, to {READERS} readers on the same machine: a bare page of",
        f"Django's (no template, no query) {bare:.0f}; all pages mixed, each for the first time, {first:.0f}; again",
        f"{again:.0f}; again with their tags {tagged:.0f}.",
    ]


def _rate(done: list[tuple[int, float]]) -> float:
    return sum(read for read, _took in done) / max(took for _read, took in done)


def _at_once(readers: list[_Reader], round_: str = "again") -> list[tuple[int, float]]:
    with ThreadPoolExecutor(len(readers)) as pool:
        return list(pool.map(lambda reader: reader.read(round_), readers))


class _Reader:
    """Somebody with a browser and her own part of the pages."""

    def __init__(self, port: int, urls: list[str]) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        self.urls = urls
        self.tags: dict[str, str] = {}

    def read(self, round_: str) -> tuple[int, float]:
        """Every page once where it is the first time, otherwise for some seconds: how many, in how many seconds."""
        start, count = time.perf_counter(), 0
        while time.perf_counter() < start + SECONDS:
            for url in self.urls:
                known = self.tags.get(url) if round_ == "tagged" else None
                response = self.client.get(url, headers={"if-none-match": known} if known else {})
                assert response.status_code == (304 if known else 200), url
                self.tags[url] = response.headers.get("etag", "")
                count += 1
            if round_ == "first":
                break
        return count, time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
