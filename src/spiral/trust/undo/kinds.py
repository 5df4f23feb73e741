"""What can be put back: each room registers its own kinds, with the action that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.models import Removal


class PutBack(Protocol):
    """A room's action: it asks for the same right as removing does, calls ``actions.restore``, logs, and returns the
    address of the page where the thing is again."""

    def __call__(self, removal: Removal, *, by: Viewer) -> str: ...


@dataclass(frozen=True, slots=True)
class Undoable:
    """A kind of thing that can be removed and put back; ``is_back`` is what is said then."""

    put_back: PutBack
    is_back: str | Promise


_KINDS: dict[str, Undoable] = {}


def register_undoable(kind: str, undoable: Undoable) -> None:
    """Let things of a kind be put back. Called once for each, from the room's ``apps.ready``."""
    _KINDS[kind] = undoable


def undoable(kind: str) -> Undoable:
    """Raises KeyError for a kind that no room has registered."""
    return _KINDS[kind]
