"""Own among others: rings on one line over the deciles of everybody, own with its interval below."""

from __future__ import annotations

from spiral.documents.chart import Strip
from spiral.documents.svg.lettering import box_of, inside, width_of
from spiral.documents.svg.pen import Pen, Scale, beside_line, bounds, linear, printed, ticks
from spiral.engine.numbers import number, with_unit

_WORDS = {
    "sv": ("Mitten, {}", "En av tio under {}", "En av tio över {}", "Mitten {}", "1 av 10 under {}", "1 av 10 över {}"),
    "en": (
        "Middle, {}",
        "One in ten under {}",
        "One in ten over {}",
        "Middle {}",
        "1 in 10 under {}",
        "1 in 10 over {}",
    ),
}


def draw_strip(chart: Strip, key: str, width: int) -> str:
    """A wide drawing, or at 480 units and less a narrow one with shorter words on two lines."""
    narrow = width < 480
    height = 270.0 if narrow else 250.0
    top, floor = (46.0, 234.0) if narrow else (30.0, 214.0)
    pen = Pen(width, height)
    known = [m for m in chart.others if m.value is not None]
    values = [m.value for m in known] + list(chart.deciles[:1]) + list(chart.deciles[-1:])
    low, high = bounds([*values, chart.own.value, chart.own.low, chart.own.high])
    if chart.unit == "%":
        low, high = max(low, 0.0), min(high, 100.0)
    x = linear(low, high, 16, width - 16)
    if chart.deciles:
        _deciles(pen, chart, x, top, floor, narrow)
    pen.line(0, floor, width, floor, "axis-strong")
    marks = ticks(low, high, 5 if narrow else 8)
    for value in marks:
        text = number(value, 0, chart.language)
        if value == marks[-1]:
            text = with_unit(text, chart.unit, chart.language)
        pen.text(inside(x(value), text, width), floor + 22, text, anchor="middle")
    r = 5.5 if narrow else 6.5
    row = (top + floor) / 2 - (24 if narrow else 34)
    taken: list[tuple[float, float]] = []
    for mark in sorted(known, key=lambda m: m.value or 0.0):
        at, y = x(mark.value or 0.0), row
        while any(abs(at - tx) < 2 * r + 1 and abs(y - ty) < 2 * r + 1 for tx, ty in taken) and y > top + 2 * r:
            y -= 2 * r + 2
        taken.append((at, y))
        pen.ring(at, y, r)
    _own(pen, chart, x, row + (50 if narrow else 62))
    return pen.picture(chart, key)


def _deciles(pen: Pen, chart: Strip, x: Scale, top: float, floor: float, narrow: bool) -> None:
    first, middle, last = chart.deciles[0], chart.deciles[4], chart.deciles[8]
    pen.rect(x(first), top, x(last) - x(first), floor - top, "band")
    for i, value in enumerate(chart.deciles):
        pen.line(x(value), top, x(value), floor, "median" if i == 4 else "axis-strong")
    words = _WORDS[chart.language][3:] if narrow else _WORDS[chart.language][:3]
    unit = "" if narrow else chart.unit
    shown = [
        said.format(with_unit(number(value, 0, chart.language), unit, chart.language))
        for said, value in zip(words, (middle, first, last), strict=True)
    ]
    pen.text(inside(x(middle), shown[0], pen.width), 16 if narrow else 20, shown[0], anchor="middle", css="text-plain")
    y = 36 if narrow else 20
    gap = 6 if narrow else width_of(shown[0]) / 2 + 12
    left, right = width_of(shown[1]), width_of(shown[2])
    ends = max(min(x(first) + left / 2, x(middle) - gap), left)
    starts = min(max(x(last) - right / 2, x(middle) + gap), pen.width - right)
    for at, text, anchor in ((ends, shown[1], "end"), (starts, shown[2], "start")):
        # Where it would stand upon another, it stands lower, inside the field.
        lines = (y, y + 26, y + 42)
        line = next(line for line in lines if not any(box_of(at, line, text, anchor).touches(t, 5) for t in pen.texts))
        pen.text(at, line, text, anchor=anchor)


def _own(pen: Pen, chart: Strip, x: Scale, y: float) -> None:
    own = chart.own
    if own.value is None:
        return
    if own.low is not None and own.high is not None:
        pen.path(
            f"M{x(own.low):.1f} {y}H{x(own.high):.1f}M{x(own.low):.1f} {y - 8}v16M{x(own.high):.1f} {y - 8}v16",
            "interval",
        )
    pen.diamond(x(own.value), y, 9)
    label = f"{own.label} {printed(chart, own.value, unit=True)}"
    at = inside(x(own.value), label, pen.width)
    if chart.deciles:
        at = beside_line(at, label, x(chart.deciles[4]), pen.width) or at
    pen.text(at, y + 34, label, anchor="middle", css="text-own")
