"""The network's rooms that a viewer finds under each word of the loop."""

from __future__ import annotations

from spiral.home.catalogue import ROOMS, TOOLS, Room
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


def rooms(viewer: Viewer, word: str) -> tuple[Room, ...]:
    """The network's rooms under a word of the loop; none for others than members."""
    return ROOMS[word] if allows(viewer, Permission.PEOPLE_READ) else ()


def every_room(viewer: Viewer) -> list[Room]:
    """All of them in the order of the loop, and the tools of those who have more to do."""
    listed = [room for word in ROOMS for room in rooms(viewer, word)]
    return listed + ([] if _has_one_unit(viewer) else [tool for may, tool in TOOLS if allows(viewer, may)])


def _has_one_unit(viewer: Viewer) -> bool:
    """A principal, or who runs a single school: analysts' tools do not stand in her menus, though she may use them."""
    return all(office.place.is_unit for office in viewer.offices)
