"""Each role walks through her home: what the heading says, the one act she came for, and axe at both widths."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ROLES = {
    "": "Sex av tio elever i Skaraborg",
    "samordnare": "saknar två saker",
    "presidium": "saknar två saker",
    "natverksmedlem": "En uppgift är kvar att göra",
    "styrgrupp": "Sex av tio elever i Skaraborg",
    "skolchef": "Det här är känt om skolorna i Götene före mötet",
    "rektor": "32 av 123 elever blev inte behöriga",
    "fortroendevald": "Det här är publicerat om skolorna i Lidköping",
    "friskolerektor": "Academy X Music and Business Vara",
}


@pytest.fixture(autouse=True)
def demo(settings, db) -> None:
    settings.DEMO = True
    load_everything()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("who", ROLES)
def test_each_role_has_a_home_that_axe_finds_nothing_in(who: str, width: int, open_page) -> None:
    page = open_page("/", width, who)
    assert ROLES[who] in page.locator("h1").inner_text()
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    check_page(page, width)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("url", ["/se-igen/", "/gora/?place=1470", "/lara/?place=1470"])
def test_axe_finds_nothing_in_the_words_as_a_member_has_them(url: str, width: int, open_page) -> None:
    page = open_page(url, width, "natverksmedlem")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    check_page(page, width)


def test_the_coordinator_goes_from_what_is_missing_to_where_it_is_mended(open_page) -> None:
    page = open_page("/", 1280, "samordnare")
    page.get_by_role("link", name="Gör inbjudan klar").click()
    assert page.url.endswith("#deltagare")
    page.goto(page.url.split("/moten/")[0] + "/")
    page.get_by_role("link", name="Föreslå ägare").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert "/skriv/" in page.url


def test_the_member_ends_her_task_and_the_heading_follows(open_page) -> None:
    page = open_page("/", 390, "natverksmedlem")
    page.get_by_role("link", name="Avsluta").click()
    assert page.locator("h1").inner_text() == "En uppgift är kvar att göra"
    page.locator("summary", has_text="Avsluta").first.click()
    page.get_by_role("button", name="Klar", exact=True).click()
    assert page.locator("h1").inner_text() == "Inget kvar att göra"
    page.locator("a.brand").click()
    assert page.locator("h1").inner_text() == "Du har inget kvar att göra från mötena"


def test_the_superintendent_reads_from_the_heading_to_a_point(open_page) -> None:
    page = open_page("/", 1280, "skolchef")
    page.locator(".ledger a.act").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert "/uppdrag/" in page.url


def test_the_principal_takes_her_row_into_an_inquiry_and_finds_a_colleague(open_page) -> None:
    page = open_page("/", 1280, "rektor")
    assert page.locator("#kollega a[href^='mailto:']").count() == 1
    page.get_by_role("link", name="Undersök raden").click()
    assert "Behöriga till yrkesprogram" in page.locator("h1").inner_text()


def test_the_principals_home_is_one_sheet_of_paper(open_page) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    page = open_page("/", 1280, "rektor")
    assert len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1


def test_the_principal_prints_her_sheet_by_a_button_and_is_told_how_without_script(open_page) -> None:
    page = open_page("/", 1280, "rektor")
    page.evaluate("print = () => { document.title = 'skrivs ut' }")
    page.get_by_role("button", name="Skriv ut en sida").click()
    assert page.title() == "skrivs ut"
    plain = open_page("/", 1280, "rektor", java_script_enabled=False)
    assert plain.get_by_role("button", name="Skriv ut en sida").count() == 0
    assert "<noscript>" in plain.content()
    assert page.locator("#raden-s-t").count() == 1, "the row's difference is drawn, and not only its years"


def test_the_elected_member_reads_plain_words_and_goes_on_to_the_row(open_page) -> None:
    page = open_page("/", 390, "fortroendevald")
    page.get_by_role("link", name="Se raden").first.click()
    assert "/kommun/lidkoping/#" in page.url


def test_a_visitor_on_a_phone_meets_the_code_before_the_search(open_page) -> None:
    page = open_page("/", 390)
    code, search = page.get_by_label("Har du en kod?"), page.get_by_label("Sök kommun, skola eller huvudman")
    assert code.bounding_box()["y"] < search.bounding_box()["y"]
    code.fill("fel kod")
    page.get_by_role("button", name="Delta").click()
    assert "/delta/" in page.url
