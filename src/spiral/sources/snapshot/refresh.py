"""Puts fetched series in the place of old ones in a snapshot: masked again, guarded, all of it or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from spiral.sources.kolada.page_indicators import SKARABORG
from spiral.sources.live.journal import Journal
from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import KEY, combined
from spiral.sources.reading.problems import Problem
from spiral.sources.snapshot.files import MANIFEST, Snapshot, open_snapshot, write_snapshot
from spiral.sources.snapshot.guard import ShrunkSeries, shrunk_series

JOURNAL = ".journal"


def to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


@dataclass(frozen=True, slots=True)
class FetchOrder:
    """What to fetch and where to put it. The country is asked for the last years up to ``today``."""

    target: Path
    resume: bool = False
    accept_shrink: frozenset[str] = frozenset()
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    municipalities: tuple[str, ...] = tuple(SKARABORG)
    tell: Callable[[str], None] = to_stderr

    def begin(self) -> Journal:
        """The journal of finished requests, emptied unless the order is to resume."""
        journal = Journal(self.target / JOURNAL)
        finished = journal.begin(resume=self.resume)
        if self.resume:
            self.tell(f"Fortsätter: {finished} svar finns redan.")
        return journal

    def previous(self) -> Snapshot:
        """The snapshot to refresh: the one in ``target`` when there is one, else the packaged one."""
        return open_snapshot(self.target if (self.target / MANIFEST).is_file() else None)


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How a fetch ended. ``written`` is False when a problem or a shrunk series stopped it: then nothing changed."""

    written: bool
    rows: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    shrunk: tuple[ShrunkSeries, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """``rows`` take the place of the old rows that ``replaces`` picks; ``parts`` are the manifest's parts renewed.
    Of the old rows that ``lost`` picks (the source gave no usable answer) those stay whose key no new row has."""

    replaces: pl.Expr
    rows: pl.DataFrame
    origin: str
    parts: tuple[str, ...]
    remarks: dict[str, list[str]]
    lost: pl.Expr = field(default_factory=lambda: pl.lit(False))
    problems: tuple[Problem, ...] = ()
    indicators: list[dict[str, Any]] | None = None
    groups: pl.DataFrame | None = None
    places: pl.DataFrame | None = None


def replace_series(old: Snapshot, new: Replacement, order: FetchOrder) -> FetchResult:
    """Write ``old`` with ``new`` in it to ``order.target``, unless a series shrank.

    Rows of places that nobody names are left out. A figure once masked stays masked, also when the source that masked
    it is fetched anew without the mask: only a new build from originals opens it. The rule against
    subtraction is applied to old and new together.
    """
    places = old.places if new.places is None else new.places
    named = places.select(pl.col("kind").alias("place_kind"), pl.col("code").alias("place"))
    rows = new.rows.join(named, on=["place_kind", "place"], how="semi", maintain_order="left")
    before = old.observations
    stay = before.filter(new.replaces & new.lost).join(rows, on=KEY, how="anti", maintain_order="left")
    rows = pl.concat([rows, stay])
    shrunk = shrunk_series(before.filter(new.replaces), rows, order.accept_shrink)
    if shrunk:
        return FetchResult(False, problems=new.problems, shrunk=tuple(shrunk))
    masked = mask_everywhere(combined([before.filter(~new.replaces), rows]), places)
    frames = {
        "observations_kolada": masked.filter(pl.col("part") == "kolada"),
        "observations_skolverket": masked.filter(pl.col("part") != "kolada"),
        "places": places,
        "groups": old.groups if new.groups is None else new.groups,
    }
    renewed = {"origin": new.origin, "date": order.today.isoformat(), "inputs": [], "remarks": new.remarks}
    parts = {name: part | (renewed if name in new.parts else {}) for name, part in old.parts.items()}
    indicators = old.indicators if new.indicators is None else new.indicators
    write_snapshot(order.target, frames, indicators, parts, old.predictions)
    Journal(order.target / JOURNAL).end()
    return FetchResult(True, {name: frame.height for name, frame in frames.items()}, new.problems)


def with_progress(answers: Iterable[tuple[str, bytes]], order: FetchOrder) -> list[tuple[str, bytes]]:
    """The answers in a list, one progress line each."""
    fetched = []
    for number, answer in enumerate(answers, start=1):
        fetched.append(answer)
        order.tell(f"  svar {number}, {len(answer[1]) // 1000} kB")
    return fetched
