"""Something arranged, signed up for without script, a waiting list that moves, a feed's address; axe on every page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.act.events.demo import load_demo_events

    settings.DEMO = True
    load(load_demo_events)


@pytest.fixture
def full() -> object:
    from spiral.act.events.models import Event

    return Event.objects.get(title__startswith="Studiebesök")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page, full) -> None:
    from spiral.act.events.models import Event

    page = open_page("/pa-gang/", width, "skolchef")
    base = page.url.removesuffix("/pa-gang/")
    off = Event.objects.get(state="cancelled")
    for path in (
        "/pa-gang/",
        "/pa-gang/?show=past",
        "/pa-gang/nytt/",
        "/pa-gang/kalender/",
        f"/pa-gang/{full.pk}/",
        f"/pa-gang/{full.pk}/andra/",
        f"/pa-gang/{full.pk}/stall-in/",
        f"/pa-gang/{off.pk}/",
    ):
        page.goto(base + path)
        check_page(page, width)
        assert page.locator(".next").count() == 1, path


def test_an_empty_list_offers_the_first_step(open_page) -> None:
    from spiral.act.events.models import Event

    Event.objects.all().delete()
    page = open_page("/pa-gang/", 390, "natverksmedlem")
    page.get_by_role("heading", name="Inget är på gång just nu").wait_for()
    check_page(page, 390)
    page.locator(".nothing-yet").get_by_role("link", name="Lägg upp något").click()
    page.get_by_role("heading", name="Vad är på gång?").wait_for()


def test_arranged_by_one_and_signed_up_for_by_another_without_script(open_page) -> None:
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    chief = open_page("/pa-gang/nytt/", 1280, "skolchef")
    chief.get_by_label("Rubrik").fill("Lunchsamtal om läsning")
    chief.get_by_label("Dag, eller första dagen").fill(day)
    chief.get_by_label("Vem ordnar det?").fill("Skolchefen i Götene")
    chief.get_by_label("Antal platser").fill("2")
    chief.get_by_role("button", name="Lägg upp").click()
    chief.get_by_role("alert").get_by_text("Skriv när det börjar och slutar").wait_for()
    assert chief.get_by_label("Dag, eller första dagen").input_value() == day
    chief.get_by_label("Börjar kl.").fill("11:30")
    chief.get_by_label("Slutar kl.").fill("12:30")
    chief.get_by_role("button", name="Lägg upp").click()
    chief.get_by_text("Nu syns det för nätverkets medlemmar.").wait_for()
    assert "kl.\u00a011.30–12.30" in chief.locator("header .lead").inner_text()

    first = open_page("/pa-gang/", 390, "natverksmedlem", java_script_enabled=False)
    first.get_by_role("link", name="Lunchsamtal om läsning").click()
    first.get_by_label("Hur många kommer?").fill("2")
    first.get_by_role("button", name="Anmäl").click()
    first.get_by_text("Ni är anmälda.").wait_for()
    second = open_page("/pa-gang/" + first.url.split("/pa-gang/")[1], 390, "rektor")
    second.get_by_role("button", name="Ställ er på väntelistan").click()
    second.get_by_text("Ni står på väntelistan och får").wait_for()
    check_page(second, 390)
    first.get_by_role("button", name="Avanmäl").click()
    first.get_by_text("1 person står på väntelistan.").wait_for()
    first.get_by_role("button", name="Avanmäl oss").click()
    first.get_by_text("Ni är avanmälda.").wait_for()
    second.reload()
    second.get_by_role("heading", name="Ni är anmälda").wait_for()


def test_the_address_of_a_feed_is_shown_once(open_page) -> None:
    page = open_page("/pa-gang/kalender/", 390, "natverksmedlem")
    page.get_by_role("button", name="Skapa en adress").click()
    page.get_by_role("heading", name="Kopiera adressen nu").wait_for()
    check_page(page, 390)
    address = page.locator(".address").inner_text()
    assert address.endswith(".ics")
    assert page.request.get(address).ok
    page.goto(page.url)
    assert address not in page.content()
    page.get_by_role("button", name="Stäng adressen").click()
    page.get_by_text("Adressen är stängd.").wait_for()
    assert page.request.get(address).status == 404
