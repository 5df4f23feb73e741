"""The next meeting and what it lacks, for who leads it; for everybody else when it is and what she has answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries as meetings
from spiral.act.meetings.models import Attendee, Item, Meeting
from spiral.ground.words import in_words
from spiral.home.pages.parts import Line, listed, on_day
from spiral.trust.access.viewer import Viewer

#: The kind of agenda item that talks about a figure, and the kind that takes up what was promised.
ABOUT_A_FIGURE, ABOUT_TASKS = "report", "tasks"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is looked at before a meeting. ``missing`` is how the sentence under the heading says it; '' for
    what is as it should be."""

    line: Line
    missing: str = ""
    #: The blue button where this is the first thing that is missing, if not the line's own words.
    button: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next meeting on somebody's home: the heading's sentence, what it lacks, and the two ways to go on."""

    meeting: Meeting
    title: str
    lead: str
    lacks: Sequence[Line]
    first: Line
    away: str
    attendees: Sequence[Attendee] = ()

    @property
    def clock(self) -> str:
        """'kl. 9.00–12.15'."""
        times = (timezone.localtime(t) for t in (self.meeting.starts_at, self.meeting.ends_at))
        start, end = (date_format(t, "G.i") for t in times)
        return _("kl. %(start)s–%(end)s") % {"start": start, "end": end}


def next_meeting(viewer: Viewer) -> Meeting | None:
    """The meeting that goes on now or comes first; one that was planned and never held is not ahead."""
    planned = meetings.coming(viewer)
    return next((m for m in planned if m.state == Meeting.State.RUNNING or m.ends_at >= viewer.now), None)


def meeting_url(meeting: Meeting, part: str = "") -> str:
    """The meeting's page, at one of its parts."""
    url = reverse("meetings:meeting", args=[meeting.pk])
    return f"{url}#{part}" if part else url


def led(viewer: Viewer, meeting: Meeting) -> Ahead:
    """The meeting as who leads it sees it: five reads."""
    attendees, items = meetings.attendees(meeting), meetings.agenda(meeting)
    left = [t for t in meetings.left_from_before(viewer, meeting) if t.state == t.State.OPEN]
    lacks = [
        _invitation(meeting, attendees),
        *_figures(meeting, items),
        _time(meeting, items),
        *_tasks(meeting, items, len(left)),
    ]
    missing = [lack.missing for lack in lacks if lack.missing]
    when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
    return Ahead(
        meeting,
        _title(meeting, when, len(missing)),
        _lead(missing, len(lacks)),
        [lack.line for lack in lacks],
        _first(meeting, lacks),
        _away(meeting, viewer.today),
        attendees,
    )


def attended(viewer: Viewer, meeting: Meeting) -> Ahead:
    """The meeting as somebody who comes to it sees it."""
    mine = meetings.my_attendance(viewer, meeting)
    when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
    lines = []
    is_planned = meeting.state == Meeting.State.PLANNED
    if is_planned and mine is not None and mine.reply:
        what = _("Du har svarat: %(reply)s") % {"reply": mine.get_reply_display()}
        lines.append(Line(what, _("Ändra svaret"), meeting_url(meeting, "svar"), is_done=True))
    elif is_planned and mine is not None:
        lines.append(Line(_("Du har inte svarat om du kommer"), _("Svara"), meeting_url(meeting, "svar")))
    lines.append(Line(_("Dagordningen finns att läsa"), _("Läs den"), meeting_url(meeting, "dagordning"), is_done=True))
    title = _("Nästa möte är %(when)s") % {"when": when} if is_planned else _("Mötet pågår nu")
    first = Line("", _("Öppna mötet"), meeting_url(meeting))
    return Ahead(meeting, title, "", lines, first, _away(meeting, viewer.today))


def _title(meeting: Meeting, when: str, missing: int) -> str:
    if meeting.state == Meeting.State.RUNNING:
        return _("Mötet pågår nu")
    if not missing:
        return _("Mötet %(when)s är klart att hålla") % {"when": when}
    return ngettext("Mötet %(when)s saknar en sak", "Mötet %(when)s saknar %(n)s saker", missing) % {
        "when": when,
        "n": in_words(missing, common=True),
    }


def _lead(missing: Sequence[str], looked_at: int) -> str:
    if not missing:
        return _("Inbjudan, siffror, tid och gamla uppgifter är på plats.")
    said = listed(missing)
    return f"{said} {_('Det andra är klart.')}" if len(missing) < looked_at else said


def _invitation(meeting: Meeting, attendees: Sequence[Attendee]) -> Lack:
    url = meeting_url(meeting, "deltagare")
    if not attendees:
        return Lack(Line(_("Ingen är inbjuden"), _("Lägg till deltagare"), url), _("ingen är inbjuden"))
    invited = {"n": len(attendees)}
    if meeting.invited_at is None:
        what = ngettext(
            "Inbjudan till %(n)s deltagare är inte skickad",
            "Inbjudan till %(n)s deltagare är inte skickad",
            len(attendees),
        )
        return Lack(
            Line(what % invited, _("Förhandsgranska"), url), _("inbjudan är inte skickad"), _("Gör inbjudan klar")
        )
    if meeting.invited_sequence != meeting.sequence:
        what = _("Tid eller plats har ändrats sedan inbjudan skickades")
        return Lack(Line(what, _("Skicka igen"), url), _("inbjudan stämmer inte längre"))
    answered = sum(bool(a.reply) for a in attendees)
    what = _("Inbjudan är skickad: %(answered)s av %(n)s har svarat") % {**invited, "answered": answered}
    return Lack(Line(what, _("Se svaren"), url, is_done=True))


def _figures(meeting: Meeting, items: Sequence[Item]) -> list[Lack]:
    """The items that talk about results, each with the figure it has or lacks."""
    lacks = []
    for number, item in enumerate(items, 1):
        if item.kind != ABOUT_A_FIGURE:
            continue
        facts = {"n": number, "title": item.title}
        if item.evidence:
            what = _("Punkt %(n)s, %(title)s, har en siffra") % facts
            url = meeting_url(meeting, "dagordning")
            lacks.append(Lack(Line(what, _("Se den"), url, is_done=True)))
            continue
        what = _("Punkt %(n)s, %(title)s, har ingen siffra") % facts
        line = Line(what, _("Välj siffra"), reverse("results:region"))
        lacks.append(Lack(line, _("punkt %(n)s har ingen siffra") % facts))
    return lacks


def _time(meeting: Meeting, items: Sequence[Item]) -> Lack:
    room = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    needed = sum(item.minutes for item in items)
    url = meeting_url(meeting, "dagordning")
    if not items:
        return Lack(Line(_("Dagordningen är tom"), _("Lägg till punkter"), url), _("dagordningen är tom"))
    facts = {"n": needed, "room": room}
    if needed > room:
        what = _("Dagordningen ryms inte: %(n)s av %(room)s minuter") % facts
        return Lack(Line(what, _("Korta den"), url), _("dagordningen är längre än mötet"))
    return Lack(Line(_("Dagordningen ryms: %(n)s av %(room)s minuter") % facts, _("Ändra"), url, is_done=True))


def _tasks(meeting: Meeting, items: Sequence[Item], left: int) -> list[Lack]:
    if not left:
        return []
    url = meeting_url(meeting, "forra")
    count = {"n": in_words(left, common=True).capitalize()}
    number = next((n for n, item in enumerate(items, 1) if item.kind == ABOUT_TASKS), None)
    if number is None:
        what = ngettext(
            "En uppgift från förra mötet har ingen punkt",
            "%(n)s uppgifter från förra mötet har ingen punkt",
            left,
        )
        missing = _("uppgifterna från förra mötet har ingen punkt")
        return [Lack(Line(what % count, _("Se dem"), url), missing)]
    what = ngettext(
        "En uppgift från förra mötet tas upp som punkt %(item)s",
        "%(n)s uppgifter från förra mötet tas upp som punkt %(item)s",
        left,
    )
    return [Lack(Line(what % {**count, "item": number}, _("Se dem"), url, is_done=True))]


def _first(meeting: Meeting, lacks: Sequence[Lack]) -> Line:
    """The blue button: to the meeting's mode while it goes on, else to the first thing it lacks."""
    if meeting.state == Meeting.State.RUNNING:
        return Line("", _("Till mötesläget"), reverse("meetings:stage", args=[meeting.pk]))
    missing = next((lack for lack in lacks if lack.missing), None)
    if missing is None:
        return Line("", _("Öppna mötet"), meeting_url(meeting))
    return Line(missing.line.what, missing.button or missing.line.act, missing.line.url)


def _away(meeting: Meeting, today: date) -> str:
    """'om 6 dagar'; '' for today and for a meeting that goes on."""
    if meeting.state == Meeting.State.RUNNING:
        return ""
    days = (timezone.localdate(meeting.starts_at) - today).days
    return ngettext("om %(n)s dag", "om %(n)s dagar", days) % {"n": days} if days > 0 else ""
