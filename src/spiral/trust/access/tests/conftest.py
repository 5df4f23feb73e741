"""Grants that a test makes and nobody else sees."""

from __future__ import annotations

import pytest

from spiral.trust.access import deciding


@pytest.fixture
def grants(monkeypatch: pytest.MonkeyPatch) -> dict:
    """What is granted, as a test sets it."""
    table: dict = {}
    monkeypatch.setattr(deciding, "GRANTS", table)
    return table
