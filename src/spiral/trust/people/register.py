"""Reads of the register of persons: who holds which office when, which seats are vacant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.table import Cell, Table
from spiral.engine.characters import line, same
from spiral.engine.place import Place
from spiral.ground.revision import mark
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as places
from spiral.trust.networks.models import Municipality, Network, Owner, Unit
from spiral.trust.people.models import Office, Person, Seat

PAGE = 50
#: The roles of a network's own page, in the order they are told.
TOLD = (Role.CHAIR, Role.STEERING, Role.SUPERINTENDENT, Role.COORDINATOR, Role.MEMBER)


@dataclass(frozen=True, slots=True)
class Holding:
    """A network with who holds what today, how many seats are vacant, and how many offices have ended."""

    network: Network | None
    name: str
    table: Table
    vacant: int
    ended: Sequence[Office]


def people(viewer: Viewer, asked: str = "") -> QuerySet[Person]:
    """Everybody with an office, past or present, by name; lazy, for paging. ``asked`` is part of a name, an address or
    a place."""
    if not allows(viewer, Permission.PEOPLE_READ):
        return Person.objects.none()
    people = Person.objects.filter(is_active=True).prefetch_related(
        Prefetch("offices", queryset=Office.objects.select_related("network"))
    )
    if asked:
        people = people.filter(
            Q(name__icontains=asked) | Q(email__icontains=asked) | Q(offices__place_name__icontains=asked)
        ).distinct()
    return people.order_by("name", "email")


def person(viewer: Viewer, number: int) -> Person | None:
    return people(viewer).filter(pk=number).first()


def roles_table(viewer: Viewer, network: Network | None = None) -> Table | None:
    """Who leads and answers for a network today, vacant seats among them; None where there is nothing to tell."""
    held = holdings(viewer, [network], TOLD[:-1])
    return held[0].table if held and held[0].table.rows else None


def holdings(viewer: Viewer, networks: Sequence[Network | None], roles: Sequence[Role] = TOLD) -> list[Holding]:
    """What each of ``networks`` (None for the whole) holds; two queries whatever their number."""
    if not allows(viewer, Permission.PEOPLE_READ):
        return []
    today = viewer.today
    keys = [n.pk if n else None for n in networks]
    within = Q(network__in=[k for k in keys if k]) | (Q(network__isnull=True) if None in keys else Q(pk__in=[]))
    offices = list(Office.objects.filter(within, role__in=roles, person__is_active=True).order_by("place_name", "pk"))
    seats = list(Seat.objects.filter(within))
    held = []
    for n, key in zip(networks, keys, strict=True):
        own = [o for o in offices if o.network_id == key]
        now = [o for o in own if o.from_date <= today and (o.to_date is None or o.to_date >= today)]
        rows, vacant = _rows(now, [s for s in seats if s.network_id == key], roles)
        name = n.name if n else str(settings.NETWORK_NAME)
        caption = _("%(network)s, %(day)s") % {"network": name, "day": date_format(today, "j F Y")}
        ended = sorted(
            (o for o in own if o.to_date and o.to_date < today), key=lambda o: o.to_date or today, reverse=True
        )
        table = Table(caption, [_("Roll"), _("Plats"), _("Från"), _("Till och med")], rows)
        held.append(Holding(n, name, table, vacant, ended))
    return held


@dataclass(frozen=True, slots=True)
class RoleSeats:
    """The seats of a network's roles together: whoever changes one has read them all."""

    listed: Sequence[Seat]

    @property
    def revision(self) -> str:
        return mark(sorted((s.role, s.how_many, s.note) for s in self.listed))


def seats_of(network_id: int | None) -> RoleSeats:
    """The seats as they stand."""
    return RoleSeats(list(Seat.objects.filter(network=network_id)))


def seats(viewer: Viewer, network: Network | None) -> RoleSeats:
    """The seats of a network's roles; none for whoever may not read them."""
    return seats_of(network.pk if network else None) if allows(viewer, Permission.PEOPLE_READ) else RoleSeats([])


def network_choices(viewer: Viewer) -> list[tuple[str, str]]:
    return [("", _("Hela nätverket")), *((str(n.pk), n.name) for n in places.networks(viewer))]


def place_of(words: str) -> tuple[str, str] | None:
    """(code, name) of a place written by hand: a municipality, a unit or an owner by name or code, or the region by its
    name; None where no place, or more than one, is called that. Nothing written is no place, and never the region."""
    text = line(words)
    if not text:
        return None
    if same(text) in (same(str(settings.REGION_NAME)), "regionen", "hela regionen"):
        return "", str(settings.REGION_NAME)
    short = text[: -len(" kommun")].rstrip("s") if text.casefold().endswith(" kommun") else text
    names = {text.casefold(), short.casefold()}
    for m in Municipality.objects.filter(in_region=True):
        if m.code == text or m.name.casefold() in names or m.name.casefold().rstrip("s") in names:
            return m.code, m.name
    units = Unit.objects.filter(municipality__in_region=True)
    owners = Owner.objects.filter(units__municipality__in_region=True).distinct()
    if code := _code(text):
        one: Unit | Owner | None = units.filter(pk=code).first() or owners.filter(pk=code).first()
        return (one.pk, one.name) if one else None
    like: list[Unit | Owner] = [*units.filter(name__iexact=text)[:2], *owners.filter(name__iexact=text)[:2]]
    return (like[0].pk, like[0].name) if len(like) == 1 else None


#: Roles that are always of a school, a municipality or an owner: none of them is for the whole region.
AT_A_PLACE = frozenset({Role.PRINCIPAL, Role.ELECTED, Role.INDEPENDENT})


def _code(text: str) -> str:
    """The code that ``text`` is; '' for a name."""
    try:
        return Place.read(text).code
    except ValueError:
        return ""


def _rows(now: Sequence[Office], seats: Sequence[Seat], roles: Sequence[Role]) -> tuple[list[list[Cell]], int]:
    rows, vacant = [], 0
    by_role = {s.role: s for s in seats}
    for role in roles:
        held = [o for o in now if o.role == role]
        for o in sorted(held, key=lambda o: (not o.title, o.place_name)):
            until = date_format(o.to_date, "j F Y") if o.to_date else _("tills vidare")
            words = said(o)
            rows.append(
                [
                    Cell(words),
                    Cell(o.place_name, wide=True),
                    Cell(date_format(o.from_date, "j F Y"), wide=True),
                    Cell(until, wide=True),
                ]
            )
        seat = by_role.get(role)
        if seat is None:
            continue
        empty = max(0, seat.how_many - len(held))
        vacant += empty
        for _n in range(empty):
            rows.append(
                [
                    Cell(role_name(role, seat.network_id)),
                    Cell(_("vakant"), mask=True, wide=True),
                    Cell("", wide=True),
                    Cell(seat.note, mask=bool(seat.note), wide=True),
                ]
            )
    return rows, vacant


def role_name(role: str, network_id: int | None) -> str:
    """A superintendent in a network answers for it: 'Ansvarig skolchef'."""
    if role == Role.SUPERINTENDENT and network_id:
        return _("Ansvarig skolchef")
    return str(Role(role).label)


def said(o: Office) -> str:
    """'Presidium, ordförande'."""
    return ", ".join(x for x in (role_name(o.role, o.network_id), o.title) if x)
