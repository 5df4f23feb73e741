"""Who may; how something is arranged and cancelled; what a calendar reads; the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from icalendar import Calendar

from spiral.act.events import actions, pages
from spiral.act.events.models import Event, Feed
from spiral.act.events.tests.conftest import BACKEND, CONTENT, FORM, START
from spiral.exchange import texts
from spiral.trust.access.viewer import viewer_of


# Who may -------------------------------------------------------------------------------------------------------------
def test_every_page_for_every_role(arranged, person, client) -> None:
    event = arranged()
    reading = ["/pa-gang/", "/pa-gang/nytt/", "/pa-gang/kalender/", f"/pa-gang/{event.pk}/", f"/pa-gang/{event.pk}.ics"]
    arranging = [f"/pa-gang/{event.pk}/andra/", f"/pa-gang/{event.pk}/stall-in/"]
    expected = {
        "": (302, 302),
        "fortroendevald": (403, 403),
        "friskolerektor": (403, 403),
        "natverksmedlem": (200, 403),
        "rektor": (200, 403),
        "skolchef": (200, 200),
        "samordnare": (200, 200),
    }
    for key, (reads, arranges) in expected.items():
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        assert {client.get(url).status_code for url in reading} == {reads}, key
        assert {client.get(url).status_code for url in arranging} == {arranges}, key
        if arranges != 200:
            assert client.post(f"/pa-gang/{event.pk}/stall-in/").status_code == arranges
            assert client.post(f"/pa-gang/{event.pk}/andra/", FORM).status_code == arranges
        if reads != 200:
            assert client.post(f"/pa-gang/{event.pk}/anmal/", {"people": "1"}).status_code == reads
    event.refresh_from_db()
    assert (event.state, event.revision, event.signups.count()) == ("planned", 1, 0)
    assert client.get("/pa-gang/999999/").status_code == 404


def test_who_comes_is_seen_only_by_those_who_arrange(arranged, signed_in, read, person) -> None:
    event = arranged()
    actions.sign_up(event.pk, 2, "Vi kommer sent", by=viewer_of(person("presidium")))
    signed_in("natverksmedlem")
    assert "Vi kommer sent" not in read(f"/pa-gang/{event.pk}/").xpath("string(//main)")
    signed_in("skolchef")
    assert "Presidium, Skövde 2 personer. Vi kommer sent" in " ".join(
        read(f"/pa-gang/{event.pk}/").xpath("string(//main)").split()
    )


def test_nobody_arranges_in_another_place_s_name(arranged, person) -> None:
    with pytest.raises(PermissionDenied):
        arranged(by="natverksmedlem")
    with pytest.raises(PermissionDenied):
        actions.sign_up(arranged().pk, 1, "", by=viewer_of(person("fortroendevald")))


# Arranging -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Fyll i ”Rubrik”."),
        ({"about": "x" * 2001}, "får vara högst 2000 tecken"),
        ({"where": "a\0"}, "inte går att spara"),
        ({"day": "26/1"}, "Skriv dagen som år, månad, dag: "),
        ({"start": "nio"}, "Skriv tiden som timme och minut"),
        ({"end": ""}, "Skriv när det börjar och slutar"),
        ({"end": "08:00"}, "Det slutar innan det börjar."),
        ({"link": "javascript://x"}, "Länken ska vara en webbadress"),
        ({"places": "0"}, "Platser: skriv ett heltal"),
        ({"last_day": "2027-02-01"}, "Välj en tidigare dag."),
        ({"place": "1496"}, "Välj en av dina platser."),
        ({"is_offer": ""}, "Välj om det är en tid eller en period."),
    ],
)
def test_what_cannot_be_arranged_is_explained_and_kept(change, said, signed_in) -> None:
    answer = signed_in("skolchef").post("/pa-gang/nytt/", {**FORM, **change}, headers={"accept-language": "sv"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Skolchefen"' in answer.content.decode()
    assert not Event.objects.exists()


def test_hours_are_swedish_summer_and_winter_and_a_period_is_whole_days(signed_in) -> None:
    client = signed_in("skolchef")
    client.post("/pa-gang/nytt/", {**FORM, "link": "exempel.se"})
    client.post("/pa-gang/nytt/", {**FORM, "day": "2027-06-01"})
    client.post("/pa-gang/nytt/", {**FORM, "is_offer": "1", "end_day": "2027-03-31", "start": "", "end": ""})
    winter, summer, offer = Event.objects.order_by("pk")
    assert (winter.starts.isoformat(), summer.starts.isoformat()) == (
        "2027-01-26T08:00:00+00:00",
        "2027-06-01T07:00:00+00:00",
    )
    assert winter.link == "https://exempel.se"
    assert pages.when(winter) == "26 januari 2027 kl.\u00a09.00–12.00"
    assert pages.when(offer) == "26 januari 2027 till 31 mars 2027"


def test_the_later_of_two_is_told_and_both_texts_are_there(arranged, signed_in, person) -> None:
    event = arranged()
    actions.change(event.pk, replace(CONTENT, about="Samordnarens text."), 1, by=viewer_of(person("samordnare")))
    answer = signed_in("skolchef").post(f"/pa-gang/{event.pk}/andra/", {**FORM, "about": "Min text."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Samordnarens text." in page
    assert "Min text." in page
    assert 'name="revision" value="2"' in page


def test_a_cancellation_is_written_to_everybody_who_stands_there_once(
    arranged, person, signed_in, read, django_capture_on_commit_callbacks
) -> None:
    event = arranged()
    for key, people in (("presidium", 3), ("natverksmedlem", 2), ("rektor", 1)):
        actions.sign_up(event.pk, people, "", by=viewer_of(person(key)))
    actions.leave(event.pk, by=viewer_of(person("rektor")))
    client = signed_in("skolchef")
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/pa-gang/{event.pk}/stall-in/", {"reason": "Sjukdom"})
    assert sorted(m.to[0] for m in mail.outbox) == ["natverksmedlem@demo.invalid", "presidium@demo.invalid"]
    assert mail.outbox[0].subject == "Inställt: Studiebesök"
    assert "Skäl: Sjukdom" in mail.outbox[0].body
    assert read(f"/pa-gang/{event.pk}/").xpath("string(//h1)") == "Inställt: Studiebesök"
    with pytest.raises(actions.SignUpClosed):
        actions.sign_up(event.pk, 1, "", by=viewer_of(person("samordnare")))


# The calendar --------------------------------------------------------------------------------------------------------
def _entries(content: bytes) -> dict[str, object]:
    return {str(e["uid"]): e for e in Calendar.from_ical(content).walk("VEVENT")}


def test_the_feed_keeps_the_uid_and_counts_the_changes(arranged, signed_in, person, client) -> None:
    event, past = (
        arranged(),
        arranged(title="Förra året", starts=START - timedelta(days=800), ends=START - timedelta(days=799)),
    )
    page = signed_in("natverksmedlem").post("/pa-gang/kalender/").content.decode()
    address = page.split("http://testserver", 1)[1].split("<", 1)[0].strip()
    client.logout()
    first = client.get(address)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in first.headers
    assert set(_entries(first.content)) == {event.uid}
    assert past.uid not in first.content.decode()
    chief = person("skolchef")
    actions.change(event.pk, replace(CONTENT, places=9), 1, by=viewer_of(chief))
    assert _entries(client.get(address).content)[event.uid]["sequence"] == 0
    actions.change(event.pk, replace(CONTENT, where="Skara"), 2, by=viewer_of(chief))
    actions.cancel(event.pk, "Snö", by=viewer_of(chief))
    entry = _entries(client.get(address).content)[event.uid]
    assert (entry["sequence"], entry["status"]) == (2, "CANCELLED")
    assert entry.decoded("dtstart") == START


def test_a_feed_is_secret_revocable_and_for_members_only(signed_in, client, person, arranged) -> None:
    arranged()
    signed_in("natverksmedlem")
    old, new = (actions.new_feed_key(by=viewer_of(person("natverksmedlem"))) for _time in range(2))
    assert new not in Feed.objects.get().key_hash
    client.logout()
    assert client.get(f"/pa-gang/kalender/{old}.ics").status_code == 404
    assert client.get(f"/pa-gang/kalender/{new}.ics").status_code == 200
    person("natverksmedlem").offices.update(to_date="2026-01-01")
    assert client.get(f"/pa-gang/kalender/{new}.ics").status_code == 404
    person("natverksmedlem").offices.update(to_date=None)
    signed_in("natverksmedlem").post("/pa-gang/kalender/", {"close": "1"})
    assert client.get(f"/pa-gang/kalender/{new}.ics").status_code == 404


def test_the_search_hears_of_events_and_only_members_find_them(arranged, person) -> None:
    heard = []
    with texts.LISTENERS.holding({"test": lambda kind, ref: heard.append((kind, ref))}):
        event = arranged()
        assert heard == [("event", str(event.pk))]
        assert texts.one_text("event", str(event.pk)).title == "Studiebesök"
        assert texts.visible(viewer_of(person("fortroendevald")), "event", [str(event.pk)]) == set()


# The list ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_costs_the_same_whatever_the_number_of_rows(
    rows, arranged, signed_in, django_assert_num_queries, read
) -> None:
    first = arranged()
    Event.objects.bulk_create(
        Event(title=f"Nr {n}", starts=START, ends=START, organiser="x", author=first.author, changed_at=timezone.now())
        for n in range(rows - 1)
    )
    signed_in("natverksmedlem")
    read("/pa-gang/")
    with django_assert_num_queries(7):
        page = read("/pa-gang/")
    assert len(page.xpath("//article")) == min(rows, 20)


def test_what_is_coming_is_nearest_first_and_what_has_been_latest_first(arranged, signed_in, read) -> None:
    for days in (10, -10, 5, -5):
        arranged(
            title=str(days),
            starts=timezone.now() + timedelta(days=days),
            ends=timezone.now() + timedelta(days=days, hours=1),
        )
    signed_in("natverksmedlem")
    assert read("/pa-gang/").xpath("//article//h2/a/text()") == ["5", "10"]
    assert read("/pa-gang/?show=past").xpath("//article//h2/a/text()") == ["-5", "-10"]


def test_the_demo_is_made_once_and_labelled(settings, signed_in, read) -> None:
    from spiral.act.events.demo import load_demo_events

    settings.DEMO = False
    assert load_demo_events() is None
    settings.DEMO = True
    assert load_demo_events() == 5
    assert load_demo_events() == 0
    signed_in("natverksmedlem")
    assert read("/pa-gang/").xpath("count(//article[contains(.,'Påhittat exempel.')])") == 4
    for event in Event.objects.all():
        assert "Påhittat exempel." in read(f"/pa-gang/{event.pk}/").xpath("string(//main)")
