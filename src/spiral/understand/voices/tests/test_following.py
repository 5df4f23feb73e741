"""What the leader's page follows while a collection is open."""

from __future__ import annotations

from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices.actions import collections
from spiral.understand.voices.tests.conftest import answer, as_role


def test_the_number_of_answers_is_asked_for_cheaply_until_the_collection_closes(opened, leader, person) -> None:
    collection = opened(5)
    url = f"/elevroster/insamling/{collection.pk}/del/"
    page = as_role("rektor", person)
    first = page.get(url)
    assert ">minst 5</b>" in first.content.decode()
    assert page.get(url, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    for n in range(5, 9):
        answer(collection, n)
        assert page.get(url, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    answer(collection, 9)
    assert ">minst 10</b>" in page.get(url, headers={"if-none-match": first.headers["etag"]}).content.decode()
    collections.close(collection.pk, by=viewer_of(leader))
    assert page.get(url).status_code == 410


def test_it_is_for_those_who_may_see_the_collection(opened, person) -> None:
    collection = opened(1)
    statuses = {
        who: as_role(who, person).get(f"/elevroster/insamling/{collection.pk}/del/").status_code
        for who in ("", "fortroendevald", "rektor", "samordnare", "friskolerektor")
    }
    page = {
        who: as_role(who, person).get(f"/elevroster/insamling/{collection.pk}/").status_code
        for who in ("fortroendevald", "rektor", "samordnare", "friskolerektor")
    }
    assert statuses == {"": 302, **page}
    assert set(page.values()) == {200, 403, 404}
