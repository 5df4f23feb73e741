"""Calendar files are read back by another reader: times, changes, cancellations, and whatever is written in a text."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from spiral.documents.ical import CANCELLED, METHODS, CalendarEntry, Party, calendar

HERE = ZoneInfo("Europe/Stockholm")
ENTRY = CalendarEntry(
    "a@spiral",
    3,
    datetime(2027, 1, 26, 9, 0, tzinfo=HERE),
    datetime(2027, 1, 26, 12, 0, tzinfo=HERE),
    False,
    "Nätverksträff; tema, matematik",
    datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
    about="Rad ett\nRad två\\slut",
    where="Skövde, sal 3",
    url="https://exempel.se/x?a=1,2",
)


def _read(*entries: CalendarEntry, **more: str):
    whole = Calendar.from_ical(calendar(entries, "På gång", **more))
    return whole, list(whole.walk("VEVENT"))


def test_an_entry_comes_back_as_it_was() -> None:
    whole, [found] = _read(ENTRY)
    assert (whole["method"], whole["version"], whole["x-wr-calname"]) == ("PUBLISH", "2.0", "På gång")
    assert (found["uid"], found["sequence"], found["status"]) == ("a@spiral", 3, "CONFIRMED")
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (ENTRY.start, ENTRY.end)
    assert found["dtstart"].params["tzid"] == "Europe/Stockholm"
    assert str(found["summary"]) == ENTRY.title
    assert str(found["description"]) == ENTRY.about
    assert str(found["location"]) == ENTRY.where
    assert str(found["url"]) == ENTRY.url
    assert found.decoded("dtstamp") == ENTRY.last_changed


@pytest.mark.parametrize(
    ("start", "end", "utc"),
    [
        # The clocks go forward on 28 March 2027 and back on 31 October; across new year.
        (datetime(2027, 3, 27, 9, tzinfo=HERE), datetime(2027, 3, 29, 12, tzinfo=HERE), (8, 10)),
        (datetime(2027, 10, 30, 9, tzinfo=HERE), datetime(2027, 11, 1, 12, tzinfo=HERE), (7, 11)),
        (datetime(2026, 12, 31, 22, tzinfo=HERE), datetime(2027, 1, 1, 2, tzinfo=HERE), (21, 1)),
    ],
)
def test_the_hour_is_the_wall_clock_s_across_summer_time_and_new_year(start, end, utc) -> None:
    whole, [found] = _read(replace(ENTRY, start=start, end=end))
    read = (found.decoded("dtstart"), found.decoded("dtend"))
    assert [m.replace(tzinfo=None) for m in read] == [start.replace(tzinfo=None), end.replace(tzinfo=None)]
    assert tuple(m.astimezone(UTC).hour for m in read) == utc
    [zone] = whole.walk("VTIMEZONE")
    offsets = {str(rule["tzoffsetto"].to_ical()) for rule in zone.subcomponents}
    assert {"+0100", "+0200"} <= {o.strip("b'") for o in offsets}


def test_whole_days_end_the_day_after_their_last() -> None:
    start, end = datetime(2026, 12, 30, tzinfo=HERE), datetime(2027, 1, 2, tzinfo=HERE)
    _whole, [found] = _read(replace(ENTRY, start=start, end=end, all_day=True))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2026, 12, 30), date(2027, 1, 3))
    assert found["dtstart"].params["value"] == "DATE"


def test_a_cancellation_keeps_the_uid_and_says_so() -> None:
    called_off = replace(ENTRY, status=CANCELLED, sequence=4, organiser=Party("Samordnare", "s@exempel.se"))
    whole, [found] = _read(called_off, method="CANCEL")
    assert (whole["method"], found["status"], found["uid"], found["sequence"]) == ("CANCEL", "CANCELLED", "a@spiral", 4)


def test_who_is_asked_is_there_with_name_and_address() -> None:
    asked = replace(ENTRY, organiser=Party("Samordnare", "s@exempel.se"), attendees=[Party('Å "A"\nÖ', "a@exempel.se")])
    _whole, [found] = _read(asked, method="REQUEST")
    assert found["organizer"] == "mailto:s@exempel.se"
    assert found["attendee"] == "mailto:a@exempel.se"
    assert found["attendee"].params["cn"] == "Å  A  Ö"
    assert found["attendee"].params["partstat"] == "NEEDS-ACTION"


@given(st.text(st.characters(), max_size=400), st.text(st.characters(), max_size=200))
def test_no_text_breaks_the_file_and_no_line_is_longer_than_it_may_be(title: str, about: str) -> None:
    whole = replace(ENTRY, title=title, about=about, where=about, url=about, organiser=Party(title, f"{about}@b.se"))
    made = calendar([whole], title)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1
    assert b"\x00" not in made


def test_a_text_cannot_smuggle_in_a_line_of_its_own() -> None:
    made = calendar([replace(ENTRY, title="x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:other")], "x\r\nMETHOD:CANCEL")
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1
    assert made.count(b"\r\nMETHOD:") == 1


@pytest.mark.parametrize(
    ("change", "method", "said"),
    [
        ({"start": datetime(2027, 1, 26, 9, 0)}, "PUBLISH", "time zone"),  # noqa: DTZ001
        ({"end": datetime(2027, 1, 26, 8, 0, tzinfo=HERE)}, "PUBLISH", "before its start"),
        ({}, "REQUEST", "without an organiser"),
        ({}, "DELETE", "method"),
    ],
)
def test_what_makes_no_sense_is_refused(change, method, said) -> None:
    with pytest.raises(ValueError, match=said):
        calendar([replace(ENTRY, **change)], "x", method)


def test_a_strict_reader_accepts_invitations_changes_cancellations_and_whole_days() -> None:
    """``ical`` refuses what RFC 5545 forbids where other readers look away."""
    from ical.calendar_stream import IcsCalendarStream

    at = datetime(2026, 12, 31, 22, tzinfo=HERE)
    organiser, guests = Party("SKIS; nätverket", "a@example.org"), [Party('Vara, "ordförande"', "b@example.org")]
    for method in METHODS:
        for all_day in (False, True):
            made = CalendarEntry(
                "mote-1@spiral",
                3,
                at,
                at + timedelta(hours=3),
                all_day,
                "Träff; å, ä\nö \\ slut",
                at,
                about="rad\n" * 40,
                where="Hjo",
                url="https://spiral.example/moten/1/",
                organiser=organiser,
                attendees=guests,
            )
            read = IcsCalendarStream.calendar_from_ics(calendar([made], "SKIS", method).decode())
            (event,) = read.events
            assert (event.uid, event.sequence) == ("mote-1@spiral", 3)
            assert event.summary == "Träff; å, ä\nö \\ slut"
            assert event.dtend > event.dtstart


def test_the_zone_has_rules_without_an_end_and_agrees_with_the_clock_in_every_year() -> None:
    text = calendar([ENTRY], "Kalender").decode()
    zone = text.split("BEGIN:VTIMEZONE")[1].split("END:VTIMEZONE")[0]
    assert not [word for word in ("RDATE", "COMMENT", "UNTIL", "COUNT") if word in zone]
    assert zone.count("RRULE:FREQ=YEARLY;") == 2
    assert "DTSTART:19960331T020000" in zone
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    # Read by another library than the one that wrote it.
    read = tz.tzical(io.StringIO(text)).get("Europe/Stockholm")
    assert read is not None
    noons = [datetime(1998, 1, 1, 12, tzinfo=HERE) + timedelta(days=day) for day in range(365 * 60)]
    assert [noon.replace(tzinfo=read).utcoffset() for noon in noons] == [noon.utcoffset() for noon in noons]
    for day, hour in (((2026, 3, 29), 2), ((2026, 10, 25), 3)):
        for minutes in (-61, 61):
            moment = datetime(*day, hour, tzinfo=HERE) + timedelta(minutes=minutes)
            assert moment.replace(tzinfo=read).utcoffset() == moment.utcoffset()


def test_a_calendar_without_hours_has_no_zone() -> None:
    whole, _ = _read(replace(ENTRY, all_day=True))
    assert not whole.walk("VTIMEZONE")
