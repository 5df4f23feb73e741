"""A question answered without script, a template handed in, the figure beside the published ones; axe on every page."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.figures]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.see.indicators.demo import load_demo_indicators
    from spiral.trust.people.demo import load_demo_network

    settings.DEMO = True
    load(load_demo_network)
    load(load_demo_indicators)


def year_of(title: str, state: str) -> object:
    from spiral.see.indicators.models import IndicatorYear

    return IndicatorYear.objects.filter(indicator__title=title, state=state).first()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page) -> None:
    from spiral.see.indicators.models import Respondent

    now, over = year_of("Barn per vuxen klockan tio", "open"), year_of("Överlämning med samtal", "closed")
    levels, schools = (
        year_of("Barnens inflytande på fritidshemmet", "closed"),
        year_of("Planeringstid på fritidshemmet", "open"),
    )
    place = Respondent.objects.get(year=now, code="1470")
    pages = {
        "natverksmedlem": (
            "/egna-indikatorer/",
            f"/egna-indikatorer/{now.indicator_id}/",
            *(f"/egna-indikatorer/ar/{year.pk}/" for year in (now, over, levels, schools)),
            f"/egna-indikatorer/svar/{place.pk}/",
            f"/egna-indikatorer/ar/{now.pk}/las-in/",
            "/kommun/vara/forskola/",
            "/region/",
        ),
        "samordnare": (
            "/egna-indikatorer/ny/",
            f"/egna-indikatorer/{now.indicator_id}/nytt-ar/",
            f"/egna-indikatorer/ar/{now.pk}/",
        ),
    }
    for who, paths in pages.items():
        page = open_page(paths[0], width, who)
        base = page.url.removesuffix(paths[0])
        for path in paths:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            check_page(page, width)
            assert page.locator(".next").count() == 1, path


def test_a_place_answers_without_script_and_sees_it_beside_the_published(open_page) -> None:
    page = open_page("/egna-indikatorer/", 390, "natverksmedlem", java_script_enabled=False)
    page.get_by_role("link", name="Barn per vuxen klockan tio, ").click()
    page.get_by_role("link", name="Svara för Vara").click()
    page.get_by_label("Svar", exact=True).fill("fem")
    page.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("”fem” är inget tal. Skriv bara siffror, till exempel 12,5.").first.wait_for()
    page.get_by_label("Svar", exact=True).fill("5,3")
    page.get_by_label("Kommentar").fill("Räknat på alla förskolor")
    page.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("Svaret för Vara är sparat.").wait_for()
    page.goto(page.url.partition("/egna")[0] + "/kommun/vara/forskola/")
    page.get_by_text("Vara svarade 5,3 barn per vuxen").first.wait_for()
    page.locator(".comment", has_text="Räknat på alla förskolor").wait_for()


def test_a_template_is_previewed_before_it_is_saved(open_page) -> None:
    year = year_of("Barn per vuxen klockan tio", "open")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for r, line in enumerate((("Kod", "Plats", "Svar"), ("1470", "Vara", 6.1))):
        sheet.write_row(r, 0, line)
    book.close()
    page = open_page(f"/egna-indikatorer/ar/{year.pk}/las-in/", 1280, "natverksmedlem")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Fil").set_input_files({"name": "svar.xlsx", "mimeType": kind, "buffer": out.getvalue()})
    page.get_by_role("button", name="Förhandsgranska").click()
    page.get_by_role("heading", name="Ett svar är klart att sparas").wait_for()
    check_page(page, 1280)
    page.get_by_role("button", name="Spara svaren").click()
    page.get_by_text("Ett svar är sparat.").wait_for()


def test_opening_is_asked_about_first_and_the_page_prints(open_page) -> None:
    planned = year_of("Barnens inflytande på fritidshemmet", "planned")
    page = open_page(f"/egna-indikatorer/ar/{planned.pk}/", 1280, "samordnare")
    page.get_by_role("button", name="Öppna").click()
    page.get_by_role("heading", name="Öppna ”Barnens inflytande på fritidshemmet”").wait_for()
    check_page(page, 1280)
    page.locator("main").get_by_role("button", name="Öppna").click()
    page.get_by_text("Öppet. Platserna kan svara.").wait_for()
    page.emulate_media(media="print")
    assert not page.locator("nav.next").is_visible()
    assert page.locator("h1").is_visible()
