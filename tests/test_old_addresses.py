"""Addresses that people have saved, from before their words were English, lead to the same page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from spiral.act.meetings.blocks import agendas, blocks
from spiral.ground.addresses import OLD_KEYS, OLD_VALUES, redirect_old_words

SOURCE = Path(__file__).resolve().parent.parent / "src" / "spiral"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/region/?matt=exam4", "/region/?figure=exam4"),
        (
            "/kommun/vara/jamfor/?matt=merit&skal=a&skal=b%26c",
            "/kommun/vara/jamfor/?figure=merit&reason=a&reason=b%26c",
        ),
        (
            "/exempel/?omrade=matematik&ord=huvudr%C3%A4kning&sida=2",
            "/exempel/?area=matematik&words=huvudr%C3%A4kning&page=2",
        ),
        ("/moten/ta-med/?slag=figure&ref=1%3Aa", "/moten/ta-med/?kind=figure&ref=1%3Aa"),
        ("/moten/delta/?kod=865585", "/moten/delta/?code=865585"),
        ("/skattning/svara/omgang/1/3/?alla", "/skattning/svara/omgang/1/3/?all="),
        (
            "/elevroster/svara/insamling/1/fragor/?lattlast=1&alla=1",
            "/elevroster/svara/insamling/1/fragor/?easy=1&all=1",
        ),
        ("/elevroster/insamling/1/granska/?fraga=4", "/elevroster/insamling/1/granska/?question=4"),
        ("/behov/?area=a&omrade=b", "/behov/?area=a&area=b"),
        ("/moten/ny/?mall=natverksmote", "/moten/ny/?template=network-meeting"),
        ("/moten/ny/?template=digital-traff", "/moten/ny/?template=digital-meeting"),
        ("/moten/1/punkt/?slag=paus", "/moten/1/punkt/?kind=break"),
        ("/pa-gang/?show=tidigare&page=2", "/pa-gang/?show=past&page=2"),
    ],
)
def test_an_old_word_leads_to_the_new_one_with_every_value(client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers["location"]) == (302, new)


@pytest.mark.django_db
def test_what_is_sent_is_not_led_on_and_a_new_address_is_answered_at_once(client) -> None:
    assert client.post("/sok/?sida=2").status_code == 405
    assert client.get("/hjalp/?q=sida").status_code == 200


def test_no_page_writes_an_address_with_an_old_word() -> None:
    values = "|".join(f"{key}=(?:{'|'.join(words)})" for key, words in OLD_VALUES.items())
    old = re.compile(rf"""[?&;](?:(?:{"|".join(OLD_KEYS)})(?=[=&#"'])|(?:{values})(?=[&#"']))""")
    pages = {p: p.read_text("utf-8") for p in SOURCE.rglob("*") if p.suffix in (".html", ".py")}
    assert {p.name: found[0] for p, text in pages.items() if (found := old.search(text))} == {}


def test_no_new_word_is_an_old_one() -> None:
    assert set(OLD_KEYS.values()) & OLD_KEYS.keys() == set()
    assert {key: both for key, words in OLD_VALUES.items() if (both := set(words.values()) & words.keys())} == {}
    assert OLD_VALUES.keys() & OLD_KEYS.keys() == set()


def test_each_old_word_of_an_agenda_leads_to_one_that_is_there() -> None:
    assert set(OLD_VALUES["kind"].values()) == blocks().keys()
    assert set(OLD_VALUES["template"].values()) == {agenda.key for agenda in agendas()}


@pytest.mark.parametrize("path", ["//exempel.invalid/", "///exempel.invalid/a", "//exempel.invalid%2f..", "/a%3Fb/"])
def test_an_old_key_leads_to_no_other_site_and_no_other_page(path: str) -> None:
    answer = redirect_old_words(lambda request: HttpResponse())(_asked(path))
    target = urlsplit(answer["location"])
    assert (answer.status_code, target.scheme, target.netloc, target.query) == (302, "", "", "page=2")


def _asked(path: str) -> HttpRequest:
    """A request as a server hands it on, its path begun with as many slashes as somebody wrote."""
    request = RequestFactory().get("/", {"sida": "2"})
    request.path = request.path_info = path
    return request
