"""Swedish words: how they are read however they were typed, their stems, how far apart two are, alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from spiral.engine.characters import normal

_WORD = re.compile(r"[\w]+", re.UNICODE)
#: Words that say nothing of what a text is about: pronouns, prepositions, auxiliaries, and common words of notes.
_WORDS = """
alla allt att av blir bli de dem den denna det detta dig din du där då efter eller en er ett finns för från få får genom
ha hade han har henne hon hur här i in ingen inte ja jag kan kommer kring man med mellan men mer mot mycket ni nu när
något några och också om oss på så ska skulle som till under upp ut utifrån vad var vara vi vid vilka vilken vill våra
vårt är även över behöver behövs viktigt
"""
STOP_WORDS = frozenset(_WORDS.split())


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """:func:`normal` without rings, dots and accents: Gullspång is gullspang."""
    apart = unicodedata.normalize("NFD", normal(text))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(normal(text))


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


def edits(one: str, other: str, most: int) -> int:
    """How many letters are to be put in, taken out, changed or swapped with the next to make ``other`` of ``one``;
    ``most + 1`` when more than ``most``. Optimal string alignment (Damerau 1964)."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, match in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != match))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == match:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def sort_key(name: str) -> str:
    """Puts å ä ö last, as in Swedish, on every database; Unicode puts ä before å."""
    return name.casefold().translate(_LAST)


_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y", "æ": "|", "ø": "}"})
