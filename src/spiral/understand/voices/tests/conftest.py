"""Collections and answers, made through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.people.models import Person
from spiral.understand.voices.actions import boxes, collections, reviewing
from spiral.understand.voices.actions.collections import VoicesOpening
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
        collection = collections.open_collection(sample, VoicesOpening(group, place, **more), by=by)
        for n in range(pupils):
            answer(collection, n)
        return Collection.objects.get(pk=collection.pk)

    return make


@pytest.fixture
def released(opened, leader) -> Callable[..., Collection]:
    """The same, closed and released."""

    def make(pupils: int = 6, by: Viewer | None = None, **more: object) -> Collection:
        by = by or viewer_of(leader)
        collection = opened(pupils, by=by, **more)
        collections.close(collection.pk, by=by)
        return reviewing.release(collection.pk, by=by)

    return make


def answer(collection: Collection, n: int, **texts: str) -> bool:
    """Pupil number ``n`` answers every question."""
    written = {2: f"vi övar sak {n}", 4: f"att öva mer på {n}"}
    written |= {int(name.removeprefix("t")): text for name, text in texts.items()}
    return take(collection, f"key-{n}", {1: 1 + n % 4, 3: 1 + n % 4}, written)


def take(collection: Collection, key: str, *answers: object) -> bool:
    """A ticket is drawn and an answer taken."""
    collections.draw_ticket(collection.pk, key)
    return collections.take_answer(collection.pk, key, *answers)


def texts_in_box(collection: Collection) -> list[tuple[int, str]]:
    """(question, text) of everything written in an open collection, as only the key's holder can read it."""
    return boxes.content_of(collection).texts


def walk_in(client: Client, collection: Collection) -> str:
    """A telephone goes in by the code and begins. The address of its answer."""
    client.get(f"/elevroster/svara/{collection.code}/")
    client.post(f"/elevroster/svara/insamling/{collection.pk}/")
    return f"/elevroster/svara/insamling/{collection.pk}/fragor/"


def as_role(who: str, person) -> Client:
    """Somebody of the cast signed in; nobody for an empty key."""
    client = phone()
    if who:
        client.force_login(person(who), backend=BACKEND)
    return client


def phone() -> Client:
    """A telephone set to Swedish."""
    return Client(headers={"accept-language": "sv"})
