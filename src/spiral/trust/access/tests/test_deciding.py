"""Who may, decided by role and scope: of one thing, of all of its kind, and by which office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.db.models import Q

from spiral.engine.place import Place
from spiral.trust.access.deciding import (
    AccessRefused,
    allows,
    allows_everywhere,
    office_at,
    offices_for,
    require,
    visible,
)
from spiral.trust.access.permissions import Permission, Role, Scope
from spiral.trust.access.tests.things import (
    ANNA,
    BIRGIT,
    CHAIR,
    CHAIR_OF_3,
    PRINCIPAL,
    Asked,
    Embargoed,
    Office,
    Thing,
    office,
    viewer,
)
from spiral.trust.access.viewer import Viewer, system, visitor


@pytest.mark.parametrize(
    ("scope", "by", "thing", "may"),
    [
        (Scope.ANY, PRINCIPAL, Thing(place="1471"), True),
        (Scope.ANY, office(Role.PRINCIPAL, "1470", 3), Thing(place="1471"), True),
        (Scope.ANY, office(Role.ELECTED, "1470"), Thing(), False),
        (Scope.REGION, CHAIR, Thing(place="1471"), True),
        (Scope.REGION, CHAIR_OF_3, Thing(network_id=3), False),
        (Scope.OWN_PLACE, PRINCIPAL, Thing(place="1470"), True),
        (Scope.OWN_PLACE, PRINCIPAL, Thing(place="1471"), False),
        (Scope.OWN_PLACE, PRINCIPAL, Thing(place=""), False),
        (Scope.OWN_PLACE, office(Role.PRINCIPAL, "1470", 3), Thing(place="1470"), True),
        (Scope.OWN_NETWORK, CHAIR_OF_3, Thing(network_id=3), True),
        (Scope.OWN_NETWORK, CHAIR_OF_3, Thing(network_id=4), False),
        (Scope.OWN_NETWORK, CHAIR_OF_3, Thing(network_id=None), False),
        (Scope.OWN_NETWORK, CHAIR, Thing(network_id=3), False),
        (Scope.OWN_NETWORK, CHAIR, Thing(network_id=None), False),
        (Scope.GRANTED, PRINCIPAL, Thing(author_id=ANNA), True),
        (Scope.GRANTED, PRINCIPAL, Thing(author_id=BIRGIT), False),
        (Scope.SHARED, PRINCIPAL, Thing(state="shared"), True),
        (Scope.SHARED, PRINCIPAL, Thing(state="draft"), False),
        (Scope.SUBMITTED, CHAIR, Thing(state="in"), True),
        (Scope.SUBMITTED, CHAIR, Thing(state="draft"), False),
        (Scope.RELEASED, CHAIR, Thing(state="released"), True),
        (Scope.RELEASED, CHAIR, Thing(state="shared"), False),
        (Scope.RELEASED, CHAIR_OF_3, Thing(state="released"), False),
    ],
)
def test_a_scope_holds_on_its_things_and_on_no_other(
    scope: Scope, by: Office, thing: Thing, may: bool, grants: dict
) -> None:
    asked = Asked()
    grants[asked] = {scope: frozenset({Role.PRINCIPAL, Role.CHAIR})}
    assert allows(viewer(by), asked, thing) is may


@pytest.mark.parametrize(
    ("scope", "by", "may"),
    [
        (Scope.ANY, PRINCIPAL, True),
        (Scope.ANY, office(Role.ELECTED), False),
        (Scope.OWN_PLACE, PRINCIPAL, True),
        (Scope.REGION, CHAIR, True),
        (Scope.REGION, CHAIR_OF_3, False),
        (Scope.RELEASED, CHAIR_OF_3, False),
        (Scope.OWN_NETWORK, CHAIR, False),
        (Scope.OWN_NETWORK, CHAIR_OF_3, True),
    ],
)
def test_without_a_thing_it_is_asked_whether_there_could_be_one(
    scope: Scope, by: Office, may: bool, grants: dict
) -> None:
    asked = Asked()
    grants[asked] = {scope: frozenset({Role.PRINCIPAL, Role.CHAIR})}
    assert allows(viewer(by), asked) is may


@pytest.mark.parametrize("nobody", [visitor(), system(), viewer()], ids=["visitor", "system", "without an office"])
def test_who_holds_no_office_may_nothing(nobody: Viewer, grants: dict) -> None:
    asked = Asked(thing="inquiries.Inquiry")
    grants[asked] = {scope: frozenset(Role) for scope in Scope}
    assert not allows(nobody, asked)
    assert not allows(nobody, asked, Thing(state="shared"))
    assert not allows_everywhere(nobody, asked)
    assert offices_for(nobody, asked) == []
    assert office_at(nobody, asked, "1470", "") is None
    assert visible(nobody, asked) == Q(pk__in=())
    with pytest.raises(AccessRefused):
        require(nobody, asked)


def test_each_role_has_the_scopes_of_its_own_and_one_is_enough(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL}), Scope.SHARED: frozenset({Role.ELECTED})}
    things = [Thing("1470"), Thing("1471"), Thing("1471", state="shared")]

    def may(*offices: Office) -> list[bool]:
        return [allows(viewer(*offices), asked, thing) for thing in things]

    elected = office(Role.ELECTED, "1471")
    assert may(PRINCIPAL) == [True, False, False]
    assert may(elected) == [False, False, True]
    assert may(PRINCIPAL, elected) == [True, False, True]
    assert may(PRINCIPAL, office(Role.PRINCIPAL, "1471")) == [True, True, True]


def test_a_place_counts_for_the_office_that_is_held_there_and_not_for_another(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL}), Scope.OWN_NETWORK: frozenset({Role.CHAIR})}
    both = viewer(office(Role.PRINCIPAL, "1470", 4), office(Role.CHAIR, "1471", 3))
    asked_of = [Thing("1470"), Thing("1471"), Thing("1480", network_id=3), Thing("1480", network_id=4)]
    assert [allows(both, asked, thing) for thing in asked_of] == [True, False, True, False]


def test_a_place_is_a_thing_itself(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL}), Scope.REGION: frozenset({Role.CHAIR})}
    places = [Place("1470"), Place("1471"), Place("")]
    assert [allows(viewer(PRINCIPAL), asked, place) for place in places] == [True, False, False]
    assert [allows(viewer(CHAIR), asked, place) for place in places] == [True, True, True]


def test_what_one_has_written_oneself_is_for_another_to_do(grants: dict) -> None:
    asked = Asked(never_own=True)
    grants[asked] = {Scope.SUBMITTED: frozenset({Role.CHAIR}), Scope.REGION: frozenset({Role.COORDINATOR})}
    own, others = Thing(state="in", author_id=ANNA), Thing(state="in", author_id=BIRGIT)
    for by in (CHAIR, office(Role.COORDINATOR)):
        assert [allows(viewer(by), asked, thing) for thing in (own, others)] == [False, True]
        assert [allows(viewer(by, key=BIRGIT), asked, thing) for thing in (own, others)] == [True, False]
    assert not allows(viewer(CHAIR), asked, Thing(state="draft", author_id=BIRGIT)), "and only what it is granted for"


def test_what_stands_within_another_permission_needs_both(grants: dict) -> None:
    see = Asked()
    arrange = Asked("things.arrange", within=see)
    grants[see] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL})}
    grants[arrange] = {Scope.GRANTED: frozenset({Role.PRINCIPAL, Role.CHAIR})}
    things = [Thing("1470", author_id=ANNA), Thing("1471", author_id=ANNA), Thing("1470", author_id=BIRGIT)]
    assert [allows(viewer(PRINCIPAL), arrange, thing) for thing in things] == [True, False, False]
    assert [allows(viewer(CHAIR), arrange, thing) for thing in things] == [False, False, False]
    assert (allows(viewer(PRINCIPAL), arrange), allows(viewer(CHAIR), arrange)) == (True, False)


def test_what_is_held_back_is_seen_by_nobody_before_its_time_whatever_the_role(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.ANY: frozenset({Role.CHAIR}), Scope.OWN_PLACE: frozenset({Role.PRINCIPAL})}
    held_back, out = Embargoed(until=1), Embargoed(until=0)
    for by in (CHAIR, PRINCIPAL):
        assert [allows(viewer(by), asked, thing) for thing in (held_back, out)] == [False, True]
        assert [allows(viewer(by, key=BIRGIT), asked, thing) for thing in (held_back, out)] == [True, True]
    elsewhere = Embargoed(place="1471")
    assert not allows(viewer(PRINCIPAL), asked, elsewhere), "an embargo gives nothing"


def test_who_may_not_is_refused_with_the_permission_she_lacks(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL})}
    assert require(viewer(PRINCIPAL), asked, Thing("1470")) is None
    assert require(viewer(PRINCIPAL), asked) is None
    for by, thing in ((PRINCIPAL, Thing("1471")), (CHAIR, Thing("1470")), (CHAIR, None)):
        with pytest.raises(AccessRefused, match=r"^things\.see$") as refused:
            require(viewer(by), asked, thing)
        assert refused.value.permission is asked


@pytest.mark.parametrize(
    ("scope", "by", "answer"),
    [
        (Scope.ANY, CHAIR_OF_3, True),
        (Scope.REGION, CHAIR, True),
        (Scope.REGION, CHAIR_OF_3, False),
        (Scope.OWN_PLACE, CHAIR, False),
        (Scope.RELEASED, CHAIR, False),
        (Scope.SHARED, CHAIR, False),
        (Scope.ANY, PRINCIPAL, False),
    ],
)
def test_everywhere_is_for_who_has_it_whatever_the_place(scope: Scope, by: Office, answer: bool, grants: dict) -> None:
    asked = Asked()
    grants[asked] = {scope: frozenset({Role.CHAIR})}
    assert allows_everywhere(viewer(by), asked) is answer


def test_an_office_is_named_once_however_many_scopes_it_gives_and_in_the_order_they_are_held(grants: dict) -> None:
    asked = Asked()
    here, there = PRINCIPAL, office(Role.CHAIR, "1471")
    elected = office(Role.ELECTED, "1480")
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.CHAIR}), Scope.SHARED: frozenset({Role.PRINCIPAL, Role.CHAIR})}
    assert offices_for(viewer(here, elected, there), asked) == [here, there]
    assert offices_for(viewer(there, here), asked) == [there, here]


def test_the_office_at_a_place_is_one_that_is_held_there_and_gives_the_right(grants: dict) -> None:
    asked = Asked()
    grants[asked] = {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL, Role.CHAIR})}
    school = office(Role.PRINCIPAL, "1471")
    elected = office(Role.ELECTED, "1480")
    by = viewer(CHAIR, PRINCIPAL, school, elected)
    assert office_at(by, asked, "1471") is school
    assert office_at(by, asked, "1471", "1470") is PRINCIPAL, "the first that is held"
    assert office_at(by, asked, "1480") is None
    assert office_at(by, asked, "1490") is None
    assert office_at(by, asked) is None
    assert office_at(by, asked, "") is None, "the whole region is no place to speak for"


@pytest.mark.parametrize("permission", [Permission.NEEDS_READ, Permission.NEEDS_WRITE])
def test_what_is_about_no_table_has_no_list(permission: Permission) -> None:
    with pytest.raises(LookupError, match=rf"^{permission.key} is about no table$"):
        visible(viewer(CHAIR), permission)


@dataclass(frozen=True)
class Expected:
    """What somebody sees of the things below, by their titles."""

    by: Viewer
    permission: Permission
    titles: set[str]


EXPECTED = [
    Expected(viewer(PRINCIPAL), Permission.INQUIRY_SEE, {"own", "shared", "region"}),
    Expected(viewer(PRINCIPAL), Permission.INQUIRY_WRITE, {"own"}),
    Expected(viewer(office(Role.COORDINATOR)), Permission.INQUIRY_WRITE, {"own", "other", "shared", "region"}),
    Expected(viewer(office(Role.COORDINATOR, network=1)), Permission.INQUIRY_SEE, {"shared", "region"}),
    Expected(viewer(office(Role.ELECTED, "1470")), Permission.INQUIRY_SEE, set()),
    Expected(visitor(), Permission.INQUIRY_SEE, set()),
    Expected(viewer(PRINCIPAL), Permission.CIRCLE_ARRANGE, {"hers at home", "another's at home", "hers for all"}),
    Expected(viewer(office(Role.PRINCIPAL, "1471")), Permission.CIRCLE_SEE, {"hers elsewhere", "hers for all"}),
    Expected(viewer(office(Role.PRINCIPAL, "")), Permission.CIRCLE_SEE, {"hers for all"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda e: e.permission.key)
def test_a_list_and_an_object_never_disagree(expected: Expected, person) -> None:
    # Tables of rooms above, by their labels: access knows no room.
    Circle, Inquiry = apps.get_model("circles.Circle"), apps.get_model("inquiries.Inquiry")
    anna, birgit = person("rektor"), person("skolchef")
    today = date(2026, 11, 28)
    Circle.objects.all().delete()
    Inquiry.objects.all().delete()
    for title, place, is_shared in (
        ("own", "1470", False),
        ("other", "1471", False),
        ("shared", "1471", True),
        ("region", "", False),
    ):
        Inquiry.objects.create(title=title, place=place, is_shared=is_shared, leader=anna, started_on=today)
    for title, place, starter in (
        ("hers at home", "1470", anna),
        ("another's at home", "1470", birgit),
        ("hers elsewhere", "1471", anna),
        ("hers for all", "", anna),
    ):
        Circle.objects.create(title=title, place=place, started_by=starter, started_on=today)
    by = expected.by if expected.by.person is None else viewer(*expected.by.offices, key=anna.pk)
    kind = Circle if expected.permission.room == "circles" else Inquiry
    listed = set(kind.objects.filter(visible(by, expected.permission)).values_list("title", flat=True))
    allowed = {thing.title for thing in kind.objects.all() if allows(by, expected.permission, thing)}
    assert (listed, allowed) == (expected.titles, expected.titles)
