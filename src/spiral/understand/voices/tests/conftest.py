"""Collections and answers, made through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.people.models import Person
from spiral.understand.voices.actions import boxes, collections, reviewing
from spiral.understand.voices.actions.collections import Opening
from spiral.understand.voices.models import Collection
from spiral.understand.voices.questions import PupilForm, shipped

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def sample() -> PupilForm:
    return shipped()[0]


@pytest.fixture
def leader(person) -> object:
    return person("rektor")


@pytest.fixture
def opened(sample: PupilForm, leader: Person) -> Callable[..., Collection]:
    """A collection at the leader's school with ``pupils`` who have answered everything."""

    def make(pupils: int = 0, group: str = "Klass 8 B", by: Viewer | None = None, **more: object) -> Collection:
        by = by or viewer_of(leader)
        from spiral.understand.voices.queries import places

        place = more.pop("place", places(by)[0].place)
        made = collections.open_collection(sample, Opening(group, place, **more), by=by)
        for n in range(pupils):
            answer(made, n)
        return Collection.objects.get(pk=made.pk)

    return make


@pytest.fixture
def released(opened, leader) -> Callable[..., Collection]:
    """The same, closed and released."""

    def make(pupils: int = 6, by: Viewer | None = None, **more: object) -> Collection:
        by = by or viewer_of(leader)
        made = opened(pupils, by=by, **more)
        collections.close(made.pk, by=by)
        return reviewing.release(made.pk, by=by)

    return make


def answer(made: Collection, n: int, **texts: str) -> bool:
    """Pupil number ``n`` answers every question."""
    written = {2: f"vi övar sak {n}", 4: f"det märks på {n} sätt", 5: f"att öva mer på {n}"}
    written |= {int(name.removeprefix("t")): text for name, text in texts.items()}
    return take(made, f"key-{n}", {1: 1 + n % 4, 3: 1 + n % 4}, written)


def take(made: Collection, key: str, *told: object) -> bool:
    """A ticket is drawn and an answer taken."""
    collections.draw_ticket(made.pk, key)
    return collections.take_answer(made.pk, key, *told)


def texts_in_box(made: Collection) -> list[tuple[int, str]]:
    """(question, text) of everything written in an open collection, as only the key's holder can read it."""
    return boxes.content_of(made).texts


def walk_in(client: Client, made: Collection) -> str:
    """A telephone goes in by the code and begins. The address of its answer."""
    client.get(f"/elevroster/svara/{made.code}/")
    client.post(f"/elevroster/svara/insamling/{made.pk}/")
    return f"/elevroster/svara/insamling/{made.pk}/fragor/"


def as_role(who: str, person) -> Client:
    """Somebody of the cast signed in; nobody for an empty key."""
    client = phone()
    if who:
        client.force_login(person(who), backend=BACKEND)
    return client


def phone() -> Client:
    """A telephone set to Swedish."""
    return Client(headers={"accept-language": "sv"})
