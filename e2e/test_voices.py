"""Pupils' voices as their people meet them: telephones without script, the keyboard alone, a teacher who closes and reads,
and an analysis day on a shared device."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.understand.voices.demo import load_demo_voices

    settings.DEMO = True
    load(load_demo_voices)


@pytest.fixture
def made() -> dict[str, object]:
    from django.utils import timezone

    from spiral.trust.people.actions import viewer_as
    from spiral.understand.voices.actions import days
    from spiral.understand.voices.models import Collection

    opened, released = Collection.objects.get(state="open"), Collection.objects.get(answers=23)
    leader = viewer_as("samordnare")
    day = days.open_day(released.pk, [4], 3, timezone.localdate(), by=leader)
    return {"open": opened, "released": released, "day": day, "theme": released.themes.first()}


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_pupils_pages(width: int, open_page, made) -> None:
    from spiral.understand.voices.actions import collections

    for path in ("/elevroster/", "/elevroster/svara/?code=1"):
        check_page(open_page(path, width), width)
    page = _begin(open_page, made["open"], width)
    check_page(page, width)
    base = page.url
    for path in (f"{base}?easy=1&all=1", base.replace("fragor/", "tack/"), base.replace("fragor/", "")):
        page.goto(path)
        check_page(page, width)
    collections.discard(made["open"].pk, by=viewer_of(made["open"].leader))
    page.goto(base)
    page.get_by_text("Insamlingen är stängd och tar inte emot fler svar.").wait_for()
    check_page(page, width)
    device = open_page(f"/elevroster/sortera/{made['day'].code}/", width)
    check_page(device, width)
    for path in ("grupp/1/", "grupp/3/"):
        device.goto(f"{device.url.split('grupp')[0]}{path}")
        check_page(device, width)


def _begin(open_page, found, width: int, **more: object):
    """A pupil's telephone at the first question."""
    page = open_page(f"/elevroster/svara/{found.code}/", width, **more)
    page.get_by_role("button", name="Börja").click()
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_leaders_pages(width: int, open_page, made) -> None:
    page = open_page("/elevroster/", width, "samordnare")
    base, pk = page.url.removesuffix("/elevroster/"), made["released"].pk
    quote = made["released"].quotes.first().pk
    for path in (
        "/elevroster/",
        "/elevroster/ny/fyra-fragor/",
        "/elevroster/formular/fyra-fragor/",
        "/elevroster/formular/las-in/",
        f"/elevroster/insamling/{made['open'].pk}/",
        f"/elevroster/insamling/{pk}/",
        f"/elevroster/insamling/{pk}/granska/",
        f"/elevroster/insamling/{pk}/granska/{quote}/",
        f"/elevroster/insamling/{pk}/analysdag/",
        f"/elevroster/insamling/{pk}/teman/nytt/",
        f"/elevroster/insamling/{pk}/teman/{made['theme'].pk}/",
    ):
        page.goto(base + path)
        check_page(page, width)


def test_a_pupil_without_script_answers_by_keyboard_and_is_helped_to_leave_names_out(open_page, made) -> None:
    phone = open_page(f"/elevroster/svara/{made['open'].code}/", 390, java_script_enabled=False)
    _tab_to(phone, "Börja", 1)
    phone.keyboard.press("Enter")
    phone.get_by_text("Fråga 1 av 4").wait_for()
    phone.locator("input[type=radio]").first.focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.get_by_text("Fråga 2 av 4").wait_for()
    box = phone.get_by_label("Vad lär du dig just nu, och varför ska du kunna det?")
    box.focus()
    phone.keyboard.type("Bråk med Kalle, ring 070-123 45 67")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    alert = phone.get_by_role("alert")
    assert "Ta bort telefonnumret ”070-123 45 67”" in alert.inner_text()
    assert box.input_value() == "Bråk med Kalle, ring 070-123 45 67"
    box.fill("Bråk med Kalle")
    phone.get_by_role("button", name="Nästa fråga").click()
    phone.get_by_role("group", name="”Kalle”").get_by_text("Ta bort namnet").click()
    phone.get_by_role("button", name="Nästa fråga").click()
    phone.get_by_text("Fråga 3 av 4").wait_for()
    phone.get_by_role("button", name="Tillbaka till fråga 2").click()
    assert phone.get_by_label("Vad lär du dig just nu, och varför ska du kunna det?").input_value() == "Bråk med [namn]"
    phone.get_by_role("button", name="Nästa fråga").click()
    phone.get_by_role("button", name="Hoppa över").click()
    phone.get_by_text("Fråga 4 av 4").wait_for()
    phone.get_by_role("button", name="Hoppa över och skicka in").click()
    phone.get_by_role("heading", name="Tack! Dina svar är räknade").wait_for()
    phone.goto(phone.url.replace("tack/", "fragor/?all=1"))
    phone.locator('input[name="s1"]').first.check()
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_role("heading", name="Dina svar var redan räknade").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_that_stop_a_text_are_accessible_too(width: int, open_page, made) -> None:
    phone = open_page(f"/elevroster/svara/{made['open'].code}/", width)
    phone.get_by_role("button", name="Alla frågor på en sida").click()
    phone.locator("#t2").fill("Kalle och Sussi har 070-123 45 67")
    phone.locator("#t4").fill("mejla a@b.se")
    phone.get_by_role("button", name="Skicka in svaren").click()
    phone.get_by_text("Svaren är inte skickade än.").wait_for()
    check_page(phone, width)


def test_a_teacher_closes_reads_masks_and_releases(open_page, made) -> None:
    from spiral.understand.voices.actions import collections

    found = made["open"]
    for n in range(3):
        collections.draw_ticket(found.pk, f"extra-{n}")
        collections.take_answer(found.pk, f"extra-{n}", {1: 3, 3: 2}, {2: f"vi övar på sak {n} hos tandläkarens katt"})
    page = open_page(f"/elevroster/insamling/{found.pk}/", 1280, "samordnare")
    page.get_by_role("heading", name="Minst 5 elever har svarat, och insamlingen kan stängas").wait_for()
    assert "tandläkar" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Stäng insamlingen").click()
    page.get_by_role("heading", name="Stäng insamlingen?").wait_for()
    page.get_by_role("button", name="Stäng insamlingen").click()
    page.get_by_role("heading", name="Läs svaren innan någon annan får se dem").wait_for()
    other = open_page(f"/elevroster/insamling/{found.pk}/", 1280, "natverksmedlem")
    other.get_by_role("heading", name="Svaren läses innan de släpps").wait_for()
    assert "tandläkar" not in other.locator("main").inner_text()
    row = page.locator(".quotes > li", has_text="sak 1")
    row.get_by_role("link", name="Dölj ord eller ta bort").focus()
    page.keyboard.press("Enter")
    for word in ("hos", "tandläkarens", "katt"):
        page.get_by_label(word, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Dölj de markerade orden").focus()
    page.keyboard.press("Enter")
    page.get_by_text("vi övar på sak 1 [dolt] [dolt] [dolt]", exact=True).wait_for()
    page.locator(".quotes > li", has_text="sak 2").get_by_role("link", name="Dölj ord eller ta bort").click()
    page.get_by_text("Ta bort hela citatet").click()
    page.get_by_role("button", name="Ta bort citatet").click()
    page.get_by_text("Citatet är borttaget.").wait_for()
    page.get_by_role("button", name="Jag har läst: släpp svaren").click()
    page.get_by_role("heading", name="Släpp svaren?").wait_for()
    page.get_by_role("button", name="Släpp svaren").click()
    page.get_by_role("heading", name="Fråga för fråga").wait_for()
    told = page.locator("main").inner_text()
    assert "sak 1 [dolt]" in told
    assert "sak 2" not in told
    other.reload()
    other.get_by_role("heading", name="Fråga för fråga").wait_for()


def test_the_leader_sees_answers_come_without_pressing_anything(open_page, made) -> None:
    from spiral.understand.voices.actions import collections

    page = open_page(f"/elevroster/insamling/{made['open'].pk}/", 1280, "samordnare")
    assert page.locator(".count b").inner_text() == "färre än 5"
    collections.draw_ticket(made["open"].pk, "one-more")
    collections.take_answer(made["open"].pk, "one-more", {1: 1}, {})
    page.locator(".count b", has_text="minst 5").wait_for(timeout=3000)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_group_without_script_sorts_by_keyboard_and_the_leader_agrees_on_a_theme(width: int, open_page, made) -> None:
    device = open_page(f"/elevroster/sortera/{made['day'].code}/", width, java_script_enabled=False)
    device.get_by_role("link", name="Grupp 3").focus()
    device.keyboard.press("Enter")
    device.get_by_role("heading", name="Kvar att sortera", exact=True).wait_for()
    total = device.locator(".quotes > li").count()
    assert total >= 15
    device.get_by_label("Ny hög: vad handlar den om?").focus()
    device.keyboard.type("Hjälp när det är svårt")
    device.keyboard.press("Enter")
    device.get_by_role("heading", name="Hjälp när det är svårt (0)").wait_for()
    for n in range(5):
        select = device.locator("#kvar ~ ul select, section[aria-labelledby=kvar] select").nth(n)
        select.focus()
        select.select_option(label="Hjälp när det är svårt")
    device.get_by_role("button", name="Spara sorteringen").focus()
    device.keyboard.press("Enter")
    device.get_by_role("heading", name="Hjälp när det är svårt (5)").wait_for()
    assert f"{total - 5} citat kvar att sortera" in device.locator("h1").inner_text()

    leader = open_page(f"/elevroster/insamling/{made['released'].pk}/analysdag/", width, "samordnare")
    leader.get_by_role("heading", name="Grupp 3").wait_for()
    leader.get_by_role("link", name="Nytt tema").click()
    leader.get_by_label("Temats namn").fill("När det blir svårt")
    leader.get_by_text("Grupp 3: Hjälp när det är svårt (5)").click()
    leader.get_by_role("button", name="Spara temat").click()
    leader.get_by_role("link", name="När det blir svårt").wait_for()
    leader.get_by_role("link", name="Resultatet").click()
    leader.get_by_role("heading", name="När det blir svårt").wait_for()


def test_the_question_is_read_aloud_only_by_the_devices_own_voice(open_page, made) -> None:
    script = """
        window.said = [];
        const voices = [{lang: "sv-SE", localService: LOCAL}];
        Object.defineProperty(window, "speechSynthesis", {value: {
            getVoices: () => voices, speak: (u) => window.said.push(u.text), cancel: () => {}, addEventListener: () => {},
        }});
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    """
    for local, count in (("true", 1), ("false", 0)):
        page = open_page("/", 390)
        page.add_init_script(script.replace("LOCAL", local))
        page.goto(page.url.rstrip("/") + f"/elevroster/svara/{made['open'].code}/")
        page.get_by_role("button", name="Börja").click()
        page.wait_for_url("**/fragor/")
        page.wait_for_load_state("load")
        button = page.get_by_role("button", name="Läs upp frågan")
        assert button.count() == count
        if count:
            button.click()
            assert page.evaluate("window.said[0]") == "Hur många vuxna på skolan tror på dig?"
            assert page.evaluate("window.said").count("Tre eller fler") == 1


def test_print_leaves_the_controls_out(open_page, made) -> None:
    page = open_page(f"/elevroster/insamling/{made['released'].pk}/", 1280, "samordnare")
    page.emulate_media(media="print")
    assert not page.get_by_text("Ta med eller dölj").first.is_visible()
    page.locator(".quotes > li").first.wait_for()


def _tab_to(page, text: str, most: int) -> None:
    for _step in range(most + 1):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith(text):
            return
    raise AssertionError(f"{text} is not within {most + 1} tabs")
