"""Swedish words without their endings, for likeness and search."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[\w]+", re.UNICODE)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its endings. Snowball's Swedish stemmer takes one ending at a time ("elevers" → "elever"), so it
    is asked until nothing more comes off: elevers, elevernas and eleven are all "elev"."""
    while (shorter := _stemmer().stemWord(word)) != word:
        word = shorter
    return word


def stems(text: str) -> list[str]:
    """Every word of the text stemmed, in order."""
    return [stem(w) for w in words(text)]
