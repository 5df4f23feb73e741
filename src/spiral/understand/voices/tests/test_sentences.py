"""How much that leads to a person is found in 500 made-up answers, and how much is marked that does not: printed, and held
to what the guides promise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from spiral.understand.voices.personal import blocked, clean, pieces

SENTENCES = Path(__file__).parent / "sentences.txt"
#: A name, or something that must not be written at all.
_MARK = re.compile(r"\{(?P<name>[^{}]+)\}|\[\[(?P<detail>.+?)\]\]")


@dataclass
class Count:
    """What there was to find, what was found of it, and what was marked in all."""

    there: int = 0
    hits: int = 0
    marked: int = 0
    missed: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hits / self.there

    @property
    def precision(self) -> float:
        return (self.marked - len(self.astray)) / self.marked

    def __str__(self) -> str:
        return (
            f"recall {self.recall:.3f} ({self.hits} of {self.there}), precision {self.precision:.3f} of {self.marked}"
        )


def answers() -> list[tuple[str, list[str], list[str]]]:
    """(text as it would be kept, the names in it, the details in it)."""
    rows = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            line = line.replace("\\n", "\n")
            marks = list(_MARK.finditer(line))
            text = clean(_MARK.sub(lambda m: m["name"] or m["detail"], line))
            names = [clean(m["name"]) for m in marks if m["name"]]
            rows.append((text, names, [clean(m["detail"]) for m in marks if m["detail"]]))
    return rows


def names_found(*, generous: bool) -> Count:
    """Every word of a name counts for itself; a marked word that is of no name, and of nothing that is blocked, is
    astray."""
    count = Count()
    for text, names, details in answers():
        marks = [p.text for p in pieces(text, generous=generous) if p.is_marked]
        for name in names:
            for word in name.split():
                count.there += 1
                is_found = any(word.strip(".,!?:") in m or m in word for m in marks)
                count.hits += is_found
                count.missed += [] if is_found else [text]
        known = " ".join((*names, *details, *(b.piece for b in blocked(text))))
        count.marked += len(marks)
        count.astray += [m for m in marks if m not in known]
    return count


def details_found() -> Count:
    """A detail is found when a piece that overlaps most of it is blocked."""
    count = Count()
    for text, _names, details in answers():
        blocks = [b.piece for b in blocked(text)]
        for detail in details:
            count.there += 1
            is_found = any(_share(detail, piece) >= 0.5 for piece in blocks)
            count.hits += is_found
            count.missed += [] if is_found else [text]
        count.marked += len(blocks)
        count.astray += [p for p in blocks if not any(_share(d, p) >= 0.3 for d in details)]
    return count


def _share(detail: str, piece: str) -> float:
    """How much of what leads to somebody in ``detail`` stands in ``piece``."""
    signs = re.sub(r"\W", "", detail)
    return sum(s in re.sub(r"\W", "", piece) for s in signs) / max(1, len(signs))


def test_there_are_five_hundred_answers() -> None:
    rows = answers()
    assert len(rows) == 500
    assert sum(not names and not details for _t, names, details in rows) > 100


@pytest.mark.parametrize(("generous", "recall", "precision"), [(True, 0.95, 0.7), (False, 0.85, 0.8)])
def test_names_are_found_as_often_as_the_guides_say(generous, recall, precision, capsys) -> None:
    count = names_found(generous=generous)
    with capsys.disabled():
        print(f"\n  names, {'careful (leader)' if generous else 'usual (pupil)'}: {count}")  # noqa: T201 what the guides say is printed
    assert count.recall >= recall, count.missed
    assert count.precision >= precision, count.astray


def test_numbers_and_addresses_are_found_as_often_as_the_guides_say(capsys) -> None:
    count = details_found()
    with capsys.disabled():
        print(f"\n  numbers and addresses: {count}")  # noqa: T201 what the guides say is printed
    assert count.recall >= 0.95, count.missed
    assert count.precision >= 0.85, count.astray
