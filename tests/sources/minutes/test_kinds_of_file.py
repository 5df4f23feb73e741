"""Old minutes in every kind of file: text, Word and PDF say the same, and what cannot be read is refused in words."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.sources.minutes import Unreadable
from tests.sources.minutes.reading import DATA, plans, understood


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_says_the_same(encoding) -> None:
    text = (DATA / "paste.txt").read_text(encoding="utf-8").replace("•", "-")
    assert understood(text.encode(encoding)).as_json() == understood(text).as_json()


def test_letters_in_two_parts_and_foreign_line_ends_say_the_same() -> None:
    import unicodedata

    text = (DATA / "paste.txt").read_text(encoding="utf-8")
    assert understood(unicodedata.normalize("NFD", text)).as_json() == understood(text).as_json()
    assert understood(text.replace("\n", "\r\n")).as_json() == understood(text).as_json()


def word_file() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Påhittad nätverksträff", 0)
    document.add_paragraph("den 9 mars 2027 kl. 9.00–12.00")
    document.add_heading("Närvarande", 1)
    table = document.add_table(rows=0, cols=3)
    for row in (("Alva Påhittad", "Vara", "rektor"), ("Bo Hittepå", "Hjo", "")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("Skattning", 1)
    for text in ("Vi läser", "Vi provar", "Vi skriver"):
        document.add_paragraph(text, style="List Number")
    for text in ("1: sällan", "2: ofta"):
        document.add_paragraph(text)
    document.add_paragraph().add_run("En fet rad").bold = True
    document.add_paragraph("Första punkten", style="List Bullet")
    document.add_heading("Datum", 2)
    document.add_paragraph("13 april kl. 9–12 Tema\nradbrytning")
    document.sections[0].header.paragraphs[0].text = "Landskapets kommunalförbund"
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_minutes_in_word_with_styles_lists_a_table_and_a_head() -> None:
    found = understood(word_file(), "x.docx")
    assert (found.title, found.day, found.start, found.end) == (
        "Påhittad nätverksträff",
        date(2027, 3, 9),
        time(9),
        time(12),
    )
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "Vara", "rektor"),
        ("Bo Hittepå", "Hjo", ""),
    ]
    assert [i.heading for i in found.items] == ["Skattning", "En fet rad", "Datum"]
    assert found.items[0].notes == ("1. Vi läser", "2. Vi provar", "3. Vi skriver", "1: sällan", "2: ofta")
    assert (found.statements.scale, found.statements.items) == (
        ("sällan", "ofta"),
        ("Vi läser", "Vi provar", "Vi skriver"),
    )
    assert found.items[1].notes == ("Första punkten",)
    assert plans(found) == [("2027-04-13", "09:00", "12:00", "Tema")]
    assert found.items[2].notes == ("13 april kl. 9–12 Tema", "radbrytning")
    assert found.unparsed == ("Landskapets kommunalförbund",)


def pdf_file() -> bytes:
    from spiral.documents.blocks import Bullets, Document, Paragraph, Section
    from spiral.documents.pdf import pdf

    long = " ".join(["Kommunerna berättade om utvecklingsarbetet och kvalitetsuppföljningen."] * 12)
    people = [Paragraph(x) for x in ("Alva Påhittad (Vara)", "Bo Hittepå (Hjo, skolchef)")]
    return pdf(
        Document(
            "Påhittad träff 2027-03-09",
            "kl. 9.00–12.00",
            [
                Section("Närvarande", people),
                Section("Läget", [Paragraph(long), Bullets.of(["Ett", "Två"])]),
                Section("Datum", [Paragraph("13 april kl. 9.00–12.00 Tema")]),
            ],
        ),
        made_at=datetime(2027, 3, 9, tzinfo=UTC),
    )


def test_minutes_in_a_pdf_with_text() -> None:
    found = understood(pdf_file(), "x.pdf")
    assert found.begins == "2027-03-09T09:00"
    assert [(p.name, p.municipality, p.office) for p in found.participants] == [
        ("Alva Påhittad", "Vara", ""),
        ("Bo Hittepå", "Hjo", "skolchef"),
    ]
    assert [i.heading for i in found.items] == ["Läget", "Datum"]
    assert found.items[0].notes == (
        " ".join(["Kommunerna berättade om utvecklingsarbetet och kvalitetsuppföljningen."] * 12),
        "Ett",
        "Två",
    )
    assert plans(found) == [("2027-04-13", "09:00", "12:00", "Tema")]


def test_words_broken_at_a_lines_end_in_a_pdf_are_whole_again_and_page_numbers_gone() -> None:
    from spiral.sources.minutes.pdf import _Block, _lines, _Row

    rows = [
        _Row(t)
        for t in ("Vi talade om utveck-", "lingsarbete i skol-", "och förskola och om SKIS-", "nätverket.", "2 (3)")
    ]
    assert [line.text for line in _lines([[_Block(rows)]])] == [
        "Vi talade om utvecklingsarbete i skol- och förskola och om SKIS-nätverket."
    ]


def _blank_pdf(password: str = "") -> bytes:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _zip(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Filen är tom"),
        (b" \n\t\n", "Filen är tom"),
        (b"---\n***\n", "ingen text"),
        (b"abc\x00def", "varken text, Word eller PDF"),
        (bytes(range(128, 256)) * 40 + b"\x81\x8d\x8f" * 400, "varken text, Word eller PDF"),
        (b"x" * 5_000_001, "Högst 5 MB"),
        (b"ord " * 60_000, "längre än 200 000 tecken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spara den som .docx"),
        (b"{\\rtf1 hej}", "RTF"),
        (b"\x89PNG\r\n", "bild"),
        (b"PK\x03\x04skadad", "går inte att packa upp"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "inget Word-dokument"),
        (_zip(word__document=b"<x"), "skadad"),
        (_zip(word__document=b"\0" * 61_000_000), "packas upp"),
        (b"%PDF-1.7\nskadad", "skadad"),
        (_blank_pdf(), "bara bilder"),
        (_blank_pdf("hemligt"), "lösenord"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason_and_the_remedy(content, told) -> None:
    with pytest.raises(Unreadable) as refused:
        understood(content, "fil")
    assert told in str(refused.value)
    assert refused.value.problem.remedy


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "Alva Påhittad (Vara), ",
        "1: a, 2: b, ",
        "9-12 ",
        "(",
        "26 januari kl. 9-12 ",
        "[a](",
        "ord, ",
        "1. ",
        "§",
        "Vara ",
        "nästa ord utan slut\n",
        "Ett ord till på raden som aldrig tar slut och som är lång nog för att\n",
        "# A\n",
        "- a\n",
    ],
)
def test_a_file_made_to_be_slow_is_read_in_seconds(piece) -> None:
    began = process_time()
    for label in ("Träff\n\n", "# Träff\n# Närvarande\nA B (Vara)\n"):
        understood(label + piece * (150_000 // len(piece)))
    assert process_time() - began < 8


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe", b"\xef\xbb\xbf", b"# "])
)
def test_no_bytes_crash_it(content, start) -> None:
    try:
        json.dumps(understood(start + content).as_json())
    except Unreadable as refused:
        assert refused.problem.remedy


@pytest.mark.slow
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=30), st.booleans())
def test_no_damage_to_a_word_file_or_a_pdf_crashes_it(at, damage, is_word) -> None:
    whole = _WORD if is_word else _PDF
    at = at * len(whole) // 5000
    try:
        json.dumps(understood(whole[:at] + damage + whole[at + len(damage) :]).as_json())
    except Unreadable as refused:
        assert refused.problem.remedy


_WORD, _PDF = word_file(), pdf_file()
