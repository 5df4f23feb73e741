"""Old minutes come along: chosen as a file, looked through, saved, and read as a summary; without script too."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from e2e.axe import check_page

from spiral.sources.minutes import read_minutes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SAMPLE = Path(__file__).resolve().parents[1] / "tests" / "sources" / "data" / "minutes" / "paste.txt"
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


def _swedish(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


@pytest.fixture
def minutes(tmp_path) -> Path:
    """The sample as of a meeting three weeks ago, with its first date ahead a month from now."""
    held, ahead = timezone.localdate() - timedelta(days=21), timezone.localdate() + timedelta(days=30)
    text = SAMPLE.read_text(encoding="utf-8").replace("9 mars 2027", f"{_swedish(held)} {held.year}")
    text = text.replace("270309", f"{held:%y%m%d}").replace("26 januari", _swedish(ahead))
    kept = tmp_path / "gamla.txt"
    kept.write_text(text, encoding="utf-8")
    return kept


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_way(width: int, open_page, minutes) -> None:
    page = open_page("/moten/las-in/", width, "samordnare")
    check_page(page, width)
    page.get_by_label("Fil", exact=True).set_input_files(minutes)
    page.get_by_role("button", name="Läs och visa").click()
    page.get_by_role("heading", name="Stämmer det här?").wait_for()
    check_page(page, width)
    page.locator("#id_title").fill("")
    page.evaluate("document.querySelectorAll('form').forEach(f => f.noValidate = true)")
    page.get_by_role("button", name="Spara mötet").click()
    page.get_by_role("alert").wait_for()
    check_page(page, width)


@pytest.mark.parametrize("script", [True, False])
def test_a_coordinator_brings_old_minutes_along(script: bool, open_page, minutes) -> None:
    page = open_page("/moten/", 1280, "samordnare", java_script_enabled=script)
    page.get_by_role("link", name="Läs in gamla anteckningar").click()
    page.get_by_label("Fil", exact=True).set_input_files(minutes)
    page.get_by_role("button", name="Läs och visa").click()
    heading = page.get_by_role("heading", level=1)
    assert "9 deltagare, 3 punkter och 3 kommande datum" in heading.inner_text()
    page.locator("#id_title").fill("Träffen då")
    page.locator("#id_i-0-notes").fill("Alla hälsades välkomna.")
    page.get_by_label("Spara filen som bilaga till mötet").check()
    page.get_by_label("Spara påståendena som en lista").check()
    page.get_by_role("button", name="Spara mötet").click()
    page.get_by_text("Anteckningarna är inlästa.").wait_for()
    text = page.locator("main").inner_text()
    for piece in (
        "Träffen då",
        "9 var med",
        "Alla hälsades välkomna.",
        "Hans Fabulös, skolchef, Tidaholm",
        "gamla.txt",
    ):
        assert piece in text
    page.get_by_role("link", name="Gå igenom och publicera").click()
    page.get_by_role("button", name="Publicera sammanfattningen").click()
    page.get_by_role("heading", name="Publicera sammanfattningen?").wait_for()
    page.get_by_role("button", name="Publicera sammanfattningen").click()
    page.get_by_text("Publicerad", exact=False).first.wait_for()
    page.goto(page.url.split("/moten/")[0] + "/moten/arsplan/")
    page.get_by_text("Tema läsning").wait_for()


def test_what_the_page_understands_is_what_the_command_understands(open_page, minutes) -> None:
    found = read_minutes(minutes.read_bytes(), minutes.name, ["Skövde", "Skara", "Tidaholm", "Vara"])
    page = open_page("/moten/las-in/", 1280, "presidium")
    page.get_by_label("Eller klistra in texten").fill(minutes.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Läs och visa").click()
    for n, someone in enumerate(found.participants):
        assert page.locator(f"#id_p-{n}-name").input_value() == someone.name
        assert page.locator(f"#id_p-{n}-municipality").input_value() == someone.municipality
    for n, item in enumerate(found.items):
        assert page.locator(f"#id_i-{n}-title").input_value() == item.heading
        assert page.locator(f"#id_i-{n}-notes").input_value() == "\n".join(item.notes)
