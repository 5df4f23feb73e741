"""Who holds an inquiry's pencil. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.understand.inquiries.models import Inquiry


def holds_pencil(person: object, inquiry: Inquiry) -> bool:
    """Nobody holds it, or the person does: then a save needs no taking over."""
    return inquiry.pencil_id is None or inquiry.pencil_id == getattr(person, "pk", None)
