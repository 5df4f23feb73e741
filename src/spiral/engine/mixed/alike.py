"""Names of groups that may be one and the same: a spreadsheet has dropped the zeros of some, or a name is written in
two ways. One unit becomes two by that, and nothing else tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spiral.engine.characters import same
from spiral.engine.message import Message

#: So many pairs are said.
SHOWN = 3


def alike_groups(level: str, names: Iterable[Any]) -> list[Message]:
    """A warning for names that differ only in leading zeros, and one for those that differ only in how letters and
    blanks are written; nothing when every name is its own."""
    texts = sorted({name for name in names if isinstance(name, str)})
    coded = _pairs((name.lstrip("0") or "0", name) for name in texts if name.isdecimal())
    written = _pairs((same(name), name) for name in texts if not name.isdecimal())
    kinds = (("leading_zeros", coded), ("letters_and_blanks", written))
    return [_warning(level, difference, pairs) for difference, pairs in kinds if pairs]


def _pairs(keyed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    return [(first[key], name) for key, name in keyed if first.setdefault(key, name) != name]


def _warning(level: str, difference: str, pairs: list[tuple[str, str]]) -> Message:
    shown = [Message.of("groups_pair", first=a, second=b) for a, b in pairs[:SHOWN]]
    if len(pairs) > SHOWN:
        shown.append(Message.of("groups_more", count=len(pairs) - SHOWN))
    return Message.of("groups_alike", level=level, pairs=shown, difference=Message.of(difference))
