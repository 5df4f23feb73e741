"""Asks Skolverket's statistical database for its tables, a few hundred places at a time. Live it is untried
(docs/drift/data.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from spiral.sources.live.journal import Journal
from spiral.sources.live.odd import OddAnswers
from spiral.sources.live.polite import OddAnswer, PoliteClient, TooMuchAsked
from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.problems import Unreadable
from spiral.sources.skolverket.pxweb.questions import CellQuestion, questions
from spiral.sources.skolverket.pxweb.reading import (
    Contents,
    known_levels,
    read_cells,
    read_contents,
    read_levels,
    read_listing,
)
from spiral.sources.skolverket.pxweb.tables import PxService, PxTable


@dataclass(frozen=True, slots=True)
class PxWebClient:
    """Asks through ``http``, or takes an answer that the journal has already. ``lost`` are the places (part, kind,
    code) some of whose cells did not come, ``lost_tables`` the parts of which nothing did; ``recorded`` is the first
    answer of each kind, as it came."""

    http: PoliteClient
    journal: Journal
    service: PxService
    odd: OddAnswers = field(default_factory=OddAnswers)
    lost: set[tuple[str, str, str]] = field(default_factory=set)
    lost_tables: set[str] = field(default_factory=set)
    recorded: dict[str, dict[str, Any]] = field(default_factory=dict)

    def tables(self) -> Iterator[pl.DataFrame]:
        """Observations of every table, one answer at a time. A table or an answer of an unknown form is told."""
        for table in self.service.table:
            try:
                contents, levels = self._contents(table)
            except (OddAnswer, Unreadable) as odd:
                self.lost_tables.add(table.part)
                self.odd.answer(odd, f"Tabellen {table.id}")
                continue
            asked = list(questions(table, tuple(contents.measures), levels, tuple(contents.years), self.service))
            self.http.tell(f"{table.id}: {len(levels)} platser, {len(contents.measures)} mått, {len(asked)} frågor.")
            for number, question in enumerate(asked, start=1):
                yield from self._answers(question, contents)
                self.http.tell(f"  {number} av {len(asked)}")

    def _contents(self, table: PxTable) -> tuple[Contents, list[str]]:
        """What the table has, and the codes of its places. Raises OddAnswer or Unreadable: then the table is lost."""
        skip = partial(self.odd.part, what=f"Tabellen {table.id}")
        self._look_in_folder(table)
        self.odd.asked += 1
        answer = self._ask("contents", table, self.http.url(table.path))
        contents = read_contents(answer, table, table.id, skip)
        if contents.levels:
            return contents, known_levels(list(contents.levels), table, table.id, skip)
        some = CellQuestion(
            table, tuple(contents.measures)[:1], (), tuple(contents.years)[-1:], self.service.most_levels
        )
        self.odd.asked += 1
        codes = read_levels(self._ask("places", table, self.http.url(table.path), some.body), some, skip)
        return contents, known_levels(codes, table, table.id, skip)

    def _look_in_folder(self, table: PxTable) -> None:
        """See that the table is still there: names change. An odd listing is told, and the table is tried anyway."""
        self.odd.asked += 1
        name = f"Mappen {table.folder.rpartition('/')[2]}"
        try:
            listed = read_listing(self._ask("folder", table, self.http.url(table.folder)), name)
        except (OddAnswer, Unreadable) as odd:
            self.odd.answer(odd, name)
            return
        if table.id not in listed:
            there = ", ".join(listed[:10]) or "ingen tabell"
            raise unreadable(name, f"{table.id} finns inte i mappen; där finns {there}.", "Rätta id i tables.toml.")

    def _answers(self, question: CellQuestion, contents: Contents, *, is_half: bool = False) -> Iterator[pl.DataFrame]:
        """The observations of a question; in halves where the service refuses it. One that cannot be used is told, and
        counted once with all its halves."""
        self.odd.asked += not is_half
        table = question.table
        try:
            answer = self._ask("cells", table, self.http.url(table.path), question.body)
            rows, odd_places = read_cells(answer, question, contents, partial(self.odd.part, what=str(question)))
            self._miss(table, odd_places)
            yield rows
        except TooMuchAsked as refused:
            if halves := question.halves():
                self.http.tell(f"  {refused} Frågan delas i två.")
                for half in halves:
                    yield from self._answers(half, contents, is_half=True)
            else:
                self._lose(question, refused, is_half)
        except (OddAnswer, Unreadable) as odd:
            self._lose(question, odd, is_half)

    def _lose(self, question: CellQuestion, why: OddAnswer | Unreadable, is_half: bool) -> None:
        self._miss(question.table, question.levels)
        self.odd.answer(why, str(question), is_counted=not is_half)

    def _miss(self, table: PxTable, levels: Iterable[str]) -> None:
        """Some of what was asked about these places did not come."""
        places = (table.place(level) for level in levels)
        self.lost.update((table.part, *place) for place in places if place)

    def _ask(self, kind: str, table: PxTable, url: str, question: bytes = b"") -> Any:
        """The answer; the first of its kind is recorded."""
        body, answer = self.journal.get(self.http, url, question)
        self.recorded.setdefault(
            f"{table.id} {kind}",
            {
                "kind": kind,
                "url": url,
                "question": json.loads(question) if question else None,
                "answer": body.decode("utf-8-sig"),
            },
        )
        return answer
