"""The five words of the loop are pages with something to use."""

import pytest

from spiral.home.catalogue import ROOMS

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


def test_the_calendar_says_which_dates_have_passed(read, time_machine) -> None:
    time_machine.move_to("2026-11-21 12:00")
    text = read("/se-igen/").xpath("string(//table)")
    assert "skulle ha kommit 25 september 2026" in text
    assert "väntas 29 november 2026" in text


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
    from spiral.home import queries
    from spiral.understand.inquiries.demo import load_demo_inquiries
    from spiral.understand.inquiries.models import Inquiry
    from spiral.understand.inquiries.queries import Ready

    member = person("rektor")
    load_demo_inquiries()
    evidence = Evidence("figure", "1470:merit", "Meritvärde", "", "Kolada", "2026-11-22", "/")
    again = FollowUp(True, "Det är 4 poäng mer, men skillnaden kan bero på slumpen.", evidence)
    monkeypatch.setattr(queries, "ready_to_check", lambda viewer: [Ready(Inquiry.objects.first(), None, None, again)])
    assert "Nu kan ni se" not in read("/se-igen/").text_content()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    page = read("/se-igen/").text_content()
    for piece in ("Nu kan ni se om det blev skillnad", "kan bero på slumpen", "Påhittat exempel"):
        assert piece in page
