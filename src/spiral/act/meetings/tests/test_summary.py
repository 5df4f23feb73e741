"""The summary: a view of what happened, at every moment; publishing freezes it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pypdf import PdfReader

from spiral.act.meetings import handover, queries
from spiral.act.meetings.actions import arranging, leading, notes, planning, summing
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.summary import Summary, summary
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.trust.access.viewer import viewer_of, visitor

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def written(running, leader) -> Meeting:
    """Two groups have written, one decision and one task are made."""
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    one, two = leading.make_groups(running.pk, item.pk, 2, by=viewer_of(leader))
    notes.save_note(
        one.pk, "a", "- Mäta progressionen över tid\n- Bjuda in Skolverket\n\n", 0, attendee=one.members.first()
    )
    notes.save_note(two.pk, "b", "Hur mäter vi progression?\nLyfta goda exempel", 0, attendee=two.members.first())
    notes.decide(running.pk, "Vi läser boken i par.", by=viewer_of(leader))
    notes.give_task(running.pk, "Ta fram förslag", "Tidaholm", date(2027, 1, 15), by=viewer_of(leader))
    return Meeting.objects.get(pk=running.pk)


def _lines(whole: Summary) -> list[str]:
    return [line.text for p in whole.points for n in p.notes for line in n.lines]


def test_it_is_there_at_every_moment_and_grows_with_the_meeting(running, leader) -> None:
    assert _lines(summary(running)) == []
    assert len(summary(running).present) == 17
    group = running.items.get(kind="check-in").groups.get(number=0)
    notes.save_note(group.pk, "a", "Nyfikenhet", 0, attendee=running.attendees.first())
    assert _lines(summary(running)) == ["Nyfikenhet"]


def test_skipping_an_item_never_empties_it(running, leader) -> None:
    group = running.items.get(kind="check-in").groups.get(number=0)
    notes.save_note(group.pk, "a", "Nyfikenhet", 0, attendee=running.attendees.first())
    for item in running.items.all():
        leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    leading.end(running.pk, by=viewer_of(leader))
    assert _lines(summary(Meeting.objects.get(pk=running.pk))) == ["Nyfikenhet"]


def test_notes_stand_group_by_group_with_decisions_and_tasks(written) -> None:
    whole = summary(written)
    point = next(p for p in whole.points if p.kind == "group-talk")
    assert [n.number for n in point.notes] == [1, 2]
    assert [line.text for line in point.notes[0].lines] == ["Mäta progressionen över tid", "Bjuda in Skolverket"]
    assert whole.decisions == point.decisions == ["Vi läser boken i par."]
    assert whole.tasks == [{"text": "Ta fram förslag", "who": "Tidaholm", "due": "2027-01-15"}]


def test_likeness_is_a_suggestion_and_nothing_is_brought_together_by_itself(written, leader) -> None:
    whole = summary(written, editing=True)
    assert len(_lines(whole)) == 4
    (keys,) = whole.suggestions
    summing.keep_choices(written.pk, {"bundles": [keys]}, 1, by=viewer_of(leader))
    joined = summary(Meeting.objects.get(pk=written.pk))
    assert len(_lines(joined)) == 3
    line = joined.points[1].notes[0].lines[0]
    assert (line.groups, line.others) == ([1, 2], ["Hur mäter vi progression?"])
    assert summary(Meeting.objects.get(pk=written.pk), editing=True).suggestions == []


def test_lines_are_left_out_and_worded_while_the_groups_notes_stay(written, leader) -> None:
    first, second = [line for p in summary(written).points for n in p.notes for line in n.lines][:2]
    summing.keep_choices(
        written.pk,
        {"out": [second.key], "texts": {first.key: "Vi vill mäta progression."}, "lead": "Kort."},
        1,
        by=viewer_of(leader),
    )
    changed = Meeting.objects.get(pk=written.pk)
    assert _lines(summary(changed))[:1] == ["Vi vill mäta progression."]
    assert "Bjuda in Skolverket" not in _lines(summary(changed))
    assert "Bjuda in Skolverket" in _lines(summary(changed, editing=True))
    assert written.items.get(kind="group-talk").groups.get(number=1).text.startswith("- Mäta")


def test_two_editors_do_not_overwrite_each_other(written, leader, person) -> None:
    summing.keep_choices(written.pk, {"lead": "Min"}, 1, by=viewer_of(leader))
    with pytest.raises(StaleRevision):
        summing.keep_choices(written.pk, {"lead": "Din"}, 1, by=viewer_of(person("presidium")))


def test_publishing_freezes_and_closes(written, leader) -> None:
    with pytest.raises(NotNow):
        summing.publish(written.pk, by=viewer_of(leader))
    leading.end(written.pk, by=viewer_of(leader))
    meeting = summing.publish(written.pk, by=viewer_of(leader))
    before = summary(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(title="Annat")
    written.items.get(kind="group-talk").groups.update(text="Annat")
    after = summary(Meeting.objects.get(pk=meeting.pk))
    assert after == before
    assert Summary.from_json(meeting.summary) == after
    for act in (
        lambda: notes.decide(meeting.pk, "Mer", by=viewer_of(leader)),
        lambda: leading.begin(meeting.pk, by=viewer_of(leader)),
        lambda: summing.publish(meeting.pk, by=viewer_of(leader)),
        lambda: planning.attach(meeting.pk, "a", b"", by=viewer_of(leader)),
    ):
        with pytest.raises(NotNow):
            act()


def test_a_task_can_still_be_ended_after_publishing(written, leader, person) -> None:
    leading.end(written.pk, by=viewer_of(leader))
    summing.publish(written.pk, by=viewer_of(leader))
    notes.end_task(written.tasks.get().pk, "done", "Klart", by=viewer_of(person("natverksmedlem")))
    assert written.tasks.get().outcome == "Klart"


def test_the_paper_holds_it_all(written, leader, client) -> None:
    client.force_login(leader, backend=BACKEND)
    answer = client.get(f"/moten/{written.pk}/sammanfattning.pdf")
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages).split())
    for piece in (
        "Nätverksmöte",
        "Vi läser boken i par.",
        "Tidaholm",
        "15 januari 2027",
        "Bjuda in Skolverket",
        "Påhittat exempel.",
    ):
        assert piece in text


def test_until_it_is_published_page_and_paper_say_that_it_is_not(written, leader, client) -> None:
    client.force_login(leader, backend=BACKEND)
    assert "Mötet pågår: så här långt." in client.get(f"/moten/{written.pk}/sammanfattning/").content.decode()
    paper = PdfReader(io.BytesIO(client.get(f"/moten/{written.pk}/sammanfattning.pdf").content))
    assert "Mötet pågår: så här långt." in paper.pages[0].extract_text()


def test_the_form_publishes_what_was_ticked(written, leader, client) -> None:
    leading.end(written.pk, by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    lines = [line for p in summary(written).points for n in p.notes for line in n.lines]
    form = {f"text-{line.key}": line.text for line in lines} | {f"included-{line.key}": "1" for line in lines[1:]}
    answer = client.post(
        f"/moten/{written.pk}/sammanfattning/andra/",
        form | {"revision": "1", "lead": "Det viktigaste.", "publish": "1"},
    )
    asks = f"/moten/{written.pk}/sammanfattning/publicera/"
    assert answer.headers["location"] == asks
    page = " ".join(client.get(asks).content.decode().split())
    assert "Alla i nätverket kan läsa den: 1 beslut och 1 uppgift." in page
    assert not Meeting.objects.get(pk=written.pk).published_at
    client.post(asks, {"confirmed": "1"})
    meeting = Meeting.objects.get(pk=written.pk)
    assert meeting.published_at
    assert client.get(asks).status_code == 302, "once"
    assert _lines(summary(meeting)) == [line.text for line in lines[1:]]
    # No form is shown whose words would be refused.
    item = meeting.items.first().pk
    for form in ("andra", f"punkt/{item}", "punkt", "lage", "sammanfattning/andra"):
        assert client.get(f"/moten/{meeting.pk}/{form}/").status_code == 302


@pytest.mark.parametrize("decision", ["Vi läser.", "\uf0b7 Vi läser\u0007 boken \u202e\ufeff😀."])
def test_the_published_summary_is_mailed_with_its_paper(decision: str, person, leader, client) -> None:
    """A sign that no font has, such as the dot of a list pasted from Word, stops neither the paper nor the letters."""
    person("natverksmedlem")
    at = timezone.now() - timedelta(hours=3)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    leading.begin(meeting.pk, by=viewer_of(leader))
    notes.decide(meeting.pk, decision, by=viewer_of(leader))
    leading.end(meeting.pk, by=viewer_of(leader))
    summing.publish(meeting.pk, by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    assert client.get(f"/moten/{meeting.pk}/sammanfattning.pdf").content.startswith(b"%PDF")
    client.post(f"/moten/{meeting.pk}/sammanfattning/skicka/", {"confirmed": "1"})
    assert sorted(m.to[0] for m in mail.outbox) == ["natverksmedlem@demo.invalid", "samordnare@demo.invalid"]
    assert mail.outbox[0].attachments[0][1].startswith(b"%PDF")


def test_a_reminder_goes_once_to_the_one_who_has_promised(person, leader) -> None:
    member = person("natverksmedlem")
    at = timezone.now() - timedelta(days=9)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=2)), by=viewer_of(leader))
    leading.begin(meeting.pk, by=viewer_of(leader))
    today = timezone.localdate()
    notes.give_task(meeting.pk, "Nära", "Vara", today + timedelta(days=3), by=viewer_of(leader))
    notes.give_task(meeting.pk, "Långt fram", "Vara", today + timedelta(days=30), by=viewer_of(leader))
    notes.give_task(meeting.pk, "Ingens", "någon", today, by=viewer_of(leader))
    call_command("send_reminders", address="https://spiral.example", stdout=io.StringIO())
    call_command("send_reminders", address="https://spiral.example", stdout=io.StringIO())
    (letter,) = mail.outbox
    assert letter.to == [member.email]
    assert "Nära" in letter.body
    assert "Långt fram" not in letter.body
    assert queries.due_soon(today) == []


def test_what_belongs_to_a_point_is_told_to_it_once_the_meeting_is_over(running, leader) -> None:
    item = running.items.get(kind="group-talk")
    arranging.keep_item(running.pk, item.pk, {"point": "u1:2"}, item.revision, by=viewer_of(leader))
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    notes.decide(running.pk, "Vi läser i par.", by=viewer_of(leader))
    assert handover.happenings(viewer_of(leader), ["u1:2"]) == []
    leading.end(running.pk, by=viewer_of(leader))
    texts = {h.text for h in handover.happenings(viewer_of(leader), ["u1:2", "u1:3"])}
    assert texts == {"Beslut: Vi läser i par.", "Gruppsamtal, Nätverksmöte"}
    assert handover.happenings(visitor(), ["u1:2"]) == []
