"""Agenda building blocks and the agendas that follow with the product, read from ``blocks.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

#: What is written of an agenda item before a meeting: the columns that its form has.
WRITTEN = (
    "title",
    "kind",
    "minutes",
    "leader",
    "questions",
    "seconds_each",
    "in_groups",
    "material",
    "private_notes",
    "point",
    "statement_set",
)
#: What of an item goes with its agenda to another meeting: not the leader's notes, nor what has happened.
CARRIED = tuple(name for name in WRITTEN if name not in ("private_notes", "point"))


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of agenda item, with what it begins as."""

    key: str
    names: dict[str, str]
    minutes: int
    seconds_each: int | None
    in_groups: bool
    questions: dict[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["sv"])

    def as_item(self, language: str) -> dict[str, Any]:
        """What an item of this kind begins as."""
        return {
            "kind": self.key,
            "title": self.name(language),
            "minutes": self.minutes,
            "seconds_each": self.seconds_each,
            "in_groups": self.in_groups,
            "questions": "\n".join(self.questions.get(language, self.questions["sv"])),
        }


@dataclass(frozen=True, slots=True)
class Agenda:
    """A whole agenda to begin from."""

    key: str
    names: dict[str, str]
    mode: str
    kinds: tuple[str, ...]


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "blocks.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def blocks() -> dict[str, Block]:
    """Every kind of item by key, in the order of the file."""
    return {
        b["key"]: Block(
            b["key"],
            {"sv": b["sv"], "en": b["en"]},
            b["minutes"],
            b.get("each"),
            b.get("groups", False),
            {"sv": tuple(b["questions"]), "en": tuple(b["questions_en"])},
        )
        for b in _document()["block"]
    }


@lru_cache(maxsize=1)
def agendas() -> tuple[Agenda, ...]:
    """The agendas that follow with the product. Raises KeyError for a kind that is not there."""
    return tuple(
        Agenda(a["key"], {"sv": a["sv"], "en": a["en"]}, a["mode"], tuple(blocks()[k].key for k in a["items"]))
        for a in _document()["template"]
    )
