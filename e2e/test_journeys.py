"""One journey for each who uses what stands today, as she would go."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("width", [1280, 390])
def test_a_member_finds_her_municipality_and_asks_a_similar_one(width: int, open_page) -> None:
    page = open_page("/sok/", width, "natverksmedlem")
    page.get_by_label("Namn, kod eller ord i en text").fill("Vara")
    page.get_by_role("button", name="Sök").click()
    page.get_by_role("link", name="Vara", exact=True).first.click()
    assert "nådde betygskriterierna i alla ämnen" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Jämför med liknande").first.click()
    page.get_by_label("Föräldrars utbildning").check()
    page.get_by_label("Koladas urval").uncheck()
    page.get_by_role("button", name="Välj om").click()
    assert page.get_by_label("Föräldrars utbildning").is_checked()
    assert page.locator("table tbody tr").count() == 8
    assert "Föräldrars utbildning" in page.locator("table").inner_text()


def test_a_principal_comments_her_own_figure_and_everybody_sees_it(open_page) -> None:
    page = open_page("/enhet/45270097/", 390, "rektor")
    row = page.locator("section.row").first
    row.locator(".onward > summary").click()
    row.get_by_role("link", name="Kommentera siffran").click()
    page.get_by_label("Er kommentar till siffran").fill("Två klasser slogs ihop.")
    page.get_by_role("button", name="Publicera kommentaren").click()
    public = open_page("/enhet/45270097/")
    public.get_by_text("Två klasser slogs ihop.").wait_for()


def test_a_member_of_the_public_questions_a_figure_and_the_coordinator_answers(open_page) -> None:
    page = open_page("/kommun/gotene/")
    row = page.locator("section.row").nth(1)
    row.locator(".onward > summary").click()
    row.get_by_role("link", name="Fel i siffran?").click()
    page.get_by_label("Vad är fel?").fill("Ska det inte vara 2023/24?")
    page.get_by_role("button", name="Skicka in").click()
    page.get_by_text("Frågan har gått till nätverkets samordnare").wait_for()
    coordinator = open_page("/fragor/", 1280, "samordnare")
    coordinator.get_by_text("Ska det inte vara 2023/24?").wait_for()
    coordinator.get_by_role("button", name="Markera som besvarad").click()
    coordinator.locator("p.muted", has_text="Besvarad").wait_for()


def test_a_superintendent_reads_cost_beside_quality_and_fetches_it(open_page) -> None:
    page = open_page("/kommun/gotene/", 1280, "skolchef")
    page.get_by_role("link", name="Kostnad och kvalitet").click()
    page.get_by_role("heading", name="Kvalitet", exact=True).wait_for()
    page.locator("section.row").first.locator(".onward > summary").click()
    with page.expect_download() as download:
        page.locator("section.row").first.get_by_role("link", name="Hämta Excel").click()
    assert download.value.suggested_filename == "gotene-cost-net.xlsx"


def test_a_visitor_reads_in_english(open_page) -> None:
    page = open_page("/enhet/45270097/")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("heading", name="What the figures do not say").wait_for()


def test_everything_works_without_javascript(open_page) -> None:
    page = open_page("/kommun/vara/", 390, java_script_enabled=False)
    page.get_by_text("Tabell").first.click()
    page.locator("table").first.wait_for()


def test_somebody_steps_into_a_role_of_the_demo_from_the_first_page_and_out_again(open_page, settings) -> None:
    settings.DEMO = True
    page = open_page("/")
    page.locator('form[action$="/kliv-in/presidium/"] button').click()
    page.get_by_role("link", name="Presidium").first.wait_for()
    assert page.locator('form[action*="/kliv-in/"]').count() == 0
