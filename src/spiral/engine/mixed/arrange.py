"""Which levels lie inside each other, and which cross: decided by the data, as lme4 does.

``(1 | enhet) + (1 | huvudman)`` is nested when each unit has one owner, and ``(1 | avlämnande) + (1 | mottagande)``
crossed when the pupils of a sending unit go to several receiving ones. Of the levels written apart, those that form
the nested chain with most groups are swept out one inside the other; the rest are crossed.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .relation import Relation
from .spec import Level, ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir


def arrange_levels(spec: ModelSpec, relation: Relation) -> ModelSpec:
    """``spec`` with its nested levels outer → inner in ``levels`` and the others in ``crossed``."""
    if all(set(outer.columns) < set(inner.columns) for outer, inner in pairwise(spec.levels)):
        return spec
    columns = list(dict.fromkeys(column for level in spec.levels for column in level.columns))
    table = relation.table.select(columns).drop_null()
    count = {level: _groups(level, table, relation) for level in spec.levels}
    ordered = sorted(spec.levels, key=lambda level: (count[level], len(level.columns)))
    best: dict[Level, tuple[int, tuple[Level, ...]]] = {}
    for i, level in enumerate(ordered):
        above = [best[outer] for outer in ordered[:i] if _is_inside(level, outer, table, relation)]
        size, chain = max(above, key=lambda option: option[0], default=(0, ()))
        best[level] = size + count[level], (*chain, level)
    chain = max(best.values(), key=lambda option: option[0])[1]
    crossed = tuple(level for level in spec.levels if level not in chain)
    return replace(spec, levels=chain, crossed=(*crossed, *spec.crossed))


def _groups(level: Level, table: ir.Table, relation: Relation) -> int:
    distinct = table.select(list(level.columns)).distinct()
    return int(relation.run(distinct.agg(n=distinct.count()))["n"][0].as_py())


def _is_inside(level: Level, outer: Level, table: ir.Table, relation: Relation) -> bool:
    """Does each group of ``level`` lie in one group of ``outer``?"""
    above = [column for column in outer.columns if column not in level.columns]
    if not above:
        return True
    ends = {f"low{i}": table[c].min() for i, c in enumerate(above)} | {
        f"high{i}": table[c].max() for i, c in enumerate(above)
    }
    groups = table.group_by(list(level.columns)).agg(**ends)
    split = None
    for i in range(len(above)):
        differs = groups[f"low{i}"] != groups[f"high{i}"]
        split = differs if split is None else split | differs
    return int(relation.run(groups.filter(split).agg(n=lambda t: t.count()))["n"][0].as_py()) == 0
