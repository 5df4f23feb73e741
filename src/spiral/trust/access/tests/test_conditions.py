"""A condition is answered of one thing as the database answers it of a row."""

from __future__ import annotations

from types import SimpleNamespace as Thing

import pytest
from django.db.models import Q

from spiral.trust.access.conditions import matches

DRAFT = Thing(state="draft", place="1470", network_id=None)
SHOWN = Thing(state="shown", place="", network_id=3)


class Several(list):
    """Things on the other side of a relation to several, as a manager gives them."""

    def all(self) -> Several:
        return self


def point(*codes: str, network: int | None = None) -> Thing:
    return Thing(
        owners=Several(Thing(code=code) for code in codes),
        assignment=Thing(state="draft", network_id=network),
    )


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Q(state="draft"), (True, False)),
        (Q(state="shown"), (False, True)),
        (~Q(state="draft"), (False, True)),
        (Q(place=""), (False, True)),
        pytest.param(Q(place__in={"1470", "1471"}), (True, False), id="place in a set"),
        (Q(place__in=()), (False, False)),
        (~Q(place__in=("1471",)), (True, True)),
        (Q(network_id=3), (False, True)),
        (Q(network_id__in={3, 4}), (False, True)),
        (Q(network_id__isnull=True), (True, False)),
        (Q(network_id__isnull=False), (False, True)),
        (~Q(network_id__isnull=True), (False, True)),
        (Q(), (True, True)),
        (Q(state="draft", place="1470"), (True, False)),
        (Q(state="draft", place=""), (False, False)),
        (Q(state="draft") | Q(place=""), (True, True)),
        (Q(state="other") | Q(place=""), (False, True)),
        (~(Q(state="draft") | Q(place="1471")), (False, True)),
        (~(Q(state="draft") & Q(place="1471")), (True, True)),
        ((Q(state="draft") | Q(state="shown")) & Q(network_id=3), (False, True)),
        (Q(state="shown") | (Q(state="draft") & ~Q(place="1471")), (True, True)),
    ],
    ids=str,
)
def test_a_condition_on_a_things_own_fields(condition: Q, met: tuple[bool, bool]) -> None:
    assert (matches(condition, DRAFT), matches(condition, SHOWN)) == met


def test_nothing_that_is_asked_is_met_by_everything_and_its_opposite_by_nothing() -> None:
    nothing = Q()
    nothing.negated = True
    assert (matches(Q(), DRAFT), matches(nothing, DRAFT)) == (True, False)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Q(owners__code="1470"), [False, True, True]),
        pytest.param(Q(owners__code__in={"1470", "1480"}), [False, True, True], id="owners in a set"),
        (Q(owners__code__in={"1480"}), [False, False, True]),
        (~Q(owners__code__in={"1480"}), [True, True, False]),
        (Q(owners__isnull=True), [True, False, False]),
        (Q(owners__isnull=False), [False, True, True]),
        (Q(owners__code__isnull=True), [True, False, False]),
    ],
    ids=str,
)
def test_a_condition_through_a_relation_to_several_is_met_by_one_of_them(condition: Q, met: list[bool]) -> None:
    assert [matches(condition, thing) for thing in (point(), point("1470"), point("1471", "1470", "1480"))] == met


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Q(assignment__network_id__in={3}), [False, True]),
        (Q(assignment__network_id=3), [False, True]),
        (Q(assignment__network_id=None), [False, False]),
        (Q(assignment__network_id__isnull=True), [True, False]),
        (Q(assignment__network_id__isnull=False), [False, True]),
        (Q(assignment__state="draft") & Q(assignment__network_id__in={3}), [False, True]),
    ],
    ids=str,
)
def test_a_condition_through_a_relation_to_one(condition: Q, met: list[bool]) -> None:
    assert [matches(condition, point(network=network)) for network in (None, 3)] == met


def test_a_relation_that_leads_nowhere_has_no_value_and_is_null() -> None:
    adrift = Thing(assignment=None)
    assert not matches(Q(assignment__state="draft"), adrift)
    assert not matches(Q(assignment__network_id__in={None}), adrift)
    assert matches(Q(assignment__network_id__isnull=True), adrift)
    assert not matches(Q(assignment__network_id__isnull=False), adrift)
    assert matches(Q(assignment__isnull=True), adrift)
    assert not matches(Q(assignment__isnull=True), point())


def test_a_null_is_among_nothing_and_equal_to_nothing() -> None:
    assert not matches(Q(network_id=None), DRAFT), "a database answers unknown"
    assert not matches(Q(network_id__in={3}), DRAFT)
