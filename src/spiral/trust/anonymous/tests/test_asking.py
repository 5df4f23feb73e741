"""Answers are deleted, and a code shut, only when it is said again; of how many have answered it says whole steps of
five."""

from __future__ import annotations

import pytest

from .conftest import Room

pytestmark = pytest.mark.django_db


def _page(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_answers_are_deleted_only_when_it_is_said_again(room: Room) -> None:
    leader = room.signed_in()
    for people, said in ((3, "färre än 5"), (8, "minst 5")):
        collection = room.opened(people)
        url = room.page.format(collection.pk)
        page = _page(leader.post(f"{url}avsluta/"))
        assert "Avsluta utan resultat?" in page
        assert f": {said}" in page
        assert f'href="{url}"' in page
        assert room.again(collection).is_open
        leader.post(f"{url}avsluta/", {"confirmed": "1"})
        assert room.again(collection).state == "discarded"


def test_a_code_is_changed_only_when_it_is_said_again(room: Room) -> None:
    collection, leader = room.opened(), room.signed_in()
    url = f"{room.page.format(collection.pk)}kod/"
    assert f"Koden {collection.code} slutar gälla." in _page(leader.post(url))
    assert room.again(collection).code == collection.code
    leader.post(url, {"confirmed": "1"})
    assert room.again(collection).code != collection.code
    room.discard(collection.pk, by=room.leader)
    assert leader.post(url, follow=True).status_code == 404, "ended: nothing is asked"
