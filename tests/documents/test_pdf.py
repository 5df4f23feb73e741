"""Reports as tagged PDF: everything in them, nothing read as markup."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from spiral.documents.pdf import pdf
from spiral.documents.report import Bullets, Facts, Grid, Paragraph, Report, Section

AT = datetime(2026, 11, 22, 9, 0, 0, 123, tzinfo=UTC)


def _report(text: str = "Vi vågar prata om det.") -> Report:
    return Report(
        "Träff den 4 december",
        "Femton av sjutton var med.",
        [
            Section("Beslut", [Paragraph(text), Bullets(["Läsa i par", "Skatta igen"]), Facts([("Ägare", "Vara")])]),
            Section("Roller", [Grid(["Roll", "Kommun"], [["Presidium", "Skövde"]])], level=3),
        ],
        facts=[("Plats", "Skövde")],
        foot="Spiral",
        notice="Påhittat exempel.",
    )


def _text(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())


def test_everything_in_the_report_is_on_the_page() -> None:
    told = _text(pdf(_report(), made_at=AT))
    for piece in (
        "Träff den 4 december",
        "Femton av sjutton var med.",
        "Vi vågar prata om det.",
        "Läsa i par",
        "Vara",
        "Presidium",
        "Skövde",
        "Påhittat exempel.",
        "1 / 1",
    ):
        assert piece in told


def test_the_document_is_tagged_and_says_its_language_and_title() -> None:
    reader = PdfReader(io.BytesIO(pdf(_report(), made_at=AT)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("sv")
    assert reader.metadata is not None
    assert reader.metadata.title == "Träff den 4 december"


@pytest.mark.parametrize(
    "text", ["#panic()", "*fet* _kursiv_ $x^2$ @ref <label>", "= Rubrik", "\\u{41} ``` {{ }} [", "// bort /* bort */"]
)
def test_text_is_never_read_as_markup(text: str) -> None:
    assert "".join(text.split()) in "".join(_text(pdf(_report(text), made_at=AT)).split())


def test_the_same_report_gives_the_same_bytes_and_a_long_one_many_pages() -> None:
    assert pdf(_report(), made_at=AT) == pdf(_report(), made_at=AT)
    assert len(PdfReader(io.BytesIO(pdf(_report("Rad. " * 5000), made_at=AT))).pages) > 3


@pytest.mark.parametrize(
    "text", ["bra 😀 möte", "محمد läser", "李明", "Олена і Đorđe", "ก่อน", "\u202e bakvänt", "a\u0308", "ﬁn"]
)
def test_a_sign_that_the_fonts_lack_stops_no_document(text: str) -> None:
    report = Report(title=text, lead=text, sections=[Section(text, [Paragraph(text)])], foot=text)
    assert pdf(report, made_at=datetime(2026, 11, 28, tzinfo=UTC)).startswith(b"%PDF")
