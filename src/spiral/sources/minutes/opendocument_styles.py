"""What the styles of an OpenDocument text say: bold, numbered, and what is not seen."""

from __future__ import annotations

import re
from typing import Any

from spiral.sources.minutes.unseen import SMALLEST, WHITE, Colour, colour, is_alike

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FAMILIES = {
    f"{_TEXT}span": ("text", f"{_TEXT}style-name"),
    f"{_TEXT}a": ("text", f"{_TEXT}style-name"),
    f"{_TEXT}p": ("paragraph", f"{_TEXT}style-name"),
    f"{_TEXT}h": ("paragraph", f"{_TEXT}style-name"),
    f"{_TEXT}section": ("section", f"{_TEXT}style-name"),
    f"{_TABLE}table-cell": ("table-cell", f"{_TABLE}style-name"),
    f"{_TABLE}table-row": ("table-row", f"{_TABLE}style-name"),
    f"{_TABLE}table": ("table", f"{_TABLE}style-name"),
}
_LETTERS = {tag for tag, (family, _name) in _FAMILIES.items() if family in ("text", "paragraph")}
#: What holds text on a ground of its own, whose colour stands elsewhere.
_SHAPES = (f"{_DRAW}text-box", f"{_DRAW}frame")
_POINTS = re.compile(r"^(\d+(?:\.\d+)?)pt$")
_DEEPEST = 10


class Styles:
    """The styles of a text by family and name, and the places where something was left out as nobody sees it."""

    def __init__(self, *roots: Any) -> None:
        self.bold: set[str] = set()
        self.numbered: set[str] = set()
        self.places: set[Any] = set()
        self.parents: dict[tuple[str, str], str] = {}
        self.properties: dict[tuple[str, str], dict[str, str]] = {}
        for root in roots:
            self._add(root)

    def _add(self, root: Any) -> None:
        for style in root.iter(f"{_STYLE}style"):
            name, family = style.get(f"{_STYLE}name", ""), style.get(f"{_STYLE}family", "")
            said: dict[str, str] = {}
            for properties in style:
                if isinstance(properties.tag, str) and properties.tag.endswith("-properties"):
                    is_of_letters = properties.tag == f"{_STYLE}text-properties"
                    for key, value in properties.attrib.items():
                        said.setdefault(key if is_of_letters or not key.endswith("color") else f"ground {key}", value)
            if said.get(f"{_FO}font-weight") == "bold":
                self.bold.add(name)
            self.properties[family, name] = said
            self.parents[family, name] = style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iter(f"{_TEXT}list-style"):
            first = next((x for x in style if x.tag.startswith(f"{_TEXT}list-level-style")), None)
            if first is not None and first.tag.endswith("-number"):
                self.numbered.add(style.get(f"{_STYLE}name", ""))

    def is_hidden(self, node: Any) -> bool:
        """Whether a paragraph's or a part's own text is marked as hidden, like its background, or too small to read."""
        letters = [x for x in (node, *node.iterancestors()) if x.tag in _LETTERS]
        is_unseen = (
            self._nearest(letters, f"{_TEXT}display") == "none"
            or self._is_too_small(letters)
            or is_alike(colour(self._nearest(letters, f"{_FO}color")), self._background(node))
        )
        own = "".join([node.text or "", *(child.tail or "" for child in node)])
        if is_unseen and own.strip():
            self.places.add(letters[-1])
        return is_unseen

    def _said(self, node: Any, key: str) -> str:
        family, attribute = _FAMILIES.get(node.tag, ("", ""))
        name = node.get(attribute, "") if family else ""
        for _ in range(_DEEPEST):
            if (value := self.properties.get((family, name), {}).get(key)) is not None:
                return value
            name = self.parents.get((family, name), "")
            if not name:
                break
        return ""

    def _nearest(self, nodes: list[Any], key: str) -> str:
        return next((value for node in nodes if (value := self._said(node, key))), "")

    def _is_too_small(self, nodes: list[Any]) -> bool:
        hit = _POINTS.match(self._nearest(nodes, f"{_FO}font-size"))
        return hit is not None and float(hit[1]) <= SMALLEST

    def _background(self, node: Any) -> Colour | None:
        for holder in (node, *node.iterancestors()):
            if holder.tag in _SHAPES:
                return None
            for key in (f"{_FO}background-color", f"ground {_FO}background-color"):
                written = self._said(holder, key)
                if written and written != "transparent":
                    return colour(written)
        return WHITE
