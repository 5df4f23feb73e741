"""How many groups a coefficient is estimated from: degrees of freedom by containment (SAS's MIXED; Pinheiro and Bates
2000, section 2.4.2).

A column that is one value in each group of a level, or has a random slope there, is contained in the level's random
columns, and its coefficient's error is known from the groups alone, however many pupils there are.
"""

from __future__ import annotations

import math

import numpy as np

from ..design import Design
from ..parts import Branch, CrossedPart
from .outcomes import SINGULAR, SemidefiniteRoot

#: A column of which all but this share lies in a level's random columns is contained in them.
OUTSIDE = 1e-9


def contained_degrees(design: Design) -> np.ndarray:
    """(p,) degrees of freedom: of the innermost count of groups less the columns contained with it; infinite of a
    column that no level contains. At least 1."""
    degrees = np.full(design.p, np.inf)
    squares = np.diag(design.S)[: design.p]
    for part in design.parts:
        if part.free:
            contained = _explained(design, part) >= (1 - OUTSIDE) * squares
            left = max(part.groups - math.ceil(contained.sum() / part.size), 1)
            degrees[contained] = np.minimum(degrees[contained], left)
    return degrees


def _explained(design: Design, part: Branch | CrossedPart) -> np.ndarray:
    """(p,) x'Z(Z'Z)⁺Z'x of each fixed column, Z the level's random columns."""
    if isinstance(part, CrossedPart):
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = design.S[part.place, : design.p] ** 2 / part.square[:, None]
        crossed: np.ndarray = np.nan_to_num(shares).sum(axis=0)
        return crossed
    group_sums = np.stack([np.add.reduceat(design.B[slab], part.starts, axis=0) for slab in part.slabs], axis=1)
    products = group_sums[:, :, [design.z[slab] for slab in part.slabs]]
    sizes = np.trace(products, axis1=1, axis2=2)
    inverse = SemidefiniteRoot.of(products, SINGULAR * sizes[:, None]).inverse
    nested: np.ndarray = ((np.swapaxes(inverse, 1, 2) @ group_sums[:, :, : design.p]) ** 2).sum(axis=(0, 1))
    return nested
