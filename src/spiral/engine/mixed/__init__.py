"""The mixed model: value-added from sufficient statistics.

    fit("merit9 ~ merit6 + kön + (1 | huvudman/enhet/årskull)", table)      a table → Fit
    fit(moments)                                                              statistics → Fit

The steps between are public, and each result has a JSON form:
ModelSpec (what is computed; its hash travels with the statistics) → collect → Moments → merge → fit → effects, paths,
contrast, pooled_years, variance_intervals, shown_distribution, bootstrap, robust, correct; fit.predict → Predictions.
Data: Arrow, polars, pandas, DuckDB, or anything Ibis speaks to. Methods, worked examples: docs/metod/blandad-modell.md.
"""

from .bootstrap.refits import Bootstrap, bootstrap
from .collect import collect, sql
from .correct import CorrectedFit, correct
from .distribution import shown_distribution
from .effects import Effects, effects
from .errors import ConvergenceError, ModelError
from .fit import Fit, fit
from .moments import Moments, merge
from .moments_document import read_moments, write_moments
from .passing_on import own_use_warning, put_small_together
from .paths import Contrast, contrast, paths
from .predictions.predict import Predictions
from .profile import VarianceInterval, variance_intervals
from .robust import RobustStandardErrors, robust
from .spec import Column, Level, ModelSpec
from .years import expected_and_reached, pooled_years

__all__ = [
    "Bootstrap",
    "Column",
    "Contrast",
    "ConvergenceError",
    "CorrectedFit",
    "Effects",
    "Fit",
    "Level",
    "ModelError",
    "ModelSpec",
    "Moments",
    "Predictions",
    "RobustStandardErrors",
    "VarianceInterval",
    "bootstrap",
    "collect",
    "contrast",
    "correct",
    "effects",
    "expected_and_reached",
    "fit",
    "merge",
    "own_use_warning",
    "paths",
    "pooled_years",
    "put_small_together",
    "read_moments",
    "robust",
    "shown_distribution",
    "sql",
    "variance_intervals",
    "write_moments",
]
