"""A meeting as its people run it: prepared in a few steps, led, followed on telephones, summed up."""

from __future__ import annotations

import pytest
from e2e.axe import check_page
from tests.demo import load

from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    from spiral.act.meetings.demo import load_demo_meetings

    settings.DEMO = True
    load(load_demo_meetings)


@pytest.fixture
def meetings() -> dict[str, object]:
    from spiral.act.meetings.models import Meeting

    listed = list(Meeting.objects.all())
    return {"held": listed[0], "coming": listed[2]}


@pytest.fixture
def running(meetings) -> object:
    """The coming meeting under way, its groups made."""
    from spiral.act.meetings.actions import joining, leading

    meeting = meetings["coming"]
    leading.begin(meeting.pk, by=viewer_of(meeting.leader))
    for attendee in meeting.attendees.all()[:12]:
        joining.sit(meeting.pk, attendee.pk)
    item = meeting.items.get(kind="whys")
    leading.go_to(meeting.pk, item.pk, by=viewer_of(meeting.leader))
    leading.make_groups(meeting.pk, item.pk, 3, by=viewer_of(meeting.leader))
    meeting.refresh_from_db()
    return meeting


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_pages_of_a_meeting(width: int, open_page, meetings, running) -> None:
    page = open_page("/moten/", width, "samordnare")
    base = page.url.removesuffix("/moten/")
    item = running.items.get(kind="whys")
    held, own = f"/moten/{meetings['held'].pk}", f"/moten/{running.pk}"
    for path in (
        "/moten/",
        "/moten/ny/",
        "/moten/ny/?template=network-meeting",
        "/moten/arsplan/",
        "/moten/uppgifter/",
        f"{own}/",
        f"{own}/punkt/",
        f"{own}/punkt/{item.pk}/",
        f"{own}/andra/",
        f"{own}/lage/",
        f"{own}/projektor/",
        f"{own}/punkt/{item.pk}/grupper/",
        f"{own}/sammanfattning/andra/",
        f"{held}/sammanfattning/",
    ):
        page.goto(base + path)
        check_page(page, width)


def test_axe_finds_nothing_on_the_telephones(open_page, running) -> None:
    for path in ("/moten/delta/?code=1", f"/moten/delta/{running.code}/", "/moten/delta/plats/1/"):
        check_page(open_page(path, 390), 390)
    phone = _join(open_page, running, "Vara")
    check_page(phone, 390)
    phone.get_by_role("button", name="Ta pennan").click()
    phone.locator("textarea").wait_for()
    check_page(phone, 390)


def _join(open_page, meeting, place: str, **more: object):
    """Somebody invited follows the link in her invitation."""
    from spiral.act.meetings.queries import seat_token

    token = seat_token(meeting.attendees.get(label=f"Nätverksmedlem, {place}"))
    phone = open_page(f"/moten/delta/plats/{token}/", 390, **more)
    phone.get_by_role("button", name=f"Delta som Nätverksmedlem, {place}").click()
    phone.get_by_text("Du är med som").wait_for()
    return phone


def test_a_first_time_coordinator_prepares_a_meeting_in_at_most_25_steps(open_page) -> None:
    page = open_page("/", 1280, "samordnare")
    steps = 0

    def step(act) -> None:
        nonlocal steps
        steps += 1
        act()

    step(lambda: page.get_by_role("banner").get_by_role("link", name="Möten", exact=True).click())
    step(lambda: page.get_by_role("link", name="Planera ett möte").click())
    step(lambda: page.get_by_role("link", name="Nätverksmöte, förmiddag").click())
    step(lambda: page.get_by_label("Dag", exact=True).fill("2027-02-03"))
    step(lambda: page.get_by_label("Börjar").fill("09:00"))
    step(lambda: page.get_by_label("Slutar").fill("12:00"))
    step(lambda: page.get_by_label("Plats", exact=True).fill("Skövde"))
    step(lambda: page.get_by_role("button", name="Planera mötet").click())
    step(lambda: page.get_by_role("link", name="Ändra Gruppsamtal").click())
    step(lambda: page.get_by_label("Rubrik").fill("Hur får eleverna plats?"))
    step(lambda: page.get_by_label("Frågor").fill("Vad ser vi?\nVad provar vi före sommaren?"))
    step(lambda: page.get_by_role("button", name="Spara punkten").click())
    step(lambda: page.get_by_role("button", name="Ta bort Självskattning").click())
    step(lambda: page.get_by_role("button", name="Skicka inbjudan").click())
    page.get_by_role("heading", name="Skicka inbjudan till alla?").wait_for()
    step(lambda: page.get_by_role("button", name="Skicka inbjudan").click())
    page.get_by_text("Skickat till").wait_for()
    assert "Hur får eleverna plats?" in page.locator("#dagordning").inner_text()
    assert "Inbjudan skickad" in page.locator(".facts").inner_text()
    assert steps <= 25


def test_what_one_writes_the_others_read_and_the_leader_sees(open_page, running) -> None:
    writer = _join(open_page, running, "Vara")
    group = running.items.get(kind="whys").groups.get(members__label="Nätverksmedlem, Vara")
    mates = [m for m in group.members.all() if m.label.startswith("Nätverksmedlem") and m.municipality != "Vara"]
    writer.get_by_role("button", name="Ta pennan").click()
    writer.locator("textarea").fill("Uppgifterna lämnas in sent")
    writer.get_by_text("Sparat.").wait_for()
    reader = _join(open_page, running, mates[0].municipality)
    assert "Uppgifterna lämnas in sent" in reader.locator(".note").inner_text()
    writer.locator("textarea").press("End")
    writer.locator("textarea").type("\nFråga eleverna")
    reader.get_by_text("Fråga eleverna").wait_for(timeout=8000)
    reader.get_by_role("button", name="Ta över pennan").click()
    reader.locator("textarea").wait_for()
    writer.get_by_text("har pennan").wait_for(timeout=8000)
    assert "Fråga eleverna" in writer.locator(".note").inner_text()


def test_a_dead_network_is_survived(open_page, running) -> None:
    phone = _join(open_page, running, "Vara")
    phone.get_by_role("button", name="Ta pennan").click()
    phone.locator("textarea").wait_for()
    phone.context.set_offline(True)
    phone.locator("textarea").fill("Skrivet i tunneln")
    phone.get_by_text("Ingen kontakt. Texten finns kvar").wait_for(timeout=8000)
    phone.context.set_offline(False)
    phone.get_by_text("Sparat.").wait_for(timeout=12000)
    group = running.items.get(kind="whys").groups.get(members__label="Nätverksmedlem, Vara")
    assert group.text == "Skrivet i tunneln"


def test_a_text_typed_before_the_page_died_is_there_when_it_opens_again(open_page, running) -> None:
    phone = _join(open_page, running, "Vara")
    phone.get_by_role("button", name="Ta pennan").click()
    phone.locator("textarea").wait_for()
    phone.route("**/anteckning/**", lambda route: route.abort())
    phone.locator("textarea").fill("Inte skickat än")
    phone.get_by_text("Ingen kontakt. Texten finns kvar").wait_for(timeout=8000)
    phone.unroute("**/anteckning/**")
    phone.reload()
    assert phone.locator("textarea").input_value() == "Inte skickat än"
    phone.get_by_text("Sparat.").wait_for(timeout=8000)


def test_a_telephone_without_script_takes_the_pencil_writes_and_reads(open_page, running) -> None:
    phone = _join(open_page, running, "Vara", java_script_enabled=False)
    phone.get_by_role("button", name="Ta pennan").click()
    phone.locator("textarea").fill("Utan skript")
    phone.get_by_role("button", name="Spara anteckningen").click()
    assert phone.locator("textarea").input_value() == "Utan skript"


def test_the_leader_runs_the_meeting_by_keyboard_and_publishes_within_a_minute(open_page, running) -> None:
    page = open_page(f"/moten/{running.pk}/lage/", 1280, "samordnare")
    for name in ("Nästa punkt: Paus", "Nästa punkt: Gruppsamtal"):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        page.locator("#nu-h", has_text=name.removeprefix("Nästa punkt: ")).wait_for()
    page.locator("#nb").focus()
    page.keyboard.type("Vi läser i par")
    page.keyboard.press("Enter")
    page.locator("#nu1").focus()
    page.keyboard.type("Boka lokal")
    page.keyboard.press("Tab")
    page.keyboard.type("Hjo")
    page.keyboard.press("Enter")
    page.get_by_text("Boka lokal").first.wait_for()
    page.get_by_role("button", name="Avsluta mötet").first.click()
    page.get_by_role("heading", name="Avsluta mötet för alla?").wait_for()
    check_page(page, 1280)
    page.get_by_role("button", name="Avsluta mötet").click()
    page.get_by_role("link", name="Gå igenom och publicera").click()
    page.get_by_role("button", name="Publicera sammanfattningen").click()
    page.get_by_role("heading", name="Publicera sammanfattningen?").wait_for()
    page.get_by_role("button", name="Publicera sammanfattningen").click()
    page.get_by_text("Sammanfattningen är publicerad.").wait_for()
    assert "Vi läser i par" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Gå igenom").count() == 0


def test_the_page_follows_without_losing_the_keyboards_place(open_page, running) -> None:
    from spiral.act.meetings.actions import joining

    page = open_page(f"/moten/{running.pk}/lage/", 1280, "samordnare")
    page.get_by_role("button", name="Pausa tiden").focus()
    page.wait_for_timeout(2500)
    before = page.locator("[data-live]").inner_text()
    joining.come_as_guest(running.pk, "Rektor", "Habo")
    page.get_by_text("13 av 18 är med").wait_for(timeout=8000)
    assert "13 av 18" not in before
    assert page.locator(":focus").inner_text() == "Pausa tiden"


def test_a_guest_without_script_comes_by_the_code_and_the_leader_says_who_she_is_or_shows_her_out(
    open_page, running
) -> None:
    guest = open_page("/moten/delta/", 390, java_script_enabled=False)
    guest.get_by_label("Kod").fill(f"kod {running.code[:3]} {running.code[3:]}")
    guest.get_by_role("button", name="Delta").click()
    assert "Nätverksmedlem" not in guest.locator("main").inner_text()
    guest.get_by_label("Ditt namn eller din roll").fill("Rektor på besök")
    guest.get_by_role("button", name="Delta som gäst").click()
    guest.get_by_text("Du är med som gäst: Rektor på besök.").wait_for()

    leader = open_page(f"/moten/{running.pk}/lage/", 1280, "samordnare")
    leader.locator("#gaster > summary").click()
    leader.get_by_text("Vem är det? gäst: Rektor på besök").click()
    check_page(leader, 1280)
    leader.get_by_label("Det här är").select_option(index=0)
    leader.get_by_role("button", name="Ge platsen").click()
    leader.get_by_role("heading", name="Delta med telefonen").wait_for()
    assert leader.get_by_text("gäst: Rektor på besök").count() == 0
    guest.reload()
    assert "gäst" not in guest.locator("main").inner_text()

    other = open_page(f"/moten/delta/{running.code}/", 390)
    other.get_by_label("Ditt namn eller din roll").fill("Okänd")
    other.get_by_role("button", name="Delta som gäst").click()
    other.get_by_text("Du är med som gäst: Okänd.").wait_for()
    leader.reload()
    leader.locator("#gaster > summary").click()
    leader.get_by_text("Vem är det? gäst: Okänd").click()
    leader.get_by_role("button", name="Visa ut gäst: Okänd").click()
    leader.get_by_role("heading", name="Visa ut gästen?").wait_for()
    leader.get_by_role("button", name="Visa ut gästen").click()
    other.get_by_role("heading", name="Du är inte längre med i mötet").wait_for(timeout=8000)
    check_page(other, 390)


def test_the_code_is_replaced_on_the_leaders_page_without_pressing_anything(open_page, running) -> None:
    from spiral.ground import codes
    from spiral.ground.models import CodeSpace

    page = open_page(f"/moten/{running.pk}/lage/", 1280, "samordnare")
    assert codes.formatted(running.code) in page.locator(".code-large").inner_text()
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": codes.ROOM.most_exposure})
    codes._count_wrong(codes.ROOM, "prov")
    page.get_by_text("Koden är ny.").wait_for(timeout=8000)
    check_page(page, 1280)
    running.refresh_from_db()
    assert codes.formatted(running.code) == page.locator(".code-large").inner_text().strip()


def test_a_seat_rates_once_from_the_meetings_page(open_page, running) -> None:
    from spiral.act.meetings.actions import arranging, leading
    from spiral.learn.assessments.loading import load_shipped_sets

    load_shipped_sets()
    item = arranging.keep_item(
        running.pk, None, {"kind": "rating", "title": "Skatta", "minutes": 5}, by=viewer_of(running.leader)
    )
    leading.go_to(running.pk, item.pk, by=viewer_of(running.leader))
    leader = open_page(f"/moten/{running.pk}/lage/", 1280, "samordnare")
    leader.get_by_label("Hur många är ni i rummet?").fill("12")
    check_page(leader, 1280)
    leader.get_by_role("button", name="Öppna självskattningen").click()
    leader.get_by_text("Färre än 5 av").first.wait_for()
    phone = _join(open_page, running, "Vara", java_script_enabled=False)
    for thanks in ("Tack! Ditt svar är räknat.", "Ditt svar var redan räknat."):
        phone.get_by_role("button", name="Svara på skattningen").click()
        phone.get_by_role("button", name="Alla på en sida").first.click()
        phone.locator('input[name="s1"]').first.check()
        phone.get_by_role("button", name="Skicka in svaren").click()
        phone.get_by_text(thanks).wait_for()
        phone.get_by_role("heading", name="Skatta").wait_for()


def test_the_summary_prints_without_buttons(open_page, meetings) -> None:
    page = open_page(f"/moten/{meetings['held'].pk}/sammanfattning/", 1280, "natverksmedlem")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Öppna som PDF").is_visible()
    page.get_by_role("heading", name="Beslut", exact=True).wait_for()
