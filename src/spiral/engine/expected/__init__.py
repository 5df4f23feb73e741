"""What a unit's mean merit value is expected to be, given its intake, from open data alone.

For unit j and year t with n_j pupils, y_jt = α_t + x_jt'β + u_j + v_jt + e_jt, where u is a stable unit effect whose
spread depends on the unit's size, v a yearly part and e sampling error with variance s²/n_j. The intake x is known for
one year only and serves the others too (:mod:`spiral.engine.expected.intake`). It is a random-intercept mixed model
with a known shape of the variances (Henderson 1975 for BLUP and its prediction error variance; Harville 1977 for REML;
Fuller 1987 for covariates with error).

    fit_expected(y, x, n, years, covariates) → ExpectedModel
    deviations(model, names, y, x, n, year)  → what each unit reached beside what was expected
    next_year(names, y, n)                   → where the next cohort lands, from earlier years alone

A deviation is not the school's quality: prior results are not in the model.
"""

from .deviation import LEAST_PUPILS, Deviation, deviations
from .model import ExpectedModel, fit_expected
from .prediction import NextValue, NextYear, next_year

__all__ = [
    "LEAST_PUPILS",
    "Deviation",
    "ExpectedModel",
    "NextValue",
    "NextYear",
    "deviations",
    "fit_expected",
    "next_year",
]
