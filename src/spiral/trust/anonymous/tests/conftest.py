"""Every promise is tried in every room that has anonymous collections: a room is a few names and two ways to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client

from spiral.learn.assessments import actions as rounds
from spiral.learn.assessments.loading import load_shipped_sets
from spiral.learn.assessments.rules import ROUNDS
from spiral.learn.assessments.statements import shipped as statement_sets
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.anonymous.kinds import CollectionKind
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.audit.models import Event
from spiral.understand.voices.actions import collections
from spiral.understand.voices.questions import shipped as pupil_forms
from spiral.understand.voices.rules import COLLECTIONS

BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = date(2026, 11, 28)


@dataclass(frozen=True)
class Room:
    """How a room is tried: who leads, how a collection opens, how a key answers, how it ends, and its addresses."""

    kind: CollectionKind
    leader: Viewer
    open: Callable[..., AnonymousCollection]
    take: Callable[[AnonymousCollection, str], bool]
    end: Callable[..., AnonymousCollection]
    discard: Callable[..., AnonymousCollection]
    #: The leader's page and the participant's first page; what a form on it sends; from there to the answer's page.
    page: str
    door: str
    start: str
    begin: dict[str, str]
    answer: str
    #: Where somebody else takes over the same telephone.
    next_person: str
    cookie: str
    #: Another who opens at a place of her own, and one who may see neither's.
    elsewhere: str

    def opened(self, people: int = 0, **more: object) -> AnonymousCollection:
        """A collection that ``people`` have answered."""
        collection = self.open(**more)
        for n in range(people):
            self.answered(collection, f"key-{n}")
        return self.again(collection)

    def answered(self, collection: AnonymousCollection, key: str) -> bool:
        self.draw(collection, key)
        return self.take(collection, key)

    def draw(self, collection: AnonymousCollection, key: str) -> None:
        from spiral.trust.anonymous.actions import draw_ticket

        draw_ticket(self.kind, collection.pk, key)

    def again(self, collection: AnonymousCollection) -> AnonymousCollection:
        """As it stands in the database."""
        return self.kind.model._default_manager.get(pk=collection.pk)

    def signed_in(self, who: AbstractBaseUser | None = None) -> Client:
        browser = phone()
        browser.force_login(who or self.leader.person, backend=BACKEND)
        return browser

    def walked_in(self, collection: AnonymousCollection) -> Client:
        """A telephone that has come in by the code and begun."""
        telephone = phone()
        telephone.get(self.door.format(collection.code))
        telephone.post(self.start.format(collection.pk), self.begin)
        return telephone

    def sent(self, telephone: Client, collection: AnonymousCollection) -> str:
        """Where the telephone is led when it sends an answer; '' where the same page is shown again."""
        form = {"s1": "2", "to": "send"}
        return telephone.post(f"{self.answer.format(collection.pk)}?all=1", form).headers.get("location", "")


def phone() -> Client:
    """A browser set to Swedish."""
    return Client(headers={"accept-language": "sv"})


@pytest.fixture(params=["assessments", "voices"])
def room(request: pytest.FixtureRequest, person: Callable[[str], AbstractBaseUser]) -> Room:
    return (_rounds if request.param == "assessments" else _voices)(person)


def _rounds(person: Callable[[str], AbstractBaseUser]) -> Room:
    load_shipped_sets()
    leader = viewer_of(person("samordnare"))

    def opened(by: Viewer = leader, **more: object) -> AnonymousCollection:
        return rounds.open_round(statement_sets()[0], rounds.RoundOpening("Gruppen", (3,), **more), by=by)

    return Room(
        kind=ROUNDS,
        leader=leader,
        open=opened,
        take=lambda collection, key: rounds.take_answer(collection.pk, 3, key, {1: 2}),
        end=rounds.show,
        discard=rounds.discard,
        page="/skattning/omgang/{}/",
        door="/skattning/svara/{}/",
        start="/skattning/svara/omgang/{}/",
        begin={"target": "3"},
        answer="/skattning/svara/omgang/{}/3/",
        next_person="/skattning/svara/omgang/{}/nasta-person/",
        cookie="skattning-{}",
        elsewhere="skolchef",
    )


def _voices(person: Callable[[str], AbstractBaseUser]) -> Room:
    from spiral.understand.voices.queries import places

    leader = viewer_of(person("rektor"))

    def opened(by: Viewer = leader, **more: object) -> AnonymousCollection:
        return collections.open_collection(
            pupil_forms()[0], collections.VoicesOpening("Gruppen", places(by)[0].place, **more), by=by
        )

    return Room(
        kind=COLLECTIONS,
        leader=leader,
        open=opened,
        take=lambda collection, key: collections.take_answer(collection.pk, key, {1: 2}, {}),
        end=collections.close,
        discard=collections.discard,
        page="/elevroster/insamling/{}/",
        door="/elevroster/svara/{}/",
        start="/elevroster/svara/insamling/{}/",
        begin={},
        answer="/elevroster/svara/insamling/{}/fragor/",
        next_person="/elevroster/svara/insamling/{}/nasta-elev/",
        cookie="elevrost-{}",
        elsewhere="skolchef",
    )


@pytest.fixture
def now(time_machine) -> None:
    time_machine.move_to("2026-11-28T10:00:00+01:00", tick=False)


def columns(collection: AnonymousCollection) -> dict[str, object]:
    return {f.attname: getattr(collection, f.attname) for f in collection._meta.fields}


def logged(room: Room) -> list[tuple[str, str, str, object]]:
    """What the log says of the room's collections: what, of which, where, with which details."""
    events = Event.objects.filter(kind=room.kind.opened.kind.value).order_by("pk")
    return list(events.values_list("action", "object_id", "place", "detail"))
