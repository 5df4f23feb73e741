"""An example written, read by another, published, tried and printed; axe on every page."""

from __future__ import annotations

import io

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.learn.examples.demo import load_demo_examples
    from spiral.learn.needs.demo import load_demo_map

    settings.DEMO = True
    load(load_demo_map)
    load(load_demo_examples)


@pytest.fixture
def tried() -> object:
    from spiral.learn.examples.models import Example

    return Example.objects.get(title__startswith="Läsning i alla ämnen")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page, tried) -> None:
    from spiral.learn.examples.models import Example

    page = open_page("/exempel/", width, "natverksmedlem")
    base = page.url.removesuffix("/exempel/")
    waiting = Example.objects.get(state="submitted")
    for path in (
        "/exempel/",
        "/exempel/?words=xyzzy",
        "/exempel/nytt/",
        "/exempel/underlag/",
        f"/exempel/{tried.pk}/",
        f"/exempel/{tried.pk}/provat/",
        f"/exempel/{waiting.pk}/",
        "/exempel/ta-med/?kind=need&ref=area-matematik",
    ):
        page.goto(base + path)
        check_page(page, width)
        assert page.locator(".next").count() == 1, path
    reviewer = open_page(f"/exempel/{waiting.pk}/", width, "presidium")
    reviewer.get_by_role("heading", name="Läs och bestäm").wait_for()
    check_page(reviewer, width)


def test_from_draft_to_what_a_neighbour_saw(open_page) -> None:
    author = open_page("/exempel/nytt/?area=matematik", 390, "natverksmedlem", java_script_enabled=False)
    author.get_by_label("Rubrik: vad gjorde ni?").fill("Huvudräkning på väg till lunchen")
    author.get_by_label("Vad var problemet").fill("Tiden räckte inte.")
    author.get_by_label("Vad gjorde ni?", exact=True).fill("Vi räknade i kön. Ring 0511-123 456.")
    author.get_by_label("Skolform", exact=True).select_option("compulsory")
    author.get_by_label("Vad såg ni").fill("De tyckte om det.")
    author.get_by_label("elevernas röster").check()
    author.get_by_role("button", name="Spara och skicka in").click()
    author.get_by_role("alert").get_by_text("Ta bort telefonnumret").wait_for()
    done = author.get_by_label("Vad gjorde ni?", exact=True)
    assert "Vi räknade i kön." in done.input_value()
    assert author.get_by_label("elevernas röster").is_checked()
    done.fill("Vi räknade i kön.")
    author.get_by_role("button", name="Spara och skicka in").click()
    author.get_by_text("Exemplet är inskickat.").wait_for()

    reviewer = open_page("/exempel/", 1280, "samordnare")
    reviewer.get_by_role("link", name="Huvudräkning på väg till lunchen").click()
    reviewer.get_by_role("button", name="Publicera för medlemmarna").click()
    reviewer.get_by_role("heading", name="Publicera exemplet?").wait_for()
    reviewer.get_by_role("button", name="Publicera exemplet").click()
    reviewer.get_by_text("Exemplet är publicerat").wait_for()

    neighbour = open_page("/exempel/?words=huvudräkning", 390, "skolchef", java_script_enabled=False)
    neighbour.get_by_role("link", name="Huvudräkning på väg till lunchen").click()
    neighbour.get_by_role("link", name="Berätta hur det gick hos er").click()
    neighbour.get_by_label("När?").fill("hösten 2026")
    neighbour.get_by_label("Vi såg ingen skillnad").check()
    neighbour.get_by_label("Vad såg ni?").fill("Kön blev längre.")
    neighbour.get_by_role("button", name="Berätta för de andra").click()
    neighbour.get_by_text("En annan har provat: en såg ingen skillnad.").wait_for()
    assert "Götene, hösten 2026" in neighbour.locator("main").inner_text()


def test_a_need_leads_to_examples_and_an_example_to_those_who_ask(open_page) -> None:
    page = open_page("/behov/omrade/matematik/", 1280, "natverksmedlem")
    page.get_by_role("link", name="Räknesamtal i par i stället för fler diagnoser").click()
    page.get_by_role("heading", name="De här söker hjälp inom samma område").wait_for()
    page.get_by_role("link", name="Götene: matematik").click()
    page.get_by_role("heading", name="Götene prioriterar matematik").wait_for()


def test_the_fullest_example_prints_on_one_a4(open_page, tried) -> None:
    import pypdf

    from spiral.learn.examples.models import Example

    words = "ord och mening " * 100
    Example.objects.filter(pk=tried.pk).update(
        problem=words[:700],
        done=words[:1400],
        seen=words[:800],
        advice=words[:500],
        cost=words[:200],
        kinds=["own-follow-up", "before-after", "pupils-voices"],
    )
    page = open_page(f"/exempel/{tried.pk}/", 1280, "natverksmedlem")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    text = " ".join(printed.pages[0].extract_text().split())
    assert len(printed.pages) == 1
    assert "Vi såg ingen skillnad" in text
    assert "Påhittat exempel." in text
    assert "Ta tillbaka" not in text
