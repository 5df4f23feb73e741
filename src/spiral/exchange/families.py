"""Where upper apps say what others have published already; it counts as known in every new table of the same family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from spiral.engine.disclosure import Known


@dataclass(frozen=True, slots=True)
class Family:
    """One measure over one population. ``known`` reads what is published about it, when asked."""

    key: str
    name: str | Promise
    known: Callable[[], tuple[Known, ...]]


_families: dict[str, Family] = {}


def register_family(family: Family) -> None:
    """Make a family known by its key; registering it again replaces it."""
    _families[family.key] = family


def families() -> list[Family]:
    return list(_families.values())


def family(key: str) -> Family | None:
    return _families.get(key)
