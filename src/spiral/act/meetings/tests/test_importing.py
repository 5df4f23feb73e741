"""Old minutes become meetings: looked through before anything is written, by those who plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from lxml import html

from spiral.act.events.models import Event
from spiral.act.meetings.actions import importing, summing
from spiral.act.meetings.actions.planning import MeetingPlan
from spiral.act.meetings.models import Attachment, Meeting
from spiral.act.meetings.summary import summary
from spiral.act.meetings.tests.conftest import BACKEND
from spiral.act.meetings.tests.old_minutes import SAMPLE, URL, filled, upload
from spiral.learn.assessments.models import StatementSetRecord
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event as Audit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_meeting")]


def test_a_file_becomes_a_preview_and_nothing_is_written(signed_in) -> None:
    before = Meeting.objects.count()
    answer = upload(signed_in)
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert "9 deltagare, 3 punkter och 3 kommande datum" in " ".join(page.xpath("//h1")[0].text_content().split())
    assert not page.xpath("//*[@role='alert']")
    fields = filled(answer)
    assert (fields["title"], fields["day"], fields["start"], fields["end"]) == (
        "270309 KVALITET",
        "2027-03-09",
        "08:57",
        "10:57",
    )
    assert (fields["p-1-name"], fields["p-1-municipality"], fields["p-1-here"]) == ("Bo Hittepå", "Skövde", "on")
    assert fields["d-0-day"] == "2028-01-26"
    assert "onsdag 26 januari 2028" in page.text_content()
    assert fields["d-0-make"] == "meeting"
    assert "take_set" not in fields
    assert len(fields["set_statements"].splitlines()) == 3
    assert Meeting.objects.count() == before


def test_saved_it_is_a_meeting_that_is_over_and_can_be_published(signed_in, leader) -> None:
    fields = filled(upload(signed_in)) | {
        "take_set": "on",
        "keep_file": "on",
        "d-1-make": "event",
        "rest": "Kvar.\nMer kvar.",
    }
    answer = signed_in.post(URL, fields)
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.objects.get(title="270309 KVALITET")
    assert answer["Location"] == f"/moten/{meeting.pk}/sammanfattning/"
    assert (meeting.state, meeting.attendees.filter(is_present=True).count()) == ("ended", 9)
    assert meeting.attendees.get(label="Hans Fabulös, skolchef, Tidaholm").municipality == "Tidaholm"
    assert not meeting.attendees.filter(person__isnull=False).exists()
    items = list(meeting.items.all())
    assert [i.title for i in items][-2:] == ["Från förra gången", "Övrigt"]
    assert {i.state for i in items} == {"done"}
    lines = [line.text for p in summary(meeting).points for n in p.notes for line in n.lines]
    assert lines[-2:] == ["Kvar.", "Mer kvar."]
    assert "26 januari 9.00-12.00 Tema läsning" in lines
    assert "1. Vi besöker varandras skolor" in lines
    planned = Meeting.objects.filter(state="planned", starts_at__year__gte=2027).order_by("starts_at")
    assert [(timezone.localtime(m.starts_at).isoformat()[:16], m.title) for m in planned] == [
        ("2027-05-06T09:00", "Tema?"),
        ("2028-01-26T09:00", "Tema läsning"),
    ]
    assert Event.objects.get(title="Digitalt tema?").organiser
    record = StatementSetRecord.objects.get(title="Påståenden från 270309 KVALITET")
    assert len(record.content.versions["sv"].statements) == 3
    assert bytes(Attachment.objects.get(meeting=meeting).content) == SAMPLE.read_bytes()
    page = signed_in.get(answer["Location"]).content.decode()
    assert "hanns inte med" not in page.casefold()
    assert "av 0 minuter" not in page
    summing.publish(meeting.pk, by=viewer_of(leader))
    assert signed_in.get(f"/moten/{meeting.pk}/sammanfattning.pdf").status_code == 200
    assert not any(word in repr(e.__dict__) for e in Audit.objects.all() for word in ("Påhittad", "Hittepå"))


def test_text_that_is_pasted_is_read_the_same_and_everything_can_be_changed(signed_in) -> None:
    answer = signed_in.post(URL, {"step": "read", "text": SAMPLE.read_text(encoding="utf-8")})
    fields = filled(answer) | {
        "title": "Min rubrik",
        "start": "09:00",
        "end": "12:00",
        "i-1-title": "",
        "i-0-title": "Början",
        "i-0-notes": "Först",
        "p-0-name": "Ny Påhittad",
        "p-9-name": "Tillagd Låtsas",
        "i-3-title": "Tillagd",
        "i-3-notes": "Ny rad",
        "d-0-make": "",
        "d-1-make": "",
        "d-2-make": "",
    }
    del fields["p-1-here"]
    assert "keep_file" not in answer.content.decode()
    signed_in.post(URL, fields)
    meeting = Meeting.objects.get(title="Min rubrik")
    assert [i.title for i in meeting.items.all()] == ["Början", "Från förra gången", "Tillagd"]
    first = meeting.items.first().groups.get().text
    assert first.startswith("Först\nFokus del 1-2.")
    labels = [a.label for a in meeting.attendees.all()]
    assert "Ny Påhittad, Landskapets kommunalförbund" in labels
    assert "Tillagd Låtsas" in labels
    assert not any("Bo Hittepå" in label for label in labels)
    assert not Meeting.objects.filter(state="planned", starts_at__year=2028).exists()


def test_a_person_of_the_register_is_chosen_never_guessed(signed_in, person) -> None:
    member = person("natverksmedlem")
    place = member.offices.first().place_name
    answer = upload(
        signed_in,
        f"Träff\n2027-03-09 kl. 9-12\n\n## Närvarande\nAlva Påhittad ({place})\nBo Hittepå ({place})\n## A\nx".encode(),
    )
    fields = filled(answer)
    assert fields["p-0-person"] == ""
    assert "Möjligen samma person" in answer.content.decode()
    twice = signed_in.post(URL, fields | {"p-0-person": str(member.pk), "p-1-person": str(member.pk)})
    assert twice.status_code == 422
    assert "vald två gånger" in html.fromstring(twice.content.decode()).xpath("string(//div[@class='problems'])")
    signed_in.post(URL, fields | {"p-0-person": str(member.pk)})
    meeting = Meeting.objects.get(title="Träff")
    assert [(a.label, a.person) for a in meeting.attendees.order_by("label")] == [
        (f"Alva Påhittad, {place}", member),
        (f"Bo Hittepå, {place}", None),
    ]


def test_the_preview_costs_the_same_whoever_was_there(signed_in) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    upload(signed_in)
    costs = []
    for n in (1, 30):
        people = "\n".join(f"Alva Påhittad{chr(97 + i)} (Vara)" for i in range(n))
        with CaptureQueriesContext(connection) as asked:
            upload(signed_in, f"# Träff 2027-03-09\n## Närvarande\n{people}\n## A\nx".encode())
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


def test_one_transaction_all_or_nothing_and_only_for_those_who_plan(leader, person, monkeypatch) -> None:
    at = timezone.now() - timedelta(days=9)
    old = importing.OldMinutes(
        MeetingPlan("Gammalt", at, at + timedelta(hours=2)),
        [importing.Present("Alva Påhittad")],
        [("A", "x")],
        coming=[MeetingPlan("Nytt", at, at + timedelta(hours=1))],
    )
    with pytest.raises(PermissionDenied):
        importing.keep_old_minutes(old, by=viewer_of(person("natverksmedlem")))
    monkeypatch.setattr(importing, "call_meeting", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.keep_old_minutes(old, by=viewer_of(leader))
    assert not Meeting.objects.filter(title="Gammalt").exists()


@pytest.mark.parametrize("role", ["presidium", "samordnare"])
def test_both_who_plan_may_import_and_put_up_an_event(role, client, person) -> None:
    client.force_login(person(role), backend=BACKEND)
    fields = filled(upload(client)) | {"d-0-make": "event"}
    assert client.post(URL, fields).status_code == 302
    assert Event.objects.filter(title="Tema läsning", starts__date=date(2028, 1, 26)).exists()


def test_the_names_are_for_members_only(signed_in, client, person) -> None:
    signed_in.post(URL, filled(upload(signed_in)))
    meeting = Meeting.objects.get(title="270309 KVALITET")
    client.logout()
    for who in ("", "fortroendevald", "friskolerektor"):
        if who:
            client.force_login(person(who), backend=BACKEND)
        for path in ("sammanfattning/", "", "sammanfattning.pdf", "mote.ics"):
            answer = client.get(f"/moten/{meeting.pk}/{path}")
            assert answer.status_code == (403 if who else 302)
            assert "Hittepå" not in answer.content.decode(errors="replace")
