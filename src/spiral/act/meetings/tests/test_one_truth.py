"""One truth: what the summary's page says, its paper says in the same words and the same order, and so does its letter."""

from __future__ import annotations

import io
import unicodedata
from datetime import timedelta

import lxml.html
import pytest
from django.core import mail
from django.utils import timezone
from pypdf import PdfReader

from spiral.act.meetings.actions import arranging, leading, notes, planning, rating, summing
from spiral.act.meetings.blocks import blocks
from spiral.act.meetings.models import Attendee, Item, Meeting
from spiral.act.meetings.summary import summary
from spiral.act.meetings.tests.test_showing import FIGURE
from spiral.act.meetings.tests.test_showing_lent import rated
from spiral.learn.assessments import actions as assessments
from spiral.learn.assessments.loading import load_shipped_sets

pytestmark = pytest.mark.django_db

#: What a page has beside its document: the way there, buttons, drawn text, what is folded away, what only ears are told.
_NOT_WORDS = (
    "//*[contains(@class, 'place') or contains(@class, 'buttons') or contains(@class, 'visually-hidden')]"
    " | //main//nav | //section[@aria-labelledby='vid' or @id='vid' or @aria-labelledby='vid-h'] | //main//svg | //main//details | //*[contains(@class, 'next')]"
    " | //main//*[contains(@class, 'menu')]"
)


@pytest.fixture
def held(call, by, person) -> Meeting:
    """A meeting with every kind of item, ended: rated, a figure shown, groups' notes, decisions, tasks, a file; two items
    were never reached."""
    load_shipped_sets()
    person("natverksmedlem")
    begins = timezone.now() - timedelta(hours=4)
    meeting = call(*blocks(), start=begins, is_made_up=False)
    for n in range(12):
        Attendee.objects.create(meeting=meeting, label=f"Rektor {n}, Hjo", municipality="Hjo", is_present=n < 9)
    planning.attach(meeting.pk, "underlag.pdf", b"x", by=by)
    leading.begin(meeting.pk, by=by)
    for item in meeting.items.all():
        if item.kind in ("own", "check-out"):
            continue
        leading.go_to(meeting.pk, item.pk, by=by)
        if item.kind == "report":
            arranging.give_figure(meeting.pk, item.pk, FIGURE, by=by)
        if item.kind == "rating":
            _rate(meeting, item, by)
        if item.kind == "group-talk":
            for group in leading.make_groups(meeting.pk, item.pk, 2, by=by):
                text = f"Vi ser att grupp {group.number} läser mer\nÖva själva läsandet"
                notes.save_note(group.pk, f"s{group.pk}", text, 0, attendee=group.members.first())
        if item.kind == "decisions":
            notes.decide(meeting.pk, "Boken läses i par.", by=by)
            notes.give_task(meeting.pk, "Boka lokal i Tibro", "Hjo", timezone.localdate(), by=by)
    leading.end(meeting.pk, by=by)
    Item.objects.filter(meeting=meeting, kind="check-in").update(
        started_at=begins + timedelta(minutes=7), ended_at=begins + timedelta(minutes=25)
    )
    Meeting.objects.filter(pk=meeting.pk).update(started_at=begins + timedelta(minutes=7))
    return Meeting.objects.get(pk=meeting.pk)


def _rate(meeting: Meeting, item: Item, by) -> None:
    rating.open_rating(meeting.pk, "kollegialt-larande-exempel", 17, by=by)
    item.refresh_from_db()
    seats = list(meeting.attendees.filter(is_present=True))
    rated(item.round_id, seats[:4], 3, 1)
    rated(item.round_id, seats[4:9], 3, 4)
    rating.show_rating(meeting.pk, by=by)


def _words_of_page(content: bytes) -> list[str]:
    page = lxml.html.fromstring(content)
    for gone in page.xpath(_NOT_WORDS):
        gone.drop_tree()
    for element in page.xpath("//main//*[not(self::b or self::a or self::em or self::span or self::tspan)]"):
        element.tail = f" {element.tail or ''}"
        element.text = f" {element.text or ''}"
    return page.xpath("//main")[0].text_content().split()


def _letters(text: str) -> str:
    """Without what sets a text: spaces, line ends, and the hyphen of a word that is broken."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign.isalnum())


def _first_missing(words: list[str], text: str) -> str:
    """The first of ``words`` that does not follow in its turn; '' when they all do."""
    letters, at = _letters(text), 0
    for word in map(_letters, words):
        start = letters.find(word, at)
        # A word stands where the one before it ended; only what a sheet of paper repeats may come between.
        if start < 0 or start > at + 200:
            return f"{word}: efter ”{letters[max(0, at - 60) : at]}” står ”{letters[at : at + 60]}”"
        at = start + len(word)
    return ""


def test_page_and_paper_say_the_same_words_in_the_same_order(held, by, signed_in) -> None:
    summing.publish(held.pk, by=by)
    words = _words_of_page(signed_in.get(f"/moten/{held.pk}/sammanfattning/").content)
    paper = signed_in.get(f"/moten/{held.pk}/sammanfattning.pdf").content
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert len(words) > 150
    assert _first_missing(words, text) == ""
    assert _first_missing([*words[:40], "något", *words[40:]], text), "a word that is on one of them only is found out"


def test_the_letter_says_what_the_page_says(held, by, signed_in) -> None:
    summing.publish(held.pk, by=by)
    words = _words_of_page(signed_in.get(f"/moten/{held.pk}/sammanfattning/").content)
    signed_in.post(f"/moten/{held.pk}/sammanfattning/skicka/", {"confirmed": "1"})
    assert "Självskattningens resultat: http://testserver/skattning/" in mail.outbox[0].body
    letters = set(map(_letters, mail.outbox[0].body.lower().split()))
    heads = {"uppgift", "punkt"}  # the first column of a table has no head in a letter
    assert {_letters(word.lower()) for word in words} - letters - heads == set()


def test_every_item_has_its_time_also_what_was_not_reached(held, signed_in) -> None:
    page = " ".join(_words_of_page(signed_in.get(f"/moten/{held.pk}/sammanfattning/").content))
    begins = timezone.localtime(held.starts_at)
    began = begins + timedelta(minutes=7)
    assert f"Planerat kl. {begins:%-H.%M}–" in page
    assert f"kl. {began:%-H.%M}–{begins + timedelta(minutes=25):%-H.%M}, 18 min" in page
    assert page.count("hanns inte med") == 2
    for item in held.items.all():
        assert item.title in page


def test_the_ratings_result_stands_in_the_summary(held, by, signed_in) -> None:
    for _state in ("ended", "published"):
        page = " ".join(_words_of_page(signed_in.get(f"/moten/{held.pk}/sammanfattning/").content))
        assert "delar gruppen: 4 svarade obefintligt, 5 svarade starkt." in page
        assert "9 har svarat. Medelvärdet är 2,1" in page
        assert "Spridningen är 0,0 till 1,5 nivåer" in page
        if held.published_at is None:
            held = summing.publish(held.pk, by=by)


def test_a_rating_shown_after_the_summary_was_published_changes_nothing_in_it(running, by, turn_to, signed_in) -> None:
    load_shipped_sets()
    item = turn_to("rating")
    rating.open_rating(running.pk, "kollegialt-larande-exempel", 17, by=by)
    item.refresh_from_db()
    rated(item.round_id, list(running.attendees.all()[:6]), 3, 2)
    leading.end(running.pk, by=by)
    summing.publish(running.pk, by=by)
    before = _words_of_page(signed_in.get(f"/moten/{running.pk}/sammanfattning/").content)
    assessments.show(item.round_id, by=by)
    assert _words_of_page(signed_in.get(f"/moten/{running.pk}/sammanfattning/").content) == before


def test_who_led_the_meeting_was_there(held, signed_in) -> None:
    whole = summary(held)
    assert whole.led_by == "Samordnare, Skaraborg"
    assert whole.led_by in whole.present
    assert "Nätverksmedlem, Vara" in whole.absent
    page = " ".join(signed_in.get(f"/moten/{held.pk}/sammanfattning/").content.decode().split())
    assert "Ledde mötet: Samordnare, Skaraborg." in page


def test_the_summary_takes_nineteen_queries_also_with_another_item(
    held, by, signed_in, django_assert_num_queries
) -> None:
    address = f"/moten/{held.pk}/sammanfattning/"
    signed_in.get(address)
    with django_assert_num_queries(19):
        signed_in.get(address)
    arranging.keep_item(held.pk, None, {"kind": "own", "title": "En till", "minutes": 5}, by=by)
    with django_assert_num_queries(19):
        assert "En till" in signed_in.get(address).content.decode()
