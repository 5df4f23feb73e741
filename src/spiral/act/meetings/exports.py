"""A meeting as a calendar entry, its summary as a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.meetings.models import Meeting
from spiral.act.meetings.queries import between
from spiral.act.meetings.summary import ItemSummary, Note, NoteLine, Summary
from spiral.documents.ical import CANCELLED, CONFIRMED, CalendarEntry, Party, calendar
from spiral.documents.report import Block, Bullets, Facts, Grid, Paragraph, Report, Section
from spiral.engine.numbers import Language
from spiral.ground.words import day as told_day
from spiral.ground.words import joined
from spiral.trust.access.viewer import Viewer


def entry(meeting: Meeting, address: str, *, guests: bool = False) -> CalendarEntry:
    """The meeting in a calendar. ``address`` is its page; ``guests`` names who is invited."""
    people = meeting.attendees.filter(person__isnull=False).select_related("person") if guests else ()
    about = "\n\n".join(x for x in (meeting.about, _("Dagordning och papper: %(url)s") % {"url": address}) if x)
    where = " · ".join(x for x in (meeting.where, meeting.join_url) if x)
    return CalendarEntry(
        f"{meeting.uid}@spiral",
        meeting.sequence,
        timezone.localtime(meeting.starts_at),
        timezone.localtime(meeting.ends_at),
        False,
        meeting.title,
        meeting.changed_at,
        about,
        where,
        meeting.join_url or address,
        CANCELLED if meeting.state == Meeting.State.CANCELLED else CONFIRMED,
        Party(settings.NETWORK_NAME, sender()),
        [Party(a.label, a.person.email) for a in people if a.person],
    )


def feed(viewer: Viewer, since: datetime, whole: Callable[[str], str]) -> list[CalendarEntry]:
    """The network's meetings in a member's own calendar feed, cancelled ones too so that they go away there."""
    listed = between(viewer, since, timezone.now() + timedelta(days=730))
    return [entry(m, whole(reverse("meetings:meeting", args=[m.pk]))) for m in listed]


def invitation(meeting: Meeting, address: str) -> tuple[bytes, str]:
    """The calendar file that goes with a letter: a request, or a cancellation."""
    method = "CANCEL" if meeting.state == Meeting.State.CANCELLED else "REQUEST"
    return calendar([entry(meeting, address, guests=True)], name=meeting.title, method=method), method


def sender() -> str:
    """The installation's own address without a name around it."""
    return settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip(">")


def when(meeting: Meeting) -> str:
    """'fredag 4 december 2026 kl. 9.00–12.00'."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return span(start, end)


def span(start: datetime, end: datetime) -> str:
    day = date_format(start, "l j F Y")
    return _("%(day)s kl. %(start)s–%(end)s") % {
        "day": day,
        "start": date_format(start, "G.i"),
        "end": date_format(end, "G.i"),
    }


def report(summary: Summary, language: Language, *, published_on: datetime | None) -> Report:
    """The summary on paper."""
    start, end = (timezone.localtime(datetime.fromisoformat(x)) for x in (summary.starts_at, summary.ends_at))
    sections = []
    if summary.decisions:
        sections.append(Section(_("Beslut"), [Bullets(summary.decisions)]))
    if summary.tasks:
        rows = [[t["text"], t["who"], day(t["due"])] for t in summary.tasks]
        sections.append(Section(_("Uppgifter"), [Grid([_("Uppgift"), _("Vem"), _("När")], rows)]))
    for point in summary.points:
        if blocks := _blocks(point):
            sections.append(Section(f"{point.number}. {point.title}", blocks))
    people = [Paragraph(", ".join(summary.present) or _("Ingen är antecknad som närvarande."))]
    if summary.absent:
        people.append(Paragraph(_("Inte med: %(names)s.") % {"names": ", ".join(summary.absent)}, dim=True))
    sections.append(Section(_("Med på mötet"), people))
    if summary.files:
        sections.append(Section(_("Bilagor"), [Bullets([f["name"] for f in summary.files])]))
    facts = [(_("När"), span(start, end))]
    if summary.where:
        facts.append((_("Var"), summary.where))
    foot = _("%(title)s, sammanfattning") % {"title": summary.title}
    if published_on:
        foot += _(", publicerad %(day)s") % {"day": date_format(timezone.localtime(published_on), "j F Y")}
    return Report(
        summary.title,
        summary.lead,
        sections,
        facts,
        foot,
        language,
        _("Påhittat exempel.") if summary.is_made_up else "",
    )


def _blocks(point: ItemSummary) -> list[Block]:
    blocks: list[Block] = []
    if point.evidence:
        blocks.append(Paragraph(f"{point.evidence['title']}. {point.evidence['sentence']}"))
        blocks.append(Paragraph(point.evidence["source"], dim=True))
    for note in point.notes:
        if note.lines:
            if note.number:
                blocks.append(Paragraph(heading(note), dim=True))
            blocks.append(Bullets([line_text(line) for line in note.lines]))
    rows = [(_("Beslut"), d) for d in point.decisions]
    rows += [(_("Uppgift"), ", ".join(x for x in (t["text"], t["who"], day(t["due"])) if x)) for t in point.tasks]
    if rows:
        blocks.append(Facts(rows))
    return blocks


def heading(note: Note) -> str:
    """'Grupp 2: Hjo, Skara, Vara'."""
    return _("Grupp %(n)s: %(who)s") % {"n": note.number, "who": ", ".join(sorted(set(note.members)))}


def line_text(line: NoteLine) -> str:
    """A line with which groups wrote it where several did."""
    if len(line.groups) > 1:
        return _("%(text)s (grupp %(groups)s)") % {
            "text": line.text,
            "groups": joined([str(g) for g in line.groups]),
        }
    return line.text


def day(iso: str) -> str:
    """'27 november' this year, with its year otherwise; '' for no day."""
    if not iso:
        return ""
    return told_day(date.fromisoformat(iso))
