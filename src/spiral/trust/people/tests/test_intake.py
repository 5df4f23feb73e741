"""People and offices from a spreadsheet: read, asked about, and saved once."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from spiral.trust.access.viewer import viewer_of
from spiral.trust.people import intake, register_actions
from spiral.trust.people.models import Office, Person

pytestmark = pytest.mark.usefixtures("in_november")

HEAD = "namn;e-post;roll;plats;nätverk;från;till\n"


def _file(text: str, name: str = "personer.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def _sections(body: str) -> dict[str, list[str]]:
    """The names in each section of a preview, by its heading."""
    sections = html.fromstring(body).xpath("//form//section")
    return {s.xpath("string(.//h2)").strip(): s.xpath(".//li/p/b/text()") for s in sections}


def test_a_file_is_shown_first_saved_then_and_the_second_time_is_nothing(signed_in, read) -> None:
    client = signed_in("samordnare")
    text = (
        HEAD
        + "Kim Prov;kim@exempel.invalid;skolchef;Vara;;2026-01-01;\nAda Test;ada@exempel.invalid;Nätverksmedlem;Hjo;;;\n"
    )
    before = Person.objects.count()
    for round_ in range(2):
        answer = client.post("/register/personer/las-in/", {"file": _file(text)})
        assert answer.status_code == 200
        body = answer.content.decode()
        assert "2 rader är klara att sparas" in body and "Inget är sparat än." in body
        assert ("Finns redan, inget ändras." in body) is bool(round_)
        assert Person.objects.count() == before + 2 * round_
        sealed = body.split('name="rows" value="')[1].split('"')[0]
        assert client.post("/register/personer/las-in/spara/", {"rows": sealed}).status_code == 302
    assert Person.objects.count() == before + 2
    assert [(str(o), o.from_date) for o in Office.objects.filter(person__name="Ada Test")] == [
        ("Nätverksmedlem, Hjo", date(2026, 11, 22))
    ]
    assert client.post("/register/personer/las-in/spara/", {"rows": "fusk"}).status_code == 302
    assert Person.objects.count() == before + 2


def test_possibly_the_same_person_is_asked_and_never_guessed(signed_in, leader) -> None:
    known = register_actions.add_person("Åsa Prov-Ek", "asa@exempel.invalid", by=viewer_of(leader))
    register_actions.give_office(
        known.pk, "superintendent", ("1470", "Vara"), None, date(2026, 1, 1), None, by=viewer_of(leader)
    )
    client = signed_in("samordnare")
    text = (
        HEAD
        + "Asa Provek;ny@exempel.invalid;presidium;Vara;;2026-01-01;\nÅsa Prov Ek;annan@exempel.invalid;rektor;Hjo;;;\nIda Annan;ida@exempel.invalid;rektor;Hjo;;;\n"
    )
    body = client.post("/register/personer/las-in/", {"file": _file(text)}).content.decode()
    assert body.count("Möjligen samma person. Är det?") == 2
    assert "Samma som Åsa Prov-Ek, asa@exempel.invalid, i registret" in body
    assert " checked" not in body
    sealed = body.split('name="rows" value="')[1].split('"')[0]
    before = Person.objects.count()
    answer = client.post("/register/personer/las-in/spara/", {"rows": sealed, "row-2": f"p{known.pk}"})
    assert answer.status_code == 422
    assert "Rad 3: välj om det är samma person eller en ny." in answer.content.decode()
    assert "Rad 2: välj" not in answer.content.decode()
    assert (
        client.post("/register/personer/las-in/spara/", {"rows": sealed, "row-2": "p999", "row-3": "new"}).status_code
        == 422
    )
    assert Person.objects.count() == before
    client.post("/register/personer/las-in/spara/", {"rows": sealed, "row-2": f"p{known.pk}", "row-3": "new"})
    assert Person.objects.count() == before + 2
    assert {o.role for o in known.offices.all()} == {"superintendent", "chair"}
    assert Person.objects.get(email="annan@exempel.invalid").offices.get().role == "principal"


def test_every_problem_of_a_file_is_told_with_row_column_and_remedy(signed_in) -> None:
    client = signed_in("samordnare")
    text = HEAD + "Kim;kim@exempel.invalid;kung;Atlantis;Okänt;;\nAda;ada@exempel.invalid;rektor;Hjo;;;\n"
    before = Person.objects.count()
    answer = client.post("/register/personer/las-in/", {"file": _file(text)})
    body = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "<b>Rad 2, kolumn roll:</b> ”kung” är ingen roll.",
        "<b>Rad 2, kolumn plats:</b> ”Atlantis” finns inte",
        "<b>Rad 2, kolumn nätverk:</b> ”Okänt” finns inte i registret. Lägg till nätverket först",
    ):
        assert said in body
    assert "Inget är sparat." in body
    assert client.post("/register/personer/las-in/", {}).status_code == 422
    assert Person.objects.count() == before


def test_a_workbook_is_read_as_well(signed_in) -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Personer")
    for r, row in enumerate(
        [
            ["Namn", "E-post", "Roll", "Kommun", "Från"],
            ["Kim Prov", "kim@exempel.invalid", "Rektor", "Vara kommun", None],
        ]
    ):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.write_datetime(
        1, 4, __import__("datetime").datetime(2026, 8, 1), book.add_format({"num_format": "yyyy-mm-dd"})
    )
    book.close()
    file = SimpleUploadedFile("personer.xlsx", out.getvalue())
    body = signed_in("samordnare").post("/register/personer/las-in/", {"file": file}).content.decode()
    assert "Rektor, Vara, 2026-08-01" in " ".join(body.split())


def test_only_the_coordinator_saves_rows(person) -> None:
    with pytest.raises(PermissionDenied):
        intake.commit([], {}, by=viewer_of(person("presidium")))


def test_an_office_for_the_whole_region_is_shown_apart_and_confirmed(signed_in) -> None:
    client = signed_in("samordnare")
    text = HEAD + "Kim Prov;kim@exempel.invalid;presidium;Skaraborg;;;\nAda Test;ada@exempel.invalid;rektor;Hjo;;;\n"
    body = client.post("/register/personer/las-in/", {"file": _file(text)}).content.decode()
    assert _sections(body) == {"Roller för hela regionen": ["Kim Prov"], "Roller på en plats": ["Ada Test"]}
    sealed = body.split('name="rows" value="')[1].split('"')[0]
    before = Person.objects.count()
    answer = client.post("/register/personer/las-in/spara/", {"rows": sealed})
    assert answer.status_code == 422
    assert "Bekräfta att rollerna ska gälla hela Skaraborg, eller rätta filen." in answer.content.decode()
    assert Person.objects.count() == before
    assert client.post("/register/personer/las-in/spara/", {"rows": sealed, "everywhere": "on"}).status_code == 302
    assert {(o.role, o.place) for o in Office.objects.filter(person__email__endswith="exempel.invalid")} >= {
        ("chair", ""),
        ("principal", "1497"),
    }
    again = client.post("/register/personer/las-in/", {"file": _file(text)}).content.decode()
    assert _sections(again) == _sections(body)
    assert 'name="everywhere"' in body
    assert 'name="everywhere"' not in again, "nothing new is given"


def test_a_file_with_one_kind_of_offices_has_one_section(signed_in) -> None:
    for place, heading in (("Skaraborg", "Roller för hela regionen"), ("Hjo", "Roller på en plats")):
        text = HEAD + f"Kim Prov;kim@exempel.invalid;presidium;{place};;;\n"
        body = signed_in("samordnare").post("/register/personer/las-in/", {"file": _file(text)}).content.decode()
        assert _sections(body) == {heading: ["Kim Prov"]}


@pytest.mark.parametrize("role", ["rektor", "förtroendevald", "fristående huvudman"])
def test_some_roles_are_always_at_a_place(role: str, signed_in) -> None:
    text = HEAD + f"Kim Prov;kim@exempel.invalid;{role};Skaraborg;;;\n"
    answer = signed_in("samordnare").post("/register/personer/las-in/", {"file": _file(text)})
    assert answer.status_code == 422
    assert "har ingen roll för hela Skaraborg. Skriv skolan, kommunen eller huvudmannen." in answer.content.decode()


def test_a_cell_that_nobody_filled_gives_nobody_the_region(signed_in) -> None:
    text = HEAD + "Ada Test;ada@exempel.invalid;rektor;Hjo;;;\nBo Prov;bo@exempel.invalid;presidium;;;;\n"
    answer = signed_in("samordnare").post("/register/personer/las-in/", {"file": _file(text)})
    assert answer.status_code == 422
    assert "<b>Rad 3, kolumn plats:</b> Cellen är tom." in answer.content.decode()


def test_an_office_for_the_whole_region_is_asked_about_where_it_is_given_by_hand(signed_in, leader) -> None:
    somebody = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    client, url = signed_in("samordnare"), f"/register/personer/{somebody.pk}/roll/"
    given = {"role": "chair", "from_date": "2026-11-01"}
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "Fyll i ”Plats”." in answer.content.decode()
    answer = client.post(url, given | {"place": "Skaraborg"})
    assert answer.status_code == 200
    assert "Ge en roll för hela Skaraborg?" in answer.content.decode()
    assert not somebody.offices.exists()
    assert client.post(url, given | {"place": "Skaraborg", "confirmed": "1"}).status_code == 302
    assert somebody.offices.get().place == ""
    answer = client.post(url, given | {"role": "principal", "place": "Skaraborg", "confirmed": "1"})
    assert "Rollen gäller en skola, en kommun eller en huvudman." in answer.content.decode()


def test_the_same_address_is_the_same_person_however_it_was_pasted(signed_in) -> None:
    client = signed_in("samordnare")
    for written in ("kim@exempel.invalid", "mailto:Kim@Exempel.invalid", "kim@exempel.invalid\u200b"):
        text = HEAD + f"Kim Prov;{written};rektor;Hjo;;;\n"
        body = client.post("/register/personer/las-in/", {"file": _file(text)}).content.decode()
        sealed = body.split('name="rows" value="')[1].split('"')[0]
        client.post("/register/personer/las-in/spara/", {"rows": sealed})
    assert Person.objects.filter(name="Kim Prov").count() == 1
