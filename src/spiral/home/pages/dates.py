"""“Det här händer”: meetings, events, reports and the sources' own publications, the nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.assignments import queries as assignments
from spiral.act.events import queries as events
from spiral.act.events.models import Event
from spiral.act.meetings import queries as meetings
from spiral.engine.numbers import Language
from spiral.ground.words import joined
from spiral.home.pages.ahead import meeting_url
from spiral.home.pages.parts import Happens
from spiral.see.results.catalogue import Indicator, reviewed
from spiral.see.results.queries import with_metadata
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer

#: How many days a home shows, and how many names of figures stand on one.
SHOWN, NAMED = 5, 2


def happens(viewer: Viewer, language: Language) -> list[Happens]:
    """What comes, as far as the viewer may see it; four reads for a member, one for everybody else."""
    coming = [*_meetings(viewer), *_events(viewer), *_reports(viewer), *publications(viewer, shown(), language)]
    return sorted((h for h in coming if h.on >= viewer.today), key=lambda h: h.on)[:SHOWN]


def shown() -> list[Indicator]:
    """Every indicator that some page shows."""
    return with_metadata(i for i in reviewed().values() if i.sets)


def publications(viewer: Viewer, indicators: Iterable[Indicator], language: Language) -> list[Happens]:
    """The days on which the sources say that they publish next, each once, with what comes."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for indicator in indicators:
        if indicator.expected_on and indicator.expected_on >= viewer.today:
            by_day[indicator.expected_on].append(indicator.short.get(language))
    return [
        Happens(on, _("Nya siffror väntas: %(names)s") % {"names": _few(sorted(set(names)))}, reverse("home:again"))
        for on, names in sorted(by_day.items())
    ]


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    if len(names) <= NAMED:
        return joined(names)
    left = len(names) - NAMED
    more = ngettext("%(n)s till", "%(n)s till", left) % {"n": left}
    return joined([*names[:NAMED], more])


def _meetings(viewer: Viewer) -> list[Happens]:
    return [
        Happens(timezone.localdate(m.starts_at), f"{m.title}, {m.where}" if m.where else m.title, meeting_url(m))
        for m in meetings.coming(viewer)
    ]


def _events(viewer: Viewer) -> list[Happens]:
    if not allows(viewer, Permission.EVENT_SEE):
        return []
    return [
        Happens(timezone.localdate(e.starts), e.title, reverse("events:event", args=[e.pk]))
        for e in events.coming(viewer).exclude(state=Event.State.CANCELLED)[:SHOWN]
    ]


def _reports(viewer: Viewer) -> list[Happens]:
    return [
        Happens(
            a.next_report,
            _("%(assignment)s: rapport till %(giver)s") % {"assignment": a.title, "giver": a.giver},
            reverse("assignments:report", args=[a.pk]),
        )
        for a in assignments.running(viewer)
        if a.next_report
    ]
