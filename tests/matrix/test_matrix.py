"""The matrix: who may is answered, who may not is refused, of each thing as the table says it, by GET and by POST.

``make test`` asks each address for one thing of those that are answered alike; ``make test ARGS="-m attack"`` for all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from spiral.act.events import views as events
from spiral.trust import doors
from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.permissions import PLACE, Permission
from spiral.trust.access.viewer import viewer_of, visitor
from spiral.understand.inquiries import queries as inquiries

from ..attack.walking import Extent
from .asking import ABOUT_ELSE, ASKED, CLOSED, TAKES, Due, ask, behind_doors, due, kinds_of
from .expected import ANYTHING, EXPECTED, may
from .things import ROLES
from .world import world

pytestmark = [pytest.mark.django_db, pytest.mark.figures]
MEMBERS_WORK = ("events", "inquiries", "audit")


@pytest.fixture
def asked_as(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What was wrong when somebody with a role asked for everything. A refusal is not written to the log each time."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)

    def everything(role: str, *among: str, is_whole: bool = False) -> list[str]:
        made = world(role)
        if made.who.person is not None:
            client.force_login(made.who.person, backend="django.contrib.auth.backends.ModelBackend")
        client.raise_request_exception = False
        return ask(client, made, among, is_whole=is_whole)

    return everything


@pytest.mark.parametrize("role", ROLES)
def test_who_may_is_let_in_and_who_may_not_is_refused(role: str, asked_as, extent: Extent) -> None:
    assert asked_as(role, is_whole=extent.is_whole) == []


def test_every_address_lets_somebody_in() -> None:
    things = world("member").things
    for address in behind_doors():
        answers = {due(r, address, m, k) for r in ROLES for m in ("get", "post") for k in kinds_of(address, things)}
        assert answers >= {Due.OPENED, Due.REFUSED, Due.SIGN_IN}, address.name


def test_what_is_said_of_an_address_is_said_of_one_that_there_is() -> None:
    there = {address.name for address in behind_doors()}
    assert {name.partition(" ")[0] for name in (*ASKED, *CLOSED, *ABOUT_ELSE, *TAKES)} <= there


@pytest.mark.parametrize("role", ROLES)
def test_the_decision_is_the_tables_of_each_thing_and_of_a_list(role: str) -> None:
    made = world(role)
    viewer = viewer_of(made.who.person) if made.who.person else visitor()
    asked = set()
    for permission in Permission:
        assert allows(viewer, permission) is may(role, permission), permission
        asked.add((permission.key, ANYTHING))
        about = [thing for thing in made.things if thing.model == permission.thing]
        for thing in about:
            assert allows(viewer, permission, thing.row) is may(role, permission, thing.kind), (permission, thing.kind)
            asked.add((permission.key, thing.kind))
        if about and permission.thing != PLACE:
            listed = apps.get_model(permission.thing).objects.filter(visible(viewer, permission))
            keys = set(listed.values_list("pk", flat=True))
            assert {t.kind for t in about if t.row.pk in keys} == {
                t.kind for t in about if may(role, permission, t.kind)
            }
    assert set(EXPECTED) <= asked, "the table says something of what is never asked"


def test_every_permission_about_a_thing_tells_own_from_foreign() -> None:
    """All members see every event and every meeting."""
    told = {key for key, kind in EXPECTED if kind != ANYTHING}
    assert {p for p in Permission if p.thing and p.key not in told} == {Permission.EVENT_SEE, Permission.MEETING_SEE}


# The matrix can fail: each of these faults is found ------------------------------------------------------------------
def test_a_door_that_refuses_everybody_is_found(asked_as, monkeypatch) -> None:
    shut = {Permission.LOG_READ, Permission.EVENT_SEE}
    monkeypatch.setattr(
        doors, "allows", lambda viewer, permission: permission not in shut and allows(viewer, permission)
    )
    wrong = asked_as("coordinator", *MEMBERS_WORK)
    assert "coordinator: audit:events get, anything: 403 where she is let in" in wrong
    assert "coordinator: events:event get, own planned: 403 where she is let in" in wrong
    assert not [w for w in wrong if "inquiries:" in w]


def test_a_query_that_gives_everybody_everything_is_found(asked_as, monkeypatch) -> None:
    def every(_viewer: object, number: int) -> object:
        return inquiries.Inquiry.objects.get(pk=number)

    monkeypatch.setattr(inquiries, "inquiry_for", every)
    wrong = asked_as("member", *MEMBERS_WORK)
    assert "member: inquiries:inquiry get, foreign: 200 where she is refused" in wrong
    assert "member: inquiries:inquiry, foreign: shows zq Inquiry foreign qz" in wrong
    assert not [w for w in wrong if "inquiries:inquiry get, own" in w]


def test_a_list_that_hides_nothing_is_found(asked_as, monkeypatch) -> None:
    monkeypatch.setattr(inquiries, "visible", lambda viewer, permission: inquiries.Q())
    assert "member: inquiries:index, anything: shows zq Inquiry foreign qz, zq Inquiry foreign finished qz" in asked_as(
        "member", *MEMBERS_WORK
    )


def test_a_page_that_asks_for_less_than_it_should_is_found(asked_as, monkeypatch) -> None:
    monkeypatch.setattr(events, "require", lambda *asked: None)
    wrong = asked_as("principal", *MEMBERS_WORK)
    assert "principal: events:edit get, foreign planned: 200 where she is refused" in wrong
    assert not [w for w in wrong if "own" in w]


def test_a_door_that_lets_a_visitor_in_is_found(asked_as, monkeypatch) -> None:
    monkeypatch.setattr(doors, "allows", lambda viewer, permission: True)
    assert "a visitor: events:index get, anything: 200 where she is sent to sign in" in asked_as("", *MEMBERS_WORK)
