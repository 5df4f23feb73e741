"""The cast, a reader of pages, and what each test stands on: nothing but code, a database, a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings
from tests import database

#: A loaded machine is no failure; where CI runs, the same examples every time.
hypothesis_settings.register_profile("spiral", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("spiral")

#: Every test that SECURITY.md names is of the attack suite, so that list and suite are one.
_LISTED = frozenset(
    re.findall(r"`((?:tests|src)/[\w/.]+)`", (Path(__file__).parent / "SECURITY.md").read_text("utf-8"))
)
_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup"})

if TYPE_CHECKING:
    from django.test import Client
    from lxml.html import HtmlElement


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by what it stands on, and what SECURITY.md lists; leave out what takes long unless asked for."""
    root = Path(__file__).parent
    for item in items:
        if kind := stands_on(item):
            item.add_marker(kind)
        path = item.path.relative_to(root).as_posix()
        if any(path == listed or path.startswith(f"{listed.rstrip('/')}/") for listed in _LISTED):
            item.add_marker("attack")
    asked = set(re.findall(r"\w+", config.option.markexpr))
    too_much = {"long"} if not asked & {"long", "attack"} else set()
    if "unit" in asked and "slow" not in asked:
        too_much.add("slow")
    left_out = [item for item in items if any(map(item.get_closest_marker, too_much))]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def stands_on(item: pytest.Item) -> str:
    """``db`` or ``unit``; '' where the test says it itself: ``browser``, or ``db`` of a database of its own."""
    if item.get_closest_marker("browser") or item.get_closest_marker("db"):
        return ""
    fixtures = set(getattr(item, "fixturenames", ()))
    return "db" if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES else "unit"


def _reads_figures(item: pytest.Item) -> bool:
    """Does it read figures? It is marked so, or in a browser, where any page may be opened."""
    return bool(item.get_closest_marker("figures") or item.get_closest_marker("browser"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: object,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The test database holds the register of places, and where a test asks for it the packaged snapshot; every test
    sees it and leaves it as it was. Each worker of a run on several cores has its own (decisions/0031). Keys that tests
    make are in a folder of their own."""
    from django.conf import settings
    from django.test.utils import teardown_databases

    settings.SEALED_KEYS = tmp_path_factory.mktemp("keys")
    with django_db_blocker.unblock():
        made = database.make(
            request.config.cache.mkdir("databases"), figures=any(map(_reads_figures, request.session.items))
        )
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def begins_in_the_usual_language() -> None:
    """A page that another test read in English decides nothing here."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_is_held() -> None:
    """What a process holds of the data of another test decides nothing here (decisions/0027)."""
    from django.core.cache import cache

    from spiral.see.results import opendata

    cache.clear()
    opendata.forget()


@pytest.fixture(autouse=True)
def asks_for_figures(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that reads figures says so, so that those that do not need not wait for them."""
    if _reads_figures(request.node) or not request.node.get_closest_marker("db"):
        yield
        return
    from django.db import connection

    with connection.execute_wrapper(database.only_without_figures):
        yield


@pytest.fixture
def person(db: None, settings: object) -> Callable[[str], object]:
    """Somebody of the cast by key: samordnare, natverksmedlem, presidium, skolchef, rektor, fortroendevald …"""
    from spiral.trust.access.viewer import system
    from spiral.trust.people import actions

    def find(key: str) -> object:
        settings.DEMO = True
        return actions.take_part(actions.part(key), by=system())

    return find


@pytest.fixture
def leader(person: Callable[[str], object]) -> object:
    """The coordinator, who may lead everything; a room of others' says who leads there."""
    return person("samordnare")


@pytest.fixture
def signed_in(client: Client, person: Callable[[str], object]) -> Callable[[str], Client]:
    """The browser of somebody of the cast."""

    def sign(key: str) -> Client:
        client.force_login(person(key), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign


@pytest.fixture
def read(client: Client, db: None) -> Callable[..., HtmlElement]:
    """A page as a tree; fails unless the answer is 200."""
    from lxml import html

    def get(url: str, status: int = 200, language: str = "sv", **more: object) -> HtmlElement:
        response = client.get(url, headers={"accept-language": language}, **more)
        assert response.status_code == status, response.content[:2000]
        return as_shown(html.fromstring(response.content.decode()))

    return get


def as_shown(tree: HtmlElement) -> HtmlElement:
    """The page with the white space that a browser shows: one space for many, none at the edges of an element."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("textarea", "pre", "script"):
            continue
        element.text = re.sub(r"[ \t\r\n]+", " ", element.text or "").lstrip(" ") or None
        for child in element:
            child.tail = re.sub(r"[ \t\r\n]+", " ", child.tail or "") or None
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip(" ") or None
        elif element.text:
            element.text = element.text.rstrip(" ")
    return tree
