"""The demo's register: somebody in each municipality, so that register, map and groups can be judged, seats and a
change of name. All made up, by the same actions as real ones."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.trust.networks import queries as places
from spiral.trust.networks.actions import tell_change
from spiral.trust.networks.models import Owner, Unit, UnitChange
from spiral.trust.people.actions import take_part, viewer_as
from spiral.trust.people.cast import CAST, CastPart
from spiral.trust.people.models import Office, Seat
from spiral.trust.people.register import seats_of
from spiral.trust.people.register_actions import set_seats

Role = Office.Role
_SEATS = ((Role.CHAIR, 2, "väljs på nästa möte"), (Role.STEERING, 1, ""), (Role.SUPERINTENDENT, 2, "utses till våren"))


#: Where the presidium has others than the cast's own.
_CHAIRS = ("Lidköping", "Tidaholm")


@transaction.atomic
def load_demo_network() -> int:
    """How many were made: a member in each municipality that has none, the other chairs, and a principal in each
    municipality that has a school with year 9. None when they are there or outside the demo."""
    if not settings.DEMO:
        return 0
    leader = viewer_as("samordnare")
    for part in CAST:
        take_part(part, by=leader)
    held = set(Office.objects.values_list("role", "place"))
    parts = []
    for m in places.municipalities(leader):
        if (Role.MEMBER.value, m.code) not in held:
            parts.append(CastPart(f"natverksmedlem-{m.slug}", Role.MEMBER, m.code, m.name))
        if m.name in _CHAIRS and (Role.CHAIR.value, m.code) not in held:
            parts.append(CastPart(f"presidium-{m.slug}", Role.CHAIR, m.code, m.name))
    led = {place for role, place in held if role == Role.PRINCIPAL.value}
    schools: dict[str, Unit] = {}
    for school in places.units(leader):
        if school.has_year9 and school.kind == Owner.Kind.MUNICIPAL:
            schools.setdefault(school.municipality_id, school)
    for school in schools.values():
        if school.code not in led:
            named = f"{school.name} i {school.municipality.name}"
            parts.append(CastPart(f"rektor-{school.code}", Role.PRINCIPAL, school.code, named))
    for part in parts:
        take_part(part, by=leader)
    return len(parts)


@transaction.atomic
def load_demo_register() -> int:
    """How many were made; none when something is there or outside the demo."""
    if not settings.DEMO or Seat.objects.exists():
        return 0
    leader = viewer_as("samordnare")
    for role, how_many, note in _SEATS:
        set_seats(None, role.value, how_many, note, seats_of(None).revision, by=leader)
    for n in places.networks(leader):
        if n.is_made_up and n.kind == n.Kind.NETWORK:
            set_seats(n.pk, Role.SUPERINTENDENT.value, 2, "", seats_of(n.pk).revision, by=leader)
    school = places.unit(leader, viewer_as("rektor").offices[0].place)
    if school is not None:
        since = date(timezone.localdate().year - 5, 7, 1)
        tell_change(
            school.code,
            UnitChange.Kind.RENAMED,
            since,
            others_words="Gamla skolan (påhittat namn)",
            note="Namnbytet är påhittat.",
            by=leader,
            is_made_up=True,
        )
    return len(_SEATS) + 1
