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
#: Bytes of a body with files in it, and how many files: a hub takes one list at a time, a node every school's files.
LARGEST_BODIES = {"hub": "12000000", "node": "100000000"}
MOST_FILES = {"hub": 5, "node": 300}
#: The commands that make an installation ready to serve, in this order; what is made up in a demo only.
PREPARED_BY = {
    "hub": ["load_snapshot", "load_areas", "load_statement_sets", "load_demo", "index_texts"],
    "node": ["make_pupil_key", "load_demo"],
}
#: The made-up municipality of a node's demo: its code and its name, as sources/pupils/synthetic has them.
DEMO_OWNER = ("9903", "Dimmered")
