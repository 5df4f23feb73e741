"""The five words of the loop are pages with something to use."""

from datetime import date, timedelta

import pytest

from spiral.home.catalogue import ROOMS
from spiral.home.pages import again
from spiral.home.pages.parts import Line
from spiral.home.queries import every_room
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.figures


@pytest.mark.parametrize("url", ["/", "/forsta/", "/lara/", "/gora/", "/se-igen/", "/region/"])
def test_every_word_has_a_page_that_leads_on(url: str, read) -> None:
    tree = read(url)
    assert tree.xpath("string(//h1)")
    assert tree.xpath('//nav[@class="next"]//a')


def test_each_word_lights_its_own_arc(read) -> None:
    for url, word in (
        ("/region/", "Se"),
        ("/forsta/", "Förstå"),
        ("/lara/", "Lära"),
        ("/gora/", "Göra"),
        ("/se-igen/", "Se igen"),
    ):
        assert read(url).xpath('string(//nav[@class="turns"]/a[@aria-current])').strip() == word


def test_the_calendar_says_what_comes_and_last_which_dates_have_passed(read, time_machine) -> None:
    time_machine.move_to("2026-11-21 12:00")
    coming, late = read("/se-igen/").xpath("//table")
    assert "väntas 29 november 2026" in coming.text_content()
    assert "skulle ha kommit" not in coming.text_content()
    assert "skulle ha kommit 25 september 2026" in late.text_content()
    assert "väntas" not in late.text_content()


@pytest.mark.parametrize("url", ["/", "/forsta/", "/lara/", "/gora/"])
def test_a_member_finds_every_room_of_the_word_and_each_opens(url: str, client, person, read) -> None:
    assert not read(url).xpath("//section[@aria-labelledby='rum']//a")
    client.force_login(person("natverksmedlem"), backend="django.contrib.auth.backends.ModelBackend")
    names = {"/": [r for rooms in ROOMS.values() for r in rooms]} | {
        f"/{word}/": rooms for word, rooms in ROOMS.items()
    }
    links = read(url).xpath("//ul[contains(@class, 'list')]//a/@href")
    for room in names[url]:
        assert room.url in links
        assert client.get(room.url).status_code == 200


def test_what_can_be_seen_again_is_on_the_last_page_for_members_only(client, person, read, monkeypatch) -> None:
    from spiral.exchange.evidence import Evidence, FollowUp
    from spiral.understand.inquiries import queries
    from spiral.understand.inquiries.demo import load_demo_inquiries
    from spiral.understand.inquiries.models import Inquiry
    from spiral.understand.inquiries.queries import Ready

    member = person("rektor")
    load_demo_inquiries()
    evidence = Evidence("figure", "1470:merit", "Meritvärde", "", "Kolada", "2026-11-22", "/")
    seen = FollowUp(True, "Det är 4 poäng mer, men skillnaden kan bero på slumpen.", evidence)
    monkeypatch.setattr(queries, "ready_to_check", lambda viewer: [Ready(Inquiry.objects.first(), None, None, seen)])
    assert "Nu kan ni se" not in read("/se-igen/").text_content()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    tree = read("/se-igen/")
    assert tree.xpath("string(//h1)") == "En undersökning har fått nya siffror: nu kan ni se om det blev skillnad"
    page = tree.text_content()
    for piece in ("Nu kan ni se om det blev skillnad", "kan bero på slumpen", "Påhittat exempel"):
        assert piece in page


def _planned(*days: int) -> list[again.DatedLine]:
    today = date(2026, 11, 28)
    return [again.DatedLine(today + timedelta(days=n), Line("Frånvaron", "Öppna", "/")) for n in days]


@pytest.mark.parametrize(
    ("ready", "days", "said"),
    [
        (2, (3,), "Två undersökningar har fått nya siffror: nu kan ni se om det blev skillnad"),
        (0, (-2, 3), "En uppföljning skulle ha varit gjord"),
        (0, (-2, -1), "Två uppföljningar skulle ha varit gjorda"),
        (0, (2,), "En uppföljning är bestämd, på måndag"),
        (0, (30, 40), "Två uppföljningar är bestämda, den första den 28 december"),
        (0, (), "Ingen uppföljning är bestämd"),
    ],
)
def test_the_heading_of_the_last_word_says_what_there_is_to_see(ready, days, said, time_machine) -> None:
    time_machine.move_to("2026-11-28 12:00")
    title, lead = again.heading(ready, _planned(*days), date(2026, 11, 28))
    assert title == said
    assert lead


def test_the_last_word_begins_with_ones_own_network_and_ends_with_the_sources(signed_in, read) -> None:
    from tests.demo import load_everything

    client = signed_in("natverksmedlem")
    load_everything()
    titles = [t.text_content().strip() for t in read("/se-igen/").xpath("//main//section/h2")]
    assert titles[:2] == ["Det ni har bestämt att följa upp", "Så blev det"]
    assert titles[-2:] == ["När källorna publicerar nästa gång", "Källor som är sena"]
    acts = read("/se-igen/").xpath("//ul[contains(@class, 'ledger')]//a/@href")
    assert acts
    assert {client.get(url).status_code for url in acts} == {200}


def test_every_figure_leads_to_where_it_stands_and_to_who_acts(signed_in, read) -> None:
    from tests.demo import load_everything

    client = signed_in("natverksmedlem")
    load_everything()
    tree = read("/gora/?place=1471")
    figures = tree.xpath("//main//section//ul[@class='columns']/li")
    assert len(figures) > 30
    assert all(li.xpath("a/@href") for li in figures)
    for path in {url.partition("#")[0] for li in figures for url in li.xpath("a/@href")}:
        assert client.get(path).status_code == 200
    # Each level names somebody with an address: a principal, the superintendent, the coordinator.
    addresses = tree.xpath("//aside[@class='peer']//a/@href")
    assert "mailto:skolchef@demo.invalid" in addresses
    assert "mailto:samordnare@demo.invalid" in addresses
    assert any(a.startswith("mailto:rektor-") for a in addresses)


def test_a_visitor_sees_the_roles_that_act_and_no_address(read) -> None:
    tree = read("/gora/?place=1470")
    assert not tree.xpath("//a[starts-with(@href, 'mailto:')]")
    assert "Skolchefen i Vara" in tree.text_content()


@pytest.mark.parametrize("place", ["", "1", "9999", "vara", "0", "1470\0", "٤", "x" * 500])
@pytest.mark.parametrize("url", ["/lara/", "/gora/"])
def test_a_place_that_is_none_is_as_if_nothing_was_asked(url, place, client, db) -> None:
    assert client.get(url, {"place": place}).status_code == 200


def test_asking_a_colleague_ends_at_a_role_in_a_municipality_with_an_address(signed_in, read) -> None:
    from tests.demo import load_everything

    signed_in("natverksmedlem")
    load_everything()
    tree = read("/lara/?place=1470")
    alike, tried = tree.xpath("//section[@aria-labelledby='kollega']//div[@class='peer']")
    assert "Nätverksmedlem, " in alike.text_content()
    assert "Lik er: " in alike.text_content()
    assert "Har skrivit exemplet " in tried.text_content()
    assert len(alike.xpath(".//a[starts-with(@href, 'mailto:')]")) == 3
    assert "mailto:natverksmedlem@demo.invalid" not in alike.xpath(".//a/@href")


def test_a_visitor_is_told_that_colleagues_are_for_members(read) -> None:
    section = read("/lara/?place=1470").xpath("//section[@aria-labelledby='kollega']")[0]
    assert not section.xpath(".//a[starts-with(@href, 'mailto:')]")
    assert section.xpath(".//a[contains(@href, '/konto/login/')]")


@pytest.mark.parametrize(("role", "stands"), [("natverksmedlem", True), ("rektor", False), ("friskolerektor", False)])
def test_analysts_tools_are_out_of_the_menus_of_who_has_one_school(role: str, stands: bool, person) -> None:
    assert ("releases:protect" in {room.view for room in every_room(viewer_of(person(role)))}) is stands
