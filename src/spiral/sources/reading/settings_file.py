"""A TOML or JSON file from anyone (statement sets, forms, descriptions of tables): the value it holds, as JSON."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from spiral.sources.reading import read_in_child
from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.limits import Limits

_REMEDY = "Rätta det i en textredigerare, eller hämta filen på nytt."


def read_value(content: bytes, name: str) -> Any:
    """The value that a .json file, or else a TOML file, holds; dates in TOML as text. Read in a child.

    Raises Unreadable, with the fault as the problem's message.
    """
    return read_in_child("settings", content, name)


def read_settings(content: bytes, name: str, limits: Limits) -> Any:
    """``read_value`` in this process: what the child runs."""
    try:
        text = content.decode("utf-8-sig")
        value = _json(text) if name.lower().endswith(".json") else tomllib.loads(text.replace("\r\n", "\n"))
        document = json.dumps(value, default=str, ensure_ascii=False)
        document.encode()  # half a character is no text
    except UnicodeDecodeError as error:
        raise unreadable(name, "Filen är inte UTF-8.", "Spara om den som UTF-8.") from error
    except ValueError as error:
        raise unreadable(name, str(error)[:200], _REMEDY) from error
    if "\\u0000" in document:
        raise unreadable(name, "Filen innehåller tecken som inte hör hemma i text.", _REMEDY)
    return json.loads(document)


def _json(text: str) -> Any:
    def refuse(word: str) -> None:
        raise ValueError(f"{word} är inget tal.")

    return json.loads(text, parse_constant=refuse)
