"""The gate watched at work."""

from __future__ import annotations

import pytest

from spiral.engine.disclosure import gate


@pytest.fixture
def times_suppressed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the solver was given, each time that it was asked."""
    asked: list[float] = []
    suppress = gate.suppress

    def timed(problem: object, seconds: float) -> object:
        asked.append(seconds)
        return suppress(problem, seconds)

    monkeypatch.setattr(gate, "suppress", timed)
    return asked
