"""What is mailed: the agenda with its hours in letter and calendar, seen before it is sent, and one reminder."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from icalendar import Calendar

from spiral.act.meetings.actions import leading, planning
from spiral.act.meetings.models import Meeting
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db

AGENDA = "DAGORDNING\n- 9.00 Incheckning (10 min)\n- 9.10 Gruppsamtal (45 min)\n- 9.55 Utcheckning (10 min)"


@pytest.fixture
def invited(call, person) -> Meeting:
    """A meeting in a fortnight, to which a member and the leader are invited."""
    person("natverksmedlem")
    day = timezone.localdate() + timedelta(days=14)
    at = timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=9)))
    return call("check-in", "group-talk", "check-out", start=at, is_made_up=False)


def _description(file: bytes | str) -> str:
    return str(Calendar.from_ical(file).walk("VEVENT")[0]["DESCRIPTION"])


def test_the_agenda_stands_with_its_hours_in_letter_and_calendar(invited, signed_in) -> None:
    signed_in.post(f"/moten/{invited.pk}/skicka/", {"confirmed": "1"})
    letter = mail.outbox[0]
    assert AGENDA in letter.body
    (file,) = [content for content, kind in letter.alternatives if kind.startswith("text/calendar")]
    assert AGENDA in _description(file)
    assert AGENDA in _description(signed_in.get(f"/moten/{invited.pk}/mote.ics").content)
    page = " ".join(signed_in.get(f"/moten/{invited.pk}/").content.decode().split())
    assert "9.10" in page, "the page says the same hours"


def test_of_a_meeting_that_has_been_the_calendar_says_how_it_went(invited, by, signed_in) -> None:
    leading.begin(invited.pk, by=by)
    leading.end(invited.pk, by=by)
    said = _description(signed_in.get(f"/moten/{invited.pk}/mote.ics").content)
    assert "- Gruppsamtal (hanns inte med)" in said
    assert "Incheckning (10 min)" in said


def test_the_letter_is_seen_before_it_is_sent_as_it_will_be(invited, signed_in) -> None:
    page = signed_in.post(f"/moten/{invited.pk}/skicka/").context["question"].letter
    assert mail.outbox == []
    signed_in.post(f"/moten/{invited.pk}/skicka/", {"confirmed": "1"})
    for letter in mail.outbox:
        assert (letter.subject, page.files) == (page.subject, [letter.attachments[0][0]])
        own = next(line for line in letter.body.splitlines() if "/delta/plats/" in line)
        assert letter.body.replace(own, "(en egen länk för var och en)") == page.text


def test_who_has_not_answered_is_reminded_once_some_days_before(invited, leader, person, time_machine) -> None:
    member = person("natverksmedlem")
    now = timezone.now()

    def remind() -> list[str]:
        mail.outbox.clear()
        call_command("send_reminders", address="https://spiral.example/", stdout=io.StringIO())
        return [m.to[0] for m in mail.outbox]

    time_machine.move_to(invited.starts_at - timedelta(days=4), tick=False)
    assert remind() == [], "nobody has been invited by a letter"
    time_machine.move_to(now, tick=False)
    planning.mark_invited(invited.pk)
    planning.reply(invited.pk, "coming", by=viewer_of(leader))
    time_machine.move_to(invited.starts_at - timedelta(days=6), tick=False)
    assert remind() == [], "not so long before"
    time_machine.move_to(invited.starts_at - timedelta(days=4), tick=False)
    assert remind() == [member.email]
    letter = mail.outbox[0]
    assert letter.subject.startswith("Kommer du? Nätverksmöte, ")
    assert AGENDA in letter.body
    assert f"https://spiral.example/moten/{invited.pk}/" in letter.body
    assert remind() == [], "never twice"


def test_nobody_is_reminded_of_what_is_cancelled_over_or_was_sent_yesterday(invited, by, time_machine) -> None:
    time_machine.move_to(invited.starts_at - timedelta(days=4), tick=False)
    planning.mark_invited(invited.pk)
    call_command("send_reminders", address="https://spiral.example", stdout=io.StringIO())
    assert mail.outbox == []
    time_machine.move_to(invited.starts_at - timedelta(days=1), tick=False)
    planning.cancel_meeting(invited.pk, by=by)
    call_command("send_reminders", address="https://spiral.example", stdout=io.StringIO())
    assert mail.outbox == []
