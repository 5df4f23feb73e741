"""From a printed figure to a typed one: numbers with Swedish decimals, and the marks of Skolverket and Kolada."""

from __future__ import annotations

import re

import polars as pl

from spiral.engine.figures import Figure, State

#: The sources' marks (docs/regler/statistik.md §1): each says why there is no exact number.
MARKS = {
    ".": State.MISSING,
    "..": State.HIDDEN,
    # Underlag's three dots protect the few (1–9) who are *not* counted. The share behind them may be 33 as well as 98
    # per cent, in a small unit, so they are no "~100": measured against slutbetyg, half of them stand for less than 86.
    "...": State.FEW_OUTSIDE,
    "…": State.FEW_OUTSIDE,
    "~100": State.NEAR_ALL,
    "~0": State.NEAR_NONE,
    "-": State.NOT_REPORTED,
    "–": State.NOT_REPORTED,
}

_SPACES = str.maketrans("", "", " \u00a0\u202f")
_NUMBER = {
    ",": re.compile(r"[-−]?([0-9]{1,3}([ \u00a0\u202f][0-9]{3})+|[0-9]{1,12})(,[0-9]{1,15})?"),
    ".": re.compile(r"[-−]?[0-9]{1,12}(\.[0-9]{1,15})?"),
}
_ABOUT = re.compile(r"(?i:cirka|ca\.?|omkring)[ \u00a0]+(.+)")


def parse_number(text: str, *, decimal: str = ",") -> float:
    """The number in ``text``, written with ``decimal`` ("," or "."); ValueError when it is not one."""
    if not _NUMBER[decimal].fullmatch(text):
        raise ValueError(f"not a number: {text!r}")
    return float(text.translate(_SPACES).replace(",", ".").replace("−", "-"))


def parse_figure(text: str, *, decimal: str = ",") -> Figure:
    """The figure in ``text``: a mark, "cirka 1110", "51%" or a number; ValueError when it is none of them."""
    text = text.strip()
    if text in MARKS:
        return Figure(MARKS[text])
    if about := _ABOUT.fullmatch(text):
        return Figure(State.ROUNDED, parse_number(about.group(1), decimal=decimal))
    return Figure.of(parse_number(text.removesuffix("%").rstrip(), decimal=decimal))


def with_figures(frame: pl.DataFrame, column: str, *, decimal: str = ",") -> pl.DataFrame:
    """``frame`` with ``state`` and ``value`` parsed from the texts in ``column``; state null where that failed.

    Each distinct text is parsed once: a workbook of 300,000 cells holds a few thousand different ones.
    """
    texts = frame.get_column(column).drop_nulls().unique(maintain_order=True)
    rows: list[tuple[str, str | None, float | None]] = []
    for text in texts:
        try:
            figure = parse_figure(text, decimal=decimal)
        except ValueError:
            rows.append((text, None, None))
        else:
            rows.append((text, figure.state.value, figure.value))
    parsed = pl.DataFrame(rows, schema={column: pl.String, "state": pl.String, "value": pl.Float64}, orient="row")
    return frame.join(parsed, on=column, how="left", maintain_order="left")
