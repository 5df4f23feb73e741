"""What Word does not show is not read: hidden, deleted and moved text, fields that nobody filled in; boxes as ticked."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.minutes.reading import understood

_NS = nsdecls("w")


def word(*blocks: str, styles: str = "") -> bytes:
    """A document with paragraphs and tables written as Word's own XML."""
    document = docx.Document()
    body: Any = document.element.body
    for xml in ("<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Träff 2026-11-05</w:t></w:r></w:p>", *blocks):
        node = parse_xml(xml.replace(">", f" {_NS}>", 1) if xml[-2:] != "/>" else xml)
        body.insert(len(body) - 1, node)
    if styles:
        document.styles.element.append(parse_xml(styles.replace(">", f" {_NS}>", 1)))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


HIDDEN_STYLE = "<w:style w:type='character' w:styleId='Dold'><w:name w:val='Dold'/><w:rPr><w:vanish/></w:rPr></w:style>"
HIDDEN_PARAGRAPHS = "<w:style w:type='paragraph' w:styleId='DoldStycke'><w:name w:val='Dold stycke'/><w:rPr><w:vanish/></w:rPr></w:style>"
UNSEEN = {
    "hidden": (paragraph(run("Synligt. ") + run("HEMLIGT", "<w:vanish/>")), ""),
    "hidden by a style": (paragraph(run("Synligt. ") + run("HEMLIGT", "<w:rStyle w:val='Dold'/>")), HIDDEN_STYLE),
    "hidden paragraph": (
        paragraph(run("Synligt.")) + "",
        "",
    ),
    "deleted": (
        paragraph(run("Synligt. ") + "<w:del w:id='1' w:author='A'><w:r><w:delText>HEMLIGT</w:delText></w:r></w:del>"),
        "",
    ),
    "moved": (
        paragraph(run("Synligt. ") + "<w:moveFrom w:id='1' w:author='A'>" + run("HEMLIGT") + "</w:moveFrom>"),
        "",
    ),
    "moved and hidden within": (
        paragraph(
            run("Synligt. ") + "<w:ins w:id='2' w:author='A'>" + run("HEMLIGT", "<w:vanish w:val='1'/>") + "</w:ins>"
        ),
        "",
    ),
    "not filled in": (
        paragraph(
            run("Synligt. ")
            + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("HEMLIGT: klicka här")
            + "</w:sdtContent></w:sdt>"
        ),
        "",
    ),
    "a field's instruction": (
        paragraph(
            run("Synligt. ")
            + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HEMLIGT</w:instrText></w:r>"
            + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        ),
        "",
    ),
}


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_word_does_not_show_is_not_read(kind) -> None:
    xml, style = UNSEEN[kind]
    found = understood(word(xml, styles=style), "x.docx")
    said = str(found)
    assert "Synligt." in said
    assert "HEMLIGT" not in said


def test_a_hidden_paragraph_is_not_read_and_one_that_shows_again_is() -> None:
    hidden = paragraph(run("HEMLIGT"), "<w:pStyle w:val='DoldStycke'/>")
    shown = paragraph(run("Synligt ändå", "<w:vanish w:val='0'/>"), "<w:pStyle w:val='DoldStycke'/>")
    said = str(understood(word(hidden, shown, styles=HIDDEN_PARAGRAPHS), "x.docx"))
    assert "HEMLIGT" not in said
    assert "Synligt ändå" in said


def test_moved_and_inserted_text_stands_once_where_it_is_now() -> None:
    away = paragraph("<w:moveFrom w:id='1' w:author='A'>" + run("En mening.") + "</w:moveFrom>")
    here = paragraph("<w:moveTo w:id='2' w:author='A'>" + run("En mening.") + "</w:moveTo>")
    added = paragraph("<w:ins w:id='3' w:author='A'>" + run("Ny mening.") + "</w:ins>")
    notes = [n for i in understood(word(away, here, added), "x.docx").items for n in i.notes]
    assert notes == ["En mening.", "Ny mening."]


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def box(sign: str) -> str:
    return paragraph(f"<w:sdt><w:sdtPr/><w:sdtContent>{run(sign)}</w:sdtContent></w:sdt>")


TICKS = {
    "control": (box("☒"), box("☐")),
    "symbol": (
        paragraph("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"),
        paragraph("<w:r><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"),
    ),
    "form": (
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>"
        ),
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/></w:checkBox></w:ffData></w:fldChar></w:r>"
        ),
    ),
    "cross and stroke": (paragraph(run("X")), paragraph(run("–"))),
    "words": (paragraph(run("ja")), paragraph(run("nej"))),
}


@pytest.mark.parametrize("kind", TICKS)
def test_boxes_and_marks_in_a_table_say_who_was_there(kind) -> None:
    yes, no = TICKS[kind]
    head = row(*(paragraph(run(t)) for t in ("Namn", "Kommun", "Närvaro")))
    rows = [
        row(paragraph(run(name)), paragraph(run(place)), mark)
        for name, place, mark in (("Alva Saga", "Vara", yes), ("Bo Dikt", "Hjo", yes), ("Eva Sägen", "Skövde", no))
    ]
    found = understood(
        word(table(head, *rows), paragraph(run("Text.")), paragraph(run("Läget"), "<w:pStyle w:val='Heading1'/>")),
        "x.docx",
    )
    assert [p.name for p in found.participants] == ["Alva Saga", "Bo Dikt"], found
    assert "Eva Sägen" in str(found.items[0])


def test_a_deleted_row_is_not_read_and_a_row_with_paragraphs_stays_one() -> None:
    head = row(*(paragraph(run(t)) for t in ("Nr", "Ärende", "Anteckning")))
    gone = row(*(paragraph(run(t)) for t in ("1", "HEMLIGT", "x")), properties="<w:del w:id='1' w:author='A'/>")
    two = row(
        paragraph(run("2")),
        paragraph(run("Läsning")),
        paragraph(run("Alla provar.")) + paragraph(run("Vi jämför i vår.")),
    )
    found = understood(word(table(head, gone, two)), "x.docx")
    assert "HEMLIGT" not in str(found)
    assert "2 | Läsning | Alla provar. Vi jämför i vår." in [n for i in found.items for n in i.notes]
