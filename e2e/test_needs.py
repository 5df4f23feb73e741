"""The map filled in on a telephone without script, two who save at once, the year frozen, and axe on every page."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.learn.needs.demo import load_demo_map

    settings.DEMO = True
    load(load_demo_map)


@pytest.fixture
def paths() -> list[str]:
    from spiral.learn.needs.models import Need, Version

    need, version = Need.objects.filter(municipality="1470").first(), Version.objects.first()
    return [
        "/behov/",
        "/behov/?area=matematik&area=narvaro",
        "/behov/hitta-varandra/",
        "/behov/pa-motet/",
        "/behov/kommun/vara/",
        "/behov/kommun/vara/skriv/",
        f"/behov/kommun/vara/{need.area_id}/",
        "/behov/omrade/overgangar/",
        "/behov/ar/",
        f"/behov/ar/{version.year}/1/",
        "/behov/ar/andringar/",
        "/behov/omraden/",
        "/behov/omraden/matematik/",
        "/behov/natverk/pahittat-tvarnatverk/",
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page, paths) -> None:
    page = open_page("/behov/", width, "samordnare")
    base = page.url.removesuffix("/behov/")
    for path in paths:
        page.goto(base + path)
        check_page(page, width)
        assert page.locator(".next").count() == 1, path


def test_the_empty_map_offers_the_first_step(open_page) -> None:
    from spiral.learn.needs.models import Need, Sheet, Version

    for model in (Need, Sheet, Version):
        model.objects.all().delete()
    page = open_page("/behov/", 390, "natverksmedlem")
    page.get_by_role("heading", name="Kartan är fortfarande tom: börja med er kommun").wait_for()
    check_page(page, 390)
    page.get_by_role("link", name="Hitta varandra").first.click()
    page.get_by_role("heading", name="Ingen söker och ingen delar än").wait_for()
    check_page(page, 390)
    page.locator(".nothing-yet").get_by_role("link", name="Fyll i för er kommun").click()
    page.get_by_role("heading", name="Vad prioriterar Vara").wait_for()


def test_a_municipality_is_filled_in_by_keyboard_without_script(open_page) -> None:
    phone = open_page("/behov/skriv/", 390, "natverksmedlem", java_script_enabled=False)
    group = phone.get_by_role("group", name="Närvaro")
    group.locator("input[type=radio]:checked").focus()
    before = group.locator("input[type=radio]:checked").get_attribute("value")
    phone.keyboard.press("ArrowRight")
    after = group.locator("input[type=radio]:checked").get_attribute("value")
    assert after != before
    assert after
    phone.keyboard.press("Tab")
    phone.keyboard.insert_text("Vem har en rutin som håller?")
    phone.keyboard.press("Enter")
    phone.get_by_text("Kartan är sparad för Vara.").wait_for()
    assert "Vem har en rutin som håller?" in phone.locator("main").inner_text()


def test_two_who_save_at_once_lose_nothing(open_page) -> None:
    mine = open_page("/behov/kommun/vara/skriv/", 1280, "natverksmedlem")
    theirs = open_page("/behov/kommun/vara/skriv/", 1280, "samordnare")
    for page, text in ((theirs, "Samordnarens rad"), (mine, "Min rad")):
        group = page.get_by_role("group", name="Fritidshem")
        group.get_by_text("Pågår").click()
        group.get_by_role("textbox").fill(text)
    theirs.get_by_role("button", name="Spara kartan").click()
    theirs.get_by_text("Kartan är sparad för Vara.").wait_for()
    mine.get_by_role("button", name="Spara kartan").click()
    mine.get_by_text("Någon annan har sparat under tiden.").wait_for()
    group = mine.get_by_role("group", name="Fritidshem")
    assert group.get_by_role("textbox").input_value() == "Min rad"
    assert "Samordnarens rad" in group.inner_text()
    check_page(mine, 1280)
    group.get_by_role("textbox").fill("Min rad och samordnarens rad")
    mine.get_by_role("button", name="Spara kartan").click()
    mine.get_by_text("Min rad och samordnarens rad").wait_for()


def test_the_coordinator_freezes_the_year_and_sees_what_has_changed(open_page) -> None:
    page = open_page("/behov/ar/", 1280, "samordnare")
    page.get_by_role("button", name="Frys kartan för").click()
    page.get_by_role("heading", name="Frys kartan för").wait_for()
    page.get_by_role("button", name="Frys kartan").click()
    page.get_by_text("Årets karta är frusen och ändras inte mer.").wait_for()
    page.get_by_role("link", name="Se vad som har ändrats").click()
    page.get_by_role("heading", name="Ingen kommun har ändrat något sedan").wait_for()
    oldest = page.get_by_label("Från").locator("option").last.get_attribute("value")
    page.get_by_label("Från").select_option(oldest)
    page.get_by_role("button", name="Visa ändringar").click()
    page.get_by_role("heading", name="kommuner har ändrat något sedan").wait_for()
    assert "från prioriterat till pågår i" in page.locator("main").inner_text()


def test_what_one_presses_is_large_enough_for_a_finger(open_page) -> None:
    page = open_page("/behov/kommun/vara/skriv/", 390, "natverksmedlem")
    for target in page.locator("main .switch label, main .input, main .button").all():
        assert target.bounding_box()["height"] >= 44
