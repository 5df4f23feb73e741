"""A hundred thousand texts: how long to index, how long to find, common words and rare."""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from postgres import KIND, SQLITE, measured, table

from spiral.trust.access.viewer import visitor

TEXTS, REPEATS = 100_000, 9
#: What the question is, and how common it is made in the texts.
QUESTIONS = {
    "elevers röst": "every tenth",
    "övergång": "every hundredth",
    "progression matematik": "rare",
    "xyzzy": "never",
    "progresion matematki": "rare, misspelled",
    "kommunen": "every text",
}


class Library:
    """Made-up texts of sixty words; every reader may see them, or none may."""

    is_open = True

    def heading(self) -> str:
        return "Texter"

    def all(self) -> Iterator[object]:
        from spiral.exchange.texts import Text

        chance = random.Random(20261122)
        syllables = ["ska", "ra", "borg", "lä", "rar", "mö", "te", "tim", "plan", "stöd", "grupp", "mål", "dag", "råd"]
        vocabulary = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _n in range(8000)]
        for n in range(TEXTS):
            words = chance.choices(vocabulary, k=60)
            words[0] = "kommunens"
            if n % 10 == 0:
                words[5:7] = ["elevernas", "röster"]
            if n % 100 == 0:
                words[9] = "övergångarna"
            if n % 20_000 == 0:
                words[12:14] = ["progressionen", "matematiken"]
            yield Text("bench", str(n), " ".join(words[20:24]), " ".join(words), "text", f"/t/{n}/")

    def one(self, ref: str) -> object | None:
        return None

    def visible(self, viewer: object, refs: Sequence[str]) -> set[str]:
        return set(refs) if self.is_open else set()


def main() -> int:
    if KIND in os.environ:
        print(json.dumps(_measure()))
        return 0
    return _report(measured(__file__))


def _measure() -> dict[str, object]:
    """The whole, on the database this process is told to use."""
    os.environ.setdefault("SPIRAL_MODE", "test")
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SPIRAL_VAR"] = folder
        import django

        django.setup()
        from django.core.management import call_command

        from spiral.exchange import texts
        from spiral.search.actions import index_everything
        from spiral.search.queries import find

        call_command("migrate", verbosity=0)
        library = Library()
        with texts.TEXT_SOURCES.holding({"bench": library}):
            begun = time.perf_counter()
            count = index_everything()
            whole = time.perf_counter() - begun
            rows = {
                "indexed in, s": f"{whole:.0f}",
                "texts a second": f"{TEXTS / whole:.0f}",
                "the database, MB": _size(folder),
            }
            slow, shown = [], {}
            for question, how in QUESTIONS.items():
                took, hits = _median(lambda q=question: _texts(find(visitor(), q).hits))
                library.is_open = False
                blind, none = _median(lambda q=question: _texts(find(visitor(), q).hits))
                library.is_open = True
                rows[f"{question} ({how}), ms"] = f"{1000 * took:.1f}"
                rows[f"{question}, the reader may see none, ms"] = f"{1000 * blind:.1f}"
                shown[question] = [hit.url for hit in hits]
                slow += [question] if took >= 0.1 else []
                assert not none
    return {"rows": rows, "shown": shown, "missed": slow + ([] if count == TEXTS else ["every text indexed"])}


def _texts(hits: Sequence[Any]) -> list[Any]:
    """Those of the library; the help has some of the words too."""
    return [hit for hit in hits if hit.kind == "bench"]


def _size(folder: str) -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"{sum(p.stat().st_size for p in Path(folder).glob('spiral.sqlite3*')) / 1e6:.0f}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return f"{cursor.fetchone()[0] / 1e6:.0f}"


def _report(found: dict[str, dict]) -> int:
    missed = [f"{kind}: {what}" for kind, answer in found.items() for what in answer["missed"]]
    if len({json.dumps(answer["shown"]) for answer in found.values()}) > 1:
        missed.append("the databases do not find the same texts in the same order")
    lines = [
        f"# Search among {TEXTS:,} texts".replace(",", " "),
        "",
        "SQLite's FTS5 and PostgreSQL's tsvector over our own stems; texts of sixty words; medians of nine, in one "
        "process,",
        "on a machine of two cores shared with others' work. All show the same texts in the same order.",
        "",
        *table(list(found[SQLITE]["rows"]), found),
        "",
        f"NOT met: {'; '.join(missed)}." if missed else f"Met (every question under 100 ms; {', '.join(found)}).",
    ]
    text = "\n".join(lines) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)
    return 1 if missed else 0


def _median(ask: object) -> tuple[float, list]:
    times = []
    for _n in range(REPEATS):
        begun = time.perf_counter()
        found = ask()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), found


if __name__ == "__main__":
    sys.exit(main())
