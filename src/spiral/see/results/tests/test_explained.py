"""Wherever a page says that something cannot be told from something else, what that means is one click away."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html
from tests.explained import unexplained

from spiral.ground.screen import emphasized, explanation

pytestmark = pytest.mark.figures

COMPARISON = "/enhet/45270097/jamfor/"


@pytest.mark.parametrize("url", ["/enhet/45270097/", "/kommun/vara/", "/region/", COMPARISON])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_of_results_explains_it_beside_it(url: str, language: str, client, db: None) -> None:
    tree = html.fromstring(client.get(url, headers={"accept-language": language}).content.decode())
    assert unexplained(url, tree) == set()


@pytest.mark.parametrize(
    "room", ["inquiries:take", "meetings:take_along", "needs:take", "examples:attach", "assignments:take_along"]
)
def test_what_is_taken_along_explains_it_too(room: str, client, db: None, person) -> None:
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(room), {"kind": "figure", "ref": "45270097:unit-all-subjects"})
    assert "skiljas från" in answer.content.decode()
    tree = html.fromstring(answer.content.decode())
    assert unexplained(room, tree) == set()


def test_a_page_that_does_not_explain_it_is_found() -> None:
    page = "<main><section><h1>Vara kan inte skiljas\n från riket</h1></section><a href='/hjalp/kan-inte-skiljas/'/></main>"
    assert len(unexplained("/", html.fromstring(page))) == 1


def test_the_phrase_leads_to_what_it_means_however_it_begins_and_a_heading_has_the_link_beneath() -> None:
    said = emphasized("Kan inte skiljas från riket & <b>Vara</b>.")
    assert said.startswith('<a href="/hjalp/kan-inte-skiljas/"><strong>Kan inte skiljas från</strong></a> riket &amp;')
    assert "<b>" not in said
    assert 'href="/hjalp/kan-inte-skiljas/"' in explanation("Vara kan inte skiljas från riket")
    assert explanation("Vara ligger tydligt under riket") == ""


#: A row, the expected value alone, all school years alone, a municipality's schools, the region, the front page, those
#: compared with.
CLEARLY = (
    "/enhet/45270097/",
    "/enhet/16057411/",
    "/enhet/17911537/",
    "/kommun/falkoping/",
    "/kommun/vara/",
    "/region/",
)


@pytest.mark.parametrize(
    ("language", "clearly", "chance"),
    [
        ("sv", ("tydligt under", "tydligt över", "Skiljer sig tydligt:"), "Ungefär ett av tjugo sådana utslag"),
        ("en", ("clearly below", "clearly above", "Clearly different:"), "About one in twenty such findings"),
    ],
)
@pytest.mark.parametrize("url", [*CLEARLY, "/", "/enhet/89624871/jamfor/"])
def test_a_page_that_finds_a_clear_difference_says_once_how_often_that_is_chance(
    url: str, language: str, clearly: tuple[str, ...], chance: str, client, db: None
) -> None:
    page = html.fromstring(client.get(url, headers={"accept-language": language}).content.decode())
    said = " ".join(page.find(".//main").text_content().split())
    assert any(words.casefold() in said.casefold() for words in clearly)
    assert said.count(chance) == 1


def test_a_heading_within_a_sentence_keeps_the_capitals_of_its_names(client, db: None) -> None:
    page = client.get("/enhet/26531220/").content.decode()
    assert "Skillnaden, lägst betyget E i matematik, årskurs 9" in page
