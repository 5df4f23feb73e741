"""Before a meeting: calling it, changing it, its agenda, invitations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from icalendar import Calendar

from spiral.act.meetings import letters, queries
from spiral.act.meetings.actions import arranging, leading, notes, planning
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.starting_agendas import shipped_and_own
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db


def _plan(meeting: Meeting, **more: object) -> planning.MeetingPlan:
    names = ("title", "starts_at", "ends_at", "mode", "where", "join_url", "about")
    return planning.MeetingPlan(**{**{n: getattr(meeting, n) for n in names}, **more})


def test_those_who_hold_an_office_that_day_are_invited_once_each(person, leader) -> None:
    for key in ("natverksmedlem", "presidium", "skolchef", "rektor", "fortroendevald"):
        person(key)
    at = timezone.now() + timedelta(days=3)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    labels = [a.label for a in meeting.attendees.all()]
    assert sorted(labels) == [
        "Nätverksmedlem, Vara",
        "Presidium, Skövde",
        "Samordnare, Skaraborg",
        "Skolchef, Götene",
    ]
    assert {a.municipality for a in meeting.attendees.all()} == {"Vara", "Skövde", "Götene", ""}


@pytest.mark.parametrize("who", ["natverksmedlem", "rektor", "fortroendevald", "skolchef"])
def test_others_than_planners_call_no_meetings(person, call, who) -> None:
    with pytest.raises(PermissionDenied):
        planning.call_meeting(_plan(call()), by=viewer_of(person(who)))


def test_a_moved_meeting_has_the_same_uid_and_a_higher_sequence(call, leader) -> None:
    meeting = call()
    later = meeting.starts_at + timedelta(days=1)
    moved = planning.change_meeting(
        meeting.pk, _plan(meeting, starts_at=later, ends_at=later + timedelta(hours=1)), 1, by=viewer_of(leader)
    )
    assert (moved.sequence, moved.uid, moved.revision) == (1, meeting.uid, 2)
    same = planning.change_meeting(meeting.pk, _plan(moved), 2, by=viewer_of(leader))
    assert same.sequence == 1


def test_two_who_change_the_plan_at_once_do_not_overwrite_each_other(call, leader, person) -> None:
    meeting = call()
    planning.change_meeting(meeting.pk, _plan(meeting, where="Hjo"), 1, by=viewer_of(leader))
    with pytest.raises(StaleRevision):
        planning.change_meeting(meeting.pk, _plan(meeting, where="Vara"), 1, by=viewer_of(person("presidium")))
    meeting.refresh_from_db()
    assert meeting.where == "Hjo"


def test_an_invitation_a_change_and_a_cancellation_reach_each_calendar(person, leader) -> None:
    for key in ("natverksmedlem", "presidium"):
        person(key)
    at = timezone.now() + timedelta(days=3)
    meeting = planning.call_meeting(
        planning.MeetingPlan("Träff", at, at + timedelta(hours=2), where="Hjo"), by=viewer_of(leader)
    )
    assert letters.send_invitation(meeting, "https://spiral.example/moten/1/", str) == (3, 0)
    meeting.refresh_from_db()
    planning.change_meeting(meeting.pk, _plan(meeting, where="Vara"), 1, by=viewer_of(leader))
    meeting.refresh_from_db()
    letters.send_invitation(meeting, "https://spiral.example/moten/1/", str)
    letters.send_invitation(
        planning.cancel_meeting(meeting.pk, by=viewer_of(leader)), "https://spiral.example/moten/1/", str
    )
    assert [m.subject.split(":")[0] for m in mail.outbox] == ["Inbjudan"] * 3 + ["Ändrat"] * 3 + ["Inställt"] * 3
    assert all(len(m.to) == 1 for m in mail.outbox)
    entries = []
    for letter in mail.outbox[::3]:
        (file,) = [content for content, kind in letter.alternatives if kind.startswith("text/calendar")]
        calendar = Calendar.from_ical(file)
        event = calendar.walk("VEVENT")[0]
        entries.append((str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])))
        assert len(event["ATTENDEE"]) == 3
    uid = f"{meeting.uid}@spiral"
    assert entries == [
        ("REQUEST", uid, 0, "CONFIRMED"),
        ("REQUEST", uid, 1, "CONFIRMED"),
        ("CANCEL", uid, 2, "CANCELLED"),
    ]


def test_a_letter_that_cannot_be_sent_stops_no_other_and_names_nobody_in_the_log(
    person, leader, monkeypatch, caplog
) -> None:
    person("natverksmedlem")
    at = timezone.now() + timedelta(days=3)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    from django.core.mail import EmailMultiAlternatives

    real = EmailMultiAlternatives.send

    def send(self, *args):
        if self.to == ["natverksmedlem@demo.invalid"]:
            raise ConnectionRefusedError("natverksmedlem@demo.invalid")
        return real(self, *args)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    assert letters.send_invitation(meeting, "https://spiral.example/", str) == (1, 1)
    assert "natverksmedlem" not in caplog.text


def test_a_mail_server_that_is_gone_is_told_and_the_invitation_is_still_to_be_sent(
    person, leader, client, monkeypatch
) -> None:
    person("natverksmedlem")
    at = timezone.now() + timedelta(days=3)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    from django.core.mail.backends.locmem import EmailBackend

    def gone(self) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", gone)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(f"/moten/{meeting.pk}/skicka/", {"confirmed": "1"}, follow=True).content.decode()
    assert "2 brev gick inte att skicka" in page
    assert "Skicka inbjudan" in page
    meeting.refresh_from_db()
    assert meeting.invited_at is None


def test_an_invited_person_answers_and_changes_her_mind_until_the_meeting(person, leader) -> None:
    member = person("natverksmedlem")
    at = timezone.now() + timedelta(days=3)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    planning.reply(meeting.pk, "coming", by=viewer_of(member))
    planning.reply(meeting.pk, "not", by=viewer_of(member))
    assert meeting.attendees.get(person=member).reply == "not"
    with pytest.raises(PermissionDenied):
        planning.reply(meeting.pk, "coming", by=viewer_of(person("fortroendevald")))
    planning.cancel_meeting(meeting.pk, by=viewer_of(leader))
    with pytest.raises(NotNow):
        planning.reply(meeting.pk, "coming", by=viewer_of(member))


def test_last_meetings_tasks_open_the_next_one(call, leader) -> None:
    first = call(start=timezone.now() - timedelta(days=30))
    leading.begin(first.pk, by=viewer_of(leader))
    task = notes.give_task(first.pk, "Ringa Skolverket", "Vara", None, by=viewer_of(leader))
    done = notes.give_task(first.pk, "Boka lokal", "Hjo", None, by=viewer_of(leader))
    leading.end(first.pk, by=viewer_of(leader))
    notes.end_task(done.pk, "done", "Bokad", by=viewer_of(leader))
    following = call()
    assert [t.pk for t in queries.left_from_before(viewer_of(leader), following)] == [task.pk, done.pk]
    assert queries.left_from_before(viewer_of(leader), first) == []


def test_a_saved_template_begins_the_next_meeting(call, leader) -> None:
    meeting = call("book", "break")
    planning.keep_template(meeting.pk, "Bokträff", by=viewer_of(leader))
    own = shipped_and_own(viewer_of(leader), "sv")[-1]
    assert (own.name, [i["kind"] for i in own.items], own.minutes) == ("Bokträff", ["book", "break"], 45)
    again = call(items=own.items)
    assert [i.title for i in again.items.all()] == ["Boken", "Paus"]


def test_an_earlier_meetings_agenda_is_copied_without_what_happened(call, leader, client) -> None:
    meeting = call("group-talk", "rating", start=timezone.now() - timedelta(days=3), title="Träff i Skövde")
    talk, rating = meeting.items.all()
    written = {"questions": "Vad ser vi?", "minutes": 25, "private_notes": "HEMLIGT"}
    arranging.keep_item(meeting.pk, talk.pk, written, talk.revision, by=viewer_of(leader))
    arranging.keep_item(meeting.pk, rating.pk, {"statement_set": "a-set"}, rating.revision, by=viewer_of(leader))
    leading.begin(meeting.pk, by=viewer_of(leader))
    notes.decide(meeting.pk, "Vi läser.", by=viewer_of(leader))
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert f'"?template=meeting-{meeting.pk}"' in client.get("/moten/ny/").content.decode()
    address = f"/moten/ny/?template=meeting-{meeting.pk}"
    form = client.get(address).context["form"]
    begins = timezone.localtime(meeting.starts_at).time().replace(microsecond=0)
    assert [form[name].value() for name in ("title", "where", "start", "day")] == [
        "Träff i Skövde",
        "Skövde",
        begins,
        None,
    ]
    sent = {"title": "Igen", "day": "2027-02-03", "start": "09:00", "end": "12:00", "mode": "physical"}
    assert client.post(address, sent).status_code == 302
    again = Meeting.objects.get(title="Igen")
    talk, rating = again.items.all()
    assert (talk.kind, talk.questions, talk.minutes, talk.private_notes) == ("group-talk", "Vad ser vi?", 25, "")
    assert (rating.statement_set, rating.round_id, rating.state) == ("a-set", None, "waiting")
    assert not again.decisions.exists()
    assert client.get("/moten/ny/?template=meeting-0").context["templates"], "one that is not there is chosen anew"


def test_a_members_feed_holds_the_meetings_and_takes_the_cancelled_back(call, leader, person, client) -> None:
    from spiral.act.events import actions as events

    meeting, gone = call(), call(start=timezone.now() + timedelta(days=20))
    planning.cancel_meeting(gone.pk, by=viewer_of(leader))
    key = events.new_feed_key(by=viewer_of(person("natverksmedlem")))
    calendar = Calendar.from_ical(client.get(f"/pa-gang/kalender/{key}.ics").content)
    statuses = {str(e["UID"]): str(e["STATUS"]) for e in calendar.walk("VEVENT")}
    assert statuses[f"{meeting.uid}@spiral"] == "CONFIRMED"
    assert statuses[f"{gone.uid}@spiral"] == "CANCELLED"


def test_a_row_of_meetings_keeps_its_clock_across_daylight_saving_and_new_year_each_with_its_own_uid(
    client, leader
) -> None:
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    days = ("2026-10-21", "2026-10-28", "2026-12-30", "2027-03-31")
    form = {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "0"}
    for n, day in enumerate(days):
        form |= {
            f"form-{n}-day": day,
            f"form-{n}-start": "09:00",
            f"form-{n}-end": "12:00",
            f"form-{n}-template": "network-meeting",
        }
    assert client.post("/moten/arsplan/?year=2026", form).status_code == 302
    meetings = list(Meeting.objects.order_by("starts_at"))
    assert [timezone.localtime(m.starts_at).strftime("%Y-%m-%d %H:%M") for m in meetings] == [
        f"{d} 09:00" for d in days
    ]
    assert len({m.uid for m in meetings}) == 4
    assert {m.code for m in meetings} == {None}, "a planned meeting has no code"
    assert {m.items.count() for m in meetings} == {8}
    for m in meetings:
        event = Calendar.from_ical(client.get(f"/moten/{m.pk}/mote.ics").content).walk("VEVENT")[0]
        assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (9, 12)


def test_half_a_row_is_answered_and_nothing_is_planned(client, leader) -> None:
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    form = {
        "form-TOTAL_FORMS": "6",
        "form-INITIAL_FORMS": "0",
        "form-0-day": "2027-02-03",
        "form-0-start": "09:00",
        "form-0-end": "12:00",
        "form-0-template": "network-meeting",
        "form-1-day": "2027-03-03",
    }
    answer = client.post("/moten/arsplan/?year=2027", form)
    assert answer.status_code == 422
    assert "Dag, början och slut behövs" in answer.content.decode()
    answer = client.post("/moten/arsplan/?year=2027", {**form, "form-1-day": "", "form-0-template": ""})
    assert answer.status_code == 422
    assert "Välj en dagordning." in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-24", "julafton"),
        ("2027-01-06", "Trettondedag jul"),
        ("2027-02-15", "sportlov"),
        ("2027-06-25", "midsommarafton"),
        ("2027-11-03", "höstlov"),
        ("2027-02-06", "lördag"),
        ("2027-03-26", "Långfredagen"),
    ],
)
def test_a_day_that_collides_says_why(day, said, call, leader, client) -> None:
    from datetime import datetime

    meeting = call(start=timezone.make_aware(datetime.fromisoformat(f"{day}T09:00")))
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    for url in (f"/moten/{meeting.pk}/", f"/moten/arsplan/?year={day[:4]}"):
        assert said in client.get(url).content.decode()


def test_two_networks_at_the_same_time_are_said_to_collide(call, leader, client) -> None:
    from spiral.trust.networks.models import Network

    other = Network.objects.create(slug="gymnasiet", name="Gymnasienätverket")
    at = timezone.now().replace(hour=9, minute=0) + timedelta(days=14)
    meeting = call(start=at)
    call(start=at + timedelta(hours=2), network=other.pk)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "Samtidigt: Gymnasienätverket." in client.get(f"/moten/{meeting.pk}/").content.decode()
