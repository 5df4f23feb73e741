"""Whoever asks is a viewer, made once for each request, with what she holds at that moment."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, datetime, time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.requests import with_viewer
from spiral.trust.access.viewer import Installation, Viewer, system, viewer_of, visitor
from spiral.trust.people.context import reader


def _asked(user: object) -> HttpRequest:
    """A request as a view gets it."""
    request = HttpRequest()
    request.user = user
    with_viewer(lambda _request: HttpResponse())(request)
    return request


def test_a_request_that_never_asks_who_it_is_reads_nobody() -> None:
    def read() -> object:
        raise AssertionError("the session was read")

    request = _asked(SimpleLazyObject(read))
    reader(request)
    with pytest.raises(AssertionError, match="the session was read"):
        _ = request.viewer.person


def test_the_page_gets_the_request_and_its_answer_goes_back() -> None:
    request, given = HttpRequest(), []
    assert with_viewer(lambda asked: given.append(asked) or "answer")(request) == "answer"
    assert given == [request]


def test_a_viewer_is_written_as_her_person_is() -> None:
    assert (str(Viewer("Anna")), str(visitor())) == ("Anna", "")


def test_a_request_has_one_viewer(person, django_assert_num_queries) -> None:
    leader = person("samordnare")
    request = _asked(leader)
    with django_assert_num_queries(1):
        assert request.viewer.person == leader
        assert allows(request.viewer, Permission.PEOPLE_KEEP)
        assert allows(request.viewer, Permission.LOG_READ)
        assert request.viewer.now == request.viewer.now


def test_a_visitor_is_a_viewer_who_holds_nothing() -> None:
    for nobody in (visitor(), system(), _asked(AnonymousUser()).viewer):
        assert (nobody.person, nobody.key, nobody.offices, nobody.networks) == (None, None, (), frozenset())
        assert [p for p in Permission if allows(nobody, p)] == []
        with pytest.raises(PermissionDenied):
            _ = nobody.signed_in


def test_what_somebody_may_follows_the_viewers_moment(person) -> None:
    from spiral.trust.people.models import Office, Person

    chief = Person.objects.create_user("chef@exempel.invalid")
    Office.objects.create(
        person=chief,
        role=Role.SUPERINTENDENT,
        place="1471",
        place_name="Götene",
        from_date=date(2026, 8, 1),
        to_date=date(2026, 12, 31),
    )
    days = {date(2026, 7, 31): False, date(2026, 8, 1): True, date(2026, 12, 31): True, date(2027, 1, 1): False}
    for day, holds in days.items():
        at = Viewer(chief, timezone.make_aware(datetime.combine(day, time(0, 30))))
        assert (at.today, bool(at.offices), allows(at, Permission.PEOPLE_READ)) == (day, holds, holds)


def test_the_networks_of_a_viewer_are_those_she_holds_an_office_in(person) -> None:
    from spiral.trust.networks.actions import save_network
    from spiral.trust.people.models import Office

    network = save_network(None, "Prov", "network", "", None, [], by=viewer_of(person("samordnare")))
    chair = person("presidium")
    Office.objects.create(
        person=chair, role=Role.CHAIR, place="1496", place_name="Skövde", network=network, from_date=date(2020, 1, 1)
    )
    assert viewer_of(chair).networks == {network.pk}
    assert viewer_of(person("rektor")).networks == frozenset()


def test_a_viewer_cannot_be_changed_and_knows_its_installation(settings) -> None:
    with pytest.raises(FrozenInstanceError):
        visitor().person = None  # type: ignore[misc]
    assert visitor().installation is Installation.HUB
    settings.INSTALLATION = "node"
    assert visitor().installation is Installation.NODE
