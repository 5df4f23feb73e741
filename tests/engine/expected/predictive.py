"""How the country's units lie about what is expected of them: in the band or not, over or under, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from spiral.engine.expected import Deviation
from spiral.engine.expected.synthetic import SIZE_NAMES, SIZES
from spiral.engine.numbers import Language, number
from spiral.engine.periods import POOLED
from spiral.see.results.expectations import Country


class Group(NamedTuple):
    """One line of the table: over all years and in the latest, shares in the band and mean unshrunken deviations."""

    name: str
    units: int
    inside_pooled: float
    inside_year: float
    mean_pooled: float
    mean_year: float

    def line(self, language: Language) -> str:
        """As the methods page has it."""
        percent = [number(100 * share, 1, language) + " %" for share in (self.inside_pooled, self.inside_year)]
        if language == "en":
            percent = [text.replace(" %", "%") for text in percent]
        means = [number(mean, 1, language, signed=True) for mean in (self.mean_pooled, self.mean_year)]
        name = NAMES.get(self.name, self.name) if language == "sv" else self.name
        return f"| {name} | {number(self.units, 0, language)} | {' | '.join([*percent, *means])} |"


NAMES = {
    "15–29 pupils": "15–29 elever",
    "30–49 pupils": "30–49 elever",
    "50–99 pupils": "50–99 elever",
    "100– pupils": "100– elever",
    "municipal": "kommunala",
    "independent": "fristående",
    "foreign background, lowest third": "utländsk bakgrund, lägsta tredjedelen",
    "foreign background, middle third": "utländsk bakgrund, mellersta tredjedelen",
    "foreign background, highest third": "utländsk bakgrund, högsta tredjedelen",
    "parents' education, lowest third": "föräldrars utbildning, lägsta tredjedelen",
    "parents' education, middle third": "föräldrars utbildning, mellersta tredjedelen",
    "parents' education, highest third": "föräldrars utbildning, högsta tredjedelen",
    "all": "alla",
}
_THIRDS = ("lowest", "middle", "highest")


def groups(country: Country, by_period: dict[str, list[Deviation]], places: pl.DataFrame) -> list[Group]:
    """By size, sector, thirds of foreign background and of parents' education, and all units."""
    kinds = dict(places.filter(pl.col("kind") == "unit").select("code", "owner_kind").iter_rows())
    sizes = np.searchsorted(SIZES, country.n, side="right")
    of_kind = np.array([kinds.get(unit) for unit in country.units])
    parts = [(f"{name} pupils", sizes == k) for k, name in enumerate(SIZE_NAMES)]
    parts += [("municipal", of_kind == "kommunal"), ("independent", of_kind == "enskild")]
    for column, title in ((2, "foreign background"), (0, "parents' education")):
        values = country.x[:, column]
        third = np.searchsorted(np.quantile(values, [1 / 3, 2 / 3]), values)
        parts += [(f"{title}, {name} third", third == k) for k, name in enumerate(_THIRDS)]
    parts.append(("all", np.ones(len(country.units), dtype=bool)))
    pooled, latest = ({d.unit: d for d in by_period[period]} for period in (POOLED, country.years[-1]))

    def one(listed: Sequence[Deviation]) -> tuple[float, float]:
        inside = [d.usual_low <= d.reached <= d.usual_high for d in listed]
        return float(np.mean(inside)), float(np.mean([d.unshrunken for d in listed]))

    found = []
    for name, which in parts:
        units = [unit for unit, is_in in zip(country.units, which, strict=True) if is_in]
        (inside_pooled, mean_pooled), (inside_year, mean_year) = (
            one([by_unit[unit] for unit in units if unit in by_unit]) for by_unit in (pooled, latest)
        )
        found.append(Group(name, len(units), inside_pooled, inside_year, mean_pooled, mean_year))
    return found
