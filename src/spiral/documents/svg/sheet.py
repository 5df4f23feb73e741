"""A picture as a file of its own: its title above it, what it shows beneath it, its colours and font within.

It is as wide as a telephone and grows with the window to some 46 rem, so that its text is read at either size.
"""

from __future__ import annotations

from spiral.documents.model_pictures import ModelPicture
from spiral.documents.svg.paper import LOOK, with_look
from spiral.documents.svg.pen import Pen

WIDTH = 460
_EDGE, _LINE = 16.0, 18.0
#: Rough width of a character of the text and of the title, where Inter is not there either.
_TEXT, _TITLE = 7.1, 10.2
#: The size of what is printed smaller.
SMALL = 11.5
_LOOK = {
    **LOOK,
    ":root": "width: 100%; max-width: 46rem; height: auto",
    ".sheet": "fill: var(--paper)",
    ".heading": "fill: var(--text); font-size: 17px; font-weight: 600",
    ".small": f"font-size: {SMALL}px",
    ".band-inner": "fill: var(--level-2)",
    ".through": "stroke: var(--own); stroke-width: 1.75; fill: none",
}
FONT = "Inter, system-ui, sans-serif"


def sheet(chart: ModelPicture, body: Pen) -> str:
    """``body``, ``WIDTH`` wide, between the chart's title and its notes, as the text of an SVG file."""
    inside = WIDTH - 2 * _EDGE
    title = lines(chart.title, inside / _TITLE)
    subtitle = lines(chart.subtitle, inside / _TEXT)
    notes = [lines(note, inside / _TEXT) for note in chart.notes]
    top = _EDGE + 22 * len(title) + _LINE * len(subtitle) + 10
    bottom = top + body.height + 14
    pen = Pen(WIDTH, bottom + sum(_LINE * len(note) + 6 for note in notes) + 8)
    pen.rect(0, 0, WIDTH, pen.height, "sheet")
    for i, line in enumerate(title):
        pen.text(_EDGE, _EDGE + 14 + 22 * i, line, css="heading")
    for i, line in enumerate(subtitle):
        pen.text(_EDGE, _EDGE + 22 * len(title) + 12 + _LINE * i, line)
    pen.parts += [f'<g transform="translate(0 {top:.1f})">', *body.parts, "</g>"]
    y = bottom + 8
    for note in notes:
        for line in note:
            pen.text(_EDGE, y, line, css="text-plain")
            y += _LINE
        y += 6
    return with_look(pen.picture(chart, "p"), _LOOK, FONT)


def lines(text: str, signs: float) -> list[str]:
    """The text in lines of so many signs; a word that is longer is cut."""
    most, words = max(int(signs), 2), text.replace("\N{NO-BREAK SPACE}", "\0").split()
    written: list[str] = []
    for word in words:
        short = word if len(word) <= most else word[: most - 1] + "…"
        if written and len(written[-1]) + 1 + len(short) <= most:
            written[-1] += f" {short}"
        else:
            written.append(short)
    return [line.replace("\0", "\N{NO-BREAK SPACE}") for line in written]


def shown(text: str, most: int) -> str:
    """A name as a picture has it: no sign that does not print; without its middle where it is longer than ``most``."""
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[half + 1 - most :]}"
