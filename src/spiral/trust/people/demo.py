"""Made-up seats and a made-up change of name for the demo's register. Made by the same actions as real ones."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.trust.networks import queries as places
from spiral.trust.networks.actions import tell_change
from spiral.trust.networks.models import UnitChange
from spiral.trust.people.actions import viewer_as
from spiral.trust.people.models import Office, Seat
from spiral.trust.people.register import seats_of
from spiral.trust.people.register_actions import set_seats

Role = Office.Role
_SEATS = ((Role.CHAIR, 2, "väljs på nästa möte"), (Role.STEERING, 1, ""), (Role.SUPERINTENDENT, 2, "utses till våren"))


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
