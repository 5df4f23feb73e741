"""Text in the colour of what it stands on, or too small to read, is not content and is told, in every kind of file."""

from __future__ import annotations

import pytest

from tests.sources.minutes.reading import understood
from tests.sources.minutes.test_columns_of_a_page import TITLE, Drawn, pdf
from tests.sources.minutes.test_other_formats import opendocument
from tests.sources.minutes.test_unseen_in_word import paragraph, row, run, table, word

WHITE, BLACK = "<w:color w:val='FFFFFF'/>", "<w:color w:val='000000'/>"
RED = "<w:color w:val='FF0000'/>"
CELL = "<w:tc><w:tcPr><w:shd w:val='clear' w:fill='{fill}'/></w:tcPr>{inner}</w:tc>"


def styled(kind: str, properties: str, of_paragraph: str = "") -> str:
    return (
        f"<w:style w:type='{kind}' w:styleId='Egen'><w:name w:val='Egen'/><w:pPr>{of_paragraph}</w:pPr>"
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


IN_STYLE = "<w:rStyle w:val='Egen'/>"
OF_STYLE = "<w:pStyle w:val='Egen'/>"
SHADED = "<w:shd w:val='clear' w:color='auto' w:fill='{0}'/>"
UNSEEN = {
    "white": (paragraph(run("HEMLIGT", WHITE)), ""),
    "nearly white": (paragraph(run("HEMLIGT", "<w:color w:val='F8F8F8'/>")), ""),
    "the paper's theme colour": (
        paragraph(run("HEMLIGT", "<w:color w:val='FFFFFF' w:themeColor='background1'/>")),
        "",
    ),
    "one point": (paragraph(run("HEMLIGT", "<w:sz w:val='2'/>")), ""),
    "two points": (paragraph(run("HEMLIGT", "<w:sz w:val='4'/>")), ""),
    "white by a style": (paragraph(run("HEMLIGT", IN_STYLE)), styled("character", WHITE)),
    "small by the paragraph's style": (paragraph(run("HEMLIGT"), OF_STYLE), styled("paragraph", "<w:sz w:val='2'/>")),
    "blacked out": (paragraph(run("HEMLIGT", BLACK + SHADED.format("000000"))), ""),
    "blacked out with a marker pen": (paragraph(run("HEMLIGT", BLACK + "<w:highlight w:val='black'/>")), ""),
    "as its cell": (
        f"<w:tbl><w:tr>{CELL.format(fill='FF0000', inner=paragraph(run('HEMLIGT', RED)))}</w:tr></w:tbl>",
        "",
    ),
    "in a plain table": (table(row(paragraph(run("HEMLIGT", WHITE)), paragraph(run("x")))), ""),
    "marked as hidden": (paragraph(run("HEMLIGT", "<w:vanish/>")), ""),
}
SEEN = {
    "white on a dark run": (paragraph(run("SYNS", WHITE + SHADED.format("1F3864"))), ""),
    "white on a marker pen": (paragraph(run("SYNS", WHITE + "<w:highlight w:val='darkBlue'/>")), ""),
    "white on a dark paragraph": (paragraph(run("SYNS", WHITE), SHADED.format("000000")), ""),
    "white in a dark cell": (f"<w:tbl><w:tr>{CELL.format(fill='444444', inner=paragraph(run('SYNS', WHITE)))}</w:tr></w:tbl>", ""),
    "white on a pattern": (paragraph(run("SYNS", WHITE), "<w:shd w:val='pct50' w:fill='FFFFFF'/>"), ""),
    "white by a style that shades": (
        paragraph(run("SYNS"), OF_STYLE),
        styled("paragraph", WHITE, SHADED.format("003366")),
    ),
    "grey": (paragraph(run("SYNS", "<w:color w:val='808080'/>")), ""),
    "automatic": (paragraph(run("SYNS", "<w:color w:val='auto'/>")), ""),
    "five points": (paragraph(run("SYNS", "<w:sz w:val='10'/>")), ""),
    "black again in a white style": (paragraph(run("SYNS", BLACK), OF_STYLE), styled("paragraph", WHITE)),
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSEEN)
def test_unseen_text_in_word_is_left_out_and_told(kind: str) -> None:
    xml, style = UNSEEN[kind]
    result = understood(word(paragraph(run("Synligt.")), xml, styles=style), "x.docx")
    assert "HEMLIGT" not in str(result)
    assert "Synligt." in str(result)
    [said] = [p for p in result.problems if "Dold text lästes inte" in p]
    assert "ett ställe" in said


@pytest.mark.parametrize("kind", SEEN)
def test_text_that_is_seen_in_word_is_read(kind: str) -> None:
    xml, style = SEEN[kind]
    result = understood(word(paragraph(run("Synligt.")), xml, styles=style), "x.docx")
    assert "SYNS" in str(result)
    assert not any("Dold text" in p for p in result.problems)


def test_blanks_that_nobody_sees_are_not_told() -> None:
    result = understood(word(paragraph(run("Synligt.") + run(" ", "<w:sz w:val='2'/>"))), "x.docx")
    assert not any("Dold text" in p for p in result.problems)


PAGES = {
    "white": ("<p style='color:#fff'>HEMLIGT</p>", True),
    "white in words": ("<p><font color=white>HEMLIGT</font></p>", True),
    "one point": ("<p>Kvar <span style='font-size:1.0pt'>HEMLIGT</span></p>", True),
    "no size": ("<div style='font-size:0'>HEMLIGT</div>", True),
    "as its cell": ("<table><tr><td bgcolor='#00FF00' style='color:rgb(0, 255, 0)'>HEMLIGT</td><td>x</td></tr></table>", True),
    "seen through": ("<p style='opacity:0'>HEMLIGT</p>", True),
    "marked as hidden": ("<p style='display:none'>HEMLIGT</p>", True),
    "white on dark": ("<div style='background:#123456'><p style='color:white'>HEMLIGT</p></div>", False),
    "white on a picture": ("<div style='background:url(x.png)'><p style='color:white'>HEMLIGT</p></div>", False),
    "white around black": ("<div style='color:#ffffff'><p style='color:black'>HEMLIGT</p></div>", False),
    "ten points": ("<p style='font-size:10pt;color:#333'>HEMLIGT</p>", False),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_unseen_text_on_a_page_is_left_out_and_told(kind: str) -> None:
    html, is_hidden = PAGES[kind]
    page = f"<html><body><h1>Träff 2026-11-05</h1><p>Synligt.</p>{html}<p>Efteråt.</p></body></html>"
    result = understood(page, "x.html")
    assert ("HEMLIGT" in str(result)) == (not is_hidden)
    assert ("Dold text lästes inte" in " ".join(result.problems)) == is_hidden
    assert "Synligt." in str(result)
    assert "Efteråt." in str(result)


FO = "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'"
SPAN = "<text:p>Synligt. <text:span text:style-name='Z'>HEMLIGT</text:span> Efteråt.</text:p>"
TEXTS = {
    "white": ("text", "<style:text-properties fo:color='#ffffff'/>", SPAN, True),
    "one point": ("text", "<style:text-properties fo:font-size='1pt'/>", SPAN, True),
    "blacked out": ("text", "<style:text-properties fo:color='#000000' fo:background-color='#000000'/>", SPAN, True),
    "marked as hidden": ("text", "<style:text-properties text:display='none'/>", SPAN, True),
    "white on dark": ("text", "<style:text-properties fo:color='#ffffff' fo:background-color='#000000'/>", SPAN, False),
    "a white paragraph": (
        "paragraph",
        "<style:text-properties fo:color='#ffffff'/>",
        "<text:p>Synligt. Efteråt.</text:p><text:p text:style-name='Z'>HEMLIGT</text:p>",
        True,
    ),
    "a white paragraph on dark": (
        "paragraph",
        "<style:paragraph-properties fo:background-color='#003366'/><style:text-properties fo:color='#ffffff'/>",
        "<text:p>Synligt. Efteråt.</text:p><text:p text:style-name='Z'>HEMLIGT</text:p>",
        False,
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_unseen_text_in_an_opendocument_is_left_out_and_told(kind: str) -> None:
    family, properties, content, is_hidden = TEXTS[kind]
    style = f"<style:style {FO} style:name='Z' style:family='{family}'>{properties}</style:style>"
    result = understood(opendocument(f"<text:h>Träff 2026-11-05</text:h>{style}{content}"), "x.odt")
    assert ("HEMLIGT" in str(result)) == (not is_hidden)
    assert ("Dold text lästes inte" in " ".join(result.problems)) == is_hidden
    assert "Synligt." in str(result)
    assert "Efteråt." in str(result)


@pytest.mark.parametrize("size", [0.5, 1, 2])
def test_letters_of_a_pdf_too_small_to_read_are_left_out_and_told(size: float) -> None:
    drawn: list[Drawn] = [
        TITLE,
        (60, 740, 10, False, "Synligt."),
        (60, 725, size, False, "HEMLIGT"),
        (60, 710, 10, False, "Efteråt."),
    ]
    result = understood(pdf(drawn), "x.pdf")
    assert "HEMLIGT" not in str(result)
    assert any("Dold text lästes inte" in p for p in result.problems)
    assert [n for n in ("Synligt.", "Efteråt.") if n in str(result)] == ["Synligt.", "Efteråt."]
