"""A circle of the whole network's and one of a school's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from spiral.learn.circles import actions
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def as_part(person) -> Callable[[str], Client]:
    """A browser of its own, signed in as somebody of the cast, in Swedish; '' for a visitor."""

    def enter(who: str) -> Client:
        client = Client(headers={"accept-language": "sv"})
        if who:
            client.force_login(person(who), backend=BACKEND)
        return client

    return enter


@pytest.fixture
def circle(person):
    """The whole network's, started by the coordinator, with two chapters: one without a date, one next week."""
    circle = actions.start(
        {"title": "Dörren", "author": "A. Påhittad", "year": 2021}, by=viewer_of(person("samordnare"))
    )
    actions.add_chapter(circle, {"title": "Ett"}, by=viewer_of(person("samordnare")))
    actions.add_chapter(
        circle,
        {"title": "Två", "on": date(2030, 11, 20), "first_lead": "Vara", "second_lead": "Hjo"},
        by=viewer_of(person("samordnare")),
    )
    return circle


@pytest.fixture
def own(person):
    """The principal's school's own."""
    circle = actions.start({"title": "Egen", "place": "45270097"}, by=viewer_of(person("rektor")))
    actions.add_chapter(circle, {"title": "Ett"}, by=viewer_of(person("rektor")))
    actions.take_away(circle, None, "Pröva besök", by=viewer_of(person("rektor")))
    return circle
