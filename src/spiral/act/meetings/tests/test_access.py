"""Every address of meetings × every role, and what a telephone asks for every other second."""

from __future__ import annotations

import pytest
from django.urls import reverse

from spiral.act.meetings import urls
from spiral.act.meetings.actions import arranging, leading, notes, planning
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.tests.conftest import sit
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db
ROLES = ["", "fortroendevald", "friskolerektor", "natverksmedlem", "rektor", "skolchef", "presidium", "samordnare"]
OPEN = {"former_join", "join", "link", "now", "now_part", "rating", "sit", "write"}
MEMBERS = {"index", "year", "tasks", "meeting", "ics", "attachment", "groups", "summary", "paper"}
PLANNERS = {
    "new",
    "import",
    "new_item",
    "item",
    "change",
    "stage",
    "stage_part",
    "projector",
    "projector_part",
    "edit_summary",
    "publish",
}
MADE_BY_POST = {
    "end_task",
    "move",
    "add_attendee",
    "present",
    "reply",
    "send",
    "cancel",
    "attach",
    "detach",
    "keep_template",
    "correct",
    "begin",
    "steer",
    "room",
    "guest",
    "decide",
    "give_task",
    "rate",
    "remove_decision",
    "remove_task",
    "send_summary",
    "to_task",
}


@pytest.fixture
def things(running, leader) -> dict[str, object]:
    item = running.items.get(kind="group-talk")
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    group = leading.make_groups(running.pk, item.pk, 3, by=viewer_of(leader))[0]
    task = notes.give_task(running.pk, "Ringa", "Vara", None, by=viewer_of(leader))
    file = planning.attach(running.pk, "a.txt", b"hej", by=viewer_of(leader))
    return {
        "number": running.pk,
        "item_id": item.pk,
        "group_id": group.pk,
        "task_id": task.pk,
        "file_id": file.pk,
        "code": running.code,
        "decision_id": 0,
        "attendee_id": running.attendees.first().pk,
        "token": "x",
    }


def _address(pattern, things) -> str:
    names = {name: things[name] for name in pattern.pattern.converters}
    return reverse(f"meetings:{pattern.name}", kwargs=names)


def test_every_address_is_placed_in_this_test() -> None:
    assert {p.name for p in urls.urlpatterns} == OPEN | MEMBERS | PLANNERS | MADE_BY_POST | {
        "take_along",
        "earlier_summary",
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_those_it_is_for_and_no_others(role, things, client, person) -> None:
    if role:
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    member, planner = role in ROLES[3:], role in ROLES[6:]
    for pattern in urls.urlpatterns:
        if pattern.name in MEMBERS | PLANNERS:
            allowed = member if pattern.name in MEMBERS else planner
            assert client.get(_address(pattern, things)).status_code == (200 if allowed else 403 if role else 302), (
                pattern.name
            )


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_without_the_right(role, things, client, person, running) -> None:
    if role:
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    if role in ROLES[6:]:
        return
    before = Meeting.objects.get(pk=running.pk).version
    for pattern in urls.urlpatterns:
        if pattern.name in MADE_BY_POST and not (pattern.name in {"end_task", "reply"} and role in ROLES[3:]):
            answer = client.post(
                _address(pattern, things), {"text": "x", "who": "y", "answer": "coming", "state": "done"}
            )
            assert answer.status_code == (403 if role else 302), pattern.name
    assert Meeting.objects.get(pk=running.pk).version == before


def test_a_post_address_answers_no_reader(things, client, leader) -> None:
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    for pattern in urls.urlpatterns:
        if pattern.name in MADE_BY_POST:
            assert client.get(_address(pattern, things)).status_code == 405, pattern.name


def test_the_leaders_own_notes_are_on_no_other_page(things, running, client, leader, person) -> None:
    item = running.items.get(pk=things["item_id"])
    arranging.keep_item(running.pk, item.pk, {"private_notes": "HEMLIGT"}, item.revision, by=viewer_of(leader))
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "HEMLIGT" in client.get(f"/moten/{running.pk}/lage/").content.decode()
    for url in (f"/moten/{running.pk}/projektor/", f"/moten/{running.pk}/sammanfattning/"):
        assert "HEMLIGT" not in client.get(url).content.decode()
    client.force_login(person("natverksmedlem"), backend="django.contrib.auth.backends.ModelBackend")
    assert "HEMLIGT" not in client.get(f"/moten/{running.pk}/").content.decode()
    client.logout()
    assert "HEMLIGT" not in client.get(sit(client, running.attendees.first())).content.decode()


def test_a_telephone_that_follows_costs_no_query_and_gets_304_until_something_changes(
    things, running, client, leader, django_assert_num_queries
) -> None:
    url = sit(client, running.attendees.first()) + "del/"
    first = client.get(url)
    assert first.status_code == 200
    with django_assert_num_queries(0):
        same = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    notes.decide(running.pk, "Vi läser i par", by=viewer_of(leader))
    changed = client.get(url, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "Vi läser i par" in changed.content.decode()


def test_a_telephone_without_or_with_a_forged_cookie_is_nobody(things, running, client) -> None:
    base = f"/moten/delta/mote/{running.pk}/"
    assert client.get(f"{base}del/").status_code == 410
    assert client.get(base).status_code == 302
    client.cookies[f"mote-{running.pk}"] = f"{running.attendees.first().pk}.secret:forged:signature"
    assert client.get(base).status_code == 302
    assert client.post(f"{base}skatta/").status_code == 302
    assert client.post(f"{base}anteckning/{things['group_id']}/", {"text": "x"}).status_code == 302
    assert not running.items.filter(groups__text="x").exists()


def test_a_cookie_of_one_meeting_opens_no_other(running, client, call, leader) -> None:
    other = call()
    leading.begin(other.pk, by=viewer_of(leader))
    sit(client, running.attendees.first())
    value = client.cookies[f"mote-{running.pk}"].value
    client.cookies.clear()
    client.cookies[f"mote-{other.pk}"] = value
    assert client.get(f"/moten/delta/mote/{other.pk}/").status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "", "day": "2027-02-03", "start": "09:00", "end": "10:00", "mode": "physical"},
        {"title": "x", "day": "2027-02-30", "start": "09:00", "end": "10:00", "mode": "physical"},
        {"title": "x", "day": "2027-02-03", "start": "10:00", "end": "09:00", "mode": "physical"},
        {"title": "x", "day": "9999-02-03", "start": "09:00", "end": "10:00", "mode": "physical"},
        {"title": "x", "day": "2027-02-03", "start": "09:00", "end": "10:00", "mode": "hemligt"},
        {"title": "x\x00", "day": "2027-02-03", "start": "09:00", "end": "10:00", "mode": "physical"},
        {"title": "x" * 500, "day": "2027-02-03", "start": "09:00", "end": "10:00", "mode": "physical"},
        {
            "title": "x",
            "day": "2027-02-03",
            "start": "09:00",
            "end": "10:00",
            "mode": "digital",
            "join_url": "javascript:alert(1)",
        },
    ],
)
def test_a_plan_that_cannot_be_is_answered_with_a_reason_and_keeps_what_was_typed(changed, client, leader, db) -> None:
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/moten/ny/?template=network-meeting", changed | {"where": "Skrivet"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Så här kan du rätta" in text
    assert "Skrivet" in text
    assert not Meeting.objects.exists()


def test_a_file_that_is_too_large_or_named_badly_is_refused_or_made_harmless(
    client, leader, running, monkeypatch
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from spiral.act.meetings import forms

    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    url = f"/moten/{running.pk}/bilagor/"
    client.post(url, {"file": SimpleUploadedFile('a"\r\nX: y<script>.html', b"<script>alert(1)</script>")})
    attachment = running.attachments.get()
    answer = client.get(f"{url}{attachment.pk}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "X" not in answer.headers
    monkeypatch.setattr(forms, "LARGEST_FILE", 3)
    page = client.post(url, {"file": SimpleUploadedFile("b.txt", b"hejsan")}, follow=True).content.decode()
    assert "Högst 10 MB" in page
    assert running.attachments.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_meetings_costs_the_same_with_one_and_three(
    rows, call, client, leader, django_assert_num_queries
) -> None:
    for _n in range(rows):
        call()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/moten/")
    with django_assert_num_queries(6):
        client.get("/moten/")


def test_three_hundred_meetings_are_shown_a_page_at_a_time(call, client, leader, read) -> None:
    first = call()
    copies = [
        Meeting(
            title=f"Möte {n}",
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            leader=leader,
            code=f"x{n}",
            state=Meeting.State.ENDED,
        )
        for n in range(300)
    ]
    Meeting.objects.bulk_create(copies)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = read("/moten/")
    assert len(page.xpath("//a[contains(@href, 'sammanfattning')]")) == 50
    assert page.xpath("//a[@href='?page=2']")
    assert len(read("/moten/?page=7").xpath("//a[contains(@href, 'sammanfattning')]")) == 0
