"""Fit a model: from a formula and a table, or from moments that several owners have added up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .collect import Blocks, collect
from .design import Design
from .errors import ModelError
from .likelihood import Method, Swept, degrees, gradient, sweep
from .moments import Moments
from .optimise import minimise
from .spec import INTERCEPT, Family, Missing, ModelSpec

if TYPE_CHECKING:
    from .binary import BinaryFit
    from .effects import Effects
    from .intervals import Cloud

METHODS: dict[str, Method] = {"REML": "REML", "ML": "ML"}
#: A variance below this share of the residual variance counts as 0 in the warnings.
BOUNDARY = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted gaussian model. ``D``: covariances per level (outer → inner) relative to σ², of the scaled columns.

    What a reader wants is in the properties: ``beta`` (p,), ``vcov`` (p, p), ``variances`` per level, ``sigma``,
    ``loglik``; ``effects()``, ``paths()``, ``report()`` and ``to_json()`` follow from them.
    """

    moments: Moments
    design: Design
    method: Method
    D: tuple[np.ndarray, ...]
    swept: Swept
    criterion: float
    gradient_norm: float
    evaluations: int

    @property
    def spec(self) -> ModelSpec:
        return self.moments.spec

    @property
    def n(self) -> int:
        return self.design.n

    @property
    def names(self) -> tuple[str, ...]:
        """The fixed coefficients, as R names them."""
        return self.design.names

    @cached_property
    def groups(self) -> dict[str, int]:
        """Number of groups by level."""
        return {branch.level.name: branch.groups for branch in self.design.branches}

    @property
    def sigma(self) -> float:
        """Residual standard deviation, in the outcome's unit."""
        return float(np.sqrt(self.swept.r2 / degrees(self.design, self.method)) * self.design.y_scale)

    @cached_property
    def beta(self) -> np.ndarray:
        """Fixed coefficients of the columns as written (p,)."""
        beta = self.design.beta_raw @ self.swept.beta * self.design.y_scale
        if INTERCEPT in self.names:
            beta[self.names.index(INTERCEPT)] += self.design.y_centre
        found: np.ndarray = beta
        return found

    @cached_property
    def vcov(self) -> np.ndarray:
        """Covariance of the fixed coefficients (p, p)."""
        back = self.design.beta_raw
        found: np.ndarray = self.sigma**2 * back @ self.swept.inverse @ back.T
        return found

    @cached_property
    def variances(self) -> dict[str, np.ndarray]:
        """Covariance matrix (r, r) of each level's random coefficients, in the outcome's unit squared."""
        return {
            branch.level.name: self.sigma**2 * branch.to_raw @ d @ branch.to_raw.T
            for branch, d in zip(self.design.branches, self.D, strict=True)
        }

    def terms(self, level: str) -> tuple[str, ...]:
        """Names of the random coefficients at ``level``."""
        for candidate in self.spec.levels:
            if candidate.name == level:
                return tuple(column.name for column in self.spec.random(candidate))
        raise ModelError(f"Nivån {level} finns inte. Modellen har {', '.join(self.groups)}.")

    @property
    def loglik(self) -> float:
        """Log-likelihood; with REML the restricted one."""
        return -self.criterion / 2

    @cached_property
    def boundary(self) -> list[str]:
        """Levels whose variance, or variance in some direction, was estimated as 0."""
        return [
            branch.level.name
            for branch, d in zip(self.design.branches, self.D, strict=True)
            if np.linalg.eigvalsh(d)[0] <= BOUNDARY
        ]

    @cached_property
    def warnings(self) -> list[str]:
        """What a reader must know before using the figures, in Swedish."""
        found = list(self.design.warnings)
        held = [branch.level.name for branch in self.design.branches if not branch.free]
        for name in self.boundary:
            if name not in held:
                what = "Variationen" if len(self.terms(name)) == 1 else "Variationen i någon riktning"
                found.append(
                    f"{what} mellan {name} skattas till 0: skillnaderna är inte större än slumpen ger. "
                    "Det betyder inte att grupperna är lika."
                )
        for branch in self.design.branches:
            if branch.free and branch.groups < 10:
                found.append(f"Bara {branch.groups} grupper i {branch.level.name}: variationen mellan dem är osäker.")
        if self.moments.dropped:
            causes = [f"{name} {count}" for name, count in self.moments.dropped.items() if name != "rader"]
            found.append(
                f"{self.moments.dropped['rader']} rader utelämnades för att värden saknas ({', '.join(causes)})."
            )
        return found

    @cached_property
    def cloud(self) -> Cloud:
        """Effects over the plausible variances; computed once, for ``effects`` and ``paths`` alike."""
        from .intervals import mixture_cloud

        return mixture_cloud(self)

    def effects(self, *, interval: str = "mixture", level: float = 0.95) -> dict[str, Effects]:
        """Effects of every group by level, see ``effects.effects``."""
        from .effects import effects

        return effects(self, interval=interval, level=level)

    def paths(self, *, interval: str = "mixture", level: float = 0.95) -> dict[str, Effects]:
        """Each group's effect plus its ancestors', see ``paths.paths``."""
        from .paths import paths

        return paths(self, interval=interval, level=level)

    def report(self, language: str = "sv") -> str:
        """The fit in plain words, Swedish or English."""
        from .report import report

        return report(self, language)

    def to_json(self) -> dict[str, Any]:
        """A JSON document, see ``document.fit_document`` for its keys."""
        from .document import fit_document

        return fit_document(self)


def fit(
    formula: str | ModelSpec | Moments,
    data: Any = None,
    *,
    method: str = "REML",
    family: Family = "gaussian",
    nodes: int = 9,
    missing: Missing = "drop",
    fixed_point: bool = False,
    blocks: Blocks = "total",
) -> Fit | BinaryFit:
    """Fit ``formula`` (lme4's notation) to ``data``: an Arrow, polars or pandas table, an Ibis or DuckDB relation.

    Instead of a formula a ModelSpec, or Moments (then without data). ``method`` REML or ML. ``family="binomial"``
    takes a 0/1 outcome, by adaptive Gauss–Hermite quadrature with ``nodes`` nodes (1 is Laplace's approximation).
    ``missing`` drops rows with missing values, makes "missing" a category, or refuses them. ``blocks="owner"`` keeps
    the cross products that ``robust`` needs. Raises ModelError, in words, for input that cannot be used.
    """
    chosen = METHODS.get(method.upper())
    if chosen is None:
        raise ModelError(f"Metoden {method} finns inte: välj REML eller ML.")
    if isinstance(formula, Moments):
        return fit_moments(formula, method=chosen)
    spec = (
        formula
        if isinstance(formula, ModelSpec)
        else ModelSpec.from_formula(formula, family=family, missing=missing, fixed_point=fixed_point)
    )
    if data is None:
        raise ModelError("Data saknas: ge en tabell eller en relation.")
    if spec.family == "binomial":
        from .binary import fit_binary

        return fit_binary(spec, data, nodes=nodes)
    return fit_moments(collect(spec, data, blocks=blocks), method=chosen)


def fit_moments(moments: Moments, *, method: Method = "REML") -> Fit:
    """Fit the model that ``moments`` were collected for. Seconds do not depend on the number of pupils."""
    design = Design.of(moments)

    def criterion(D: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
        swept = sweep(design, D)
        return swept.deviance(design, method), gradient(design, swept, method)

    start = [
        0.1 * np.eye(len(branch.slabs)) if branch.free else np.zeros((len(branch.slabs),) * 2)
        for branch in design.branches
    ]
    best = minimise(criterion, start, [branch.free for branch in design.branches])
    swept = sweep(design, best.D)
    value = swept.deviance(design, method)
    return Fit(moments, design, method, tuple(best.D), swept, value, best.gradient_norm, best.evaluations)
