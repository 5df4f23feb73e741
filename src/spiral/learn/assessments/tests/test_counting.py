"""Every acknowledged answer is there, none twice, and nothing half."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from spiral.learn.assessments import actions
from spiral.learn.assessments.actions import CollectionClosed, RoundOpening
from spiral.learn.assessments.models import Count, Receipt, Target
from spiral.learn.assessments.tests.conftest import answer
from spiral.trust.access.viewer import viewer_of

EVERYTHING = dict.fromkeys(range(1, 10), 3)


def _total(assessment) -> int:
    return sum(Count.objects.filter(target__round=assessment).values_list("count", flat=True))


def test_an_answer_adds_one_to_each_statements_level(opened) -> None:
    assessment = opened()
    assert answer(assessment, 3, "key", {1: 2, 4: 4})
    assert set(Count.objects.filter(target__round=assessment, count=1).values_list("statement", "level")) == {
        (1, 2),
        (4, 4),
    }
    assert _total(assessment) == 2


def test_a_second_try_with_the_same_key_changes_nothing_whatever_it_says(opened) -> None:
    assessment = opened()
    assert answer(assessment, 3, "key", EVERYTHING)
    assert not answer(assessment, 3, "key", dict.fromkeys(range(1, 10), 1))
    assert _total(assessment) == 9
    assert Target.objects.get(round=assessment, number=3).answers == 1


def test_one_phone_may_answer_once_about_each_target(opened) -> None:
    assessment = opened()
    assert answer(assessment, 2, "key", EVERYTHING)
    assert answer(assessment, 3, "key", EVERYTHING)


@pytest.mark.parametrize("levels", [{1: 5}, {10: 1}, {1: 0}])
def test_a_level_that_is_not_there_leaves_no_trace_of_the_try(opened, levels: dict[int, int]) -> None:
    assessment = opened()
    with pytest.raises(ValueError, match="does not have"):
        answer(assessment, 3, "key", {2: 2, **levels})
    assert _total(assessment) == 0
    assert not Receipt.objects.exists()
    assert answer(assessment, 3, "key", EVERYTHING)


def test_a_failure_between_receipt_and_counts_leaves_neither(opened, monkeypatch) -> None:
    assessment = opened()

    def fail(*_args: object, **_more: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="full"):
        broken.setattr("django.db.models.query.QuerySet.update", fail)
        answer(assessment, 3, "key", EVERYTHING)
    assert not Receipt.objects.exists()
    assert answer(assessment, 3, "key", EVERYTHING)
    assert _total(assessment) == 9


def test_the_last_day_is_the_last_day(opened, time_machine) -> None:
    time_machine.move_to("2026-11-20T10:00:00+01:00")
    assessment = opened(last_day=date(2026, 11, 27))
    time_machine.move_to("2026-11-27T23:00:00+01:00")
    assert answer(assessment, 3, "in time", EVERYTHING)
    time_machine.move_to("2026-11-28T00:30:00+01:00")
    with pytest.raises(CollectionClosed):
        answer(assessment, 3, "late", EVERYTHING)


def test_only_members_open_and_only_the_leader_or_the_coordinator_shows(opened, sample, person) -> None:
    for outsider in (person("fortroendevald"), person("friskolerektor"), None):
        with pytest.raises(PermissionDenied):
            actions.open_round(sample, RoundOpening("Vi", (1,)), by=viewer_of(outsider))
    assessment = opened(people=5, by=viewer_of(person("natverksmedlem")))
    with pytest.raises(PermissionDenied):
        actions.show(assessment.pk, by=viewer_of(person("skolchef")))
    assert actions.show(assessment.pk, by=viewer_of(person("samordnare")))


def test_an_answer_costs_nine_queries_and_a_transaction(opened, django_assert_num_queries) -> None:
    assessment = opened(people=3)
    actions.draw_ticket(assessment.pk, "key")
    with django_assert_num_queries(11):
        actions.take_answer(assessment.pk, 3, "key", EVERYTHING)
