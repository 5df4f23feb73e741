"""A figure is a number or a typed reason why there is none; a mask is never a number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a source, or Spiral's own disclosure control, says about one figure."""

    VALUE = "value"  # an exact published number
    ROUNDED = "rounded"  # a number the source rounded, "cirka 1110"
    HIDDEN = "hidden"  # ".." too few pupils
    FEW_OUTSIDE = "few_outside"  # "..." the source hides the share because 1–9 are not counted in it
    PROTECTING = "protecting"  # hidden so that another, smaller group cannot be worked out
    NEAR_ALL = "near_all"  # "~100": 1–4 do not reach
    NEAR_NONE = "near_none"  # "~0": 1–4 reach
    RANGE = "range"  # only bounds may be shown
    MISSING = "missing"  # "." the source has nothing
    NOT_MEASURED = "not_measured"  # nobody measured that year
    NOT_REPORTED = "not_reported"  # "-" asked for, not answered


#: States that protect pupils: masked in one source means masked from all (docs/regler/sekretess.md B4).
PROTECTIVE = frozenset(
    {State.HIDDEN, State.FEW_OUTSIDE, State.PROTECTING, State.NEAR_ALL, State.NEAR_NONE, State.RANGE}
)


#: The name of the groups put together because they are small: data, not a sentence; it travels in files.
SMALL_LEAF = "övriga"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``value`` is set only for VALUE and ROUNDED, ``low``/``high`` only for RANGE.

    Raises ValueError when a mask carries a number or a number carries a mask.
    """

    state: State
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.state in (State.VALUE, State.ROUNDED)) != (self.value is not None):
            raise ValueError(f"{self.state} with value {self.value}: a mask is never a number")
        if (self.low is not None or self.high is not None) and self.state is not State.RANGE:
            raise ValueError(f"{self.state} has no bounds")

    @property
    def is_number(self) -> bool:
        """Is there a number, exact or rounded?"""
        return self.value is not None

    @classmethod
    def of(cls, value: float) -> Figure:
        """An exact number."""
        return cls(State.VALUE, value)
