"""Made-up outcomes of a fitted model, drawn as the statistics they would have had: no pupil is made up.

With W = [U | y], U the columns beside the outcome (X, crossed groups, slopes), leaves' columns Z, b ~ N(0, σ²D) and
ε ~ N(0, σ²I), the fit needs of ε only Z'ε, U'ε and ε'ε, whose joint distribution is known exactly:

    Z'ε ~ N(0, σ²Z'Z), leaf by leaf;   U'ε | Z'ε ~ N(U'Z (Z'Z)⁺ Z'ε, σ²R),  R = U'U − U'Z (Z'Z)⁺ Z'U;
    ε'ε − (what those two explain of it) ~ σ² χ² with n − rank Z − rank R degrees of freedom.

Roots and inverses are Moore and Penrose's, so that leaves of one pupil, slopes that are constant in a leaf and crossed
groups are as exact as others. With prior weights all of it is weighted, and holds of √w ε. Every cost is by leaf.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..design import Design
from ..parts import Branch
from ..solution import Solution

#: An eigenvalue below this share of the columns' own size is 0: they follow from each other.
SINGULAR = 1e-10


@dataclass(frozen=True, eq=False)
class SemidefiniteRoot:
    """Of positive semidefinite matrices A (…, q, q): ``whole`` = V√λ, ``inverse`` = V/√λ (0 where λ is), and
    ``there`` (…, q), which of the eigenvalues are not 0."""

    whole: np.ndarray
    inverse: np.ndarray
    there: np.ndarray

    @classmethod
    def of(cls, matrices: np.ndarray, least: np.ndarray | float = 0.0) -> SemidefiniteRoot:
        """Eigenvalues of ``least`` or less count as 0."""
        values, vectors = np.linalg.eigh(matrices)
        there = values > least
        sizes = np.sqrt(np.where(there, values, 1.0)) * there
        inverse = there / np.where(there, sizes, 1.0)
        return cls(vectors * sizes[..., None, :], vectors * inverse[..., None, :], there)


@dataclass(frozen=True, eq=False)
class MadeOutcomes:
    """Designs like ``fit``'s, with the outcome of new pupils, groups and residuals under what was estimated."""

    fit: Solution

    @property
    def _design(self) -> Design:
        return self.fit.design

    @property
    def _at(self) -> int:
        """The outcome's column in W."""
        return self._design.solved

    @cached_property
    def _beside(self) -> np.ndarray:
        """The other columns of W."""
        return np.delete(np.arange(len(self._design.S)), self._at)

    @cached_property
    def _products(self) -> np.ndarray:
        """U'U (u, u)."""
        products: np.ndarray = self._design.S[np.ix_(self._beside, self._beside)]
        return products

    @cached_property
    def _leaf_columns(self) -> np.ndarray:
        """Z'U by leaf (J, Q, u)."""
        design = self._design
        slabs = [slab[:, self._beside] for slab in design.B]
        return np.stack(slabs, axis=1) if slabs else np.zeros((len(design.weight), 0, len(self._beside)))

    @cached_property
    def _leaf_products(self) -> np.ndarray:
        """Z'Z by leaf (J, Q, Q)."""
        design = self._design
        stacked = np.array([[slab[:, other] for other in design.z] for slab in design.B])
        count = len(design.z)
        return np.moveaxis(stacked.reshape(count, count, len(design.weight)), 2, 0)

    @cached_property
    def _leaf_roots(self) -> SemidefiniteRoot:
        sizes = np.trace(self._leaf_products, axis1=1, axis2=2)
        return SemidefiniteRoot.of(self._leaf_products, SINGULAR * sizes[:, None])

    @cached_property
    def _loadings(self) -> np.ndarray:
        """(Z'Z)^(−1/2) Z'U by leaf (J, Q, u): how the columns beside lie along each leaf's own."""
        loadings: np.ndarray = np.swapaxes(self._leaf_roots.inverse, 1, 2) @ self._leaf_columns
        return loadings

    @cached_property
    def _rest_root(self) -> SemidefiniteRoot:
        """Of R, the columns beside with what the leaves' own explain taken away; each on its own scale."""
        flat = self._loadings.reshape(-1, len(self._beside))
        scale = np.sqrt(np.diag(self._products))
        scale[scale == 0] = 1.0
        root = SemidefiniteRoot.of((self._products - flat.T @ flat) / np.outer(scale, scale), SINGULAR)
        return replace(root, whole=scale[:, None] * root.whole)

    @cached_property
    def _group_of_leaf(self) -> list[np.ndarray]:
        leaves = np.arange(len(self._design.weight))
        return [np.searchsorted(branch.starts, leaves, side="right") - 1 for branch in self._design.branches]

    @property
    def degrees_of_freedom(self) -> int:
        """Of what neither the leaves' columns nor those beside explain."""
        return self._design.n - int(self._leaf_roots.there.sum()) - int(self._rest_root.there.sum())

    def draw(self, random: np.random.Generator) -> Design:
        """The design with an outcome drawn anew, in the scale of the fit's own."""
        sigma = self.fit.sigma / self._design.y_scale
        known, of_leaf = self._effects(random, sigma)
        roots, rest = self._leaf_roots, self._rest_root
        inner = sigma * random.standard_normal(roots.there.shape) * roots.there
        outer = sigma * random.standard_normal(len(rest.there)) * rest.there
        left = sigma**2 * random.chisquare(self.degrees_of_freedom) if self.degrees_of_freedom > 0 else 0.0
        leaf_error = (roots.whole @ inner[:, :, None])[:, :, 0]  # Z'ε
        error = np.tensordot(inner, self._loadings, axes=2) + rest.whole @ outer  # U'ε
        squares = (inner**2).sum() + (outer**2).sum() + left  # ε'ε

        leaf_effects = (self._leaf_products @ of_leaf[:, :, None])[:, :, 0]  # Z'Zc
        effects = np.tensordot(of_leaf, self._leaf_columns, axes=2)  # U'Zc
        by_leaf = self._leaf_columns @ known + leaf_effects + leaf_error
        beside = self._products @ known + effects + error
        size = known @ (beside + effects + error) + (of_leaf * (leaf_effects + 2 * leaf_error)).sum() + squares
        return self._with_outcome(by_leaf, beside, float(size))

    def _effects(self, random: np.random.Generator, sigma: float) -> tuple[np.ndarray, np.ndarray]:
        """Coefficients of the columns beside (u,), crossed groups' effects among them, and of each leaf's (J, Q)."""
        known = np.zeros(len(self._beside))
        known[: self._design.p] = self.fit.swept.beta
        of_leaf = np.zeros((len(self._design.weight), len(self._design.z)))
        groups = iter(self._group_of_leaf)
        for part, d in zip(self._design.parts, self.fit.D, strict=True):
            drawn = sigma * random.standard_normal((part.groups, part.size)) @ SemidefiniteRoot.of(d).whole.T
            if isinstance(part, Branch):
                of_leaf[:, list(part.slabs)] += drawn[next(groups)]
            else:
                known[part.place] = drawn[:, 0]
        return known, of_leaf

    def _with_outcome(self, by_leaf: np.ndarray, beside: np.ndarray, size: float) -> Design:
        S = self._design.S.copy()
        S[self._at, self._beside] = S[self._beside, self._at] = beside
        S[self._at, self._at] = size
        slabs = []
        for slab, own in zip(self._design.B, by_leaf.T, strict=True):
            slabs.append(slab.copy())
            slabs[-1][:, self._at] = own
        return replace(self._design, S=S, B=tuple(slabs))
