"""Office files are zip packages of XML. Looked through before a library opens them: sizes as declared and as they are,
entries, entities, depth, elements, and how far a sheet reaches. Packages inside packages are never opened."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Problem, Unreadable

MOST_ENTRIES = 5_000
#: Text deflates to a twentieth or so; a sheet of equal cells to a hundredth.
MAX_RATIO = 200
#: Small files may deflate better than that.
SMALL = 1_000_000
DEEPEST = 100
_CHUNK = 1 << 16
_SHEETS = ("xl/worksheets/", "xl/chartsheets/")
_COLUMNS, _ROWS = 16_384, 1_048_576

Start = Callable[[str, dict[str, str]], None]


def open_package(content: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """The package, its entries as many and as large as they say and no larger than ``limits``. Raises Unreadable."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged(name) from error
    entries = package.infolist()
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or declared > limits.unpacked or declared > max(MAX_RATIO * len(content), SMALL):
        raise _too_large(name)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or sum(entry.compress_size for entry in entries) > len(content):
        raise _damaged(name)  # one entry hides another, or several share the same bytes
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "Filen är låst med lösenord.",
                "Öppna den, ta bort lösenordet och spara om den.",
            )
        )
    return package


def check_parts(content: bytes, package: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Every part is as long as it declares; the XML of all parts is plain and of reasonable size. Raises Unreadable."""
    count = _ElementCount(name, limits.elements)
    for entry in package.infolist():
        chunks = _unpacked(content, entry, name)
        part = entry.filename.lower()
        if part.endswith((".xml", ".rels", ".vml")):
            _parse(chunks, name, count, _SheetExtent(name, limits.cells) if part.startswith(_SHEETS) else None)
        else:
            for _ in chunks:
                pass


def _unpacked(content: bytes, entry: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The entry's bytes, which must end where it declares: the libraries read on until the stream ends."""
    at = entry.header_offset
    if content[at : at + 4] != b"PK\x03\x04" or len(content) < at + 30:
        raise _damaged(name)
    start = at + 30 + sum(struct.unpack("<HH", content[at + 26 : at + 30]))
    packed = content[start : start + entry.compress_size]
    length = 0
    for chunk in _inflated(packed, entry.compress_type, name):
        length += len(chunk)
        if length > entry.file_size:
            raise _too_large(name)
        yield chunk
    if length != entry.file_size:
        raise _damaged(name)


def _inflated(packed: bytes, method: int, name: str) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        raise _damaged(name)
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while chunk := stream.decompress(packed, _CHUNK):
            yield chunk
            packed = stream.unconsumed_tail
    except zlib.error as error:
        raise _damaged(name) from error
    if not stream.eof:
        raise _damaged(name)


class _ElementCount:
    """Elements of all parts together, and how deep they stand."""

    def __init__(self, name: str, most: int) -> None:
        self.name, self.left, self.depth = name, most, 0

    def start(self) -> None:
        self.left -= 1
        self.depth += 1
        if self.left < 0:
            raise Unreadable(
                Problem(
                    self.name,
                    None,
                    "",
                    "Filen har många fler stycken och celler än en sådan fil brukar ha.",
                    "Dela upp den, eller kopiera det som ska med till en ny fil.",
                )
            )
        if self.depth > DEEPEST:
            raise Unreadable(
                Problem(
                    self.name,
                    None,
                    "",
                    "Filen är byggd i alldeles för många nivåer.",
                    "Spara om den i programmet som den kommer från.",
                )
            )


class _SheetExtent:
    """How far the cells with something in them reach: a reader asks for memory for every cell up to the last."""

    def __init__(self, name: str, most: int) -> None:
        self.name, self.most = name, most
        self.row = self.column = 0
        self.last = [0, 0]
        self.first = [_ROWS, _COLUMNS]

    def start(self, tag: str, marks: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = _number(marks.get("r"), self.row + 1)
            self.column = 0
        elif tag == "c":
            self.row, self.column = _cell_position(marks.get("r"), self.row, self.column + 1)
        elif tag in ("v", "is", "f"):
            at = (self.row, self.column)
            self.first = [min(a, b) for a, b in zip(self.first, at, strict=True)]
            self.last = [max(a, b) for a, b in zip(self.last, at, strict=True)]
            rows, columns = (b - a + 1 for a, b in zip(self.first, self.last, strict=True))
            if rows * columns > self.most:
                raise Unreadable(
                    Problem(
                        self.name,
                        self.row,
                        "",
                        "Bladet har en ifylld cell långt utanför tabellen.",
                        "Radera allt till höger om och under tabellen, spara, och försök igen.",
                    )
                )


def _parse(chunks: Iterator[bytes], name: str, count: _ElementCount, extent: _SheetExtent | None) -> None:
    parser = expat.ParserCreate()
    count.depth = 0

    def start(tag: str, marks: dict[str, str]) -> None:
        count.start()
        if extent is not None:
            extent.start(tag, marks)

    def end(_: str) -> None:
        count.depth -= 1

    def entity(*_: object) -> None:
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "Filen innehåller egna XML-deklarationer, som Office-filer aldrig har.",
                "Spara om den i programmet som den kommer från.",
            )
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = entity
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise _damaged(name) from error


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 7 else otherwise


def _cell_position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """(row, column) of "B7", counted from 1."""
    letters = (reference or "").rstrip("0123456789")
    if not reference or not 1 <= len(letters) <= 3 or not (letters.isascii() and letters.isalpha()):
        return row, column
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return _number(reference[len(letters) :], row), number


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        Problem(
            name,
            None,
            "",
            "Filen är skadad: den går inte att packa upp.",
            "Hämta den på nytt, eller öppna den i programmet som den kommer från och spara om den.",
        )
    )


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        Problem(
            name,
            None,
            "",
            "Filen blir mycket större när den packas upp än sådana filer brukar vara.",
            "Ta bort bilder och tomma blad ur den, eller dela upp den.",
        )
    )
