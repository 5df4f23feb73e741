"""A real browser against a live server, with the loaded snapshot."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence skips by name, and fails where CI is set."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium saknas: apt-get install chromium")
        pytest.skip("Chromium saknas: sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: object) -> Iterator[LiveServer]:
    """One server for the session. It shares the tests' connection, so what a test writes is seen and rolled back with
    it; pytest-django's own would empty the database, and the snapshot with it, after every test."""
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock():
        found = LiveServer("localhost")
        yield found
        found.stop()


def session_of(who: str) -> str:
    """The session of a member of the cast who has stepped in."""
    from django.conf import settings
    from django.test import Client, override_settings

    from spiral.trust.access.viewer import visitor
    from spiral.trust.people import actions

    with override_settings(DEMO=True):
        person = actions.take_part(actions.part(who), by=visitor())
    browser = Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def open_page(browser: Browser, server: LiveServer, db: None) -> Iterator[Callable[..., Page]]:
    """Open an address at a width (1280 unless told) in Swedish, as a visitor or as a member of the cast, who has
    signed in already (``test_journeys`` does it as one does)."""
    from django.conf import settings

    contexts = []

    def go(url: str, width: int = 1280, who: str = "", **more: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE", **more)
        contexts.append(context)
        context.set_default_timeout(20_000)  # a loaded machine is no failure
        if who:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}{url}")
        return page

    yield go
    for context in contexts:
        context.close()
