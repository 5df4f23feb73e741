"""A kind of anonymous collection: what a room says of its own, so that everything else is the same in every room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model

from spiral.trust.access.permissions import Permission
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.audit.catalogue import Action

C = TypeVar("C", bound=AnonymousCollection)


@dataclass(frozen=True, slots=True)
class CollectionKind(Generic[C]):
    """The table, who may see and lead what stands in it, how the log tells of it, and in which states it may still be
    ended without a result."""

    model: type[C]
    see: Permission
    lead: Permission
    opened: Action
    code_changed: Action
    number_raised: Action
    ended: Action
    discarded: Action
    discardable: Sequence[str] = ("open",)


@dataclass(frozen=True, slots=True)
class Traces:
    """Where deleted answers may still stand in the database's files: the tables they were in, and the key that they are
    sealed under."""

    tables: tuple[type[Model], ...]
    key: str = ""
