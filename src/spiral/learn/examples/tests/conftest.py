"""An example in any state, made through the same actions as the pages use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from spiral.learn.examples import actions
from spiral.learn.examples.actions import ExampleContent
from spiral.learn.examples.models import Example
from spiral.trust.access.viewer import Viewer, viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
CONTENT = ExampleContent(
    title="Räknesamtal",
    problem="Många gissade.",
    done="Vi talade i par.",
    form="compulsory",
    seen="Färre gissade.",
    contact="member",
    place="1470",
    place_name="Vara",
    kinds=("before-after",),
    areas=("matematik",),
)


@pytest.fixture
def author(person) -> object:
    return person("natverksmedlem")


@pytest.fixture
def write(author, person):
    """An example in the state asked for."""

    def make(state: str = "published", by: Viewer | None = None, **more: object) -> Example:
        by = by or viewer_of(author)
        example = actions.draft(replace(CONTENT, **more), by=by)
        if state == "draft":
            return example
        actions.submit(example.pk, by=by)
        if state == "published":
            actions.publish(example.pk, example.revision, by=viewer_of(person("samordnare")))
        elif state == "returned":
            actions.give_back(example.pk, "Skriv mer.", by=viewer_of(person("presidium")))
        return Example.objects.get(pk=example.pk)

    return make


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield
