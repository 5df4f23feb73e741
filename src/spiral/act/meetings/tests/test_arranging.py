"""The agenda arranged as paper is: an item added where it is wanted, moved, taken away, brought from another room."""

from __future__ import annotations

import pytest

from spiral.act.meetings.actions import arranging, joining, leading, notes
from spiral.act.meetings.agenda import order_mark
from spiral.act.meetings.models import Meeting
from spiral.exchange.evidence import Evidence
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision

pytestmark = pytest.mark.django_db

FIGURE = Evidence(
    "figure", "1470:merit", "Meritvärde i Vara", "Kan bero på slumpen.", "Kolada", "2026-11-22", "/kommun/vara/"
)


def _kinds(meeting: Meeting) -> list[str]:
    return [i.kind for i in meeting.items.all()]


def _order(meeting: Meeting) -> str:
    return order_mark(list(meeting.items.all()))


def test_a_new_item_comes_before_the_check_out_unless_it_is_wanted_elsewhere(call, by) -> None:
    meeting = call("check-in", "check-out")
    first = meeting.items.first()
    for kind, after in (("break", None), ("book", first.pk), ("tasks", 0), ("own", 10**9)):
        arranging.keep_item(meeting.pk, None, {"kind": kind, "title": kind, "minutes": 5}, by=by, after=after)
    assert _kinds(meeting) == ["tasks", "check-in", "book", "break", "own", "check-out"]


def test_it_comes_last_where_nothing_closes_the_meeting(call, by) -> None:
    meeting = call("check-in", "decisions")
    arranging.keep_item(meeting.pk, None, {"kind": "own", "title": "Sist", "minutes": 5}, by=by)
    assert _kinds(meeting)[-1] == "own"


def test_an_item_is_put_at_a_place_by_its_number(call, by) -> None:
    meeting = call("check-in", "group-talk", "decisions")
    first, _second, third = meeting.items.all()
    assert arranging.move_item(meeting.pk, third.pk, 2, _order(meeting), by=by) == 2
    assert _kinds(meeting) == ["check-in", "decisions", "group-talk"]
    assert arranging.move_item(meeting.pk, first.pk, 99, _order(meeting), by=by) == 3
    assert arranging.move_item(meeting.pk, first.pk, 0, _order(meeting), by=by) == 1
    assert _kinds(meeting) == ["check-in", "decisions", "group-talk"]


def test_who_saw_another_order_moves_nothing(call, by) -> None:
    meeting = call("check-in", "group-talk", "decisions")
    seen, (first, _second, third) = _order(meeting), meeting.items.all()
    arranging.move_item(meeting.pk, first.pk, 3, seen, by=by)
    with pytest.raises(StaleRevision):
        arranging.move_item(meeting.pk, third.pk, 1, seen, by=by)
    assert _kinds(meeting) == ["group-talk", "decisions", "check-in"]


def test_what_is_written_on_is_never_taken_away(call, by) -> None:
    meeting = call("check-in", "group-talk", "decisions")
    first, second, third = meeting.items.all()
    arranging.remove_item(meeting.pk, third.pk, by=by)
    assert _kinds(meeting) == ["check-in", "group-talk"]
    leading.begin(meeting.pk, by=by)
    who = joining.come_as_guest(meeting.pk, "Rektor", "Hjo")
    notes.save_note(second.groups.get(number=0).pk, "a", "Skrivet", 0, attendee=who)
    for item in (first, second):
        with pytest.raises(NotNow):
            arranging.remove_item(meeting.pk, item.pk, by=by)


@pytest.mark.parametrize(
    ("sent", "said", "kinds"),
    [
        ({"way": "up"}, "Gruppsamtal är nu punkt 1.", ["group-talk", "check-in", "check-out"]),
        ({"way": "down"}, "Gruppsamtal är nu punkt 3.", ["check-in", "check-out", "group-talk"]),
        ({"way": "to", "place": "3"}, "Gruppsamtal är nu punkt 3.", ["check-in", "check-out", "group-talk"]),
        ({"way": "to", "place": "två"}, "mellan 1 och 3", ["check-in", "group-talk", "check-out"]),
        ({}, "mellan 1 och 3", ["check-in", "group-talk", "check-out"]),
        ({"way": "up", "order": "gammal"}, "Någon annan har ändrat dagordningen.", None),
        ({"way": "up", "order": ""}, "Någon annan har ändrat dagordningen.", None),
    ],
)
def test_the_page_moves_and_says_what_came_of_it(sent, said, kinds, call, signed_in) -> None:
    meeting = call("check-in", "group-talk", "check-out")
    item = meeting.items.get(kind="group-talk")
    page = signed_in.post(
        f"/moten/{meeting.pk}/punkt/{item.pk}/flytta/", {"order": _order(meeting), **sent}, follow=True
    )
    assert said in page.content.decode()
    assert _kinds(meeting) == (kinds or ["check-in", "group-talk", "check-out"])


def test_an_item_that_is_gone_is_said_to_be(call, signed_in) -> None:
    meeting = call()
    page = signed_in.post(f"/moten/{meeting.pk}/punkt/999999/flytta/", {"way": "up"}, follow=True)
    assert "Punkten finns inte längre" in page.content.decode()


def test_the_form_puts_a_new_item_where_its_link_stood(call, signed_in) -> None:
    meeting = call("check-in", "group-talk", "check-out")
    first, second, _last = meeting.items.all()
    form = signed_in.get(f"/moten/{meeting.pk}/punkt/?after={first.pk}").context["form"]
    assert form["place"].value() == first.pk
    assert signed_in.get(f"/moten/{meeting.pk}/punkt/?after=x").context["form"]["place"].value() == second.pk
    sent = {"kind": "own", "title": "Ny", "minutes": "5", "place": str(first.pk)}
    assert signed_in.post(f"/moten/{meeting.pk}/punkt/", sent).status_code == 302
    assert [i.title for i in meeting.items.all()] == ["Incheckning", "Ny", "Gruppsamtal", "Utcheckning"]
    assert signed_in.post(f"/moten/{meeting.pk}/punkt/", {**sent, "place": "x"}).status_code == 422


def test_a_suggestion_fills_in_what_is_not_typed_and_nothing_else(call, signed_in) -> None:
    meeting = call()
    sent = {
        "suggest": "1",
        "filled": "own",
        "kind": "whys",
        "title": "Varför läser de inte?",
        "minutes": "15",
        "questions": "",
        "place": "0",
        "private_notes": "Mitt eget",
    }
    form = signed_in.post(f"/moten/{meeting.pk}/punkt/", sent).context["form"]
    held = {name: form[name].value() for name in ("title", "minutes", "private_notes", "filled")}
    assert held == {
        "title": "Varför läser de inte?",
        "minutes": "35",
        "private_notes": "Mitt eget",
        "filled": "whys",
    }
    assert form["questions"].value().startswith("Vad är problemet?")
    assert str(form["place"].value()) == "0"
    # Another kind replaces what the first one suggested, and never what was typed since.
    again = {**sent, "filled": "whys", "kind": "break", "questions": "Min fråga", "minutes": "35"}
    form = signed_in.post(f"/moten/{meeting.pk}/punkt/", again).context["form"]
    assert (form["questions"].value(), form["minutes"].value()) == ("Min fråga", "15")
    assert form["title"].value() == "Varför läser de inte?"


def test_choosing_another_kind_of_an_item_keeps_its_text(call, signed_in) -> None:
    meeting = call("own")
    item = meeting.items.get()
    page = f"/moten/{meeting.pk}/punkt/{item.pk}/"
    form = signed_in.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in ("revision", "filled", "title", "minutes", "questions")}
    sent |= {"title": "Eget", "kind": "rating"}
    form = signed_in.post(page, {**sent, "suggest": "1"}).context["form"]
    assert (form["title"].value(), form["questions"].value()) == ("Eget", "Vad ser ni olika på?")
    assert form["revision"].value() == item.revision
    assert signed_in.post(page, sent).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.kind) == ("Eget", "rating")


def test_something_from_another_room_becomes_an_item_as_it_was(call, by) -> None:
    meeting = call("check-in", "check-out")
    item = arranging.take_along(meeting.pk, FIGURE, 20, by=by)
    assert _kinds(meeting) == ["check-in", "own", "check-out"]
    assert Evidence.from_json(item.evidence) == FIGURE


@pytest.fixture
def address(monkeypatch) -> str:
    """Where a figure is taken along to a meeting."""
    monkeypatch.setattr("spiral.act.meetings.views.arranging.freeze", lambda *_: FIGURE)
    return "/moten/ta-med/?kind=figure&ref=1470:merit"


def test_it_is_asked_where_something_goes_that_is_taken_along(address, call, signed_in) -> None:
    call("own", title="Ett annat")
    meeting = call("check-in", "group-talk", "check-out")
    first, talk, _last = meeting.items.all()
    page = signed_in.get(address).content.decode()
    for words in ("Var i Nätverksmöte?", "Efter 2. Gruppsamtal", f'value="item-{talk.pk}"'):
        assert words in page
    assert f'value="after-{talk.pk}" selected' in page
    chosen = {"meeting": str(meeting.pk)}
    signed_in.post(address, {**chosen, f"place-{meeting.pk}": f"after-{first.pk}"})
    signed_in.post(address, {**chosen, f"place-{meeting.pk}": "x"})
    assert _kinds(meeting) == ["check-in", "own", "group-talk", "own", "check-out"]
    talk.refresh_from_db()
    assert talk.evidence is None
    said = signed_in.post(address, {**chosen, f"place-{meeting.pk}": f"item-{talk.pk}"}, follow=True)
    assert "Bilden hör nu till punkten Gruppsamtal." in said.content.decode()
    talk.refresh_from_db()
    assert Evidence.from_json(talk.evidence) == FIGURE
    assert len(_kinds(meeting)) == 5
    gone = signed_in.post(address, {**chosen, f"place-{meeting.pk}": "item-999999"}, follow=True)
    assert "Punkten finns inte längre i dagordningen." in gone.content.decode()
    assert "Välj ett möte som inte har varit än." in signed_in.post(address, {"meeting": "x"}).content.decode()


def test_a_figure_is_taken_from_its_item_only_when_that_is_ticked(call, by, signed_in) -> None:
    meeting = call("own")
    item = meeting.items.get()
    arranging.give_figure(meeting.pk, item.pk, FIGURE, by=by)
    page = f"/moten/{meeting.pk}/punkt/{item.pk}/"
    answer = signed_in.get(page)
    assert FIGURE.sentence in answer.content.decode()
    sent = {"revision": item.revision, "title": "Ny rubrik", "kind": "own", "minutes": "5"}
    signed_in.post(page, sent)
    item.refresh_from_db()
    assert (item.title, item.evidence) == ("Ny rubrik", FIGURE.as_json())
    signed_in.post(page, {**sent, "revision": item.revision, "drop_figure": "on"})
    item.refresh_from_db()
    assert item.evidence is None


def test_an_item_about_results_says_that_it_has_no_figure_and_where_there_are_some(
    call, leader, client, person
) -> None:
    meeting = call("report")
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = " ".join(client.get(f"/moten/{meeting.pk}/").content.decode().split())
    assert 'Punkten har ingen siffra än. <a href="/region/">' in page
    client.force_login(person("natverksmedlem"), backend="django.contrib.auth.backends.ModelBackend")
    assert "ingen siffra" not in client.get(f"/moten/{meeting.pk}/").content.decode()
