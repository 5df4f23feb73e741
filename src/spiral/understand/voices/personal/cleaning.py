"""A text as it is looked at and kept."""

from __future__ import annotations

import unicodedata

#: Signs that are not seen: they part what reads as one.
_UNSEEN = "\r\u200b\u200c\u200d\u2060\ufeff\u00ad"


def clean(text: str) -> str:
    """Compatibility forms as what they look like (NFKC: full-width letters, ligatures, raised digits), every digit an
    ASCII one, no unseen signs, blanks one at a time. The work grows with the text."""
    letters = []
    for sign in unicodedata.normalize("NFKC", text):
        number = unicodedata.decimal(sign, None)
        if number is not None:
            letters.append(str(number))
        elif sign == "\n" or not unicodedata.category(sign).startswith(("C", "Z")):
            letters.append(sign)
        elif sign not in _UNSEEN:
            letters.append(" " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") or sign == "\t" else "")
    lines = (" ".join(line.split()) for line in "".join(letters).split("\n"))
    once = "\n".join(lines).strip()
    # Taking an unseen sign away may leave two that belong together.
    return once if unicodedata.is_normalized("NFKC", once) else clean(once)
