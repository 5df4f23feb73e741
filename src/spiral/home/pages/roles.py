"""Which home somebody has: by the office she looks from, the first in order unless she chooses another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.engine.numbers import Language
from spiral.home.pages import places
from spiral.home.pages.coordinator import coordinator
from spiral.home.pages.elected import elected
from spiral.home.pages.member import member
from spiral.home.pages.parts import Step
from spiral.home.pages.principal import principal
from spiral.home.pages.superintendent import superintendent
from spiral.see.results import queries as results
from spiral.trust.access.permissions import Role
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Unit

#: In which order somebody with several offices gets their homes.
ORDER = (
    Role.COORDINATOR,
    Role.CHAIR,
    Role.SUPERINTENDENT,
    Role.PRINCIPAL,
    Role.MEMBER,
    Role.STEERING,
    Role.INDEPENDENT,
    Role.ELECTED,
)


@dataclass(frozen=True, slots=True)
class Home:
    """A composed home: its template, and the page as the template reads it."""

    template: str
    page: object


@dataclass(frozen=True, slots=True)
class OwnerHome:
    """An owner of several schools: which of them to look at."""

    title: str
    lead: str
    units: Sequence[Unit]
    steps: Sequence[Step]


def offices(viewer: Viewer) -> list[HeldOffice]:
    """The viewer's offices in the order of their homes."""
    return sorted(viewer.offices, key=lambda o: (ORDER.index(Role(o.role)), o.place_name))


def chosen(held: Sequence[HeldOffice], number: int | None) -> HeldOffice | None:
    """The office that is asked for by number, else the first; None for nobody's."""
    return next((o for o in held if o.pk == number), next(iter(held), None))


def home(viewer: Viewer, office: HeldOffice, language: Language) -> Home | None:
    """The home of an office; None where its place has nothing to show."""
    if office.role in (Role.COORDINATOR, Role.CHAIR):
        return Home("home/coordinator.html", coordinator(viewer, office, language))
    if office.role in (Role.SUPERINTENDENT, Role.STEERING):
        return Home("home/superintendent.html", superintendent(viewer, office, language))
    if office.role == Role.MEMBER:
        return Home("home/member.html", member(viewer, office, language))
    if office.role in (Role.PRINCIPAL, Role.INDEPENDENT):
        return _school(viewer, office, language)
    municipality = places.municipality_at(viewer, office.place)
    return Home("home/elected.html", elected(viewer, municipality, language)) if municipality else None


def _school(viewer: Viewer, office: HeldOffice, language: Language) -> Home | None:
    """A school's home; an owner's is the list of its schools, and somebody at a municipality has a member's."""
    if office.place.is_unit:
        unit = results.unit(viewer, office.place)
        return Home("home/principal.html", principal(viewer, unit, language)) if unit else None
    if office.place.is_owner:
        return _owner(viewer, office)
    return Home("home/member.html", member(viewer, office, language)) if office.role == Role.PRINCIPAL else None


def _owner(viewer: Viewer, office: HeldOffice) -> Home | None:
    owner = register.owner(viewer, office.place)
    if owner is None:
        return None
    units = register.units_of(viewer, owner)
    steps = [
        Step(_("Alla kommuner"), _("Resultaten i samma bild."), reverse("results:region")),
        Step(_("Vem kan göra något?"), _("Skolan, huvudmannen eller kommunerna."), reverse("home:act")),
    ]
    return Home("home/owner.html", OwnerHome(_("Era skolor: välj en"), str(owner), units, steps))
