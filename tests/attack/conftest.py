"""How much of the suite is run, and who goes through the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ..test_safe_methods import addresses_in
from .walking import Extent


@pytest.fixture(scope="session")
def extent(pytestconfig: pytest.Config) -> Extent:
    """Everything by ``-m attack``, a sample otherwise."""
    return Extent(
        is_whole="attack" in pytestconfig.option.markexpr and "not attack" not in pytestconfig.option.markexpr
    )


@pytest.fixture
def browser(person: Callable[[str], object], rooms: dict[str, list]) -> Callable[..., Client]:
    """Somebody's browser, by her role: '' is a stranger; with ``in_rooms`` she has come in by every code."""

    def open_one(role: str, *, in_rooms: bool = False, **more: object) -> Client:
        client = Client(raise_request_exception=False, headers={"accept-language": "sv"}, **more)
        if role:
            client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        for code in rooms["code"][1:] if in_rooms else ():
            for room in ("/moten/delta/", "/skattning/svara/", "/elevroster/svara/"):
                answer = client.get(room, {"kod": code}, follow=True)
                if answer.redirect_chain:
                    # A telephone draws its ticket, and then it may answer.
                    client.post(answer.redirect_chain[-1][0], {"om": "1", "alla": "1"})
        return client

    return open_one


@pytest.fixture
def addresses(rooms: dict[str, list]) -> list[str]:
    """Every kind of address with what the demo has."""
    return [a for a in addresses_in(rooms) if "logout" not in a]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Refusals are what is asked for: not a line for each."""
    caplog.set_level("CRITICAL", logger="django.request")
    caplog.set_level("CRITICAL", logger="django.security")
