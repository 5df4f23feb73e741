"""Who may read and write the needs map."""

from __future__ import annotations

from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices


def may_read(person: object) -> bool:
    """The map is the network's own."""
    return bool(is_member(person))


def may_write(person: object, code: str) -> bool:
    """A municipality's side is written by the network's people there, and by the coordinator, who may be asked to."""
    return bool(is_coordinator(person)) or any(o.place == code and o.role in MEMBERS for o in offices(person))


def may_freeze(person: object) -> bool:
    return bool(is_coordinator(person))
