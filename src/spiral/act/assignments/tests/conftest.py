"""An assignment of three points, made through the same actions as the pages use."""

from __future__ import annotations

import pytest
from django.utils import translation

from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.actions.frames import Frame
from spiral.act.assignments.actions.points import PointContent
from spiral.act.assignments.models import Assignment
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
POINT_FORM = {
    "meaning": "Vi provar.",
    "kind": "development",
    "next_step": "Analysdag",
    "next_on": "2027-01-15",
    "revision": "2",
}


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to("2026-11-22 12:00")
    with translation.override("sv"):
        yield


@pytest.fixture
def given(leader):
    """An assignment; it runs unless told, and Vara owns its first point."""

    def make(titles=("Läsning", "Frånvaro", "Övergångar"), *, runs: bool = True, **more: object) -> Assignment:
        frame = Frame(more.pop("title", "Uppdraget"), "skolchefsnätverket", 2026, 2027, **more)
        assignment = frames.give(frame, titles, by=viewer_of(leader))
        if runs:
            frames.start(assignment.pk, by=viewer_of(leader))
        first = assignment.points.get(order=1)
        points.write(first.pk, PointContent(owners=[("1470", "Vara")]), first.revision, by=viewer_of(leader))
        assignment.refresh_from_db()
        return assignment

    return make


def text_of(page) -> str:
    """What stands on a page."""
    return " ".join(page.xpath("string(//main)").split())
