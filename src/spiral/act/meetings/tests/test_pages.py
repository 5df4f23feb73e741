"""The pages of meetings, as their readers get them."""

from __future__ import annotations

import pytest

from spiral.act.meetings.actions import leading
from spiral.act.meetings.tests.conftest import sit
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db


def _login(client, who) -> None:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def planner(client, leader) -> object:
    _login(client, leader)
    return client


def test_every_page_of_a_running_meeting_opens(planner, running, read) -> None:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(running.leader))
    leading.make_groups(running.pk, item.pk, 4, by=viewer_of(running.leader))
    base = f"/moten/{running.pk}"
    for url in (
        "/moten/",
        "/moten/ny/",
        "/moten/ny/?template=network-meeting",
        "/moten/arsplan/?year=2027",
        "/moten/uppgifter/",
        f"{base}/",
        f"{base}/andra/",
        f"{base}/punkt/",
        f"{base}/punkt/{item.pk}/",
        f"{base}/lage/",
        f"{base}/projektor/",
        f"{base}/punkt/{item.pk}/grupper/",
        f"{base}/sammanfattning/",
        f"{base}/sammanfattning/andra/",
    ):
        page = read(url)
        assert len(page.xpath("//h1")) == 1, url
    assert planner.get(f"{base}/sammanfattning.pdf").content.startswith(b"%PDF")
    assert b"BEGIN:VEVENT" in planner.get(f"{base}/mote.ics").content
    planner.logout()
    who = running.attendees.first()
    page = read(sit(planner, who))
    assert "Gruppsamtal" in page.text_content()


def test_my_tasks_speaks_of_the_tasks_that_are_there(planner, running, leader, read) -> None:
    from spiral.act.meetings.models import Task

    assert read("/moten/uppgifter/").xpath("string(//h1)") == "Inget kvar att göra"
    mine = running.attendees.create(person=leader, label="Samordnare, Skaraborg")
    for text in ("Bjuda in", "Berätta"):
        Task.objects.create(meeting=running, text=text, who="Samordnare", attendee=mine)
    assert read("/moten/uppgifter/").xpath("string(//h1)") == "2 uppgifter är kvar att göra"
    Task.objects.filter(text="Berätta").update(state=Task.State.DONE)
    assert read("/moten/uppgifter/").xpath("string(//h1)") == "En uppgift är kvar att göra"
