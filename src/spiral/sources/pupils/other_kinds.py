"""What is no file for SCB: nothing at all, another kind of file, another separator. Nothing is ever unpacked."""

from __future__ import annotations

from spiral.sources.pupils.cells import split
from spiral.sources.pupils.recognise import recognise
from spiral.sources.pupils.remarks import Remarks

#: A file for SCB is a few hundred kB; the nation's are some ten times less than this.
MOST_MB = 1_000
MEGABYTE = 1_000_000
#: How other kinds of file begin.
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "en arbetsbok från Excel"),
    (b"PK\x03\x04", "packad"),
    (b"PK\x05\x06", "packad"),
    (b"\x1f\x8b", "packad"),
    (b"BZh", "packad"),
    (b"\xfd7zXZ", "packad"),
    (b"7z\xbc\xaf", "packad"),
    (b"\x28\xb5\x2f\xfd", "packad"),
    (b"Rar!", "packad"),
    (b"%PDF", "en PDF"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"{\\rtf", "ett dokument från ett ordbehandlingsprogram"),
    (b"SQLite format 3", "en databas"),
    (b"<", "en webbsida eller XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
#: What a packed file has near its beginning when it is a workbook of Excel or LibreOffice.
_WORKBOOKS = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")
#: Bytes that are nothing to read: marks of byte order, blanks, ends of lines and of files, separators.
_NOTHING = b"\xef\xbb\xbf\xff\xfe \t\r\n\0\x1a;"
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_BEGINNING = 2_000
_SEPARATORS = (("\t", "tabbar"), (",", "kommatecken"), ("|", "lodstreck"))


def tell_other_kind(content: bytes, remarks: Remarks) -> bool:
    """Tell of another kind of file, or of none at all; is it one?"""
    beginning = content[:_BEGINNING]
    if not beginning.strip(_NOTHING) and not content.strip(_NOTHING):
        remarks.add("empty")
        return True
    if len(content) > MOST_MB * MEGABYTE:
        remarks.add("too_large", most=MOST_MB)
        return True
    for sign, kind in _BEGINNINGS:
        if beginning.lstrip(_BEFORE).startswith(sign):
            is_workbook = kind == "packad" and any(part in beginning for part in _WORKBOOKS)
            remarks.add("other_kind", kind="en arbetsbok från Excel" if is_workbook else kind)
            return True
    return False


def tell_unrecognised(content: bytes, remarks: Remarks) -> None:
    """Why a file was not recognised: another separator, or other content."""
    for sign, name in _SEPARATORS:
        other = content.replace(sign.encode(), b";") if b";" not in content[:_BEGINNING] else b""
        if other and recognise(split(other)) is not None:
            remarks.add("separator", separator=name)
            return
    remarks.add("unrecognised")
