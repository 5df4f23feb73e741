"""A sheet as people make them: titles, hidden sheets, merged cells, formulas that failed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from spiral.sources.people.table import read_people
from spiral.sources.reading.delimited import delimiter_of, without_separator_line
from spiral.sources.reading.handmade import read_lines
from spiral.sources.reading.limits import UPLOAD

HEAD = ["Namn", "E-post", "Roll", "Plats"]
Sheet = xlsxwriter.worksheet.Worksheet


def made(fill: Callable[[xlsxwriter.Workbook, Sheet], None], *, before: str = "") -> bytes:
    """A workbook whose sheet is filled; ``before`` names a hidden sheet that comes first."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    if before:
        hidden = book.add_worksheet(before)
        hidden.write(0, 0, "dolt")
    sheet = book.add_worksheet("Lista")
    if before:
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
    fill(book, sheet)
    book.close()
    return out.getvalue()


def lines(fill: Callable[[xlsxwriter.Workbook, Sheet], None], **more: str) -> list[list[str]]:
    return read_lines(made(fill, **more), "lista.xlsx", UPLOAD)


def test_rows_and_columns_are_the_sheets_own_wherever_the_table_begins() -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(4, 1, ["c", "d"])

    assert lines(fill) == [["", "", ""], ["", "", ""], ["", "a", "b"], ["", "", ""], ["", "c", "d"]]
    assert lines(fill, before="Underlag") == lines(fill)


def test_a_merged_cell_stands_in_each_cell_that_it_covers() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.merge_range(0, 0, 2, 0, "Hjo", book.add_format())
        sheet.write_column(0, 1, ["a", "b", "c", "d"])
        sheet.merge_range(3, 2, 3, 3, "bred", book.add_format())
        sheet.write(0, 3, "e")

    assert lines(fill) == [["Hjo", "a", "", "e"], ["Hjo", "b", "", ""], ["Hjo", "c", "", ""], ["", "d", "bred", "bred"]]


@pytest.mark.parametrize("fault", ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?"])
def test_a_formula_that_failed_is_told_by_its_fault(fault: str) -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["Kim Prov", "kim@exempel.invalid", "rektor"])
        sheet.write_formula(1, 3, "=A9", None, fault)

    reading = read_people(made(fill), "lista.xlsx")
    assert [(p.row, p.column, p.message) for p in reading.problems] == [
        (2, "plats", f"Cellen har ett formelfel ({fault})."),
        (2, "plats", "Cellen är tom."),
    ][: len(reading.problems)]
    assert not reading.ok


def test_a_formula_without_a_result_is_told_and_no_empty_cell() -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write_row(0, 0, [*HEAD, "Nätverk"])
        sheet.write_row(1, 0, ["Kim Prov", "kim@exempel.invalid", "rektor", "Hjo"])
        sheet.write_formula(1, 4, "=VLOOKUP(A2,X!A:B,2,0)", None, "")

    reading = read_people(made(fill), "lista.xlsx")
    assert [(p.row, p.column, p.message) for p in reading.problems] == [
        (2, "nätverk", "Cellen har en formel utan resultat.")
    ]


@pytest.mark.parametrize("text", ["#SAKNAS!", "#VÄRDEFEL!", "#REFERENS!", "#N/A", "=LETARAD(A2;X!A:B;2;0)"])
def test_what_a_swedish_program_saves_of_a_failed_formula_is_told(text: str) -> None:
    reading = read_people(f'namn;e-post;roll;plats\nKim;kim@exempel.invalid;rektor;"{text}"\n'.encode(), "lista.csv")
    assert [p.message for p in reading.problems][0].startswith("Cellen har e")


def test_the_headings_may_stand_under_a_title_and_be_called_what_people_call_them() -> None:
    def fill(_book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write(0, 0, "Nätverkslista hösten 2026")
        sheet.write_row(3, 0, ["Efternamn", "Förnamn", "Mejladress", "Befattning", "Kommun", "Telefon"])
        sheet.write_row(4, 0, ["Prov", "Kim", "mailto:Kim@Exempel.invalid", "Rektor", "Hjo kommun", "0500"])

    reading = read_people(made(fill, before="Gamla"), "lista.xlsx")
    [row] = reading.rows
    assert (row["row"], row["name"], row["email"], row["place"]) == (5, "Kim Prov", "kim@exempel.invalid", "Hjo kommun")


@pytest.mark.parametrize("name", ["12345", "007", "-", "…"])
def test_what_has_no_letter_is_no_name(name: str) -> None:
    reading = read_people(f"namn,e-post,roll,plats\n{name},k@exempel.invalid,rektor,Hjo\n".encode(), "lista.csv")
    assert [(p.row, p.column) for p in reading.problems] == [(2, "namn")]


@pytest.mark.parametrize(
    "written", ["2026-08-01", "2026-8-1", "20260801", "1.8.2026", "01.08.2026", "1/8 2026", "46235", "2026-08-01 00:00"]
)
def test_a_day_is_one_day_and_the_preview_shows_which(written: str) -> None:
    text = f"namn;e-post;roll;plats;från\nKim;kim@exempel.invalid;rektor;Hjo;{written}\n"
    [row] = read_people(text.encode(), "lista.csv").rows
    assert row["from"].isoformat() == "2026-08-01"


@pytest.mark.parametrize("written", ["8/1/2026", "31.2.2026", "1/13 2026", "12", "99999", "２０２６０８０１x"])
def test_what_may_be_two_days_or_none_is_refused(written: str) -> None:
    text = f"namn;e-post;roll;plats;från\nKim;kim@exempel.invalid;rektor;Hjo;{written}\n"
    assert [(p.row, p.column) for p in read_people(text.encode(), "lista.csv").problems] == [(2, "från")]


def test_no_place_is_a_problem_and_never_everywhere() -> None:
    text = "namn;e-post;roll;plats\nAda;ada@exempel.invalid;rektor;Hjo\nBo;bo@exempel.invalid;rektor;\n"
    [problem] = read_people(text.encode(), "lista.csv").problems
    assert (problem.row, problem.column, problem.message) == (3, "plats", "Cellen är tom.")
    [problem] = read_people(b"namn;e-post;roll\nAda;ada@exempel.invalid;rektor\n", "lista.csv").problems
    assert "”plats” saknas" in problem.message


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("namn;e-post\na;b", ";"),
        ("namn,e-post\na,b", ","),
        ("namn\te-post\na\tb", "\t"),
        ('"a;b;c",e-post', ","),
        ("sep=;\nnamn;e-post", ";"),
        ('"sep=,"\r\nnamn,e-post', ","),
        ("SEP=\t\nnamn\te-post", "\t"),
        ("\nnamn|e-post", "|"),
    ],
)
def test_what_stands_between_cells_is_seen_and_said(text: str, delimiter: str) -> None:
    bare, _file, chosen = without_separator_line(text, "f.csv")
    assert chosen == delimiter
    assert "sep=" not in bare.lower()
    assert delimiter_of("ett ord") in (";",)


@pytest.mark.parametrize("between", [";", ",", "\t"])
@pytest.mark.parametrize("first", ["", "sep={}\r\n", '"sep={}"\n'])
def test_people_are_read_whatever_stands_between_them(between: str, first: str) -> None:
    rows = [["Namn", "E-post", "Roll", "Plats"], ["Kim Prov", "kim@exempel.invalid", "Rektor", "Hjo"]]
    text = first.format(between) + "\n".join(between.join(row) for row in rows)
    [row] = read_people(text.encode(), "lista.csv").rows
    assert (row["name"], row["place"], row["row"]) == ("Kim Prov", "Hjo", 2 + bool(first))
