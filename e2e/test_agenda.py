"""The agenda arranged as people arrange paper: dragged, moved from the keyboard, by number, added between."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

from spiral.act.meetings.models import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def coming() -> Meeting:
    """A planned meeting of the demo: Incheckning, Uppgifter, Boken, Behovskartan, Beslut, Utcheckning."""
    from spiral.act.meetings.demo import load_demo_meetings

    load(load_demo_meetings)
    return Meeting.objects.get(title="Digital träff")


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


def _titles(page) -> list[str]:
    return [text.split()[0] for text in page.locator("#dagordning h3").all_inner_texts()]


def test_an_item_is_dragged_by_its_handle_and_what_came_of_it_is_said(open_page, coming) -> None:
    page = open_page(f"/moten/{coming.pk}/", 1280, "samordnare")
    last = page.locator("[data-item]", has_text="Behovskartan")
    first = page.locator("[data-item]", has_text="Incheckning")
    last.scroll_into_view_if_needed()
    last.locator(".grip").hover()
    page.mouse.down()
    top = first.bounding_box()
    page.mouse.move(top["x"] + 20, top["y"] + 30, steps=5)
    page.mouse.move(top["x"] + 20, top["y"] + 4, steps=2)
    page.mouse.up()
    page.get_by_text("Behovskartan är nu punkt 1.").wait_for()
    assert _titles(page) == ["Behovskartan", "Incheckning", "Uppgifter", "Boken", "Beslut", "Utcheckning"]
    assert [i.title for i in coming.items.all()][0] == "Behovskartan"
    # Dragged again with what the first move left on the page; Escape lets go.
    page.locator("[data-item]", has_text="Boken").locator(".grip").hover()
    page.mouse.down()
    page.mouse.move(top["x"] + 20, top["y"] + 4, steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert _titles(page)[0] == "Behovskartan"


def test_an_item_is_dragged_further_than_what_the_window_shows(open_page, coming) -> None:
    page = open_page(f"/moten/{coming.pk}/", 1280, "samordnare")
    page.set_viewport_size({"width": 1280, "height": 400})
    first = page.locator("[data-item]", has_text="Incheckning").locator(".grip")
    first.scroll_into_view_if_needed()
    first.hover()
    page.mouse.down()
    page.mouse.move(120, 390, steps=5)
    last = page.locator("[data-item]").last
    for _wait in range(50):
        if last.bounding_box()["y"] < 300:
            break
        page.wait_for_timeout(100)
    page.mouse.move(120, 330, steps=2)
    page.mouse.up()
    page.get_by_text("Incheckning är nu punkt").wait_for()
    assert _titles(page)[0] != "Incheckning"
    at = page.evaluate("scrollY")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == at, "and the page rests when it is let go"


def test_the_keyboard_moves_an_item_and_stays_with_it(open_page, coming) -> None:
    page = open_page(f"/moten/{coming.pk}/", 1280, "samordnare")
    page.get_by_role("button", name="Upp Boken").focus()
    for place in (2, 1):
        page.keyboard.press("Enter")
        page.get_by_text(f"Boken är nu punkt {place}.").wait_for()
        assert page.locator(":focus").inner_text().split() == ["Upp", "Boken"]
    page.get_by_label("Plats för Boken").fill("5")
    page.keyboard.press("Enter")
    page.get_by_text("Boken är nu punkt 5.").wait_for()
    assert page.locator(":focus").get_attribute("aria-label") == "Plats för Boken"
    assert _titles(page) == ["Incheckning", "Uppgifter", "Behovskartan", "Beslut", "Boken", "Utcheckning"]
    check_page(page, 1280)


def test_two_who_move_at_once_are_told_and_nothing_is_moved_blindly(open_page, coming) -> None:
    one, two = (open_page(f"/moten/{coming.pk}/", 1280, "samordnare") for _ in range(2))
    one.get_by_role("button", name="Upp Boken").click()
    one.get_by_text("Boken är nu punkt 2.").wait_for()
    two.get_by_role("button", name="Ner Boken").click()
    two.get_by_text("Någon annan har ändrat dagordningen.").wait_for()
    assert _titles(two) == _titles(one)


@pytest.mark.parametrize("script", [True, False])
def test_an_item_is_added_between_two_others_with_its_text_kept_when_its_kind_is_chosen(
    script: bool, open_page, coming
) -> None:
    page = open_page(f"/moten/{coming.pk}/", 390, "samordnare", java_script_enabled=script)
    page.get_by_role("link", name="Lägg till punkt här efter Boken").click()
    page.get_by_label("Rubrik").fill("Vad ser vi i Vara?")
    page.get_by_label("Vad är det för punkt?").select_option(label="5 varför")
    page.get_by_role("button", name="Fyll i förslag").click()
    assert page.get_by_label("Frågor").input_value().startswith("Vad är problemet?")
    assert page.get_by_label("Rubrik").input_value() == "Vad ser vi i Vara?"
    check_page(page, 390) if script else None
    page.get_by_label("Rubrik").press("Enter")
    page.get_by_role("heading", name="Vad ser vi i Vara?").wait_for()
    assert _titles(page)[2:4] == ["Boken", "Vad"]
    page.get_by_label("Plats för Vad ser vi i Vara?").fill("1")
    page.get_by_label("Plats för Vad ser vi i Vara?").press("Enter")
    page.get_by_text("Vad ser vi i Vara? är nu punkt 1.").wait_for()


def test_an_earlier_meeting_is_copied_and_a_figure_taken_along_to_an_item_of_it(open_page, coming) -> None:
    page = open_page("/moten/ny/", 1280, "samordnare")
    check_page(page, 1280)
    page.get_by_role("link", name="Digital träff om boken").click()
    page.get_by_label("Dag", exact=True).fill("2027-02-03")
    page.get_by_label("Börjar").fill("13:00")
    page.get_by_label("Slutar").fill("14:30")
    page.get_by_label("Rubrik").fill("Nästa digitala träff")
    page.get_by_role("button", name="Planera mötet").click()
    page.get_by_text("Mötet är planerat.").wait_for()
    assert _titles(page) == ["Incheckning", "Uppgifter", "Boken", "Behovskartan", "Beslut", "Utcheckning"]
    page.goto(page.url.split("/moten/")[0] + "/moten/ta-med/?kind=figure&ref=45270097:unit-merit")
    page.get_by_role("radio", name="Nästa digitala träff").check()
    check_page(page, 1280)
    page.get_by_label("Var i Nästa digitala träff?").select_option(label="3. Boken")
    page.get_by_role("button", name="Lägg i dagordningen").click()
    page.get_by_text("Bilden hör nu till punkten Boken.").wait_for()
    assert "Meritvärdet" in page.locator("[data-item]", has_text="Boken").inner_text()


def test_the_letter_is_read_before_it_is_sent(open_page, coming) -> None:
    page = open_page(f"/moten/{coming.pk}/", 390, "samordnare")
    page.get_by_role("button", name="Skicka inbjudan").click()
    page.get_by_role("heading", name="Så här ser mejlet ut").wait_for()
    assert "13.10 Uppgifter från förra mötet (10 min)" in page.locator(".letter").inner_text()
    check_page(page, 390)
