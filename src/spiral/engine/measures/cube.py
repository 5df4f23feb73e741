"""Measures by dimensions, with every margin: one pass over the pupils for each measure.

Pupils whose unit or sex is not known are in the margins only; a cell that nobody is inside is absent. Nothing is
rounded and nothing is masked: what is shown to others passes the gate (``engine/disclosure``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.dimensions import Dimension
from spiral.engine.measures.measure import MeasureKind, PupilMeasure


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """Cells in arrays, a row each. ``measure`` is an index into ``measures``; ``at`` (cells, dimensions) holds indices
    into ``labels``, -1 for the margin over all. ``hits`` is -1 and ``spread`` the pupils' standard deviation (n - 1) of
    means; ``spread`` is NaN of shares and of one pupil. ``value`` is 0–100 of shares."""

    survey: str
    year: int
    measures: tuple[str, ...]
    kinds: tuple[MeasureKind, ...]
    dimensions: tuple[str, ...]
    labels: tuple[tuple[str | int, ...], ...]
    every: tuple[str | None, ...]
    measure: NDArray[np.int32]
    at: NDArray[np.int32]
    n: NDArray[np.int64]
    hits: NDArray[np.int64]
    value: NDArray[np.float64]
    spread: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.n)

    def rows(self) -> Iterator[dict[str, str | int | float | None]]:
        """A row for each cell, as documents print it."""
        margins = [(*labels, every) for labels, every in zip(self.labels, self.every, strict=True)]
        columns = (self.measure, self.n, self.hits, self.value)
        places = self.at.tolist() if self.dimensions else [[]] * len(self)
        for place, measure, n, hits, value in zip(places, *(c.tolist() for c in columns), strict=True):
            row: dict[str, str | int | float | None] = {
                "measure": self.measures[measure],
                "survey": self.survey,
                "year": self.year,
            }
            row |= {name: m[p] for name, m, p in zip(self.dimensions, margins, place, strict=True)}
            yield row | {"n": n, "hits": None if hits < 0 else hits, "value": value}


#: Cells of one measure: its number, their places, n, hits, values, spreads.
_Part = tuple[
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
]


@dataclass(frozen=True, slots=True, eq=False)
class _Margin:
    """One choice of dimensions. ``cells``: those of the finest that belong to it; ``group``: where each goes."""

    cells: NDArray[np.intp]
    group: NDArray[np.intp]
    at: NDArray[np.int32]


def cube(survey: str, year: int, measures: Iterable[PupilMeasure], dimensions: Sequence[Dimension]) -> Cube:
    """Every measure by every choice of the dimensions, and over all of them; one measure is held at a time. Arrays of
    measures and dimensions have a row for each of the same pupils, else ValueError."""
    waiting = iter(measures)
    first = next(waiting, None)
    n = len(dimensions[0].index) if dimensions else 0 if first is None else len(first.inside)
    if any(len(dimension.index) != n for dimension in dimensions):
        raise ValueError("the dimensions are of the same pupils")
    cell, finest = _cells(dimensions, n)
    margins = list(_margins(finest))
    names: list[str] = []
    kinds: list[MeasureKind] = []
    parts = [_empty(len(dimensions))]
    for measure in () if first is None else chain([first], waiting):
        if len(measure.inside) != n or len(measure.value) != n:
            raise ValueError("measures and dimensions are of the same pupils")
        sums = _sums(measure, cell, len(finest))
        for margin in margins:
            of_margin = np.stack([_weighed(margin.group, s[margin.cells], len(margin.at)) for s in sums])
            there = np.flatnonzero(of_margin[0])
            number = np.full(len(there), len(names), np.int32)
            parts.append((number, margin.at[there], *_figures(measure.kind, of_margin[:, there])))
        names.append(measure.name)
        kinds.append(measure.kind)
    return Cube(
        survey,
        year,
        tuple(names),
        tuple(kinds),
        tuple(d.name for d in dimensions),
        tuple(d.labels for d in dimensions),
        tuple(d.every for d in dimensions),
        *(np.concatenate(column) for column in zip(*parts, strict=True)),
    )


def _empty(dimensions: int) -> _Part:
    """No cell at all."""
    nothing, whole = np.zeros(0), np.zeros(0, np.int64)
    return np.zeros(0, np.int32), np.zeros((0, dimensions), np.int32), whole, whole, nothing, nothing


def _cells(dimensions: Sequence[Dimension], n: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The cell (n,) of each pupil among those that anybody is in, and the indices (cells, dimensions) of these."""
    key = np.zeros(n, np.int64)
    for dimension in dimensions:
        key = key * (len(dimension.labels) + 1) + (dimension.index.astype(np.int64) + 1)
    keys, cell = np.unique(key, return_inverse=True)
    at = np.zeros((len(keys), len(dimensions)), np.int32)
    for number in reversed(range(len(dimensions))):
        keys, place = np.divmod(keys, len(dimensions[number].labels) + 1)
        at[:, number] = place - 1
    return cell.astype(np.intp, copy=False), at


def _margins(finest: NDArray[np.int32]) -> Iterator[_Margin]:
    """Every choice of dimensions, over all first. What is not known of a chosen dimension belongs nowhere in it."""
    every = range(finest.shape[1])
    for chosen in (c for size in range(finest.shape[1] + 1) for c in combinations(every, size)):
        places = finest[:, list(chosen)]
        cells = np.flatnonzero((places >= 0).all(axis=1))
        unique, group = np.unique(places[cells], axis=0, return_inverse=True)
        at = np.full((len(unique) if chosen else min(len(cells), 1), finest.shape[1]), -1, np.int32)
        at[:, list(chosen)] = unique if chosen else at[:, []]
        yield _Margin(cells, group.reshape(-1) if chosen else np.zeros(len(cells), np.intp), at)


def _sums(measure: PupilMeasure, cell: NDArray[np.intp], cells: int) -> tuple[NDArray[np.float64], ...]:
    """Of each of the finest cells: pupils inside, and hits; or pupils inside, the sum of their values, and the sums of
    their deviations from the mean of all and of the squares of these."""
    if measure.kind is MeasureKind.SHARE:
        state = measure.inside.view(np.uint8) + (measure.inside & measure.value.astype(np.bool_, copy=False))
        counts = np.bincount(cell * 3 + state, minlength=3 * cells).reshape(cells, 3).astype(np.float64)
        return counts[:, 1] + counts[:, 2], counts[:, 2]
    inside = measure.inside
    place, value = cell[inside], np.asarray(measure.value, np.float64)[inside]
    n = np.bincount(place, minlength=cells).astype(np.float64)
    centred = value - value.mean() if len(value) else value
    return n, *(_weighed(place, weights, cells) for weights in (value, centred, centred**2))


def _weighed(place: NDArray[np.intp], weights: NDArray[np.float64], places: int) -> NDArray[np.float64]:
    """The sum of the weights at each place."""
    return np.asarray(np.bincount(place, weights, places), np.float64)


def _figures(
    kind: MeasureKind, sums: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Pupils inside, hits, value and spread of each cell, from the sums of :func:`_sums`."""
    n = sums[0]
    whole, nothing = np.rint(n).astype(np.int64), np.full(len(n), np.nan)
    if kind is MeasureKind.SHARE:
        return whole, np.rint(sums[1]).astype(np.int64), 100 * sums[1] / n, nothing
    _n, total, deviations, squares = sums
    within = np.maximum(squares - deviations**2 / n, 0.0)
    spread = nothing
    spread[n > 1] = np.sqrt(within[n > 1] / (n[n > 1] - 1))
    return whole, np.full(len(n), -1, np.int64), total / n, spread
