"""An odd figure in an answer of Skolverket's statistical database costs that figure and is told; what was known stays."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from spiral.sources.live.polite import FetchStopped
from tests.sources.skolverket.pxweb.conftest import (
    COMPARED,
    OTHER_OWNER,
    OWNER,
    UNITS,
    WHOLE,
    Fetch,
    PxWeb,
    Rows,
    said_of,
)

ABOUT_A_UNIT = f"0 {OWNER}-{UNITS[0]} 2024"


def with_cell(said: Any, change: Callable[[dict[str, Any]], Any]) -> Any:
    """The answer with the row about one unit changed, or taken away where ``change`` gives None."""
    rows = [change(row) if " ".join(row["key"]) == ABOUT_A_UNIT else row for row in said["data"]]
    return said | {"data": [row for row in rows if row is not None]}


def valued(value: Any) -> Callable[[Any], Any]:
    return lambda said: with_cell(said, lambda row: row | {"values": value})


CELLS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "null": (valued([None]), "är ingen text"),
    "a number": (valued([71.6]), "är ingen text"),
    "blank": (valued([" "]), "är ingen text"),
    "half a character": (valued(["\ud800"]), "är ingen text"),
    "two values": (valued(["1", "2"]), "är ingen text"),
    "no values": (valued(None), "är ingen text"),
    "an unknown mark": (valued(["***"]), "”***” är inget värde"),
    "a decimal comma": (valued(["71,6"]), "”71,6” är inget värde"),
    "words": (valued(["sekretess"]), "”sekretess” är inget värde"),
    "less than none": (valued(["-3"]), "”-3” är inget värde"),
    "left out": (lambda said: with_cell(said, lambda row: None), "saknas i svaret"),
    "about another": (
        lambda said: with_cell(said, lambda row: row | {"key": ["0", "2129999999", "2024"]}),
        "något annat",
    ),
    "half a key": (lambda said: with_cell(said, lambda row: row | {"key": row["key"][:2]}), "utan koder"),
    "no row": (lambda said: with_cell(said, lambda row: [row]), "utan koder"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_an_odd_cell_costs_that_cell_and_is_told(kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    spoil, why = CELLS[kind]
    pxweb.spoil["cells"] = spoil
    result = fetch()
    assert result.written
    assert why in said_of(result)
    assert "Grundskola.px, 00 och 5 till" in said_of(result)
    assert rows().height == WHOLE - 1
    assert rows(UNITS[0]).filter((pl.col("measure") == "Antal elever") & (pl.col("period") == "2024/25")).is_empty()


@pytest.mark.parametrize("kind", ["null", "a decimal comma", "left out"])
def test_what_was_known_of_an_odd_cell_stays(kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    pxweb.underlag.texts = {("0", f"{OWNER}-{UNITS[0]}", "2024"): "321"}
    fetch()
    pxweb.spoil["cells"] = CELLS[kind][0]
    assert fetch().written
    assert rows().height == WHOLE
    assert 321.0 in rows(UNITS[0])["value"].to_list()


def test_a_share_above_a_hundred_is_not_taken_in(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    pxweb.underlag.texts = {("28", OWNER, "2024"): "905", ("30", OTHER_OWNER, "2024"): "11"}
    result = fetch()
    assert "”905” är inget värde" in said_of(result)
    assert "”11” är inget värde" in said_of(result)
    assert rows().height == WHOLE - 2


def test_many_odd_cells_are_counted_and_only_some_printed(pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    places = [f"{OWNER}-{number}" for number in range(10_000_000, 10_000_050)]
    pxweb.underlag.levels += places
    pxweb.underlag.texts = {("0", place, "2024"): "?" for place in places}
    result = fetch()
    assert result.written
    assert "45 uppgifter till går inte att läsa" in said_of(result)
    assert len(result.problems) < 12
    assert rows().height == (6 + 50) * 6 - 50


ODD = (None, True, 0, -1, 1.5, 10**15, "", "x" * 5000, "\x00", "\ud800", [], {}, [[]], [None], {"": {}})


def altered(document: Any, chance: random.Random) -> Any:
    """The answer with one value, anywhere in it, of another kind."""
    document = copy.deepcopy(document)
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            places.append((value, key))
            if isinstance(inner, dict | list):
                walk(inner)

    walk(document)
    holder, key = chance.choice(places)
    holder[key] = chance.choice(ODD)
    return document


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "contents", "places", "cells"])
def test_one_value_of_another_kind_is_told_or_harmless_and_never_a_traceback(
    kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows
) -> None:
    for seed in range(40):
        chance = random.Random(seed)
        pxweb.spoil = {kind: lambda said, chance=chance: altered(said, chance)}
        try:
            result = fetch()
        except FetchStopped as stop:
            assert str(stop), seed
            continue
        assert result.written or result.problems or result.shrunk, seed
        assert rows(part=COMPARED.part).height == 3 * 3 * 2, seed
        assert rows().height == WHOLE or result.problems, seed
