"""What the model says when its input cannot be used: plain Swedish, with column, unit or row named."""

from __future__ import annotations


class ModelError(ValueError):
    """The formula, the data or the statistics cannot be used as they are; the message says what to do."""


class ConvergenceError(ModelError):
    """The criterion could not be brought to its minimum; the message says what to try."""


def listed(words: list[str], most: int = 5) -> str:
    """Join words as Swedish prose, cutting a long list short: "a, b och c", "a, b, c, d, e och 7 till"."""
    shown = words[:most]
    if len(words) > most:
        return ", ".join(shown) + f" och {len(words) - most} till"
    return " och ".join(", ".join(shown).rsplit(", ", 1)) if len(shown) > 1 else "".join(shown)
