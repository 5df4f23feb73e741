"""A reading circle as its readers use it: by keyboard, on a telephone, in print."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.learn.circles.demo import load_demo_circles

    settings.DEMO = True
    load(load_demo_circles)


@pytest.fixture
def circle() -> object:
    from spiral.learn.circles.models import Circle

    return Circle.objects.get()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(width: int, open_page, circle) -> None:
    page = open_page("/lasecirklar/", width, "samordnare")
    base = page.url.removesuffix("/lasecirklar/")
    chapter, taken = circle.chapters.first().pk, circle.takeaways.first().pk
    for path in (
        "",
        "ny/",
        f"{circle.pk}/",
        f"{circle.pk}/andra/",
        f"{circle.pk}/skriv-ut/",
        f"{circle.pk}/kapitel/nytt/",
        f"{circle.pk}/kapitel/{chapter}/",
        f"{circle.pk}/kapitel/{chapter}/andra/",
        f"{circle.pk}/tar-med/",
        f"{circle.pk}/tar-med/{taken}/",
    ):
        page.goto(f"{base}/lasecirklar/{path}")
        check_page(page, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_circle_is_started_divided_read_and_taken_along_by_keyboard_without_script(width: int, open_page) -> None:
    page = open_page("/lasecirklar/", width, "rektor", java_script_enabled=False)
    page.get_by_role("link", name="Starta en läsecirkel").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Bokens titel").focus()
    page.keyboard.type("Samtal som bär")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Inga kapitel än: dela upp boken").wait_for()
    page.get_by_role("link", name="Lägg till kapitel").click()
    page.get_by_label("Kapitel", exact=True).fill("Början")
    page.get_by_label("Datum").fill("2035-11-20")
    page.get_by_label("Leder", exact=True).fill("Vara")
    page.get_by_label("Leder också").fill("Hjo")
    page.get_by_label("Frågor till samtalet").fill("Varför just nu?")
    page.get_by_role("button", name="Spara kapitlet").click()
    page.get_by_role("heading", name="Kapitel 1 den 20 november, Vara och Hjo leder").wait_for()
    page.get_by_role("link", name="Gå till kapitel 1").click()
    page.get_by_text("Varför just nu?").wait_for()
    page.get_by_label("Din reflektion").fill("Jag känner igen mig.")
    page.get_by_role("button", name="Spara reflektionen").click()
    page.get_by_text("Rektor, Alléskolan i Vara (din)").wait_for()
    page.get_by_role("link", name="Skriv vad ni tar med er").click()
    page.get_by_label("Det här tar vi med oss").fill("Pröva en samtalsrunda.")
    page.get_by_role("button", name="Spara det ni tar med er").click()
    page.get_by_text("Pröva en samtalsrunda.", exact=True).wait_for()


def test_the_whole_circle_prints_without_controls(open_page, circle) -> None:
    page = open_page(f"/lasecirklar/{circle.pk}/skriv-ut/", 1280, "natverksmedlem")
    page.emulate_media(media="print")
    assert page.locator(".thought").count() == 7
    assert not page.locator(".next").is_visible()
    page.locator(".thought").first.wait_for()
