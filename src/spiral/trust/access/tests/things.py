"""Made-up offices, viewers, permissions and things that a decision is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import ClassVar

from django.db.models import Q

from spiral.engine.place import Place
from spiral.trust.access.permissions import Role, Scope
from spiral.trust.access.viewer import Viewer

ANNA, BIRGIT = 7, 8


@dataclass(frozen=True)
class Office:
    role: Role
    place: Place = Place("")
    network_id: int | None = None


def office(role: Role, place: str = "", network: int | None = None) -> Office:
    return Office(role, Place(place), network)


def viewer(*offices: Office, key: int = ANNA) -> Viewer:
    return Viewer(SimpleNamespace(pk=key, offices_on=lambda day: list(offices)))


PRINCIPAL = office(Role.PRINCIPAL, "1470")
CHAIR, CHAIR_OF_3 = office(Role.CHAIR), office(Role.CHAIR, network=3)


@dataclass(frozen=True)
class Asked:
    """A permission of a test's own."""

    key: str = "things.see"
    within: Asked | None = None
    never_own: bool = False
    thing: str = ""


@dataclass
class Thing:
    """Somebody's thing at a place, in a network, in a state."""

    place: str = "1470"
    network_id: int | None = None
    author_id: int = ANNA
    state: str = "draft"
    pk: int = 1
    scopes: ClassVar = {
        Scope.OWN_PLACE: "place",
        Scope.OWN_NETWORK: lambda networks: Q(network_id__in=networks),
        Scope.GRANTED: "author_id",
        Scope.SHARED: Q(state="shared"),
        Scope.SUBMITTED: ~Q(state="draft"),
        Scope.RELEASED: Q(state="released"),
    }


@dataclass
class Embargoed(Thing):
    """A thing that may be held back from everybody but Birgit."""

    until: int = 0
    seen_by: list[int | None] = field(default_factory=list)

    @staticmethod
    def under_embargo(viewer: Viewer) -> Q:
        return Q(until__in=() if viewer.key == BIRGIT else (1,))
