"""A plane with two scales: the ground that the pictures of a model are drawn on."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spiral.documents.svg.lettering import inside, width_of
from spiral.documents.svg.pen import Pen, Scale, linear, ticks
from spiral.engine.numbers import Language, number


@dataclass(frozen=True)
class Plane:
    """The frame's sides in user units, and the scales that lead into it."""

    left: float
    top: float
    right: float
    bottom: float
    x: Scale
    y: Scale


def plane(frame: tuple[float, float, float, float], across: tuple[float, float], upwards: tuple[float, float]) -> Plane:
    """``frame``: left, top, right, bottom; ``across`` and ``upwards``: the least and the largest value."""
    left, top, right, bottom = frame
    return Plane(left, top, right, bottom, linear(*across, left, right), linear(*upwards, bottom, top))


def scale_across(pen: Pen, on: Plane, range_: tuple[float, float], language: Language, name: str = "") -> None:
    """Ticks, values and the axis' name beneath the plane; 42 units high."""
    pen.line(on.left, on.bottom, on.right, on.bottom, "axis-strong")
    marks = ticks(*range_, most=6)
    for value, label in zip(marks, labels(marks, language), strict=True):
        pen.line(on.x(value), on.bottom, on.x(value), on.bottom + 5, "axis-strong")
        pen.text(inside(on.x(value), label, pen.width), on.bottom + 19, label, anchor="middle")
    pen.text(on.right, on.bottom + 37, name, anchor="end")


def scale_upwards(
    pen: Pen, on: Plane, range_: tuple[float, float], language: Language, name: str = "", most: int = 6
) -> None:
    """Values at the left of the plane with faint lines through it, the axis' name above it."""
    marks = ticks(*range_, most=most)
    for value, label in zip(marks, labels(marks, language), strict=True):
        pen.line(on.left, on.y(value), on.right, on.y(value), "axis")
        pen.text(on.left - 6, on.y(value) + 4.5, label, anchor="end")
    pen.text(16, on.top - 10, name)


def labels(marks: list[float], language: Language) -> list[str]:
    """The ticks as they are printed, with as many decimals as tell them apart."""
    step = marks[1] - marks[0] if len(marks) > 1 else abs(marks[0] if marks else 0.0) or 1.0
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [number(value, min(decimals, 12), language) for value in marks]


def room(range_: tuple[float, float], language: Language, most: int = 6) -> float:
    """How far from the picture's left edge a plane begins whose scale has these values."""
    widest = max(map(width_of, labels(ticks(*range_, most=most), language)), default=width_of("0"))
    return 10 + widest + 8


def area(on: Plane, low: list[tuple[float, float]], high: list[tuple[float, float]]) -> str:
    """The path between two lines over the same places, in the plane's values."""
    there = [f"{on.x(a):.1f} {on.y(b):.1f}" for a, b in low]
    back = [f"{on.x(a):.1f} {on.y(b):.1f}" for a, b in reversed(high)]
    return "M" + "L".join([*there, *back]) + "z"
