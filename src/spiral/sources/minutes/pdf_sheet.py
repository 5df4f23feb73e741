"""A page of a PDF while it is drawn: what is in force, which rectangles have been filled, and where pictures stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from spiral.sources.minutes.unseen import WHITE, Colour

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BLACK: Colour = (0, 0, 0)
#: A line so wide may be a table's heading.
_WIDE = 3.0
#: Spaces of colour where as many numbers always mean the same.
_PLAIN = ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/CalGray", "/CalRGB", "/ICCBased")
#: Rectangles of a page, and of one path, that are looked through.
_MOST_GROUNDS, _MOST_CELLS = 5_000, 60


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """A rectangle of the page, in its own units; where ``is_sure`` is false, it holds more than it is known to hold."""

    left: float
    bottom: float
    right: float
    top: float
    is_sure: bool = True

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def within(self, other: DrawnArea | None) -> DrawnArea:
        """What the two have in common."""
        if other is None:
            return self
        ends = max(self.left, other.left), max(self.bottom, other.bottom)
        return DrawnArea(*ends, min(self.right, other.right), min(self.top, other.top), self.is_sure and other.is_sure)


@dataclass(frozen=True, slots=True)
class Ink:
    """What is in force while a page is drawn."""

    matrix: Matrix = UNMOVED
    colour: Colour | None = _BLACK
    is_plain: bool = True
    is_opaque: bool = True
    mode: int = 0
    size: float = 0.0
    leading: float = 0.0
    width: float = 1.0
    clip: DrawnArea | None = None


@dataclass(slots=True)
class Sheet:
    """A page while it is drawn: its grounds from the lowest, and the text drawn so far."""

    resources: Any
    grounds: list[tuple[DrawnArea, Colour | None]] = field(default_factory=list)
    images: list[DrawnArea] = field(default_factory=list)
    path: list[DrawnArea] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    is_curved: bool = False
    is_clip: bool = False
    text: Matrix = UNMOVED
    line: Matrix = UNMOVED
    ink: Ink = field(default_factory=Ink)
    stack: list[Ink] = field(default_factory=list)

    def ground(self, x: float, y: float) -> Colour | None:
        """What is beneath a point; None where it is not known, or too much to look through."""
        if len(self.grounds) > _MOST_GROUNDS:
            return None
        return next((colour for area, colour in reversed(self.grounds) if area.holds(x, y)), WHITE)

    def area(self, points: Sequence[tuple[float, float]], *, is_rectangle: bool) -> DrawnArea:
        """The points' place on the page."""
        a, b, c, d, _e, _f = self.ink.matrix
        at = [moved(x, y, self.ink.matrix) for x, y in points]
        xs, ys = [x for x, _y in at], [y for _x, y in at]
        is_upright = (b == 0 and c == 0) or (a == 0 and d == 0)
        return DrawnArea(min(xs), min(ys), max(xs), max(ys), is_rectangle and is_upright)


def moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first`` and ``then``."""
    a, b = moved(first[0], first[1], (*then[:4], 0.0, 0.0))
    c, d = moved(first[2], first[3], (*then[:4], 0.0, 0.0))
    return a, b, c, d, *moved(first[4], first[5], then)


def numbers(operands: Sequence[Any], count: int) -> list[float]:
    """Raises ValueError where they are fewer or others."""
    read = [float(value) for value in operands[:count]]
    if len(read) < count:
        raise ValueError("too few numbers")
    return read


def _rectangle(sheet: Sheet, operands: Sequence[Any]) -> None:
    _close(sheet)
    x, y, width, height = numbers(operands, 4)
    corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
    sheet.path.append(sheet.area(corners, is_rectangle=True))


def _from(sheet: Sheet, operands: Sequence[Any]) -> None:
    _close(sheet)
    x, y = numbers(operands, 2)
    sheet.corners = [(x, y)]


def _line_to(sheet: Sheet, operands: Sequence[Any]) -> None:
    x, y = numbers(operands, 2)
    sheet.corners.append((x, y))


def _curve_to(sheet: Sheet, operands: Sequence[Any]) -> None:
    places = numbers(operands, len(operands))
    sheet.corners += list(zip(places[::2], places[1::2], strict=False))
    sheet.is_curved = True


def _close(sheet: Sheet) -> None:
    """What is drawn by lines: a rectangle where it goes through four corners beneath and beside each other."""
    if sheet.corners:
        sides = [len({round(place, 2) for place in places}) for places in zip(*sheet.corners, strict=True)]
        is_round = len(sheet.corners) in (4, 5) and len({(round(x, 2), round(y, 2)) for x, y in sheet.corners}) == 4
        is_rectangle = sides == [2, 2] and is_round and not sheet.is_curved
        sheet.path.append(sheet.area(sheet.corners, is_rectangle=is_rectangle))
    sheet.corners, sheet.is_curved = [], False


def _clip(sheet: Sheet, _operands: Sequence[Any]) -> None:
    sheet.is_clip = True


def _shape(sheet: Sheet) -> DrawnArea | None:
    """What the path holds; sure of it where it is one rectangle."""
    _close(sheet)
    if len(sheet.path) < 2:
        return sheet.path[0] if sheet.path else None
    lefts, bottoms = [a.left for a in sheet.path], [a.bottom for a in sheet.path]
    rights, tops = [a.right for a in sheet.path], [a.top for a in sheet.path]
    return DrawnArea(min(lefts), min(bottoms), max(rights), max(tops), is_sure=False)


def _fill(sheet: Sheet, _operands: Sequence[Any]) -> None:
    _close(sheet)
    areas = sheet.path if _are_apart(sheet.path) else [_shape(sheet)]
    for area in filter(None, areas):
        _lay(sheet, area, sheet.ink.colour)
    _end_path(sheet, [])


def _are_apart(path: Sequence[DrawnArea]) -> bool:
    """Rectangles beside each other, as the cells of a row: each is filled."""
    return (
        len(path) <= _MOST_CELLS
        and all(a.is_sure for a in path)
        and all(
            a.right <= b.left or b.right <= a.left or a.top <= b.bottom or b.top <= a.bottom
            for a, b in combinations(path, 2)
        )
    )


def _lay(sheet: Sheet, area: DrawnArea, colour: Colour | None) -> None:
    """A ground on top of those that are there; its colour is known only as far as its place is."""
    at = area.within(sheet.ink.clip)
    sheet.grounds.append((at, colour if at.is_sure and sheet.ink.is_opaque else None))


def _stroke(sheet: Sheet, _operands: Sequence[Any]) -> None:
    wide = sheet.ink.width * max(abs(number) for number in sheet.ink.matrix[:4])
    shape = _shape(sheet)
    if wide > _WIDE and shape:
        half = wide / 2
        grown = DrawnArea(shape.left - half, shape.bottom - half, shape.right + half, shape.top + half, is_sure=False)
        _lay(sheet, grown, None)
    _end_path(sheet, [])


def _end_path(sheet: Sheet, _operands: Sequence[Any]) -> None:
    shape = _shape(sheet)
    if sheet.is_clip and shape:
        sheet.ink = replace(sheet.ink, clip=shape.within(sheet.ink.clip))
    sheet.path, sheet.is_clip = [], False


def _picture(sheet: Sheet, _operands: Sequence[Any]) -> None:
    """A picture, or a drawing within the page: whatever stands there is read."""
    sheet.images.append(sheet.area([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)], is_rectangle=False))


def _named(sheet: Sheet, kind: str, name: Any) -> Any:
    """What the page calls by a name. Raises KeyError."""
    return sheet.resources[kind][name].get_object()


def _place_object(sheet: Sheet, operands: Sequence[Any]) -> None:
    drawn = _named(sheet, "/XObject", operands[0])
    if drawn.get("/Subtype") == "/Image":
        _picture(sheet, [])
        return
    left, bottom, right, top = numbers(drawn.get("/BBox") or [], 4)
    corners = [(left, bottom), (right, bottom), (left, top), (right, top)]
    a, b, c, d, e, f = numbers(drawn.get("/Matrix") or UNMOVED, 6)
    placed = [moved(x, y, (a, b, c, d, e, f)) for x, y in corners]
    sheet.images.append(sheet.area(placed, is_rectangle=False))


def _shade(sheet: Sheet, _operands: Sequence[Any]) -> None:
    everywhere = DrawnArea(-1e6, -1e6, 1e6, 1e6, is_sure=False)
    _lay(sheet, everywhere, None)


def _look(sheet: Sheet, operands: Sequence[Any]) -> None:
    """A named state: how translucent what is filled is, and how it is mixed with what is beneath."""
    named = _named(sheet, "/ExtGState", operands[0])
    ink = sheet.ink
    if "/ca" in named or "/BM" in named or "/SMask" in named:
        is_usual = named.get("/BM", "/Normal") in ("/Normal", "/Compatible") and named.get("/SMask", "/None") == "/None"
        ink = replace(ink, is_opaque=is_usual and float(named.get("/ca", 1.0)) == 1.0)
    sheet.ink = replace(ink, width=float(named.get("/LW", ink.width)))


def _space(sheet: Sheet, operands: Sequence[Any]) -> None:
    name = operands[0]
    space = (sheet.resources.get("/ColorSpace") or {}).get(name, name)
    space = space.get_object() if hasattr(space, "get_object") else space
    is_plain = str(space[0] if isinstance(space, list) and space else space) in _PLAIN
    sheet.ink = replace(sheet.ink, is_plain=is_plain, colour=_BLACK if is_plain else None)


def _in_space(sheet: Sheet, operands: Sequence[Any]) -> None:
    is_known = sheet.ink.is_plain and all(isinstance(value, (int, float)) for value in operands)
    sheet.ink = replace(sheet.ink, colour=_colour(operands) if is_known else None)


def _in_device_space(sheet: Sheet, operands: Sequence[Any]) -> None:
    sheet.ink = replace(sheet.ink, is_plain=True, colour=_colour(operands))


def _colour(numbers: Sequence[Any]) -> Colour | None:
    """Gray, red-green-blue or cyan-magenta-yellow-black, each from 0 to 1."""
    parts = [min(max(float(number), 0.0), 1.0) for number in numbers]
    if len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    if len(parts) == 1:
        parts *= 3
    return (round(255 * parts[0]), round(255 * parts[1]), round(255 * parts[2])) if len(parts) == 3 else None


#: The operators that draw, by their name in the file.
PAINTING: dict[bytes, Callable[[Sheet, Sequence[Any]], None]] = {
    b"re": _rectangle,
    b"m": _from,
    b"l": _line_to,
    **dict.fromkeys((b"c", b"v", b"y"), _curve_to),
    **dict.fromkeys((b"W", b"W*"), _clip),
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _fill),
    **dict.fromkeys((b"S", b"s"), _stroke),
    b"n": _end_path,
    b"Do": _place_object,
    b"INLINE IMAGE": _picture,
    b"sh": _shade,
    b"gs": _look,
    b"cs": _space,
    **dict.fromkeys((b"sc", b"scn"), _in_space),
    **dict.fromkeys((b"g", b"rg", b"k"), _in_device_space),
}
