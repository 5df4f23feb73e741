"""Who asks and who offers, by area: needs and examples find each other here, and inquiries find both.

A room with something to offer (a good example, a municipality that can share) registers how to find it; a room with
somebody who asks registers that. Areas are the network's own list (networks.models.Area), by key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Match:
    """One thing offered or asked for: ``kind`` and ``ref`` as in exchange.evidence, what it says in a sentence,
    whose it is and where to read more. ``areas`` are those it is about."""

    kind: str
    ref: str
    areas: tuple[str, ...]
    title: str
    sentence: str
    place: str
    place_name: str
    url: str
    is_made_up: bool = False


#: ``finder(viewer, area_keys)``, in one or a few queries whatever the number of areas.
Finder = Callable[[Viewer, Sequence[str]], list[Match]]

#: What is offered, and what is asked for, by kind.
OFFERS: Register[Finder] = Register("finder of offers")
SEEKERS: Register[Finder] = Register("finder of those who ask")


def offers(viewer: Viewer, area_keys: Sequence[str], *kinds: str) -> list[Match]:
    """What there is to learn from about ``area_keys``, as far as the viewer may see; only of ``kinds`` when told."""
    return _gather(OFFERS, viewer, area_keys, kinds)


def seekers(viewer: Viewer, area_keys: Sequence[str], *kinds: str) -> list[Match]:
    """Who asks for something about ``area_keys``, as far as the viewer may see."""
    return _gather(SEEKERS, viewer, area_keys, kinds)


def _gather(finders: Register[Finder], viewer: Viewer, keys: Sequence[str], kinds: tuple[str, ...]) -> list[Match]:
    if not keys:
        return []
    return [m for kind, find in finders.all().items() if not kinds or kind in kinds for m in find(viewer, keys)]
