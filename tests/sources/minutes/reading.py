"""Minutes as the tests read them: a text or a sample understood, and the words that a reading has lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from spiral.sources.minutes import Minutes, read_in_process
from spiral.sources.minutes.lines import RULER
from spiral.sources.snapshot.files import open_snapshot

DATA = Path(__file__).parents[1] / "data" / "minutes"
PLACES = open_snapshot().municipalities
WORD = re.compile(r"\w+")


def understood(text: str | bytes, name: str = "anteckningar.txt") -> Minutes:
    return read_in_process(text.encode() if isinstance(text, str) else text, name, PLACES)


def sample(name: str) -> Minutes:
    return understood((DATA / name).read_bytes(), name)


def plans(found: Minutes) -> list[tuple[str | None, ...]]:
    return [tuple(p.values()) for p in found.as_json()["planned"]]


def everything(found: Minutes) -> str:
    """All that came out of a file, each thing once; what is proposed beside the notes stands in them already."""
    people = [f"{p.name} {p.municipality} {p.office}" for p in found.participants]
    items = [text for i in found.items for text in (i.heading, *i.notes)]
    return " ".join([found.title, *found.structure, *people, *items, *found.unparsed])


def lost(source: str, found: Minutes) -> Counter[str]:
    """Words of the source that have not come out as many times as they went in. Two who share a place come out with it
    each, so there may be more."""
    rulers = [line for line in source.splitlines() if RULER.match(line.strip())]
    assert not any(c.isalnum() for line in rulers for c in line)
    return Counter(WORD.findall(source.casefold())) - Counter(WORD.findall(everything(found).casefold()))
