"""Evidence of any kind is taken along, frozen, and looked at again with its uncertainty."""

from __future__ import annotations

import pytest

from spiral.trust.access.viewer import viewer_of
from spiral.trust.undo import actions as undo
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.actions import trials
from spiral.understand.inquiries.actions.pencil import writing
from spiral.understand.inquiries.actions.tree import HasCheck
from spiral.understand.inquiries.actions.trials import NothingToSee
from spiral.understand.inquiries.models import Check, Inquiry, Piece


def test_a_kind_that_nobody_knew_of_is_taken_to_a_new_inquiry_with_a_question(weather, as_part) -> None:
    client, url = as_part("rektor"), "/undersokningar/ta-med/?kind=weather&ref=sol"
    page = client.get(url).content.decode()
    assert "Det var 1 soltimmar." in page
    assert "Vad ligger bakom det vi ser i ”Soltimmar”?" in page
    response = client.post(url, {"where": "new", "title": "Vad ligger bakom soltimmarna?"})
    inquiry = Inquiry.objects.get()
    assert response.headers["location"] == f"/undersokningar/{inquiry.pk}/"
    assert (inquiry.place, inquiry.is_shared, inquiry.led_by) == ("45270097", False, "Rektor, Alléskolan i Vara")
    assert inquiry.pieces.get().content.detail == {"hours": 1}
    assert "Soltimmar" in client.get(f"/undersokningar/{inquiry.pk}/").content.decode()


def test_it_is_also_taken_to_the_problem_or_to_an_answer_of_an_inquiry_under_way(
    weather, begin, answer, as_part, rektor, person
) -> None:
    inquiry, foreign = begin(), begin(by=viewer_of(person("skolchef")))
    a = answer(inquiry, "A")
    client, url = as_part("rektor"), "/undersokningar/ta-med/?kind=weather&ref=sol"
    assert f"till:{foreign.pk}," not in client.get(url).content.decode()
    assert client.post(url, {"where": f"till:{inquiry.pk},"}).status_code == 302
    assert client.post(url, {"where": f"till:{inquiry.pk},{a.pk}"}).status_code == 302
    assert [p.because for p in Piece.objects.all()] == [None, a]
    for wrong in (f"till:{foreign.pk},", f"till:{inquiry.pk},999", "x", ""):
        assert client.post(url, {"where": wrong}).status_code == 422
    assert client.post(url, {"where": "new", "title": " "}).status_code == 422
    assert Piece.objects.count() == 2


@pytest.mark.parametrize(
    "asked", ["kind=weather&ref=regn", "kind=okant&ref=sol", "kind=%00&ref=%00", "", "kind=figure&ref=1"]
)
@pytest.mark.figures
def test_what_is_not_there_is_not_taken(asked: str, weather, as_part) -> None:
    assert as_part("rektor").get(f"/undersokningar/ta-med/?{asked}").status_code == 404


def test_the_inquiry_says_when_there_is_something_to_see_and_keeps_what_was_seen(
    weather, begin, rektor, as_part
) -> None:
    inquiry = begin(first=weather.freeze(viewer_of(rektor), "sol", "sv"))
    piece = inquiry.pieces.get()
    client, url = as_part("rektor"), f"/undersokningar/{inquiry.pk}/"
    assert "Nu kan ni se om det blev skillnad" not in client.get(url).content.decode()
    assert queries.ready_to_check(viewer_of(rektor)) == []
    with pytest.raises(NothingToSee):
        trials.look_again(inquiry.pk, piece.pk, by=viewer_of(rektor))
    weather.now = 4
    page = client.get(url).content.decode()
    assert "Nu kan ni se om det blev skillnad" in page
    assert 'men skillnaden <a href="/hjalp/kan-inte-skiljas/"><strong>kan bero på slumpen</strong></a>.' in page
    assert "I en undersökning kan ni nu se om det blev skillnad" in client.get("/undersokningar/").content.decode()
    [ready] = queries.ready_to_check(viewer_of(rektor))
    assert (ready.inquiry, ready.piece, ready.check) == (inquiry, piece, None)
    assert client.post(f"{url}underlag/{piece.pk}/se-igen/").status_code == 302
    check = Check.objects.get()
    assert check.sentence == "Det är 3 fler, men skillnaden kan bero på slumpen."
    assert check.seen.detail == {"hours": 4}
    assert queries.ready_to_check(viewer_of(rektor)) == []
    assert "Skriv er slutsats" in client.get(url).content.decode()


def test_a_planned_check_waits_for_the_same_evidence_and_is_the_one_that_is_filled(weather, begin, rektor) -> None:
    inquiry = begin(first=weather.freeze(viewer_of(rektor), "sol", "sv"))
    piece = inquiry.pieces.get()
    values = {"piece_id": piece.pk, "planned_on": "2027-06-10", "enough": "Minst två"}
    planned = trials.keep_check(inquiry.pk, None, values, by=viewer_of(rektor))
    weather.now = 2
    assert queries.ready_to_check(viewer_of(rektor))[0].check == planned
    assert trials.look_again(inquiry.pk, piece.pk, by=viewer_of(rektor)) == planned
    assert Check.objects.get().enough == "Minst två"
    with pytest.raises(HasCheck):
        growing.detach(inquiry.pk, piece.pk, by=viewer_of(rektor))


def test_removed_evidence_comes_back_unless_somebody_else_writes(weather, begin, rektor, leader) -> None:
    by = viewer_of(rektor)
    inquiry = begin(first=weather.freeze(by, "sol", "sv"), is_shared=True)
    piece = inquiry.pieces.get()
    removal = growing.detach(inquiry.pk, piece.pk, by=by)
    assert not inquiry.pieces.exists()
    writing(inquiry.pk, by=viewer_of(leader), take_over=True)
    with pytest.raises(undo.NotNow):
        undo.put_back(removal.pk, by=by)
    writing(inquiry.pk, by=by, take_over=True)
    undo.put_back(removal.pk, by=by)
    assert inquiry.pieces.get().document == piece.document


def test_nothing_to_see_is_told_to_those_who_may_not_see_the_inquiry_or_when_it_is_finished(
    weather, begin, rektor, person
) -> None:
    begin(first=weather.freeze(viewer_of(rektor), "sol", "sv"))
    shared = begin(first=weather.freeze(viewer_of(rektor), "sol", "sv"), is_shared=True)
    weather.now = 2
    assert len(queries.ready_to_check(viewer_of(rektor))) == 2
    assert [r.inquiry for r in queries.ready_to_check(viewer_of(person("skolchef")))] == [shared]
    assert queries.ready_to_check(viewer_of(person("fortroendevald"))) == []
    Inquiry.objects.update(state="finished", finished_on="2026-11-01")
    assert queries.ready_to_check(viewer_of(rektor)) == []


def test_words_of_the_group_s_own_are_evidence_too(begin, answer, rektor, as_part) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    url = f"/undersokningar/{inquiry.pk}/underlag/"
    sent = {"kind": "quote", "sentence": "Det är tyst på provet", "source": "Samtal i åk 9", "because": str(a.pk)}
    assert as_part("rektor").post(url, sent).status_code == 302
    piece = Piece.objects.get()
    assert (piece.content.title, piece.content.sentence) == ("Elevernas ord", "”Det är tyst på provet”")
    assert piece.because == a
    assert as_part("rektor").post(url, {**sent, "source": ""}).status_code == 422
    hidden = as_part("rektor").post(url, {**sent, "sentence": "Eleven 811218-9876 sa det"})
    assert hidden.status_code == 422
    assert "har ett personnummer" in hidden.content.decode()
    assert Piece.objects.count() == 1
