"""A round as its people run it: telephones without script, the keyboard alone, the leader showing the result."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.learn.assessments.demo import load_demo_rounds

    settings.DEMO = True
    load(load_demo_rounds)


@pytest.fixture
def rounds() -> dict[str, object]:
    from spiral.learn.assessments.models import Round

    found = list(Round.objects.all())
    return {"open": found[0], "shown": found[1]}


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_participants_pages(width: int, open_page, rounds) -> None:
    from spiral.learn.assessments import actions

    for path in ("/skattning/", "/skattning/svara/?code=1"):
        check_page(open_page(path, width), width)
    page = open_page(f"/skattning/svara/{rounds['open'].code}/", width)
    check_page(page, width)
    page.get_by_role("button", name="Börja").first.click()
    check_page(page, width)
    base = page.url.split("?")[0]
    for path in ("?all", "tack/"):
        page.goto(base + path)
        check_page(page, width)
    actions.discard(rounds["open"].pk, by=viewer_of(rounds["open"].leader))
    page.goto(base)
    page.get_by_text("Omgången är avslutad och tar inte emot fler svar.").wait_for()
    check_page(page, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_leaders_pages(width: int, open_page, rounds) -> None:
    page = open_page("/skattning/", width, "samordnare")
    base = page.url.removesuffix("/skattning/")
    for path in (
        "/skattning/",
        "/skattning/ny/kollegialt-larande-exempel/",
        "/skattning/listor/ny/",
        "/skattning/listor/las-in/",
        f"/skattning/omgang/{rounds['open'].pk}/",
        f"/skattning/omgang/{rounds['shown'].pk}/",
    ):
        if path == "/skattning/ny/kollegialt-larande-exempel/":
            from spiral.learn.assessments.loading import load_shipped_sets

            load_shipped_sets()
        page.goto(base + path)
        check_page(page, width)


def test_a_phone_without_script_answers_by_keyboard_and_the_leader_shows_the_result(open_page, rounds) -> None:
    code = rounds["open"].code
    phone = open_page(f"/skattning/svara/{code}/", 390, java_script_enabled=False)
    _tab_to(phone, "Börja", 1)
    phone.keyboard.press("Enter")
    for n in range(1, 10):
        phone.get_by_text(f"Påstående {n} av 9").wait_for()
        if n == 4:
            phone.get_by_role("button", name="Hoppa över").focus()
            phone.keyboard.press("Enter")
            continue
        phone.locator("input[type=radio]").first.focus()
        phone.keyboard.press("Space")
        phone.keyboard.press("ArrowDown")
        assert phone.locator("input[type=radio]").nth(1).is_checked()
        phone.keyboard.press("Tab")
        phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="Tack! Ditt svar är räknat").wait_for()
    phone.goto(phone.url.replace("tack/", "?all"))
    phone.locator('input[name="s1"]').first.check()
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_role("heading", name="Ditt svar var redan räknat").wait_for()

    leader = open_page(f"/skattning/omgang/{rounds['open'].pk}/", 1280, "samordnare")
    assert leader.locator(".count b").all_text_contents() == ["minst 5", "färre än 5"]
    assert "mellan" not in leader.locator("main").inner_text()
    leader.get_by_role("button", name="Visa resultat").click()
    leader.get_by_role("heading", name="Visa resultatet?").wait_for()
    leader.get_by_role("button", name="Visa resultatet").click()
    leader.get_by_role("heading", name="Så fördelar sig svaren").wait_for()
    assert "5 av 17 har svarat" in leader.locator(".facts").inner_text()
    skipped = leader.locator("li.distribution").nth(4)
    assert "för få svar för att visas" in skipped.inner_text()
    assert leader.locator("li.distribution svg[role=img]").count() >= 5
    phone.goto(phone.url.replace("tack/?again", ""))
    phone.get_by_text("Omgången är avslutad och tar inte emot fler svar.").wait_for()


def test_the_leader_sees_answers_and_the_button_come_without_pressing_anything(open_page, rounds) -> None:
    from spiral.learn.assessments import actions

    page = open_page(f"/skattning/omgang/{rounds['open'].pk}/", 1280, "samordnare")
    assert page.locator(".count b").all_text_contents() == ["färre än 5", "färre än 5"]
    assert page.get_by_role("button", name="Visa resultat").count() == 0
    page.get_by_text("Är ni fler? Höj antalet").click()
    actions.draw_ticket(rounds["open"].pk, "one-more")
    actions.take_answer(rounds["open"].pk, 3, "one-more", {1: 2})
    page.get_by_role("button", name="Visa resultat").wait_for(timeout=3000)
    assert page.locator(".count b").all_text_contents() == ["färre än 5", "minst 5"]
    assert page.locator("h1").inner_text() == "Tillräckligt många har svarat för att visa resultatet"
    page.get_by_role("button", name="Höj antalet").wait_for()
    assert page.locator(":focus").inner_text() == "Är ni fler? Höj antalet"
    actions.show(rounds["open"].pk, by=viewer_of(rounds["open"].leader))
    page.get_by_role("heading", name="Så fördelar sig svaren").wait_for(timeout=5000)


def test_everything_on_one_page_is_sent_at_once(open_page, rounds) -> None:
    phone = open_page(f"/skattning/svara/{rounds['open'].code}/", 390, java_script_enabled=False)
    phone.get_by_role("button", name="Alla på en sida").first.click()
    for n in (1, 2, 9):
        phone.locator(f'input[name="s{n}"]').nth(2).check()
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_role("heading", name="Tack! Ditt svar är räknat").wait_for()


def _tab_to(page, text: str, most: int) -> None:
    for _step in range(most + 1):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith(text):
            return
    raise AssertionError(f"{text} is not within {most + 1} tabs")


def test_a_telephone_asks_before_answers_are_left_and_keeps_none_of_them(open_page, rounds) -> None:
    phone = open_page(f"/skattning/svara/{rounds['open'].code}/", 390)
    asked = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    phone.get_by_role("button", name="Alla på en sida").first.click()
    address = phone.url
    phone.goto(address)
    assert asked == []
    phone.locator('input[name="s1"]').first.check()
    phone.goto(address)
    assert asked == ["beforeunload"]
    phone.locator('input[name="s1"]').first.check()
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_role("heading", name="Tack! Ditt svar är räknat").wait_for()
    assert asked == ["beforeunload"], "sending asks nothing"
