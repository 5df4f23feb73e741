"""What the front page and the words of the loop gather from the apps below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from spiral.act.meetings import queries as meetings
from spiral.act.meetings.models import Meeting, Task
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.home.catalogue import ROOMS, Room
from spiral.see.results.catalogue import Indicator, reviewed
from spiral.see.results.explain import next_publication, perspective
from spiral.see.results.queries import with_metadata
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries.queries import Ready, ready_to_check


@dataclass(frozen=True, slots=True)
class SystemLevel:
    """A level of the system with the indicators that can be acted on there."""

    name: str
    indicators: Sequence[str]


def shown(viewer: Viewer) -> list[Indicator]:
    """Every indicator that some page shows."""
    return with_metadata(i for i in reviewed().values() if i.sets)


def levels(viewer: Viewer, language: Language) -> list[SystemLevel]:
    """Who can act on what (N6)."""
    names = {
        "unit": _("Skolan: undervisning, stöd och schema"),
        "owner": _("Huvudmannen: resurser, rekrytering och uppföljning"),
        "region": _("Kommunerna tillsammans: utbud, övergångar och aktivitetsansvar"),
    }
    listed = shown(viewer)
    return [
        SystemLevel(name, sorted({i.short.get(language) for i in listed if key in i.levels}))
        for key, name in names.items()
    ]


def calendar(viewer: Viewer, today: date, language: Language) -> Table:
    """When each source publishes next, the nearest first; a passed date is said to have passed."""
    listed = [i for i in shown(viewer) if i.expected_on]
    listed.sort(key=lambda i: (i.expected_on or today, i.short.get(language)))
    rows = [
        [
            Cell(i.short.get(language)),
            Cell(perspective(i.perspective), wide=True),
            Cell(next_publication(i, today), wide=True),
        ]
        for i in listed
    ]
    return Table(
        _("Nästa uppgift enligt källans egna datum"), [_("Uppgift"), _("Omfattar"), _("Nästa publicering")], rows
    )


def rooms(viewer: Viewer, word: str) -> tuple[Room, ...]:
    """The network's rooms under a word of the loop; none for others than members."""
    return ROOMS[word] if allows(viewer, Permission.PEOPLE_READ) else ()


def every_room(viewer: Viewer) -> list[Room]:
    """All of them, in the order of the loop."""
    return [room for word in ROOMS for room in rooms(viewer, word)]


def next_meeting(viewer: Viewer) -> Meeting | None:
    return next(iter(meetings.coming(viewer)), None)


def open_tasks(viewer: Viewer) -> list[Task]:
    """What is left for the viewer to do from the meetings."""
    return [t for t in meetings.my_tasks(viewer) if t.state == t.State.OPEN]


def ready(viewer: Viewer) -> list[Ready]:
    """Inquiries whose figure has new data: now it can be seen whether it made a difference."""
    return ready_to_check(viewer) if allows(viewer, Permission.INQUIRY_SEE) else []
