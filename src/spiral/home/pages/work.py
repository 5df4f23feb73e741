"""“Att ta hand om”: what has come in, what waits for review, points without an owner; each line with its one act."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.assignments import queries as assignments
from spiral.act.assignments.models import Point
from spiral.act.meetings import queries as meetings
from spiral.act.meetings.models import Attendee, Meeting
from spiral.engine.numbers import Language
from spiral.ground.words import day, in_words
from spiral.home.pages.ahead import meeting_url
from spiral.home.pages.parts import Line, LineGroup, on_day
from spiral.learn.examples import queries as examples
from spiral.learn.needs import queries as needs
from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.matches import sentence
from spiral.see.results import queries as results
from spiral.trust.access.viewer import Viewer

#: How many lines of one kind a home shows; the rest are one link away.
SHOWN = 4


def came_in(
    viewer: Viewer, language: Language, meeting: Meeting | None, attendees: Sequence[Attendee]
) -> LineGroup | None:
    """Figures somebody has asked about, those who cannot come, and what is sought without anybody who can share."""
    lines = [*_questions(viewer, language), *_absent(viewer, meeting, attendees)]
    alone = _needs_alone(viewer)
    lines += alone[:SHOWN]
    more = None
    if (left := len(alone) - SHOWN) > 0:
        said = ngettext(
            "Någon söker hjälp inom ett område till",
            "Någon söker hjälp inom %(n)s områden till",
            left,
        ) % {"n": left}
        more = Line(said, _("Se alla"), reverse("needs:find"))
    said = ngettext("%(n)s sak", "%(n)s saker", len(lines)) % {"n": len(lines)}
    return LineGroup(_("Har kommit in"), said, lines, more) if lines else None


def to_review(viewer: Viewer) -> LineGroup | None:
    """Summaries that nobody has published, meetings that nobody has ended, examples that wait for a reviewer."""
    held, _more = meetings.past(viewer)
    lines = [
        Line(
            _("Sammanfattningen av %(title)s, %(day)s")
            % {"title": m.title, "day": day(timezone.localdate(m.starts_at))},
            _("Gå igenom"),
            reverse("meetings:summary", args=[m.pk]),
            _("Den är inte publicerad. Deltagarna har inte fått den."),
        )
        for m in reversed(held)
        if m.state == Meeting.State.ENDED and m.published_at is None and meetings.leads(viewer, m)
    ]
    lines += [
        Line(
            _("%(title)s, %(day)s, är aldrig avslutat")
            % {"title": m.title, "day": day(timezone.localdate(m.starts_at))},
            _("Öppna"),
            meeting_url(m),
            _("Tiden har gått ut. Håll mötet, flytta det eller ställ in det."),
        )
        for m in meetings.coming(viewer)
        if m.state == Meeting.State.PLANNED and m.ends_at < viewer.now and meetings.leads(viewer, m)
    ]
    lines += [
        Line(
            _("Exempel från %(place)s: %(title)s") % {"place": e.place_name, "title": e.title},
            _("Läs"),
            reverse("examples:example", args=[e.pk]),
            _("Inskickat %(day)s. Syns för nätverket när du har godkänt det.") % {"day": day(e.written_on)},
        )
        for e in examples.to_review(viewer)
    ]
    said = _("%(n)s hos dig") % {"n": len(lines)}
    return LineGroup(_("Väntar på granskning"), said, lines) if lines else None


def unowned(viewer: Viewer) -> LineGroup | None:
    """Points of running assignments that nobody owns."""
    points = [p for a in assignments.running(viewer) for p in assignments.points(viewer, a)]
    lines = [_point(viewer, p) for p in assignments.unowned(points)]
    said = ngettext("%(n)s av %(all)s punkt", "%(n)s av %(all)s punkter", len(points)) % {
        "n": len(lines),
        "all": len(points),
    }
    return LineGroup(_("Punkter utan ägare"), said, lines[:SHOWN]) if lines else None


def counted(groups: Sequence[LineGroup]) -> str:
    """'Sju saker, äldst först i varje grupp.'; what is said where there is nothing."""
    n = sum(len(g.lines) for g in groups)
    if not n:
        return _("Inget väntar på dig. Det som kommer in eller ska granskas hamnar här.")
    said = ngettext("En sak.", "%(n)s saker, äldst först i varje grupp.", n)
    return said % {"n": in_words(n, common=True).capitalize()}


def _questions(viewer: Viewer, language: Language) -> list[Line]:
    lines = []
    waiting = [q for q in results.questions(viewer) if q.handled_at is None]
    for q in sorted(waiting, key=lambda q: q.created_at)[:SHOWN]:
        what = q.indicator.short.get(language) if q.indicator else _("en siffra")
        lines.append(
            Line(
                _("Någon frågar om %(what)s, %(place)s") % {"what": what[:1].lower() + what[1:], "place": q.place_name},
                _("Svara"),
                reverse("results:questions"),
                _("Väntar sedan %(day)s.") % {"day": day(timezone.localdate(q.created_at))},
            )
        )
    return lines


def _absent(viewer: Viewer, meeting: Meeting | None, attendees: Sequence[Attendee]) -> list[Line]:
    if meeting is None:
        return []
    when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
    return [
        Line(
            _("%(who)s kan inte komma %(when)s") % {"who": a.municipality or a.label, "when": when},
            _("Se närvaron"),
            meeting_url(meeting, "deltagare"),
            f"{a.label}.",
        )
        for a in attendees
        if a.reply == Attendee.Reply.NOT
    ]


def _needs_alone(viewer: Viewer) -> list[Line]:
    """Areas that somebody asks about and nobody can share."""
    now = needs.needs_map(viewer)
    if now is None:
        return []
    return [
        Line(
            now.areas[key],
            _("Hitta någon"),
            reverse("needs:area", args=[key]),
            f"{sentence(now, key)}.",
        )
        for key in now.areas
        if now.who(key, Need.Status.SEEKS) and not now.who(key, Need.Status.SHARES)
    ]


def _point(viewer: Viewer, p: Point) -> Line:
    interests = [i.office for i in p.interests.all()]
    why = _("Vill vara med: %(who)s.") % {"who": ", ".join(interests)} if interests else _("Ingen har anmält sig än.")
    if assignments.writes(viewer, p):
        act, url = _("Föreslå ägare"), reverse("assignments:write", args=[p.assignment_id, p.order])
    else:
        act, url = _("Se punkten"), assignments.point_url(p)
    return Line(_("Punkt %(n)s: %(title)s") % {"n": p.order, "title": p.title}, act, url, why)
