"""Reads of a node: the archive's batches, what holds now, the names of the owner's units."""

from __future__ import annotations

from collections.abc import Iterable

from spiral.engine.measures.pupils import Pupils
from spiral.see.pupils import vault
from spiral.see.pupils.archive.archive import Batch, Erasure
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Unit


def batches(viewer: Viewer) -> list[Batch]:
    """Every import, the latest first. Raises AccessRefused."""
    require(viewer, Permission.PUPILS_IMPORT)
    return list(reversed(vault.archive().batches()))


def erasure(viewer: Viewer, born: int) -> list[Erasure]:
    """What erasing a birth cohort would take away. Raises AccessRefused."""
    require(viewer, Permission.PUPILS_IMPORT)
    return vault.archive().erasure(born)


def pupils(viewer: Viewer) -> list[Pupils]:
    """What holds of every survey and year. Raises AccessRefused for who does not see the whole owner's."""
    require(viewer, Permission.PUPILS_IMPORT)
    return vault.archive().current()


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """What units are called; one that the register does not know is called by its code."""
    wanted = sorted(set(codes))
    known = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {code: known.get(code, code) for code in wanted}


def may_import(viewer: Viewer) -> bool:
    return allows(viewer, Permission.PUPILS_IMPORT)
