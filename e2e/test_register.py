"""A network with a vacancy, a person given an office, a file read with a question answered, without script; axe."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FILE = (
    "namn;e-post;roll;plats\nÅsa Prov;asa@exempel.invalid;rektor;Vara\nÅsa Prov;annan@exempel.invalid;presidium;Hjo\n"
)


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.trust.people.demo import load_demo_register

    settings.DEMO = True
    load(load_demo_register)


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page) -> None:
    from spiral.trust.people.models import Person

    page = open_page("/register/natverk/", width, "samordnare")
    base = page.url.removesuffix("/register/natverk/")
    number = Person.objects.get(email="samordnare@demo.invalid").pk
    for path in (
        "/register/natverk/",
        "/register/natverk/hela/",
        "/register/natverk/hela/platser/",
        "/register/natverk/nytt/",
        "/register/personer/",
        f"/register/personer/{number}/",
        "/register/personer/ny/",
        "/register/personer/las-in/",
        "/register/enheter/45270097/",
        "/register/enheter/45270097/forandring/",
        "/register/forandringar/",
    ):
        page.goto(base + path)
        check_page(page, width)
        assert page.locator(".next").count() == 1, path


def test_a_person_is_added_given_an_office_and_invited_without_script(open_page) -> None:
    page = open_page("/register/personer/", 390, "samordnare", java_script_enabled=False)
    page.get_by_role("link", name="Lägg till en person").click()
    page.get_by_label("Namn").fill("Kim Prov")
    page.get_by_label("E-postadress").fill("kim@exempel.invalid")
    page.get_by_role("button", name="Spara personen").click()
    page.get_by_role("heading", name="Kim Prov har ingen roll just nu").wait_for()
    page.get_by_role("button", name="Bjud in").click()
    page.get_by_text("Ge en roll först, och bjud in sedan.").wait_for()
    page.get_by_label("Plats").fill("Atlantis")
    page.get_by_role("button", name="Spara rollen").click()
    page.get_by_text("”Atlantis” finns inte i registret").first.wait_for()
    page.get_by_label("Roll", exact=True).select_option("chair")
    page.get_by_label("Plats").fill("Vara")
    page.get_by_role("button", name="Spara rollen").click()
    page.get_by_role("heading", name="Kim Prov har en roll").wait_for()
    page.get_by_role("button", name="Bjud in").click()
    page.get_by_role("button", name="Skicka inbjudan").click()
    page.get_by_text("Inbjudan är skickad.").wait_for()
    page.get_by_role("button", name="Bjud in igen").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_offices_for_the_whole_region_stand_apart_from_those_at_a_place(width: int, open_page) -> None:
    page = open_page("/register/personer/las-in/", width, "samordnare")
    rows = FILE + "Kim Test;kim@exempel.invalid;presidium;Skaraborg\n"
    page.get_by_label("Fil").set_input_files({"name": "personer.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.get_by_role("button", name="Förhandsgranska").click()
    everywhere, at_places = (
        page.get_by_role("region", name="hela regionen"),
        page.get_by_role("region", name="en plats"),
    )
    assert [everywhere.get_by_role("listitem").count(), at_places.get_by_role("listitem").count()] == [1, 2]
    everywhere.get_by_label("Ja, rollerna ska gälla hela Skaraborg").wait_for()
    check_page(page, width)


def test_a_file_is_read_and_possibly_the_same_person_is_asked(open_page) -> None:
    page = open_page("/register/personer/las-in/", 1280, "samordnare", java_script_enabled=False)
    page.get_by_label("Fil").set_input_files({"name": "personer.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="Förhandsgranska").click()
    page.get_by_role("heading", name="En rad är möjligen någon som redan finns").wait_for()
    page.get_by_role("button", name="Spara i registret").click()
    page.get_by_text("Rad 3: välj om det är samma person eller en ny.").wait_for()
    page.get_by_label("Samma som Åsa Prov, asa@exempel.invalid, på rad 2").check()
    page.get_by_role("button", name="Spara i registret").click()
    page.get_by_text("En ny person, 2 nya roller").wait_for()


def test_a_vacancy_is_seen_on_the_assignment_s_page_too(open_page) -> None:
    from spiral.act.assignments.demo import load_demo_assignments

    load(load_demo_assignments)
    page = open_page("/uppdrag/", 1280, "presidium")
    assert "vakant" in page.get_by_role("region", name="Tabell").inner_text()
