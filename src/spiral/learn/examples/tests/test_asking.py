"""An example is shown to others, and taken from them, only when it is said again."""

from __future__ import annotations

import pytest

from spiral.learn.examples import actions
from spiral.learn.examples.models import Example
from spiral.trust.access.viewer import viewer_of

from .conftest import CONTENT

pytestmark = pytest.mark.django_db
SV = {"accept-language": "sv"}


def test_publishing_says_how_many_can_read_it(person, signed_in, author) -> None:
    for who in ("samordnare", "presidium", "fortroendevald"):
        person(who)
    example = actions.draft(CONTENT, by=viewer_of(author))
    actions.submit(example.pk, by=viewer_of(author))
    revision = str(Example.objects.get().revision)
    client, url = signed_in("presidium"), f"/exempel/{example.pk}/granska/"
    page = client.post(url, {"decision": "publish", "revision": revision}, headers=SV).content.decode()
    assert "3 personer i nätverket kan läsa det." in page, "the author, the coordinator and the chair"
    assert f'name="revision" value="{revision}"' in page, "what was read goes along"
    assert Example.objects.get().state == "submitted"
    client.post(url, {"decision": "publish", "revision": revision, "confirmed": "1"})
    assert Example.objects.get().state == "published"
    again = client.post(url, {"decision": "publish", "revision": revision}, follow=True)
    assert again.status_code in (200, 403)
    assert "Publicera exemplet?" not in again.content.decode()


def test_taking_back_says_who_loses_it(write, person, signed_in) -> None:
    example = write()
    client, url = signed_in("natverksmedlem"), f"/exempel/{example.pk}/ta-tillbaka/"
    page = client.post(url, headers=SV).content.decode()
    assert "Ta tillbaka exemplet?" in page
    assert "personer i nätverket kan inte längre läsa det." in page
    assert Example.objects.get().state == "published"
    client.post(url, {"confirmed": "1"})
    assert Example.objects.get().state == "withdrawn"


def test_what_only_waits_for_its_reviewer_is_taken_back_at_once(author, signed_in) -> None:
    example = actions.draft(CONTENT, by=viewer_of(author))
    actions.submit(example.pk, by=viewer_of(author))
    signed_in("natverksmedlem").post(f"/exempel/{example.pk}/ta-tillbaka/")
    assert Example.objects.get().state == "draft"
