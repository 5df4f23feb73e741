"""Rooms meet: what is written in one is one click from another, and nothing is written twice."""

from __future__ import annotations

import pytest
from django.test import override_settings
from lxml import html

from spiral.act.meetings.demo import load_demo_meetings
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.summary import summary
from spiral.exchange.evidence import destinations
from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.django_db, pytest.mark.figures]


@pytest.fixture
def coordinator(client, person) -> object:
    found = person("samordnare")
    client.force_login(found, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def note(coordinator) -> str:
    """A line of a held meeting's notes."""
    load_demo_meetings()
    meeting = Meeting.objects.filter(state=Meeting.State.ENDED).first()
    line = next(line for p in summary(meeting).points for n in p.notes for line in n.lines if n.number)
    return f"{meeting.pk}:{line.key}"


def test_a_line_of_a_meeting_may_go_to_every_room_that_takes_it(coordinator) -> None:
    keys = {d.key for d in destinations(viewer_of(coordinator), "note")}
    assert keys >= {"inquiry", "need", "new-example", "meeting"}
    assert "example" not in keys


def test_every_way_from_every_kind_leads_to_a_page(coordinator, note, client) -> None:
    for way in destinations(viewer_of(coordinator), "note"):
        answer = client.get(way.url("note", note))
        assert answer.status_code == 200, way.key


def test_every_line_of_a_published_summary_can_be_taken_along_by_a_member(note, client, person) -> None:
    client.force_login(person("natverksmedlem"), backend="django.contrib.auth.backends.ModelBackend")
    number = note.split(":")[0]
    page = html.fromstring(client.get(f"/moten/{number}/sammanfattning/").content)
    rows = page.xpath("//li[@class='onward-row']")
    assert len(rows) == sum(len(n.lines) for p in summary(Meeting.objects.get(pk=number)).points for n in p.notes)
    for address in rows[0].xpath(".//a/@href"):
        assert client.get(address).status_code == 200


def test_a_line_becomes_a_need_and_what_stood_there_is_asked_about_first(coordinator, note, client) -> None:
    way = next(d for d in destinations(viewer_of(coordinator), "note") if d.key == "need")
    form = {"municipality": "1470", "area": "matematik", "status": "seeks", "text": "Mäta progressionen"}
    assert client.post(way.url("note", note), form).status_code == 302
    page = html.fromstring(client.get("/behov/kommun/vara/").content)
    assert "Mäta progressionen" in page.text_content()
    again = client.post(way.url("note", note), form | {"text": "Något annat"})
    assert again.status_code == 409
    assert "Mäta progressionen" in again.content.decode()
    assert client.post(way.url("note", note), form | {"text": "Båda", "replace": "1"}).status_code == 302


def test_a_line_fills_in_a_new_example(coordinator, note, client) -> None:
    way = next(d for d in destinations(viewer_of(coordinator), "note") if d.key == "new-example")
    page = html.fromstring(client.get(way.url("note", note)).content)
    line = page.xpath("string(//*[@name='title']/@value)")
    assert line
    assert line in page.xpath("string(//textarea[@name='problem'])")


@pytest.mark.parametrize(
    ("kind", "ref"), [("note", "1:finns-inte"), ("note", "x"), ("okänd", "1"), ("figure", "../.."), ("", "")]
)
def test_what_is_not_there_is_taken_nowhere(coordinator, kind, ref, client) -> None:
    for way in destinations(viewer_of(coordinator), kind):
        if way.key != "new-example":
            assert client.get(way.url(kind, ref)).status_code == 404, way.key


def test_an_inquiry_shows_examples_and_colleagues_of_its_area(client, person) -> None:
    from spiral.learn.examples.demo import load_demo_examples
    from spiral.understand.inquiries.demo import load_demo_inquiries
    from spiral.understand.inquiries.models import Inquiry

    principal = person("rektor")
    load_demo_examples()
    load_demo_inquiries()
    made = Inquiry.objects.filter(area__isnull=False).first()
    assert made is not None
    client.force_login(principal, backend="django.contrib.auth.backends.ModelBackend")
    page = html.fromstring(client.get(f"/undersokningar/{made.pk}/").content)
    assert page.xpath("//section[@aria-labelledby='andra']//a")


@override_settings(DEMO=True)
def test_the_demo_is_loaded_twice_without_a_second_copy() -> None:
    from spiral.ground.demo import load_everything

    first, second = load_everything(), load_everything()
    assert all(first.values())
    assert not any(second.values())
