"""Reads of persons and offices."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from spiral.apps.people.cast import CAST, Part
from spiral.apps.people.models import Office
from spiral.apps.people.rules import offices


def my_offices(viewer: object) -> list[Office]:
    """What the viewer holds today."""
    return offices(viewer)


def label(request: HttpRequest) -> str:
    """The reader in the top bar: her first office, or her name."""
    held = offices(request.user)
    return str(held[0]) if held else str(request.user) if request.user.is_authenticated else ""


def cast() -> tuple[Part, ...]:
    """The roles one may step into; none outside the demo."""
    return CAST if settings.DEMO else ()
