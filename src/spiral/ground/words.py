"""Words that every room needs in the reader's language: which it is, counts, lists and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spiral.engine.numbers import Language

_FROM_TWO = {
    "sv": ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
#: None and one, of what is "ett svar" and of what is "en punkt".
_NEUTER, _COMMON = {"sv": ("noll", "ett"), "en": ("no", "one")}, {"sv": ("ingen", "en"), "en": ("none", "one")}


def language() -> Language:
    """The language the page is read in."""
    return "en" if get_language() == "en" else "sv"


def in_words(count: int, *, common: bool = False) -> str:
    """'tre'; digits from thirteen. ``common``: of what is 'en', not 'ett'."""
    words = (*(_COMMON if common else _NEUTER)[language()], *_FROM_TWO[language()])
    return words[count] if count < len(words) else str(count)


def joined(words: Sequence[str]) -> str:
    """'a', 'a och b', 'a, b och c'."""
    return _(" och ").join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def day(when: date) -> str:
    """'18 december', with the year where it is not this one."""
    return date_format(when, "j F" if when.year == timezone.localdate().year else "j F Y")
