"""How wide a text is, and which room it takes: the letters of Inter, as the pages set them."""

from __future__ import annotations

from dataclasses import dataclass

#: The size of a chart's text, in user units.
SIZE = 13.0
#: Letters by advance width, in hundredths of the size: of the regular and the bold letter the wider, digits all alike.
_LETTERS = {
    26: "ijl",
    29: " \N{NO-BREAK SPACE},.:;I",
    32: "!·’'",
    35: "ft|\\",
    41: "()[]{}r/",
    50: "”_–",
    55: "?s",
    58: "kxzLaåäJc",
    60: "Fevyéè",
    63: "hnouöüEbdgpq",
    66: "$&#PRSTBZ*+-0123456789<=>~×±−",
    72: "KXYD",
    76: "AVÅÄCHUGN",
    78: "OQÖ",
    84: "w→≤≥",
    92: "mM",
    100: "@%—…",
    105: "W",
}
_WIDTHS = {letter: wide for wide, letters in _LETTERS.items() for letter in letters}
_WIDEST = max(_LETTERS)
#: The highest and the lowest point of a letter from the line it stands on, in sizes.
_ABOVE, _BELOW = 0.75, 0.2


@dataclass(frozen=True, slots=True)
class Box:
    """A place of a picture, in user units from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box, air: float = 0.0) -> bool:
        """Do the two have more than a unit in common, or less than ``air`` between them (half as much upwards)?"""
        across = min(self.right, other.right) - max(self.left, other.left)
        upwards = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 - air and upwards > 1 - air / 2


def box_of(x: float, y: float, text: str, anchor: str = "start", size: float = SIZE) -> Box:
    """What a text fills that stands on the line ``y``."""
    wide = width_of(text, size)
    left = {"middle": x - wide / 2, "end": x - wide}.get(anchor, x)
    return Box(left, y - _ABOVE * size, left + wide, y + _BELOW * size)


def width_of(text: str, size: float = SIZE) -> float:
    """In user units, seldom less than it is and at most a tenth more; a letter that is not known is as wide as W."""
    return size * sum(_WIDTHS.get(letter, _WIDEST) for letter in text) / 100


def inside(x: float, text: str, width: float) -> float:
    """``x`` moved so that a text centred there stays inside a picture of that width."""
    half = width_of(text) / 2
    return min(max(x, half), max(width - half, half))
