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


@pytest.fixture
def leader(person) -> object:
    return person("samordnare")


@pytest.fixture
def signed_in(client, person):
    def sign(key: str) -> object:
        client.force_login(person(key), backend=BACKEND)
        return client

    return sign
