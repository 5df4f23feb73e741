"""Errors of the model: a code and fields (column, row, level); ``exchange/wording`` has the sentences."""

from __future__ import annotations

from spiral.engine.message import EngineError


class ModelError(EngineError):
    """The formula, the data or the statistics cannot be used as they are."""


class ConvergenceError(ModelError):
    """The criterion could not be brought to its minimum."""
