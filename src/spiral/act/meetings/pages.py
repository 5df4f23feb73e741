"""What the pages of a meeting show: the leader's, the projector's, a participant's, the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.meetings import clock, queries
from spiral.act.meetings.collisions import collisions, red_days
from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Saved, Turn
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item in the agenda's list: 'done', 'current' or 'waiting', with its time in words."""

    item: Item
    state: str
    time: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, for how long still, who is next, and how many are left after that."""

    now: str
    seconds_left: int
    following: str
    waiting: int
    all_done: bool


@dataclass(frozen=True, slots=True)
class GroupState:
    """A group as the leader sees it: number, who, and in words whether it writes."""

    group: Group
    members: str
    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The meeting as it is now, for the leader and the projector."""

    meeting: Meeting
    rows: list[AgendaRow]
    current: Item | None
    number: int
    following: Item | None
    seconds_left: int
    minutes_given: int
    is_paused: bool
    share_used: float
    speaker: Speaker | None
    groups: list[GroupState]
    questions: list[str]
    pace: str
    present: int
    invited: int


def stage(meeting: Meeting, now: datetime) -> Stage:
    """Compose it; a handful of queries whatever the number of items and groups."""
    items = queries.agenda(meeting)
    current = next((i for i in items if i.state == Item.State.CURRENT), None)
    number = items.index(current) + 1 if current else 0
    after = items[number:] if current else items
    following = next((i for i in after if i.state == Item.State.WAITING), None)
    people = queries.attendees(meeting)
    left = clock.seconds_left(current, now) if current else 0
    given = clock.seconds_given(current) if current else 0
    return Stage(
        meeting,
        [AgendaRow(i, i.state, _time(i, now)) for i in items],
        current,
        number,
        following,
        left,
        given // 60,
        bool(current and current.paused_at),
        _share(given - left, given),
        _speaker(current, now),
        [_group(g) for g in current.groups.all() if g.number] if current else [],
        current.questions.splitlines() if current else [],
        _pace(meeting, items, now),
        sum(a.is_present for a in people),
        len(people),
    )


def _share(used: int, given: int) -> float:
    return min(1.0, max(0.0, used / given)) if given else 0.0


def _time(item: Item, now: datetime) -> str:
    """Planned minutes; for what took longer, both."""
    if item.state == Item.State.DONE:
        used = round(clock.seconds_used(item, now) / 60)
        if used > item.minutes:
            return _("%(used)s av %(minutes)s min") % {"used": used, "minutes": item.minutes}
    return _("%(minutes)s min") % {"minutes": item.minutes + item.extra_minutes}


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
    following = _name(waiting[0].attendee) if waiting else ""
    return Speaker(
        _name(speaking.attendee) if speaking else "", left, following, len(waiting), not waiting and speaking is None
    )


def _name(who: Attendee) -> str:
    """How somebody is called aloud: by her place, a guest by the name she gave."""
    return who.label if who.is_guest else who.municipality or who.label


def _group(group: Group) -> GroupState:
    names = sorted({_name(m) for m in group.members.all()})
    words = len(group.text.split())
    if group.is_done:
        status, kind = ngettext("Klar, %(n)s ord", "Klar, %(n)s ord", words) % {"n": words}, "done"
    elif group.revision:
        status, kind = _("Skriver, %(n)s ord") % {"n": words}, "writing"
    else:
        status, kind = _("Inget skrivet än"), "empty"
    return GroupState(group, ", ".join(names), status, kind)


def _pace(meeting: Meeting, items: Sequence[Item], now: datetime) -> str:
    """Whether the meeting keeps its time: when it ends at this pace, against when it should."""
    if meeting.state != Meeting.State.RUNNING:
        return ""
    ends = clock.ends_at(items, now)
    # A meeting held at quite another time than planned is measured by its length.
    due = meeting.ends_at
    if meeting.started_at and abs(meeting.started_at - meeting.starts_at) > timedelta(hours=2):
        due = meeting.started_at + (meeting.ends_at - meeting.starts_at)
    behind = round((ends - due).total_seconds() / 60)
    clock_time = date_format(timezone.localtime(ends), "G.i")
    if behind > 1:
        return _("Ni ligger %(n)s minuter efter. Mötet slutar kl. %(time)s i den här takten.") % {
            "n": behind,
            "time": clock_time,
        }
    if behind < -1:
        return _("Ni har %(n)s minuter till godo. Mötet slutar kl. %(time)s i den här takten.") % {
            "n": -behind,
            "time": clock_time,
        }
    return _("Ni håller tiden.")


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """A participant's own view: the item and its clock, her group, whether she writes, whose turn it is."""

    who: Attendee
    current: Item | None
    number: int
    total: int
    seconds_left: int
    minutes_given: int
    is_paused: bool
    speaker: Speaker | None
    questions: list[str]
    group: Group | None
    members: str
    has_pencil: bool
    asides: list[Saved]
    my_turn: str


def seat(meeting: Meeting, who: Attendee, now: datetime) -> ParticipantView:
    """Compose it for one participant, with no more than her own telephone shows: many ask at once."""
    item = meeting.current
    number, total = queries.place_of(meeting)
    group = queries.group_of(item, who) if item else None
    speaker = _speaker(item, now)
    mine = ""
    if speaker and speaker.now and speaker.now == _name(who):
        mine = _("Det är din tur att tala.")
    elif speaker and speaker.following and speaker.following == _name(who):
        mine = _("Du är näst på tur.")
    return ParticipantView(
        who,
        item,
        number,
        total,
        clock.seconds_left(item, now) if item else 0,
        clock.seconds_given(item) // 60 if item else 0,
        bool(item and item.paused_at),
        speaker,
        item.questions.splitlines() if item else [],
        group,
        ", ".join(sorted({_name(m) for m in group.members.all()})) if group and group.number else "",
        bool(group and group.holder_id == who.pk),
        queries.asides(group) if group and group.revision else [],
        mine,
    )


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
