"""Predictions, row by row: what is expected, and where a new pupil's own outcome lands.

The expected value is xβ̂ + z'b̂ (lme4's ``predict``), its error's variance that of the joint estimate of β and the
effects (Henderson 1975; ``moments``):

    (x + A'z)' Var(β̂) (x + A'z) + σ² z'Vz,    + σ² z'Dz of each level whose group was not there at the fitting.

A new pupil's own outcome has σ² more, divided by the row's prior weight where it has one. Intervals are normal ones
with these variances. Rows are read from where they lie a part at a time, whatever their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from spiral.engine.message import Message

from ..binary.likelihood import logistic
from ..binary.solution import BinarySolution
from ..errors import ModelError
from ..parts import CrossedPart
from ..posterior import path_terms
from ..relation import as_relation, numbers
from ..row_columns import centred_columns, column_values
from ..solution import Solution
from ..spec import INTERCEPT, Column, ModelSpec
from .groups import UNKNOWN, CrossedGroups, Membership, NamedGroups
from .moments import JointMoments, binary_moments, joint_moments
from .rows import PredictionRows

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class Predictor:
    """A fit made ready to predict: what is known, and how rows lead to it.

    ``x_scales`` (p,) of the fixed part's columns; ``slopes``: the columns that the paths' coefficients multiply as
    written, and ``slope_scales`` (terms, Q) from them to the scaled ones; ``centre`` of the outcome.
    """

    spec: ModelSpec
    moments: JointMoments
    keys: tuple[tuple[Any, ...], ...]
    crossed: tuple[CrossedPart, ...]
    x_scales: np.ndarray
    slopes: tuple[Column, ...]
    slope_scales: np.ndarray
    centre: float

    def predictions(self, data: Any, level: float) -> Predictions:
        """Of each row of ``data``. Raises ModelError."""
        if not 0 < level < 1:
            raise ModelError("coverage_out_of_range", coverage=level)
        return Predictions(self, PredictionRows(self.spec, as_relation(data)), NormalDist().inv_cdf((1 + level) / 2))


def predictor(fit: Solution, interval: str) -> Predictor:
    """A gaussian fit made ready, its variances taken as known ("pev") or not ("mixture"). Raises ModelError."""
    names, matrix = path_terms(fit)
    columns = {column.name: column for level in fit.spec.levels for column in fit.spec.random(level)}
    return Predictor(
        spec=fit.spec,
        moments=joint_moments(fit, interval),
        keys=fit.moments.keys,
        crossed=fit.design.crossed,
        x_scales=fit.design.x_scales,
        slopes=tuple(columns[name] for name in names),
        slope_scales=matrix / fit.design.y_scale,
        centre=fit.design.y_centre,
    )


def binary_predictor(fit: BinarySolution) -> Predictor:
    """A logistic fit made ready, its variances taken as known."""
    return Predictor(
        spec=fit.spec,
        moments=binary_moments(fit),
        keys=fit.rows.keys,
        crossed=(),
        x_scales=1 / np.diag(fit.rows.back),
        slopes=(Column(INTERCEPT),),
        slope_scales=np.eye(1),
        centre=0.0,
    )


@dataclass(eq=False)
class Predictions:
    """Predictions of rows, worked out as they are read. ``parts`` gives them, once, as Arrow's batches with the columns

    ``row`` (in a text file its line), the columns that name groups, ``predicted``, ``se``, ``low``, ``high`` (of the
    expected value), ``new_low``, ``new_high`` (of a new pupil's outcome; not for yes/no outcomes, where ``predicted``
    and its interval are probabilities and ``se`` is in logits), ``known`` (the levels whose group was there when the
    model was fitted) and ``why`` (a place in ``whys``: why there is no prediction; null where there is one).
    ``rows`` and ``left_out`` are counted meanwhile.
    """

    predictor: Predictor
    source: PredictionRows
    tail: float
    whys: list[tuple[Message, ...]] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    _lacking: np.ndarray | None = None

    @property
    def names(self) -> dict[str, str]:
        """What each column that names groups is called here, by its name in the source."""
        taken = {"row", "predicted", "se", "low", "high", "new_low", "new_high", "known", "why"}
        return {place: f"{name}_" if name in taken else name for place, name in self.source.group_columns.items()}

    def table(self) -> pa.Table:
        """All predictions, in memory."""
        import pyarrow as pa

        return pa.Table.from_batches(list(self.parts()))

    def parts(self) -> Iterator[pa.RecordBatch]:
        """The predictions of some thousand rows at a time. Raises ModelError where there is no row."""
        named = NamedGroups(self.predictor.keys)
        crossed = [CrossedGroups(part, f) for f, part in enumerate(self.predictor.crossed)]
        lines = self.source.lines()
        for rows in self.source.parts():
            if rows.num_rows:
                line = np.fromiter(islice(lines, rows.num_rows), np.int64)
                further = np.arange(self.rows + len(line), self.rows + rows.num_rows) + 1  # where lines give out
                yield self._predicted(rows, np.concatenate([line, further]), named, crossed)
        if not self.rows:
            raise ModelError("no_row_to_predict")

    @property
    def remarks(self) -> list[Message]:
        """What a reader must know, when all rows are read: rows without prediction and why, and unknown groups."""
        remarks = []
        if self.left_out:
            remarks.append(
                Message.of("predictions_left_out", rows=self.left_out, of=self.rows, reasons=self._reasons())
            )
        if self.unknown:
            levels = [Message.of("rows_of_level", level=level, rows=rows) for level, rows in self.unknown.items()]
            remarks.append(Message.of("predictions_of_unknown_groups", levels=levels))
        return remarks

    def _reasons(self) -> list[Message]:
        reasons = []
        counts = [] if self._lacking is None else self._lacking.tolist()
        for reason, rows in zip(self.source.reasons, counts, strict=True):
            if rows and reason.code == "row_has_strange_category":
                column = reason.fields["column"]
                strange = [name for name, _ in self.source.strange[column].most_common()]
                reasons.append(Message.of("rows_of_strange_category", column=column, rows=rows, categories=strange))
            elif rows:
                reasons.append(Message.of("rows_by_reason", reason=reason, rows=rows))
        return reasons

    def _predicted(
        self, rows: pa.RecordBatch, line: np.ndarray, named: NamedGroups, crossed: list[CrossedGroups]
    ) -> pa.RecordBatch:
        import pyarrow as pa

        lacking = self.source.lacking(rows)
        is_left = np.logical_or.reduce(lacking, axis=1)
        self._lacking = lacking.sum(axis=0) + (0 if self._lacking is None else self._lacking)
        self.rows += rows.num_rows
        self.left_out += int(is_left.sum())
        depths = named.groups([rows[f"k{i}"] for i in range(len(self.predictor.spec.key_columns))])
        groups = [depths[self.predictor.spec.depth(level) - 1] for level in self.predictor.spec.levels]
        members = [level.membership(rows) for level in crossed]
        with np.errstate(invalid="ignore"):  # rows without a value are left out below
            mean, variance = self._moments(rows, groups, members)
        numeric = {name: pa.array(values, mask=is_left) for name, values in self._ends(rows, mean, variance).items()}
        columns = {"row": pa.array(line), **{name: rows[place] for place, name in self.names.items()}, **numeric}
        columns["known"] = self._known(groups, members, ~is_left)
        columns["why"] = pa.array(self._why(lacking, is_left), mask=~is_left)
        return pa.RecordBatch.from_pydict(columns)

    def _ends(self, rows: pa.RecordBatch, mean: np.ndarray, variance: np.ndarray) -> dict[str, np.ndarray]:
        se = np.sqrt(np.maximum(variance, 0.0))
        ends = {"predicted": mean, "se": se, "low": mean - self.tail * se, "high": mean + self.tail * se}
        residual = self.predictor.moments.residual
        if residual is None:
            return {name: values if name == "se" else logistic(values) for name, values in ends.items()}
        weight = np.nan_to_num(numbers(rows["w"]), nan=1.0) if "w" in rows.schema.names else 1.0
        reach = self.tail * np.sqrt(se**2 + residual / weight)
        return {**ends, "new_low": mean - reach, "new_high": mean + reach}

    def _moments(
        self, rows: pa.RecordBatch, groups: list[np.ndarray], members: list[Membership]
    ) -> tuple[np.ndarray, np.ndarray]:
        """(expected value (n,), variance of its error (n,))."""
        fit, moments = self.predictor, self.predictor.moments
        p = len(fit.x_scales)
        columns = fit.spec.x
        X = column_values(fit.spec, columns, rows, centred=centred_columns(columns)) / fit.x_scales
        Z = column_values(fit.spec, fit.slopes, rows, centred=[False] * len(fit.slopes)) @ fit.slope_scales
        mean = X @ moments.solution[:p] + fit.centre
        variance = ((X @ moments.covariance[:p, :p]) * X).sum(axis=1)
        slots = [slot for member in members for slot in zip(member.at, member.share, strict=True)]
        for at, share in slots:
            mean += share * moments.solution[at]
            variance += 2 * share * (X * moments.covariance[at, :p]).sum(axis=1)
            for other, others in slots:
                variance += share * others * moments.covariance[at, other]
        for member, fresh in zip(members, moments.crossed, strict=True):
            variance += member.fresh * fresh
        below = [*groups[1:], np.full(rows.num_rows, UNKNOWN)]
        for level, group, inner in zip(moments.levels, groups, below, strict=True):
            new = group == UNKNOWN
            variance += new * ((Z @ level.fresh) * Z).sum(axis=1)
            here = np.flatnonzero(~new & (inner == UNKNOWN))  # the deepest that is known
            place, z = group[here], Z[here]
            mean[here] += (z * level.path[place]).sum(axis=1)
            variance[here] += np.einsum("na,nab,nb->n", z, level.variance[place], z)
            variance[here] += 2 * np.einsum("na,nap,np->n", z, level.shared[:, :, :p][place], X[here])
            for at, share in slots:
                variance[here] += 2 * share[here] * (z * level.shared[place, :, at[here]]).sum(axis=1)
        return mean, variance

    def _known(self, groups: list[np.ndarray], members: list[Membership], predicted: np.ndarray) -> pa.Array:
        """The names of the levels whose group was there, "; " between them; and the others are counted."""
        import pyarrow as pa

        levels = [level.name for level in self.predictor.spec.all_levels]
        flags = [group != UNKNOWN for group in groups] + [member.fresh == 0 for member in members]
        code = sum((flag << i for i, flag in enumerate(flags)), np.zeros(len(predicted), dtype=np.int64))
        for level, flag in zip(levels, flags, strict=True):
            if rows := int((~flag & predicted).sum()):
                self.unknown[level] += rows
        present, place = np.unique(code, return_inverse=True)
        names = ["; ".join(level for i, level in enumerate(levels) if c >> i & 1) for c in present.tolist()]
        return pa.DictionaryArray.from_arrays(pa.array(place), pa.array(names)).cast(pa.string())

    def _why(self, lacking: np.ndarray, is_left: np.ndarray) -> np.ndarray:
        """Each row's place in ``whys`` (n,), where it is left out."""
        place = np.zeros(len(lacking), dtype=np.int32)
        combinations, of = np.unique(lacking[is_left], axis=0, return_inverse=True)
        at = []
        for combination in combinations:
            why = tuple(reason for reason, holds in zip(self.source.reasons, combination, strict=True) if holds)
            if why not in self.whys:
                self.whys.append(why)
            at.append(self.whys.index(why))
        place[is_left] = np.array(at, dtype=np.int32)[of.ravel()] if at else 0
        return place
