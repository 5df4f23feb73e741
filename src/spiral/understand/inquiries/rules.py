"""Who holds an inquiry's pencil. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries.models import Inquiry


def holds_pencil(viewer: Viewer, inquiry: Inquiry) -> bool:
    """Nobody holds it, or the person does: then a save needs no taking over."""
    return inquiry.pencil_id is None or inquiry.pencil_id == viewer.key
