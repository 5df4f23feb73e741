"""Calendars that other programs accept: stable, folded, right across daylight saving and the turn of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from spiral.documents.ical import CalendarEntry, calendar

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANGED = datetime(2026, 11, 1, 12, 0, 0, 5, tzinfo=UTC)


def _entry(start: datetime | date, hours: int = 3, **more: object) -> CalendarEntry:
    end = start + (timedelta(hours=hours) if isinstance(start, datetime) else timedelta(days=1))
    return CalendarEntry(
        **{
            "uid": "mote-1@spiral",
            "sequence": 0,
            "start": start,
            "end": end,
            "title": "Träff",
            "last_changed": CHANGED,
            **more,
        }
    )


def _events(made: bytes) -> list:
    return list(Calendar.from_ical(made).walk("VEVENT"))


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2026, 10, 26), date(2027, 3, 26), date(2027, 3, 29)])
def test_nine_stays_nine_on_both_sides_of_daylight_saving(day: date) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=STOCKHOLM)
    made = calendar([_entry(at.astimezone(UTC))], name="SKIS")
    (event,) = _events(made)
    assert event["DTSTART"].dt == at
    assert f"DTSTART;TZID=Europe/Stockholm:{day:%Y%m%d}T090000".encode() in made
    offsets = {s["TZOFFSETTO"].to_ical() for s in Calendar.from_ical(made).walk("VTIMEZONE")[0].subcomponents}
    assert {"+0100", "+0200"} <= offsets


def test_a_meeting_over_new_year_ends_next_year() -> None:
    (event,) = _events(calendar([_entry(datetime(2026, 12, 31, 23, tzinfo=STOCKHOLM))], name="SKIS"))
    assert (event["DTSTART"].dt.year, event["DTEND"].dt.year) == (2026, 2027)


def test_whole_days_have_no_clock() -> None:
    made = calendar([_entry(date(2026, 12, 31))], name="SKIS")
    assert b"DTSTART;VALUE=DATE:20261231" in made
    assert b"DTEND;VALUE=DATE:20270101" in made


def test_an_invitation_names_organiser_and_guests_and_a_cancellation_takes_it_back() -> None:
    at = datetime(2026, 12, 4, 9, tzinfo=STOCKHOLM)
    people = {
        "organiser": ("Samordnare, Skaraborg", "a@example.org"),
        "attendees": [("Vara; ordförande", "b@example.org")],
    }
    asked = Calendar.from_ical(calendar([_entry(at, **people)], name="SKIS", method="REQUEST"))
    event = asked.walk("VEVENT")[0]
    assert asked["METHOD"] == "REQUEST"
    assert event["ATTENDEE"].params["CN"] == "Vara; ordförande"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    taken = Calendar.from_ical(calendar([_entry(at, sequence=2, **people)], name="SKIS", method="CANCEL")).walk(
        "VEVENT"
    )[0]
    assert (taken["STATUS"], taken["SEQUENCE"], taken["UID"]) == ("CANCELLED", 2, "mote-1@spiral")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_any_text_comes_back_as_it_was_in_lines_of_75_bytes(text: str) -> None:
    made = calendar([_entry(datetime(2026, 12, 4, 9, tzinfo=STOCKHOLM), title=text, about=text)], name="x")
    assert max(map(len, made.split(b"\r\n"))) <= 75
    assert str(_events(made)[0]["DESCRIPTION"]) == text


def test_a_line_break_in_a_title_cannot_add_a_line_of_its_own() -> None:
    made = calendar(
        [_entry(datetime(2026, 12, 4, 9, tzinfo=STOCKHOLM), about="Hej\r\nATTENDEE:mailto:x@example.org")], name="x"
    )
    assert "ATTENDEE" not in _events(made)[0]


@pytest.mark.parametrize("wrong", [{"end": datetime(2026, 12, 4, 8, tzinfo=UTC)}, {"end": date(2026, 12, 5)}])
def test_what_ends_before_it_begins_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="ends before"):
        calendar([_entry(datetime(2026, 12, 4, 9, tzinfo=UTC), **wrong)], name="x")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar([_entry(datetime(2026, 12, 4, 9))], name="x")  # noqa: DTZ001
