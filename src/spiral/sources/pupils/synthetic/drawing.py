"""The whole region drawn from a seed: which cohorts, how many pupils in each, and what is written of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from spiral.sources.pupils.form import Form, nearest, years
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from spiral.sources.pupils.synthetic.cohort import SyntheticCohort, draw_cohort
from spiral.sources.pupils.synthetic.identities import MOST_OF_A_SEX
from spiral.sources.pupils.synthetic.movements import LAST, STAGES
from spiral.sources.pupils.synthetic.published import leaving_targets
from spiral.sources.pupils.synthetic.region import SyntheticRegion, draw_region

SURVEYS = ("np3", "np6", "betyg_ak6", "np9", "betyg_ak9")
#: Pupils of one birth cohort: beyond these there would not be personal numbers enough.
MOST_OF_A_COHORT = MOST_OF_A_SEX * 8 // 5
#: Springs back from the newest form that files are written of.
EARLIEST = 12
#: What each random stream is for.
_OF_FIGURES, _OF_REGION, _OF_COHORT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class SyntheticOrder:
    """What is asked for: ``pupils`` of the whole region, and the springs that its schools write their files of."""

    seed: int
    pupils: int
    years: tuple[int, ...]

    @property
    def cohorts(self) -> dict[int, int]:
        """The cohorts that any file is about, by the spring they leave year 9, and how many pupils each has."""
        springs = sorted({year + LAST - stage for year in self.years for stage in STAGES})
        each, rest = divmod(self.pupils, len(springs))
        return {spring: each + (place < rest) for place, spring in enumerate(springs)}


def newest_year() -> int:
    """The newest spring that there is a form of."""
    return max(max(known) for known in years().values())


def usual_years() -> tuple[int, ...]:
    """Three springs, so that the newest cohort is followed through years 3, 6 and 9."""
    newest = newest_year()
    return tuple(newest - LAST + stage for stage in STAGES)


def forms_of(cohort: int, wanted: Sequence[int]) -> dict[str, Form]:
    """The forms of the surveys that are written of a cohort."""
    springs = {survey: cohort - LAST + int(survey[-1]) for survey in SURVEYS}
    return {survey: nearest(survey, spring)[0] for survey, spring in springs.items() if spring in wanted}


def draw_synthetic(
    order: SyntheticOrder, observations: pl.DataFrame
) -> tuple[SyntheticRegion, Iterator[tuple[SyntheticCohort, Mapping[str, Form]]]]:
    """The region, and its cohorts one by one with the forms they are written in, out of what is published."""
    sizes = order.cohorts
    targets = leaving_targets(observations, np.random.default_rng([order.seed, _OF_FIGURES]))
    region = draw_region(targets, order.pupils / len(sizes), np.random.default_rng([order.seed, _OF_REGION]))
    return region, cohorts_of(region, order)


def cohorts_of(region: SyntheticRegion, order: SyntheticOrder) -> Iterator[tuple[SyntheticCohort, Mapping[str, Form]]]:
    """The cohorts of a region one by one, the newest that leaves year 9 in the ``years`` as its units' published
    figures say."""
    labels = shipped_versions()[LETTERS].labels
    for spring, n in order.cohorts.items():
        forms = forms_of(spring, order.years)
        random = np.random.default_rng([order.seed, _OF_COHORT, spring])
        born = labels.born("betyg_ak9", spring)
        is_calibrated = spring == max(order.years)
        yield draw_cohort(region, spring, n, forms, born, random, is_calibrated=is_calibrated), forms
