"""A template is fetched, filled in, looked at and saved; everything that is wrong is told at once, and nothing of it is
written."""

from __future__ import annotations

import io
from decimal import Decimal

import fastexcel
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from spiral.see.indicators import actions, intake
from spiral.see.indicators.models import LocalAnswer
from spiral.see.indicators.tests.conftest import LEVELS, NUMBER, SCHOOLS, SHARE
from spiral.see.indicators.values import AnswerContent
from spiral.sources.tables.filled_template import MAX_ROWS
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event

pytestmark = [pytest.mark.figures, pytest.mark.django_db]
HEAD = "Kod;Plats;Svar;Skäl till att inte svara;Kommentar\n"


def send(client, year, content: bytes | str, name: str = "svar.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(f"/egna-indikatorer/ar/{year.pk}/las-in/", {"file": SimpleUploadedFile(name, data)})


def sealed(answer) -> dict[str, str]:
    tree = html.fromstring(answer.content)
    return {"rows": tree.xpath("//input[@name='rows']/@value")[0]}


def said(answer) -> str:
    return " ".join(html.fromstring(answer.content).xpath("string(//main)").split())


def _lines(sheets: fastexcel.ExcelReader, number: int) -> list[list]:
    cells = sheets.load_sheet(number, header_row=None, skip_rows=0, dtypes="string").to_arrow().to_pydict()
    return [list(line) for line in zip(*cells.values(), strict=True)]


def _workbook(lines: list[list]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for r, line in enumerate(lines):
        for c, value in enumerate(line):
            sheet.write(r, c, value)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "cells", "expected"),
    [
        (NUMBER, {"Svar": 5.4}, AnswerContent(number=Decimal("5.4"))),
        (SHARE, {"Antal": 12, "Av": 30}, AnswerContent(hits=12, total=30)),
        (LEVELS, {"Nivå": 2}, AnswerContent(level=2)),
        (LEVELS, {"Skäl till att inte svara": "Nytt system"}, AnswerContent(reason="Nytt system")),
    ],
)
def test_the_template_comes_back_filled_in(content, cells, expected, asked, at, signed_in) -> None:
    year, client = asked(content), signed_in("natverksmedlem")
    sheets = fastexcel.read_excel(client.get(f"/egna-indikatorer/ar/{year.pk}/mall.xlsx").content)
    lines = _lines(sheets, 0)
    assert [line[:2] for line in lines[2:]] == [["Kod", "Plats"], ["1470", "Vara"]], "own places only"
    assert "Räkna klockan tio." in str(_lines(sheets, 1))
    for name, value in cells.items():
        lines[3][lines[2].index(name)] = value
    out = _workbook(lines)
    seen = send(client, year, out, "mall.xlsx")
    assert (seen.status_code, "Ett svar är klart att sparas" in said(seen)) == (200, True), said(seen)
    assert not LocalAnswer.objects.exists()
    client.post(f"/egna-indikatorer/ar/{year.pk}/las-in/spara/", sealed(seen))
    answer = LocalAnswer.objects.get()
    assert intake.values.of(answer) == expected
    assert Event.objects.get(action="indicators.imported").detail == {"answers": 1}
    again = send(client, year, out, "mall.xlsx")
    assert "Filen ändrar ingenting" in said(again)
    assert "En rad är som förut." in said(again)


def test_new_changed_and_unchanged_rows_are_told_apart(asked, at, person, signed_in) -> None:
    year, member = asked(SCHOOLS), viewer_of(person("natverksmedlem"))
    places = list(year.respondents.filter(municipality="1470").order_by("code"))[:4]
    for place, number in zip(places, (3, 4), strict=False):
        actions.answer(place.pk, AnswerContent(number=Decimal(number)), 1, by=member)
    rows = "".join(f"{p.code};{p.name};{n};;\n" for p, n in zip(places, ("3", "5,5", "6", ""), strict=True))
    client = signed_in("natverksmedlem")
    seen = send(client, year, HEAD + rows)
    words = said(seen)
    assert "2 svar är klara att sparas" in words
    assert "En rad är som förut. En rad är utan svar" in words
    assert f"{places[1].name}: 5,5 barn per vuxen Förut: 4,0 barn per vuxen" in words
    client.post(f"/egna-indikatorer/ar/{year.pk}/las-in/spara/", sealed(seen))
    assert sorted(LocalAnswer.objects.values_list("number", flat=True)) == [Decimal(3), Decimal("5.5"), Decimal(6)]


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        ("1470;Vara;fem;;\n", "Rad 2, kolumn Svar:", "”fem” är inget tal. Skriv bara siffror"),
        ("1470;Vara;99;;\n", "Rad 2, kolumn Svar:", "Skriv ett tal från 1 till 15."),
        ("1470;Vara;5;Hann inte;\n", "Rad 2, kolumn Skäl till att inte svara:", "Ta bort svaret, eller skälet."),
        ("1470;Vara;;;Hej\n", "Rad 2, kolumn Svar:", "Skriv svaret, eller varför ni inte kan svara."),
        ("1470;Vara;5;;\n1470;Vara;6;;\n", "Rad 3, kolumn Kod:", "står också på rad 2"),
        ("1470;Vara;5;;\n1496;Skövde;6;;\n", "Rad 3, kolumn Kod:", "Du svarar inte för 1496."),
        ("9999;Någon;5;;\n", "Rad 2, kolumn Kod:", "”9999” är ingen av platserna i frågan."),
        (";Vara;5;;\n", "Rad 2, kolumn Kod:", "Koden saknas."),
        ("1470;Skövde;5;;\n", "Rad 2, kolumn Kod:", "Koden 1470 är Vara, men på raden står Skövde."),
        ("1470;Vara;#REF!;;\n", "Rad 2, kolumn Svar:", "Skriv värdet i stället för formeln."),
        (f"1470;Vara;5;;{'x' * 501}\n", "Rad 2, kolumn Kommentar:", "Korta den till högst 500."),
    ],
)
def test_what_is_wrong_is_told_with_row_column_and_remedy(rows, where, what, asked, signed_in) -> None:
    year = asked()
    answer = send(signed_in("natverksmedlem"), year, HEAD + rows)
    assert answer.status_code == 422
    assert where in said(answer)
    assert what in said(answer)
    assert not LocalAnswer.objects.exists()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "Välj en fil med minst en rad."),
        (b"   \n", "Filen är tom."),
        (b"a;b\n1;2\n", "Rubrikraden saknas."),
        (b"Kod;Plats\n1470;Vara\n", "saknas. Hämta mallen igen"),
        (HEAD.encode(), "Filen har inga rader under rubrikraden."),
        (b"PK\x03\x04 not a workbook", "Filen är skadad"),
        (b"Kod;Plats;Svar;Svar\n1470;Vara;5;6\n", "finns två gånger"),
        (HEAD.encode() + b"1470;Vara;5;;\n" * (MAX_ROWS + 1), f"högst {MAX_ROWS} rader"),
    ],
)
def test_a_file_that_is_no_template_is_answered_in_words(content, what, asked, signed_in) -> None:
    answer = send(signed_in("natverksmedlem"), asked(), content)
    assert answer.status_code == 422
    assert what in said(answer)
    assert not LocalAnswer.objects.exists()


def test_a_preview_that_somebody_has_overtaken_or_forged_writes_nothing(asked, at, person, signed_in) -> None:
    year = asked()
    client = signed_in("natverksmedlem")
    fields = sealed(send(client, year, HEAD + "1470;Vara;5;;\n"))
    address = f"/egna-indikatorer/ar/{year.pk}/las-in/spara/"
    assert "för gammal" in client.post(address, {"rows": fields["rows"] + "x"}, follow=True).content.decode()
    actions.answer(at(year).pk, AnswerContent(number=Decimal(7)), 1, by=viewer_of(person("natverksmedlem")))
    answer = client.post(address, fields, follow=True)
    assert "Någon har svarat under tiden." in answer.content.decode()
    assert LocalAnswer.objects.get().number == Decimal(7)
    other = asked(NUMBER, "2026/27")
    client.post(f"/egna-indikatorer/ar/{other.pk}/las-in/spara/", fields)
    assert LocalAnswer.objects.count() == 1
