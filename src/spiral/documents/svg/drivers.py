"""A driver diagram: aim, primary drivers, secondary drivers, change ideas, drawn from a tree; and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiral.documents.chart import Chart, ChartError
from spiral.documents.svg.pen import Pen
from spiral.documents.table import Cell, Table

_WIDTH = 1160.0
#: Left edge and width of the four columns.
_COLUMNS = ((0.0, 200.0), (244.0, 250.0), (538.0, 320.0), (902.0, 258.0))
_LINE, _PAD, _GAP, _HEAD = 17.0, 9.0, 12.0, 34.0
#: How far a driver below a secondary one is moved in.
_INDENT = 16.0
#: Width of a letter of running text at 13 px; generous, so that a line never leaves its box.
_LETTER = 7.0


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver: supported or a hunch, what drives it, and what is tried about it."""

    text: str
    is_supported: bool = False
    below: Sequence[Driver] = ()
    ideas: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Drivers(Chart):
    """``columns`` are the four heads; ``words`` say supported and not, as they stand under a driver."""

    aim: str
    drivers: Sequence[Driver]
    columns: tuple[str, str, str, str]
    words: tuple[str, str]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.aim.strip() or any(not d.text.strip() for d in _all(self.drivers)):
            raise ChartError("an aim and every driver have words")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box in its column, already wrapped."""

    column: int
    x: float
    y: float
    width: float
    lines: Sequence[str]
    css: str = ""

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + 2 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw_drivers(chart: Drivers, key: str) -> str:
    """Every text whole, wrapped in its box; a primary driver stands beside the middle of what drives it."""
    boxes: list[_Placed] = []
    joints: list[tuple[_Placed, _Placed]] = []
    y = _HEAD
    primaries = []
    for driver in chart.drivers:
        primary, y = _primary(chart, driver, y, boxes, joints)
        primaries.append(primary)
        y += _GAP
    bottom = max(y - _GAP, _HEAD)
    middle = (primaries[0].middle + primaries[-1].middle) / 2 if primaries else 0.0
    aim = _box(0, chart.aim, 0.0, "aim")
    aim = _at(aim, max(_HEAD, middle - aim.height / 2))
    joints += [(aim, p) for p in primaries]
    pen = Pen(_WIDTH, max(bottom, aim.y + aim.height) + 2)
    for (x, _width), head in zip(_COLUMNS, chart.columns, strict=True):
        pen.text(x, 14, head, css="column")
    for left, right in joints:
        out, into = left.x + left.width, right.x
        bend = into - 12
        if right.column == left.column:
            # A driver of a secondary driver stands below it, moved in.
            pen.path(f"M{left.x + 8:.1f} {left.y + left.height:.1f}V{right.middle:.1f}H{into:.1f}", "driver-line")
        else:
            pen.path(f"M{out:.1f} {left.middle:.1f}H{bend:.1f}V{right.middle:.1f}H{into:.1f}", "driver-line")
    for box in [aim, *boxes]:
        pen.rect(box.x, box.y, box.width, box.height, f"driver-box {box.css}".strip())
        for i, line in enumerate(box.lines):
            pen.text(box.x + 10, box.y + _PAD + 13 + _LINE * i, line, css="text-plain")
    return pen.picture(chart, key)


def drivers_table(chart: Drivers) -> Table:
    """The same tree as rows: each driver under what it drives, with how sure it is and what is tried."""
    rows = []
    for driver, path in _walk(chart.drivers, ()):
        first = path[0] if path else driver.text
        rows.append(
            [
                Cell(first, wide=True),
                Cell(" → ".join([*path[1:], driver.text]) if path else "–", wide=True),
                Cell(chart.words[0 if driver.is_supported else 1], wide=True),
                Cell("; ".join(driver.ideas) or "–", wide=True),
            ]
        )
    sure = "Säkerhet" if chart.language == "sv" else "Certainty"
    return Table(f"{chart.title}. {chart.columns[0]}: {chart.aim}", [*chart.columns[1:3], sure, chart.columns[3]], rows)


def _primary(
    chart: Drivers, driver: Driver, y: float, boxes: list[_Placed], joints: list[tuple[_Placed, _Placed]]
) -> tuple[_Placed, float]:
    """Place a primary driver and all that hangs from it from ``y`` down; the box and where the next begins."""
    top = y
    secondaries: list[_Placed] = []
    own_ideas = [_box(3, idea, y, "idea") for idea in driver.ideas]
    ideas_until = y
    for i, idea in enumerate(own_ideas):
        own_ideas[i] = _at(idea, ideas_until)
        ideas_until += idea.height + _GAP
    if own_ideas and driver.below:
        y = ideas_until
    for child in driver.below:
        placed, y = _secondary(chart, child, 0, y, boxes, joints)
        secondaries.append(placed)
    box = _box(1, driver.text, top, "supported" if driver.is_supported else "", _word(chart, driver))
    ends = [*secondaries, *own_ideas]
    height = max([y, ideas_until, top + box.height + _GAP]) - _GAP
    middle = (min(e.middle for e in ends) + max(e.middle for e in ends)) / 2 if ends else top + box.height / 2
    box = _at(box, min(max(top, middle - box.height / 2), max(top, height - box.height)))
    boxes += [box, *own_ideas]
    joints += [(box, e) for e in ends]
    return box, max(height, box.y + box.height) + _GAP


def _secondary(
    chart: Drivers, driver: Driver, depth: int, y: float, boxes: list[_Placed], joints: list[tuple[_Placed, _Placed]]
) -> tuple[_Placed, float]:
    css = "supported" if driver.is_supported else ""
    box = _box(2, driver.text, y, css, _word(chart, driver), indent=_INDENT * min(depth, 5))
    boxes.append(box)
    until = y
    for idea in driver.ideas:
        placed = _box(3, idea, until, "idea")
        boxes.append(placed)
        joints.append((box, placed))
        until += placed.height + _GAP
    y = max(y + box.height + _GAP, until)
    for child in driver.below:
        placed, y = _secondary(chart, child, depth + 1, y, boxes, joints)
        joints.append((box, placed))
    return box, y


def _word(chart: Drivers, driver: Driver) -> str:
    return chart.words[0 if driver.is_supported else 1]


def _box(column: int, text: str, y: float, css: str, word: str = "", indent: float = 0.0) -> _Placed:
    x, width = _COLUMNS[column]
    lines = [*wrapped(text, width - indent - 20), *([f"({word.lower()})"] if word else [])]
    return _Placed(column, x + indent, y, width - indent, lines, css)


def _at(box: _Placed, y: float) -> _Placed:
    return _Placed(box.column, box.x, y, box.width, box.lines, box.css)


def wrapped(text: str, width: float) -> list[str]:
    """``text`` in lines no wider than ``width`` user units; a word longer than a line is cut with a hyphen."""
    room = max(int(width / _LETTER), 4)
    lines: list[str] = []
    for whole in text.split():
        word = whole
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
            continue
        while len(word) > room:
            lines.append(word[: room - 1] + "-")
            word = word[room - 1 :]
        lines.append(word)
    return lines or [""]


def _walk(drivers: Sequence[Driver], path: tuple[str, ...]) -> Iterator[tuple[Driver, tuple[str, ...]]]:
    for driver in drivers:
        yield driver, path
        yield from _walk(driver.below, (*path, driver.text))


def _all(drivers: Sequence[Driver]) -> Iterator[Driver]:
    return (driver for driver, _path in _walk(drivers, ()))
