"""A node in tests: its own archive and key in a folder of the test, and somebody to come in as. These tests are a run of
their own (``SPIRAL_ROLE=node pytest tests/node``), since an installation has one set of rooms and addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sources.pupils.made_up import content

if installed.INSTALLATION != "node":
    collect_ignore_glob = ["test_*.py"]

OWNER, OWNER_NAME = "9901", "Exempelby"


@pytest.fixture
def node(db: None, settings, tmp_path: Path) -> Path:
    """The folder of the node's archive; its key is made."""
    from spiral.see.pupils import vault

    settings.PUPILS, settings.PUPIL_KEY = tmp_path / "pupils", tmp_path / "pupil_key"
    settings.OWNER, settings.OWNER_NAME = OWNER, OWNER_NAME
    vault.ensure_key()
    return tmp_path


@pytest.fixture
def come_in(node: Path) -> Callable[[str], Client]:
    """A browser of somebody with a role at the owner ("" for a visitor)."""

    def open_one(role: str = "member", place: str = OWNER) -> Client:
        client = Client(raise_request_exception=True, headers={"accept-language": "sv"})
        if role:
            client.force_login(somebody(role, place), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_one


def somebody(role: str, place: str) -> object:
    """A person with an office."""
    from django.contrib.auth import get_user_model

    from spiral.trust.people.models import Office

    person, is_new = get_user_model().objects.get_or_create(
        email=f"{role}.{place}@example.se", defaults={"name": f"{role} {place}"}
    )
    if is_new:
        Office.objects.create(person=person, role=role, place=place, place_name=OWNER_NAME, from_date=date(2020, 1, 1))
    return person


@pytest.fixture
def upload() -> Callable[..., object]:
    """Files dropped by a browser: name → lines of fields, or bytes. The page that it is sent to."""

    def drop(client: Client, **files: object) -> object:
        chosen = [
            SimpleUploadedFile(f"{name}.txt", text if isinstance(text, bytes) else content(text))  # type: ignore[arg-type]
            for name, text in files.items()
        ]
        return client.post("/", {"chosen": chosen}, follow=True)

    return drop
