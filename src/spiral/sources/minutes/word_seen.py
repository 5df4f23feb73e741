"""Whether text in Word is seen: what its run, its styles and what it stands on say of hiding, colour and size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spiral.sources.minutes.unseen import SMALLEST, WHITE, Colour, colour, is_alike

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off")
_DEEPEST = 10
_HALF_POINTS = 2
#: What holds text on a ground of its own: the shape of a text box, whose colour stands elsewhere.
_SHAPE = f"{W}txbxContent"


class WordSight:
    """What is seen of a document; ``places`` are the paragraphs and rows where something was left out."""

    def __init__(self, document: Any) -> None:
        self.styles = {s.style_id: s for s in document.styles if s.style_id}
        page = document.element.find(f"{W}background")
        self.page = WHITE if page is None else colour(page.get(f"{W}color"))
        self.places: set[Any] = set()

    def is_hidden(self, run: Any, p: Any) -> bool:
        """Whether a run's text is marked as hidden, has the colour of its background, or is too small."""
        said = list(self._said(run, p))
        is_unseen = self._is_marked(said) or self._is_too_small(said) or self._is_alike(said, p)
        if is_unseen and any((t.text or "").strip() for t in run.iter(f"{W}t")):
            self.places.add(p)
        return is_unseen or bool(is_on(run.find(f"{W}rPr"), "webHidden"))

    def is_hidden_row(self, row: Any) -> bool:
        """Whether a table's row is marked as hidden."""
        if not is_on(row.find(f"{W}trPr"), "hidden"):
            return False
        self.places.add(row)
        return True

    def _chain(self, key: str | None) -> Iterator[Any]:
        """A style and those it is based on, the nearest first."""
        style = self.styles.get(key)
        for _ in range(_DEEPEST):
            if style is None:
                return
            yield style.element
            style = getattr(style, "base_style", None)

    def _said(self, run: Any, p: Any) -> Iterator[Any]:
        """The properties of letters that hold for a run, the nearest first."""
        own = run.find(f"{W}rPr")
        named = _value(own, "rStyle")
        of_paragraph = _value(p.find(f"{W}pPr"), "pStyle")
        for properties in (own, *(s.find(f"{W}rPr") for key in (named, of_paragraph) for s in self._chain(key))):
            if properties is not None:
                yield properties

    @staticmethod
    def _is_marked(said: list[Any]) -> bool:
        return next((on for properties in said if (on := is_on(properties, "vanish")) is not None), False)

    @staticmethod
    def _is_too_small(said: list[Any]) -> bool:
        size = next((size for properties in said if (size := _value(properties, "sz"))), "")
        return size.isdecimal() and int(size) / _HALF_POINTS <= SMALLEST

    def _is_alike(self, said: list[Any], p: Any) -> bool:
        letters = next((colour(written) for properties in said if (written := _value(properties, "color"))), None)
        return letters is not None and is_alike(letters, self._background(said, p))

    def _background(self, said: list[Any], p: Any) -> Colour | None:
        """What the letters stand on: marker pen, the shading of run, paragraph, cell or table, or paper."""
        for properties in said:
            marker = _value(properties, "highlight")
            if marker and marker != "none":
                return colour(marker)
        own = p.find(f"{W}pPr")
        of_styles = [s.find(f"{W}pPr") for s in self._chain(_value(own, "pStyle"))]
        for properties in (*said, own, *of_styles):
            if (shading := _shading(properties)) is not None:
                return colour(shading)
        for holder in p.iterancestors():
            if holder.tag == _SHAPE:
                return None
            properties = holder.find(f"{holder.tag}Pr") if holder.tag in (f"{W}tc", f"{W}tbl") else None
            if (shading := _shading(properties)) is not None:
                return colour(shading)
            style = _value(properties, "tblStyle") if holder.tag == f"{W}tbl" else ""
            if any(True for s in self._chain(style or None) for _ in s.iter(f"{W}shd")):
                return None  # which of its rows are shaded follows from rules that are not read here
        return self.page


def is_on(properties: Any, tag: str) -> bool | None:
    """What a property says; None where it is not mentioned."""
    node = None if properties is None else properties.find(f"{W}{tag}")
    return None if node is None else node.get(f"{W}val", "1") not in OFF


def _value(properties: Any, tag: str) -> str:
    node = None if properties is None else properties.find(f"{W}{tag}")
    return "" if node is None else str(node.get(f"{W}val", ""))


def _shading(properties: Any) -> str | None:
    """The colour of a shading; "" for a pattern, whose colour is not known, None where there is none."""
    node = None if properties is None else properties.find(f"{W}shd")
    if node is None:
        return None
    pattern, fill = node.get(f"{W}val", "clear"), node.get(f"{W}fill", "auto")
    if pattern == "solid":
        return str(node.get(f"{W}color", ""))
    if pattern not in ("clear", "nil"):
        return ""
    return None if fill == "auto" or pattern == "nil" else str(fill)
