"""Which rooms an installation has, and what surrounds its pages, by its role."""

from __future__ import annotations

#: The rooms of an installation. The hub has none that could hold a pupil; a node has none where owners meet.
ROOMS = {
    "hub": [
        "spiral.trust.anonymous",
        "spiral.see.releases",
        "spiral.see.indicators",
        "spiral.learn.assessments",
        "spiral.understand.inquiries",
        "spiral.understand.voices",
        "spiral.learn.needs",
        "spiral.learn.examples",
        "spiral.learn.circles",
        "spiral.act.assignments",
        "spiral.act.events",
        "spiral.act.meetings",
        "spiral.search",
        "spiral.home",
    ],
    "node": ["spiral.see.pupils"],
}
#: What surrounds every page (ground/shell.py).
SHELLS = {"hub": "spiral.home.shell.SHELL", "node": "spiral.see.pupils.shell.SHELL"}
