"""Small files that ask for large work; each is told apart by its name."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument."
_WORD = {
    "[Content_Types].xml": f"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPES}wordprocessingml.document.main+xml"/></Types>""",
    "_rels/.rels": """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>""",
}
_SHEET = {
    "[Content_Types].xml": f"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}spreadsheetml.worksheet+xml"/></Types>""",
    "_rels/.rels": """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": """<?xml version="1.0"?><Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>""",
}


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return buffer.getvalue()


def word(body: str | bytes, before: str = "", *, padded: bool = False) -> bytes:
    """A document. ``padded`` with a picture, so that all of it does not deflate suspiciously well."""
    noise = {"word/media/image1.png": random.Random(1).randbytes(1_500_000)} if padded else {}
    head = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>'.encode()
    body = body.encode() if isinstance(body, str) else body
    return package(_WORD | noise | {"word/document.xml": head + body + b"</w:body></w:document>"})


def sheet(rows: str, before: str = "") -> bytes:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<?xml version="1.0"?>{before}<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'
    return package(_SHEET | {"xl/worksheets/sheet1.xml": text})


def cell(place: str, text: str = "namn") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def pdf(pages: int, drawing: bytes) -> bytes:
    """``pages`` pages that share one stream."""
    packed = zlib.compress(drawing, 9)
    kids = " ".join(f"{5 + i} 0 R" for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream",
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>"
    )
    objects += [page] * pages
    told, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(told))
        told += b"%d 0 obj\n" % number + thing + b"\nendobj\n"
    start = len(told)
    told += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    told += b"".join(b"%010d 00000 n \n" % place for place in places)
    return told + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def declared_larger(content: bytes, size: int) -> bytes:
    """The package with every size it declares in its directory replaced."""
    told, at = bytearray(content), content.find(b"PK\x01\x02")
    while at >= 0:
        told[at + 24 : at + 28] = struct.pack("<I", size)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(told)


def words(count: int) -> bytes:
    return b"BT /F 10 Tf 50 700 Td " + b"(Hej alla) Tj 0 -1 Td " * count + b"ET"


ENTITIES = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
    + "]>"
)
MINUTES = {
    "nine million paragraphs": lambda: word(b"<w:p/>" * 9_000_000),
    "nine million paragraphs beside a picture": lambda: word(b"<w:p/>" * 9_000_000, padded=True),
    "half a million elements": lambda: word(b"<w:p><w:r><w:t>Hej</w:t></w:r></w:p>" * 190_000, padded=True),
    "a table in a table": lambda: word(
        b"<w:tbl><w:tr><w:tc>" * 25 + b"<w:p/>" * 100_000 + b"</w:tc></w:tr></w:tbl>" * 25, padded=True
    ),
    "one stream shared by 200 pages": lambda: pdf(200, words(150_000)),
    "one smaller stream shared by 200 pages": lambda: pdf(200, words(2_200)),
    "entities in entities": lambda: word("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", ENTITIES),
    "a hundred thousand levels": lambda: word(b"<w:sdt>" * 90_000 + b"</w:sdt>" * 90_000, padded=True),
    "a size of four gigabytes": lambda: declared_larger(word("<w:p/>"), 4_000_000_000),
    "a size smaller than it is": lambda: declared_larger(word(b"<w:p/>" * 3_000_000), 100),
    "a page that unpacks to 240 MB": lambda: pdf(1, b"q Q " * 60_000_000),
    "one page of many movements": lambda: pdf(1, b"BT " + b"1 0 Td " * 1_300_000 + b"ET"),
    "a line of 200,000 characters": lambda: ("Nästa möte " + "1/1 " * 45_000).encode(),
    "brackets": lambda: ("(" * 190_000).encode(),
    "nothing": lambda: b"",
}
PEOPLE = {
    "a cell at XFD1048576": lambda: sheet(f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'),
    "a million rows of one cell": lambda: sheet("<row><c><v>1</v></c></row>" * 1_000_000),
    "entities in entities": lambda: sheet(f'<row r="1">{cell("A1", "&j;")}</row>', ENTITIES),
    "a size of four gigabytes": lambda: declared_larger(sheet(""), 4_000_000_000),
    "a size smaller than it is": lambda: declared_larger(sheet("<row/>" * 3_000_000), 100),
    "a million addresses on a line": lambda: b"namn,e-post,roll\n" + b"a@a.a," * 330_000,
    "dots": lambda: b"namn,e-post,roll\n" + (b"A B,a@" + b"." * 19_000 + b" x,rektor\n") * 90,
    "a quote that never closes": lambda: b'namn,e-post,roll\n"' + b"x" * 1_900_000,
    "nothing": lambda: b"",
}
