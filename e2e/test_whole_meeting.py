"""A whole meeting as people hold it: a leader, a projector, seventeen telephones, three groups; and what the wall shows."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SLOW = 12_000


@pytest.fixture
def meeting(settings):
    """The demo's coming meeting, as it is planned."""
    from spiral.act.meetings.demo import load_demo_meetings
    from spiral.act.meetings.models import Meeting
    from spiral.learn.assessments.loading import load_shipped_sets
    from spiral.understand.inquiries.demo import load_demo_inquiries

    settings.DEMO = True
    load(load_demo_inquiries)
    load(load_demo_meetings)
    load_shipped_sets()
    meeting = next(m for m in Meeting.objects.filter(state="planned") if m.items.filter(kind="whys"))
    for n in range(meeting.attendees.count(), 17):
        meeting.attendees.create(label=f"Nätverksmedlem {n}, Vara", municipality="Vara")
    return meeting


def _phones(open_page, meeting) -> list:
    """Everybody invited follows the link in her invitation; most without script, which costs the server less."""
    from spiral.act.meetings.queries import seat_token

    phones = []
    for n, attendee in enumerate(meeting.attendees.all()[:17]):
        phone = open_page(f"/moten/delta/plats/{seat_token(attendee)}/", 390, java_script_enabled=n < 3)
        phone.get_by_role("button", name="Delta som").click()
        phone.get_by_text("Du är med som").wait_for()
        phones.append(phone)
    return phones


def _answer(phone, level: int, divides: int) -> None:
    """One person's rating: all statements on one page, by thumb."""
    phone.reload()
    phone.get_by_role("button", name="Svara på skattningen").click()
    phone.get_by_role("button", name="Alla på en sida").first.click()
    for n in range(1, 10):
        phone.locator(f'input[name="s{n}"][value="{divides if n == 7 else level}"]').check()
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_text("Tack! Ditt svar är räknat.").wait_for()


def test_a_whole_meeting_from_opening_to_a_corrected_summary(open_page, meeting) -> None:
    leader = open_page(f"/moten/{meeting.pk}/punkt/?kind=rating", 1280, "samordnare")
    leader.set_default_timeout(SLOW)
    leader.get_by_role("button", name="Spara punkten").click()
    leader.get_by_role("button", name="Börja mötet").first.click()
    leader.get_by_role("heading", name="Börja mötet redan i dag?").wait_for()
    leader.get_by_role("button", name="Börja mötet nu").click()
    leader.get_by_role("heading", name="Incheckning").wait_for()

    screen = open_page(f"/moten/{meeting.pk}/projektor/", 1280, "samordnare")
    screen.set_viewport_size({"width": 1280, "height": 720})
    screen.set_default_timeout(SLOW)
    screen.get_by_role("heading", name="Incheckning").wait_for()
    phones = _phones(open_page, meeting)
    leader.get_by_role("button", name="Visa på skärmen koden").click()
    screen.locator(".big-code").wait_for()
    screen.get_by_text("17 är med").wait_for()

    leader.get_by_role("button", name="Nästa punkt: Uppgifter från förra mötet").click()
    screen.get_by_text("Berätta om gemensam lektionsstart på nästa möte").wait_for()

    _go(leader, meeting, "whys")
    leader.locator('select[name="show"]').select_option(index=0)
    leader.locator('form:has(select[name="show"]) button').click()
    screen.locator(".poster li").first.wait_for()

    _go(leader, meeting, "group-talk")
    leader.locator('select[name="groups"]').select_option("3")
    leader.get_by_role("button", name="Dela in i grupper").click()
    screen.get_by_role("heading", name="Grupp 3").wait_for()
    assert screen.get_by_role("heading", name="Grupp 4").count() == 0
    writer = phones[0]
    writer.locator("#ant", has_text="Grupp").wait_for(timeout=SLOW)
    writer.get_by_role("button", name="Ta pennan").click()
    writer.locator("textarea").fill("Vi läser högt varje dag")
    writer.get_by_text("Sparat.").wait_for()
    screen.locator(".teams .pen", has_text="skriver").first.wait_for()
    leader.get_by_text("5 ord").first.wait_for()

    _go(leader, meeting, "rating")
    leader.get_by_label("Hur många är ni i rummet?").fill("17")
    leader.get_by_role("button", name="Öppna självskattningen").click()
    screen.get_by_text("Färre än 5 av 17").first.wait_for()
    for n, phone in enumerate(phones[3:12]):
        _answer(phone, 2 + n % 2, 1 if n < 4 else 4)
    screen.get_by_text("Minst 5 av 17").wait_for()
    assert screen.get_by_text("delar gruppen").count() == 0, "nothing is shown before the leader says so"
    leader.get_by_role("button", name="Visa resultatet för alla").click()
    leader.get_by_role("heading", name="Visa resultatet för alla?").wait_for()
    leader.get_by_role("button", name="Visa resultatet").click()
    screen.get_by_role("heading", name="Påstående 7 delar gruppen: 4 svarade obefintligt, 5 svarade starkt.").wait_for()

    _go(leader, meeting, "decisions")
    leader.locator("#nb").fill("Vi läser i tre")
    leader.locator("#nb").press("Enter")
    screen.get_by_text("Vi läser i tre").wait_for()
    leader.locator("#nu1").fill("Boka lokal")
    leader.locator("#nu1").press("Tab")
    leader.keyboard.type("Hjo")
    leader.keyboard.press("Enter")
    screen.get_by_text("Boka lokal").wait_for()

    leader.get_by_role("button", name="Avsluta mötet").first.click()
    leader.get_by_role("heading", name="Avsluta mötet för alla?").wait_for()
    leader.get_by_role("button", name="Avsluta mötet").click()
    screen.get_by_role("heading", name="Tack för i dag.").wait_for()
    phones[1].get_by_text("Mötet är slut").first.wait_for(timeout=SLOW)

    leader.get_by_role("link", name="Gå igenom och publicera").click()
    _publish(leader)
    leader.get_by_role("button", name="Rätta sammanfattningen").click()
    leader.get_by_label("Vad är rättat?").fill("Beslutet gällde par, inte tre.")
    _publish(leader)
    member = open_page(f"/moten/{meeting.pk}/sammanfattning/", 390, "natverksmedlem")
    member.get_by_text("Beslutet gällde par, inte tre.").wait_for()
    member.get_by_text("Vi läser högt varje dag").first.wait_for()
    check_page(member, 390)
    member.get_by_role("link", name="Läs utgåva 1").click()
    member.get_by_text("Det här är utgåva 1.").wait_for()
    check_page(member, 390)


def _go(leader, meeting, kind: str) -> None:
    """Press the item in the agenda."""
    title = meeting.items.get(kind=kind).title
    leader.locator(f'button[name="to"][value="{meeting.items.get(kind=kind).pk}"]').first.click()
    leader.locator("#nu-h", has_text=title).wait_for()


def _publish(leader) -> None:
    leader.get_by_role("button", name="Publicera sammanfattningen").click()
    leader.get_by_role("heading", name="Publicera sammanfattningen?").wait_for()
    leader.get_by_role("button", name="Publicera sammanfattningen").click()
    leader.get_by_text("Sammanfattningen är publicerad.").wait_for()
