"""Families of published figures: rooms register what has been published already, and disclosure control counts it as
known in every new table of the same family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from spiral.exchange.register import Register

if TYPE_CHECKING:
    from spiral.engine.disclosure import PublishedCell


@dataclass(frozen=True, slots=True)
class Family:
    """One measure over one population. ``known`` reads what is published about it, when asked."""

    key: str
    name: str | Promise
    known: Callable[[], tuple[PublishedCell, ...]]


#: By key.
FAMILIES: Register[Family] = Register("family of published figures")


def families() -> list[Family]:
    return list(FAMILIES.all().values())


def family(key: str) -> Family | None:
    return FAMILIES.get(key)
