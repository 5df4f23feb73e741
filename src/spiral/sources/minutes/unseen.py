"""Text that a file holds and does not show: marked as hidden, in the colour of what it stands on, or too small to read.

A colour is (red, green, blue), each 0–255; ``None`` is a background that is not known, on which everything is read.
"""

from __future__ import annotations

import re

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
#: Points: no eye reads letters of this size.
SMALLEST = 2.0
#: Two colours whose channels differ no more than this look the same.
_ALIKE = 16
_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
    "darkblue": (0, 0, 128),
    "darkcyan": (0, 128, 128),
    "darkgreen": (0, 128, 0),
    "darkmagenta": (128, 0, 128),
    "darkred": (128, 0, 0),
    "darkyellow": (128, 128, 0),
    "darkgray": (128, 128, 128),
    "lightgray": (192, 192, 192),
    "snow": (255, 250, 250),
    "whitesmoke": (245, 245, 245),
}
_HEX = re.compile(r"^#?([0-9a-f]{6}|[0-9a-f]{3})$", re.IGNORECASE)
_RGB = re.compile(r"^rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b", re.IGNORECASE)


def colour(text: str | None) -> Colour | None:
    """ "FFFFFF", "#fff", "rgb(255, 255, 255)" or a name; None for what says no colour ("auto", "transparent")."""
    text = (text or "").strip()
    if hit := _HEX.match(text):
        digits = hit[1] if len(hit[1]) > 3 else "".join(c * 2 for c in hit[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if hit := _RGB.match(text):
        return int(hit[1]), int(hit[2]), int(hit[3])
    return _NAMES.get(text.casefold())


def is_alike(text: Colour | None, background: Colour | None) -> bool:
    """Whether letters of the one colour cannot be seen on the other."""
    if text is None or background is None:
        return False
    return all(abs(a - b) <= _ALIKE for a, b in zip(text, background, strict=True))


def unseen_remarks(places: int) -> list[str]:
    """What is said of text that was left out since nobody sees it."""
    if not places:
        return []
    where = "på ett ställe" if places == 1 else f"på {places} ställen"
    return [
        f"Dold text lästes inte ({where}): den är märkt som dold, har samma färg som bakgrunden eller för små "
        "bokstäver. Gör den synlig om den hör till anteckningarna."
    ]
