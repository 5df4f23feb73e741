"""Every address × everybody outside the network: what opens is listed here, and a new page fails until it is placed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = [pytest.mark.django_db, pytest.mark.figures]
#: Values for the parts of an address, by name: things that the demo has, so that there is something to leak.
PARTS = {
    "slug": "vara", "tab": "forskola", "code": "45270097", "place": "1470", "figure": "merit", "kind": "csv", "orgnr": "2120001660",
    "name": "metod", "key": "matematik", "step": 1, "year": 2026, "edition": 1,
}  # fmt: skip
#: Everybody's: published results, the register, help, signing in, joining with a code.
PUBLIC = {
    "home:front", "home:understand", "home:learn", "home:act", "home:again", "results:region", "results:download_region",
    "results:municipality", "results:municipality_tab", "results:compare_municipality", "results:unit",
    "results:compare_unit", "results:download", "results:download_comparison", "results:remark", "results:data",
    "networks:municipalities", "networks:owners", "networks:owner", "networks:units", "networks:unit", "networks:changes", "search:search",
    "ground:help", "ground:style", "ground:health", "account_login", "account_request_login_code", "account_reset_password",
    "account_reset_password_done", "account_inactive", "account_signup",
    "account_reset_password_from_key_done", "assessments:index", "assessments:join", "meetings:find",
    "voices:index", "voices:join",
    # A code or a link that opens nothing is answered in words, with 200.
    "assessments:door", "meetings:join", "meetings:link", "voices:door", "voices:sort_door",
}  # fmt: skip


def _patterns(resolver: URLResolver, namespace: str = "", before: str = "") -> Iterator[tuple[str, list[str]]]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inner = ":".join(x for x in (namespace, found.namespace or "") if x)
            yield from _patterns(found, inner, before)
        elif isinstance(found, URLPattern) and found.name:
            yield ":".join(x for x in (namespace, found.name) if x), list(found.pattern.converters)


def _address(name: str, parts: list[str]) -> str:
    from django.urls import NoReverseMatch, reverse

    for number in (1, "1"):
        try:
            return reverse(name, kwargs={p: PARTS.get(p, number) for p in parts})
        except NoReverseMatch:
            continue
    return ""


@pytest.fixture
def demo(settings, db) -> Iterator[None]:
    from spiral.ground.demo import load_everything
    from spiral.search.actions import index_everything

    settings.DEMO = True
    with override_settings(DEMO=True):
        load_everything()
        index_everything()
        yield


@pytest.mark.parametrize("who", ["", "fortroendevald", "friskolerektor"])
def test_outside_the_network_only_what_is_everybodys_opens(who, demo, client, person) -> None:
    if who:
        client.force_login(person(who), backend="django.contrib.auth.backends.ModelBackend")
    opened, broken = set(), {}
    for name, parts in _patterns(get_resolver()):
        address = _address(name, parts)
        if not address:
            continue
        answer = client.get(address)
        if answer.status_code == 200:
            opened.add(name)
        if answer.status_code >= 500:
            broken[name] = answer.status_code
    own = {
        "people:me",
        "account_change_password",
        "account_set_password",
        "account_logout",
        "account_reauthenticate",
        "account_email",
    }
    assert not broken
    assert opened - PUBLIC - (own if who else set()) == set()


@pytest.mark.parametrize("who", ["", "fortroendevald"])
def test_nothing_of_the_networks_own_is_found_from_outside(who, demo, client, person) -> None:
    if who:
        client.force_login(person(who), backend="django.contrib.auth.backends.ModelBackend")
    for words in ("progression", "gruppsamtal", "lektionsstart", "läsning", "analysdag", "exempel", "möte"):
        page = client.get("/sok/", {"q": words}).content.decode()
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
