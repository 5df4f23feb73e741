"""The distance between two groups over time: a filled dot and a hollow square joined by a line."""

from __future__ import annotations

from spiral.documents.chart import Gap
from spiral.documents.svg.pen import CHARACTER, Pen, bounds, every, linear, year_labels, years

_HEIGHT, _TOP, _FLOOR = 172.0, 16.0, 116.0


def draw_gap(chart: Gap, key: str, width: int) -> str:
    """Both groups each period, a legend below; a period without figures leaves its place empty and says why."""
    pen = Pen(width, _HEIGHT)
    pen.line(0, _FLOOR, width, _FLOOR, "axis-strong")
    low, high = bounds([v for p in chart.pairs for v in (p.first, p.second)])
    y = linear(low, high, _FLOOR - 12, _TOP)
    labels = [p.label for p in chart.pairs]
    step = (width - 36) / max(len(labels) - 1, 1)
    xs = [18 + step * i for i in range(len(labels))]
    if chart.span:
        step, xs = years(chart.span, labels, width)
        year_labels(pen, chart.span, _FLOOR + 18)
    skip = every(step, labels)
    empty: dict[str, list[float]] = {}
    for i, (pair, x) in enumerate(zip(chart.pairs, xs, strict=True)):
        if not chart.span and (len(labels) - 1 - i) % skip == 0:
            pen.text(x, _FLOOR + 18, pair.label, anchor="middle")
        if pair.first is None or pair.second is None:
            empty.setdefault(pair.note, []).append(x)
            continue
        pen.line(x, y(pair.first), x, y(pair.second), "trail")
        pen.dot(x, y(pair.first))
        pen.hollow(x, y(pair.second))
    for note, xs in empty.items():
        middle = sum(xs) / len(xs)
        words = note.split()
        half = (len(words) + 1) // 2
        for k, line in enumerate(filter(None, (" ".join(words[:half]), " ".join(words[half:])))):
            edge = CHARACTER * len(line) / 2
            pen.text(min(max(middle, edge), width - edge), 62 + 14 * k, line, anchor="middle")
    pen.dot(6, 162)
    pen.text(16, 166.5, chart.names[0])
    second = 16 + CHARACTER * len(chart.names[0]) + 24
    pen.hollow(second, 162)
    pen.text(second + 10, 166.5, chart.names[1])
    return pen.picture(chart, key)
