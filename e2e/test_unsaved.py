"""No click loses what is written: text that is not saved is offered back, what is removed can be put back, and answers
without an account are kept nowhere but never left unasked."""

from __future__ import annotations

import pytest

from .axe import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NEW = "/undersokningar/ny/"
STORED = "Object.keys(localStorage).filter((key) => key.startsWith('spiral-unsaved-')).length"


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("width", [1280, 390])
def test_text_left_by_a_link_is_offered_back(open_page, width: int) -> None:
    page = open_page(NEW, width, "samordnare")
    field = page.locator("main form input[type=text], main form textarea").first
    field.fill("Många är borta på måndagar")
    page.get_by_role("link", name="Sök", exact=True).click()
    page.go_back()
    page.goto(page.url)
    page.get_by_text("som inte blev sparat").wait_for()
    check_page(page, width)
    page.get_by_role("button", name="Lägg tillbaka texten").click()
    assert field.input_value() == "Många är borta på måndagar"
    assert page.evaluate("document.activeElement.name") == field.get_attribute("name")
    page.goto(page.url)
    page.get_by_role("button", name="Kasta den").click()
    assert page.evaluate(STORED) == 0
    page.goto(page.url)
    assert page.get_by_text("som inte blev sparat").count() == 0


def test_what_is_saved_is_not_offered_what_is_refused_is_and_signing_out_leaves_nothing(open_page) -> None:
    page = open_page(NEW, 1280, "samordnare")
    fields = page.locator("main form input[type=text], main form textarea")
    assert fields.count() > 1
    fields.nth(1).fill("Bara det andra")
    page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator(".problems").wait_for()
    page.get_by_role("link", name="Sök", exact=True).click()
    page.goto(page.url.split("/sok/")[0] + NEW)
    page.get_by_role("button", name="Lägg tillbaka texten").click()
    fields.first.fill("Varför är så många borta på måndagar?")
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    page.get_by_role("heading", name="Varför är så många borta på måndagar?").first.wait_for()
    assert page.evaluate(STORED) == 0
    page.goto(page.url.split("/undersokningar/")[0] + NEW)
    assert page.get_by_text("som inte blev sparat").count() == 0
    fields.first.fill("Något annat")
    page.goto(page.url.split("/undersokningar/")[0] + "/konto/")
    assert page.evaluate(STORED) == 1
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/")
    assert page.evaluate(STORED) == 0


def test_another_reader_of_the_same_browser_finds_nothing(open_page) -> None:
    page = open_page(NEW, 1280, "samordnare")
    page.evaluate(
        "localStorage.setItem('spiral-unsaved-annan x', JSON.stringify({values: {a: 'hemligt'}, at: Date.now()}))"
    )
    page.reload()
    assert page.evaluate(STORED) == 0


def test_a_removed_item_comes_back_by_one_button_without_script(open_page, person) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from spiral.act.meetings.actions import planning
    from spiral.act.meetings.blocks import blocks
    from spiral.trust.access.viewer import viewer_of

    at = timezone.now() + timedelta(days=7)
    items = [blocks()[kind].as_item("sv") for kind in ("check-in", "check-out")]
    plan = planning.MeetingPlan("Möte", at, at + timedelta(hours=1), items=items, is_made_up=True)
    meeting = planning.call_meeting(plan, by=viewer_of(person("samordnare")))
    page = open_page(f"/moten/{meeting.pk}/", 390, "samordnare", java_script_enabled=False)
    page.locator('button[value="remove"]').first.click()
    page.get_by_text("Punkten ”Incheckning” är borttagen.").wait_for()
    assert meeting.items.count() == 1
    page.get_by_role("button", name="Ångra").click()
    page.get_by_text("Punkten står i dagordningen igen.").wait_for()
    assert meeting.items.count() == 2
