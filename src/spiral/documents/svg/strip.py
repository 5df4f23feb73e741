"""Own among others: rings on one line over the deciles of everybody, own with its interval below."""

from __future__ import annotations

from spiral.documents.chart import Strip
from spiral.documents.svg.pen import CHARACTER, Pen, Scale, beside_line, bounds, linear, printed, ticks
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
        half = CHARACTER * len(text) / 2
        pen.text(min(x(value), width - half), floor + 22, text, anchor="middle")
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
    mid, under, over = _WORDS[chart.language][3:] if narrow else _WORDS[chart.language][:3]
    shown = [
        with_unit(number(v, 0, chart.language), "" if narrow else chart.unit, chart.language)
        for v in (middle, first, last)
    ]
    half = CHARACTER * len(mid.format(shown[0])) / 2
    pen.text(x(middle), 16 if narrow else 20, mid.format(shown[0]), anchor="middle", css="text-plain")
    y = 36 if narrow else 20
    gap = 6 if narrow else half + 12
    left, right = under.format(shown[1]), over.format(shown[2])
    ends = min(x(first) + CHARACTER * len(left) / 2, x(middle) - gap)
    starts = max(x(last) - CHARACTER * len(right) / 2, x(middle) + gap)
    ends, starts = max(ends, CHARACTER * len(left)), min(starts, pen.width - CHARACTER * len(right))
    pen.text(ends, y, left, anchor="end")
    # Where the two would overlap, the second stands a line lower, inside the field.
    pen.text(starts, y if starts > ends + 4 else y + 26, right)


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
    half = CHARACTER * len(label) / 2
    at = min(max(x(own.value), half), pen.width - half)
    if chart.deciles:
        at = beside_line(at, label, x(chart.deciles[4]), pen.width) or at
    pen.text(at, y + 34, label, anchor="middle", css="text-own")
