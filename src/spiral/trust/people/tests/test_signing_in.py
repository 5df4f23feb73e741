"""What a stranger, or a colleague, can do to somebody's signing in: nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from spiral.ground.visitor import address_of
from spiral.trust.access.viewer import viewer_of
from spiral.trust.people import attempts
from spiral.trust.people.models import Attempt, Person

pytestmark = pytest.mark.django_db
PASSWORD = "en mening som jag minns"
SWEDISH = {"accept-language": "sv"}


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hashing is slow on purpose; here hundreds of passwords are tried."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna() -> Person:
    return Person.objects.create_user("anna@exempel.invalid", PASSWORD)


def sign_in(browser: Client, password: str = PASSWORD, email: str = "anna@exempel.invalid") -> bool:
    """True when it opened."""
    answer = browser.post("/konto/login/", {"login": email, "password": password}, headers=SWEDISH)
    assert answer.status_code in (200, 302)
    return answer.status_code == 302


def asks_for_code(browser: Client, email: str = "anna@exempel.invalid") -> bool:
    """True when a letter with a code went to ``email``."""
    before = len(mail.outbox)
    answer = browser.post("/konto/login/code/", {"email": email}, headers=SWEDISH)
    assert answer.status_code in (200, 302)
    return any("Din kod" in letter.subject and letter.to == [email] for letter in mail.outbox[before:])


def test_nobody_can_take_a_colleagues_address(client, person, anna) -> None:
    client.force_login(person("rektor"), backend="django.contrib.auth.backends.ModelBackend")
    for form in ({"email": anna.email, "action_add": ""}, {"email": anna.email}):
        client.post("/konto/email/", form)
        client.post("/konto/adress/", form)
    from allauth.account.models import EmailAddress

    assert list(EmailAddress.objects.all()) == []
    assert asks_for_code(Client())


def test_addresses_that_libraries_bring_are_only_those_we_mean(client) -> None:
    """Every address whose view is not ours, and why it is open. A new one fails here until it is placed."""
    from django.urls import URLPattern, get_resolver

    def views(resolver: object) -> list[str]:
        rows = []
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                module = getattr(pattern.callback, "view_class", pattern.callback).__module__
                rows += [] if module.startswith("spiral.") else [pattern.name]
            else:
                rows += views(pattern)
        return rows

    reasons = {
        "set_language": "the foot of every page: Swedish or English; writes a cookie",
        "account_login": "signing in with a password",
        "account_logout": "signing out, by POST",
        "account_request_login_code": "a code by e-mail",
        "account_confirm_login_code": "the code typed in",
        "account_inactive": "told to who is signed in by a library but not active",
        "account_reauthenticate": "the password again before a new one",
        "account_change_password": "a new password, signed in",
        "account_set_password": "a first password, signed in",
        "account_reset_password": "a letter for who has forgotten hers",
        "account_reset_password_done": "that the letter has gone",
        "account_reset_password_from_key": "the letter's link",
        "account_reset_password_from_key_done": "that the password is changed",
    }
    assert sorted(views(get_resolver())) == sorted(reasons)
    for gone in ("email/", "confirm-email/", "confirm-email/abc/", "3rdparty/"):
        assert client.get(f"/konto/{gone}").status_code == 404


@pytest.mark.parametrize(
    "pasted",
    [
        "mailto:Anna@Exempel.invalid",
        "Anna Ek <anna@exempel.invalid>",
        "anna\u200b@exempel.invalid\ufeff",
        "\u00a0anna@exempel.invalid\u00a0",
        "anna＠exempel．invalid",
        "mailto:anna@exempel.invalid?subject=Hej",
    ],
)
def test_an_address_is_hers_however_it_was_pasted(pasted: str, client, anna, person, letters_go) -> None:
    """In every form that takes one: signing in, a code, a forgotten password, and the coordinator's of a person."""
    assert sign_in(Client(), email=pasted)
    assert not sign_in(Client(), "fel", email=pasted)
    for url, subject in (("/konto/login/code/", "Din kod"), ("/konto/password/reset/", "lösenord")):
        with letters_go():
            Client().post(url, {"email": pasted}, headers=SWEDISH)
        assert mail.outbox[-1].to == [anna.email]
        assert subject in mail.outbox[-1].subject
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/register/personer/ny/", {"name": "Anna Ek", "email": pasted}, headers=SWEDISH)
    assert answer.status_code == 422, "she is there already"
    new = (
        pasted.replace("anna@", "ny@")
        .replace("Anna@", "Ny@")
        .replace("anna\u200b", "ny\u200b")
        .replace("anna＠", "ny＠")
    )
    answer = client.post("/register/personer/ny/", {"name": "Ny Ek", "email": new}, headers=SWEDISH)
    assert answer.status_code == 302
    number = Person.objects.get(email="ny@exempel.invalid").pk
    given = {"role": "member", "place": "Hjo", "from_date": "2026-01-01"}
    assert client.post(f"/register/personer/{number}/roll/", given, headers=SWEDISH).status_code == 302
    with letters_go():
        client.post(f"/register/personer/{number}/bjud-in/", {"confirmed": "1"}, headers=SWEDISH)
    assert mail.outbox[-1].to == ["ny@exempel.invalid"]


@pytest.fixture
def letters_go(django_capture_on_commit_callbacks):
    """What is to be sent when a write is saved is sent."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_an_address_is_changed_by_a_letter_to_the_new_one(client, anna, letters_go) -> None:
    assert sign_in(client)
    with letters_go():
        client.post("/konto/adress/", {"email": "Ny@Exempel.invalid"}, headers=SWEDISH)
    anna.refresh_from_db()
    assert anna.email == "anna@exempel.invalid", "nothing is changed before the letter is opened"
    link = re.search(r"http://testserver(/konto/adress/\S+)", mail.outbox[-1].body)[1]
    assert mail.outbox[-1].to == ["ny@exempel.invalid"]
    assert Client().get(link).status_code == 200
    anna.refresh_from_db()
    assert anna.email == "anna@exempel.invalid", "opening the page changes nothing: mail programs open links"
    with letters_go():
        assert Client().post(link).status_code == 302
    anna.refresh_from_db()
    assert anna.email == "ny@exempel.invalid"
    assert mail.outbox[-1].to == ["anna@exempel.invalid"], "the old address is told"
    assert Client().post(link).status_code == 410, "a link is used once"
    assert not asks_for_code(Client(), "anna@exempel.invalid")
    assert asks_for_code(Client(), "ny@exempel.invalid")


def test_that_an_address_is_taken_is_told_to_who_has_it_only(client, anna, letters_go) -> None:
    Person.objects.create_user("bo@exempel.invalid")
    sign_in(client)
    client.get("/konto/")
    with letters_go():
        free = client.post("/konto/adress/", {"email": "ledig@exempel.invalid"}, follow=True, headers=SWEDISH)
        taken = client.post("/konto/adress/", {"email": "bo@exempel.invalid"}, follow=True, headers=SWEDISH)
    words = [re.sub(rb"\s+", b" ", re.sub(rb'value="[^"]+"', b"", r.content)) for r in (free, taken)]
    assert words[0] == words[1]
    assert [(m.to, m.subject) for m in mail.outbox[-2:]] == [
        (["ledig@exempel.invalid"], "Din nya e-postadress i Spiral"),
        (["bo@exempel.invalid"], "Adressen finns redan i Spiral"),
    ]


def test_an_address_taken_meanwhile_is_told_and_nothing_changes(client, anna, letters_go) -> None:
    sign_in(client)
    with letters_go():
        client.post("/konto/adress/", {"email": "ny@exempel.invalid"}, headers=SWEDISH)
    link = re.search(r"http://testserver(/konto/adress/\S+)", mail.outbox[-1].body)[1]
    Person.objects.create_user("ny@exempel.invalid")
    answer = client.post(link, headers=SWEDISH)
    assert (answer.status_code, "redan tagen" in answer.content.decode()) == (409, True)
    anna.refresh_from_db()
    assert anna.email == "anna@exempel.invalid"


def test_a_coordinators_change_of_address_closes_the_old_one(person, anna) -> None:
    from spiral.trust.people import register_actions

    keeper = viewer_of(person("samordnare"))
    register_actions.change_person(anna.pk, "Anna", "anna.ny@exempel.invalid", anna.revision, by=keeper)
    assert not asks_for_code(Client(), "anna@exempel.invalid")


def test_five_wrong_passwords_from_one_address_wait_and_a_right_one_does_not_count(anna) -> None:
    for _ in range(8):
        assert sign_in(Client())
    assert [sign_in(Client(), "fel") for _ in range(5)] == [False] * 5
    answer = Client().post("/konto/login/", {"login": anna.email, "password": PASSWORD}, headers=SWEDISH)
    assert "För många fel lösenord" in answer.content.decode()
    Attempt.objects.update(at=timezone.now() - attempts.WINDOW - timedelta(seconds=1))
    assert sign_in(Client())


def test_a_stranger_shuts_nobody_out(anna) -> None:
    """Whatever strangers have tried, from as many addresses as they like: the browser she uses opens with her password, and
    a code opens any."""
    own = Client(REMOTE_ADDR="203.0.113.7")
    assert sign_in(own)
    own.post("/konto/logout/")
    for n in range(60):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{n}"), "fel")
        asks_for_code(Client(REMOTE_ADDR=f"198.51.100.{n}"))
    for _ in range(10):  # one of them sits behind her own school's address
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), "fel")
    assert sign_in(own)
    assert not sign_in(Client(REMOTE_ADDR="192.0.2.1")), "a new browser is asked to use a code"
    assert asks_for_code(Client(REMOTE_ADDR="192.0.2.1"))


def test_guesses_of_one_account_are_at_most_fifty_a_day(anna) -> None:
    for n in range(120):
        Client(REMOTE_ADDR=f"198.51.{100 + n % 2}.{n % 200}").post(
            "/konto/login/", {"login": anna.email, "password": "fel"}
        )
    tried = Attempt.objects.filter(kind="password").count()
    assert tried == attempts.LIMITS[attempts.Kind.PASSWORD].account


def test_tries_are_counted_with_no_name_or_address(anna) -> None:
    sign_in(Client(REMOTE_ADDR="198.51.100.9"), "fel")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_attempt")
        row = " ".join(map(str, cursor.fetchone()))
    assert "anna" not in row
    assert "198.51" not in row
    Attempt.objects.update(at=timezone.now() - attempts.KEPT - timedelta(seconds=1))
    sign_in(Client())
    assert not Attempt.objects.exists(), "older than a day is gone"


def test_strangers_are_not_flooded_with_letters() -> None:
    for n in range(60):
        asks_for_code(Client(), f"okand{n}@exempel.invalid")
    assert len(mail.outbox) == attempts.LIMITS[attempts.Kind.UNKNOWN].origin


@pytest.mark.parametrize(
    ("proxies", "peer", "said", "address"),
    [
        ([], "198.51.100.1", "203.0.113.9", "198.51.100.1"),
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (["127.0.0.1"], "198.51.100.1", "203.0.113.9", "198.51.100.1"),
        (["127.0.0.1"], "127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (["127.0.0.1", "10.0.0.0/8"], "127.0.0.1", "192.0.2.4, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "skräp", "127.0.0.1"),
        (["127.0.0.1"], "127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (["127.0.0.1"], "127.0.0.1", "[2001:db8::1]:4711", "2001:db8::/64"),
        (["unix"], "", "203.0.113.9", "203.0.113.9"),
        ([], "", "203.0.113.9", ""),
        (["127.0.0.1"], "127.0.0.1", "1," * 100_000, "127.0.0.1"),
    ],
)
def test_only_a_proxy_that_is_named_is_believed(proxies, peer, said, address, settings) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **({"HTTP_X_FORWARDED_FOR": said} if said else {}))
    assert address_of(request) == address


def test_a_stranger_cannot_say_that_she_came_by_https(client, settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.SECURE_SSL_REDIRECT = ("HTTP_X_FORWARDED_PROTO", "https"), True
    assert client.get("/halsa/", headers={"x-forwarded-proto": "https"}).status_code == 301
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert client.get("/halsa/", headers={"x-forwarded-proto": "https"}).status_code == 200
