"""Who asks: somebody signed in with what she holds today, a visitor, or the system itself (decisions/0021)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from spiral.engine.place import Place

if TYPE_CHECKING:
    # The model of AUTH_USER_MODEL, by its name in django-stubs: access knows of no room above it.
    from django.contrib.auth.models import _User as Person


class HeldOffice(Protocol):
    """An office as its holder brings it: who as, where, and in which network (None for the whole)."""

    @property
    def pk(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def place_name(self) -> str: ...
    @property
    def network_id(self) -> int | None: ...
    def get_role_display(self) -> str: ...


class Installation(StrEnum):
    """What an installation is in the region: the network's own, or one owner's."""

    HUB = "hub"
    NODE = "node"


@dataclass(frozen=True)
class Viewer:
    """Whoever a query answers or an action acts for, at one moment of one request.

    ``person`` is None for a visitor and for the system. What she holds is read when it is first asked for, once.
    """

    person: Person | None = None
    now: datetime = field(default_factory=timezone.now)
    installation: Installation = field(default_factory=lambda: Installation(settings.INSTALLATION))

    def __str__(self) -> str:
        return str(self.person or "")

    @cached_property
    def offices(self) -> tuple[HeldOffice, ...]:
        """What she holds today: all that access asks. () for nobody signed in."""
        return tuple(self.person.offices_on(self.today)) if self.person else ()

    @property
    def networks(self) -> frozenset[int]:
        """The keys of the networks that she holds an office in."""
        return frozenset(o.network_id for o in self.offices if o.network_id is not None)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def key(self) -> int | None:
        """The person's key; None for nobody signed in."""
        return self.person.pk if self.person else None

    @property
    def signed_in(self) -> Person:
        """The person, where only somebody signed in gets this far. Raises PermissionDenied for everybody else."""
        if self.person is None:
            raise PermissionDenied
        return self.person


def viewer_of(person: Person) -> Viewer:
    """Somebody outside a request: in a command, the demo, a calendar feed, a test."""
    return Viewer(person)


def visitor() -> Viewer:
    """Nobody signed in: no person and no office, so no permission."""
    return Viewer()


def system() -> Viewer:
    """The installation itself: commands, reminders, clean-up. It is no more than a visitor and has no permission; its
    own name only says who acts. What it does asks for none."""
    return visitor()
