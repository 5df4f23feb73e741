"""The register of people on a day in November, by whoever is signed in."""

from __future__ import annotations

import pytest
from django.utils import translation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def in_november(time_machine):
    time_machine.move_to("2026-11-22 12:00")
    with translation.override("sv"):
        yield
