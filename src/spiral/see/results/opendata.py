"""The open data as they are loaded, as a process holds them: what pages share is read once, and forgotten as soon as
other data are loaded (decisions/0027)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db.models import Max

from spiral.see.results.models import Part
from spiral.trust.access.viewer import Viewer, visitor

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class OpenData:
    """The open data for one reader. ``revision`` is another after every loading, and every day, for pages say what is
    late."""

    viewer: Viewer
    revision: str
    held: dict[Hashable, Any] = field(repr=False)

    def once(self, read: Callable[Concatenate[Viewer, P], T], *args: P.args, **named: P.kwargs) -> T:
        """What ``read`` gives a visitor, read once for each revision; so nothing that only some may see is ever held.
        What comes back is everybody's: nobody changes it."""
        key = (read, args, tuple(named.items()))
        if key not in self.held:
            self.held[key] = read(visitor(), *args, **named)
        return self.held[key]


#: What is held, by revision; of one at a time.
_held: dict[str, dict[Hashable, Any]] = {}


def open_data(viewer: Viewer) -> OpenData:
    """What is loaded now; one query."""
    newest = Part.objects.aggregate(newest=Max("loaded_at"))["newest"]
    revision = f"{newest and newest.isoformat()} {viewer.today}"
    if revision not in _held:
        forget()
    return OpenData(viewer, revision, _held.setdefault(revision, {}))


def forget() -> None:
    """Hold nothing: for a new revision, and between tests."""
    _held.clear()
