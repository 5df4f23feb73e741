"""Reads of collections, the same for every kind. Nothing here reads an answer."""

from __future__ import annotations

from spiral.ground import forgetting
from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.kinds import C, CollectionKind
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.tickets import is_drawn

_MOST_LISTED = 300


def collection_answered(kind: CollectionKind[C], number: int) -> C | None:
    """The collection that a telephone which has been let in answers; its key is asked for before."""
    return kind.model._default_manager.filter(pk=number).first()


def collection_ever(kind: CollectionKind[C], viewer: Viewer, number: int) -> C | None:
    """The collection, in whatever state it is, or None where the viewer may not see it."""
    collection = kind.model._default_manager.filter(pk=number).first()
    return collection if collection is not None and allows(viewer, kind.see, collection) else None


def collection_for(kind: CollectionKind[C], viewer: Viewer, number: int) -> C | None:
    """The collection, or None where the viewer may not see it or it was ended without a result."""
    collection = collection_ever(kind, viewer, number)
    return collection if collection is not None and collection.state != "discarded" else None


def collection_led(kind: CollectionKind[C], viewer: Viewer, number: int) -> C | None:
    """The collection, or None where the viewer does not lead it."""
    collection = collection_for(kind, viewer, number)
    return collection if collection is not None and allows(viewer, kind.lead, collection) else None


def collections(kind: CollectionKind[C], viewer: Viewer) -> list[C]:
    """The collections that the viewer may see, newest first."""
    seen = kind.model._default_manager.filter(visible(viewer, kind.see)).exclude(state="discarded")
    return list(seen[:_MOST_LISTED])


def groups(kind: CollectionKind[C], viewer: Viewer) -> list[str]:
    """Names of groups asked before, so that the same group gets the same name again."""
    return sorted({c.group for c in collections(kind, viewer)})


def earlier(kind: CollectionKind[C], now: C, **same: object) -> C | None:
    """The same group's latest earlier collection at the same place, equal in ``same``; others are never asked."""
    asked = kind.model._default_manager.filter(group=now.group, place=now.place, pk__lt=now.pk, **same)
    return asked.order_by("-pk").first()


def has_ticket(kind: CollectionKind[C], number: int, key: str) -> bool:
    return is_drawn(kind.model(pk=number), key)


def about(collection: AnonymousCollection) -> str:
    """The collection's name among what is due to be forgotten."""
    return f"{collection._meta.app_label} {collection.pk}"


def is_forgetting(collection: AnonymousCollection) -> bool:
    """Whether something of it is deleted but may still stand in the database's files."""
    return forgetting.is_due(about(collection))
