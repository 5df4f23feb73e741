"""What is made up for the demo: every room registers its own loader, and one command runs them in order."""

from __future__ import annotations

from collections.abc import Callable

_loaders: dict[str, tuple[int, Callable[[], int]]] = {}


def register_demo(name: str, loader: Callable[[], int], *, order: int = 50) -> None:
    """``loader`` makes a room's made-up things unless they are there, and returns how many it made. Lower ``order``
    first."""
    _loaders[name] = (order, loader)


def load_everything() -> dict[str, int]:
    """Run every loader; how many things each made."""
    return {name: load() for name, (_order, load) in sorted(_loaders.items(), key=lambda item: (item[1][0], item[0]))}
