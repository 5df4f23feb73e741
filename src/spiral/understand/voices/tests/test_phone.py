"""The pupil's telephone: answers on their way, what stops them, and what is kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices.actions import collections, days
from spiral.understand.voices.models import Collection
from spiral.understand.voices.tests.conftest import phone, texts_in_box, walk_in

SV = {"accept-language": "sv"}


def test_one_question_a_page_carries_the_answers_in_the_form_and_stores_nothing_on_the_way(opened) -> None:
    collection, mobile = opened(), phone()
    url = walk_in(mobile, collection)
    page = mobile.get(url).content.decode()
    assert "Fråga 1 av 4" in page
    assert "Hur många vuxna på skolan tror på dig?" in page
    page = mobile.post(url, {"s1": "3", "from": "1", "to": "2"}).content.decode()
    assert '<input type="hidden" name="s1" value="3">' in page
    page = mobile.post(url, {"s1": "3", "t2": "bråk & ”procent”", "from": "2", "to": "3"}).content.decode()
    assert '<input type="hidden" name="t2" value="bråk &amp; ”procent”">' in page
    page = mobile.post(url, {"s1": "3", "t2": "bråk", "s3": "2", "from": "3", "skip": "3"}).content.decode()
    assert "Fråga 4 av 4" in page
    assert 'name="s3"' not in page
    assert Collection.objects.get().answers == 0
    done = mobile.post(url, {"s1": "3", "t2": "bråk", "from": "4", "to": "send"})
    assert done.headers["location"].endswith(f"/svara/insamling/{collection.pk}/tack/")
    again = mobile.post(url, {"s1": "1", "from": "4", "to": "send"})
    assert again.headers["location"].endswith("?again")
    assert Collection.objects.get().answers == 1


def test_something_blocked_is_explained_where_it_was_written_and_the_text_is_kept(opened) -> None:
    collection, mobile = opened(), phone()
    url = walk_in(mobile, collection)
    page = mobile.post(url, {"t2": "mejla a@b.se eller 070-123 45 67", "from": "2", "to": "3"}).content.decode()
    assert "Fråga 2 av 4" in page
    assert "Ta bort e-postadressen ”a@b.se”." in page
    assert "Ta bort telefonnumret ”070-123 45 67”." in page
    assert "mejla a@b.se eller 070-123 45 67</textarea>" in page
    page = mobile.post(f"{url}?all=1", {"s1": "1", "t4": "120504-1234", "to": "send"}).content.decode()
    assert "Det ser ut som ett personnummer." in page
    assert 'value="1" checked' in page
    assert texts_in_box(collection) == []
    page = mobile.post(url, {"t2": "x" * 601, "from": "2", "to": "3"}).content.decode()
    assert "Texten är 601 tecken lång. Korta den till högst 600." in page


def test_possible_names_are_shown_and_the_pupil_decides_each(opened) -> None:
    collection, mobile = opened(), phone()
    url = walk_in(mobile, collection)
    text = "Jag gör läxan med Kalle och Zebra"
    page = mobile.post(url, {"t2": text, "from": "2", "to": "3"}).content.decode()
    assert "Kan det här vara namn?" in page
    assert "<mark>Kalle</mark>" in page
    assert page.count("checked") == 0
    half = {"t2": text, "name-2-Kalle": "remove", "from": "2", "to": "3"}
    page = mobile.post(url, half).content.decode()
    assert "Fråga 2 av 4" in page
    assert "<mark>Kalle</mark>" not in page
    assert "<mark>Zebra</mark>" in page
    page = mobile.post(url, {**half, "name-2-Zebra": "keep"}).content.decode()
    assert "Fråga 3 av 4" in page
    assert 'name="t2" value="Jag gör läxan med [namn] och Zebra"' in page
    assert 'name="name-2-Zebra" value="keep"' in page
    sent = {"t2": "Jag gör läxan med [namn] och Zebra", "name-2-Zebra": "keep", "from": "4", "to": "send"}
    assert mobile.post(url, sent).status_code == 302
    assert texts_in_box(collection) == [(2, "Jag gör läxan med [namn] och Zebra")]


def test_the_server_checks_again_whatever_the_form_claims(opened) -> None:
    collection, mobile = opened(), phone()
    url = walk_in(mobile, collection)
    forged = {"t2": "Kalle är snäll", "name-2-Anna": "keep", "name-2-Kalle": "ja", "from": "4", "to": "send"}
    page = mobile.post(url, forged).content.decode()
    assert "Fråga 2 av 4" in page
    assert texts_in_box(collection) == []


@pytest.mark.parametrize(
    "form",
    [
        {"skip": "5"},
        {"to": "send"},
        {"t2": "\x00 \u200b", "to": "send"},
        {"s1": "9", "s3": "²", "to": "send"},
    ],
)
def test_skipping_everything_is_no_answer(form: dict[str, str], opened) -> None:
    collection, mobile = opened(), phone()
    page = mobile.post(walk_in(mobile, collection), form)
    assert page.status_code == 200
    assert "Du har hoppat över alla frågor" in page.content.decode()
    assert Collection.objects.get().answers == 0


@pytest.mark.parametrize("form", [{"skip": "9" * 18}, {"to": "9" * 18}, {"to": "²"}, {"from": "³", "to": "2"}])
def test_an_odd_form_is_answered_with_a_question(form: dict[str, str], opened) -> None:
    collection, mobile = opened(), phone()
    assert mobile.post(walk_in(mobile, collection), form).status_code == 200


@pytest.mark.parametrize("form", [{"skip": "9" * 30}, {"to": "9" * 30}])
def test_a_number_without_end_reaches_no_page(form: dict[str, str], opened) -> None:
    collection, mobile = opened(), phone()
    assert mobile.post(walk_in(mobile, collection), form).status_code == 400


def test_without_the_boxs_key_no_pupil_begins_and_what_is_written_stays_on_the_page(opened, settings, tmp_path) -> None:
    collection, mobile, late = opened(), phone(), phone()
    url = f"{walk_in(mobile, collection)}?all=1"
    settings.SEALED_KEYS = tmp_path
    page = mobile.post(url, {"t2": "vi övar bråk", "to": "send"})
    assert page.status_code == 200
    assert "Svar kan inte tas emot just nu." in page.content.decode()
    assert "vi övar bråk</textarea>" in page.content.decode()
    late.get(f"/elevroster/svara/{collection.code}/")
    page = late.post(f"/elevroster/svara/insamling/{collection.pk}/")
    assert (page.status_code, "Svar kan inte tas emot just nu." in page.content.decode()) == (200, True)
    assert (Collection.objects.get().answers, collection.tickets.count()) == (0, 1)


def test_the_easier_wording_follows_along_and_leaves_no_trace(opened) -> None:
    collection, mobile = opened(), phone()
    url = f"{walk_in(mobile, collection)}?easy=1"
    page = mobile.get(f"/elevroster/svara/insamling/{collection.pk}/?easy=1").content.decode()
    assert "Inga svar är fel." in page
    begun = mobile.post(f"/elevroster/svara/insamling/{collection.pk}/", {"easy": "1"})
    assert begun.headers["location"] == url
    page = mobile.get(url).content.decode()
    assert "Hur många vuxna här tror på dig?" in page
    assert f'action="{url}"' in page
    assert mobile.post(url, {"s1": "1", "from": "4", "to": "send"}).status_code == 302


def test_an_english_telephone_gets_english_questions_marked_as_english(opened) -> None:
    collection, mobile = opened(), Client(headers={"accept-language": "en"})
    page = mobile.get(walk_in(mobile, collection)).content.decode()
    assert '<html lang="en">' in page
    assert "How many adults at school believe in you?" in page


def test_somebody_else_on_the_same_device_is_counted_too(opened) -> None:
    collection, mobile = opened(), phone()
    for _pupil in range(2):
        url = f"{walk_in(mobile, collection)}?all=1"
        assert mobile.post(url, {"s1": "2", "to": "send"}).headers["location"].endswith("/tack/")
        mobile.post(f"/elevroster/svara/insamling/{collection.pk}/nasta-elev/")
    assert Collection.objects.get().answers == 2


def test_codes_are_answered_in_words_and_a_days_code_leads_to_sorting(released, leader) -> None:
    collection = released()
    day = days.open_day(collection.pk, [5], 2, timezone.localdate(), by=viewer_of(leader))
    mobile = phone()
    assert mobile.get("/delta/", {"code": "\x00" * 3}).status_code == 200
    for url in ("/delta/?code=1 2 3", "/delta/000/", "/elevroster/svara/222222/", "/elevroster/sortera/222222/"):
        page = mobile.get(url)
        assert (page.status_code, "Koden stämmer inte." in page.content.decode()) == (200, True), url
    spaced = f"{day.code[:5].lower()} {day.code[5:]}"
    assert mobile.get("/delta/", {"code": spaced}).headers["location"] == f"/elevroster/sortera/{day.code}/"


def test_a_telephone_that_was_let_in_is_told_when_the_collection_closes(opened, leader) -> None:
    collection, mobile = opened(5), phone()
    url = walk_in(mobile, collection)
    collections.close(collection.pk, by=viewer_of(leader))
    assert "Insamlingen är stängd" in mobile.get(url).content.decode()
    assert mobile.post(url, {"s1": "1", "to": "send"}).status_code == 200
    assert Collection.objects.get().answers == 5


def test_where_help_is_to_be_had_stands_the_same_whatever_was_answered(opened) -> None:
    collection = opened()
    pages = []
    for answers in ({"s3": "4"}, {"s1": "1", "t2": "jag orkar inte mer", "s3": "1"}, {"s1": "3", "t5": "allt är bra"}):
        mobile = phone()
        url = walk_in(mobile, collection)
        done = mobile.post(url, {**answers, "from": "4", "to": "send"})
        page = mobile.get(done.headers["location"], headers=SV).content
        pages.append(re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page))
    assert pages[0] == pages[1] == pages[2]
    for way in ("elevhälsan", "116 111", "1177", "112"):
        assert way in pages[0].decode()
