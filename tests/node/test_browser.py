"""A node in a real browser: files dropped, answered, read in and seen, in one go; axe finds nothing on any page."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from e2e.axe import check_page
from e2e.conftest import browser, open_page, server  # noqa: F401 - fixtures

from tests.sources.pupils.made_up import UNIT, content, form_of, person, right_line, right_lines

pytestmark = pytest.mark.browser

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6", 2024)
WHO = "kvalitetsansvarig"
WIDTHS = (1280, 390)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Five files: three right ones, one with faults, one of another kind."""
    before = [right_line(GRADES6, PersonNr=person(n, 2011), Ma="E") for n in range(20)]
    for line in before:
        line[1] = "2023-06-09"
    wrong = [right_line(GRADES9, n, Skolenhetskod="87654321") for n in range(100, 112)]
    wrong[3][8], wrong[5][5] = "G", "9a"
    written = {
        "betyg9.txt": content([right_line(GRADES9, PersonNr=person(n, 2011)) for n in range(24)]),
        "np9.txt": content(right_lines(form_of("np9"), 24)),
        "betyg6.txt": content(before),
        "fel.txt": content(wrong),
        "lista.xlsx": b"PK\x03\x04",
    }
    for name, text in written.items():
        (tmp_path / name).write_bytes(text)
    return [str(tmp_path / name) for name in written]


@pytest.mark.parametrize("width", WIDTHS)
def test_from_five_files_to_the_results_without_typing(node: Path, open_page, files: list[str], width: int) -> None:  # noqa: F811
    began = time.monotonic()
    page = open_page("/", width=width, who=WHO)
    check_page(page, width)
    page.set_input_files("input[type=file]", files)
    page.get_by_role("button", name="Kontrollera").click()
    page.wait_for_url("**/kontroll/**")
    assert "Tre filer är klara för SCB." in page.locator("h1").inner_text()
    check_page(page, width)
    page.get_by_label("Nej, jag har kontrollerat").check()
    page.get_by_role("button", name="Svara och räkna").click()
    page.wait_for_url("**/las-in/")
    check_page(page, width)
    page.get_by_role("button", name="Läs in").click()
    page.wait_for_url("**/inlasningar/")
    check_page(page, width)
    for address in ("/skolor/", f"/skolor/{UNIT}/", "/samma-elever/"):
        page.goto(page.url.partition("/inlasningar")[0].partition("/skolor")[0] + address)
        check_page(page, width)
    assert "20" in page.locator("main").inner_text()
    assert time.monotonic() - began < 300


def test_the_question_can_be_answered_with_the_keyboard_alone(node: Path, open_page, files: list[str]) -> None:  # noqa: F811
    page = open_page("/", who=WHO)
    page.set_input_files("input[type=file]", files[:1])
    page.get_by_role("button", name="Kontrollera").press("Enter")
    page.wait_for_url("**/kontroll/**")
    page.get_by_label("Ja, jag anger vilka").press("ArrowDown")
    assert page.get_by_label("Nej, jag har kontrollerat").is_checked()
    page.get_by_role("button", name="Svara och räkna").press("Enter")
    page.wait_for_url("**/las-in/")
    page.get_by_role("link", name="Tillbaka till kontrollen").press("Enter")
    page.wait_for_url("**/kontroll/**")
    assert page.locator("h1").inner_text() == "Filen är klar för SCB."


@pytest.mark.parametrize("width", WIDTHS)
def test_a_visitor_and_the_empty_pages_are_accessible(node: Path, open_page, width: int) -> None:  # noqa: F811
    check_page(open_page("/", width=width), width)
    for address in ("/skolor/", "/samma-elever/", "/inlasningar/", "/hjalp/"):
        check_page(open_page(address, width=width, who=WHO), width)
