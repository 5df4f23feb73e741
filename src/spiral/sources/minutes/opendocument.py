"""OpenDocument text (.odt, as LibreOffice saves it) → lines: headings, lists, tables, notes and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spiral.sources.minutes.cells import row_lines
from spiral.sources.minutes.lines import BLANK, LineKind, TextLine, clean, parse_line
from spiral.sources.minutes.opendocument_styles import Styles
from spiral.sources.minutes.unseen import unseen_remarks
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.packages import check_parts, open_package
from spiral.sources.reading.problems import Problem, Unreadable

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
#: Kept beside the text, as a page's head and foot are.
_MARGIN = {f"{_OFFICE}annotation", f"{_TEXT}note"}
_GONE = {f"{_TEXT}tracked-changes", f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph", f"{_TEXT}table-of-content"}
_LONGEST_BOLD = 150
_MOST_REPEATED = 50


def is_opendocument(names: list[str]) -> bool:
    return "content.xml" in names and "mimetype" in names


def opendocument_lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    """The lines of an OpenDocument text, and what is to be said of hidden text. Raises Unreadable."""
    package = open_package(content, name, limits)
    check_parts(content, package, name, limits)
    kind = package.read("mimetype").decode("ascii", "replace").strip()
    if not kind.startswith("application/vnd.oasis.opendocument.text"):
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "Filen är ett OpenDocument men ingen text (.ods, .odp).",
                "Spara anteckningarna som .odt, .docx, PDF eller text, eller klistra in texten.",
            )
        )
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(package.read("content.xml"), parser)
        page = etree.fromstring(package.read("styles.xml"), parser) if "styles.xml" in package.namelist() else None
        styles = Styles(root) if page is None else Styles(root, page)
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        reader = _TextReader(styles)
        lines = list(reader.block(body if body is not None else []))
        margins = [TextLine(text, LineKind.MARGIN) for text in reader.margins]
        if page is not None:
            for tag in (f"{_STYLE}header", f"{_STYLE}footer"):
                for part in page.iter(tag):
                    margins += [TextLine(t, LineKind.MARGIN) for p in part.iter(f"{_TEXT}p") if (t := clean(_plain(p)))]
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "Filen (.odt) är skadad och går inte att läsa.",
                "Öppna den i LibreOffice, spara om den och försök igen, eller klistra in texten.",
            )
        ) from error
    return lines + margins, unseen_remarks(len(styles.places))


def _plain(node: Any) -> str:
    return "".join(node.itertext())


class _TextReader:
    """Reads a document from the top."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.margins: list[str] = []

    def block(self, parent: Any) -> Iterator[TextLine]:
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _GONE:
                continue
            if child.tag == f"{_TEXT}h":
                text = clean(self.text(child).replace("\n", " "))
                yield TextLine(text, LineKind.HEADING) if text else BLANK
            elif child.tag == f"{_TEXT}p":
                yield from self.paragraph(child)
            elif child.tag == f"{_TEXT}list":
                yield from self.listed(child, child.get(f"{_TEXT}style-name", "") in self.styles.numbered)
            elif child.tag == f"{_TABLE}table":
                yield from self.table(child)
                yield BLANK
            elif child.tag == f"{_TEXT}section" and child.get(f"{_TEXT}display") == "none":
                self.styles.places.add(child)
            else:
                yield from self.block(child)

    def paragraph(self, p: Any) -> Iterator[TextLine]:
        parts = [clean(part) for part in self.text(p).split("\n")]
        if not any(parts):
            yield BLANK
        elif (
            len(parts) == 1
            and p.get(f"{_TEXT}style-name", "") in {"Title", "Subtitle"}
            or len(parts) == 1
            and self.is_bold(p)
            and len(parts[0]) <= _LONGEST_BOLD
            and not parts[0].endswith(".")
        ):
            yield TextLine(parts[0], LineKind.HEADING)
        else:
            yield from (parse_line(part) for part in parts)
        for box in p.iter(f"{_DRAW}text-box"):
            yield from self.block(box)

    def is_bold(self, p: Any) -> bool:
        spans = [x for x in p.iter(f"{_TEXT}span") if _plain(x).strip()]
        whole = clean("".join(_plain(x) for x in spans)) == clean(_plain(p))
        bold = self.styles.bold
        return p.get(f"{_TEXT}style-name", "") in bold or bool(
            spans and whole and all(x.get(f"{_TEXT}style-name", "") in bold for x in spans)
        )

    def listed(self, items: Any, is_numbered: bool) -> Iterator[TextLine]:
        number = 0
        for item in items:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
                continue
            own = [x for x in item if x.tag in (f"{_TEXT}p", f"{_TEXT}h")]
            for n, p in enumerate(own):
                text = clean(self.text(p).replace("\n", " "))
                if not text:
                    continue
                number += n == 0
                kind = LineKind.NUMBERED if is_numbered else LineKind.BULLET
                yield TextLine(text, kind, number if is_numbered else 0) if n == 0 else TextLine(text)
            for inner in item:
                if inner.tag == f"{_TEXT}list":
                    name = inner.get(f"{_TEXT}style-name", "")
                    yield from self.listed(inner, name in self.styles.numbered if name else is_numbered)

    def table(self, table: Any) -> Iterator[TextLine]:
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            cells: list[list[TextLine]] = []
            for cell in row:
                if cell.tag == f"{_TABLE}table-cell":
                    repeated = cell.get(f"{_TABLE}number-columns-repeated", "1")
                    times = min(int(repeated), _MOST_REPEATED) if repeated.isdecimal() and len(repeated) < 6 else 1
                    cells += [list(self.block(cell))] * times
            yield from row_lines(cells)

    def text(self, p: Any) -> str:
        return "".join(self.pieces(p))

    def pieces(self, node: Any) -> Iterator[str]:
        """What a paragraph or a part of it shows, in order; what is hidden may hold what is not."""
        is_shown = not self.styles.is_hidden(node)
        yield (node.text or "") * is_shown
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _GONE or child.tag == f"{_DRAW}frame":
                pass
            elif child.tag in _MARGIN:
                self.margins.append(clean(" ".join(_plain(p) for p in child.iter(f"{_TEXT}p"))))
            elif child.tag == f"{_TEXT}s":
                yield " " * min(int(child.get(f"{_TEXT}c", "1") or 1), 100)
            elif child.tag == f"{_TEXT}tab":
                yield " "
            elif child.tag == f"{_TEXT}line-break":
                yield "\n"
            else:
                text = self.text(child)
                address = child.get(f"{_XLINK}href", "") if child.tag == f"{_TEXT}a" and text.strip() else ""
                is_web = address.startswith(("http://", "https://")) and address not in text
                yield f"{text} ({address})" if is_web else text
            yield (child.tail or "") * is_shown
