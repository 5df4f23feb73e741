"""The cast, the loaded snapshot and a reader of pages, for every test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

#: A loaded machine is no failure; where CI runs, the same examples every time.
hypothesis_settings.register_profile("spiral", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("spiral")

#: Every test that SECURITY.md names is of the attack suite, so that list and suite are one.
_LISTED = frozenset(
    re.findall(r"`((?:tests|src)/[\w/.]+)`", (Path(__file__).parent / "SECURITY.md").read_text("utf-8"))
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what SECURITY.md lists."""
    root = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(root).as_posix()
        if any(path == listed or path.startswith(f"{listed.rstrip('/')}/") for listed in _LISTED):
            item.add_marker("attack")


if TYPE_CHECKING:
    from django.test import Client
    from lxml.html import HtmlElement


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The test database holds the packaged snapshot; every test sees it and leaves it as it was. Keys that tests make
    are in a folder of their own."""
    from django.conf import settings

    from spiral.apps.networks.actions import load_areas
    from spiral.apps.results.loading import load_snapshot
    from spiral.sources.snapshot import open_snapshot

    settings.SEALED_KEYS = tmp_path_factory.mktemp("keys")
    with django_db_blocker.unblock():
        load_snapshot(open_snapshot(), by=None)
        load_areas()
    yield


@pytest.fixture
def person(db: None, settings: object) -> Callable[[str], object]:
    """Somebody of the cast by key: samordnare, natverksmedlem, presidium, skolchef, rektor, fortroendevald …"""
    from spiral.apps.people import actions

    def find(key: str) -> object:
        settings.DEMO = True
        return actions.take_part(actions.part(key), by=None)

    return find


@pytest.fixture
def read(client: Client, db: None) -> Callable[..., HtmlElement]:
    """A page as a tree; fails unless the answer is 200."""
    from lxml import html

    def get(url: str, status: int = 200, language: str = "sv", **more: object) -> HtmlElement:
        response = client.get(url, headers={"accept-language": language}, **more)
        assert response.status_code == status, response.content[:2000]
        return html.fromstring(response.content.decode())

    return get
