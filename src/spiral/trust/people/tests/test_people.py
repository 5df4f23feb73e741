"""Sign-in, offices and terms, and the demo's doors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from spiral.trust.access.deciding import allows, office_at
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import system, viewer_of
from spiral.trust.people import actions
from spiral.trust.people.cast import CAST
from spiral.trust.people.models import Office, Person


def test_rights_follow_the_office_of_today_not_of_yesterday_or_tomorrow(db: None) -> None:
    today = timezone.localdate()
    terms = {
        "past": (today - timedelta(90), today - timedelta(1)),
        "now": (today, None),
        "coming": (today + timedelta(1), None),
    }
    for name, (start, end) in terms.items():
        person = Person.objects.create_user(f"{name}@example.org")
        Office.objects.create(person=person, role="coordinator", place_name="Skaraborg", from_date=start, to_date=end)
        assert allows(viewer_of(person), Permission.PEOPLE_KEEP) is (name == "now")
        assert allows(viewer_of(person), Permission.PEOPLE_READ) is (name == "now")


def test_one_speaks_for_the_place_of_ones_office_only(person) -> None:
    head = person("rektor")
    assert office_at(viewer_of(head), Permission.FIGURES_COMMENT, "45270097", "2120002924") is not None
    assert office_at(viewer_of(head), Permission.FIGURES_COMMENT, "34900938") is None
    assert office_at(viewer_of(person("fortroendevald")), Permission.FIGURES_COMMENT, "1494") is None
    assert office_at(viewer_of(person("samordnare")), Permission.FIGURES_COMMENT, "", "1470") is None


@pytest.mark.figures
@pytest.mark.parametrize("part", CAST, ids=lambda p: p.key)
def test_everybody_of_the_cast_can_step_in_in_the_demo(part, client, db: None, settings) -> None:
    settings.DEMO = True
    assert client.post(f"/konto/kliv-in/{part.key}/").status_code == 302
    page = client.get("/", headers={"accept-language": "sv"}).content.decode()
    assert part.place_name in page
    assert "Roller och det som nätverket har skrivit är påhittat" in page


@pytest.mark.figures
def test_nobody_steps_in_outside_the_demo(client, db: None) -> None:
    assert client.post("/konto/kliv-in/samordnare/").status_code == 404
    assert "Kliv in i en roll" not in client.get("/").content.decode()
    with pytest.raises(PermissionDenied):
        actions.take_part(CAST[0], by=system())


def test_the_demo_cannot_be_on_in_production() -> None:
    """One variable decides, and production without its own key does not start."""
    code = "from django.conf import settings; print(settings.DEMO, settings.PRODUCTION)"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "spiral.config.settings"}
    env.pop("SPIRAL_SECRET_KEY", None)
    run = lambda **more: subprocess.run(  # noqa: E731
        [sys.executable, "-c", code], env={**env, **more}, capture_output=True, text=True, check=False
    )
    assert run(SPIRAL_MODE="production", SPIRAL_SECRET_KEY="k").stdout.strip() == "False True"
    assert "SPIRAL_SECRET_KEY" in run(SPIRAL_MODE="production").stderr
    assert "production, demo, development, laptop or test" in run(SPIRAL_MODE="production demo").stderr


def test_a_mailed_code_signs_in_and_strangers_learn_nothing(client, db: None, mailoutbox) -> None:
    Person.objects.create_user("anna@example.org")
    for browser, address in ((Client(), "okand@example.org"), (client, "anna@example.org")):
        response = browser.post("/konto/login/code/", {"email": address}, headers={"accept-language": "sv"})
        assert response.status_code == 302
    mails = {m.to[0]: m for m in mailoutbox}
    assert "Din kod till Spiral" in mails["anna@example.org"].subject
    code = re.search(r"^[A-Z0-9]{3,}-[A-Z0-9]{3,}$", mails["anna@example.org"].body, re.MULTILINE)[0]
    assert not re.search(r"^[A-Z0-9]{3,}-[A-Z0-9]{3,}$", mails["okand@example.org"].body, re.MULTILINE)
    response = client.post("/konto/login/code/confirm/", {"code": code})
    assert response.status_code == 302
    assert client.get("/konto/").status_code == 200


def test_a_password_signs_in_and_a_wrong_one_is_answered_in_words(client, db: None) -> None:
    Person.objects.create_user("anna@example.org", "en ganska lång mening")
    wrong = client.post(
        "/konto/login/", {"login": "anna@example.org", "password": "fel"}, headers={"accept-language": "sv"}
    )
    assert wrong.status_code == 200
    assert "Det gick inte" in wrong.content.decode()
    right = client.post("/konto/login/", {"login": "anna@example.org", "password": "en ganska lång mening"})
    assert right.status_code == 302


def test_nobody_signs_up_by_herself(client, db: None) -> None:
    page = client.get("/konto/signup/", headers={"accept-language": "sv"}).content.decode()
    assert "Konton ges av samordnaren" in page
    client.post("/konto/signup/", {"email": "ny@example.org", "password1": "en ganska lång mening"})
    assert not Person.objects.filter(email="ny@example.org").exists()


def test_offices_are_read_once_a_request(person, django_assert_num_queries) -> None:
    viewer = viewer_of(person("rektor"))
    with django_assert_num_queries(1):
        assert [str(o) for o in viewer.offices] == ["Rektor, Alléskolan i Vara"]
        assert allows(viewer, Permission.PEOPLE_READ)
        assert not allows(viewer, Permission.PEOPLE_KEEP)


def test_one_s_account_has_address_and_password_and_its_old_address_leads_on(client, person) -> None:
    client.force_login(person("rektor"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/konto/jag/").headers["location"] == "/konto/"
    page = client.get("/konto/").content.decode()
    assert "Rektor" in page
    assert "/konto/adress/" in page
    assert "/konto/password/set/" in page
    choosing = client.get("/konto/password/set/").content.decode()
    assert "placeholder" not in choosing
    assert "Samma lösenord en gång till" in choosing
    answer = client.post("/konto/password/set/", {"password1": "en mening som jag minns", "password2": "en annan"})
    assert answer.status_code == 200
    client.post(
        "/konto/password/set/", {"password1": "en mening som jag minns", "password2": "en mening som jag minns"}
    )
    assert "/konto/password/change/" in client.get("/konto/").content.decode()
