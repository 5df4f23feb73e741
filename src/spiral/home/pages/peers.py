"""“Fråga en kollega”: a role in a named municipality, with an address, chosen by a stated likeness or an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.engine.peers import Peer, nearest
from spiral.exchange.offers import offers
from spiral.see.results import queries as results
from spiral.see.results.opendata import open_data
from spiral.see.results.pages.reasons import EDUCATION, FOREIGN, KOLADA, features_of, reason_names, shared_text
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Municipality, Unit
from spiral.trust.people.models import Office
from spiral.trust.people.queries import colleagues

#: Whom one turns to first at a school, and in a municipality.
_AT_A_SCHOOL = (Office.Role.PRINCIPAL,)
_IN_A_MUNICIPALITY = (Office.Role.MEMBER, Office.Role.CHAIR, Office.Role.SUPERINTENDENT)
#: How many colleagues a page names, and among how many similar schools they are looked for.
SHOWN, NEAREST = 3, 7


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to ask: the role and place, why just she, where one writes, and where the likeness or example stands."""

    role: str
    why: str
    email: str
    url: str
    link: str


def like_municipality(viewer: Viewer, municipality: Municipality) -> list[Colleague]:
    """Colleagues in similar municipalities of the region: those that Kolada calls similar, else the nearest by stated
    features. [] for who may not read the register."""
    contacts = _contacts(viewer)
    if not contacts:
        return []
    named = {m.code: m for m in results.municipalities(viewer)}
    by_kolada = results.similar_by_kolada(viewer, municipality.name, "grundskola")
    peers = [Peer(code, 0.0, (KOLADA,)) for code in by_kolada if code in named and code != municipality.code]
    if not any(p.place in contacts for p in peers):
        features = {c: f for c, f in features_of(open_data(viewer), "municipality", {}).items() if c in named}
        peers = _near(municipality.code, features, SHOWN)
    url = reverse("results:compare_municipality", args=[municipality.slug])
    return [
        Colleague(str(office), _why(p), office.person.email, url, _("Se likheten"))
        for p in peers
        if p.place in named and (office := _first(contacts.get(p.place, ()), _IN_A_MUNICIPALITY)) is not None
    ][:SHOWN]


def like_unit(viewer: Viewer, unit: Unit) -> list[Colleague]:
    """Colleagues at similar schools of the region: the principal where the register has one, else who works in the
    network for the school's municipality. [] for a school that is compared with none."""
    contacts = _contacts(viewer)
    if not contacts or not unit.has_year9:
        return []
    codes = [m.code for m in results.municipalities(viewer)]
    schools = {code: place for code, place, _owner, _kind in results.year9_units(viewer, codes)}
    features = {c: f for c, f in features_of(open_data(viewer), "unit", {}).items() if c in schools or c == unit.code}
    peers = [p for p in _near(unit.code, features, NEAREST) if schools[p.place] != unit.municipality_id]
    names = results.units_named(viewer, [p.place for p in peers])
    url = reverse("results:compare_unit", args=[unit.code])
    named, seen = [], set()
    for p in peers:
        office = _first(contacts.get(p.place, ()), _AT_A_SCHOOL)
        office = office or _first(contacts.get(schools[p.place], ()), _IN_A_MUNICIPALITY)
        if office is None or office.pk in seen or p.place not in names:
            continue
        seen.add(office.pk)
        why = _("%(school)s liknar er skola: %(why)s") % {"school": names[p.place].name, "why": _why(p, inside=True)}
        named.append(Colleague(str(office), why, office.person.email, url, _("Se likheten")))
    return named[:SHOWN]


def by_example(viewer: Viewer, own: str = "") -> list[Colleague]:
    """Those who have written an example: the newest first, one's own place left out."""
    contacts = _contacts(viewer)
    if not contacts:
        return []
    keys = [a.key for a in register.areas(viewer)]
    named = []
    for match in {m.ref: m for m in offers(viewer, keys, "example")}.values():
        office = _first(contacts.get(match.place, ()), (*_AT_A_SCHOOL, *_IN_A_MUNICIPALITY))
        if office is None or match.place == own:
            continue
        why = _("Har skrivit exemplet %(title)s") % {"title": match.title}
        named.append(Colleague(str(office), why, office.person.email, match.url, _("Läs exemplet")))
    return named[:SHOWN]


def _contacts(viewer: Viewer) -> Mapping[str, Sequence[Office]]:
    """Everybody in the network's work with an address, by place; the reader herself left out."""
    by_place: dict[str, list[Office]] = {}
    for office in colleagues(viewer):
        if office.person.pk != viewer.key:
            by_place.setdefault(office.place, []).append(office)
    return by_place


def _first(offices: Sequence[Office], roles: Sequence[str]) -> Office | None:
    """The office of the first role that somebody holds."""
    ordered = sorted((o for o in offices if o.role in roles), key=lambda o: roles.index(o.role))
    return next(iter(ordered), None)


def _near(own: str, features: Mapping[str, Mapping[str, float]], count: int) -> list[Peer]:
    """The nearest by what is known of one's own place; [] where nothing is."""
    reasons = [r for r in (EDUCATION, FOREIGN) if r in features.get(own, {})]
    return nearest(own, features, reasons, count) if reasons else []


def _why(peer: Peer, *, inside: bool = False) -> str:
    said = shared_text(peer, reason_names())
    if inside:
        return said[:1].lower() + said[1:]
    return _("Lik er: %(why)s") % {"why": said[:1].lower() + said[1:]}
