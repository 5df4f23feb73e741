"""An assignment begins or ends for the whole network only when it is said again."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
SV = {"accept-language": "sv"}


def test_starting_says_who_sees_it_and_what_ends(given, person, signed_in) -> None:
    people = [person(who) for who in ("samordnare", "natverksmedlem", "rektor", "fortroendevald")]
    people[2].is_active = False
    people[2].save()
    old = given()
    client = signed_in("samordnare")
    client.post(f"/uppdrag/{old.pk}/ny-version/")
    new = old.later.get()
    url = f"/uppdrag/{new.pk}/starta/"
    page = " ".join(client.post(url, headers=SV).content.decode().split())
    assert "Uppdraget har 3 punkter. 2 personer i nätverket ser det" in page, "not the elected, nor who has left"
    assert "Version 1 avslutas i samma stund." in page
    assert f'href="/uppdrag/{new.pk}/"' in page
    new.refresh_from_db()
    assert new.state == "draft"
    client.post(url, {"confirmed": "1"})
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.state, old.state) == ("active", "ended")
    again = client.post(url, follow=True, headers=SV)
    assert "Bara ett utkast med minst en punkt går att starta." in again.content.decode(), "not asked in vain"


def test_ending_says_for_how_many_and_that_it_is_for_good(given, signed_in) -> None:
    assignment = given()
    client, url = signed_in("samordnare"), f"/uppdrag/{assignment.pk}/avsluta/"
    page = " ".join(client.post(url, headers=SV).content.decode().split())
    assert "3 punkter tar slut för 1 person i nätverket." in page
    assignment.refresh_from_db()
    assert assignment.state == "active"
    client.post(url, {"confirmed": "1"})
    assignment.refresh_from_db()
    assert assignment.state == "ended"
    assert "Bara ett uppdrag som pågår" in client.post(url, follow=True, headers=SV).content.decode()
