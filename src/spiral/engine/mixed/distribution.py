"""How a level's groups are distributed, for showing them all at once.

The histogram of cautious estimates is too narrow, that of unshrunken ones too wide. Shen and Louis (1998, JRSS B 60,
triple-goal estimates) place as many values as there are groups at the quantiles of the mean of the groups' posterior
distributions: (2j − 1) / 2G, j = 1 … G. Here they are given without names: which group has which value is a ranking,
and a single group's figure is its own estimate with its interval.
"""

from __future__ import annotations

import numpy as np

from .effects import Effects

#: Points at which the mean distribution function is worked out; between them it is a line.
STEPS = 801


def shown_distribution(effects: Effects, term: int = 0) -> np.ndarray:
    """(G,) values, least first, whose spread is the groups' own, in the outcome's unit; none of them is one group's."""
    from scipy.special import ndtr

    means = effects.estimate[:, term]
    spread = np.sqrt(np.maximum(effects.pev[:, term, term], 0.0))
    least = 1e-9 * max(float(np.ptp(means)), float(spread.max()), 1e-100)
    spread = np.maximum(spread, least)
    at = np.linspace((means - 5 * spread).min(), (means + 5 * spread).max(), STEPS)
    below = np.array([ndtr((value - means) / spread).mean() for value in at])
    wanted = (2 * np.arange(1, len(means) + 1) - 1) / (2 * len(means))
    values: np.ndarray = np.interp(wanted, below, at)
    return values
