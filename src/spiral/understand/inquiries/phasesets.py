"""Sets of phases as data: what a file in ``phases/`` holds, and what a new inquiry gets a copy of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "phases"
FEWEST, MOST = 3, 8
#: A phase's name and its question, in characters.
LONGEST_NAME, LONGEST_QUESTION = 60, 200


class PhaseSetError(ValueError):
    """A file that is no set of phases."""


@dataclass(frozen=True, slots=True)
class PhaseTurn:
    """One phase: its name, the question it asks, and questions that guide the work in it."""

    name: str
    question: str
    guide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseSet:
    """A set in every language it is written in; Swedish is always there."""

    key: str
    order: int
    source: str
    titles: Mapping[str, str]
    versions: Mapping[str, Sequence[PhaseTurn]]

    def title(self, language: str) -> str:
        return self.titles.get(language, self.titles["sv"])

    def turns(self, language: str) -> Sequence[PhaseTurn]:
        """The phases in ``language``, or in Swedish where they have not been translated."""
        return self.versions.get(language, self.versions["sv"])


@cache
def shipped() -> tuple[PhaseSet, ...]:
    """The sets that follow with the product, the default first. Raises PhaseSetError."""
    sets = [understand(tomllib.loads(path.read_text(encoding="utf-8"))) for path in SHIPPED.glob("*.toml")]
    return tuple(sorted(sets, key=lambda s: (s.order, s.key)))


def phase_set(key: str) -> PhaseSet:
    """The set by its key, or the default."""
    return next((s for s in shipped() if s.key == key), shipped()[0])


def understand(document: Mapping[str, object]) -> PhaseSet:
    """A set from a document. Raises PhaseSetError with what is wrong."""
    titles, versions = {}, {}
    for code in ("sv", "en"):
        part = document.get(code)
        if not isinstance(part, Mapping):
            continue
        titles[code] = str(part.get("title", ""))
        rows = part.get("phases")
        turns = tuple(
            PhaseTurn(str(r["name"]), str(r.get("question", "")), tuple(map(str, r.get("guide", ()))))
            for r in (rows if isinstance(rows, list) else [])
        )
        if not FEWEST <= len(turns) <= MOST:
            raise PhaseSetError(f"{code}: a set has {FEWEST} to {MOST} phases")
        if any(not t.name or len(t.name) > LONGEST_NAME or len(t.question) > LONGEST_QUESTION for t in turns):
            raise PhaseSetError(f"{code}: a phase has a name of 1 to {LONGEST_NAME} characters and a short question")
        versions[code] = turns
    if "sv" not in versions or len({len(v) for v in versions.values()}) != 1:
        raise PhaseSetError("a set is written in Swedish, with as many phases in every language")
    return PhaseSet(
        str(document.get("key", "")),
        int(str(document.get("order", 9))),
        str(document.get("source", "")),
        titles,
        versions,
    )
