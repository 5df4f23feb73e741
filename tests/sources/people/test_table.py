"""A spreadsheet of people: what is read, and what is refused with row, column and remedy."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from spiral.sources.people.table import read_people
from spiral.sources.reading import today

HEAD = "namn,e-post,roll,plats,nätverk,från,till\n"


def _read(tmp_path: Path, text: str | bytes, name: str = "personer.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_people(path.read_bytes(), path.name)


def test_rows_are_read_whatever_the_order_of_the_columns(tmp_path) -> None:
    found = _read(
        tmp_path, "Roll;E-postadress;Namn;Kommun;fr.o.m.\nRektor; KIM@exempel.invalid ;Kim  Prov;Vara;2026-8-1\n;;;;\n"
    )
    assert found.problems == ()
    assert list(found.rows) == [
        {
            "row": 2,
            "name": "Kim Prov",
            "email": "kim@exempel.invalid",
            "role": "Rektor",
            "place": "Vara",
            "network": "",
            "from": date(2026, 8, 1),
            "to": None,
        }
    ]


@pytest.mark.parametrize(
    ("line", "where", "said"),
    [
        (",k@e.se,rektor,Hjo,,,", "Rad 2, kolumn namn", "Cellen är tom. Skriv namn, eller ta bort raden."),
        (
            "Kim,k@e,rektor,Hjo,,,",
            "Rad 2, kolumn e-post",
            "”k@e” är ingen e-postadress. Skriv en adress, till exempel namn@kommun.se.",
        ),
        (
            "Kim,k@e.se,rektor,Hjo,,31 maj,",
            "Rad 2, kolumn från",
            f"”31 maj” är inget datum. Skriv år, månad, dag: {today.day()}.",
        ),
        (
            "Kim,k@e.se,rektor,Hjo,,2026-02-30,",
            "Rad 2, kolumn från",
            f"”2026-02-30” är inget datum. Skriv år, månad, dag: {today.day()}.",
        ),
        (
            "Kim,k@e.se,rektor,Hjo,,2026-02-01,2025-01-01",
            "Rad 2, kolumn till",
            "Perioden slutar innan den börjar. Ändra från eller till.",
        ),
        ("K" * 121 + ",k@e.se,rektor,Hjo,,,", "Rad 2, kolumn namn", "Texten är 121 tecken. Korta den till högst 120."),
    ],
)
def test_what_is_wrong_is_told_with_row_column_and_remedy(line, where, said, tmp_path) -> None:
    found = _read(tmp_path, HEAD + line + "\nAda,a@e.se,rektor,Hjo,,,\n")
    assert [(p.where, f"{p.message} {p.remedy}") for p in found.problems] == [(where, said)]
    assert found.rows == ()


def test_one_address_with_two_names_is_refused(tmp_path) -> None:
    found = _read(tmp_path, HEAD + "Kim,k@e.se,rektor,Hjo,,,\nAda,k@e.se,rektor,Hjo,,,\n")
    assert "Adressen k@e.se har ett annat namn på rad 2: ”Kim”." in found.problems[0].message


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "p.csv", "Filen är tom."),
        ("namn,roll,plats\nKim,rektor,Hjo\n", "p.csv", "Rubriken ”e-post” saknas."),
        (HEAD, "p.csv", "Filen har inga personer under rubrikraden."),
        ("namn,namn,e-post,roll\n", "p.csv", "Rubriken ”namn” finns två gånger."),
        ("namn,e-post,roll,Kommun,Skola\n", "p.csv", "”Kommun” och ”Skola” betyder båda plats."),
        (b"PK\x03\x04trasig", "p.xlsx", "Filen är skadad: den går inte att packa upp."),
        (HEAD + "K\0im,k@e.se,rektor,Hjo,,,\n", "p.csv", "Filen innehåller tecken som inte hör hemma i text."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(text, name, said, tmp_path) -> None:
    found = _read(tmp_path, text, name)
    assert [p.message for p in found.problems] == [said]
    assert found.rows == ()


def test_a_sheet_that_is_not_read_is_told() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for name, person in (("Hjo", "Kim"), ("Vara", "Ada"), ("Tom", "")):
        sheet = book.add_worksheet(name)
        if person:
            sheet.write_row(0, 0, ["Namn", "E-post", "Roll", "Plats"])
            sheet.write_row(1, 0, [person, f"{person.lower()}@e.se", "rektor", name])
    book.close()
    read = read_people(content.getvalue(), "p.xlsx")
    assert [row["name"] for row in read.rows] == ["Kim"]
    assert [p.message for p in read.problems] == ["Bara det första bladet är läst, inte ”Vara”."]
