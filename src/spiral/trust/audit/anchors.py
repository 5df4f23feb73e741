"""Anchors: copies of the end of the log, kept outside the database. They show whether its last events were removed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_LARGEST = 5_000_000
_LONGEST_LINE = 2_000


class NoAnchor(Exception):
    """The file is not what ``spiral audit head`` prints. The message says, in Swedish, where and what to do."""


class HeadUnreadable(Exception):
    """The row that says where the log ends is changed into something that is no end. The message says, in Swedish, what
    to do."""

    def __init__(self) -> None:
        super().__init__("Loggens slut går inte att läsa. Kör spiral audit verify: det säger var loggen är ändrad.")


@dataclass(frozen=True, slots=True)
class Anchor:
    """That the log had an event of this number with this digest; number 0 for a log without events."""

    number: int
    digest: str

    def __str__(self) -> str:
        return json.dumps({"event": self.number, "digest": self.digest})


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors in a file, one a line, whatever syslog has written before each. Raises NoAnchor and OSError."""
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)  # no further, whatever its end: a device has none
    if len(content) > _LARGEST:
        raise NoAnchor(f"{path} är större än 5 MB. Ange en fil med det som spiral audit head skriver.")
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    anchors = [_parse(line, f"{path}, rad {n}") for n, line in enumerate(lines, 1) if line.strip()]
    if not anchors:
        raise NoAnchor(f"{path} är tom. Ange en fil med det som spiral audit head skriver.")
    return anchors


def _parse(line: str, where: str) -> Anchor:
    wrong = NoAnchor(f"{where}: det här är inget ankare. Ange en fil med det som spiral audit head skriver.")
    if len(line) > _LONGEST_LINE or "{" not in line:
        raise wrong
    try:
        document = json.loads(line[line.rindex("{") :])
    except (ValueError, RecursionError) as error:
        raise wrong from error
    number, digest = document.get("event"), document.get("digest")
    if not is_end(number, digest):
        raise wrong
    return Anchor(number, digest)


def is_end(number: object, digest: object) -> bool:
    """Can a log end with an event of this number and digest?"""
    if type(number) is not int or not 0 <= number < 2**63 or not isinstance(digest, str):
        return False
    return re.fullmatch("[0-9a-f]{64}" if number else "", digest) is not None
