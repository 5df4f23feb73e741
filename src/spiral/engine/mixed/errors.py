"""Errors of the model: a code and fields (column, row, level); ``exchange/wording`` has the sentences."""

from __future__ import annotations

from spiral.engine.message import EngineError, Message


class ModelError(EngineError):
    """The formula, the data or the statistics cannot be used as they are."""


def raise_together(problems: list[ModelError]) -> None:
    """Raise the problem there is, or one error that says all of them; nothing when there is none."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ModelError("several_problems", problems=[Message(p.code, p.fields) for p in problems])


class ConvergenceError(ModelError):
    """The criterion could not be brought to its minimum."""
