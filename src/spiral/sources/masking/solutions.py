"""Which numbers of pupils fit what is printed of a whole and its parts, and whether a hidden part keeps enough."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from spiral.engine.figures import PROTECTIVE, State

#: docs/regler/sekretess.md B2: a hidden part keeps at least this many possible values.
MIN_SOLUTIONS = 3
#: A group with fewer pupils is hidden by the sources, and so are fewer on either side of a share.
FEW = 10
#: "~100" and "~0": one to four on the other side.
NEAR = range(1, 5)
#: A share printed with one decimal is at most this far from the true one (and a hair for binary fractions).
HALF_A_TENTH = 0.05 + 1e-9
_PROTECTIVE = [state.value for state in PROTECTIVE]


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One part of a whole: its printed ``value`` or mask, and how many pupils (None where that is hidden)."""

    state: str
    value: float | None
    pupils: int | None
    is_stated: bool = True

    @property
    def is_hidden(self) -> bool:
        """Is the value masked to protect pupils?"""
        return self.state in _PROTECTIVE

    def counts(self) -> dict[int, int]:
        """Pupils → the numbers reaching that fit what is printed, as the set bits of an integer."""
        sizes = range(1, FEW) if self.pupils is None else (self.pupils,)
        return {n: sum(1 << k for k in range(n + 1) if self._fits(k, n)) for n in sizes}

    def _fits(self, reaching: int, pupils: int) -> bool:
        others = pupils - reaching
        if self.value is not None:
            return abs(100 * reaching - self.value * pupils) <= HALF_A_TENTH * pupils
        if self.state == State.NEAR_ALL.value:
            return others in NEAR
        if self.state == State.NEAR_NONE.value:
            return reaching in NEAR
        return min(reaching, others) < FEW


def discloses(share: float, parts: list[PrintedPart]) -> bool:
    """Whether some hidden part keeps fewer than MIN_SOLUTIONS values beside the others and the whole's ``share``."""
    counts = [part.counts() for part in parts]
    printed = _possible_sums([own for own, part in zip(counts, parts, strict=True) if not part.is_hidden])
    hidden = [own for own, part in zip(counts, parts, strict=True) if part.is_hidden]
    for number, own in enumerate(hidden):
        rest = _possible_sums([printed, *hidden[:number], *hidden[number + 1 :]])
        before = set(_count_pairs(own))
        after = {
            (n, k) for n, k in before if any(_is_share_possible(share, n + m, k, mask) for m, mask in rest.items())
        }
        if _fewest_values(after) < min(MIN_SOLUTIONS, _fewest_values(before)):
            return True
    return False


def _is_share_possible(share: float, pupils: int, reaching: int, others: int) -> bool:
    """Whether ``reaching`` and some number of the ``others`` (set bits) are printed as ``share`` of ``pupils``."""
    low = max(math.ceil((share - HALF_A_TENTH) * pupils / 100) - reaching, 0)
    high = math.floor((share + HALF_A_TENTH) * pupils / 100) - reaching
    return high >= low and bool(others >> low & ((1 << high - low + 1) - 1))


def _possible_sums(counts: list[dict[int, int]]) -> dict[int, int]:
    """Pupils in all → the numbers reaching in all that fit every part."""
    sums = {0: 1}
    for own in counts:
        longer: dict[int, int] = {}
        for n, mask in own.items():
            steps = [k for k in range(n + 1) if mask >> k & 1]
            for pupils, reached in sums.items():
                for k in steps:
                    longer[pupils + n] = longer.get(pupils + n, 0) | reached << k
        sums = longer
    return sums


def _count_pairs(counts: dict[int, int]) -> Iterator[tuple[int, int]]:
    return ((n, k) for n, mask in counts.items() for k in range(n + 1) if mask >> k & 1)


def _fewest_values(pairs: set[tuple[int, int]]) -> int:
    """The fewest values left of the number reaching or of the number who do not."""
    return min(len({k for _, k in pairs}), len({n - k for n, k in pairs}))
