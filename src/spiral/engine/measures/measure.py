"""A measure of pupils: of what kind it is, who is inside, and the hit or the value of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class MeasureKind(StrEnum):
    """What is worked out over the pupils inside."""

    MEAN = "mean"
    SHARE = "share"  # 0–100 of them are hits


@dataclass(frozen=True, slots=True, eq=False)
class PupilMeasure:
    """``inside`` (n,): who is counted at all. ``value`` (n,): of a share who is a hit, of a mean the value of each; it
    means nothing outside."""

    name: str
    kind: MeasureKind
    inside: NDArray[np.bool_]
    value: NDArray[np.bool_] | NDArray[np.float64]


def share(name: str, inside: NDArray[np.bool_], hit: NDArray[np.bool_]) -> PupilMeasure:
    """A share of the pupils inside."""
    return PupilMeasure(name, MeasureKind.SHARE, inside, inside & hit)


def mean(name: str, inside: NDArray[np.bool_], value: NDArray[np.float64]) -> PupilMeasure:
    """A mean over the pupils inside."""
    return PupilMeasure(name, MeasureKind.MEAN, inside, value)
