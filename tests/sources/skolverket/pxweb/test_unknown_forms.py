"""An answer of Skolverket's statistical database in another form than the known one is refused by name, and nothing of it is
written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.sources.conftest import Answer
from tests.sources.skolverket.pxweb.conftest import COMPARED, SAFETY, WHOLE, Fetch, PxWeb, Rows, said_of

FORMS: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "a web page": ("cells", lambda said: Answer(b"<!DOCTYPE html><p>200 OK"), "webbsida"),
    "a sentence": ("cells", lambda said: Answer(b'"200 OK"'), "ett objekt väntades"),
    "an error in words": ("cells", lambda said: {"error": "Parameter error"}, "”columns” saknas"),
    "not found": ("cells", lambda said: Answer(b"", 404), "finns inte hos tjänsten"),
    "no rows": ("cells", lambda said: said | {"data": []}, "36 av 36 uppgifter går inte att läsa"),
    "rows that are no list": ("cells", lambda said: said | {"data": {"0": 1}}, "”data” har fel form"),
    "a row again": ("cells", lambda said: said | {"data": said["data"] * 2}, "står två gånger"),
    "every number with a comma": (
        "cells",
        lambda said: said | {"data": [row | {"values": ["10,5"]} for row in said["data"]]},
        "”10,5” är inget värde",
    ),
    "another dimension": (
        "cells",
        lambda said: said | {"columns": [*said["columns"][:3], {"code": "kön", "type": "d"}, said["columns"][3]]},
        "Svarets kolumner är ”variable”, ”level”, ”time”, ”kön”",
    ),
    "two columns of values": (
        "cells",
        lambda said: said | {"columns": said["columns"] + said["columns"][-1:]},
        "en enda kolumn med värden",
    ),
    "json-stat": ("cells", lambda said: {"class": "dataset", "id": ["variable"], "value": [1]}, "”columns” saknas"),
    "no dimensions": ("contents", lambda said: {"title": "x"}, "”variables” saknas"),
    "a list for the table": ("contents", lambda said: [said], "ett objekt väntades"),
    "a dimension renamed": (
        "contents",
        lambda said: (
            said | {"variables": [said["variables"][0], said["variables"][1] | {"code": "enhet"}, said["variables"][2]]}
        ),
        "Dimensionen ”level” finns inte; tabellen har ”variable”, ”enhet”, ”time”",
    ),
    "a dimension more": (
        "contents",
        lambda said: said | {"variables": [*said["variables"], {"code": "kön", "text": "kön"}]},
        "Dimensionen ”kön” är okänd",
    ),
    "a dimension twice": (
        "contents",
        lambda said: said | {"variables": [*said["variables"], said["variables"][0]]},
        "En dimension står två gånger",
    ),
    "fewer words than codes": (
        "contents",
        lambda said: said | {"variables": [said["variables"][0] | {"valueTexts": ["Ett"]}, *said["variables"][1:]]},
        "har koder utan ord",
    ),
    "null for a word": (
        "contents",
        lambda said: (
            said | {"variables": [said["variables"][0] | {"valueTexts": ["Ett", None, "Tre"]}, *said["variables"][1:]]}
        ),
        "har koder utan ord",
    ),
    "a code twice": (
        "contents",
        lambda said: (
            said | {"variables": [said["variables"][0] | {"values": ["0", "0", "30"]}, *said["variables"][1:]]}
        ),
        "samma kod två gånger",
    ),
    "a measure twice": (
        "contents",
        lambda said: (
            said | {"variables": [said["variables"][0] | {"valueTexts": [SAFETY] * 3}, *said["variables"][1:]]}
        ),
        "Ett mått står två gånger",
    ),
    "no measure of ours": (
        "contents",
        lambda said: (
            said | {"variables": [said["variables"][0] | {"valueTexts": ["A", "B", "C"]}, *said["variables"][1:]]}
        ),
        "Inget mått känns igen",
    ),
    "no year": (
        "contents",
        lambda said: (
            said | {"variables": [*said["variables"][:2], said["variables"][2] | {"valueTexts": ["i fjol", "i år"]}]}
        ),
        "Inget läsår känns igen",
    ),
    "nobody in the list": ("places", lambda said: said | {"data": []}, "ingen huvudman eller skolenhet"),
    "codes of another form": (
        "places",
        lambda said: said | {"data": [{"key": ["0", f"SE{n}", "2024"], "values": ["1"]} for n in range(3)]},
        "Ingen kod känns igen som plats: ”SE0”, ”SE1”, ”SE2”",
    ),
    "a list that is cut": (
        "places",
        lambda said: said | {"data": [{"key": ["0", str(10**9 + n), "2024"], "values": ["1"]} for n in range(20_000)]},
        "Svaret är orimligt stort|Svaret är avkortat",
    ),
    "the list refused": ("places", lambda said: Answer(b"Bad Request", 400), "tar inte emot frågan"),
}


@pytest.mark.parametrize("kind", FORMS)
def test_an_unknown_form_is_told_and_nothing_of_it_is_written(
    kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows, hurried: Any
) -> None:
    hurried.http.limits = replace(hurried.http.limits, max_bytes=10_000_000)
    at, spoil, why = FORMS[kind]
    pxweb.spoil[at] = spoil
    result = fetch()
    assert result.written, "the other table is"
    assert any(part in said_of(result) for part in why.split("|")), said_of(result)
    assert "Det som fanns sedan förut ligger kvar" in said_of(result)
    assert rows().is_empty()
    assert rows(part=COMPARED.part).height == 3 * 3 * 2


@pytest.mark.parametrize("kind", ["a web page", "a dimension renamed", "the list refused"])
def test_what_was_known_of_a_lost_table_stays(kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    fetch()
    at, spoil, _ = FORMS[kind]
    pxweb.spoil[at] = spoil
    assert fetch().written
    assert rows().height == WHOLE


LISTINGS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "bare": (lambda said: said["value"], ""),
    "without a count": (lambda said: {"value": said["value"]}, ""),
    "another count": (lambda said: said | {"Count": 7}, "”Count” är 7, men 2 står i listan"),
    "null in it": (lambda said: said | {"value": [None, said["value"][0]]}, "ett objekt väntades"),
    "no list": (lambda said: {"Count": 0}, "”value” saknas"),
    "an empty page": (lambda said: Answer(b""), "avbrutet eller inte JSON"),
    "not found": (lambda said: Answer(b"", 404), "finns inte hos tjänsten"),
}


@pytest.mark.parametrize("kind", LISTINGS)
def test_a_listing_of_another_form_costs_the_listing_alone(kind: str, pxweb: PxWeb, fetch: Fetch, rows: Rows) -> None:
    spoil, why = LISTINGS[kind]
    pxweb.spoil["folder"] = spoil
    result = fetch()
    assert result.written
    assert rows().height == WHOLE
    assert why in said_of(result)
    assert why or "Mappen" not in said_of(result)


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (["Grundskola_2026.px", "Forskoleklass.px"], "där finns Grundskola_2026.px, Forskoleklass.px"),
        (["GRUNDSKOLA.PX"], "där finns GRUNDSKOLA.PX"),
        ([], "där finns ingen tabell"),
    ],
)
def test_a_table_that_has_another_name_is_told_with_the_names_there_are(
    listed: list[str], said: str, pxweb: PxWeb, fetch: Fetch, rows: Rows, replay: Any
) -> None:
    nodes = [{"id": name, "type": "t", "text": "x"} for name in listed]
    pxweb.spoil["folder"] = lambda _: {"value": nodes, "Count": len(nodes)}
    result = fetch()
    assert f"Grundskola.px finns inte i mappen; {said}" in said_of(result)
    assert rows().is_empty()
    assert not any("/Grundskola.px" in asked for asked in replay.asked)
