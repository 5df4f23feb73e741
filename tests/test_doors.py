"""The door itself: who is let through with what, who is sent to sign in and back, who is told who has the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse

from spiral.trust import doors
from spiral.trust.access.deciding import AccessRefused
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.refusals import refusal
from spiral.trust.access.tests.things import office, viewer
from spiral.trust.access.viewer import Viewer, visitor


def _request(who: Viewer, method: str = "GET", path: str = "/handelser/", asked: str = "") -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.META["QUERY_STRING"] = method, path, asked
    request.viewer = who
    return request


@pytest.fixture
def page() -> Callable[..., HttpResponse]:
    @doors.door(Permission.LOG_READ)
    def page(request: HttpRequest, *told: object, **named: object) -> HttpResponse:
        """A page of a test's own."""
        return HttpResponse(f"{request.path} {told} {named}")

    return page


def test_a_door_lets_through_who_holds_its_permission_with_all_that_was_asked(page) -> None:
    answer = page(_request(viewer(office(Role.COORDINATOR))), 7, kind="csv")
    assert (answer.status_code, answer.content.decode()) == (200, "/handelser/ (7,) {'kind': 'csv'}")


def test_a_view_carries_its_permission_and_its_own_name(page) -> None:
    assert page.permission is Permission.LOG_READ
    assert (page.__name__, page.__doc__) == ("page", "A page of a test's own.")


def test_somebody_without_the_permission_is_told_which_it_is(page) -> None:
    with pytest.raises(AccessRefused) as raised:
        page(_request(viewer(office(Role.MEMBER, "1470"))))
    assert raised.value.permission is Permission.LOG_READ


@pytest.mark.parametrize(
    ("method", "back"),
    [("GET", "/handelser/%3Fpage%3D2"), ("HEAD", "/handelser/%3Fpage%3D2"), ("POST", "/"), ("PUT", "/")],
)
def test_a_visitor_signs_in_and_comes_back_and_a_form_is_not_sent_again(method: str, back: str, page) -> None:
    answer = page(_request(visitor(), method, asked="page=2"))
    assert (answer.status_code, answer["Location"]) == (302, f"/konto/login/?next={back}")


def test_the_page_of_refusal_says_who_has_the_permission(monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(doors, "render", lambda *asked, **more: drawn.append((asked, more)))
    request = _request(visitor())
    doors.refused(request, AccessRefused(Permission.LOG_READ))
    doors.refused(request, PermissionError())
    doors.refused(request)
    told = [refusal(Permission.LOG_READ), refusal(None), refusal(None)]
    assert drawn == [((request, "access/refused.html", {"refusal": said}), {"status": 403}) for said in told]
