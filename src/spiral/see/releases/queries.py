"""Reads of the ledger."""

from __future__ import annotations

from spiral.engine.disclosure import Ledger, ProtectedTable
from spiral.exchange.families import family
from spiral.see.releases.models import Edition
from spiral.trust.access.viewer import Viewer


def ledger(viewer: Viewer, family_key: str) -> Ledger:
    """Everything published about a family: by others, as registered, and by us, as archived.

    A family nobody has registered has only our own editions. Raises Uncertified for an archive that has been changed:
    what is known must be known rightly, or nothing may be shown.
    """
    registered = family(family_key)
    known = registered.known() if registered else ()
    for edition in Edition.objects.filter(family=family_key).order_by("published_at", "pk"):
        known = (*known, *ProtectedTable.restored(edition.archive).as_published(edition.title))
    return Ledger(known)


def editions(viewer: Viewer) -> list[Edition]:
    """What has been published through the gate, newest first."""
    return list(Edition.objects.select_related("published_by")[:200])


def edition(viewer: Viewer, number: int) -> Edition | None:
    return Edition.objects.filter(pk=number).first()
