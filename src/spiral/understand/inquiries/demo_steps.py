"""Steps of made-up inquiries: an answer in the tree, a phase written, the day of the next publication."""

from __future__ import annotations

from datetime import date, timedelta

from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import tree
from spiral.understand.inquiries.models import Because, Inquiry, Phase

#: The published figures that the two begin in.
GRADES, PASSED = "45270097:unit-merit", "45270097:unit-vocational"


def answer(inquiry: Inquiry, by: Viewer, parent: Because | None, text: str, how: str, *, sure: bool = True) -> Because:
    values = {"text": text, "is_supported": sure, "how_known": how}
    return tree.add(inquiry.pk, parent.pk if parent else None, values, by=by)


def write_phase(inquiry: Inquiry, number_of: int, by: Viewer, **values: object) -> None:
    row = Phase.objects.get(inquiry=inquiry, number=number_of)
    actions.write_phase(inquiry.pk, number_of, values, row.revision, by=by)


def next_june(today: date) -> date:
    june = date(today.year, 6, 10)
    return june if june > today + timedelta(days=30) else date(today.year + 1, 6, 10)
