"""What a specification asks for that cannot be computed, all of it said at once."""

from __future__ import annotations

from .errors import ModelError, raise_together
from .expressions import check_columns, columns_of
from .kinds import is_usable
from .relation import Relation
from .spec import ModelSpec


def check_all_columns(expressions: list[str], available: tuple[str, ...]) -> None:
    """Raises ModelError that names every column the data do not have."""
    problems: dict[str, ModelError] = {}
    for expression in expressions:
        try:
            check_columns(expression, available)
        except ModelError as problem:
            problems.setdefault(str(problem), problem)
    raise_together(list(problems.values()))


def check_kinds(expressions: list[str], relation: Relation) -> None:
    """Raises ModelError that names every column whose kind (a list, a picture) is nothing to a model."""
    names = dict.fromkeys(name for expression in expressions for name in columns_of(expression))
    raise_together(
        [
            ModelError("column_kind_unusable", column=name, kind=str(relation.table[name].type()))
            for name in names
            if not is_usable(relation.table[name])
        ]
    )


def check_crossed(spec: ModelSpec, relation: Relation) -> None:
    """Raises ModelError that names everything which does not go together with crossed levels."""
    if not spec.crossed:
        return
    names = [level.name for level in spec.crossed]
    problems = [
        ModelError("crossed_without_slopes", level=level.name, crossed=names)
        for level in spec.all_levels
        if level.terms != ((),)
    ]
    if spec.family == "binomial":
        problems.append(ModelError("crossed_needs_gaussian", crossed=names))
    if spec.bits:
        problems.append(ModelError("crossed_needs_floats", crossed=names))
    for level in spec.crossed:
        kinds = {str(relation.table[name].type()) for name in level.columns}
        if level.check == "mm" and len(kinds) > 1:
            problems.append(ModelError("membership_of_different_kinds", level=level.name, kinds=sorted(kinds)))
    raise_together(problems)
