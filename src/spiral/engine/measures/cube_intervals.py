"""The 95 % interval of every cell of a cube: what chance alone does to a cohort of this size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spiral.engine.estimates import wilson
from spiral.engine.measures.cube import Cube
from spiral.engine.measures.measure import MeasureKind


def cube_intervals(cube: Cube) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest (cells,), in the measure's own unit; NaN for the mean of one pupil.

    Shares: Wilson's interval, as everywhere else in Spiral. Means: Student's t with the cell's own pupils' standard
    deviation, n - 1 degrees of freedom.
    """
    from scipy.special import stdtrit

    is_share = np.asarray([kind is MeasureKind.SHARE for kind in cube.kinds], np.bool_)[cube.measure]
    low, high = np.full(len(cube), np.nan), np.full(len(cube), np.nan)
    below, above = wilson(cube.value[is_share] / 100, cube.n[is_share].astype(np.float64))
    low[is_share], high[is_share] = 100 * below, 100 * above
    several = ~is_share & (cube.n > 1)
    n = cube.n[several]
    half = stdtrit(n - 1, 0.975) * cube.spread[several] / np.sqrt(n)
    low[several], high[several] = cube.value[several] - half, cube.value[several] + half
    return low, high
