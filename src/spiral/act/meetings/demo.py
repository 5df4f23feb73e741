"""A made-up year of meetings: two held, with summaries, one ready to be run, and more planned. Offices, no names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from spiral.act.meetings.actions import notes, planning, summing
from spiral.act.meetings.blocks import agendas, blocks
from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Task
from spiral.exchange import happenings
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.actions import viewer_as
from spiral.trust.people.queries import colleagues

_OFFICES = (
    ("Samordnare, Skaraborg", ""),
    ("Presidium, Skövde", "Skövde"),
    ("Presidium, Lidköping", "Lidköping"),
    ("Presidium, Tidaholm", "Tidaholm"),
    ("Nätverksmedlem, Vara", "Vara"),
    ("Nätverksmedlem, Hjo", "Hjo"),
    ("Nätverksmedlem, Skara", "Skara"),
    ("Nätverksmedlem, Tibro", "Tibro"),
    ("Nätverksmedlem, Essunga", "Essunga"),
    ("Nätverksmedlem, Götene", "Götene"),
    ("Nätverksmedlem, Grästorp", "Grästorp"),
    ("Nätverksmedlem, Karlsborg", "Karlsborg"),
    ("Nätverksmedlem, Gullspång", "Gullspång"),
    ("Nätverksmedlem, Töreboda", "Töreboda"),
    ("Nätverksmedlem, Mariestad", "Mariestad"),
    ("Nätverksmedlem, Falköping", "Falköping"),
    ("Skolchef, Götene", "Götene"),
)
#: What the groups wrote: meeting, item kind, group → lines.
_NOTES = {
    0: {
        "group-talk": (
            "- Mäta progressionen över tid\n- Vi saknar indikatorer för förskolan\n- Elevernas egna ord",
            "Hur mäter vi progressionen över tid?\nSe vad en skola kan agera på\nBjud in någon från fritidshemmen",
            "Lyfta goda exempel i matematik\nElevernas ord saknas i underlaget",
        ),
        "check-in": ("Nyfikenhet\nVi vågar prata om det",),
    },
    1: {
        "group-talk": (
            "Läsningen i alla ämnen, inte bara svenska\nTid för lärarna att planera ihop",
            "Planera ihop: vem ger lärarna tiden?\nVi prövar gemensam lektionsstart",
            "Fråga eleverna först",
        ),
        "book": ("Samma ord för samma sak\nBörja i ett problem, inte i en metod",),
    },
}


@transaction.atomic
def load_demo_meetings() -> int:
    """How many were made; 0 when they are there."""
    if Meeting.objects.filter(is_made_up=True).exists():
        return 0
    leader = viewer_as("samordnare")
    today = timezone.localdate()
    held = [
        _call(
            "Nätverksmöte om resultaten",
            _workday(today - timedelta(days=70)),
            9,
            180,
            "network-meeting",
            "Skövde",
            leader,
        ),
        _call("Digital träff om boken", _workday(today - timedelta(days=28)), 13, 90, "digital-meeting", "", leader),
    ]
    for n, meeting in enumerate(held):
        _hold(meeting, _NOTES[n], leader)
    first, second = held
    points = [ref for ref, _title in happenings.points(leader)]
    _promise(
        first,
        "Ta fram ett förslag till analysdag med elever",
        "Tidaholm",
        today - timedelta(days=20),
        done=True,
        point=_nth(points, 1),
    )
    _promise(first, "Jämföra frånvaron i tre kommuner", "Skövde", today + timedelta(days=24), point=_nth(points, 2))
    _decide(first, "Självskattningen görs igen till våren.")
    _promise(
        second,
        "Bjuda in Skolverket om förskola och fritidshem",
        "Samordnare",
        today + timedelta(days=9),
        point=_nth(points, 7),
    )
    _promise(second, "Berätta om gemensam lektionsstart på nästa möte", "Vara", today + timedelta(days=5))
    _decide(second, "Boken läses i par, två kapitel till varje möte.", point=_nth(points, 1))
    first.items.filter(kind="group-talk").update(point=_nth(points, 3))
    for meeting in held:
        summing.publish(meeting.pk, by=leader)
        published_at = meeting.ends_at + timedelta(hours=1)
        Meeting.objects.filter(pk=meeting.pk).update(published_at=published_at)
        meeting.editions.update(published_at=published_at)
    coming = _call(
        "Nätverksmöte med 5 varför", _workday(today + timedelta(days=6)), 9, 195, "network-meeting-whys", "Hjo", leader
    )
    coming.attendees.filter(municipality="Karlsborg").update(reply=Attendee.Reply.NOT)
    _call("Digital träff", _workday(today + timedelta(days=45)), 13, 90, "digital-meeting", "", leader)
    _call("Möte om uppdraget", _workday(today + timedelta(days=80)), 9, 180, "assignment-meeting", "Lidköping", leader)
    return 5


def _workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


def _call(title: str, day: date, hour: int, minutes: int, key: str, where: str, leader: Viewer) -> Meeting:
    agenda = next(a for a in agendas() if a.key == key)
    start = timezone.make_aware(datetime.combine(day, time(hour)))
    plan = planning.MeetingPlan(
        title,
        start,
        start + timedelta(minutes=minutes),
        agenda.mode,
        where,
        items=[blocks()[k].as_item("sv") for k in agenda.kinds],
        is_made_up=True,
    )
    meeting = planning.call_meeting(plan, by=leader)
    person = {str(office): office.person for office in colleagues(leader)}
    Attendee.objects.bulk_create(
        Attendee(meeting=meeting, label=label, municipality=place, person=person.get(label))
        for label, place in _OFFICES
    )
    return meeting


def _hold(meeting: Meeting, written: dict[str, tuple[str, ...]], leader: Viewer) -> None:
    """As if it had been run: everybody but two there, each item its planned time, the groups' notes written."""
    people = list(meeting.attendees.all())
    Attendee.objects.filter(pk__in=[a.pk for a in people if a.municipality not in ("Essunga", "Karlsborg")]).update(
        is_present=True, joined_at=meeting.starts_at
    )
    at = meeting.starts_at
    for item in meeting.items.all():
        item.state, item.started_at = Item.State.DONE, at
        at += timedelta(minutes=item.minutes)
        item.ended_at = at
        item.save()
        texts = written.get(item.kind, ())
        for number, text in enumerate(texts, 1 if len(texts) > 1 else 0):
            group, _is_new = Group.objects.get_or_create(item=item, number=number)
            members = [a for i, a in enumerate(people) if i % max(1, len(texts)) == number - 1] if number else people
            if number:
                group.members.set(members)
            notes.save_note(group.pk, f"demo-{item.pk}-{number}", text, 0, attendee=members[0])
    Meeting.objects.filter(pk=meeting.pk).update(
        state=Meeting.State.ENDED, started_at=meeting.starts_at, ended_at=meeting.ends_at
    )
    meeting.refresh_from_db()


def _nth(points: list[str], number: int) -> str:
    """The reference of the assignment's point with that number; '' where there is none."""
    return points[number - 1] if len(points) >= number else ""


def _promise(meeting: Meeting, text: str, who: str, due: date, *, done: bool = False, point: str = "") -> None:
    item = meeting.items.get(kind="decisions")
    owner = (
        meeting.attendees.filter(municipality=who).first() or meeting.attendees.filter(label__startswith=who).first()
    )
    Task.objects.create(
        meeting=meeting,
        item=item,
        text=text,
        who=who,
        due=due,
        attendee=owner,
        state=Task.State.DONE if done else Task.State.OPEN,
        ended_on=due if done else None,
        outcome="Förslaget gick ut till alla." if done else "",
        point=point,
    )


def _decide(meeting: Meeting, text: str, *, point: str = "") -> None:
    meeting.decisions.create(item=meeting.items.get(kind="decisions"), text=text, point=point)
