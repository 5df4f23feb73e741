"""Every acknowledged answer is there once, and nothing half; review and release are one way."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.revision import StaleRevision
from spiral.ground.sealed import SealUnreadable
from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices.actions import boxes, collections, reviewing
from spiral.understand.voices.actions.collections import CollectionClosed, VoicesOpening
from spiral.understand.voices.models import AnswerBox, Collection, Count, Quote, Receipt
from spiral.understand.voices.tests.conftest import BACKEND, answer, take, texts_in_box


def _counts(collection: Collection) -> dict[tuple[int, int], int]:
    return {cell: n for cell, n in boxes.content_of(collection).counts.items() if n}


def test_an_answer_adds_one_to_each_option_and_one_quote_to_each_text(opened) -> None:
    collection = opened()
    assert take(collection, "key", {1: 2}, {2: "  bråk   och procent ", 4: ""})
    assert _counts(collection) == {(1, 2): 1, (2, 0): 1}
    assert texts_in_box(collection) == [(2, "bråk och procent")]
    assert not Quote.objects.exists()
    assert not Count.objects.exists()
    assert Collection.objects.get().answers == 1


def test_a_second_try_with_the_same_key_changes_nothing_whatever_it_says(opened) -> None:
    collection = opened()
    assert answer(collection, 1)
    assert not take(collection, "key-1", {1: 4}, {2: "något annat"})
    assert Collection.objects.get().answers == 1
    assert len(texts_in_box(collection)) == 2


@pytest.mark.parametrize(
    ("chosen", "written"),
    [({1: 5}, {}), ({9: 1}, {}), ({1: 0}, {}), ({2: 1}, {}), ({2: 0}, {}), ({}, {1: "text"}), ({}, {2: "x" * 601})],
)
def test_an_answer_that_the_form_does_not_have_leaves_no_trace(opened, chosen, written) -> None:
    collection = opened()
    with pytest.raises(ValueError, match="question"):
        take(collection, "key", {3: 2, **chosen}, written)
    assert _counts(collection) == {}
    assert not Receipt.objects.exists()
    assert answer(collection, 1)


def test_a_failure_halfway_leaves_nothing(opened, monkeypatch) -> None:
    collection = opened()
    answer(collection, 0)

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="full"):
        broken.setattr("spiral.ground.sealed.seal", fail)
        answer(collection, 1)
    assert len(texts_in_box(collection)) == 2
    assert Receipt.objects.count() == 1
    assert answer(collection, 1)


def test_what_is_closed_is_what_was_answered_no_more_and_no_less(opened, leader) -> None:
    collection = opened(6)
    counts, texts = boxes.content_of(collection).counts, texts_in_box(collection)
    collections.close(collection.pk, by=viewer_of(leader))
    cells = Count.objects.filter(collection=collection)
    assert {(c.question, c.option): c.count for c in cells} == counts
    assert sorted(Quote.objects.values_list("question", "text")) == sorted(texts)
    assert not AnswerBox.objects.exists()


def test_a_missing_key_is_told_and_takes_no_answer_away(opened, leader, settings, tmp_path, client) -> None:
    collection = opened(6)
    keys, settings.SEALED_KEYS = settings.SEALED_KEYS, tmp_path
    for act in (lambda: answer(collection, 7), lambda: collections.close(collection.pk, by=viewer_of(leader))):
        with pytest.raises(SealUnreadable):
            act()
    client.force_login(leader, backend=BACKEND)
    url, sv = f"/elevroster/insamling/{collection.pk}/stang/", {"accept-language": "sv"}
    page = client.post(url, {"confirmed": "1"}, follow=True, headers=sv)
    assert "Nyckeln till svaren saknas på servern." in page.content.decode()
    assert "Insamlingen går inte att stänga: nyckeln till svaren saknas på servern." in page.content.decode()
    settings.SEALED_KEYS = keys
    assert answer(collection, 7)
    assert len(texts_in_box(collection)) == 14
    settings.SEALED_KEYS = tmp_path
    assert collections.discard(collection.pk, by=viewer_of(leader)).state == "discarded"


def test_a_full_collection_takes_no_more(opened, monkeypatch) -> None:
    monkeypatch.setattr(Collection, "MOST_ANSWERS", 2)
    collection = opened(2)
    with pytest.raises(CollectionClosed):
        answer(collection, 3)


def test_the_last_day_is_the_last_day(opened, time_machine) -> None:
    time_machine.move_to("2026-11-20T10:00:00+01:00")
    collection = opened(last_day=date(2026, 11, 27))
    time_machine.move_to("2026-11-27T23:00:00+01:00")
    assert answer(collection, 0)
    time_machine.move_to("2026-11-28T00:30:00+01:00")
    with pytest.raises(CollectionClosed):
        answer(collection, 1)


def test_a_word_said_to_be_no_name_is_kept_and_another_is_not(opened) -> None:
    collection = opened()
    with pytest.raises(collections.PersonalDetail):
        take(collection, "key", {}, {2: "läxa med Zebra och Kalle"}, {2: {"Zebra"}})
    assert take(collection, "key", {}, {2: "läxa med Zebra"}, {2: {"Zebra"}})
    with pytest.raises(collections.PersonalDetail):
        take(collection, "key2", {}, {4: "läxa med Zebra"}, {2: {"Zebra"}})


def test_only_those_at_the_place_open_close_read_and_release(opened, sample, person, leader) -> None:
    for outsider in (person("fortroendevald"), person("friskolerektor"), None):
        with pytest.raises(PermissionDenied):
            collections.open_collection(sample, VoicesOpening("Vi", ""), by=viewer_of(outsider))
    with pytest.raises(PermissionDenied):
        collections.open_collection(sample, VoicesOpening("Vi", "1471"), by=viewer_of(leader))
    collection = opened(6)
    for other in (person("samordnare"), person("skolchef"), person("natverksmedlem")):
        for act in (collections.close, collections.discard, reviewing.release):
            with pytest.raises(PermissionDenied):
                act(collection.pk, by=viewer_of(other))
    assert collections.close(collection.pk, by=viewer_of(leader)).state == "review"
    quote = Quote.objects.first()
    with pytest.raises(PermissionDenied):
        reviewing.mask_words(collection.pk, quote.pk, [0], quote.text, by=viewer_of(person("samordnare")))
    with pytest.raises(PermissionDenied):
        reviewing.remove_quote(collection.pk, quote.pk, by=viewer_of(person("samordnare")))


def test_words_are_masked_and_never_rewritten(opened, leader) -> None:
    collection = opened(6)
    collections.close(collection.pk, by=viewer_of(leader))
    quote = Quote.objects.get(text="vi övar sak 3")
    masked = reviewing.mask_words(collection.pk, quote.pk, [1, 3, 99], "vi övar sak 3", by=viewer_of(leader))
    assert masked.text == "vi [dolt] sak [dolt]"
    with pytest.raises(StaleRevision):
        reviewing.mask_words(collection.pk, quote.pk, [0], "vi övar sak 3", by=viewer_of(leader))
    assert Quote.objects.get(pk=quote.pk).text == "vi [dolt] sak [dolt]"
    reviewing.release(collection.pk, by=viewer_of(leader))
    reviewing.mask_words(collection.pk, quote.pk, [0], "vi [dolt] sak [dolt]", by=viewer_of(leader))
    reviewing.remove_quote(collection.pk, quote.pk, by=viewer_of(leader))
    reviewing.remove_quote(collection.pk, quote.pk, by=viewer_of(leader))
    assert not Quote.objects.filter(pk=quote.pk).exists()
    with pytest.raises(StaleRevision):
        reviewing.mask_words(collection.pk, quote.pk, [0], "vi [dolt] sak [dolt]", by=viewer_of(leader))


def test_a_released_or_discarded_collection_is_never_open_again(opened, released, leader) -> None:
    done = released()
    with pytest.raises(CollectionClosed):
        collections.discard(done.pk, by=viewer_of(leader))
    assert reviewing.release(done.pk, by=viewer_of(leader)).state == "released"
    gone = opened(6)
    collections.close(gone.pk, by=viewer_of(leader))
    collections.discard(gone.pk, by=viewer_of(leader))
    for act in (collections.close, reviewing.release, collections.discard):
        with pytest.raises(CollectionClosed):
            act(gone.pk, by=viewer_of(leader))
    assert not Quote.objects.filter(collection=gone).exists()


def test_an_answer_costs_the_same_few_queries_however_many_have_answered(opened, django_assert_num_queries) -> None:
    for collection in (opened(2), opened(9)):
        collections.draw_ticket(collection.pk, "key-20")
        written = {2: "vi övar", 4: "öva mer"}
        with django_assert_num_queries(11):
            collections.take_answer(collection.pk, "key-20", {1: 1, 3: 1}, written)
