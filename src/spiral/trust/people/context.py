"""What every page knows of its reader."""

from __future__ import annotations

from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import visitor
from spiral.trust.people.queries import label


def reader(request: Request) -> dict[str, object]:
    """``reader``: her name or office, '' for nobody; ``is_member``: somebody of the network, who sees its own rooms;
    ``keeper``: a mark of her for what her browser keeps, that says nothing of who she is. Each asked first where a page
    uses it."""
    # What is refused before the middleware has run has no viewer. A lazy one is not asked whether it is there.
    viewer = getattr(request, "viewer", None)
    viewer = visitor() if viewer is None else viewer
    return {
        "reader": SimpleLazyObject(lambda: label(viewer)),
        "keeper": SimpleLazyObject(lambda: salted_hmac("people.keeper", str(viewer.key)).hexdigest()[:12]),
        "is_member": SimpleLazyObject(lambda: allows(viewer, Permission.PEOPLE_READ)),
    }
