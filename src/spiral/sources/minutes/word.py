"""Word → lines: headings, lists and their numbers, tables row by row, text boxes, and what stands in the margins."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from spiral.sources.minutes.cells import row_lines
from spiral.sources.minutes.lines import BLANK, LineKind, TextLine, clean, parse_line
from spiral.sources.minutes.unseen import unseen_remarks
from spiral.sources.minutes.word_seen import W as _W
from spiral.sources.minutes.word_seen import WordSight
from spiral.sources.minutes.word_text import is_gone, is_skipped, text_of
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.packages import check_parts, open_package
from spiral.sources.reading.problems import Problem, Unreadable

_HOLDERS = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_MARGINS = re.compile(r"/word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml$")
_HEADING = re.compile(r"^(?:heading|rubrik|title|subtitle|underrubrik|titel)\b", re.IGNORECASE)
_PAGE = re.compile(r"^(?:sida|sid\.?|page)?\s*\d+\s*(?:(?:av|of|/)\s*\d+|\(\d+\))?$", re.IGNORECASE)


def word_lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    """The lines of a Word document, and what is to be said of hidden text. Raises Unreadable."""
    package = open_package(content, name, limits)
    check_parts(content, package, name, limits)
    import docx
    from docx.oxml import parse_xml

    try:
        document = docx.Document(io.BytesIO(content))
        reader = _BodyReader(document)
        lines = list(reader.block(document.element.body))
        for part in document.part.package.iter_parts():
            if _MARGINS.match(str(part.partname)):
                root = parse_xml(part.blob)
                texts = (clean(text_of(p, {}, reader.sight)) for p in root.iter(f"{_W}p"))
                lines += [TextLine(t, LineKind.MARGIN) for t in texts if t and not _PAGE.match(t)]
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a broken file can break anywhere in the library
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "Word-filen är skadad och går inte att läsa.",
                "Öppna den i Word, spara om den som .docx och försök igen, eller klistra in texten.",
            )
        ) from error
    return lines, unseen_remarks(len(reader.sight.places))


class _BodyReader:
    """Reads a document's body from the top, counting the numbers of its lists."""

    def __init__(self, document: Any) -> None:
        self.addresses = {i: r.target_ref for i, r in document.part.rels.items() if r.is_external}
        self.formats = _list_formats(document)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.sight = WordSight(document)
        self.styles = self.sight.styles

    def block(self, parent: Any) -> Iterator[TextLine]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self.table(child)
            elif child.tag in _HOLDERS:
                yield from self.block(child)

    def table(self, table: Any) -> Iterator[TextLine]:
        """A row with short cells is a line; a cell of several paragraphs gives one for each. What stands in a cell that
        is merged over several rows stands in each of them."""
        above: list[list[TextLine]] = []
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue  # a table inside a cell is walked with the cell
            if is_gone(row) or self.sight.is_hidden_row(row):
                continue
            cells = [list(self.block(cell)) for cell in _cells(row)]
            for n, cell in enumerate(_cells(row)):
                if _goes_on_from_above(cell) and n < len(above) and not any(line.text for line in cells[n]):
                    cells[n] = above[n]
            above = cells if _one_line_each(cells) else []
            yield from row_lines(cells)
        yield BLANK

    def paragraph(self, p: Any) -> Iterator[TextLine]:
        parts = [clean(part) for part in text_of(p, self.addresses, self.sight).split("\n")]
        text = " ".join(parts)
        kind, number = self.kind(p)
        if not any(parts):
            yield BLANK
        elif kind is not LineKind.TEXT:
            yield TextLine(" ".join(filter(None, parts)), kind, number)
        elif _is_bold(p) and len(text) <= 150 and not text.endswith("."):
            yield TextLine(" ".join(filter(None, parts)), LineKind.HEADING)
        else:
            yield from (parse_line(part) for part in parts)
        for box in p.iter(f"{_W}txbxContent"):
            outer = next(box.iterancestors(f"{_W}p"))
            if outer is p and not is_skipped(box):
                yield from self.block(box)

    def kind(self, p: Any) -> tuple[LineKind, int]:
        """By style, and by the list it is in."""
        style = self.styles.get(p.style) if p.style else None
        chain: list[Any] = []
        while style is not None and len(chain) < 10:
            chain.append(style)
            style = style.base_style
        if any(_HEADING.match(s.name or "") for s in chain):
            return LineKind.HEADING, 0
        numbering = p.find(f"{_W}pPr/{_W}numPr")
        for s in chain:
            if numbering is None:
                numbering = s.element.find(f"{_W}pPr/{_W}numPr")
        if numbering is None:
            return LineKind.TEXT, 0
        number, level = (_value(numbering, tag) for tag in ("numId", "ilvl"))
        if number == "0":
            return LineKind.TEXT, 0
        if self.formats.get((number, level or "0"), "bullet") in ("bullet", "none"):
            return LineKind.BULLET, 0
        self.counts[number, level or "0"] += 1
        return LineKind.NUMBERED, self.counts[number, level or "0"]


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is row:
            yield cell


def _goes_on_from_above(cell: Any) -> bool:
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val", "continue") == "continue"


def _one_line_each(cells: list[list[TextLine]]) -> bool:
    return all(sum(line.kind is not LineKind.BLANK for line in cell) <= 1 for cell in cells)


def _is_bold(p: Any) -> bool:
    """Every run that says something is bold."""
    runs = [r for r in p.iter(f"{_W}r") if "".join(t.text or "" for t in r.iter(f"{_W}t")).strip()]
    marks = [r.find(f"{_W}rPr/{_W}b") for r in runs]
    return bool(runs) and all(m is not None and m.get(f"{_W}val", "1") not in ("0", "false") for m in marks)


def _value(parent: Any, tag: str) -> str:
    node = parent.find(f"{_W}{tag}")
    return "" if node is None else str(node.get(f"{_W}val", ""))


def _list_formats(document: Any) -> dict[tuple[str, str], str]:
    """(list, level) → decimal, bullet …"""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}
    kinds = {
        (a.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl")): _value(level, "numFmt")
        for a in root.iter(f"{_W}abstractNum")
        for level in a.iter(f"{_W}lvl")
    }
    lists = {n.get(f"{_W}numId"): _value(n, "abstractNumId") for n in root.iter(f"{_W}num")}
    return {(n, level): kind for n, a in lists.items() for (b, level), kind in kinds.items() if a == b}
