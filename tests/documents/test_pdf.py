"""Documents as tagged PDF: everything in them, nothing read as markup, every picture described."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from spiral.documents.blocks import (
    Bullet,
    Bullets,
    Columns,
    Comment,
    Document,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.chart import Point, Trend
from spiral.documents.pdf import pdf
from spiral.documents.table import Cell, Table

AT = datetime(2026, 11, 22, 9, 0, 0, 123, tzinfo=UTC)
TREND = Trend(
    title="Meritvärde, Vara",
    subtitle="Kommunens egna skolor",
    description="2024 200 poäng; 2025 203,6 poäng.",
    unit="poäng",
    points=[Point("2024", 200.0), Point("2025", 203.6, 190.0, 217.0, 187)],
)


def _document(text: str = "Vi vågar prata om det.") -> Document:
    exhibit = Exhibit(
        key="merit",
        heading="Meritvärde",
        sentence="Meritvärdet var 203,6 poäng.",
        aside="Sammantaget över fem läsår.",
        value="203,6",
        interval="190 till 217 poäng",
        n="187 elever",
        chart=TREND,
        whole=TREND,
        facts=[("Definition", "Summan av betygen.")],
        comments=[Comment("Två klasser slogs ihop.", "Rektor, Alléskolan")],
        links=[Hyperlink("Så räknar vi", "/hjalp/metod/")],
    )
    masked = Exhibit(key="low", heading="Lägst E", sentence="Visas inte.", mask="Gruppen är för liten.")
    groups = Columns([Section("Grupp 1", [Paragraph("Hjo, Skara", dim=True)], level=3)])
    return Document(
        "Träff den 4 december",
        "Femton av sjutton var med.",
        [
            Section("Beslut", [Paragraph(text), Bullets.of(["Läsa i par", "Skatta igen"]), Facts([("Ägare", "Vara")])]),
            Section("Roller", [Table("Roller", ["Roll", "Kommun"], [[Cell("Presidium"), Cell("Skövde", wide=True)]])]),
            Section(
                "Skolor", [Notice("En skola saknas."), Links([Hyperlink("Alléskolan", "/enhet/45270097/")]), groups]
            ),
            Section("Bilagor", [Bullets([Bullet("plan.pdf", "/fil/1/", "4 dec", "12 kB")])]),
            Section("Resultat", [exhibit, masked]),
        ],
        facts=["Skövde"],
        foot="Spiral",
        notice="Påhittat exempel.",
    )


def _text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize(
    "piece",
    [
        "Träff den 4 december",
        "Femton av sjutton var med.",
        "Vi vågar prata om det.",
        "Läsa i par",
        "Presidium",
        "En skola saknas.",
        "Alléskolan",
        "Grupp 1",
        "4 dec: plan.pdf 12 kB",
        "Meritvärdet var 203,6 poäng.",
        "190 till 217 poäng 187 elever",
        "Sammantaget över fem läsår.",
        "Två klasser slogs ihop.",
        "Gruppen är för liten.",
        "Tabeller, definitioner och källor",
        "Summan av betygen.",
        "203,6 poäng 190–217 poäng 187",
        "Påhittat exempel.",
        "1 / 2",
    ],
)
def test_everything_in_the_document_is_on_paper(piece: str) -> None:
    assert piece in _text(pdf(_document(), made_at=AT))


def test_the_document_is_tagged_and_says_its_language_and_title() -> None:
    reader = PdfReader(io.BytesIO(pdf(_document(), made_at=AT)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("sv")
    assert reader.metadata is not None
    assert reader.metadata.title == "Träff den 4 december"


def test_a_picture_is_described_in_words() -> None:
    content = pdf(_document(), made_at=AT)
    reader = PdfReader(io.BytesIO(content))
    described = [
        str(entry.get_object().get("/Alt", ""))
        for entry in (reader.get_object(i) for i in range(1, len(reader.xref[0]) + 1))
        if hasattr(entry, "get_object") and isinstance(entry, dict) and "/Alt" in entry
    ]
    assert described == ["Meritvärde, Vara. Kommunens egna skolor. 2024 200 poäng; 2025 203,6 poäng."]


def test_links_lead_to_the_site_or_are_only_text() -> None:
    def addresses(content: bytes) -> list[str]:
        pages = PdfReader(io.BytesIO(content)).pages
        notes = [note.get_object() for page in pages for note in page.get("/Annots", ())]
        return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]

    assert addresses(pdf(_document(), made_at=AT)) == []
    assert sorted(addresses(pdf(_document(), made_at=AT, site="https://spiral.example/"))) == [
        "https://spiral.example/enhet/45270097/",
        "https://spiral.example/fil/1/",
        "https://spiral.example/hjalp/metod/",
    ]


@pytest.mark.parametrize(
    "text", ["#panic()", "*fet* _kursiv_ $x^2$ @ref <label>", "= Rubrik", "\\u{41} ``` {{ }} [", "// bort /* bort */"]
)
def test_text_is_never_read_as_markup(text: str) -> None:
    assert "".join(text.split()) in "".join(_text(pdf(_document(text), made_at=AT)).split())


def test_the_same_document_gives_the_same_bytes_and_a_long_one_many_pages() -> None:
    assert pdf(_document(), made_at=AT) == pdf(_document(), made_at=AT)
    assert len(PdfReader(io.BytesIO(pdf(_document("Rad. " * 5000), made_at=AT))).pages) > 3


#: What people write and paste, and what nobody types: a sign of every category, and many at once.
ODD = [
    "bra 😀 möte",
    "محمد läser",
    "李明",
    "Олена і Đorđe",
    "ก่อน",
    "\u202e bakvänt",
    "a\u0308",
    "ﬁn",
    "a & <b>",
    "\uf0b7 Två klasser",
    "\ue000",
    "\ufeffbörja",
    "\u0301 ensam",
    "\u0007\u001b[31m\u007f\u0085\u009b",
    "\ufffe\uffff\U0010ffff",
    "\u200b\u200d\u2066\u2069",
    "\ud800",
    "\x00",
    'u{f0b7} \\u{41} "citat" \\',
    "".join(map(chr, range(0x180, 0x250, 3))),
    "".join(map(chr, range(0x1E00, 0x1F00, 3))),
    "".join(map(chr, range(0x2000, 0x2BFF, 23))),
    "".join(chr(n) for n in range(0xA0, 0x11000, 499)),
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text)[:24])
def test_a_sign_that_the_fonts_lack_stops_no_document(text: str) -> None:
    chart = Trend(title=f"x{text}", subtitle=f"x{text}", description=f"x{text}", points=[Point(text, 1.0)])
    exhibit = Exhibit(key="a", heading=text, sentence=text, chart=chart, whole=chart, facts=[(text, text)])
    paragraphs = [Paragraph(text), Paragraph("Å, ä och ö står kvar."), exhibit]
    document = Document(title=text, lead=text, sections=[Section(text, paragraphs)], foot=text)
    content = pdf(document, made_at=datetime(2026, 11, 28, tzinfo=UTC))
    assert content.startswith(b"%PDF")
    assert "Å, ä och ö står kvar." in _text(content)


def test_only_the_sign_that_the_fonts_lack_is_another() -> None:
    for text in ("Đorđe, Žofie och Łukasz läser", "Олена читає", "Ελένη", "→ ≤ ≥ ≈"):
        assert f"{text} ?" in _text(pdf(_document(f"{text} 😀"), made_at=AT))
    assert "Två klasser ?" in _text(pdf(_document("Två klasser \uf0b7\u200b"), made_at=AT))
