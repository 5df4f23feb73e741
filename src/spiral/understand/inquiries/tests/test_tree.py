"""The tree: branching, merged, parked, reopened, moved; and what it says quietly about itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from spiral.trust.access.viewer import viewer_of
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.actions.tree import DEEPEST, MOST, Entangled, TreeIsFull
from spiral.understand.inquiries.models import Because
from spiral.understand.inquiries.pages.tree import tree


def _texts(rektor, inquiry) -> list[str]:
    return [f"{n.path} {n.because.text}" for n in tree(queries.whole(viewer_of(rektor), inquiry)).walk()]


def test_a_why_has_several_answers_and_each_says_which_why_it_answers(begin, answer, rektor) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    answer(inquiry, "B")
    answer(inquiry, "AA", a)
    answer(inquiry, "AB", a)
    assert _texts(rektor, inquiry) == ["1 A", "1.1 AA", "1.2 AB", "2 B"]
    assert [n.why for n in tree(queries.whole(viewer_of(rektor), inquiry)).walk()] == [1, 2, 2, 1]


def test_a_straight_chain_is_asked_for_more_answers_and_a_branching_tree_is_not(begin, answer, rektor) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    b = answer(inquiry, "B", a)
    hint = "Finns det fler svar på samma varför?"
    assert any(h.startswith(hint) for h in tree(queries.whole(viewer_of(rektor), inquiry)).hints)
    answer(inquiry, "C", a)
    assert not any(h.startswith(hint) for h in tree(queries.whole(viewer_of(rektor), inquiry)).hints)
    growing.park(inquiry.pk, b.pk, b.revision, by=viewer_of(rektor))
    assert any(h.startswith(hint) for h in tree(queries.whole(viewer_of(rektor), inquiry)).hints)


def test_merging_moves_what_hangs_below_and_keeps_both_texts(begin, answer, rektor, weather) -> None:
    inquiry = begin()
    a, b = answer(inquiry, "Det är stökigt.", sure=True), answer(inquiry, "Det är bråk.")
    answer(inquiry, "Under stöket", a)
    answer(inquiry, "Under bråket", b)
    growing.attach(inquiry.pk, a.pk, weather.freeze(viewer_of(rektor), "sol", "sv"), by=viewer_of(rektor))
    growing.merge(inquiry.pk, a.pk, b.pk, a.revision, by=viewer_of(rektor))
    assert _texts(rektor, inquiry) == ["1 Det är bråk.", "1.1 Under bråket", "1.2 Under stöket"]
    [root] = tree(queries.whole(viewer_of(rektor), inquiry)).roots
    assert [m.text for m in root.merged] == ["Det är stökigt."]
    assert (root.because.is_supported, root.because.how_known) == (True, "Vi har räknat.")
    assert [p.content.title for p in root.pieces] == ["Soltimmar"]
    a.refresh_from_db()
    growing.take_back(inquiry.pk, a.pk, a.revision, by=viewer_of(rektor))
    assert _texts(rektor, inquiry) == [
        "1 Det är stökigt.",
        "2 Det är bråk.",
        "2.1 Under bråket",
        "2.2 Under stöket",
    ]


def test_nothing_is_merged_into_or_moved_below_itself(begin, answer, rektor) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    b = answer(inquiry, "B", a)
    c = answer(inquiry, "C", b)
    for refused in (
        lambda: growing.merge(inquiry.pk, a.pk, c.pk, 1, by=viewer_of(rektor)),
        lambda: growing.merge(inquiry.pk, a.pk, a.pk, 1, by=viewer_of(rektor)),
        lambda: growing.move(inquiry.pk, a.pk, c.pk, 1, by=viewer_of(rektor)),
        lambda: growing.move(inquiry.pk, a.pk, a.pk, 1, by=viewer_of(rektor)),
    ):
        with pytest.raises(Entangled):
            refused()
    growing.merge(inquiry.pk, c.pk, a.pk, 1, by=viewer_of(rektor))
    assert _texts(rektor, inquiry) == ["1 A", "1.1 B"]


def test_an_answer_moves_with_everything_below_it(begin, answer, rektor) -> None:
    inquiry = begin()
    a, b = answer(inquiry, "A"), answer(inquiry, "B")
    answer(inquiry, "AA", a)
    growing.move(inquiry.pk, a.pk, b.pk, 1, by=viewer_of(rektor))
    assert _texts(rektor, inquiry) == ["1 B", "1.1 A", "1.1.1 AA"]
    growing.move(inquiry.pk, a.pk, None, 2, by=viewer_of(rektor))
    assert _texts(rektor, inquiry) == ["1 B", "2 A", "2.1 AA"]


def test_what_is_parked_takes_what_hangs_below_with_it_and_comes_back_whole(begin, answer, rektor) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    answer(inquiry, "AA", answer(inquiry, "AB", a))
    growing.park(inquiry.pk, a.pk, 1, by=viewer_of(rektor))
    causes = tree(queries.whole(viewer_of(rektor), inquiry))
    assert (causes.count, [(p.because.text, p.below) for p in causes.parked]) == (0, [("A", 2)])
    growing.take_back(inquiry.pk, a.pk, 2, by=viewer_of(rektor))
    assert tree(queries.whole(viewer_of(rektor), inquiry)).count == 3


def test_a_tree_is_neither_endless_nor_bottomless(begin, answer, rektor) -> None:
    inquiry = begin()
    last = None
    for n in range(DEEPEST):
        last = answer(inquiry, str(n), last)
    with pytest.raises(TreeIsFull):
        answer(inquiry, "för djupt", last)
    other = answer(inquiry, "ett annat")
    answer(inquiry, "under", other)
    sixth = Because.objects.get(inquiry=inquiry, text=str(DEEPEST - 2))
    with pytest.raises(TreeIsFull):
        growing.move(inquiry.pk, other.pk, sixth.pk, 1, by=viewer_of(rektor))
    for n in range(MOST - DEEPEST - 2):
        answer(inquiry, f"brett {n}")
    with pytest.raises(TreeIsFull):
        answer(inquiry, "för många")


def test_the_database_itself_refuses_what_is_supported_without_saying_how(begin) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Because.objects.create(inquiry=begin(), text="Så är det", is_supported=True)


def test_an_answer_of_another_inquiry_is_never_touched(begin, answer, rektor) -> None:
    mine, other = begin(), begin()
    a, b = answer(mine, "A"), answer(other, "B")
    for stray in (
        lambda: growing.merge(mine.pk, a.pk, b.pk, 1, by=viewer_of(rektor)),
        lambda: growing.move(mine.pk, a.pk, b.pk, 1, by=viewer_of(rektor)),
        lambda: growing.park(mine.pk, b.pk, 1, by=viewer_of(rektor)),
        lambda: growing.add(mine.pk, b.pk, {"text": "C"}, by=viewer_of(rektor)),
    ):
        with pytest.raises(Because.DoesNotExist):
            stray()
