"""Calendar entries → iCalendar (RFC 5545, 5546): invitations, changes, cancellations, feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Component

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing in a calendar. ``uid`` never changes; ``sequence`` grows with every change that people must know of.

    ``start`` and ``end`` are aware times, or dates for whole days (``end`` is the day after the last).
    ``attendees`` and ``organiser`` are (name, e-mail address).
    """

    uid: str
    sequence: int
    start: datetime | date
    end: datetime | date
    title: str
    last_changed: datetime
    about: str = ""
    where: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False
    organiser: tuple[str, str] | None = None
    attendees: Sequence[tuple[str, str]] = ()


def calendar(
    entries: Sequence[CalendarEntry], *, name: str, method: Method = "PUBLISH", zone: str = "Europe/Stockholm"
) -> bytes:
    """One calendar with its time zone, each entry as an event. Raises ValueError for a time without a zone or an entry
    that ends before it begins."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Spiral//SV")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    if method == "PUBLISH":
        made.add("x-wr-calname", name)
        made.add("x-wr-timezone", zone)
    for entry in entries:
        made.add_component(_event(entry, zone, method))
    if entries:
        years = [e.start.year for e in entries]
        made.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return bytes(made.to_ical())


def _event(entry: CalendarEntry, zone: str, method: Method) -> Component:
    from icalendar import Event, vCalAddress, vText

    if entry.end <= entry.start if type(entry.end) is type(entry.start) else True:
        raise ValueError(f"{entry.title}: it ends before it begins")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.last_changed))
    event.add("last-modified", _utc(entry.last_changed))
    event.add("dtstart", _local(entry.start, zone))
    event.add("dtend", _local(entry.end, zone))
    event.add("summary", entry.title)
    for key, text in (("description", entry.about), ("location", entry.where), ("url", entry.url)):
        if text:
            event.add(key, text)
    cancelled = entry.is_cancelled or method == "CANCEL"
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    if entry.organiser:
        organiser = vCalAddress(f"mailto:{entry.organiser[1]}")
        organiser.params["CN"] = vText(entry.organiser[0])
        event.add("organizer", organiser)
    for who, address in entry.attendees:
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["CN"] = vText(who)
        if method == "REQUEST":
            attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
            attendee.params["RSVP"] = vText("TRUE")
        event.add("attendee", attendee, encode=False)
    return event


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(ZoneInfo("UTC")).replace(microsecond=0)


def _local(at: datetime | date, zone: str) -> datetime | date:
    """A whole day as it is; a time in the calendar's own zone, so that nine stays nine across daylight saving."""
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
