"""Pages of results are composed once and sent once: what changes them, what is never kept, who is never answered so."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from spiral.see.results import actions
from spiral.see.results.models import Part
from spiral.see.results.views import kept
from spiral.trust.access.viewer import Viewer, viewer_of

pytestmark = pytest.mark.figures

PAGES = ("/", "/region/", "/kommun/vara/", "/kommun/vara/forskola/", "/kommun/vara/jamfor/", "/enhet/45270097/")
UNIT = "/enhet/45270097/"


def _again(client: Client, url: str, tag: str, **more: str) -> int:
    return client.get(url, headers={"if-none-match": tag, **more}).status_code


def _without_keys(content: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_that_nothing_has_changed_is_not_sent_again(url: str, client, db: None) -> None:
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("url", PAGES)
def test_what_is_kept_is_what_would_be_composed(url: str, client, db: None) -> None:
    first, again = client.get(url), client.get(url)
    assert again.status_code == 200
    assert _without_keys(again.content) == _without_keys(first.content)
    english = client.get(url, headers={"accept-language": "en"})
    assert english["ETag"] != first["ETag"]
    assert re.search(b"Next: |One turn in five words", english.content)


def test_whatever_changes_a_page_changes_its_tag(client, db: None, person, monkeypatch) -> None:
    tag = client.get(UNIT)["ETag"]
    assert _again(client, UNIT, tag) == 304
    assert _again(client, UNIT, tag, **{"accept-language": "en"}) == 200
    assert _again(Client(), UNIT, tag) == 200, "another browser has another key in its forms"

    principal = viewer_of(person("rektor"))
    actions.comment(places=("45270097",), figure="unit-merit", text="Två klasser bytte lärare.", by=principal)
    said = client.get(UNIT, headers={"if-none-match": tag})
    assert (said.status_code, "Två klasser bytte lärare." in said.content.decode()) == (200, True)

    tag = said["ETag"]
    monkeypatch.setattr(kept, "edition", lambda: "another")
    assert _again(client, UNIT, tag) == 200
    monkeypatch.undo()
    tag = client.get(UNIT)["ETag"]
    Part.objects.get(key="slutbetyg").save()
    assert _again(client, UNIT, tag) == 200, "the data were loaded again"
    tag = client.get(UNIT)["ETag"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(Viewer, "today", property(lambda _viewer: tomorrow))
    assert _again(client, UNIT, tag) == 200, "another day, other figures are late"


def test_what_is_told_once_is_told_and_not_kept(client, db: None) -> None:
    tag = client.get(UNIT)["ETag"]
    client.post("/uppgift/45270097/unit-merit/fel/", {"text": "Fel år?"})
    answer = client.get(UNIT, headers={"if-none-match": tag, "accept-language": "sv"})
    assert "Frågan har gått till" in answer.content.decode()
    assert "ETag" not in answer
    assert "Frågan har gått till" not in client.get(UNIT, headers={"accept-language": "sv"}).content.decode()


def test_somebody_signed_in_gets_her_own_page_and_no_browser_keeps_it(client, signed_in) -> None:
    member = signed_in("natverksmedlem").get(UNIT)
    assert "ETag" not in member
    assert "no-store" in member["Cache-Control"]
    assert signed_in("natverksmedlem").get(UNIT, headers={"if-none-match": "*"}).status_code == 200


def test_nobody_sees_what_another_may(db: None, person, signed_in) -> None:
    """The same address, one after another in one process: the coordinator, a visitor, the principal, a visitor."""
    visitor = Client()
    member = signed_in("samordnare").get(UNIT).content.decode()
    open_page = visitor.get(UNIT).content.decode()
    principal = signed_in("rektor").get(UNIT).content.decode()
    again = visitor.get(UNIT).content.decode()
    assert "Ta med" in member
    assert "Kommentera siffran" in principal
    for page in (open_page, again):
        assert "Ta med" not in page
        assert "Kommentera siffran" not in page
        assert 'class="role"' not in page
        assert str(person("samordnare")) not in page
    assert "Kommentera siffran" not in member


def test_whether_one_may_is_asked_before_whether_one_has(client, db: None, settings, signed_in) -> None:
    url = "/kommun/vara/kostnad/"
    assert signed_in("natverksmedlem").get(url).status_code == 200
    client.logout()
    assert client.get(url, headers={"if-none-match": "*"}).status_code == 302
    settings.COST_VISIBLE_TO = "public"
    tag = client.get(url)["ETag"]
    assert _again(client, url, tag) == 304
    settings.COST_VISIBLE_TO = "members"
    assert _again(client, url, tag) == 302


def test_what_nobody_asked_for_is_kept_no_more_than_once(client, db: None) -> None:
    client.get("/kommun/vara/jamfor/?figure=x")
    client.get("/kommun/vara/jamfor/?figure=y&reason=z")
    assert len(cache._cache) == 3, "title, content, next"
