"""The room of a meeting: when it is open, who has which seat, guests, and what a stranger with the code can do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from spiral.act.meetings import queries
from spiral.act.meetings.actions import arranging, joining, leading, planning
from spiral.act.meetings.models import Attendee, Item, Meeting
from spiral.act.meetings.tests.conftest import sit
from spiral.ground.refusals import NotNow
from spiral.learn.assessments.loading import load_shipped_sets
from spiral.learn.assessments.models import Drawn, Round, Target
from spiral.trust.access.viewer import viewer_of
from spiral.trust.people.models import Person

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _phone(who: Person | None = None) -> Client:
    client = Client(headers={"accept-language": "sv"})
    if who:
        client.force_login(who, backend=BACKEND)
    return client


def _guest(meeting: Meeting, name: str) -> Client:
    phone = _phone()
    assert phone.post(f"/moten/delta/{meeting.code}/", {"name": name}).status_code == 302
    return phone


def test_a_planned_meeting_has_no_code_and_nobody_is_seated(call, leader, person) -> None:
    meeting = call()
    assert meeting.code is None
    with pytest.raises(NotNow):
        joining.open_room(meeting.pk, by=viewer_of(leader))
    mine = planning.reply(meeting.pk, "coming", by=viewer_of(person("natverksmedlem")))
    phone = _phone()
    page = phone.get(f"/moten/delta/plats/{queries.seat_token(mine)}/").content.decode()
    assert "Mötet har inte öppnat än." in page
    sit(phone, mine)
    _phone(leader).post(f"/moten/delta/mote/{meeting.pk}/sitt/")
    assert not meeting.attendees.filter(is_present=True).exists()


def test_the_button_that_opens_the_room_comes_when_it_may_be_pressed(call, leader) -> None:
    page = _phone(leader)
    early = page.get(f"/moten/{call().pk}/lage/").content.decode()
    near = page.get(f"/moten/{call(start=timezone.now() + timedelta(hours=1)).pk}/lage/").content.decode()
    assert [">Öppna rummet<" in text for text in (early, near)] == [False, True]
    assert "två timmar innan mötet börjar" in early


def test_the_leader_opens_the_room_shortly_before_and_the_code_ends_with_the_meeting(call, leader) -> None:
    meeting = call(start=timezone.now() + timedelta(hours=1))
    page = _phone(leader)
    page.post(f"/moten/{meeting.pk}/lage/rum/")
    code = Meeting.objects.get(pk=meeting.pk).code
    assert len(code) == 6
    assert _phone().get(f"/moten/delta/{code}/").status_code == 200
    leading.begin(meeting.pk, by=viewer_of(leader))
    assert Meeting.objects.get(pk=meeting.pk).code == code
    leading.end(meeting.pk, by=viewer_of(leader))
    assert "Koden stämmer inte." in _phone().get(f"/moten/delta/{code}/").content.decode()


def test_a_stranger_with_the_code_sees_nobodys_name_and_takes_nobodys_seat(running, leader, person) -> None:
    labels = [a.label for a in running.attendees.all()]
    absent = Attendee.objects.create(meeting=running, label="Samordnare, Skaraborg", person=leader)
    page = _phone().get(f"/moten/delta/{running.code}/").content.decode()
    assert not [label for label in [*labels, absent.label] if label in page]
    for sent in ({"attendee": absent.pk}, {"join": "1"}, {"attendee": absent.pk, "join": "1"}):
        assert _phone().post(f"/moten/delta/{running.code}/", sent).status_code == 422
    assert not Attendee.objects.get(pk=absent.pk).is_present
    phone = _guest(running, "Samordnare, Skaraborg")
    attendee = Attendee.objects.get(is_guest=True)
    assert (attendee.label, attendee.person) == ("gäst: Samordnare, Skaraborg", None)
    assert "gäst: Samordnare" in phone.get(f"/moten/delta/mote/{running.pk}/").content.decode()
    assert phone.get(f"/moten/{running.pk}/lage/").status_code == 302
    assert "gäst: Samordnare" in _phone(leader).get(f"/moten/{running.pk}/lage/").content.decode()


def test_opening_any_page_of_the_room_marks_nobody_present(running, person) -> None:
    member = person("natverksmedlem")
    mine = Attendee.objects.create(meeting=running, label="Nätverksmedlem, Vara", person=member)
    phone = _phone(member)
    for url in (
        f"/moten/delta/{running.code}/",
        f"/moten/delta/plats/{queries.seat_token(mine)}/",
        f"/moten/{running.pk}/",
        f"/moten/delta/mote/{running.pk}/",
    ):
        phone.get(url)
    assert not Attendee.objects.get(pk=mine.pk).is_present
    assert phone.post(f"/moten/delta/{running.code}/", {"join": "1"}).status_code == 302
    assert Attendee.objects.get(pk=mine.pk).is_present


def test_each_invitation_has_a_link_to_its_own_seat_that_dies_with_the_meeting(call, leader, person, client) -> None:
    person("natverksmedlem")
    at = timezone.now() + timedelta(hours=1)
    meeting = planning.call_meeting(planning.MeetingPlan("Träff", at, at + timedelta(hours=1)), by=viewer_of(leader))
    client.force_login(leader, backend=BACKEND)
    client.post(f"/moten/{meeting.pk}/skicka/", {"confirmed": "1"})
    links = {m.to[0]: re.search(r"http://testserver(/moten/delta/plats/\S+)", m.body)[1] for m in mail.outbox}
    assert len(set(links.values())) == len(links) == 2
    leading.begin(meeting.pk, by=viewer_of(leader))
    phone = _phone()
    url = links["natverksmedlem@demo.invalid"]
    assert "Delta som Nätverksmedlem" in phone.get(url).content.decode()
    phone.post(url)
    [there] = meeting.attendees.filter(is_present=True)
    assert there.person.email == "natverksmedlem@demo.invalid"
    signed = url.rstrip("/").rpartition(":")[2]
    assert len(signed) * 6 >= 256, "bits of the signature"
    for forged in (url.replace(signed, signed[::-1]), "/moten/delta/plats/1/", url.replace(f"{there.pk}:", "1:")):
        assert "Länken gäller inte" in _phone().get(forged).content.decode()
    leading.end(meeting.pk, by=viewer_of(leader))
    assert "Länken gäller inte" in _phone().get(url).content.decode()


def test_a_guest_who_is_shown_out_is_told_so_and_does_not_return_with_the_same_cookie(running, leader) -> None:
    item = running.items.get(kind="group-talk")
    phone = _guest(running, "Störig")
    guest = Attendee.objects.get(is_guest=True)
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    group = leading.make_groups(running.pk, item.pk, 2, by=viewer_of(leader))[0]
    group.members.add(guest)
    base = f"/moten/delta/mote/{running.pk}/"
    phone.post(f"{base}anteckning/{group.pk}/", {"pencil": "1"})
    _phone(leader).post(f"/moten/{running.pk}/lage/gast/{guest.pk}/", {"out": "1", "confirmed": "1"})
    page = phone.get(base)
    assert (page.status_code, "Du är inte längre med i mötet" in page.content.decode()) == (200, True)
    assert phone.get(f"{base}del/").status_code == 410
    phone.post(f"{base}anteckning/{group.pk}/", {"text": "kvar", "revision": "0"})
    group.refresh_from_db()
    assert (group.text, group.holder, guest in group.members.all()) == ("", None, False)
    assert phone.get(f"/moten/delta/{running.code}/", follow=True).redirect_chain[-1][0] == base
    assert "Störig" not in _phone(leader).get(f"/moten/{running.pk}/lage/").content.decode()


def test_named_seats_are_not_shown_out_and_only_the_leader_shows_out(running, person) -> None:
    named = running.attendees.first()
    _guest(running, "Gäst")
    guest = Attendee.objects.get(is_guest=True)
    assert (
        _phone(person("natverksmedlem")).post(f"/moten/{running.pk}/lage/gast/{guest.pk}/", {"out": "1"}).status_code
        == 403
    )
    joining.show_out(running.pk, named.pk, by=viewer_of(running.leader))
    assert set(Attendee.objects.filter(is_shown_out=True)) == set()


def test_a_guest_who_is_there_is_not_said_to_have_left_an_invitation_unanswered(running, leader, person) -> None:
    _guest(running, "Lärare")
    running.attendees.exclude(is_guest=True).update(is_present=False, reply="coming")
    for who in (leader, person("natverksmedlem")):
        page = " ".join(_phone(who).get(f"/moten/{running.pk}/").content.decode().split())
        assert "gäst: Lärare" in page
        assert "har inte svarat" not in page
    assert 'gäst: Lärare <span class="muted space-left"> är med </span>' in page


def test_nobody_is_led_to_a_refusal_when_the_meeting_is_over(running, leader) -> None:
    guest, member = _guest(running, "Lärare"), _phone(leader)
    member.post(f"/moten/delta/mote/{running.pk}/sitt/")
    leading.end(running.pk, by=viewer_of(leader))
    now = f"/moten/delta/mote/{running.pk}/"
    assert "Läs sammanfattningen" not in guest.get(now).content.decode(), "a guest may not read it"
    assert "Läs sammanfattningen" in member.get(now).content.decode()


def test_the_leader_gives_a_guest_an_empty_seat_and_her_telephone_goes_on(running, leader) -> None:
    empty = Attendee.objects.create(meeting=running, label="Rektor, Habo", municipality="Habo")
    taken = running.attendees.filter(is_present=True).first()
    phone = _guest(running, "Rektor")
    guest = Attendee.objects.get(is_guest=True)
    page = _phone(leader)
    page.post(f"/moten/{running.pk}/lage/gast/{guest.pk}/", {"seat": str(taken.pk)})
    assert Attendee.objects.get(pk=guest.pk).is_guest
    page.post(f"/moten/{running.pk}/lage/gast/{guest.pk}/", {"seat": str(empty.pk)})
    assert list(running.attendees.filter(municipality="Habo").values_list("pk", "label", "is_guest", "is_present")) == [
        (guest.pk, "Rektor, Habo", False, True)
    ]
    assert "Rektor, Habo" in phone.get(f"/moten/delta/mote/{running.pk}/").content.decode()


def test_a_new_code_shuts_the_old_one_and_nobody_who_is_in(running, leader) -> None:
    old, phone = running.code, _guest(running, "Gäst")
    _phone(leader).post(f"/moten/{running.pk}/lage/rum/", {"new_code": "1", "confirmed": "1"})
    assert "Koden stämmer inte." in _phone().get(f"/moten/delta/{old}/").content.decode()
    assert phone.get(f"/moten/delta/mote/{running.pk}/").status_code == 200


def test_a_rating_that_cannot_be_tied_to_its_meeting_is_not_opened_at_all(running, leader, monkeypatch) -> None:
    load_shipped_sets()
    item = arranging.keep_item(
        running.pk, None, {"kind": "rating", "title": "Skatta", "minutes": 5}, by=viewer_of(leader)
    )
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    fields = {"set": "kollegialt-larande-exempel", "number": "17"}
    page = _phone(leader)

    def fail(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("spiral.act.meetings.actions.gate.announce_change", fail)
        with pytest.raises(ConnectionError):
            page.post(f"/moten/{running.pk}/lage/skatta/", fields)
    assert not Round.objects.exists()
    for _n in range(2):
        assert page.post(f"/moten/{running.pk}/lage/skatta/", fields).status_code == 302
    assert Round.objects.count() == 1, "pressed twice"


def test_a_rating_prepared_beforehand_is_opened_with_one_button(running, leader) -> None:
    load_shipped_sets()
    prepared = {"kind": "rating", "title": "Skatta", "minutes": 5, "statement_set": "kollegialt-larande-exempel"}
    item = arranging.keep_item(running.pk, None, prepared, by=viewer_of(leader))
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    page = _phone(leader)
    stage = page.get(f"/moten/{running.pk}/lage/").content.decode()
    assert "Förberedd:" in stage
    assert '<select class="input" id="lista"' not in stage
    assert '<input type="hidden" name="set" value="kollegialt-larande-exempel">' in stage
    # A list that has gone since is chosen among those there are.
    Item.objects.filter(pk=item.pk).update(statement_set="borta")
    assert '<select class="input" id="lista"' in page.get(f"/moten/{running.pk}/lage/").content.decode()


def test_each_seat_rates_once_by_its_telephone_and_strangers_not_at_all(running, leader) -> None:
    load_shipped_sets()
    item = arranging.keep_item(
        running.pk, None, {"kind": "rating", "title": "Skatta", "minutes": 5}, by=viewer_of(leader)
    )
    leading.go_to(running.pk, item.pk, by=viewer_of(leader))
    page = _phone(leader)
    page.post(f"/moten/{running.pk}/lage/skatta/", {"set": "kollegialt-larande-exempel"})
    assert not Round.objects.exists(), "how many there are is said first"
    page.post(f"/moten/{running.pk}/lage/skatta/", {"set": "kollegialt-larande-exempel", "number": "17"})
    assessment = Round.objects.get()
    assert (assessment.code, assessment.is_by_seat, assessment.invited) == (None, True, 17)

    def rate(phone: Client) -> str:
        begun = phone.post(f"/moten/delta/mote/{running.pk}/skatta/")
        if begun.status_code != 302:
            return begun.content.decode()
        base = f"/skattning/svara/omgang/{assessment.pk}/"
        phone.post(base, {"target": "3"})
        return phone.post(f"{base}3/?all", {"s1": "2", "to": "send"}).headers["location"]

    seats = list(running.attendees.all()[:6])
    phones = [_phone() for _seat in seats]
    for phone, seat in zip(phones, seats, strict=True):
        sit(phone, seat)
        assert rate(phone) == f"/moten/delta/mote/{running.pk}/?answered", "back at the item that goes on"
        assert rate(phone).endswith("?again")
    second = _phone()
    sit(second, seats[0])
    assert "redan fått sitt svarskort" in rate(second)
    thanks = _guest(running, "Gäst")
    back = thanks.get(rate(thanks)).content.decode()
    assert "Tack! Ditt svar är räknat." in back
    assert "Skatta" in back
    stranger = _phone()
    stranger.post(f"/moten/delta/mote/{running.pk}/skatta/")
    assert stranger.get(f"/skattning/svara/omgang/{assessment.pk}/").status_code == 302
    assert (Target.objects.get(round=assessment, number=3).answers, Drawn.objects.count()) == (7, 7)
    part = page.get(f"/moten/{running.pk}/lage/del/").content.decode()
    assert "<b>Minst 5 av " in part
    assert "7 svar" not in part
