"""Files as they come when something has gone wrong on the way: other kinds, other signs, halves, headings, places."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from spiral.sources.pupils.check import check
from tests.sources.pupils.judged import FIRST_NAME, Bad, file_of, judge, lines_of
from tests.sources.pupils.made_up import content, form_of, person

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NP3, NP6, NP9 = form_of("np3"), form_of("np6"), form_of("np9")
RIGHT = file_of(GRADES9)
HEADING = [column.name for column in GRADES9.columns]
SIX = range(1, 7)
NOBODY = (None,)


def _zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * 10_000_000)
    return packed.getvalue()


def _refused(text: bytes, kind: str = "other_kind") -> Bad:
    return Bad(text, 2, 0, {kind: NOBODY})


def _joined(*parts: bytes) -> bytes:
    return b"".join(parts)


def _fields(change) -> bytes:
    return content([change(line) for line in lines_of(GRADES9)])


OTHER_KINDS = {
    "nothing at all": _refused(b"", "empty"),
    "blank lines only": _refused(b"\r\n\n \t\r\n", "empty"),
    "separators only": _refused(b";" * 32 + b"\r\n", "empty"),
    "a byte order mark only": _refused(b"\xef\xbb\xbf", "empty"),
    "zeros after a full disk": _refused(b"\0" * 70_000, "empty"),
    "a workbook, hidden sheets and all": _refused(_zipped("[Content_Types].xml", "xl/worksheets/hidden.xml")),
    "a workbook of LibreOffice": _refused(
        b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    ),
    "an old workbook": _refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)),
    "a packed bomb": _refused(_zipped("fil.txt")),
    "a bomb packed once more": _refused(gzip.compress(_zipped("fil.txt"))),
    "a packed file": _refused(gzip.compress(RIGHT)),
    "a PDF": _refused(b"%PDF-1.7\n" + RIGHT),
    "a picture": _refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a page of the web": _refused(b"\r\n <!DOCTYPE html><html><body>;</body></html>"),
    "XML with its mark": _refused(b"\xef\xbb\xbf<?xml version='1.0'?><a/>"),
    "JSON": _refused(b'[{"PersonNr": "1"}]'),
    "bytes of any kind": _refused(bytes(range(256)) * 40, "unrecognised"),
    "words": _refused("Läs mig först; tack.\n".encode() * 40, "unrecognised"),
    "a table of something else": _refused(b"enhet;kon;n\nA;F;12\nB;P;13\n", "unrecognised"),
    "as many columns as a form": _refused(b";".join([b"ord"] * 33) + b"\n", "unrecognised"),
    "tabs between columns": _refused(RIGHT.replace(b";", b"\t"), "separator"),
    "commas between columns": _refused(RIGHT.replace(b";", b","), "separator"),
    "bars between columns": _refused(RIGHT.replace(b";", b"|"), "separator"),
    "three columns left": _refused(_fields(lambda line: line[:3]), "unrecognised"),
}

_SECRET = lines_of(GRADES9, Klass="Nö")
_HALF = content(_SECRET)
SIGNS = {
    "UTF-16 with its mark": Bad(content(_SECRET, "utf-16"), 1, 6, {"wide": NOBODY}),
    "UTF-16 the other way, with its mark": Bad(b"\xfe\xff" + content(_SECRET, "utf-16-be"), 1, 6, {"wide": NOBODY}),
    "UTF-16 without its mark": Bad(content(_SECRET, "utf-16-le"), 1, 6, {"wide": NOBODY}),
    "UTF-16 the other way, without its mark": Bad(content(_SECRET, "utf-16-be"), 1, 6, {"wide": NOBODY}),
    "UTF-32": Bad(content(_SECRET, "utf-32"), 1, 6, {"wide": NOBODY}),
    "Windows-1252 is right": Bad(content(_SECRET, "cp1252"), 0, 6),
    "a mark of byte order is right": Bad(content(_SECRET, "utf-8-sig"), 0, 6),
    "two marks of byte order": Bad(b"\xef\xbb\xbf" + content(_SECRET, "utf-8-sig"), 0, 6, {"unseen": [1]}),
    "a mark in the middle": Bad(
        _joined(content(_SECRET[:3]), content(_SECRET[3:], "utf-8-sig")), 0, 6, {"unseen": [4]}
    ),
    "an old Macintosh": Bad(content(_SECRET, "mac-roman"), 0, 6, {"encoding_other": SIX}),
    "DOS": Bad(content(_SECRET, "cp850"), 0, 6, {"encoding_other": SIX}),
    "one line of Windows-1252 in UTF-8": Bad(
        _joined(content(_SECRET[:5]), content(_SECRET[5:], "cp1252")), 0, 6, {"encoding_mixed": [6]}
    ),
    "one line of UTF-8 in Windows-1252": Bad(
        _joined(content(_SECRET[:1]), content(_SECRET[1:], "cp1252")), 0, 6, {"encoding_mixed": [1]}
    ),
    "UTF-8 twice": Bad(content(_SECRET).decode("cp1252").encode(), 0, 6, {"encoding_twice": SIX}),
    "letters that are lost": Bad(
        content(_SECRET[:5]) + content(_SECRET[5:]).replace("ö".encode(), "�".encode()), 0, 6, {"encoding_lost": [6]}
    ),
    "a byte 0 in a class": Bad(RIGHT.replace(b"9A", b"9\0A", 1), 0, 6, {"unseen": [1]}),
    "a byte 0 for a grade": Bad(RIGHT.replace(b";C;", b";\0;", 1), 1, 6, {"unseen": [1], "code Bl": [1]}),
    "a byte 0 before a grade": Bad(RIGHT.replace(b";C;", b";\0C;", 1), 1, 6, {"unseen": [1], "code Bl": [1]}),
    "a line of zeros": Bad(RIGHT + b"\0" * 500, 1, 6, {"unseen": [7], "fields": [7]}),
    "a tab in a name": Bad(RIGHT.replace(b"hilda", b"hil\tda", 1), 0, 6, {"unseen": [1]}),
    "the old end of file": Bad(RIGHT + b"\x1a", 0, 6),
    "a new page between files": Bad(_joined(RIGHT, b"\x0c\r\n"), 1, 6, {"unseen": [7], "fields": [7]}),
    "blanks of no width in every field": Bad(
        _fields(lambda line: [f"{field}\u200b" for field in line]), 1, 6, {"person_inexact PersonNr": SIX}, more=True
    ),
    "blanks around every field": Bad(
        _fields(lambda line: [f" {field} " for field in line]),
        1,
        6,
        {"person_inexact PersonNr": SIX, "unit Skolenhetskod": SIX, "code_inexact Bl": SIX},
        more=True,
    ),
}

LINES = {
    "line feeds only": Bad(RIGHT.replace(b"\r\n", b"\n"), 0, 6),
    "returns only": Bad(RIGHT.replace(b"\r\n", b"\r"), 0, 6),
    "returns twice": Bad(RIGHT.replace(b"\r\n", b"\r\r\n"), 0, 6),
    "returns in one half": Bad(file_of(GRADES9, 3).replace(b"\r\n", b"\r") + content(lines_of(GRADES9)[3:]), 0, 6),
    "no end of the last line": Bad(RIGHT.rstrip(), 0, 6),
    "cut in the middle of a line": Bad(RIGHT[:-40], 1, 5, {"fields": [6]}),
    "cut before the last grade": Bad(RIGHT[:-3], 1, 6, {"blank OVR": [6]}),
    "cut in the middle of a sign": Bad(_HALF[: _HALF.rindex(b"\xb6m")], 1, 5, {"fields": [6], "encoding_mixed": [6]}),
    "cut at the beginning": Bad(RIGHT[20:], 1, 5, {"fields": [1]}),
    "blank lines between": Bad(RIGHT.replace(b"\r\n", b"\r\n\r\n", 2), 0, 6, {"blank_line": [2, 4]}),
    "rows of separators at the end": Bad(RIGHT + b";" * 32 + b"\r\n" + b" ; ;\r\n", 0, 6, {"blank_line": [7, 8]}),
    "separators after every row": Bad(RIGHT.replace(b"\r\n", b";\r\n"), 0, 6, {"trailing": SIX}),
    "two separators after every row": Bad(RIGHT.replace(b"\r\n", b";;\r\n"), 0, 6, {"trailing": SIX}),
    "separators before every row": Bad(
        _joined(*(b";" + line for line in RIGHT.splitlines(True))), 1, 0, {"fields": SIX, "no_day": NOBODY}
    ),
    "one pupil": Bad(file_of(GRADES9, 1), 0, 1),
    "one pupil and a half": Bad(file_of(GRADES9, 2)[:-30], 1, 1, {"fields": [2]}),
    "a line without end": Bad(RIGHT + b"x" * 3_000_000, 1, 6, {"fields": [7]}),
    "a line of separators and signs without end": Bad(RIGHT + b";x" * 30_000, 1, 6, {"fields": [7]}),
    "a name without end": Bad(RIGHT.replace(FIRST_NAME.encode(), b"H" * 90_000, 1), 0, 6, {"long Fornamn": [1]}),
    "a quote that is never closed": Bad(RIGHT.replace(b"Hemlig", b'"Hemlig', 1), 0, 6, {"quotes": [1]}),
    "every field in quotes": Bad(_fields(lambda line: [f'"{field}"' for field in line]), 0, 6, {"quotes": SIX}),
    "a new line inside a name": Bad(
        RIGHT.replace(b"Hemlighilda", b'"Hemlig\nhilda"', 1), 1, 5, {"quotes": [1, 2], "fields": [1, 2]}
    ),
    "a semicolon in a name": Bad(
        RIGHT.replace(b"Hemlighilda", b"Hemlig;hilda", 1), 0, 6, {"name_semicolon Efternamn": [1]}
    ),
    "a grade left out of one row": Bad(RIGHT.replace(b";C;", b";", 1), 1, 5, {"fields": [1]}),
    "a field too many in one row": Bad(RIGHT.replace(b";C;", b";C;C;", 1), 1, 5, {"fields": [1]}),
    "a line that a spreadsheet wants": Bad(b"sep=;\r\n" + RIGHT, 1, 6, {"fields": [1]}),
    "a title above": Bad(b"Slutbetyg\r\n\r\n" + RIGHT, 1, 6, {"fields": [1], "blank_line": [2]}),
    "a sum below": Bad(RIGHT + b"Antal elever: 6\r\n", 1, 6, {"fields": [7]}),
    "only a heading": Bad(content([HEADING]), 1, 0, {"heading": [1], "no_day": NOBODY, "no_pupils": NOBODY}),
    "a heading at the top": Bad(content([HEADING]) + RIGHT, 0, 6, {"heading": [1]}),
    "a heading in the middle": Bad(
        file_of(GRADES9, 3) + content([HEADING]) + content(lines_of(GRADES9)[3:]), 0, 6, {"heading": [4]}
    ),
    "a heading in capitals": Bad(content([[name.upper() for name in HEADING]]) + RIGHT, 0, 6, {"heading": [1]}),
    "a heading in another order": Bad(content([[*HEADING[:8], *HEADING[:7:-1]]]) + RIGHT, 1, 6, {"heading_order": [1]}),
    "a heading with a separator too many": Bad(content([[*HEADING, ""]]) + RIGHT, 0, 6, {"heading": [1]}),
    "the same file twice": Bad(RIGHT + RIGHT, 1, 12, {"duplicate PersonNr": range(7, 13)}),
    "tests of year 3 after grades of year 9": Bad(RIGHT + file_of(NP3, 2), 1, 6, {"fields": [7, 8]}),
    "tests of year 3 after grades of year 6": Bad(
        file_of(GRADES6) + file_of(NP3, 2), 1, 8, {"other_survey": [7, 8]}, more=True
    ),
    "one column less in every row": Bad(_fields(lambda line: [*line[:20], *line[21:]]), 1, 0, {"fields": SIX}),
    "all columns one step to the left": Bad(
        _fields(lambda line: [*line[1:], ""]), 1, 6, {"shifted Datum": NOBODY}, more=True
    ),
    "all columns one step to the right": Bad(
        _fields(lambda line: ["", *line[:-1]]), 1, 6, {"shifted Datum": NOBODY}, more=True
    ),
    "the grades one step to the right": Bad(
        _fields(lambda line: [*line[:8], "", *line[8:-1]]), 1, 6, {"shifted Bl": NOBODY, "blank Bl": SIX}, more=True
    ),
    "a column too many in every row": Bad(
        content([[*line[:20], "C", *line[20:]] for line in lines_of(GRADES9)]), 1, 0, {"fields": SIX}
    ),
    "half the columns": Bad(_fields(lambda line: line[:20]), 1, 0, {"fields": SIX}),
}


@pytest.mark.parametrize("bad", OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_what_is_no_file_for_scb_is_refused_by_name(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)


@pytest.mark.parametrize("bad", SIGNS.values(), ids=SIGNS)
def test_signs_that_were_lost_on_the_way_are_told(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)


def test_a_file_with_a_column_too_many_is_of_the_survey_whose_pupils_are_of_that_age() -> None:
    lines = [[*line[:20], "C", *line[20:]] for line in lines_of(GRADES9)]
    assert check("fil.txt", content(lines)).survey == "betyg_ak9"
    for number, line in enumerate(lines):
        line[3] = person(number, 2014)
    assert check("fil.txt", content(lines)).survey == "betyg_ak6"


@pytest.mark.parametrize("bad", LINES.values(), ids=LINES)
def test_every_line_is_a_pupil_or_is_told(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)
