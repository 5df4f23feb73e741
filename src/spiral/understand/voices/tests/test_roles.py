"""Every page for every role."""

from __future__ import annotations

import pytest
from django.utils import timezone

from spiral.trust.access.viewer import viewer_of
from spiral.trust.anonymous import queries as anonymous
from spiral.understand.voices.actions import collections, days
from spiral.understand.voices.models import Collection, Quote
from spiral.understand.voices.rules import COLLECTIONS
from spiral.understand.voices.tests.conftest import BACKEND, as_role

SV = {"accept-language": "sv"}


WHO = ("", "fortroendevald", "skolchef", "samordnare", "rektor")


@pytest.mark.parametrize("state", ["open", "review", "released"])
def test_every_page_of_a_schools_collection_for_every_role(state: str, opened, released, leader, person) -> None:
    if state == "released":
        collection = released(6)
        day = days.open_day(collection.pk, [5], 2, timezone.localdate(), by=viewer_of(leader))
        pile = days.add_pile(day.groups.first().pk, "Öva")
        theme = days.agree_on_theme(collection.pk, None, "Öva", [pile.pk], by=viewer_of(leader)).pk
    else:
        collection, theme = opened(6), 1
        if state == "review":
            collections.close(collection.pk, by=viewer_of(leader))
    # An open collection has no quotes yet; any key is as good.
    quote = Quote.objects.first() or Quote(collection=collection)
    base = f"/elevroster/insamling/{collection.pk}"
    own = {"open": (302, 302), "review": (200, 200), "released": (200, 200)}[state]
    day_own = 200 if state == "released" else 404
    # (visitor, elected, another place, coordinator, own place); a visitor is sent to sign in.
    wanted = {
        f"{base}/": (302, 403, 404, 200 if state == "released" else 404, 302 if state == "review" else 200),
        f"{base}/granska/": (302, 403, 404, 404, own[0]),
        f"{base}/granska/{quote.pk}/": (302, 403, 404, 404, own[1]),
        f"{base}/analysdag/": (302, 403, 404, 404, day_own),
        f"{base}/teman/nytt/": (302, 403, 404, 404, day_own),
        f"{base}/teman/{theme}/": (302, 403, 404, 404, day_own),
        f"{base}.csv": (302, 403, 404, 200 if state == "released" else 404, 200 if state == "released" else 404),
    }
    statuses = {url: tuple(as_role(who, person).get(url).status_code for who in WHO) for url in wanted}
    assert statuses == wanted
    for verb in (
        "stang",
        "avsluta",
        "slapp",
        "analysdag/stang",
        f"granska/{quote.pk}/ta-bort",
        f"teman/{theme}/ta-bort",
    ):
        got = [as_role(who, person).post(f"{base}/{verb}/").status_code for who in WHO[:4]]
        assert got == [302, 403, 404, 404], verb
    assert Collection.objects.get(pk=collection.pk).state == state
    assert Quote.objects.filter(pk=quote.pk).exists() == (state != "open")


def test_the_regions_own_collection_is_every_members_when_released_and_read_only_at_the_region(
    released, person
) -> None:
    collection = released(6, by=viewer_of(person("samordnare")))
    assert collection.place == ""
    got = [as_role(who, person).get(f"/elevroster/insamling/{collection.pk}/").status_code for who in WHO]
    assert got == [302, 403, 200, 200, 200]
    assert as_role("rektor", person).get(f"/elevroster/insamling/{collection.pk}/granska/").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/elevroster/ny/fyra-fragor/",
        "/elevroster/formular/nytt/",
        "/elevroster/formular/las-in/",
        "/elevroster/formular/fyra-fragor/",
    ],
)
def test_opening_and_forms_are_for_members(url: str, person) -> None:
    assert [as_role(who, person).get(url).status_code for who in WHO] == [302, 403, 200, 200, 200]


def test_a_discarded_collection_is_gone(opened, leader, client) -> None:
    collection = opened(6)
    client.force_login(leader, backend=BACKEND)
    assert client.post(f"/elevroster/insamling/{collection.pk}/avsluta/", {"confirmed": "1"}).status_code == 302
    assert client.get(f"/elevroster/insamling/{collection.pk}/").status_code == 404
    assert anonymous.collections(COLLECTIONS, viewer_of(leader)) == []
