"""The rows that are predicted, read from where they lie a part at a time, and why some have no prediction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from spiral.engine.message import Message

from ..checks import check_all_columns, check_kinds
from ..completion import text_problems
from ..diagnose import check_weights
from ..errors import raise_together
from ..expressions import columns_of, display_name
from ..kinds import as_name
from ..relation import Relation, numbers
from ..row_columns import numbered, places
from ..rows import category_values, crossed_values, measured_values, number_or_null
from ..spec import ModelSpec

if TYPE_CHECKING:
    import pyarrow as pa


class PredictionRows:
    """The rows of a table that a model can predict, their outcome known or not.

    ``reasons``: why a row may have no prediction. ``strange``: by categorical expression, the rows of each category
    that the model does not know, counted as the rows are read.
    """

    def __init__(self, spec: ModelSpec, relation: Relation) -> None:
        """Raises ModelError for columns that are not there, or are not what the model can use."""
        import ibis

        available = tuple(relation.table.columns)
        has_weights = spec.family == "gaussian" and spec.weights and set(columns_of(spec.weights)) <= set(available)
        self.spec = replace(spec, bits=0, weights=spec.weights if has_weights else "")
        self._measures = spec.measures[:-1]
        self._relation = relation
        read = self.spec.expressions[1:]
        check_all_columns(read, available)
        check_kinds(read, relation)
        problems = text_problems(self._measures, relation)
        empty = [name for name in problems if not _has_values(name, relation)]
        raise_together([problem for name, problem in problems.items() if name not in empty])
        self._table = relation.table.mutate(**{name: ibis.null("float64") for name in empty})
        check_weights(self.spec, relation)
        self._known = [numbered(values) for values in spec.categories.values()]
        self._sizes = [len(known) for known in self._known]
        self.strange: dict[str, Counter[str]] = {display_name(name): Counter() for name in spec.categories}
        measured = [display_name(name) for name in self._measures]
        self.reasons = [Message.of("row_lacks_value", column=name) for name in (*measured, *self.strange)]
        self.reasons += [Message.of("row_has_infinite_value", column=name) for name in measured]
        self.reasons += [Message.of("row_has_strange_category", column=name) for name in self.strange]

    @property
    def group_columns(self) -> dict[str, str]:
        """What the table calls each column that names groups, by its name in the parts."""
        keys = {f"k{i}": name for i, name in enumerate(self.spec.key_columns)}
        return keys | {
            f"x{f}_{i}": name for f, level in enumerate(self.spec.crossed) for i, name in enumerate(level.columns)
        }

    def lines(self) -> Iterator[int]:
        """What the reader calls each row."""
        return self._relation.lines()

    def parts(self) -> Iterator[pa.RecordBatch]:
        """Keys k0…, categories c0…, centred measures m0…, the weight w, crossed groups x… and their shares v…."""
        spec, table = self.spec, self._table
        chosen = {f"k{i}": as_name(table[name]) for i, name in enumerate(spec.key_columns)}
        chosen |= category_values(spec, table) | crossed_values(spec, table)[0]
        measured = measured_values(spec, table, self._measures, skip_nan=True)
        chosen |= {f"m{i}": value - spec.centres[name] for i, (name, value) in enumerate(measured.items())}
        if spec.weights:
            chosen["w"] = number_or_null(spec.weights, table)
        return self._relation.batches(table.select(**chosen))

    def lacking(self, rows: pa.RecordBatch) -> np.ndarray:
        """(n, reasons): which of the reasons hold for each row of a part."""
        values = np.array([numbers(rows[f"m{i}"]) for i in range(len(self._measures))]).reshape(-1, rows.num_rows)
        codes = [places(rows[f"c{i}"], known) for i, known in enumerate(self._known)]
        strange = []
        for code, known, size, count in zip(codes, self._known, self._sizes, self.strange.values(), strict=True):
            strange.append(code >= size)
            if strange[-1].any():
                names = list(known)
                there, many = np.unique(code[strange[-1]], return_counts=True)
                count.update({names[place]: n for place, n in zip(there.tolist(), many.tolist(), strict=True)})
        wrong = [*np.isnan(values), *(code < 0 for code in codes), *np.isinf(values), *strange]
        return np.array(wrong, dtype=bool).reshape(-1, rows.num_rows).T


def _has_values(column: str, relation: Relation) -> bool:
    value = relation.table[column]
    return bool(relation.run(relation.table.select(value=value).filter(value.notnull()).limit(1)).num_rows)
