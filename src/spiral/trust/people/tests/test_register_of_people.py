"""Who may; who holds which office when; vacancies; invitations."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event
from spiral.trust.networks.actions import save_network
from spiral.trust.networks.models import Network
from spiral.trust.people import register, register_actions
from spiral.trust.people.models import Person, Seat
from spiral.trust.people.tests.conftest import BACKEND

pytestmark = pytest.mark.usefixtures("in_november")

OFFICE = {
    "role": "chair",
    "title": "ordförande",
    "place": "Vara",
    "from_date": "2026-01-01",
    "to_date": "2026-12-31",
}


@pytest.fixture
def network(leader) -> Network:
    return save_network(None, "Nätverket för prov", "network", "", None, [], by=viewer_of(leader))


def _text(page) -> str:
    return " ".join(page.xpath("string(//main)").split())


# Who may -------------------------------------------------------------------------------------------------------------
def test_every_page_for_every_role(person, client, network, leader) -> None:
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    office, _new = register_actions.give_office(
        somebody.pk, "principal", ("1470", "Vara"), None, date(2026, 1, 1), None, by=viewer_of(leader)
    )
    reading = [
        "/register/natverk/",
        "/register/natverk/hela/",
        f"/register/natverk/{network.slug}/",
        "/register/personer/",
        f"/register/personer/{somebody.pk}/",
    ]
    keeping = [
        "/register/natverk/nytt/",
        f"/register/natverk/{network.slug}/andra/",
        "/register/natverk/hela/platser/",
        f"/register/natverk/{network.slug}/platser/",
        "/register/personer/ny/",
        "/register/personer/las-in/",
        f"/register/personer/{somebody.pk}/andra/",
        "/register/enheter/45270097/forandring/",
    ]
    posting = [
        f"/register/personer/{somebody.pk}/roll/",
        f"/register/personer/{somebody.pk}/bjud-in/",
        f"/register/personer/{somebody.pk}/roll/{office.pk}/avsluta/",
        "/register/personer/las-in/spara/",
    ]
    expected = {
        "": (302, 302),
        "fortroendevald": (403, 403),
        "friskolerektor": (403, 403),
        "rektor": (200, 403),
        "natverksmedlem": (200, 403),
        "presidium": (200, 403),
        "skolchef": (200, 403),
        "samordnare": (200, 200),
    }
    for key, (reads, keeps) in expected.items():
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        assert {client.get(u).status_code for u in reading} == {reads}, key
        assert {client.get(u).status_code for u in keeping} == {keeps}, key
        if keeps != 200:
            assert {client.post(u, OFFICE | {"last_day": "2026-11-30"}).status_code for u in posting} == {keeps}, key
        assert client.get("/register/enheter/45270097/").status_code == 200
        assert client.get("/register/forandringar/").status_code == 200
    assert somebody.offices.get().to_date is None
    assert mail.outbox == []
    for url in ("/register/personer/999999/", "/register/natverk/finns-inte/", "/register/enheter/finns-inte/"):
        assert client.get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        register_actions.add_person("A", "a@exempel.invalid", by=viewer_of(person("presidium")))


# Offices and terms ---------------------------------------------------------------------------------------------------
def test_an_office_is_given_for_a_term_ended_and_kept_in_the_history(signed_in, read, leader) -> None:
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    client, url = signed_in("samordnare"), f"/register/personer/{somebody.pk}/"
    assert client.post(f"{url}roll/", OFFICE).status_code == 302
    assert client.post(f"{url}roll/", OFFICE).status_code == 302
    office = somebody.offices.get()
    assert (office.place, office.place_name, office.title) == ("1470", "Vara", "ordförande")
    assert allows(viewer_of(Person.objects.get(pk=somebody.pk)), Permission.PEOPLE_READ)
    page = read(url)
    assert page.xpath("string(//h1)") == "Kim Prov har en roll"
    assert "Presidium, ordförande, Vara 1 januari 2026 till 31 december 2026" in _text(page)
    client.post(
        f"{url}roll/{office.pk}/avsluta/", {"last_day": "2025-01-01", "confirmed": "1", "revision": office.revision}
    )
    office.refresh_from_db()
    assert office.to_date == date(2026, 12, 31)
    late = client.post(
        f"{url}roll/{office.pk}/avsluta/", {"last_day": "2026-11-20", "confirmed": "1", "revision": "äldre"}
    )
    assert (late.status_code, "2026-11-20" in late.content.decode()) == (409, True)
    client.post(
        f"{url}roll/{office.pk}/avsluta/", {"last_day": "2026-11-21", "confirmed": "1", "revision": office.revision}
    )
    assert not allows(viewer_of(Person.objects.get(pk=somebody.pk)), Permission.PEOPLE_READ)
    page = read(url)
    assert page.xpath("string(//h1)") == "Kim Prov har ingen roll just nu"
    assert "till 21 november 2026" in _text(page)
    assert "Presidium, Vara 1 januari 2026 till 21 november 2026" in _text(read("/register/natverk/hela/"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"place": "Atlantis"}, "”Atlantis” finns inte i registret, eller är namn på flera."),
        ({"to_date": "2025-01-01"}, "Perioden slutar innan den börjar. Ändra en av dagarna."),
        ({"from_date": "i går"}, "Skriv dagen som år, månad, dag: "),
        ({"title": "a\0"}, "”I rollen” innehåller ett tecken som inte går att spara. Skriv om."),
        ({"title": "a" * 61}, "”I rollen” får vara högst 60 tecken och är 61. Korta texten."),
        ({"role": "kung"}, "Välj en roll."),
    ],
)
def test_a_wrong_office_is_told_and_not_written(more, said, signed_in, leader) -> None:
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    answer = signed_in("samordnare").post(f"/register/personer/{somebody.pk}/roll/", OFFICE | more)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert somebody.offices.count() == 0


def test_an_address_belongs_to_one_person(signed_in) -> None:
    client = signed_in("samordnare")
    form = {"name": "Kim Prov", "email": "Kim@Exempel.invalid"}
    assert client.post("/register/personer/ny/", form).status_code == 302
    answer = client.post("/register/personer/ny/", form)
    assert "Adressen finns redan i registret." in answer.content.decode()
    assert Person.objects.filter(name="Kim Prov").count() == 1
    assert "ingen e-postadress" in client.post("/register/personer/ny/", form | {"email": "kim"}).content.decode()


def test_a_seat_that_nobody_holds_is_vacant(signed_in, read, leader, network, person) -> None:
    client = signed_in("samordnare")
    url = f"/register/natverk/{network.slug}/"
    opened_on = register.seats_of(network.pk).revision
    two = {"role": "superintendent", "how_many": "2", "note": "utses i december", "revision": opened_on}
    assert client.post(f"{url}platser/", two).status_code == 302
    late = client.post(f"{url}platser/", {**two, "how_many": "3"})
    assert (late.status_code, "utses i december" in late.content.decode()) == (409, True)
    chief = person("skolchef")
    register_actions.give_office(
        chief.pk, "superintendent", ("1471", "Götene"), network.pk, date(2026, 1, 1), None, by=viewer_of(leader)
    )
    page = read(url)
    assert page.xpath("string(//h1)") == "Nätverket för prov har en vakant plats"
    rows = [[" ".join(c.xpath("string()").split()) for c in tr.xpath("./*")] for tr in page.xpath("//tbody/tr")]
    assert rows == [
        ["Ansvarig skolchef", "Götene", "1 januari 2026", "tills vidare"],
        ["Ansvarig skolchef", "vakant", "", "utses i december"],
    ]
    assert "en plats är vakant" in read("/register/natverk/").xpath("string(//h1)")
    opened_on = register.seats_of(network.pk).revision
    client.post(f"{url}platser/", {"role": "superintendent", "how_many": "0", "revision": opened_on})
    assert Seat.objects.count() == 0
    assert client.post(f"{url}platser/", {"role": "principal", "how_many": "-1"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_whatever_their_length(count, signed_in, leader, django_assert_num_queries) -> None:
    for i in range(count):
        n = save_network(None, f"Nätverk {i}", "network", "", None, [], by=viewer_of(leader))
        p = register_actions.add_person(f"Kim {i}", f"kim{i}@exempel.invalid", by=viewer_of(leader))
        register_actions.give_office(
            p.pk, "principal", ("1470", "Vara"), n.pk, date(2026, 1, 1), None, by=viewer_of(leader)
        )
    client = signed_in("rektor")
    client.get("/register/personer/")
    with django_assert_num_queries(6):
        assert client.get("/register/personer/").status_code == 200
    with django_assert_num_queries(8):
        assert client.get("/register/natverk/").status_code == 200


def test_three_hundred_persons_are_paged_and_found(signed_in, read) -> None:
    Person.objects.bulk_create(Person(name=f"Kim {i:03}", email=f"kim{i}@exempel.invalid") for i in range(300))
    signed_in("rektor")
    page = read("/register/personer/")
    assert len(page.xpath("//ul[contains(@class, 'list')]/li")) == 50
    assert read("/register/personer/?search=kim+123").xpath("string(//h1)") == "En träff på ”kim 123”"


# Invitations ---------------------------------------------------------------------------------------------------------
def test_an_invitation_says_how_to_sign_in_is_logged_and_can_be_sent_again(
    signed_in, leader, django_capture_on_commit_callbacks
) -> None:
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    client, url = signed_in("samordnare"), f"/register/personer/{somebody.pk}/bjud-in/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"confirmed": "1"})
    assert mail.outbox == []
    register_actions.give_office(
        somebody.pk, "principal", ("1470", "Vara"), None, date(2026, 12, 1), None, by=viewer_of(leader)
    )
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url, {"confirmed": "1"})
    assert [m.to for m in mail.outbox] == [["kim@exempel.invalid"]] * 2
    body = mail.outbox[0].body
    assert "Rektor, Vara, från 1 december 2026" in body and "http://testserver/konto/login/code/" in body
    assert [e.action for e in Event.objects.order_by("-pk")[:2]] == ["people.invited_again", "people.invited"]
    assert not any("@" in repr(e.__dict__) for e in Event.objects.all())


def test_whether_an_address_is_known_is_not_told_to_strangers(client, db) -> None:
    answers = [client.post("/konto/login/code/", {"email": f"{who}@exempel.invalid"}) for who in ("okand", "ingen")]
    assert len({(a.status_code, a.headers.get("Location")) for a in answers}) == 1
    assert client.get("/register/personer/").status_code == 302


def test_a_place_is_found_by_name_or_code_and_never_guessed(db) -> None:
    assert register.place_of("Vara kommun") == ("1470", "Vara")
    assert register.place_of("1470") is None or register.place_of("1470")[0] == "1470"
    assert register.place_of("") is None
    assert register.place_of(" \u00a0\u200b") is None
    for whole in ("Skaraborg", "skaraborg", "Regionen", "hela regionen"):
        assert register.place_of(whole) == ("", "Skaraborg")
    assert register.place_of("Go\u0308tene\u00a0kommun\u200b")[1] == "Götene"
    assert register.place_of("45270097")[0] == "45270097"
    assert register.place_of("finns inte") is None
