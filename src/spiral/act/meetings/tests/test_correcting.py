"""A published summary that is wrong is corrected by a new edition: the old one is kept, and those who read are told."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from spiral.act.meetings.actions import leading, notes, summing
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.summary import summary
from spiral.ground.refusals import NotNow
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def published(running, leader) -> Meeting:
    by = viewer_of(leader)
    notes.decide(running.pk, "Vi läser i tre", by=by)
    leading.end(running.pk, by=by)
    return summing.publish(running.pk, by=by)


@pytest.fixture
def member(person) -> Client:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(person("natverksmedlem"), backend=BACKEND)
    return client


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return " ".join(answer.content.decode().split())


def test_a_decision_and_a_task_are_worded_where_the_summary_is_gone_through(
    published, leader, signed_in, member
) -> None:
    base = f"/moten/{published.pk}/sammanfattning"
    signed_in.post(f"{base}/ratta/")
    task = notes.give_task(published.pk, "Boka lokl", "Hjo", None, by=viewer_of(leader))
    decision = published.decisions.get()
    page = _page(signed_in, f"{base}/andra/")
    assert 'value="Vi läser i tre"' in page
    assert "Uppgift: Hjo" in page
    form = {
        "revision": "1",
        "publish": "1",
        "correction": "Par, inte tre.",
        f"decision-{decision.pk}": "Vi läser i par",
        f"task-{task.pk}": "Boka lokal",
        "decision-999999": "x",
        "task-": "x",
    }
    signed_in.post(f"{base}/andra/", form)
    assert "Vi läser i tre" in _page(member, f"{base}/"), "what is published stands until then"
    stale = signed_in.post(f"{base}/andra/", {**form, f"decision-{decision.pk}": "Vi läser i fyra"})
    assert stale.status_code == 409
    assert 'value="Vi läser i fyra"' in stale.content.decode(), "what was typed stays on the page"
    signed_in.post(f"{base}/publicera/", {"confirmed": "1"})
    new = _page(member, f"{base}/")
    assert "Vi läser i par" in new
    assert "Boka lokal" in new
    signed_in.post(f"{base}/andra/", {"revision": "2", f"decision-{decision.pk}": "Vi läser inte"})
    assert "Vi läser i par" in _page(member, f"{base}/"), "nothing published is changed by chance"


def test_what_is_published_stands_until_the_new_edition_is(published, leader, signed_in, member) -> None:
    base = f"/moten/{published.pk}"
    decision = published.decisions.get()
    gone = f"{base}/lage/ta-bort/beslut/{decision.pk}/"
    assert signed_in.post(gone).status_code == 302
    assert published.decisions.exists(), "nothing published is changed by chance"
    signed_in.post(f"{base}/sammanfattning/ratta/")
    signed_in.post(gone)
    notes.decide(published.pk, "Vi läser i par", by=viewer_of(leader))
    assert "Vi läser i tre" in _page(member, f"{base}/sammanfattning/")
    assert "Vi läser i par" not in _page(member, f"{base}/sammanfattning/")
    assert "Fortsätt rätta" in _page(signed_in, f"{base}/sammanfattning/")
    assert "Fortsätt rätta" not in _page(member, f"{base}/sammanfattning/")
    form = {"revision": "1", "publish": "1", "correction": ""}
    assert signed_in.post(f"{base}/sammanfattning/andra/", form).status_code == 302
    page = signed_in.post(f"{base}/sammanfattning/publicera/", {"confirmed": "1"}, follow=True).content.decode()
    assert "Skriv vad som är rättat" in page
    signed_in.post(
        f"{base}/sammanfattning/andra/", {**form, "revision": "2", "correction": "Beslutet gällde par, inte tre."}
    )
    signed_in.post(f"{base}/sammanfattning/publicera/", {"confirmed": "1"})
    new = _page(member, f"{base}/sammanfattning/")
    assert "Beslutet gällde par, inte tre." in new
    assert "Vi läser i par" in new
    assert "Vi läser i tre" not in new
    old = _page(member, f"{base}/sammanfattning/utgava/1/")
    assert "Det här är utgåva 1." in old
    assert "Vi läser i tre" in old
    assert "Beslutet gällde par, inte tre." in old
    assert member.get(f"{base}/sammanfattning/utgava/2/").status_code == 404, "the newest is the summary itself"
    assert [e.correction for e in published.editions.all()] == ["", "Beslutet gällde par, inte tre."]
    assert summary(Meeting.objects.get(pk=published.pk)).as_json() == published.editions.last().summary


def test_those_who_got_the_first_by_mail_get_the_correction(published, leader, signed_in) -> None:
    attendee = published.attendees.first()
    attendee.person = leader
    attendee.save()
    base = f"/moten/{published.pk}/sammanfattning"
    signed_in.post(f"{base}/ratta/")
    _correct(signed_in, base, 1)
    assert mail.outbox == [], "nobody has been sent the first"
    signed_in.post(f"{base}/skicka/", {"confirmed": "1"})
    assert [m.subject for m in mail.outbox] == ["Rättad sammanfattning: Nätverksmöte"]
    mail.outbox.clear()
    signed_in.post(f"{base}/ratta/")
    _correct(signed_in, base, 2)
    assert "Sammanfattningen är rättad: Fel datum." in mail.outbox[0].body
    assert mail.outbox[0].attachments[0][0] == "sammanfattning.pdf"


def _correct(client: Client, base: str, revision: int) -> None:
    form = {"revision": str(revision), "publish": "1", "correction": "Fel datum."}
    client.post(f"{base}/andra/", form)
    client.post(f"{base}/publicera/", {"confirmed": "1"})


def test_a_published_meeting_is_not_begun_again_and_only_its_leader_corrects(
    published, leader, member, running
) -> None:
    by = viewer_of(leader)
    summing.correct(published.pk, by=by)
    with pytest.raises(NotNow):
        leading.begin(published.pk, by=by)
    assert member.post(f"/moten/{published.pk}/sammanfattning/ratta/").status_code == 403
    summing.keep_choices(published.pk, {"correction": "x"}, 1, by=by)
    summing.publish(published.pk, by=by)
    with pytest.raises(NotNow):
        notes.decide(published.pk, "mer", by=by)


def test_an_unpublished_summary_has_nothing_to_correct(running, leader) -> None:
    with pytest.raises(NotNow):
        summing.correct(running.pk, by=viewer_of(leader))
