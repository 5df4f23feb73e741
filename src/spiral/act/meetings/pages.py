"""What the pages of a meeting show: the leader's, the projector's, a participant's, the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import queries
from spiral.act.meetings.agenda import AgendaRow, Timekeeping, Timer, agenda, place_of_new, places, timer
from spiral.act.meetings.collisions import collisions, red_days
from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Saved, Turn
from spiral.act.meetings.showing import Showing, called, members, on_telephones, showing
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, for how long still, who is next, and how many are left after that."""

    now: str
    seconds_left: int
    following: str
    waiting: int
    all_done: bool
    now_id: int | None
    following_id: int | None


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group as the leader sees it: number, who, and in words whether it writes."""

    group: Group
    members: str
    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The meeting as it is now, for the leader and the projector. ``showing`` is what stands on the screen."""

    meeting: Meeting
    rows: list[AgendaRow]
    current: Item | None
    number: int
    following: Item | None
    timer: Timer | None
    speaker: Speaker | None
    groups: list[GroupState]
    questions: list[str]
    pace: Timekeeping
    people: list[Attendee]
    present: int
    showing: Showing

    @property
    def invited(self) -> int:
        return len(self.people)


def stage(meeting: Meeting, now: datetime) -> Stage:
    """Compose it; a handful of queries whatever the number of items and groups."""
    items = queries.agenda(meeting)
    current = next((i for i in items if i.state == Item.State.CURRENT), None)
    number = items.index(current) + 1 if current else 0
    after = items[number:] if current else items
    following = next((i for i in after if i.state == Item.State.WAITING), None)
    people = queries.attendees(meeting)
    rows, pace = agenda(meeting, items, now)
    groups = [g for g in current.groups.all() if g.number] if current else []
    return Stage(
        meeting,
        rows,
        current,
        number,
        following,
        timer(current, now) if current else None,
        _speaker(current, now),
        [_group(g) for g in groups],
        current.questions.splitlines() if current else [],
        pace,
        people,
        sum(a.is_present for a in people),
        showing(meeting, current, groups),
    )


def _speaker(item: Item | None, now: datetime) -> Speaker | None:
    if item is None or not item.seconds_each or item.in_groups:
        return None
    turns = list(Turn.objects.filter(group__item=item, group__number=0).select_related("attendee"))
    if not turns:
        return None
    speaking = next((t for t in turns if t.state == Turn.State.SPEAKING), None)
    waiting = [t for t in turns if t.state in (Turn.State.WAITING, Turn.State.PASSED)]
    waiting.sort(key=lambda t: (t.state == Turn.State.PASSED, t.order))
    left = item.seconds_each
    if speaking and speaking.started_at:
        until = item.paused_at if item.paused_at and item.paused_at > speaking.started_at else now
        left -= int((until - speaking.started_at).total_seconds())
    following = called(waiting[0].attendee) if waiting else ""
    return Speaker(
        called(speaking.attendee) if speaking else "",
        left,
        following,
        len(waiting),
        not waiting and speaking is None,
        speaking.attendee_id if speaking else None,
        waiting[0].attendee_id if waiting else None,
    )


def _group(group: Group) -> GroupState:
    names = sorted({called(m) for m in group.members.all()})
    words = len(group.text.split())
    if group.is_done:
        status, kind = ngettext("Klar, %(n)s ord", "Klar, %(n)s ord", words) % {"n": words}, "done"
    elif group.revision:
        status, kind = _("Skriver, %(n)s ord") % {"n": words}, "writing"
    else:
        status, kind = _("Inget skrivet än"), "empty"
    return GroupState(group, ", ".join(names), status, kind)


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """A participant's own view: the item and its clock, her group, whether she writes, whose turn it is."""

    who: Attendee
    current: Item | None
    number: int
    rows: list[AgendaRow]
    pace: Timekeeping
    timer: Timer | None
    speaker: Speaker | None
    showing: Showing
    group: Group | None
    members: str
    has_pencil: bool
    aside: Saved | None
    more_asides: bool
    my_turn: str


def seat(meeting: Meeting, who: Attendee, now: datetime) -> ParticipantView:
    """Compose it for one participant, with no more than her own telephone shows: many ask at once."""
    item = meeting.current
    items = queries.items(meeting)
    rows, pace = agenda(meeting, items, now)
    group = queries.group_of(item, who) if item else None
    speaker = _speaker(item, now)
    mine = ""
    if speaker and speaker.now_id == who.pk:
        mine = _("Det är din tur att tala.")
    elif speaker and speaker.following_id == who.pk:
        mine = _("Du är näst på tur.")
    return ParticipantView(
        who,
        item,
        next((n for n, i in enumerate(items, 1) if i.pk == meeting.current_id), 0),
        rows,
        pace,
        timer(item, now) if item else None,
        speaker,
        on_telephones(meeting),
        group,
        members(group) if group and group.number else "",
        bool(group and group.holder_id == who.pk),
        *(queries.aside(group) if group and group.revision else (None, False)),
        mine,
    )


@dataclass(frozen=True, slots=True)
class Landing:
    """A meeting that something may be taken along to. ``places`` are where in its agenda a new item may come, by the
    number of the item before it, and ``place`` is where it comes by itself; ``items`` may have it as their picture."""

    meeting: Meeting
    places: dict[int, str]
    place: int
    items: list[Item]


def landings(meetings: list[Meeting]) -> list[Landing]:
    """Each with its agenda; one query."""
    prefetch_related_objects(meetings, "items")
    agendas = [(m, list(m.items.all())) for m in meetings]
    return [Landing(m, places(items), place_of_new(items), items) for m, items in agendas]


@dataclass(frozen=True, slots=True)
class MeetingInYear:
    """A meeting in the year, with what speaks against its day."""

    meeting: Meeting
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a term: what is planned, and its red days."""

    name: str
    meetings: list[MeetingInYear]
    red: list[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    months: list[Month]
    physical: int
    digital: int


def year(viewer: Viewer, number: int, language: str) -> list[Term]:
    """Spring and autumn of a year with their meetings."""
    start = timezone.make_aware(datetime(number, 1, 1))  # noqa: DTZ001
    listed = queries.between(viewer, start, timezone.make_aware(datetime(number + 1, 1, 1)))  # noqa: DTZ001
    by_month = {k: list(g) for k, g in groupby(listed, key=lambda m: timezone.localtime(m.starts_at).month)}
    red = red_days(number, language)
    terms = []
    for name, months in ((_("Vårterminen"), range(1, 7)), (_("Sommar"), (7,)), (_("Höstterminen"), range(8, 13))):
        held = [m for n in months for m in by_month.get(n, ()) if m.state != Meeting.State.CANCELLED]
        if name == _("Sommar") and not held:
            continue
        rows = [
            Month(
                date_format(date(number, n, 1), "F"),
                [MeetingInYear(m, collisions(m, listed, language)) for m in by_month.get(n, ())],
                sorted((d, text) for d, text in red.items() if d.month == n and d.isoweekday() < 6),
            )
            for n in months
        ]
        digital = sum(m.mode == Meeting.Mode.DIGITAL for m in held)
        terms.append(Term(f"{name} {number}", rows, len(held) - digital, digital))
    return terms
