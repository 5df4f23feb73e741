"""Calendar files (RFC 5545): entries in, bytes out. Times stand in their own time zone, with its rules beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event, Timezone, vCalAddress

#: The time zone of Sweden.
ZONE = "Europe/Stockholm"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
#: PUBLISH for a feed or a file, REQUEST for an invitation, CANCEL for its withdrawal.
METHODS = ("PUBLISH", "REQUEST", "CANCEL")
#: Characters that no text of a calendar may hold; line breaks and tabs stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who organises or is asked: a name and an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. ``uid`` never changes, ``sequence`` grows with every change that matters.

    ``start`` and ``end`` are moments with a time zone; with ``all_day`` only their dates count, as they are where the
    zone is, and ``end`` is the last day of it. ``last_changed`` is a moment.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    all_day: bool
    title: str
    last_changed: datetime
    about: str = ""
    where: str = ""
    url: str = ""
    status: str = CONFIRMED
    organiser: Party | None = None
    attendees: Sequence[Party] = ()


def calendar(entries: Sequence[CalendarEntry], name: str, method: str = "PUBLISH") -> bytes:
    """The entries as one file. Raises ValueError for a moment without time zone, an end before its start, an unknown
    method, and a method other than PUBLISH without an organiser."""
    if method not in METHODS:
        raise ValueError(f"method {method!r}")
    from icalendar import Calendar, vText

    ics = Calendar()
    ics.add("prodid", "-//Spiral//Spiral//SV")
    ics.add("version", "2.0")
    ics.add("calscale", "GREGORIAN")
    ics.add("method", method)
    ics.add("x-wr-calname", vText(_line(name)))
    for entry in entries:
        if method != "PUBLISH" and entry.organiser is None:
            raise ValueError(f"{method} without an organiser: {entry.uid}")
        ics.add_component(_event(entry))
    if ZONE in ics.get_missing_tzids():
        # First, as programs read from the top.
        ics.subcomponents.insert(0, _zone())
    if ics.get_missing_tzids():
        years = [e.start.year for e in entries]
        ics.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return bytes(ics.to_ical())


def _zone() -> Timezone:
    """Swedish time by its rules, without an end: the last Sundays of March and October at one o'clock UTC (directive
    2000/84/EC). Outlook reads rules and no lists of dates. A change stands in the time that holds before it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for part, name, first, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, winter, summer),  # noqa: DTZ001 a rule has no zone
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, summer, winter),  # noqa: DTZ001 nor here
    ):
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def _event(entry: CalendarEntry) -> Event:
    from icalendar import Event, vText

    moments = (entry.start, entry.end, entry.last_changed)
    if any(m.tzinfo is None for m in moments):
        raise ValueError(f"a moment without time zone: {entry.uid}")
    if entry.end < entry.start:
        raise ValueError(f"an end before its start: {entry.uid}")
    event = Event()
    event.add("uid", _line(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.last_changed.astimezone(UTC))
    event.add("last-modified", entry.last_changed.astimezone(UTC))
    start: date = entry.start.date() if entry.all_day else entry.start
    # The end of whole days is the day after the last, as the format has it.
    end: date = entry.end.date() + timedelta(days=1) if entry.all_day else entry.end
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _clean(entry.title))
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT" if entry.all_day or entry.status == CANCELLED else "OPAQUE")
    if entry.about:
        event.add("description", _clean(entry.about))
    for key, text in (("location", entry.where), ("url", entry.url)):
        if text:
            event.add(key, _line(text))
    if entry.organiser is not None:
        event.add("organizer", _party(entry.organiser))
    for party in entry.attendees:
        address = _party(party)
        address.params["partstat"] = vText("NEEDS-ACTION")
        address.params["rsvp"] = vText("TRUE")
        event.add("attendee", address)
    return event


def _party(party: Party) -> vCalAddress:
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{_line(party.email)}")
    # A quoted parameter cannot hold a quotation mark.
    address.params["cn"] = vText(_line(party.name).replace('"', " "))
    return address


def _clean(text: str) -> str:
    """Without what no text may hold, half characters among it."""
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n").encode(errors="ignore").decode()


def _line(text: str) -> str:
    """One line of it."""
    return " ".join(_clean(text).splitlines())
