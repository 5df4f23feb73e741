"""What a page of comparison holds: one strip of rings, and the table of who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Exhibit, Paragraph, Section
from spiral.documents.chart import Differences, Strip
from spiral.documents.table import Table
from spiral.see.results.catalogue import Indicator
from spiral.see.results.pages.reasons import Reason
from spiral.see.results.pages.steps import NextStep

#: The key of the table among the page's exhibits, and in the addresses of its files.
KEY = "liknande"


@dataclass(frozen=True, slots=True)
class ComparePage:
    """A comparison's content, what can be chosen in it, and where the loop goes from there."""

    place: str
    name: str
    back: str
    help: str
    reasons: list[Reason]
    indicator: Indicator
    choices: list[Indicator]
    document: Document
    steps: list[NextStep]


def sections_of(
    chart: Strip | None,
    differences: Differences | None,
    table: Table,
    explanation: Sequence[tuple[str, str]],
    title: str,
    lead: str,
) -> list[Section]:
    """The strip where there is anything to draw, with the differences that the title counts, and the table: own first,
    then in alphabetical order."""
    sections = []
    if chart:
        strip = Exhibit(key="strip", sentence=chart.title, chart=chart, differences=differences, is_main=True)
        sections.append(Section(chart.title, [Paragraph(chart.subtitle), strip], "remsa"))
    others = Exhibit(key=KEY, sentence=f"{title}. {lead}", whole=table, facts=explanation, is_main=True)
    order = Paragraph(_("Egen först, sedan i bokstavsordning."))
    return [*sections, Section(table.caption, [order, others], "lista")]
