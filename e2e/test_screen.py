"""What the projector and the telephones show while a meeting is led, and its clock, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from e2e.axe import check_page
from tests.demo import load

from spiral.trust.access.viewer import Viewer, viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: Characters smaller than this of 720 cannot be read from eight metres.
SMALLEST = 22
TOO_SMALL = """() => [...document.querySelectorAll(".screen *")].filter((e) => {
  const words = [...e.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
  if (!words || e.closest(".to-stage, .visually-hidden, title, desc")) return false;
  const svg = e.closest("svg"), box = svg?.viewBox.baseVal, drawn = svg?.getBoundingClientRect();
  const scale = svg ? Math.min(drawn.width / box.width, drawn.height / box.height) : 1;
  return parseFloat(getComputedStyle(e).fontSize) * scale < %d;
}).map((e) => e.textContent.trim())"""


@pytest.fixture
def meeting(settings):
    """The demo's coming meeting under way with twelve in the room, on its first item."""
    from spiral.act.meetings.actions import joining, leading
    from spiral.act.meetings.demo import load_demo_meetings
    from spiral.act.meetings.models import Meeting
    from spiral.learn.assessments.loading import load_shipped_sets

    settings.DEMO = True
    load(load_demo_meetings)
    load_shipped_sets()
    meeting = Meeting.objects.all()[2]
    leading.begin(meeting.pk, by=viewer_of(meeting.leader))
    for attendee in meeting.attendees.all()[:12]:
        joining.sit(meeting.pk, attendee.pk)
    return meeting


@pytest.fixture
def by(meeting) -> Viewer:
    return viewer_of(meeting.leader)


def _screen(open_page, meeting, **more: object):
    page = open_page(f"/moten/{meeting.pk}/projektor/", 1280, "samordnare", **more)
    page.set_viewport_size({"width": 1280, "height": 720})
    return page


def _check(page) -> None:
    """All of it is on the screen, and large enough."""
    assert page.evaluate(TOO_SMALL % SMALLEST) == []
    assert page.evaluate("document.documentElement.scrollHeight") == 720
    assert (
        page.evaluate("(() => { const m = document.querySelector('main'); return m.scrollHeight - m.clientHeight })()")
        <= 0
    )


def test_the_screen_shows_what_the_leader_puts_up_and_then_the_next_item(open_page, meeting) -> None:
    from spiral.act.meetings.queries import seat_token

    screen = _screen(open_page, meeting)
    token = seat_token(meeting.attendees.get(label="Nätverksmedlem, Vara"))
    phone = open_page(f"/moten/delta/plats/{token}/", 390)
    phone.get_by_role("button", name="Delta som").click()
    leader = open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    screen.get_by_role("heading", name="Incheckning").wait_for()
    _check(screen)

    leader.get_by_role("button", name="Visa på skärmen koden").click()
    screen.locator(".big-code").wait_for(timeout=8000)
    _check(screen)
    leader.get_by_role("button", name="Visa på skärmen beslut och uppgifter").click()
    leader.get_by_text("Skärmen visar det du har valt.").wait_for()
    check_page(leader, 1280)
    screen.get_by_text("Inget beslut än.").wait_for(timeout=8000)
    leader.locator("#nb").fill("Vi läser i par")
    leader.locator("#nb").press("Enter")
    screen.get_by_text("Vi läser i par").wait_for(timeout=8000)
    phone.locator(".shown").get_by_text("Vi läser i par").wait_for(timeout=8000)
    check_page(phone, 390)
    leader.get_by_role("button", name="Följ punkten igen").click()
    screen.get_by_role("heading", name="Incheckning").wait_for(timeout=8000)

    leader.get_by_role("button", name="Nästa punkt: Uppgifter från förra mötet").click()
    screen.get_by_text("Berätta om gemensam lektionsstart på nästa möte").wait_for(timeout=8000)
    _check(screen)
    check_page(screen, 1280)


def test_what_is_decided_in_another_window_is_listed_while_the_leader_types(open_page, meeting) -> None:
    here, there = (open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare") for _ in range(2))
    here.locator("#nb").press_sequentially("Vi läser")
    there.locator("#nb").fill("Vi ses i mars")
    there.locator("#nb").press("Enter")
    there.locator("#nu1").fill("Boka lokal")
    there.locator("#nu2").fill("Hjo")
    there.locator("#nu2").press("Enter")
    here.locator("#besluten").get_by_text("Vi ses i mars").first.wait_for(timeout=8000)
    here.locator("#uppgifterna").get_by_text("Boka lokal").first.wait_for(timeout=8000)
    assert here.locator("#nb").input_value() == "Vi läser"
    assert here.evaluate("document.activeElement.id") == "nb"
    remove = here.get_by_role("button", name="Ta bort Vi ses i mars")
    remove.focus()
    there.locator("#nb").fill("Vi ses i april")
    there.locator("#nb").press("Enter")
    here.locator("#besluten").get_by_text("Vi ses i april").first.wait_for(timeout=8000)
    assert remove.evaluate("e => e === document.activeElement"), "the keyboard stays where it was"
    remove.click()
    here.get_by_text("Beslutet ”Vi ses i mars” är borttaget.").wait_for()


def test_what_the_leader_has_chosen_is_not_lost_when_the_page_follows(open_page, meeting, by) -> None:
    from spiral.act.meetings.actions import joining, leading

    leading.go_to(meeting.pk, meeting.items.get(kind="group-talk").pk, by=by)
    leader = open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    leader.locator("#antal-grupper").select_option("3")
    leader.evaluate("document.activeElement.blur()")
    joining.come_as_guest(meeting.pk, "Rektor")
    leader.get_by_text("13 av ").first.wait_for(timeout=8000)
    assert leader.locator('select[name="groups"]').input_value() == "3"


def test_groups_and_pencils_stand_on_the_screen(open_page, meeting, by) -> None:
    from spiral.act.meetings.actions import leading, notes

    item = meeting.items.get(kind="group-talk")
    leading.go_to(meeting.pk, item.pk, by=by)
    screen, leader = _screen(open_page, meeting), open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    leader.get_by_role("button", name="Dela in i grupper").click()
    screen.get_by_role("heading", name="Grupp 4").wait_for(timeout=8000)
    group = item.groups.get(number=2)
    notes.take_pencil(group.pk, attendee=group.members.first())
    screen.locator(".teams > li", has_text="Grupp 2").locator(".pen", has_text="skriver").wait_for(timeout=8000)
    _check(screen)
    check_page(screen, 1280)


def test_a_rating_is_counted_in_steps_and_shown_when_the_leader_says_so(open_page, meeting, by) -> None:
    from spiral.act.meetings.actions import arranging, leading
    from spiral.learn.assessments import actions as assessments

    written = {"kind": "rating", "title": "Självskattning", "minutes": 15}
    item = arranging.keep_item(meeting.pk, None, written, by=by)
    leading.go_to(meeting.pk, item.pk, by=by)
    screen, leader = _screen(open_page, meeting), open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    leader.get_by_label("Hur många är ni i rummet?").fill("12")
    leader.get_by_role("button", name="Öppna självskattningen").click()
    screen.get_by_text("Färre än 5 av 12").first.wait_for(timeout=8000)
    assert screen.locator("svg.qr").count() == 1
    _check(screen)
    item.refresh_from_db()
    for n, seat in enumerate(meeting.attendees.all()[:9]):
        assessments.draw_ticket_for_seat(item.round_id, f"key-{n}", seat.pk)
        levels = dict.fromkeys(range(1, 10), 2 + n % 2) | {7: 1 if n < 4 else 4}
        assessments.take_answer(item.round_id, 3, f"key-{n}", levels)
    screen.get_by_text("Minst 5 av 12").wait_for(timeout=8000)
    assert screen.get_by_text("delar gruppen").count() == 0
    leader.get_by_role("button", name="Visa resultatet för alla").click()
    leader.get_by_role("heading", name="Visa resultatet för alla?").wait_for()
    check_page(leader, 1280)
    leader.get_by_role("button", name="Visa resultatet").click()
    screen.get_by_role("heading", name="Påstående 7 delar gruppen: 4 svarade obefintligt, 5 svarade starkt.").wait_for(
        timeout=8000
    )
    _check(screen)
    check_page(screen, 1280)
    check_page(leader, 1280)


def _left(page) -> int:
    minutes, seconds = page.locator("[data-left]").first.inner_text().lstrip("+").split(":")
    return int(minutes) * 60 + int(seconds)


def _arc(page) -> float:
    return float(page.locator(".elapsed").first.get_attribute("stroke-dasharray").split()[0])


WRONG_BY_AN_HOUR = """{ const now = Date.now; Date.now = () => now() + 3600000; }"""


def test_the_clock_moves_by_the_servers_time_on_a_device_that_is_an_hour_wrong(open_page, meeting, server) -> None:
    screen = _screen(open_page, meeting)
    screen.context.add_init_script(WRONG_BY_AN_HOUR)
    screen.reload()
    other = _screen(open_page, meeting)
    first, arc = _left(screen), _arc(screen)
    assert abs(first - _left(other)) <= 1
    screen.wait_for_timeout(3200)
    assert 3 <= first - _left(screen) <= 4
    assert _arc(screen) > arc
    assert abs(_left(screen) - _left(other)) <= 1


def test_the_arc_starts_empty_and_the_time_goes_visibly_over_by_itself(open_page, meeting) -> None:
    begun = timezone.now()
    meeting.items.filter(pk=meeting.items.first().pk).update(started_at=begun + timedelta(seconds=30))
    screen = _screen(open_page, meeting)
    assert not screen.locator(".elapsed").is_visible()
    meeting.items.filter(pk=meeting.items.first().pk).update(started_at=begun - timedelta(seconds=597))
    screen.reload()
    assert "kvar av 10 minuter" in screen.locator(".timer").inner_text()
    screen.get_by_text("över tiden").wait_for(timeout=8000)
    assert _arc(screen) == 100
    assert screen.locator(".over").is_visible()
    assert screen.locator("[data-left]").inner_text().startswith("+0:0")
    meeting.items.filter(pk=meeting.items.first().pk).update(started_at=begun - timedelta(seconds=600 + 125))
    screen.reload()
    screen.get_by_text("2 min över").wait_for()


def test_where_motion_is_not_wanted_the_arc_goes_on_once_a_minute(open_page, meeting) -> None:
    screen = _screen(open_page, meeting, reduced_motion="reduce")
    screen.wait_for_timeout(1500)  # what is asked for first has been answered
    assert screen.locator(".elapsed").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
    before = _arc(screen)
    screen.wait_for_timeout(2200)
    assert _arc(screen) == before


def test_the_hours_of_what_comes_move_while_an_item_goes_over(open_page, meeting) -> None:
    late = timezone.now() - timedelta(minutes=11)
    meeting.items.filter(pk=meeting.items.first().pk).update(started_at=late)
    leader = open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    following = leader.locator("[data-moves]").first
    leader.wait_for_timeout(1500)  # what is asked for first has been answered
    stood = following.inner_text()
    leader.evaluate("told -= 120000")
    leader.wait_for_timeout(600)
    assert following.inner_text() != stood
    assert leader.locator("[data-behind]").inner_text().startswith("Ni ")


def test_the_screen_comes_back_after_lost_contact_and_thanks_at_the_end(open_page, meeting, by, monkeypatch) -> None:
    from spiral.act.meetings.actions import leading
    from spiral.act.meetings.views import leading as views

    screen = _screen(open_page, meeting)
    screen.context.set_offline(True)
    screen.get_by_text("Ingen kontakt med servern.").wait_for(timeout=12000)
    screen.context.set_offline(False)
    monkeypatch.setattr(views, "edition", lambda: "another")
    screen.locator('[data-mode="another"]').wait_for(timeout=20000)
    leading.end(meeting.pk, by=by)
    screen.get_by_role("heading", name="Tack för i dag.").wait_for(timeout=8000)
    assert screen.locator(".way-in").count() == 0


def test_the_projector_is_a_window_that_is_found_again(open_page, meeting) -> None:
    leader = open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    with leader.context.expect_page() as opened:
        leader.get_by_role("link", name="Öppna projektorn").click()
    assert opened.value.evaluate("window.menubar.visible") is False, "a window of its own, and no tab"
    for reloads in (False, True):
        leader.bring_to_front()
        if reloads:
            leader.reload()
        leader.get_by_role("link", name="Öppna projektorn").click()
        leader.wait_for_timeout(500)
        assert len(leader.context.pages) == 2
        assert leader.url.endswith("/lage/")


def test_what_is_written_at_a_meeting_stands_before_the_code(open_page, meeting) -> None:
    leader = open_page(f"/moten/{meeting.pk}/lage/", 1280, "samordnare")
    top = "parts => parts.map((part) => document.querySelector(part).getBoundingClientRect().top)"
    tops = leader.evaluate(top, [".meeting", "#nb", "#anslut"])
    assert tops == sorted(tops)
    check_page(leader, 1280)


def test_a_screen_full_of_long_texts_loses_neither_clock_nor_code(open_page, meeting, by) -> None:
    from spiral.act.meetings.actions import arranging, leading, notes

    long = "Vad behöver vi göra annorlunda tillsammans för att färre elever ska sakna ett enda betyg i våras? "
    written = {"kind": "own", "title": long[:100], "minutes": 10, "questions": "\n".join([long * 2] * 6)}
    item = arranging.keep_item(meeting.pk, None, written, by=by)
    leading.go_to(meeting.pk, item.pk, by=by)
    for n in range(9):
        notes.decide(meeting.pk, f"{n} {long * 3}", by=by)
        notes.give_task(meeting.pk, f"{n} {long * 3}", "Samordnaren och presidiet tillsammans", None, by=by)
    screen = _screen(open_page, meeting)
    _check(screen)
    leading.show(meeting.pk, "outcome", by=by)
    screen.reload()
    _check(screen)
    leading.make_groups(meeting.pk, item.pk, 6, by=by)
    leading.show(meeting.pk, "", by=by)
    screen.reload()
    _check(screen)
