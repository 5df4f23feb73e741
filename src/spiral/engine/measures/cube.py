"""Measures by dimensions, with every margin: one pass over the pupils for each measure.

Pupils whose unit or sex is not known are in the margins only; a cell that nobody is inside is absent. Nothing is
rounded and nothing is masked: what is shown to others passes the gate (``engine/disclosure``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

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


@dataclass(frozen=True, slots=True, eq=False)
class _Margin:
    """One choice of dimensions. ``cells``: those of the finest that belong to it; ``group``: where each goes."""

    cells: NDArray[np.intp]
    group: NDArray[np.intp]
    at: NDArray[np.int32]


def cube(
    survey: str, year: int, measures: Sequence[PupilMeasure], dimensions: Sequence[Dimension], *, total: bool = True
) -> Cube:
    """Every measure by every choice of the dimensions. ``total``: also over all of them. Arrays of measures and
    dimensions have a row for each of the same pupils, else ValueError."""
    n = len(measures[0].inside) if measures else len(dimensions[0].index) if dimensions else 0
    if any(len(array) != n for array in (*(m.inside for m in measures), *(d.index for d in dimensions))):
        raise ValueError("measures and dimensions are of the same pupils")
    cell, finest = _cells(dimensions, n)
    margins = [m for m in _margins(finest) if total or (m.at >= 0).any()]
    parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]] = []
    for number, measure in enumerate(measures):
        sums = _sums(measure, cell, len(finest))
        for margin in margins:
            of_margin = np.stack([_weighed(margin.group, s[margin.cells], len(margin.at)) for s in sums])
            there = np.flatnonzero(of_margin[0])
            parts.append((np.full(len(there), number, np.int32), margin.at[there], of_margin[:, there]))
    return _joined(survey, year, measures, dimensions, parts)


def _cells(dimensions: Sequence[Dimension], n: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The cell (n,) of each pupil among those that anybody is in, and the indices (cells, dimensions) of these."""
    key = np.zeros(n, np.int64)
    for dimension in dimensions:
        key = key * (len(dimension.labels) + 1) + (dimension.index + 1)
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


def _joined(
    survey: str,
    year: int,
    measures: Sequence[PupilMeasure],
    dimensions: Sequence[Dimension],
    parts: Sequence[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]],
) -> Cube:
    sizes = [len(number) for number, _at, _sums in parts]
    measure = np.concatenate([number for number, _at, _sums in parts]) if parts else np.zeros(0, np.int32)
    at = np.concatenate([at for _n, at, _s in parts]) if parts else np.zeros((0, len(dimensions)), np.int32)
    n, total, hits, value, spread = (np.zeros(sum(sizes)) for _ in range(5))
    end = 0
    for _number, _at, sums in parts:
        begin, end = end, end + sums.shape[1]
        n[begin:end], total[begin:end] = sums[0], sums[1]
        if len(sums) == 2:
            hits[begin:end] = sums[1]
            value[begin:end] = 100 * sums[1] / sums[0]
            spread[begin:end] = np.nan
        else:
            hits[begin:end] = -1
            value[begin:end] = sums[1] / sums[0]
            spread[begin:end] = _spread(sums[0], sums[2], sums[3])
    whole = (np.rint(n).astype(np.int64), np.rint(hits).astype(np.int64))
    return Cube(
        survey,
        year,
        tuple(m.name for m in measures),
        tuple(m.kind for m in measures),
        tuple(d.name for d in dimensions),
        tuple(d.labels for d in dimensions),
        tuple(d.every for d in dimensions),
        measure,
        at,
        *whole,
        value,
        spread,
    )


def _spread(n: NDArray[np.float64], total: NDArray[np.float64], squares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The standard deviation of a cell's pupils, from the sums of their values less one centre and of its squares."""
    within = np.maximum(squares - total**2 / n, 0.0)
    spread = np.full(len(n), np.nan)
    spread[n > 1] = np.sqrt(within[n > 1] / (n[n > 1] - 1))
    return spread
