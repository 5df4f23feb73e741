"""The mixed model: value-added from sufficient statistics.

    fit("merit9 ~ merit6 + kön + (1 | huvudman/enhet/årskull)", table)      a table → Fit
    fit(moments)                                                              statistics → Fit

The steps between are public, and each result has a JSON form:
ModelSpec (what is computed; its hash travels with the statistics) → collect → Moments → merge → fit → effects, paths,
contrast, pooled_years, variance_intervals. Engines: anything Ibis speaks to, DuckDB by default. Methods: docs/metod/blandad-modell.md.
"""

from .collect import collect, sql
from .effects import Effects, effects
from .errors import ConvergenceError, ModelError
from .fit import Fit, fit
from .moments import Moments, merge
from .paths import Contrast, contrast, paths
from .profile import VarianceInterval, variance_intervals
from .spec import Column, Level, ModelSpec
from .years import expected_and_reached, pooled_years

__all__ = [
    "Column",
    "Contrast",
    "ConvergenceError",
    "Effects",
    "Fit",
    "Level",
    "ModelError",
    "ModelSpec",
    "Moments",
    "collect",
    "contrast",
    "VarianceInterval",
    "effects",
    "expected_and_reached",
    "fit",
    "merge",
    "paths",
    "pooled_years",
    "sql",
    "variance_intervals",
]
