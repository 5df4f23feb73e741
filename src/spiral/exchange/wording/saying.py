"""One sentence for each code, and how fields are set into it."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from spiral.engine.message import Message
from spiral.engine.numbers import MINUS, Language
from spiral.exchange.wording import crossed, data, disclosure, formula, model, predictions, statistics

#: Code → (Swedish, English). ``{others:prose5}`` in a sentence is a list as prose; see :class:`_Fields`.
SENTENCES: Mapping[str, tuple[str, str]] = {
    **formula.SENTENCES,
    **data.SENTENCES,
    **crossed.SENTENCES,
    **statistics.SENTENCES,
    **model.SENTENCES,
    **predictions.SENTENCES,
    **disclosure.SENTENCES,
}


class Coded(Protocol):
    """An error or a message of the engine."""

    @property
    def code(self) -> str: ...

    @property
    def fields(self) -> Mapping[str, Any]: ...


def sentence(coded: Coded, language: Language = "sv") -> str:
    """What ``coded`` says. Raises KeyError for a code that has no sentence."""
    return _Fields(language).vformat(SENTENCES[coded.code][language == "en"], (), coded.fields)


class _Fields(string.Formatter):
    """Fields of a sentence. Lists are joined by commas, or as their format says: ``prose`` ("a, b och c"), ``prose5``
    (cut short after five), ``times``, ``semicolons`` and ``lines``; ``plain`` sets a value as it is, and a word where
    there is none. Calculated numbers have the language's decimal mark."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return sentence(value, self._language)
        if format_spec == "plain":
            return ("saknas", "missing")[self._language == "en"] if value is None else str(value)
        if isinstance(value, list | tuple):
            words = [self.format_field(word, "") for word in value]
            if format_spec.startswith("prose"):
                return _prose(words, self._language, int(format_spec.removeprefix("prose") or len(words)))
            return {"times": " × ", "semicolons": "; ", "lines": "\n"}.get(format_spec, ", ").join(words)
        if isinstance(value, float):
            shown = str(value).replace("-", MINUS)
            return shown.replace(".", ",") if self._language == "sv" else shown
        return str(value)


def _prose(words: Sequence[str], language: Language, most: int) -> str:
    """ "a, b och c"; a long list is cut short: "a, b, c, d, e och 7 till"."""
    joint = " and " if language == "en" else " och "
    if len(words) > most:
        more = "more" if language == "en" else "till"
        return f"{', '.join(words[:most])}{joint}{len(words) - most} {more}"
    return joint.join(", ".join(words).rsplit(", ", 1)) if len(words) > 1 else "".join(words)
