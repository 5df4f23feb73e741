"""Who may help whom about an area: who asks, who works, who can share, whom to call, examples, networks to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.exchange.offers import Match, offers
from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.board import both, lowered
from spiral.learn.needs.queries import NeedsMap
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Network
from spiral.trust.people.models import Office
from spiral.trust.people.queries import colleagues

Status = Need.Status
#: Whom one calls first about a municipality's work.
_FIRST = (Office.Role.MEMBER, Office.Role.CHAIR, Office.Role.SUPERINTENDENT)


@dataclass(frozen=True, slots=True)
class MatchContact:
    """An office to turn to, and its address."""

    label: str
    email: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one municipality says about the area, and whom to call there; nobody known: ask the coordinator."""

    place: str
    own: bool
    text: str
    url: str
    contacts: Sequence[MatchContact] = ()


@dataclass(frozen=True, slots=True)
class NetworkToAsk:
    """A network to ask. ``of`` names the networks that a cross-network joins."""

    name: str
    kind: str
    of: str
    is_made_up: bool


@dataclass(frozen=True, slots=True)
class AreaMatch:
    key: str
    name: str
    url: str
    sentence: str
    concerns_own: bool
    seekers: Sequence[Voice]
    workers: Sequence[Voice]
    sharers: Sequence[Voice]
    examples: Sequence[Match]
    networks: Sequence[NetworkToAsk]
    advice: str

    @property
    def uncalled(self) -> str:
        """Names of those who can share but whom nobody in the register speaks for."""
        return both([v.place for v in self.sharers if not v.own and not v.contacts])

    @property
    def is_met(self) -> bool:
        return bool(self.seekers and self.sharers)


@dataclass(frozen=True, slots=True)
class MatchSources:
    """What every area's match needs, read once for the page."""

    slugs: Mapping[str, str]
    contacts: Mapping[str, Sequence[MatchContact]]
    examples: Sequence[Match]
    networks: Sequence[Network]

    @property
    def coordinators(self) -> Sequence[MatchContact]:
        return self.contacts.get("", ())


def known(viewer: Viewer, slugs: Mapping[str, str], keys: Sequence[str]) -> MatchSources:
    """Contacts, examples and networks of ``keys``, in as many queries whatever their number."""
    people: dict[str, list[tuple[int, MatchContact]]] = {}
    for office in colleagues(viewer):
        if not office.place and office.role != Office.Role.COORDINATOR:
            continue
        order = _FIRST.index(office.role) if office.role in _FIRST else len(_FIRST)
        label = f"{office.person.name}, {office}" if office.person.name else str(office)
        people.setdefault(office.place, []).append((order, MatchContact(label, office.person.email)))
    contacts = {
        place: [c for _order, c in sorted(ordered, key=lambda f: f[0])][:2] for place, ordered in people.items()
    }
    return MatchSources(slugs, contacts, offers(viewer, keys, "example"), register.networks(viewer))


def match(now: NeedsMap, key: str, own: str, known: MatchSources) -> AreaMatch:
    """Everything about one area."""
    who = {status: now.who(key, status) for status in Status}
    asked = [n for n in known.networks if key in {a.key for a in n.areas.all()}]
    return AreaMatch(
        key=key,
        name=now.areas[key],
        url=reverse("needs:area", args=[key]),
        sentence=sentence(now, key),
        concerns_own=now.cell(own, key).status in (Status.SEEKS, Status.SHARES),
        seekers=[_voice(now, c, key, own, known) for c in who[Status.SEEKS]],
        workers=[_voice(now, c, key, own, known) for c in who[Status.WORKS]],
        sharers=[_voice(now, c, key, own, known) for c in who[Status.SHARES]],
        examples=[m for m in known.examples if key in m.areas],
        networks=sorted((_asked(n) for n in asked), key=lambda a: (a.kind != Network.Kind.CROSS, a.name)),
        advice=_advice(asked),
    )


def without(pair: AreaMatch, place: str) -> AreaMatch:
    """The same match as one municipality sees it: itself left out."""
    seekers, workers, sharers = (
        [v for v in voices if v.place != place] for voices in (pair.seekers, pair.workers, pair.sharers)
    )
    return replace(pair, seekers=seekers, workers=workers, sharers=sharers)


def matches(now: NeedsMap, own: str, known: MatchSources) -> list[AreaMatch]:
    """Every area that somebody asks about or can share, the viewer's own first, then in the network's order."""
    pairs = [match(now, key, own, known) for key in now.areas]
    return sorted((m for m in pairs if m.seekers or m.sharers), key=lambda m: not m.concerns_own)


def sentence(now: NeedsMap, key: str) -> str:
    """'Hjo och Vara söker, Tidaholm kan dela', in alphabetical order after one's own."""
    seek, work, share = (
        [now.municipalities[c] for c in now.who(key, s)] for s in (Status.SEEKS, Status.WORKS, Status.SHARES)
    )
    seeking = ngettext("%(who)s söker", "%(who)s söker", len(seek)) % {"who": both(seek)}
    sharing = ngettext("%(who)s kan dela", "%(who)s kan dela", len(share)) % {"who": both(share)}
    if seek and share:
        return f"{seeking}, {sharing}"
    if seek and work:
        return _("%(seeking)s. Ingen har sagt att de kan dela, men arbete pågår i %(places)s") % {
            "seeking": seeking,
            "places": both(work),
        }
    if seek:
        if len(seek) > 1:
            return _("%(seeking)s. Ingen har sagt att de kan dela: sök svaret tillsammans") % {"seeking": seeking}
        return _("%(seeking)s. Ingen har sagt att de kan dela") % {"seeking": seeking}
    if share:
        return _("%(sharing)s. Ingen söker just nu") % {"sharing": sharing}
    if work:
        return _("Arbete pågår i %(places)s") % {"places": both(work)}
    return _("Ingen kommun har skrivit något om %(area)s än") % {"area": lowered(now.areas[key])}


def _voice(now: NeedsMap, code: str, key: str, own: str, known: MatchSources) -> Voice:
    url = reverse("needs:need", args=[known.slugs[code], key])
    return Voice(now.municipalities[code], code == own, now.cell(code, key).text, url, known.contacts.get(code, ()))


def _asked(network: Network) -> NetworkToAsk:
    of = both([n.name for n in network.members.all()])
    return NetworkToAsk(network.name, network.kind, of, network.is_made_up)


def _advice(asked: Sequence[Network]) -> str:
    """Which networks to bring together."""
    if not asked:
        return _("Inget nätverk har området som sitt. Samordnaren kan säga vilka ni ska fråga.")
    crossing = [n for n in asked if n.kind == Network.Kind.CROSS]
    plain = [n for n in asked if n.kind == Network.Kind.NETWORK]
    if crossing:
        return _("Fråga tvärnätverket %(names)s först.") % {"names": both([n.name for n in crossing])}
    if len(plain) > 1:
        names = both([n.name for n in plain])
        return _(
            "Området hör till %(names)s. Inget tvärnätverk finns än: bjud in dem tillsammans, eller bilda ett."
        ) % {"names": names}
    return _("Fråga %(names)s.") % {"names": both([n.name for n in asked])}
