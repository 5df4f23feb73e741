"""An owner named, a point filled in, a click to take part and the report, without script; axe on every page."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.act.assignments.demo import load_demo_assignments

    settings.DEMO = True
    load(load_demo_assignments)


@pytest.fixture
def number() -> int:
    from spiral.act.assignments.models import Assignment

    return Assignment.objects.get(state="active").pk


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(width: int, open_page, number: int) -> None:
    page = open_page("/uppdrag/", width, "samordnare")
    base = page.url.removesuffix("/uppdrag/")
    for path in (
        "/uppdrag/",
        "/uppdrag/alla/",
        "/uppdrag/nytt/",
        "/uppdrag/strategier/",
        "/uppdrag/strategier/ny/",
        f"/uppdrag/{number}/andra/",
        f"/uppdrag/{number}/jamfor/",
        f"/uppdrag/{number}/rapport/",
        f"/uppdrag/{number}/punkt/ny/",
        f"/uppdrag/{number}/1/",
        f"/uppdrag/{number}/5/skriv/",
    ):
        page.goto(base + path)
        check_page(page, width)
        assert page.locator(".next").count() == 1, path


def test_what_is_nobody_s_gets_an_owner_without_script(open_page, number: int) -> None:
    chair = open_page("/uppdrag/", 1280, "presidium", java_script_enabled=False)
    chair.get_by_role("heading", name="Sex av sju punkter har en ägare.").wait_for()
    chair.locator(".notice").get_by_role("link", name="Utse ägare").click()
    chair.get_by_label("Hjo").check()
    chair.get_by_label("När ska det vara gjort?").fill("2031-02-01")
    chair.get_by_role("button", name="Spara punkten").click()
    chair.get_by_text("Ägare: Hjo. Nästa steg ska vara klart 1 februari 2031.").wait_for()
    chair.goto(chair.url.removesuffix(f"{number}/5/"))
    assert chair.locator("h1").inner_text() == "Alla sju punkter har en ägare. Sex har ett datum för nästa steg."
    assert chair.locator(".notice").count() == 0


def test_one_click_to_take_part(open_page, number: int) -> None:
    page = open_page(f"/uppdrag/{number}/3/", 390, "rektor")
    page.get_by_role("button", name="Jag vill vara med").click()
    page.get_by_text("Nu ser ägaren att du vill vara med.").wait_for()
    page.get_by_role("button", name="Dra mig ur").click()
    page.get_by_text("Du står inte längre med.").wait_for()


def test_a_line_of_a_meeting_s_summary_fills_a_point(open_page) -> None:
    from spiral.act.meetings.demo import load_demo_meetings
    from spiral.act.meetings.models import Meeting

    load(load_demo_meetings)
    meeting = Meeting.objects.filter(state="ended").first()
    Meeting.objects.filter(pk=meeting.pk).update(published_at=None)
    page = open_page(f"/moten/{meeting.pk}/sammanfattning/andra/", 1280, "samordnare")
    link = page.get_by_role("link", name="Till uppdraget").first
    link.click()
    page.get_by_role("heading", name="Vilken punkt hör raden till?").wait_for()
    check_page(page, 1280)
    line = page.locator(".comment p").inner_text()
    page.get_by_label("2. Visa vad som hänger ihop med resultaten").check()
    page.get_by_label("Vad innebär det för oss?").check()
    page.get_by_role("button", name="Lägg till på punkten").click()
    page.get_by_text("Raden står nu på punkten, med sin källa.").wait_for()
    assert line in page.locator("dl").inner_text()


def test_the_report_prints_and_is_a_paper(open_page, number: int) -> None:
    page = open_page(f"/uppdrag/{number}/rapport/", 1280, "skolchef")
    page.get_by_role("link", name="Hela perioden").click()
    assert "saker har hänt sedan 1 januari" in page.locator("h1").inner_text()
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Hämta PDF").is_visible()
    page.get_by_role("heading", name="Punkt för punkt").wait_for()
    page.emulate_media(media="screen")
    address = page.get_by_role("link", name="Hämta PDF").get_attribute("href")
    answer = page.request.get(page.url.split("/uppdrag/")[0] + address)
    assert answer.ok and answer.body()[:4] == b"%PDF"
