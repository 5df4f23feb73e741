"""Before something that others notice the page says what will happen and to whom; nothing is done until it is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from spiral.act.meetings.actions import leading, summing
from spiral.act.meetings.models import Meeting
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


def _page(answer: object) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_meeting_of_a_later_day_is_begun_only_when_it_is_said_again(call, signed_in) -> None:
    meeting = call()
    url = f"/moten/{meeting.pk}/lage/borja/"
    page = _page(signed_in.post(url))
    assert "Börja mötet redan i dag?" in page
    assert "Det är om 7 dagar." in page
    assert Meeting.objects.get().state == "planned"
    assert f'href="/moten/{meeting.pk}/"' in page
    signed_in.post(url, {"confirmed": "1"})
    assert Meeting.objects.get().state == "running"
    today = call(start=timezone.now())
    assert signed_in.post(f"/moten/{today.pk}/lage/borja/").status_code == 302, "today's begins at once"


def test_ending_says_who_notices_and_what_is_left_and_can_be_taken_back(running, leader, signed_in) -> None:
    url = f"/moten/{running.pk}/lage/styr/"
    page = _page(signed_in.post(url, {"end": "1"}))
    assert "Telefonerna hos de 17 som är med visar att mötet är slut." in page
    assert f"De här punkterna har ni inte hunnit: {', '.join(i.title for i in running.items.all()[1:])}." in page
    assert 'name="end" value="1"' in page, "the same form is sent again"
    assert Meeting.objects.get().state == "running"
    signed_in.post(url, {"end": "1", "confirmed": "1"})
    assert Meeting.objects.get().state == "ended"
    review = f"/moten/{running.pk}/sammanfattning/andra/"
    assert f'href="{review}"' not in _page(signed_in.get(review)).split('class="next')[1], (
        "no next step is the page itself"
    )
    summary = _page(signed_in.get(f"/moten/{running.pk}/sammanfattning/"))
    assert f'href="{review}"' in summary.split('class="next')[1]
    assert "Öppna mötet igen" in summary, "where its leader is after ending it"
    again = signed_in.post(f"/moten/{running.pk}/lage/borja/")
    assert again.status_code == 302, "and opened again without a question"
    assert Meeting.objects.get().state == "running"


def test_a_meeting_opened_again_goes_on_where_it_was_and_not_at_what_was_passed_over(running, by) -> None:
    talk = running.items.get(kind="group-talk")
    leading.go_to(running.pk, talk.pk, by=by)
    leading.end(running.pk, by=by)
    assert leading.begin(running.pk, by=by).current == talk
    assert list(running.items.filter(state="current")) == [talk]


def test_only_whoever_arranges_the_agenda_is_told_that_it_is_longer_than_the_meeting(
    call, leader, signed_in, person
) -> None:
    meeting = call()
    meeting.items.filter(kind="group-talk").update(minutes=600)
    too_long = "Dagordningen är längre än mötet."
    assert too_long in _page(signed_in.get(f"/moten/{meeting.pk}/"))
    member = Client()
    member.force_login(person("natverksmedlem"), BACKEND)
    assert too_long not in _page(member.get(f"/moten/{meeting.pk}/"))
    leading.begin(meeting.pk, by=viewer_of(leader))
    assert too_long not in _page(signed_in.get(f"/moten/{meeting.pk}/"))


def test_an_invitation_with_an_agenda_longer_than_the_meeting_says_so_before_it_is_sent(call, signed_in) -> None:
    meeting = call()
    too_long = "Dagordningen är längre än mötet."
    assert too_long not in _page(signed_in.post(f"/moten/{meeting.pk}/skicka/"))
    meeting.items.filter(kind="group-talk").update(minutes=600)
    assert too_long in _page(signed_in.post(f"/moten/{meeting.pk}/skicka/"))
    signed_in.post(f"/moten/{meeting.pk}/stall-in/", {"confirmed": "1"})
    assert too_long not in _page(signed_in.post(f"/moten/{meeting.pk}/skicka/")), "a cancellation has no agenda"


def test_letters_go_to_those_who_are_named_and_to_nobody_before(call, leader, signed_in, person) -> None:
    person("natverksmedlem")
    meeting = call(is_made_up=False)
    url = f"/moten/{meeting.pk}/skicka/"
    for title in ("Skicka inbjudan till alla?", "Skicka ändringen till alla?"):
        page = _page(signed_in.post(url))
        assert title in page
        assert all(a.label in page for a in meeting.attendees.all())
        assert mail.outbox == []
        signed_in.post(url, {"confirmed": "1"})
        assert len(mail.outbox) == meeting.attendees.filter(person__isnull=False).count() > 1
        mail.outbox.clear()
    page = _page(signed_in.post(f"/moten/{meeting.pk}/stall-in/"))
    assert "Ingen får besked förrän du skickar det." in page
    assert Meeting.objects.get().state == "planned"
    signed_in.post(f"/moten/{meeting.pk}/stall-in/", {"confirmed": "1"})
    assert "Meddela alla att mötet är inställt?" in _page(signed_in.post(url))


def test_whoever_has_no_address_is_named(call, leader, signed_in) -> None:
    meeting = call()
    meeting.attendees.create(label="Rektor, Hjo", municipality="Hjo")
    page = _page(signed_in.post(f"/moten/{meeting.pk}/skicka/"))
    assert "De här har ingen adress och får inget mejl: Rektor, Hjo." in page
    assert "Ingen av dem får något mejl." not in page


def test_a_meeting_that_is_over_is_not_asked_about_its_day(call, leader, signed_in) -> None:
    meeting = leading.begin(call().pk, by=viewer_of(leader))
    leading.end(meeting.pk, by=viewer_of(leader))
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=3))
    assert signed_in.post(f"/moten/{meeting.pk}/lage/borja/").status_code == 302


def test_a_code_and_a_guest_go_only_when_it_is_said_again(running, leader, signed_in) -> None:
    url = f"/moten/{running.pk}/lage"
    assert f"Koden {running.code} slutar gälla." in _page(signed_in.post(f"{url}/rum/", {"new_code": "1"}))
    assert Meeting.objects.get().code == running.code
    guest = running.attendees.create(label="Gäst: Okänd", is_guest=True, is_present=True)
    page = _page(signed_in.post(f"{url}/gast/{guest.pk}/", {"out": "1"}))
    assert "Gäst: Okänd kan inte längre läsa eller skriva i mötet." in page
    guest.refresh_from_db()
    assert not guest.is_shown_out
    signed_in.post(f"{url}/gast/{guest.pk}/", {"out": "1", "confirmed": "1"})
    guest.refresh_from_db()
    assert guest.is_shown_out
    assert signed_in.post(f"{url}/gast/{guest.pk}/", {"out": "1"}).status_code in (200, 302)


def test_a_correction_says_that_it_is_mailed_and_to_how_many(running, leader, person, signed_in) -> None:
    by = viewer_of(leader)
    leading.end(running.pk, by=by)
    for who in ("natverksmedlem", "rektor"):
        running.attendees.create(label=who, person=person(who))
    url = f"/moten/{running.pk}/sammanfattning/publicera/"
    assert "mejl" not in _page(signed_in.post(url)).partition("<main")[2].partition("</form>")[0]
    summing.publish(running.pk, by=by)
    Meeting.objects.update(summary_sent_at=timezone.now())
    summing.correct(running.pk, by=by)
    assert "Mejl går till 2 personer." in _page(signed_in.post(url))


def test_ending_an_empty_meeting_says_nothing_of_telephones(running, signed_in) -> None:
    running.attendees.update(is_present=False)
    page = _page(signed_in.post(f"/moten/{running.pk}/lage/styr/", {"end": "1"}))
    assert "Avsluta mötet för alla?" in page
    assert "Telefon" not in page.split("<main")[1].split("</main>")[0]
