"""What the matrix asks for: people of every role, and what each thing is called, where it stands and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from spiral.engine.place import Place
from spiral.trust.access.permissions import PLACE, Role
from spiral.trust.networks.models import Network
from spiral.trust.people.models import Office, Person

#: Everybody's own place, and a foreign one: Vara and Skövde.
OWN, FOREIGN = "1470", "1496"
TODAY, NOW = date(2026, 10, 1), timezone.now()
SOON, LATER = NOW + timedelta(days=7), NOW + timedelta(days=7, hours=2)
#: The columns of the table: every role, a chair of one network, and '' for a visitor.
CHAIR_OF_ONE = "chair of one"
ROLES = (
    "coordinator",
    "member",
    "chair",
    CHAIR_OF_ONE,
    "superintendent",
    "principal",
    "steering",
    "elected",
    "independent",
    "",
)
_FOR_THE_WHOLE = (Role.COORDINATOR, Role.STEERING)


@dataclass(frozen=True)
class Thing:
    """Something that somebody may or may not do something to: ``kind`` says whose it is and in which state, and
    ``parts`` fill in the addresses that lead to it."""

    kind: str
    row: Any
    parts: dict[str, object] = field(default_factory=dict)

    @property
    def model(self) -> str:
        """As a permission says it: 'inquiries.Inquiry', 'place'."""
        return PLACE if isinstance(self.row, Place) else str(self.row._meta.label)


@dataclass(frozen=True)
class Somebody:
    """Whose things are own, with which role, in which network; ``other`` is a member at the foreign place."""

    role: str
    person: Person | None
    own: Person
    other: Person
    network: Network
    foreign_network: Network


def title(model: str, kind: str) -> str:
    """Words that stand on no page but those that tell of the thing."""
    return f"zq {model} {kind} qz"


def somebody(role: str) -> Somebody:
    """Somebody with the role and nothing else. A visitor has no person: what is own is then some member's."""
    own_network = Network.objects.create(slug="eget", name="Det egna")
    foreign_network = Network.objects.create(slug="annat", name="Det andra")
    other = person("other", Role.MEMBER, FOREIGN)
    network = own_network if role == CHAIR_OF_ONE else None
    held = {"": Role.MEMBER, CHAIR_OF_ONE: Role.CHAIR}.get(role) or Role(role)
    own = person("own", held, "" if held in _FOR_THE_WHOLE else OWN, network)
    return Somebody(role, own if role else None, own, other, own_network, foreign_network)


def person(name: str, role: Role, place: str, network: Network | None = None) -> Person:
    who = Person.objects.create_user(f"{name}@exempel.invalid")
    where = {OWN: "Vara", FOREIGN: "Skövde"}.get(place, "Skaraborg")
    Office.objects.create(
        person=who, role=role, place=place, place_name=where, network=network, from_date=date(2020, 1, 1)
    )
    return who
