"""A TOML or JSON file from anyone (statement sets, forms, descriptions of tables): the value it holds, as JSON."""

from __future__ import annotations

import json
import re
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
    except NoNumber as error:
        raise unreadable(name, f"{error} är inget tal.", _REMEDY) from error
    except ValueError as error:
        kind = "JSON" if name.lower().endswith(".json") else "TOML"
        raise unreadable(name, f"Filen är inte skriven som {kind}{fault_place(str(error))}.", _REMEDY) from error
    if "\\u0000" in document:
        raise unreadable(name, "Filen innehåller tecken som inte hör hemma i text.", _REMEDY)
    return json.loads(document)


class NoNumber(Exception):
    """A word that JSON has no number for (NaN, Infinity)."""


def fault_place(message: str) -> str:
    """': det tar stopp på rad 1, tecken 7', of what Python's readers of JSON and TOML say in English; '' of else."""
    match = re.search(r"line (\d{1,9}),? column (\d{1,9})", message[:1000])
    return f": det tar stopp på rad {match[1]}, tecken {match[2]}" if match else ""


def _json(text: str) -> Any:
    def refuse(word: str) -> None:
        raise NoNumber(word)

    return json.loads(text, parse_constant=refuse)
