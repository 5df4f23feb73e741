"""What every page knows of its reader's rights."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission


def rights(request: HttpRequest) -> dict[str, object]:
    """``is_member``: somebody of the network, who sees its own rooms; asked first where a page uses it."""
    viewer = getattr(request, "user", None)
    return {"is_member": SimpleLazyObject(lambda: allows(viewer, Permission.PEOPLE_READ))}
