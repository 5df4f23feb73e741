"""What a web page does not show: marked as hidden, in the colour of what it stands on, or too small to read.

Styles are read where they stand on the element itself, as mail programs and Word write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from spiral.sources.minutes.unseen import SMALLEST, WHITE, Colour, colour, is_alike

_PROPERTY = re.compile(r"(?:^|;)\s*([a-z-]{2,30})\s*:\s*([^;]{1,200})", re.IGNORECASE)
_MARKS = {"display": "none", "visibility": "hidden", "mso-hide": "all", "opacity": "0"}
_SIZE = re.compile(r"^(\d{1,4}(?:\.\d{1,4})?)(pt|px|em|rem|%)?$", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}
#: What is drawn by a program, a picture or a style sheet, and no text that was hidden.
_NO_TEXT = ("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe")


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters look: colour and ground (None: not known), size in points, and whether they are hidden."""

    letters: Colour | None = (0, 0, 0)
    ground: Colour | None = WHITE
    size: float = 12.0
    is_marked: bool = False

    @property
    def is_unseen(self) -> bool:
        return self.is_marked or self.size <= SMALLEST or is_alike(self.letters, self.ground)


def without_hidden(root: Any) -> int:
    """Takes the text that is not seen out of the page; the number of places where it stood."""
    looks: dict[Any, _Look] = {}
    places: set[Any] = set()
    for node in root.iter():
        above = node.getparent()
        look = looks.get(above, _Look())
        if not isinstance(node.tag, str) or node.tag in _NO_TEXT:
            continue
        looks[node] = own = _look(node, look)
        if own.is_unseen and (node.text or "").strip():
            node.text = ""
            places.add(node)
        for child in node if own.is_unseen else ():
            if (child.tail or "").strip():
                child.tail = ""
                places.add(node)
    return len(places)


def _look(node: Any, above: _Look) -> _Look:
    """The look of an element's own text inside one of the look ``above``."""
    style = {key.lower(): value.strip().lower() for key, value in _PROPERTY.findall(node.get("style") or "")}
    look = above
    if node.get("hidden") is not None or any(style.get(key) == value for key, value in _MARKS.items()):
        look = replace(look, is_marked=True)
    if letters := style.get("color") or (node.get("color") if node.tag == "font" else None):
        look = replace(look, letters=colour(letters))
    if node.get("background") or "background-image" in style or "url(" in style.get("background", ""):
        look = replace(look, ground=None)
    ground = style.get("background-color") or style.get("background") or node.get("bgcolor") or ""
    if look.ground is not None and ground not in ("", "transparent", "none", "inherit", "initial"):
        look = replace(look, ground=colour(ground if ground.startswith("rgb") else ground.split()[0]))
    if hit := _SIZE.match(style.get("font-size", "")):
        look = replace(look, size=float(hit[1]) * _POINTS[(hit[2] or "px").lower()])
    return look
