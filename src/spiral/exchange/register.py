"""The register that everything in ``exchange`` is built of: typed entries by key, in order of registration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Generic, TypeVar

T = TypeVar("T")


class AlreadyRegistered(ValueError):
    """Two rooms, or one room twice, want the same key."""


class NotRegistered(LookupError):
    """Nothing is registered: the room that would do it is not installed."""


class Register(Generic[T]):
    """What rooms have registered of one kind. ``what`` names the kind in error messages."""

    def __init__(self, what: str) -> None:
        self.what = what
        #: An entry that is not made yet stands as a text: the place of what makes it.
        self._entries: dict[str, T | str] = {}

    def register(self, key: str, entry: T) -> None:
        """Register ``entry`` under ``key``. Raises AlreadyRegistered."""
        self._add(key, entry)

    def register_later(self, key: str, place: str) -> None:
        """Register the class at ``place`` ("module:Class"). It is imported and instantiated when the key is first
        asked for, so that a room with heavy pages costs nothing at start. Raises AlreadyRegistered."""
        self._add(key, place)

    def _add(self, key: str, entry: T | str) -> None:
        if key in self._entries:
            raise AlreadyRegistered(f"{self.what} {key!r} is registered already: choose another key, or register once")
        self._entries[key] = entry

    def get(self, key: str) -> T | None:
        """The entry under ``key``; None where there is none."""
        entry = self._entries.get(key)
        if isinstance(entry, str):
            module, _colon, name = entry.partition(":")
            instance: T = getattr(import_module(module), name)()
            self._entries[key] = instance
            return instance
        return entry

    def all(self) -> dict[str, T]:
        """Every entry by its key, in order of registration."""
        return {key: entry for key in self._entries if (entry := self.get(key)) is not None}

    def one(self) -> T:
        """The entry of a register that holds one. Raises NotRegistered."""
        for key in self._entries:
            entry = self.get(key)
            if entry is not None:
                return entry
        raise NotRegistered(f"no {self.what} is registered: is its room installed?")

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    @contextmanager
    def holding(self, entries: Mapping[str, T]) -> Iterator[None]:
        """Replaces all entries by ``entries`` while the context lasts; for tests."""
        before, self._entries = self._entries, dict(entries)
        try:
            yield
        finally:
            self._entries = before
