"""Which numbers take so few values (0/1 above all) that cross products are cheaper by grouping than by multiplying.

Grouping by a value gives the same sums whatever the values are, so a guess from the first rows can cost time, never
exactness. Fixed point multiplies everything: its integers are those of whole columns.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

import numpy as np

from .completion import first_rows
from .expressions import parse, unparse
from .relation import Relation
from .spec import ModelSpec

FEW_VALUES = 4
MOST_CELLS = 512


@dataclass(frozen=True)
class Plan:
    """``few``: expressions grouped by; ``rest``: expressions summed and multiplied, around ``centres``."""

    few: tuple[str, ...]
    rest: tuple[str, ...]
    centres: tuple[float, ...]

    def split(self, measure: str) -> tuple[list[str], str | None]:
        """(few-valued factors, the product of the others or None) of a measured expression."""
        factors = factors_of(measure)
        few = [factor for factor in factors if factor in self.few]
        others = [factor for factor in factors if factor not in self.few]
        return few, measure if not few else product_of(others) if others else None


def plan_cells(spec: ModelSpec, relation: Relation) -> Plan:
    """Look at the first rows of a complete specification's data; the outcome is always multiplied."""
    few: tuple[str, ...] = ()
    if not spec.bits:
        atoms = [factor for measure in spec.measures for factor in factors_of(measure) if measure != spec.outcome]
        atoms = [atom for atom in dict.fromkeys(atoms) if f"missing({atom})" not in spec.categories]
        few = _few_valued(atoms, relation) if atoms else ()
    plan = Plan(few, (), ())
    products = [plan.split(measure)[1] for measure in spec.measures]
    rest = tuple(dict.fromkeys(name for name in products if name is not None))
    return Plan(few, rest, tuple(spec.centres.get(name, 0.0) for name in rest))


def factors_of(measure: str) -> list[str]:
    """The factors whose product a measured expression is."""
    tree, names = parse(measure)

    def flat(node: ast.expr) -> list[ast.expr]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return [*flat(node.left), *flat(node.right)]
        return [node]

    factors = flat(tree)
    return [measure] if len(factors) == 1 else [unparse(node, names) for node in factors]


def product_of(factors: list[str]) -> str:
    """An expression for the product of ``factors``."""
    return factors[0] if len(factors) == 1 else " * ".join(f"({factor})" for factor in factors)


def _few_valued(atoms: list[str], relation: Relation) -> tuple[str, ...]:
    sampled = first_rows(atoms, relation)
    chosen, cells = set(), 1
    for count, atom in sorted((len(np.unique(values)), atom) for atom, values in sampled.items()):
        cells *= max(count, 1)
        if count <= FEW_VALUES and cells <= MOST_CELLS:
            chosen.add(atom)
    return tuple(atom for atom in atoms if atom in chosen)
