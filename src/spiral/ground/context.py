"""Context for what surrounds every page: the installation's shell, its region, whether it is a demo."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from spiral.ground.shell import menu, shell


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Context for ``ground/base.html``; costs no query for a reader who is not signed in."""
    return {
        "shell": shell(),
        "menu": menu(request),
        "region_name": settings.REGION_NAME,
        "network_name": settings.NETWORK_NAME,
        "demo": settings.DEMO,
        "beside": settings.BESIDE,
    }
