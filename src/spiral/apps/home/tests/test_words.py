"""The five words of the loop are pages with something to use."""

import pytest


@pytest.mark.parametrize("url", ["/", "/forsta/", "/lara/", "/gora/", "/se-igen/", "/region/"])
def test_every_word_has_a_page_that_leads_on(url: str, read) -> None:
    tree = read(url)
    assert tree.xpath("string(//h1)")
    assert tree.xpath('//nav[@class="nasta"]//a')


def test_each_word_lights_its_own_arc(read) -> None:
    for url, word in (
        ("/region/", "Se"),
        ("/forsta/", "Förstå"),
        ("/lara/", "Lära"),
        ("/gora/", "Göra"),
        ("/se-igen/", "Se igen"),
    ):
        assert read(url).xpath('string(//nav[@class="varv"]/a[@aria-current])').strip() == word


def test_the_calendar_says_which_dates_have_passed(read, time_machine) -> None:
    time_machine.move_to("2026-11-21 12:00")
    text = read("/se-igen/").xpath("string(//table)")
    assert "skulle ha kommit 25 september 2026" in text
    assert "väntas 29 november 2026" in text
