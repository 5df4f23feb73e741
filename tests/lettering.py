"""The texts of a drawing: which room each takes, and whether one stands upon another or leaves the sheet."""

from __future__ import annotations

import re
from itertools import combinations

from lxml import etree

from spiral.documents.svg.lettering import SIZE, Box, box_of

_SIZES = {"small": 11.5, "heading": 17.0}


def letterings(drawing: etree._Element, size: float = SIZE) -> list[tuple[str, Box]]:
    """Every text of an SVG element with its box, moved as its groups are."""
    placed = []
    for text in drawing.iter("{*}text", "text"):
        if not (words := text.text or "").strip():
            continue
        x, y = float(text.get("x")), float(text.get("y"))
        for group in text.iterancestors("{*}g", "g"):
            if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", group.get("transform") or ""):
                x, y = x + float(moved[1]), y + float(moved[2])
        high = next((_SIZES[name] for name in (text.get("class") or "").split() if name in _SIZES), size)
        placed.append((words, box_of(x, y, words, text.get("text-anchor", "start"), high)))
    return placed


def faults(svg: str, size: float = SIZE) -> list[str]:
    """What is wrong with the lettering of a drawing."""
    drawing = etree.fromstring(svg)
    _left, _top, width, height = map(float, drawing.get("viewBox").split())
    placed = letterings(drawing, size)
    outside = [
        f"{text!r} leaves the sheet"
        for text, box in placed
        if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height + 1
    ]
    return outside + [f"{a!r} upon {b!r}" for (a, at), (b, there) in combinations(placed, 2) if at.touches(there)]
