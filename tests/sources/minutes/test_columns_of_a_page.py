"""A PDF in two columns is read one column at a time, whatever order it was drawn in; a table is read row by row."""

from __future__ import annotations

import pytest

from tests.sources.minutes.reading import understood

#: (x, y, size, bold, text)
Drawn = tuple[float, float, float, bool, str]

LEFT = [
    (True, "Närvarande"),
    (False, "Alva Saga (Vara)"),
    (False, "Bo Dikt (Hjo)"),
    (True, "Läsning i förskolan"),
    (False, "Alla kommuner har provat att läsa"),
    (False, "varje morgon. Resultatet följs upp"),
    (False, "med en gemensam bild i april och"),
    (False, "redovisas för nämnden i juni."),
]
RIGHT = [
    (True, "Beslut"),
    (False, "Vara lämnar siffror till Bo senast"),
    (False, "den 20 november. Han sammanställer"),
    (False, "och skickar ut en bild till alla."),
    (True, "Nästa träff"),
    (False, "Torsdag 14 januari kl 9–12"),
    (False, "Fredag 12 mars kl 13–15"),
]


def pdf(drawn: list[Drawn], rules: bytes = b"") -> bytes:
    """A page drawn in the given order, as a PDF in the simplest form there is; ``rules`` are its strokes."""
    body = rules
    for x, y, size, bold, text in drawn:
        shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        body += b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (b"F2" if bold else b"F1", size, x, y, shown)
    fonts = b"".join(
        b"/%s << /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >> " % (key, name)
        for key, name in ((b"F1", b"Helvetica"), (b"F2", b"Helvetica-Bold"))
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << %s>> >> >>"
        % fonts,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
    ]
    content, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(content),
    )


def column(x: float, lines: list[tuple[bool, str]], top: float = 740) -> list[Drawn]:
    return [(x, top - 15 * n, 12 if bold else 10, bold, text) for n, (bold, text) in enumerate(lines)]


TITLE: Drawn = (60, 790, 16, True, "Nätverksbrev den 5 november 2026")
FOOT: Drawn = (60, 40, 8, False, "Sida 1 av 1")
COLUMNS = column(60, LEFT), column(310, RIGHT)
ORDERS = {
    "row by row": [TITLE, *sorted([*COLUMNS[0], *COLUMNS[1]], key=lambda one: (-one[1], one[0])), FOOT],
    "column by column": [TITLE, *COLUMNS[0], *COLUMNS[1], FOOT],
    "the right one first": [*COLUMNS[1], *COLUMNS[0], TITLE, FOOT],
    "from below": [FOOT, *sorted([*COLUMNS[0], *COLUMNS[1]], key=lambda one: (one[1], one[0])), TITLE],
    "word by word": [
        TITLE,
        *[
            (x + 0.56 * size * start, y, size, bold, word)
            for x, y, size, bold, text in sorted([*COLUMNS[0], *COLUMNS[1]], key=lambda one: (-one[1], one[0]))
            for start, word in [(text.find(" " + w) + 1 if n else 0, w) for n, w in enumerate(text.split())]
        ],
        FOOT,
    ],
}


@pytest.mark.parametrize("order", ORDERS)
def test_columns_are_read_one_after_the_other(order) -> None:
    found = understood(pdf(ORDERS[order]), "brev.pdf")
    assert found.begins == "2026-11-05"
    assert [(p.name, p.municipality) for p in found.participants] == [("Alva Saga", "Vara"), ("Bo Dikt", "Hjo")]
    assert [i.heading for i in found.items] == ["Läsning i förskolan", "Beslut", "Nästa träff"]
    assert found.items[0].notes == (
        "Alla kommuner har provat att läsa varje morgon. Resultatet följs upp med en gemensam bild i april och "
        "redovisas för nämnden i juni.",
    )
    assert len(found.items[1].notes) == 1
    assert [str(p.day) for p in found.planned] == ["2027-01-14", "2027-03-12"]
    assert any("två spalter" in p for p in found.problems)


def test_labels_beside_their_values_are_read_row_by_row() -> None:
    rows = [
        ("Plats och tid", "Stora salen, den 5 november 2026 kl 13.00–16.15"),
        ("Beslutande", "Alva Saga (C), ordförande"),
        ("", "Bo Dikt (M)"),
        ("", "Cia Fabel (S)"),
        ("Frånvarande", "Eva Sägen (V)"),
        ("Övriga närvarande", "Fia Roman, skolchef"),
    ]
    drawn: list[Drawn] = [(60, 790, 14, True, "Gymnasienämnden")]
    for n, (label, value) in enumerate(rows):
        drawn += [(60, 740 - 15 * n, 10, False, label)] if label else []
        drawn += [(220, 740 - 15 * n, 10, False, value)]
    drawn += [
        (60, 600, 10, False, "§ 1 Mötet öppnas"),
        (60, 585, 10, False, "Text."),
        (60, 560, 10, False, "§ 2 Slut"),
        (60, 545, 10, False, "Text."),
    ]
    found = understood(pdf(drawn), "protokoll.pdf")
    assert [p.name for p in found.participants] == ["Alva Saga", "Bo Dikt", "Cia Fabel", "Fia Roman"], found
    assert found.begins == "2026-11-05T13:00"
    assert "Eva Sägen" in str(found.items[0])


def test_an_attendance_table_is_read_row_by_row() -> None:
    rows = [
        ("Namn", "Kommun", "Närvaro"),
        ("Alva Saga", "Vara", "x"),
        ("Bo Dikt", "Hjo", "x"),
        ("Eva Sägen", "Skövde", "-"),
    ]
    drawn: list[Drawn] = [TITLE]
    for n, cells in enumerate(rows):
        drawn += [(x, 740 - 15 * n, 10, n == 0, cell) for x, cell in zip((60, 220, 380), cells, strict=True)]
    drawn += [(60, 640, 12, True, "Läget"), (60, 620, 10, False, "Inget nytt.")]
    found = understood(pdf(drawn), "lista.pdf")
    assert [(p.name, p.municipality) for p in found.participants] == [("Alva Saga", "Vara"), ("Bo Dikt", "Hjo")], found
    assert "Eva Sägen" in str(found.items[0])
