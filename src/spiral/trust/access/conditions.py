"""Evaluates a condition that is written for the database (``Q``) on one thing that has been read already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q


def matches(condition: Q, thing: object) -> bool:
    """Would ``condition`` select ``thing``? Understands what ``scopes`` use: equality, ``in``, ``isnull``, and ``__``
    from one thing to another or to several."""
    if not condition.children:
        return not condition.negated
    answers = (_answer(child, thing) for child in condition.children)
    met = all(answers) if condition.connector == Q.AND else any(answers)
    return met is not condition.negated


def _answer(child: Any, thing: object) -> bool:
    """A condition within the condition, or a lookup with what it asks for."""
    if isinstance(child, Q):
        return matches(child, thing)
    lookup, wanted = child
    return _meets(lookup, wanted, thing)


def _meets(lookup: str, wanted: object, thing: object) -> bool:
    *path, last = lookup.split("__")
    if last == "in":
        return any(value in wanted for value in _values(thing, path))  # type: ignore[operator]
    if last == "isnull":
        return any((value is None) is wanted for value in list(_values(thing, path)) or [None])
    return any(value is not None and value == wanted for value in _values(thing, [*path, last]))


def _values(thing: object, path: list[str]) -> Iterator[object]:
    if not path:
        yield thing
        return
    value = getattr(thing, path[0])
    several = value.all() if hasattr(value, "all") else [value]
    for one in several:
        if one is not None:
            yield from _values(one, path[1:])
        elif len(path) == 1:
            yield None
