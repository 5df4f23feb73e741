"""The commands' arguments: argparse that answers in Swedish, and the kinds of value that options take."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

#: argparse's own sentences (patterns), and what they are in Swedish.
_TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"\1 saknas"),
    (r"unrecognized arguments: (.*)", r"\1 känns inte igen"),
    (r"argument (.*): expected one argument", r"\1 ska följas av ett värde"),
    (r"argument (.*): expected at least one argument", r"\1 ska följas av minst ett värde"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 tar inget värde, inte \2"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 finns inte, välj bland \3"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan betyda \2"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 går inte ihop med \2"),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class SwedishParser(argparse.ArgumentParser):
    """An argument parser that answers a wrong call with one line in Swedish, and ends with code 2."""

    def error(self, message: str) -> NoReturn:
        sentence = next(
            (re.sub(f"^{ours}$", theirs, message) for ours, theirs in _TRANSLATIONS if re.match(ours, message)), message
        )
        self.exit(2, f"{sentence[:500].rstrip('.')}. Se {self.prog} --help.\n")


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A kind of value: a whole number within bounds."""

    def read(text: str) -> int:
        is_number = len(text) < 10 and re.fullmatch(r"-?[0-9]+", text)
        if not is_number or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"”{text[:40]}” går inte, skriv ett heltal från {least} till {most}")
        return int(text)

    return read


def column_and_value(text: str) -> tuple[str, float | str]:
    """A kind of value: a column, "=", and a number or another column."""
    column, equals, value = (part.strip() for part in text.rpartition("=")[:3])
    if not equals or not column or not value:
        raise argparse.ArgumentTypeError(
            f"”{text[:80]}” går inte, skriv till exempel merit6=0.9 eller merit6=reliabilitet"
        )
    try:
        return column, float(value.replace(",", "."))
    except ValueError:
        return column, value


def address(text: str) -> str:
    """A kind of value: where a service is, https:// or http:// and a host."""
    try:
        parts = urlsplit(text)
        is_right = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 500 and text.isprintable()
        )
        _ = parts.port
    except ValueError:
        is_right = False
    if not is_right:
        raise argparse.ArgumentTypeError(f"”{text[:40]}” är ingen adress, skriv till exempel https://api.kolada.se/v3")
    return text


def path(text: str) -> Path:
    """A kind of value: the name of a file or a folder, there or not."""
    if not text.strip() or "\0" in text or len(text) > 4_000:
        raise argparse.ArgumentTypeError(f"”{text[:40]}” är inget filnamn")
    return Path(text)


def output(text: str) -> Path:
    """A kind of value: a file that can be written, in a folder that is there."""
    return _writable(text, _no_file)


def folder(text: str) -> Path:
    """A kind of value: a folder that files are put in, there or not, in a folder that is there."""
    return _writable(text, _no_folder)


def _writable(text: str, wrong_kind: Callable[[Path], str]) -> Path:
    """The place, where ``wrong_kind`` has nothing to say of what stands there already."""
    place = path(text)
    try:
        if place.exists() and (wrong := wrong_kind(place)):
            raise argparse.ArgumentTypeError(f"{text[:200]} är {wrong}")
        if not place.parent.is_dir():
            raise argparse.ArgumentTypeError(f"mappen {str(place.parent)[:200]} finns inte, skapa den först")
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text[:200]} går inte att skriva ({error.strerror})") from error
    return place


def _no_file(place: Path) -> str:
    if place.is_dir():
        return "en mapp, skriv ett filnamn"
    return "" if place.is_file() else "ingen vanlig fil, skriv ett annat filnamn"


def _no_folder(place: Path) -> str:
    return "" if place.is_dir() else "en fil, skriv namnet på en mapp"


def add_data_options(command: argparse.ArgumentParser) -> None:
    """The options of a command that reads pupils' rows for the mixed model."""
    command.add_argument("--weights", default="", metavar="KOLUMN", help="varje rads vikt, som weights i lme4")
    command.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    command.add_argument("--table", metavar="NAMN", help="tabellens namn i PostgreSQL")
    command.add_argument(
        "--missing", choices=["drop", "category", "refuse"], default="drop", help="hur saknade värden hanteras"
    )
