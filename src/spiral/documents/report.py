"""A report: what a printed document holds, before anybody decides how it looks. Plain text only; no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from spiral.engine.numbers import Language


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; ``dim`` is set small and grey, for sources and remarks."""

    text: str
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines under each other."""

    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Term and description beside each other: 'Ägare', 'Vara'."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row is its head and whose first column is each row's."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Paragraph | Bullets | Facts | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; ``level`` 2 or 3."""

    heading: str
    blocks: Sequence[Block]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document. ``foot`` stands on every page: what it is, of which day."""

    title: str
    lead: str
    sections: Sequence[Section]
    facts: Sequence[tuple[str, str]] = ()
    foot: str = ""
    language: Language = "sv"
    notice: str = field(default="")

    def as_json(self) -> dict[str, Any]:
        """Plain data for the typesetter."""
        return {
            "title": self.title,
            "lead": self.lead,
            "facts": [list(f) for f in self.facts],
            "foot": self.foot,
            "language": self.language,
            "notice": self.notice,
            "sections": [
                {"heading": s.heading, "level": s.level, "blocks": [_block(b) for b in s.blocks]} for s in self.sections
            ],
        }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "text", "text": block.text, "dim": block.dim}
    if isinstance(block, Bullets):
        return {"kind": "lines", "lines": list(block.lines)}
    if isinstance(block, Facts):
        return {"kind": "facts", "rows": [list(r) for r in block.rows]}
    return {"kind": "grid", "head": list(block.head), "rows": [list(r) for r in block.rows]}
