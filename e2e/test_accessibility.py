"""axe with zero findings on every kind of page at 1280 and 390 px; nothing scrolls sideways; keyboard; print."""

from __future__ import annotations

import pytest
from e2e.axe import check_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = [
    "/",
    "/region/",
    "/region/?figure=exam4",
    "/kommun/gotene/",
    "/kommun/vara/forskola/",
    "/kommun/vara/kostnad/",
    "/kommun/vara/jamfor/",
    "/enhet/45270097/",
    "/enhet/38081093/",
    "/enhet/46013569/",
    "/enhet/57353499/",
    "/enhet/54382141/",
    "/enhet/45270097/jamfor/",
    "/enhet/57353499/jamfor/",
    "/uppgift/1470/merit/fel/",
    "/data/",
    "/sa-ofta-holl-det/",
    "/forsta/",
    "/lara/",
    "/gora/",
    "/se-igen/",
    "/sok/?q=vara",
    "/sok/?q=xyzzy",
    "/register/kommuner/",
    "/register/huvudman/",
    "/register/enheter/",
    "/register/huvudman/2120002924/",
    "/hjalp/",
    "/hjalp/metod/forvantat-varde/",
    "/hjalp/metod/nasta-arskull/",
    "/stil/",
    "/konto/login/",
    "/konto/login/code/",
    "/konto/password/reset/",
    "/finns-inte/",
]
MEMBERS = [
    ("samordnare", "/fragor/"),
    ("samordnare", "/handelser/"),
    ("natverksmedlem", "/skydda/"),
    ("natverksmedlem", "/skydda/liggare/"),
    ("natverksmedlem", "/kommun/vara/kostnad/"),
    ("rektor", "/konto/"),
    ("rektor", "/uppgift/45270097/unit-merit/fel/"),
]


def _open_everything(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("url", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(url: str, width: int, open_page) -> None:
    page = open_page(url, width)
    check_page(page, width)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("who", "url"), MEMBERS)
def test_axe_finds_nothing_on_members_pages(who: str, url: str, width: int, open_page) -> None:
    page = open_page(url, width, who)
    assert page.locator("h1").count() == 1
    check_page(page, width)


def test_the_resultatbild_is_walked_by_keyboard_alone(open_page) -> None:
    page = open_page("/enhet/45270097/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    seen = []
    for _step in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "document.activeElement.tagName + ' ' + document.activeElement.textContent.trim().slice(0, 40)"
            )
        )
        if seen[-1].startswith("SUMMARY Tabell"):
            break
    else:
        raise AssertionError(f"no table reached: {seen}")
    box = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert box == "solid"
    page.keyboard.press("Enter")
    page.locator("#unit-merit").locator("xpath=ancestor::section").locator("table").first.wait_for()
    page.keyboard.press("Enter")
    assert not page.locator("#unit-merit").locator("xpath=ancestor::section").locator("table").first.is_visible()


def test_the_alternatives_in_text_carry_the_same_facts_as_the_pictures(open_page) -> None:
    page = open_page("/kommun/vara/")
    _open_everything(page)
    for section in page.locator("section.row").all():
        tables = " ".join(section.locator("table").all_text_contents())
        for picture in section.locator("figure svg[role=img]").all():
            drawn = [t for t in picture.locator("text").all_text_contents() if "," in t]
            described = picture.locator("desc").text_content() or ""
            for value in drawn:
                assert value in described, f"{value} not in the description"
                assert value in tables, f"{value} not in the tables"


def test_it_prints_on_a_few_pages_of_a4_without_menus(open_page, tmp_path) -> None:
    page = open_page("/enhet/45270097/")
    page.emulate_media(media="print")
    assert not page.locator("nav.turns").is_visible()
    assert not page.locator("nav.next").is_visible()
    page.locator("h1").wait_for()
    pdf = page.pdf(format="A4")
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") <= 3
