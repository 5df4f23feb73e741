"""What every request meets: limits in one place, answers that no cache keeps, errors in Spiral's own words."""

from __future__ import annotations

import logging
import shutil

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from spiral.ground.middleware import LONGEST_VALUE, MOST_DIGITS
from spiral.ground.views import LEAST_ROOM

pytestmark = pytest.mark.django_db
SWEDISH = {"accept-language": "sv"}
FORM = "/konto/login/code/"


def test_a_value_longer_than_any_page_asks_for_is_told_as_too_large(client) -> None:
    at_most = client.post(FORM, {"email": "a" * LONGEST_VALUE}, headers=SWEDISH)
    over = client.post(FORM, {"email": "a" * (LONGEST_VALUE + 1)}, headers=SWEDISH)
    assert (at_most.status_code, over.status_code) == (200, 413)
    assert "Det du skickade är för stort" in over.content.decode()


def test_a_body_is_refused_by_its_stated_size_before_it_is_read(client) -> None:
    class Unread:
        def read(self, *_size: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST",
        FORM,
        content_type="application/x-www-form-urlencoded",
        **{"CONTENT_LENGTH": str(django_settings.LARGEST_BODY + 1), "wsgi.input": Unread()},
    )
    assert answer.status_code == 413


@pytest.mark.figures
@pytest.mark.parametrize("number", ["9" * 5000, "9" * (MOST_DIGITS + 1), "-" + "9" * 30, "٩" * 5000, " " + "1" * 40])
def test_an_endless_number_is_refused_wherever_it_stands(client, number) -> None:
    assert client.get("/sok/", {"q": number}).status_code == 400
    assert client.post(FORM, {"email": number}).status_code == 400
    assert client.get("/sok/", {"q": "9" * MOST_DIGITS}).status_code == 200


def test_an_endless_number_in_an_address_is_no_address(client) -> None:
    assert client.get(f"/moten/{'9' * 4000}/").status_code == 404


def test_a_question_too_long_and_too_many_fields_are_refused(client) -> None:
    assert client.get("/sok/", {"q": "å" * 3000}).status_code == 400
    assert client.post(FORM, {f"f{n}": "1" for n in range(2_001)}).status_code == 400
    assert client.post(FORM, {"n" * 201: "1"}).status_code == 400


@pytest.mark.figures
def test_what_is_seen_signed_in_is_kept_by_no_cache(client, person) -> None:
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(person("skolchef"), backend="django.contrib.auth.backends.ModelBackend")
    for page in (
        "/",
        "/region/",
        "/kommun/vara/",
        "/kommun/vara/kostnad/",
        "/undersokningar/",
        "/hjalp/",
        "/finns-inte/",
    ):
        assert "no-store" in client.get(page).headers["Cache-Control"], page


@pytest.mark.parametrize(
    ("path", "raised", "status", "words"),
    [
        ("/finns-inte/", None, 404, "Sidan finns inte"),
        ("/halsa/", PermissionDenied("x"), 403, "Den här sidan är inte öppen för dig"),
        ("/halsa/", SuspiciousOperation("x"), 400, "Det du skickade gick inte att förstå"),
        ("/halsa/", ZeroDivisionError("x"), 500, "Något gick fel hos oss"),
    ],
)
def test_every_error_has_a_page_of_ours_in_both_languages(path, raised, status, words, monkeypatch) -> None:
    from spiral.ground import views

    def fail(*_args: object) -> None:
        if raised:
            raise raised

    monkeypatch.setattr(views.shutil, "disk_usage", fail)
    browser = Client(raise_request_exception=False)
    answer = browser.get(path, headers=SWEDISH)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert "ground/spiral.css" in answer.content.decode()
    assert words not in browser.get(path, headers={"accept-language": "en"}).content.decode()


def test_an_old_form_is_told_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post(FORM, {"email": "a@exempel.invalid"}, headers=SWEDISH)
    assert (answer.status_code, "legat öppen för länge" in answer.content.decode()) == (403, True)


def test_a_broken_page_asks_the_database_nothing(django_assert_num_queries, rf) -> None:
    from spiral.ground.views import broken

    with django_assert_num_queries(0):
        assert broken(rf.get("/")).status_code == 500


def test_a_refusal_is_one_line_in_the_log_and_an_error_of_ours_has_its_traceback(capsys, monkeypatch) -> None:
    from spiral.ground import views

    logger = logging.getLogger("django")
    handler = logging.StreamHandler()
    from spiral.config.log import RefusalsInOneLine

    handler.addFilter(RefusalsInOneLine())
    logger.addHandler(handler)
    try:
        browser = Client(raise_request_exception=False)
        for failure in (PermissionDenied("hemligt"), SuspiciousOperation("udda")):
            monkeypatch.setattr(
                views.shutil, "disk_usage", lambda _path, failure=failure: (_ for _ in ()).throw(failure)
            )
            browser.get("/halsa/")
        browser.get("/finns-inte/")
        refused = capsys.readouterr().err
        monkeypatch.setattr(views.shutil, "disk_usage", lambda _path: 1 / 0)
        browser.get("/halsa/")
        broken = capsys.readouterr().err
    finally:
        logger.removeHandler(handler)
    assert "Traceback" not in refused
    assert "ZeroDivisionError" in broken


def test_the_health_check_knows_a_full_disk(client, monkeypatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("spiral.ground.views.shutil.disk_usage", lambda _path: usage._replace(free=LEAST_ROOM))
    assert client.get("/halsa/").status_code == 200
    monkeypatch.setattr("spiral.ground.views.shutil.disk_usage", lambda _path: usage._replace(free=LEAST_ROOM - 1))
    answer = client.get("/halsa/")
    assert (answer.status_code, answer.content.decode()) == (503, "disken är snart full: 99 MB kvar\n")
