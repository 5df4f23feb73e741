"""The kinds of evidence, read from ``kinds.toml``: what each can say and cannot."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    key: str
    name: str
    can: str
    cannot: str


@cache
def _read(language: str) -> tuple[EvidenceKind, ...]:
    rows = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))["kind"]
    return tuple(EvidenceKind(r["key"], r[language], r[f"can_{language}"], r[f"cannot_{language}"]) for r in rows)


def kinds() -> tuple[EvidenceKind, ...]:
    """Every kind, in the reader's language."""
    return _read("en" if get_language() == "en" else "sv")


def named(keys: Sequence[str]) -> list[EvidenceKind]:
    """The kinds with these keys, in the catalogue's order; a key no longer listed is passed over."""
    return [k for k in kinds() if k.key in keys]
