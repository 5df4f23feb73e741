"""An inquiry as its people make it: from a figure to whether it helped, by keyboard on a telephone, and on paper."""

from __future__ import annotations

import io

import pytest
from e2e.axe import check_page
from pypdf import PdfReader
from tests.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.understand.inquiries.demo import load_demo_inquiries

    settings.DEMO = True
    load(load_demo_inquiries)


@pytest.fixture
def going() -> object:
    from spiral.understand.inquiries.models import Inquiry

    return Inquiry.objects.get(state="active")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page_of_an_inquiry(width: int, open_page, going) -> None:
    from spiral.understand.inquiries.models import Inquiry

    done = Inquiry.objects.get(state="finished")
    answer, hunch, action = going.becauses.first(), going.hunches.first(), going.actions.first()
    page = open_page("/undersokningar/", width, "rektor")
    base = page.url.removesuffix("/undersokningar/")
    mine = f"/undersokningar/{going.pk}/"
    for path in (
        "/undersokningar/",
        "/undersokningar/ny/",
        "/undersokningar/ta-med/?kind=figure&ref=45270097:unit-merit",
        mine,
        f"/undersokningar/{done.pk}/",
        f"{mine}andra/",
        f"{mine}faser/",
        f"{mine}faser/1/",
        f"{mine}avsluta/",
        f"{mine}svar/",
        f"{mine}svar/{answer.pk}/",
        f"{mine}underlag/",
        f"{mine}antaganden/{hunch.pk}/",
        f"{mine}atgarder/{action.pk}/",
        f"{mine}varv/{action.cycles.first().pk}/",
        f"{mine}uppfoljningar/",
        f"{mine}drivdiagram/",
        f"{mine}skriv-ut/",
        f"{mine}namnd/",
        f"/undersokningar/{done.pk}/namnd/",
    ):
        page.goto(base + path)
        check_page(page, width)


def test_axe_finds_nothing_where_somebody_else_has_the_pencil_or_has_saved(open_page, going) -> None:
    from spiral.trust.people.actions import viewer_as
    from spiral.understand.inquiries.actions import tree

    page = open_page(f"/undersokningar/{going.pk}/svar/{going.becauses.first().pk}/", 390, "rektor")
    other = viewer_as("samordnare")
    first = going.becauses.first()
    tree.change(going.pk, first.pk, {"text": "Den andras text"}, first.revision, by=other)
    page.get_by_label("Därför att").fill("Min text")
    page.get_by_role("button", name="Spara svaret").click()
    page.get_by_text("Samordnare, Skaraborg har pennan sedan").wait_for()
    assert page.get_by_label("Därför att").input_value() == "Min text"
    check_page(page, 390)
    page.get_by_role("button", name="Ta över pennan och spara").click()
    page.get_by_text("Båda texterna finns kvar: välj eller slå ihop.").wait_for()
    assert page.get_by_label("Därför att").input_value() == "Min text"
    assert page.locator("dd", has_text="Den andras text").count() == 1
    check_page(page, 390)
    page.get_by_role("button", name="Ta över pennan och spara").click()
    page.locator(".tree .answer", has_text="Min text").wait_for()
    page.goto(page.url.split("#")[0])
    check_page(page, 390)


def _type(page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _press(page, name: str, role: str = "button", nth: int = 0) -> None:
    page.get_by_role(role, name=name).nth(nth).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_principal_goes_by_keyboard_from_a_figure_to_whether_it_helped(width: int, open_page) -> None:
    from spiral.see.results.models import Value
    from spiral.understand.inquiries.models import Inquiry

    page = open_page("/enhet/45270097/", width, "rektor", java_script_enabled=False)
    _press(page, "Undersök Betyg i alla ämnen, årskurs 9", "link")
    page.get_by_role("heading", name="Undersök: Betyg i alla ämnen, årskurs 9, Alléskolan").wait_for()
    _type(page, "Frågan i den nya undersökningen", "Vilka når inte målen i alla ämnen, och varför?")
    _press(page, "Undersök")
    page.get_by_text("Inget varför har fått svar än. Fråga varför, och skriv minst två svar.").wait_for()
    assert page.get_by_role("img", name="Betyg i alla ämnen, årskurs 9, Alléskolan").count() == 2, "and its difference"

    _type(page, "Därför att", "Stödet kommer för sent.")
    page.get_by_label("Belagt", exact=True).focus()
    page.keyboard.press("Space")
    _press(page, "Lägg till svaret")
    page.get_by_text("Belagt kräver ett svar på").first.wait_for()
    _type(page, "Hur vet ni det, eller hur tar ni reda på det?", "Åtgärdsprogrammens datum.")
    _press(page, "Lägg till svaret")
    page.get_by_text("Det enda svaret är belagt.").wait_for()
    assert page.get_by_text("Finns det fler svar på samma varför?").count() == 1
    _press(page, "Fråga varför Stödet kommer för sent.", "link")
    assert page.get_by_label("Svarar på").evaluate("e => e.selectedOptions[0].text") == "1 Stödet kommer för sent."
    _type(page, "Därför att", "Ingen ser varningarna samlat.")
    _press(page, "Lägg till svaret")
    page.get_by_text("Ett av två svar är belagt.").wait_for()
    assert page.locator(".tree ol .answer").inner_text() == "Ingen ser varningarna samlat."

    _press(page, "Pröva Ingen ser varningarna samlat.", "link")
    page.get_by_role("radio", name="Vår egen undervisning eller organisation").focus()
    page.keyboard.press("Space")
    _type(page, "Vi tror att", "Samlar vi varningarna i november hinner stödet börja i tid.")
    _press(page, "Spara antagandet")
    _press(page, "Prova något", "link")
    _type(page, "Vad provar ni?", "Gemensam genomgång den första veckan i november")
    _press(page, "Spara åtgärden")
    _press(page, "Planera en uppföljning", "link")
    page.get_by_label("När följer ni upp?").fill("2027-09-25")
    _press(page, "Spara uppföljningen")
    page.get_by_text("Planerad uppföljning 25 september 2027").wait_for()
    url = page.url.split("#")[0]

    made = Inquiry.objects.get(title__startswith="Vilka når inte")
    kept = made.pieces.get().content.detail
    Value.objects.create(
        part_id=kept["part"],
        measure=kept["measure"],
        place_kind="unit",
        place="45270097",
        period="2025/26",
        state="value",
        value=kept["value"] + 2,
    )
    page.goto(url)
    page.get_by_text("Nu kan ni se om det blev skillnad").first.wait_for()
    assert "kan bero på slumpen" in page.locator(".talk").inner_text()
    _press(page, "Spara det ni ser")
    _press(page, "Skriv er slutsats", "link")
    _type(page, "Vad drar ni för slutsats?", "Vi kan inte säga att det blev skillnad.")
    _press(page, "Spara uppföljningen")
    page.get_by_text("Vi kan inte säga att det blev skillnad.").wait_for()
    _press(page, "Visa för nämnden", "link")
    told = page.locator("main").inner_text()
    for seen in ("Stödet kommer för sent.", "Gemensam genomgång", "kan bero på slumpen", "Vi kan inte säga"):
        assert seen in told


@pytest.mark.parametrize(("answers", "size"), [(0, (595, 842)), (12, (1191, 842)), (52, (1191, 842))])
def test_the_tree_prints_on_exactly_one_sheet(answers: int, size: tuple[int, int], open_page, going) -> None:
    from spiral.trust.people.actions import viewer_as
    from spiral.understand.inquiries.actions import tree

    by = viewer_as("rektor")
    for n in range(answers):
        told = {"text": f"Ytterligare ett svar på samma fråga, nummer {n} av flera", "how_known": "Fråga ämneslagen."}
        tree.add(going.pk, going.becauses.order_by("pk")[n % 6].pk, told, by=by)
    page = open_page(f"/undersokningar/{going.pk}/skriv-ut/", 1280, "rektor")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 1
    assert (round(sheets[0].mediabox.width), round(sheets[0].mediabox.height)) == pytest.approx(size, abs=2)
    text = " ".join(sheets[0].extract_text().split())
    for told in (
        "Fler elever når inte E",
        "Nya elever har haft kort tid",
        "Meritvärde, 17 ämnen",
        "Nästa steg",
        "Påhittat",
    ):
        assert told in text
    assert "Ändra" not in text


def test_the_boards_page_and_the_driver_diagram_print_whole(open_page, going) -> None:
    page = open_page(f"/undersokningar/{going.pk}/namnd/", 1280, "rektor")
    board = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(board) <= 2
    page.goto(page.url.replace("namnd", "drivdiagram"))
    [drawn] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert drawn.mediabox.width > drawn.mediabox.height
    assert "Gemensam lektionsstart" in " ".join(drawn.extract_text().split())


def test_the_driver_diagram_gives_way_to_the_tree_where_it_cannot_be_read(open_page, going) -> None:
    page = open_page(f"/undersokningar/{going.pk}/drivdiagram/", 1280, "rektor")
    page.locator(".driver-picture svg").wait_for()
    assert not page.locator(".driver-tree").is_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.locator(".driver-picture svg").is_visible()
    assert page.locator(".driver-tree .answer").count() == 8
    page.locator(".driver-tree .answer").first.wait_for()


def test_the_tree_is_read_in_order_and_every_target_is_large_enough(open_page, going) -> None:
    page = open_page(f"/undersokningar/{going.pk}/", 390, "rektor")
    assert page.locator(".tree .steps > span:first-child").all_inner_texts() == [
        "Varför 1",
        "Varför 2",
        "Varför 3",
        "Varför 4",
        "Varför 5",
        "Varför 4",
        "Varför 2",
        "Varför 1",
    ]
    # A link within a sentence has the sentence's height (WCAG 2.5.8).
    found = page.locator("main a:not(p > a), main button, main summary, main select, main .choices label")
    small = found.evaluate_all(
        "es => es.filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"
    )
    assert small == []
