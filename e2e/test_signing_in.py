"""Signing in with an address as it was pasted: no field of the browser's own refuses it before it is sent."""

from __future__ import annotations

import pytest
from django.core import mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "en mening som jag minns"
PASTED = ["mailto:Anna@Exempel.invalid", "anna\u200b@exempel.invalid\u00a0", "anna＠exempel.invalid"]


@pytest.fixture(autouse=True)
def anna(db: None) -> None:
    from spiral.trust.people.models import Person

    Person.objects.create_user("anna@exempel.invalid", PASSWORD)


@pytest.mark.parametrize("pasted", PASTED)
def test_with_a_password(pasted: str, open_page) -> None:
    page = open_page("/konto/login/")
    form = page.get_by_role("region", name="Med lösenord")
    form.get_by_label("E-postadress").fill(pasted)
    form.get_by_label("Lösenord").fill(PASSWORD)
    form.get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize("pasted", PASTED)
@pytest.mark.parametrize("path", ["login/", "login/code/", "password/reset/"])
def test_by_a_letter(path: str, pasted: str, open_page) -> None:
    page = open_page(f"/konto/{path}")
    page.get_by_label("E-postadress").first.fill(pasted)
    page.get_by_role("button", name="Skicka").first.click()
    page.wait_for_url(lambda url: not url.endswith(f"/konto/{path}"))
    assert [letter.to for letter in mail.outbox] == [["anna@exempel.invalid"]]
