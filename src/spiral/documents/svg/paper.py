"""A chart on paper: the same drawing as on the page, as a picture of its own that carries its colours and its font."""

from __future__ import annotations

from collections.abc import Mapping

from spiral.documents.chart import Chart
from spiral.documents.svg import draw

#: The colours of a chart as a page is printed; a test holds them against the style sheet.
COLOURS = {
    "paper": "#fff",
    "surface-deep": "#e9e5dd",
    "line": "#dcd7cd",
    "line-strong": "#857e73",
    "text": "#1d1b18",
    "text-muted": "#57524a",
    "own": "#11566a",
    "other": "#77716a",
    "level-1": "#dfe9eb",
    "level-2": "#abc8cf",
    "level-3": "#6fa2af",
    "level-4": "#11566a",
}
#: The look of each shape, as the style sheet has it.
LOOK = {
    "text": "font-size: 13px; fill: var(--text-muted)",
    ".n1": "fill: var(--level-1)",
    ".n2": "fill: var(--level-2)",
    ".n3": "fill: var(--level-3)",
    ".n4": "fill: var(--level-4)",
    ".on-light": "fill: var(--text); font-weight: 600",
    ".on-dark": "fill: #fff; font-weight: 600",
    ".text-own": "fill: var(--own); font-weight: 600",
    ".text-plain": "fill: var(--text)",
    ".axis": "stroke: var(--line); stroke-width: 1",
    ".axis-strong": "stroke: var(--line-strong); stroke-width: 1",
    ".ref": "stroke: var(--text); stroke-width: 1.25; stroke-dasharray: 2 3",
    ".median": "stroke: var(--text); stroke-width: 1.25",
    ".own": "fill: var(--own); stroke: var(--own)",
    ".interval": "stroke: var(--own); stroke-width: 2; stroke-linecap: butt; fill: none",
    ".interval.weak": "stroke-width: 1.5; opacity: .75",
    ".segment": "stroke: var(--line-strong); stroke-width: .75",
    ".trail": "stroke: var(--own); stroke-width: 1; fill: none; opacity: .5",
    ".other": "fill: var(--paper); stroke: var(--other); stroke-width: 1.5",
    ".other-interval": "stroke: var(--other); stroke-width: 1.5; fill: none",
    ".band": "fill: var(--surface-deep)",
    ".hollow": "fill: var(--paper); stroke: var(--own); stroke-width: 1.75",
    ".break": "stroke: var(--text-muted); stroke-width: 1; stroke-dasharray: 4 3; fill: none",
}


def svg_file(chart: Chart, *, key: str, width: int = 360) -> str:
    """``chart`` as a whole SVG file, ``width`` user units wide. ``key`` makes the ids of its title and text unique."""
    return with_look(draw(chart, key=key, width=width), LOOK, "Inter")


def with_look(drawn: str, look: Mapping[str, str], font: str) -> str:
    """An SVG element as a file of its own, with the look of its shapes in the colours of paper."""
    namespace = f'xmlns="http://www.w3.org/2000/svg" font-family="{font}" '
    body = drawn.replace("<svg ", f"<svg {namespace}", 1)
    end = body.index(">") + 1
    return f"{body[:end]}<style>{_style(look)}</style>{body[end:]}"


def _style(look: Mapping[str, str]) -> str:
    rules = " ".join(f"{shape} {{ {how} }}" for shape, how in look.items())
    for name, colour in COLOURS.items():
        rules = rules.replace(f"var(--{name})", colour)
    return rules
