"""A letter is sent, and an office ended, only when it is said again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from spiral.trust.access.viewer import viewer_of
from spiral.trust.people import register_actions

pytestmark = pytest.mark.django_db
SV = {"accept-language": "sv"}


def test_who_gets_the_letter_and_who_loses_the_office_are_named(
    leader, signed_in, django_capture_on_commit_callbacks
) -> None:
    by = viewer_of(leader)
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=by)
    client, url = signed_in("samordnare"), f"/register/personer/{somebody.pk}/"
    page = client.post(f"{url}bjud-in/", follow=True, headers=SV).content.decode()
    assert "Ge en roll först, och bjud in sedan." in page, "who cannot be invited is not asked about"
    register_actions.give_office(somebody.pk, "chair", ("1470", "Vara"), None, date(2026, 1, 1), None, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{url}bjud-in/", headers=SV).content.decode()
    assert "Ett mejl går till Kim Prov, kim@exempel.invalid." in page
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}bjud-in/", {"confirmed": "1"})
    assert len(mail.outbox) == 1
    assert "En inbjudan skickades" in client.post(f"{url}bjud-in/", headers=SV).content.decode()
    office = somebody.offices.get()
    form = {"last_day": "2026-11-30", "revision": office.revision}
    page = client.post(f"{url}roll/{office.pk}/avsluta/", form, headers=SV).content.decode()
    assert "Kim Prov är Presidium, Vara till och med 30 november 2026." in page
    assert f'name="revision" value="{office.revision}"' in page
    office.refresh_from_db()
    assert office.to_date is None
    client.post(f"{url}roll/{office.pk}/avsluta/", {**form, "confirmed": "1"})
    office.refresh_from_db()
    assert office.to_date == date(2026, 11, 30)
