"""Text that a page of a PDF draws and nobody sees: in the colour of what it stands on, or with no ink at all.

What it stands on is the last rectangle filled beneath it, or the white page. Where that is not known (a picture, a
pattern, a shape that is no rectangle, something translucent), everything is read: so is a scan's text without ink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from spiral.sources.minutes.pdf_sheet import PAINTING, UNMOVED, Sheet, after, moved, numbers
from spiral.sources.minutes.unseen import is_alike

_WITHOUT_INK = 3
_SHOWS = {b"Tj": None, b"TJ": None, b"'": b"T*", b'"': b"T*"}


def without_unseen(page: Any) -> int:
    """Takes what nobody sees out of what the page draws; the number of lines where it stood."""
    from pypdf.generic import ContentStream, NameObject

    contents = page.get("/Contents")
    if contents is None:
        return 0
    stream = ContentStream(contents, page.pdf, "bytes")
    sheet = Sheet(page.get("/Resources") or {})
    try:
        shown = list(_texts(sheet, stream.operations))
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        return 0  # drawn in a way that nobody else draws: everything is read
    unseen = {
        i: y for i, x, y, is_hidden in shown if is_hidden and not any(image.holds(x, y) for image in sheet.images)
    }
    page[NameObject("/Contents")] = stream  # parsed once
    drawn = []
    for i, (operands, operator) in enumerate(stream.operations):
        if i not in unseen:
            drawn.append((operands, operator))
        elif moves := _SHOWS[operator]:
            drawn.append(([], moves))
    if unseen:
        stream.operations = drawn
    return len({round(y) for y in unseen.values()})


def _texts(sheet: Sheet, operations: Sequence[tuple[Any, bytes]]) -> Iterator[tuple[int, float, float, bool]]:
    """Each text that is drawn: its number among the operations, where it begins, and whether it is seen there."""
    for i, (operands, operator) in enumerate(operations):
        if operator in _SHOWS:
            if operator in (b"'", b'"'):
                _next_line(sheet, [0.0, -sheet.ink.leading])
            x, y = moved(*moved(0.1 * sheet.ink.size, 0.3 * sheet.ink.size, sheet.text), sheet.ink.matrix)
            ground = sheet.ground(x, y)
            is_filled = sheet.ink.mode in (0, 4)
            is_hidden = sheet.ink.mode == _WITHOUT_INK or (is_filled and is_alike(sheet.ink.colour, ground))
            yield i, x, y, is_hidden and ground is not None and sheet.ink.is_opaque
        elif operator in _OPERATORS:
            _OPERATORS[operator](sheet, operands)


def _begin_text(sheet: Sheet, _operands: Sequence[Any]) -> None:
    sheet.text = sheet.line = UNMOVED


def _next_line(sheet: Sheet, operands: Sequence[Any]) -> None:
    x, y = numbers(operands, 2)
    sheet.text = sheet.line = after((1.0, 0.0, 0.0, 1.0, x, y), sheet.line)


def _next_line_leading(sheet: Sheet, operands: Sequence[Any]) -> None:
    sheet.ink = replace(sheet.ink, leading=-numbers(operands, 2)[1])
    _next_line(sheet, operands)


def _place_text(sheet: Sheet, operands: Sequence[Any]) -> None:
    a, b, c, d, e, f = numbers(operands, 6)
    sheet.text = sheet.line = (a, b, c, d, e, f)


def _move(sheet: Sheet, operands: Sequence[Any]) -> None:
    a, b, c, d, e, f = numbers(operands, 6)
    sheet.ink = replace(sheet.ink, matrix=after((a, b, c, d, e, f), sheet.ink.matrix))


def _keep(sheet: Sheet, _operands: Sequence[Any]) -> None:
    sheet.stack.append(sheet.ink)


def _take_back(sheet: Sheet, _operands: Sequence[Any]) -> None:
    if sheet.stack:
        sheet.ink = sheet.stack.pop()


def _setting(name: str, kind: Callable[[float], Any], at: int = 0) -> Callable[[Sheet, Sequence[Any]], None]:
    """An operator that sets one thing that is in force."""

    def operator(sheet: Sheet, operands: Sequence[Any]) -> None:
        changed: dict[str, Any] = {name: kind(numbers(operands[at:], 1)[0])}
        sheet.ink = replace(sheet.ink, **changed)

    return operator


_OPERATORS: dict[bytes, Callable[[Sheet, Sequence[Any]], None]] = {
    b"BT": _begin_text,
    b"Td": _next_line,
    b"TD": _next_line_leading,
    b"T*": lambda sheet, _operands: _next_line(sheet, [0.0, -sheet.ink.leading]),
    b"Tm": _place_text,
    b"TL": _setting("leading", float),
    b"Tf": _setting("size", float, at=1),
    b"Tr": _setting("mode", int),
    b"cm": _move,
    b"q": _keep,
    b"Q": _take_back,
    **PAINTING,
    b"w": _setting("width", float),
}
