"""The network's own minutes, where they are: counts, municipalities and times only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spiral.sources.minutes import Minutes
from tests.sources.minutes.reading import lost, plans, understood

#: Where the network's own minutes are, on machines that may have them.
SEEDS = Path(os.environ.get("SPIRAL_SEEDS", Path(__file__).resolve().parents[4] / "shared" / "seeds"))


def _seed(start: str) -> Minutes:
    for path in sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []:
        found = understood(path.read_bytes(), path.name)
        if (found.begins or "").startswith(start):
            assert not lost(path.read_text(encoding="utf-8").replace("](#)", "]"), found)
            return found
    pytest.skip("the network's own minutes are not on this machine")


def test_the_first_of_the_networks_own_minutes_imports_right() -> None:
    found = _seed("2023-12-08")
    assert found.begins == "2023-12-08T08:59"
    assert [p.municipality for p in found.participants] == [
        "",
        "Skövde",
        "Skövde",
        "Skara",
        "Töreboda",
        "Tidaholm",
        "Tidaholm",
        "Vara",
        "Lidköping",
        "Tibro",
        "Falköping",
        "Mariestad",
        "Tidaholm",
        "Skara",
    ]
    assert [p.office.casefold() for p in found.participants].count("skolchef") == 2
    assert [p[:3] for p in plans(found)] == [
        ("2024-01-26", "09:00", "12:00"),
        ("2024-03-20", "13:00", "14:30"),
        ("2024-04-26", "09:00", "15:30"),
    ]
    assert (len(found.statements.scale), len(found.statements.items)) == (4, 10)
    assert (len(found.items), found.unparsed) == (10, ())


def test_the_second_of_the_networks_own_minutes_imports_right() -> None:
    found = _seed("2023-09-29")
    assert found.begins == "2023-09-29T08:46"
    assert [p.municipality for p in found.participants] == [
        "",
        "Skövde",
        "Skövde",
        "Skara",
        "Karlsborg",
        "Töreboda",
        "Tidaholm",
        "Tidaholm",
        "Götene",
        "Vara",
        "Lidköping",
        "Lidköping",
        "Tibro",
        "Falköping",
        "Falköping",
        "Skara",
        "Tidaholm",
    ]
    assert [p[:3] for p in plans(found)] == [
        ("2023-10-05", None, None),
        ("2023-10-13", "09:00", "12:00"),
        ("2023-11-15", "13:30", "16:00"),
        ("2023-12-08", "09:00", "12:00"),
        ("2023-12-15", "13:00", "14:30"),
    ]
    assert (len(found.statements.items), len(found.items), found.unparsed) == (0, 31, ())
