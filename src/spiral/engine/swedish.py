"""Swedish words: their stems, for comparing and searching texts, and alphabetical order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

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


def sort_key(name: str) -> str:
    """Puts å ä ö last, as in Swedish, on every database; Unicode puts ä before å."""
    return name.casefold().translate(_LAST)


_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y", "æ": "|", "ø": "}"})
