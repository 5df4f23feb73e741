"""PDF with text → lines: headings by their size or weight, words broken at a line's end, page numbers taken away."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from math import hypot
from statistics import median
from typing import Any

from spiral.sources.minutes.cells import row_line
from spiral.sources.minutes.lines import BLANK, LONGEST, LineKind, TextLine, clean, join_wrapped, parse_line
from spiral.sources.minutes.pdf_columns import PagePart, columns_as_text, parts_of_page
from spiral.sources.minutes.pdf_pieces import DrawnPiece, rows_of_page, text_of_row
from spiral.sources.minutes.pdf_seen import without_unseen
from spiral.sources.minutes.plain_text import text_lines
from spiral.sources.minutes.unseen import SMALLEST, unseen_remarks
from spiral.sources.reading.problems import Problem, Unreadable

MOST_PAGES = 200
#: Bytes of drawing of all pages together; a full page of text is some 20 kB.
MOST_DRAWN = 10_000_000
_PAGE = re.compile(r"^(?:(?:sida|sid\.?|page)\s*)?\d{1,3}\s*(?:(?:av|of|/)\s*\d{1,3}|\(\d{1,3}\))?$", re.IGNORECASE)
#: "skol- och förskola" keeps its hyphen.
_AND = re.compile(r"^(?:och|eller|samt|respektive|and|or)\b")
_LARGER = 1.12
_MOST_HEADING = 150
_IN_COLUMNS = "PDF:en har två spalter, som är lästa en i taget. Kontrollera att styckena hänger ihop."


@dataclass(slots=True)
class _Row:
    """A row of a page: text, size in points, weight, and height on the page; the cells of a table's row."""

    text: str
    size: float = 0.0
    is_bold: bool = False
    y: float = 0.0
    cells: tuple[str, ...] = ()


def pdf_lines(content: bytes, name: str) -> tuple[list[TextLine], list[str]]:
    """The lines of a PDF, and what is to be said about its columns. Raises Unreadable."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would write parts of the file in the log
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(
                Problem(
                    name,
                    None,
                    "",
                    "PDF:en är låst med lösenord.",
                    "Öppna den med lösenordet, skriv ut den som en ny PDF och läs in den, eller klistra in texten.",
                )
            )
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(
                Problem(
                    name, None, "", f"PDF:en har fler än {MOST_PAGES} sidor.", "Dela upp den: ett möte i varje fil."
                )
            )
        _check_contents(reader, name)
        pages: list[list[_Block]] = []
        length = unseen = 0
        for page in reader.pages:
            blocks, left_out = _page(page)
            pages.append(blocks)
            unseen += left_out
            length += sum(len(row.text) for block in pages[-1] for row in block.rows)
            if length > LONGEST:
                break  # too long whatever follows
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a broken file can break anywhere in the library
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "PDF:en är skadad eller skyddad och går inte att läsa.",
                "Skriv ut den som en ny PDF, eller klistra in texten.",
            )
        ) from error
    if not any(row.text for page in pages for block in page for row in block.rows):
        raise Unreadable(
            Problem(
                name,
                None,
                "",
                "PDF:en innehåller bara bilder, ingen text."
                if not unseen
                else "PDF:ens text syns inte: den har samma färg som bakgrunden eller för små bokstäver.",
                "Läs in den med textigenkänning (OCR) först, hämta Word-filen den gjordes av, eller klistra in texten.",
            )
        )
    remarks = [_IN_COLUMNS] if any(block.is_column for page in pages for block in page) else []
    return _lines(pages), remarks + unseen_remarks(unseen)


def _check_contents(reader: Any, name: str) -> None:
    """What all pages draw together, before it is drawn: pages may share one stream, and be 200 times as long as it."""
    lengths: dict[Any, int] = {}
    total = 0
    for page in reader.pages:
        contents = page.get("/Contents")
        if contents is None:
            continue
        key = getattr(page.raw_get("/Contents"), "idnum", id(contents))
        if key not in lengths:
            streams = contents if isinstance(contents, list) else [contents]
            lengths[key] = sum(len(stream.get_object().get_data()) for stream in streams)
        total += lengths[key]
        if total > MOST_DRAWN:
            raise Unreadable(
                Problem(
                    name,
                    None,
                    "",
                    "PDF:ens sidor är mycket större än anteckningar brukar vara.",
                    "Skriv ut de sidor som behövs som en ny PDF, eller klistra in texten.",
                )
            )


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows that are read after each other: a whole page, or a column of it; of a table, text in columns of blanks."""

    rows: list[_Row]
    is_column: bool = False
    is_table: bool = False


def _page(page: Any) -> tuple[list[_Block], int]:
    """The page in the order of reading, and how many rows were left out since nobody sees them."""
    unseen = without_unseen(page)
    pieces: list[DrawnPiece] = []

    def visit(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            x = float(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
            y = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
            is_bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            scale = hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])
            pieces.append(DrawnPiece(x, y, float(size) * (scale or 1.0), is_bold, text))

    plain = [_Row(clean(line)) for line in (page.extract_text(visitor_text=visit) or "").splitlines()]
    seen = [piece for piece in pieces if not 0 < piece.size <= SMALLEST]
    left_out = len({piece.y for piece in pieces}) - len({piece.y for piece in seen})
    parts = parts_of_page(seen)
    if parts is None and left_out:
        parts = [PagePart(rows_of_page(seen))]
    if parts is None:
        return [_Block(_with_sizes(plain, pieces))], unseen
    return [_block(part) for part in parts], unseen + left_out


def _block(part: PagePart) -> _Block:
    if part.cells:
        return _Block([_Row(" ".join(filter(None, cells)), cells=cells) for cells in part.cells], is_table=True)
    if part.gutter is not None:
        return _Block([_Row(text) for text in columns_as_text(part)], is_table=True)
    return _Block([_row(row) for row in part.rows], part.is_column)


def _row(row: list[DrawnPiece]) -> _Row:
    return _Row(clean(text_of_row(row)), max(p.size for p in row), all(p.is_bold for p in row), row[0].y)


def _with_sizes(plain: list[_Row], pieces: list[DrawnPiece]) -> list[_Row]:
    """The page's rows with their size, weight and place; without these where they do not add up to its text."""
    queue = [(_letters(p.text), p.y, p.size, p.is_bold) for p in pieces]
    for row in plain:
        letters, at = _letters(row.text), []
        while queue and letters:
            piece, y, size, bold = queue[0]
            if not piece:
                queue.pop(0)
            elif letters.startswith(piece):
                queue.pop(0)
                letters = letters[len(piece) :]
                at.append((y, size, bold))
            elif piece.startswith(letters):
                queue[0] = (piece[len(letters) :], y, size, bold)
                letters = ""
                at.append((y, size, bold))
            else:
                return plain  # the two orders differ: the text alone, then
        if at:
            row.y, row.size, row.is_bold = at[0][0], max(s for _y, s, _b in at), all(b for _y, _s, b in at)
    return plain


def _letters(text: str) -> str:
    return "".join(clean(text).split())


def _lines(pages: list[list[_Block]]) -> list[TextLine]:
    weights: Counter[float] = Counter()
    for page in pages:
        for block in page:
            for row in block.rows:
                weights[round(row.size, 1)] += 0 if block.is_table else len(row.text)
    body = weights.most_common(1)[0][0]
    lines: list[TextLine] = []
    for page in pages:
        for block in _without_page_number(page):
            if any(row.cells for row in block.rows):
                lines += [BLANK, *(row_line(row.cells) for row in block.rows), BLANK]
            elif block.is_table:
                lines += text_lines("\n".join(row.text for row in block.rows))
            elif block.is_column:
                lines += [BLANK, *join_wrapped(_block_lines(block.rows, body, []), in_column=True)]
            else:
                _block_lines(block.rows, body, lines)
    return lines


def _block_lines(rows: list[_Row], body: float, lines: list[TextLine]) -> list[TextLine]:
    """``lines`` with those of ``rows`` added: a blank one where they stand further apart."""
    steps = [a.y - b.y for a, b in zip(rows, rows[1:], strict=False) if 0 < a.y - b.y < 60]
    step = median(steps) if steps else 0.0
    before: _Row | None = None
    for row in rows:
        if before is not None and step and before.y - row.y > 1.35 * step:
            lines.append(BLANK)
        _add(lines, row, body)
        before = row if row.text else before
    return lines


def _without_page_number(blocks: list[_Block]) -> list[_Block]:
    """The page without a number standing alone first or last."""
    filled = [row for block in blocks for row in block.rows if row.text]
    ends = [row for row in filled[:1] + filled[-1:] if _PAGE.match(row.text.strip())] if len(filled) > 1 else []
    return [replace(block, rows=[row for row in block.rows if row not in ends]) for block in blocks]


def _add(lines: list[TextLine], row: _Row, body: float) -> None:
    line = parse_line(row.text)
    marked = row.size > _LARGER * body > 0 or (row.is_bold and row.size >= body)
    if line.kind is LineKind.TEXT and marked and len(row.text) <= _MOST_HEADING and not row.text.endswith("."):
        before = lines[-1] if lines else BLANK
        if before.kind is LineKind.HEADING and (row.text[0].islower() or row.text.startswith("(")):
            lines[-1] = TextLine(f"{before.text} {row.text}", LineKind.HEADING)
        else:
            lines.append(TextLine(row.text, LineKind.HEADING))
        return
    before = lines[-1] if lines else BLANK
    if (
        line.kind is LineKind.TEXT
        and before.kind in (LineKind.TEXT, LineKind.BULLET, LineKind.NUMBERED)
        and before.text[-2:-1].isalpha()
        and before.text.endswith("-")
        and row.text[0].islower()
    ):
        start = f"{before.text} " if _AND.match(row.text) else before.text
        if not _AND.match(row.text) and not before.text[-2:-1].isupper():
            start = before.text[:-1]
        lines[-1] = TextLine(f"{start}{row.text}", before.kind, before.number)
        return
    lines.append(line)
