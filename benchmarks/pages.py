"""Median server time of pages, uncached, on SQLite with the full snapshot, and the ratio to an empty page."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from spiral.trust.access.viewer import system

PAGES = (
    "/region/",
    "/kommun/vara/",
    "/kommun/skovde/",
    "/enhet/45270097/",
    "/kommun/vara/jamfor/",
    "/enhet/45270097/jamfor/",
    "/sok/?q=skola",
)
EMPTY = "/forsta/"
ROUNDS = 25


def main() -> None:
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from spiral.see.results.loading import load_snapshot
        from spiral.sources.snapshot.files import open_snapshot

        call_command("migrate", verbosity=0)
        start = time.perf_counter()
        figures = load_snapshot(open_snapshot(), by=system())
        loaded = time.perf_counter() - start
        client = Client()
        took: dict[str, list[float]] = {url: [] for url in (EMPTY, *PAGES)}
        for url in took:
            client.get(url)
        for _round in range(ROUNDS):
            for url, times in took.items():
                start = time.perf_counter()
                response = client.get(url)
                times.append(time.perf_counter() - start)
                assert response.status_code == 200, url
        empty = statistics.median(took[EMPTY])
        lines = [
            "# Pages",
            "",
            f"Snapshot imported and validated: {figures} figures in {loaded:.1f} s.",
            "",
            "| page | queries | median ms | × an empty page |",
            "| --- | ---: | ---: | ---: |",
        ]
        for url, times in took.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            median = statistics.median(times)
            lines.append(f"| {url} | {len(queries)} | {1000 * median:.1f} | {median / empty:.1f} |")
        text = "\n".join(lines) + "\n"
        Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
