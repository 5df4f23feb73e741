"""The demo's made-up data: every room registers a loader of its own, and one command runs them in order."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

_loaders: dict[str, tuple[int, Callable[[], int]]] = {}


def register_demo(name: str, loader: Callable[[], int], *, order: int = 50, at: str = "hub") -> None:
    """Register a room's ``loader``, for the demo of a hub or of a node. It creates the room's made-up data unless it is
    there already, and returns how many things it created. Loaders with a lower ``order`` run first."""
    if at == settings.INSTALLATION:
        _loaders[name] = (order, loader)


def load_everything() -> dict[str, int]:
    """Run every loader. Returns how many things each created, by the name it was registered under."""
    return {name: load() for name, (_order, load) in sorted(_loaders.items(), key=lambda item: (item[1][0], item[0]))}
