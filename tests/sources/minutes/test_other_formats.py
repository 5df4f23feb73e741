"""Web pages, mails and OpenDocument are read; what is not read is refused with the format's name."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from spiral.sources.minutes import Minutes, Unreadable
from tests.sources.minutes.reading import plans, understood

HTML = """<!DOCTYPE html><html><head><title>Fliken</title><style>p {color: red}</style></head><body>
<h1>Nätverksträff</h1>
<p class=MsoNormal>den 5 november
   2026 kl 13–15</p>
<h2>Närvarande</h2>
<table><tr><th>Namn</th><th>Kommun</th><th>Närvaro</th></tr>
<tr><td>Alva Saga</td><td>Vara</td><td>x</td></tr><tr><td>Bo Dikt</td><td>Hjo</td><td>x</td></tr>
<tr><td>Eva Sägen</td><td>Skövde</td><td>–</td></tr></table>
<h2>Läget</h2>
<ul><li>Alla provar att läsa</li><li>Vi <b>jämför</b> i vår</li></ul>
<p style="display:none">HEMLIGT</p><script>var HEMLIGT = 1;</script><p hidden>HEMLIGT</p><p>Kvar.<del>HEMLIGT</del></p>
<p>Se <a href="https://example.org/sida">sidan</a>.<br>En rad till.</p>
<h2>Nästa träff</h2><p>3/12 kl 9</p></body></html>"""


def mail(*, is_html: bool, attached: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Alva Saga <alva@example.org>", "alla@example.org"
    message["Subject"], message["Date"] = "SV: Nätverksträff", "Fri, 06 Nov 2026 08:12:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(
        "den 5 november 2026 kl 13–15\n\nNärvarande\nAlva Saga (Vara)\nBo Dikt (Hjo)\n\nFrånvarande: Eva Sägen (Skövde)\n\n"
        "Läget\n\n- Alla provar att läsa\n- Vi jämför i vår\n\nKvar.\n\nSe sidan (https://example.org/sida).\nEn rad till.\n\n"
        "Nästa träff\n\n3/12 kl 9\n"
    )
    if is_html:
        message.add_alternative(HTML.replace("<h1>Nätverksträff</h1>", ""), subtype="html")
    if attached:
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="protokoll.docx")
    return message.as_bytes()


def opendocument(content: str, mimetype: str = "application/vnd.oasis.opendocument.text") -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
        for short, name in (
            ("office", "office:1.0"),
            ("text", "text:1.0"),
            ("table", "table:1.0"),
            ("style", "style:1.0"),
        )
    )
    styles = (
        '<office:automatic-styles><style:style style:name="H" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style></office:automatic-styles>"
    )
    whole = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{styles}'
        f"<office:body><office:text>{content}</office:text></office:body></office:document-content>"
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", whole)
    return kept.getvalue()


def cells(*texts: str) -> str:
    inner = "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in texts)
    return f"<table:table-row>{inner}</table:table-row>"


ODT = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>HEMLIGT</text:p></text:deletion></text:changed-region>"
    "</text:tracked-changes>"
    "<text:h text:outline-level='1'>Nätverksträff</text:h><text:p>den 5 november<text:s/>2026 kl 13–15</text:p>"
    "<text:h text:outline-level='2'>Närvarande</text:h><table:table>"
    + cells("Namn", "Kommun", "Närvaro")
    + cells("Alva Saga", "Vara", "x")
    + cells("Bo Dikt", "Hjo", "x")
    + cells("Eva Sägen", "Skövde", "–")
    + "</table:table><text:h text:outline-level='2'>Läget</text:h>"
    "<text:list><text:list-item><text:p>Alla provar att läsa</text:p></text:list-item>"
    "<text:list-item><text:p>Vi <text:span>jämför</text:span> i vår</text:p></text:list-item></text:list>"
    "<text:p>Kvar.<text:span text:style-name='H'>HEMLIGT</text:span></text:p>"
    "<text:p>Se sidan (https://example.org/sida).<text:line-break/>En rad till.</text:p>"
    "<text:h text:outline-level='2'>Nästa träff</text:h><text:p>3/12 kl 9</text:p>"
)
READ = {
    "page.html": HTML.encode(),
    "page.htm": HTML.replace("<!DOCTYPE html><html>", "<html>").encode("utf-16"),
    "part.html": HTML[HTML.index("<h1>") : HTML.index("</body>")].encode(),
    "html.eml": mail(is_html=True),
    "text.eml": mail(is_html=False),
    "attached.eml": mail(is_html=True, attached=True),
    "text.odt": opendocument(ODT),
}


@pytest.mark.parametrize("name", READ)
def test_other_formats_say_the_same(name) -> None:
    found = understood(READ[name], name)
    assert found.title == "Nätverksträff"
    assert (found.begins, str(found.end)) == ("2026-11-05T13:00", "15:00:00")
    assert [(p.name, p.municipality) for p in found.participants] == [("Alva Saga", "Vara"), ("Bo Dikt", "Hjo")]
    assert "Eva Sägen" in str(found.items[0])
    assert [i.heading for i in found.items] == ["Frånvarande", "Läget", "Nästa träff"]
    assert found.items[1].notes == (
        "Alla provar att läsa",
        "Vi jämför i vår",
        "Kvar.",
        "Se sidan (https://example.org/sida).",
        "En rad till.",
    )
    assert [p[:2] for p in plans(found)] == [("2026-12-03", "09:00")]
    assert "HEMLIGT" not in str(found)
    assert "Fliken" not in str(found)


def test_a_mail_says_who_sent_it_and_that_an_attachment_was_not_read() -> None:
    found = understood(READ["attached.eml"], "attached.eml")
    assert any("alva@example.org" in line for line in found.unparsed)
    assert any("protokoll.docx" in p for p in found.problems)


def test_a_mail_pasted_as_text_is_a_text() -> None:
    found: Minutes = understood("Från: Alva\nSkickat: den 6 november 2026\nÄmne: Träff\n\nLäget\n\nAlla provar.\n")
    assert "Alla provar." in str(found)


REFUSED = {
    "x.vtt": (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Alva>Hej</v>\n", ".vtt"),
    "bom.vtt": (b"\xef\xbb\xbfWEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHej\n", ".vtt"),
    "wide.vtt": ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHej\n".encode("utf-16"), ".vtt"),
    "x.srt": (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHej\r\n", ".srt"),
    "cut.txt": (b"Mote\n" + b"00:00:01.000 --> 00:00:02.000\nHej\n" * 4, ".vtt"),
    "x.rtf": (b"{\\rtf1\\ansi Hej}", ".rtf"),
    "x.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc"),
    "x.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".msg"),
    "x.one": (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1" + b"\0" * 60, ".one"),
    "x.ics": (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ".ics"),
    "x.png": (b"\x89PNG\r\n\x1a\n", ".png"),
    "x.jpg": (b"\xff\xd8\xff\xe0", ".jpg"),
}


def package(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>" if name.endswith("xml") else "x")
    return kept.getvalue()


REFUSED |= {
    "x.pages": (package("Index/Document.iwa", "Metadata/Properties.plist"), ".pages"),
    "x.xlsx": (package("xl/workbook.xml", "[Content_Types].xml"), ".xlsx"),
    "x.pptx": (package("ppt/presentation.xml", "[Content_Types].xml"), ".pptx"),
    "x.ods": (opendocument("", "application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_with_the_formats_name(name) -> None:
    content, suffix = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        understood(content, name)
    assert suffix in refused.value.problem.message
    assert refused.value.problem.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"<html>" + b"<div>" * 50_000 + b"x",
        b"<html><body>" + b"<b>" * 20_000 + b"x",
        b"<html>" + b"<table><tr><td>" * 3_000,
        b"From: a@example.org\nMessage-ID: <1>\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 300,
        b"<html><!DOCTYPE x [<!ENTITY a 'aaaa'>]><body>&a;&a;</body></html>",
    ],
)
def test_a_page_or_a_mail_made_to_be_deep_is_read_or_refused(content) -> None:
    try:
        understood(content, "x.html")
    except Unreadable as refused:
        assert refused.problem.remedy
