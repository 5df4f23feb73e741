"""Old minutes: text, Markdown, Word, OpenDocument, web page, mail or PDF with text → what was understood.

``read_minutes`` is all that the rest of Spiral calls. A file goes through *reading* (bytes → lines with kinds, one
module for each kind of file) and *parsing* (lines → ``Minutes``). Nothing of the file is dropped but what opens a
video meeting; what is not understood stays as text.
"""

from typing import Any

from spiral.sources.minutes.contents import Link, Minutes, MinutesItem, Participant, PlannedDate, StatementProposal
from spiral.sources.minutes.parsing import parse_minutes
from spiral.sources.minutes.reading import LARGEST, read_lines
from spiral.sources.reading import read_in_child
from spiral.sources.reading.limits import UPLOAD, Limits
from spiral.sources.reading.problems import Unreadable

__all__ = [
    "LARGEST",
    "MinutesItem",
    "Link",
    "Minutes",
    "Participant",
    "PlannedDate",
    "StatementProposal",
    "Unreadable",
    "read_in_process",
    "read_minutes",
]


def read_minutes(content: bytes, name: str, municipalities: list[str]) -> Minutes:
    """What ``content`` says, with ``municipalities`` as the names that count as places; read in a child process.

    Raises Unreadable, with the one problem that says why and what to do, for a file that cannot be read at all.
    """
    return Minutes.from_document(read_in_child("minutes", content, name, municipalities=municipalities))


def read_in_process(content: bytes, name: str, municipalities: list[str], limits: Limits = UPLOAD) -> Minutes:
    """The same in this process: what the child runs."""
    lines, remarks = read_lines(content, name, limits)
    return parse_minutes(lines, municipalities, name, remarks)


def read_document(content: bytes, name: str, limits: Limits, municipalities: list[str]) -> dict[str, Any]:
    """``read_in_process`` as JSON."""
    return read_in_process(content, name, municipalities, limits).as_document()
