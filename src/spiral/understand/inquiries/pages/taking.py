"""Taking a piece of evidence along: a question to begin with, and where else it can go."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from spiral.exchange.evidence import Evidence
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries import queries


def question(evidence: Evidence) -> str:
    """A question about what is seen; never one about whose fault it is."""
    return _("Vad ligger bakom det vi ser i ”%(title)s”?") % {"title": Truncator(evidence.title).chars(110)}


def choices(viewer: Viewer) -> list[tuple[str, object]]:
    """A new inquiry; or one under way, as the problem's evidence or to one of its answers. Values are "new" and
    "till:INQUIRY,ANSWER"."""
    listed: list[tuple[str, object]] = [("new", _("En ny undersökning"))]
    for inquiry, answers in queries.writable(viewer):
        group = [(f"till:{inquiry.pk},", _("Till problemet"))]
        group += [
            (f"till:{inquiry.pk},{b.pk}", _("Till svaret: %(text)s") % {"text": Truncator(b.text).chars(80)})
            for b in answers
        ]
        listed.append((inquiry.title, group))
    return listed
