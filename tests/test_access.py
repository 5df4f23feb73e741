"""Every address has a door or a reason, and a list never says otherwise than an object. What each door and each page
answers whom is asked in ``tests/matrix``.

A new page fails until it has a door, or stands in ``OPEN`` or ``OTHERWISE`` with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db.models import Q
from django.test import override_settings
from django.urls import get_resolver
from django.utils.translation import override

from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.grants import GRANTS
from spiral.trust.access.permissions import PLACE, Permission, Role, Scope
from spiral.trust.access.table import addresses, as_markdown
from spiral.trust.access.viewer import viewer_of

pytestmark = [pytest.mark.django_db, pytest.mark.figures]
#: Everybody's: published results, the register, help, signing in, joining with a code.
OPEN = {
    "home:front",
    "home:understand",
    "home:learn",
    "home:act",
    "home:again",
    "results:region",
    "results:download_region",
    "results:municipality",
    "results:municipality_tab",
    "results:compare_municipality",
    "results:unit",
    "results:compare_unit",
    "results:download",
    "results:paper",
    "results:download_comparison",
    "results:predictions",
    "results:download_predictions",
    "results:remark",
    "results:data",
    "networks:municipalities",
    "networks:owners",
    "networks:owner",
    "networks:units",
    "networks:unit",
    "networks:changes",
    "search:search",
    "ground:help",
    "ground:join",
    "ground:join_by_link",
    "ground:style",
    "ground:health",
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_signup",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "assessments:index",
    "assessments:former_join",
    "meetings:former_join",
    "voices:index",
    "voices:former_join",
    "set_language",
    # A code or a link that opens nothing is answered in words, with 200.
    "assessments:door",
    "meetings:join",
    "meetings:link",
    "voices:door",
    "voices:sort_door",
}
#: One's own account and what one has removed oneself, and the demo's roles: for whoever it is.
OTHERWISE = {
    "people:me",
    "people:me_before",
    "people:step_in",
    "account_change_password",
    "account_set_password",
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_confirm_address",
    "undo:put_back",
}
#: What a code, a seat, a ticket or a secret link opens, whoever holds it.
KEYED = {
    "assessments:start",
    "assessments:next_person",
    "assessments:answer",
    "assessments:thanks",
    "voices:start",
    "voices:answer",
    "voices:thanks",
    "voices:next_person",
    "voices:sort_start",
    "voices:sort",
    "events:feed",
    "meetings:now",
    "meetings:now_part",
    "meetings:rating",
    "meetings:sit",
    "meetings:write",
}
OWN, FOREIGN = "1470", "1496"


@pytest.fixture
def everybody(rooms, person) -> dict[str, object]:
    """Somebody with each role at Vara, the coordinator and the steering group for the whole; None for the visitor."""
    from spiral.trust.people.models import Office, Person

    found: dict[str, object] = {"": None}
    for role in Role.values:
        who = Person.objects.create_user(f"{role}@exempel.invalid")
        whole = role in (Role.COORDINATOR, Role.STEERING)
        Office.objects.create(
            person=who,
            role=role,
            place="" if whole else OWN,
            place_name="Skaraborg" if whole else "Vara",
            from_date=date(2020, 1, 1),
        )
        found[role] = who
    return found


@pytest.fixture
def spread(everybody, rooms) -> dict[str, object]:
    """Every kind of thing at Vara and at another place, in every state it has, and some of everybody's own."""
    for model in _things():
        names = {f.name for f in model._meta.get_fields()}
        for i, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True)):
            told = {"place": (OWN, FOREIGN, "")[i % 3]} if "place" in names else {}
            if told and model._meta.label == "voices.Collection":
                told = {"place": (OWN, FOREIGN)[i % 2]}
            model.objects.filter(pk=pk).update(**told)
    return everybody


def _things() -> list[type]:
    labels = dict.fromkeys(p.thing for p in Permission if p.thing not in ("", PLACE))
    return [apps.get_model(label) for label in labels]


@pytest.mark.parametrize("permission", [p for p in Permission if p.thing not in ("", PLACE)])
def test_a_list_and_an_object_never_disagree(permission, spread) -> None:
    model = apps.get_model(permission.thing)
    rows = list(model.objects.all())
    assert rows, "nothing to disagree about"
    for role, who in spread.items():
        listed = set(model.objects.filter(visible(viewer_of(who), permission)).values_list("pk", flat=True))
        assert listed == {row.pk for row in rows if allows(viewer_of(who), permission, row)}, role


def test_every_permission_has_its_grants_and_every_scope_is_known_to_its_things() -> None:
    assert set(GRANTS) == set(Permission)
    for permission, grants in GRANTS.items():
        if permission.thing not in ("", PLACE):
            needed = set(grants) - {Scope.ANY, Scope.REGION} | ({Scope.GRANTED} if permission.never_own else set())
            assert needed <= set(apps.get_model(permission.thing).scopes), permission


def test_what_is_under_embargo_is_in_no_list_and_no_object_is_opened(spread, monkeypatch) -> None:
    event = apps.get_model("events.Event")
    held = event.objects.order_by("pk").first()
    leader = spread["coordinator"]
    assert allows(viewer_of(leader), Permission.EVENT_SEE, held)
    monkeypatch.setattr(event, "under_embargo", staticmethod(lambda viewer: Q(pk=held.pk)), raising=False)
    assert not allows(viewer_of(leader), Permission.EVENT_SEE, held)
    seen = event.objects.filter(visible(viewer_of(leader), Permission.EVENT_SEE)).values_list("pk", flat=True)
    assert set(seen) == set(event.objects.exclude(pk=held.pk).values_list("pk", flat=True))


def test_every_address_has_a_door_or_a_reason() -> None:
    without = {a.name for a in addresses(get_resolver()) if a.permission is None}
    assert without - OPEN - OTHERWISE - KEYED == set()
    assert {a.name for a in addresses(get_resolver())} >= OPEN | OTHERWISE | KEYED


@pytest.mark.parametrize("language, path", [("sv", "docs/behorigheter.md"), ("en", "docs/en/behorigheter.md")])
def test_the_officers_table_is_what_the_program_does(language, path, pytestconfig) -> None:
    with override(language):
        text = as_markdown(addresses(get_resolver()))
    assert (pytestconfig.rootpath / path).read_text("utf-8") == text, "run bin/permissions"


@pytest.fixture
def demo(settings, db) -> Iterator[None]:
    from spiral.search.actions import index_everything
    from tests.demo import load_everything

    settings.DEMO = True
    with override_settings(DEMO=True):
        load_everything()
        index_everything()
        yield


@pytest.mark.parametrize("who", ["", "fortroendevald"])
def test_nothing_of_the_networks_own_is_found_from_outside(who, demo, client, person) -> None:
    if who:
        client.force_login(person(who), backend="django.contrib.auth.backends.ModelBackend")
    for words in ("progression", "gruppsamtal", "lektionsstart", "läsning", "analysdag", "exempel", "möte"):
        page = client.get("/sok/", {"q": words}).content.decode().replace("/hjalp/roller/", "")
        assert "/moten/" not in page.split("<main")[1]
        for room in (
            "/undersokningar/",
            "/behov/",
            "/exempel/",
            "/lasecirklar/",
            "/uppdrag/",
            "/pa-gang/",
            "/elevroster/",
        ):
            assert room not in page
