"""What other rooms lend a meeting's screen: a tree, a chapter, a rating's answers. Never what not everybody may see."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from spiral.act.meetings.actions import leading, rating
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.tests.conftest import shown
from spiral.exchange.texts import announce_change
from spiral.ground.refusals import NotNow
from spiral.learn.assessments import actions as assessments
from spiral.learn.assessments.loading import load_shipped_sets
from spiral.learn.circles.models import Chapter, Circle
from spiral.understand.inquiries.models import Because, Inquiry

pytestmark = pytest.mark.django_db


def _inquiry(leader, **more: object) -> Inquiry:
    return Inquiry.objects.create(
        title="Varför sjunker betygen?",
        place_name="Vara",
        place="1470",
        leader=leader,
        led_by="Rektor",
        started_on=date(2026, 11, 1),
        **more,
    )


def test_a_tree_grows_on_the_screen_and_is_lent_only_while_the_whole_network_reads_it(
    running, by, leader, turn_to, screen
) -> None:
    hidden, inquiry = _inquiry(leader), _inquiry(leader, is_shared=True)
    item = turn_to("whys")
    with pytest.raises(NotNow):
        leading.show(running.pk, f"inquiry:{hidden.pk}", by=by)
    leading.show(running.pk, f"inquiry:{inquiry.pk}", by=by)
    assert shown(running) == ("poster", f"inquiry:{inquiry.pk}")
    assert "Varför är det så? Ge minst två svar." in screen()
    before = Meeting.objects.get(pk=running.pk).version
    top = Because.objects.create(inquiry=inquiry, text="Uppgifter lämnas inte in")
    Because.objects.create(inquiry=inquiry, parent=top, text="Lektionerna börjar olika", is_supported=False)
    Because.objects.create(inquiry=inquiry, text="Undanlagt", state=Because.State.PARKED)
    announce_change("inquiry", inquiry.pk)
    assert Meeting.objects.get(pk=running.pk).version == before + 1
    page = screen()
    assert '<li class="depth-1"> <span>Lektionerna börjar olika</span> <small>antagande</small>' in page
    assert "Undanlagt" not in page
    leading.go_to(running.pk, running.items.first().pk, by=by)
    leading.go_to(running.pk, item.pk, by=by)
    assert "Lektionerna börjar olika" in screen(), "the tree is the item's own from then on"
    Inquiry.objects.update(is_shared=False)
    assert "Lektionerna börjar olika" not in screen()
    assert shown(running) == ("questions", "questions")


def test_the_books_chapter_stands_with_its_questions_and_who_leads(running, by, leader, turn_to, screen) -> None:
    circle = Circle.objects.create(title="Dörren på glänt", started_by=leader, started_on=date(2026, 1, 1))
    own = Circle.objects.create(title="Vår egen", place="1470", started_by=leader, started_on=date(2026, 1, 1))
    for one in (circle, own):
        Chapter.objects.create(
            circle=one, order=3, title="Efteråt", first_lead="Vara", second_lead="Hjo", questions="Vem talar först?"
        )
    turn_to("book")
    with pytest.raises(NotNow):
        leading.show(running.pk, f"circles:{own.pk}", by=by)
    leading.show(running.pk, f"circles:{circle.pk}", by=by)
    page = screen()
    for words in (
        "<h1>Kapitel 3: Efteråt</h1>",
        "Vara och Hjo leder",
        "<span>Vem talar först?</span>",
        "Dörren på glänt",
    ):
        assert words in page


def rated(round_id: int, seats, target: int, level: int) -> None:
    for seat in seats:
        key = f"key-{seat.pk}"
        assessments.draw_ticket_for_seat(round_id, key, seat.pk)
        assessments.take_answer(round_id, target, key, dict.fromkeys(range(1, 10), 2) | {7: level})


def test_a_rating_says_where_to_go_and_how_many_in_steps_of_five_until_the_leader_shows_it(
    running, by, turn_to, screen, signed_in
) -> None:
    load_shipped_sets()
    item = turn_to("rating")
    leading.make_groups(running.pk, item.pk, 3, by=by)
    assert shown(running) == ("groups", "groups")
    rating.open_rating(running.pk, "kollegialt-larande-exempel", 17, by=by)
    item.refresh_from_db()
    page = screen()
    assert running.code[:3] in page
    assert 'class="qr"' in page
    assert page.count("<b>Färre än 5 av 17</b> har svarat") == 1, "said once while it is the same for every target"
    steer = reverse("meetings:steer", args=[running.pk])
    assert "minst fem har svarat" in signed_in.post(steer, {"reveal": "1"}, follow=True).content.decode()
    seats = list(running.attendees.all()[:12])
    rated(item.round_id, seats[:4], 3, 1)
    versions = [Meeting.objects.get(pk=running.pk).version]
    changed = Meeting.objects.get(pk=running.pk).changed_at
    for seat in seats[4:12]:
        rated(item.round_id, [seat], 3, 4)
        versions.append(Meeting.objects.get(pk=running.pk).version)
    assert [b - a for a, b in zip(versions, versions[1:], strict=False)] == [1, 0, 0, 0, 0, 1, 0, 0]
    assert Meeting.objects.get(pk=running.pk).changed_at == changed, "nothing says when somebody answered"
    page = screen()
    assert "<b>Minst 10 av 17</b> har svarat" in page
    assert page.count("<b>Färre än 5 av 17</b> har svarat") == 2, "and for each of the others"
    assert "delar gruppen" not in page
    asked = " ".join(signed_in.post(steer, {"reveal": "1"}).content.decode().split())
    assert "Visa resultatet för alla?" in asked and ": minst 10" in asked, "in steps, as everywhere"
    assert "Resultatet visas på skärmen och i telefonerna hos de 17 som är med." in asked
    assert "den går inte att öppna igen" in asked
    assert "Färre än fem har svarat om det här, och de svaren raderas: Min enhet, Min kommun." in asked
    assert "delar gruppen" not in screen(), "and nothing is done until it is answered"
    signed_in.post(steer, {"reveal": "1", "confirmed": "1"})
    page = screen()
    assert "<h1>Påstående 7 delar gruppen: 4 svarade obefintligt, 8 svarade starkt.</h1>" in page
    assert "Vi frågar barn och elever vad som hjälper dem att lära." in page
    assert "12 har svarat." in page
    assert shown(running) == ("result", "rating")
    assert "redan avslutad" not in signed_in.post(steer, {"reveal": "1"}, follow=True).content.decode()


def test_a_rating_that_ended_without_result_gives_way_to_the_questions(running, by, turn_to) -> None:
    load_shipped_sets()
    item = turn_to("rating")
    rating.open_rating(running.pk, "kollegialt-larande-exempel", 17, by=by)
    item.refresh_from_db()
    before = Meeting.objects.get(pk=running.pk).version
    assessments.discard(item.round_id, by=by)
    assert Meeting.objects.get(pk=running.pk).version == before + 1
    assert shown(running) == ("questions", "questions")
