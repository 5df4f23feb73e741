"""A model's specification: what is computed, in which units, around which public constants.

Two owners may add their statistics only when they were computed alike; ``ModelSpec.hash`` is what they compare.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any, Literal

from spiral.engine.message import Message

from .errors import ModelError
from .expressions import base_of, columns_of, display_name, inside_call
from .formula import Bar, Formula, Term
from .kinds import written

Value = str | int | float | bool
Family = Literal["gaussian", "binomial"]
Missing = Literal["drop", "category", "refuse"]
INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of W: ``measure`` (an expression, "" for 1) where every category of ``cells`` holds, else 0."""

    name: str
    measure: str = ""
    cells: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One grouping level. ``name`` and keys are written as lme4 writes them ("school:lea", "12:3").

    ``columns`` in the order of the name; ``terms`` the random terms; ``check`` says how nesting was written: "/" and
    "+" are checked against the data (a unit under two owners), ":" states that the pair is the unit. "mm": each column
    names one of the groups that a pupil belongs to, with ``weights`` where they are not alike.
    """

    columns: tuple[str, ...]
    terms: tuple[Term, ...] = ((),)
    check: Literal["/", "+", ":", "mm"] = ":"
    weights: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"mm({', '.join(self.columns)})" if self.check == "mm" else ":".join(self.columns)


@dataclass(frozen=True)
class ModelSpec:
    """Outcome, fixed terms, levels (outer → inner), and the constants that make the sums add up across owners.

    ``centres`` and ``scales``: per measured expression, subtracted and divided before anything is squared; public, or
    taken from a sample when the data are one table. ``categories``: per categorical expression its values, base first.
    ``bits``: 0 for floating point, else the binary digits kept of (x − centre) / scale in exact integer sums.
    ``weights``: an expression of the records' prior weights, as lme4's; "" for none. ``crossed``: the levels that are
    neither inside nor around the others.
    """

    outcome: str
    fixed: tuple[Term, ...]
    levels: tuple[Level, ...]
    family: Family = "gaussian"
    missing: Missing = "drop"
    bits: int = 0
    categories: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    centres: dict[str, float] = field(default_factory=dict)
    scales: dict[str, float] = field(default_factory=dict)
    weights: str = ""
    crossed: tuple[Level, ...] = ()

    @classmethod
    def from_formula(
        cls,
        formula: str,
        *,
        family: Family = "gaussian",
        missing: Missing = "drop",
        fixed_point: bool = False,
        centres: dict[str, float] | None = None,
        scales: dict[str, float] | None = None,
        categories: dict[str, list[Value]] | None = None,
        weights: str = "",
    ) -> ModelSpec:
        """Read a formula in lme4's notation. The rest is completed from the data when they are collected."""
        if family not in ("gaussian", "binomial"):
            raise ModelError("family_unknown", family=family)
        if missing not in ("drop", "category", "refuse"):
            raise ModelError("missing_unknown", missing=missing)
        parsed = Formula.parse(formula)
        outcome, weights = _trials(parsed.outcome, family, weights)
        levels = _levels_of_bars(parsed.bars)
        return cls(
            outcome=outcome,
            fixed=parsed.fixed,
            levels=tuple(level for level in levels if level.check != "mm"),
            family=family,
            missing=missing,
            bits=20 if fixed_point else 0,
            categories={key: tuple(values) for key, values in (categories or {}).items()},
            centres=dict(centres or {}),
            scales=dict(scales or {}),
            weights=weights,
            crossed=tuple(level for level in levels if level.check == "mm"),
        )

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that name a leaf, outer → inner."""
        ordered = [column for level in self.levels for column in reversed(level.columns)]
        return tuple(dict.fromkeys(ordered))

    def depth(self, level: Level) -> int:
        """How many of the key columns it takes to name a group of ``level``."""
        return max(self.key_columns.index(column) for column in level.columns) + 1

    @property
    def all_levels(self) -> tuple[Level, ...]:
        """The nested levels, outer → inner, and then the crossed ones."""
        return (*self.levels, *self.crossed)

    @property
    def factors(self) -> list[str]:
        """Every expression of the fixed and random terms, once."""
        terms = [*self.fixed, *(term for level in self.all_levels for term in level.terms)]
        return list(dict.fromkeys(factor for term in terms for factor in term))

    @property
    def measures(self) -> list[str]:
        """The measured expressions of W's columns, the outcome last; what is centred and squared."""
        return list(dict.fromkeys(column.measure for column in self.columns if column.measure))

    @property
    def expressions(self) -> list[str]:
        """Everything that the model reads of the table, the outcome first."""
        groups = [f"`{name}`" for level in self.all_levels for name in level.columns]
        shares = [share for level in self.crossed for share in level.weights]
        return [self.outcome, *self.factors, *filter(None, [self.weights]), *shares, *groups]

    @property
    def used_columns(self) -> list[str]:
        """Every column of the table that the model reads."""
        return list(dict.fromkeys(name for expression in self.expressions for name in columns_of(expression)))

    @cached_property
    def x(self) -> tuple[Column, ...]:
        """Columns of the fixed part, intercept first."""
        return expand(self.fixed, self.categories)

    @cached_property
    def slopes(self) -> tuple[Column, ...]:
        """Columns with a random coefficient at some level (Q of them), the intercept first, and what centring needs."""
        columns = [Column(INTERCEPT)]
        for level in self.levels:
            for column in expand(level.terms, self.categories):
                columns += [column, Column(_cell_name(column.cells), "", column.cells)]
        return tuple(dict.fromkeys(columns))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns of W: 1, the fixed part, what only random slopes or centring need, the outcome last."""
        wanted = [Column(INTERCEPT), *self.x, *self.slopes]
        wanted += [Column(_cell_name(column.cells), "", column.cells) for column in wanted]
        named = {(column.measure, frozenset(column.cells)): column for column in reversed(wanted)}
        unique = [column for column in wanted if named[column.measure, frozenset(column.cells)] is column]
        return (*dict.fromkeys(unique), Column(self.outcome, self.outcome))

    def random(self, level: Level) -> tuple[Column, ...]:
        """Columns with a random coefficient at ``level``."""
        return expand(level.terms, self.categories)

    def submodel(self, fixed: list[str]) -> ModelSpec:
        """The same specification with only the named terms ("sex", "merit6:sex") in its fixed part."""
        known = {":".join(term) or "1": term for term in self.fixed}
        unknown = [name for name in fixed if name not in known]
        if unknown:
            raise ModelError("term_unknown", term=unknown[0], terms=list(known))
        terms = tuple(term for name, term in known.items() if name in fixed or name == "1")
        return replace(self, fixed=terms)

    def to_json(self) -> dict[str, Any]:
        """A JSON document; equal specifications give equal documents. Weights and crossed levels stand where used."""
        document = {key: value for key, value in asdict(self).items() if value or key not in ("weights", "crossed")}
        for level in (*document["levels"], *document.get("crossed", ())):
            if not level["weights"]:
                del level["weights"]
        return {**document, "version": 1}

    @property
    def canonical(self) -> str:
        """The JSON document as text, keys sorted, no spaces."""
        return json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON; travels with the statistics."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    def differences(self, other: ModelSpec) -> list[Message]:
        """What two specifications disagree about; ``None`` where one of them does not state it."""
        mine, theirs = self.to_json(), other.to_json()
        differences: list[Message] = []
        for part in _PARTS:
            if mine.get(part) == theirs.get(part):
                continue
            code = f"{part}_differ"
            if isinstance(mine.get(part), dict):
                names = [n for n in {**mine[part], **theirs[part]} if mine[part].get(n) != theirs[part].get(n)]
                differences += [
                    Message.of(code, name=n, mine=mine[part].get(n), theirs=theirs[part].get(n)) for n in names
                ]
            else:
                differences.append(Message.of(code, mine=mine.get(part), theirs=theirs.get(part)))
        return differences


#: What two specifications may disagree about, in the order it is said.
_PARTS = (
    "outcome",
    "fixed",
    "levels",
    "family",
    "missing",
    "bits",
    "categories",
    "centres",
    "scales",
    "weights",
    "crossed",
)


def expand(terms: tuple[Term, ...], categories: dict[str, tuple[Value, ...]]) -> tuple[Column, ...]:
    """Columns of terms with R's treatment coding: the base is left out where the term without that factor is there."""
    columns = []
    for term in terms:
        numbers = [factor for factor in term if base_of(factor)[0] not in categories]
        choices = []
        for factor in term:
            key = base_of(factor)[0]
            if key in categories:
                rest = tuple(other for other in term if other != factor)
                reduced = any(set(rest) == set(other) for other in terms)
                choices.append([(key, value) for value in categories[key][1 if reduced else 0 :]])
        measure = numbers[0] if len(numbers) == 1 else " * ".join(f"({number})" for number in numbers)
        for cells in product(*reversed(choices)):
            chosen = tuple(reversed(cells))
            columns.append(Column(_column_name(term, chosen), measure, chosen))
    return tuple(columns)


def _column_name(term: Term, cells: tuple[tuple[str, Value], ...]) -> str:
    values = dict(cells)
    parts = []
    for factor in term:
        key = base_of(factor)[0]
        parts.append(_cell_name(((key, values[key]),)) if key in values else display_name(factor))
    return ":".join(parts) or INTERCEPT


def _cell_name(cells: tuple[tuple[str, Value], ...]) -> str:
    names = [
        f"{display_name(key[8:-1])} saknas" if key.startswith("missing(") else f"{display_name(key)}{written(value)}"
        for key, value in cells
    ]
    return ":".join(names) or INTERCEPT


def _levels_of_bars(bars: tuple[Bar, ...]) -> tuple[Level, ...]:
    """Random parts in the order outer → inner; two parts on the same group are one level."""
    merged: dict[frozenset[str], Level] = {}
    for bar in bars:
        key = frozenset(["mm", *bar.columns] if bar.many else bar.columns)
        if key in merged:
            raise ModelError("group_repeated", group=":".join(bar.columns))
        alone = len(bars) > 1 and len(bar.columns) == 1 and not bar.slash
        check: Any = "mm" if bar.many else "/" if bar.slash else "+" if alone else ":"
        merged[key] = Level(bar.columns, bar.terms, check, bar.weights)
    return tuple(level for _, level in sorted(merged.items(), key=lambda item: len(item[0])))


def _trials(outcome: str, family: str, weights: str) -> tuple[str, str]:
    """``cbind(successes, failures)`` as the share of successes, weighted by the number of trials; else as they are."""
    pair = (inside_call(outcome, "cbind") or "").split(",")
    if len(pair) != 2:
        return outcome, weights
    if family != "binomial":
        raise ModelError("trials_need_binomial")
    if weights:
        raise ModelError("trials_are_weights")
    successes, failures = (side.strip() for side in pair)
    return f"({successes}) / (({successes}) + ({failures}))", f"({successes}) + ({failures})"
