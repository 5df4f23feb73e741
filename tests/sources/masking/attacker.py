"""An outsider with the shipped files and nothing else, looking for hidden figures that can be worked out.

Shares no code with what masks. Knows what the guides say: which figures are the same, that pupils are whole numbers, what
a mask means. Answers how many hidden figures keep fewer than three possible values; never which, and never what.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from pathlib import Path

import polars as pl

from tests.sources.masking.shipped_files import (
    COUNTED,
    ELIGIBLE,
    MEAN_OF_TESTS,
    MERIT,
    PASSED,
    STRICTER,
    TESTS,
    Cell,
    Files,
)

ENOUGH = 3
MASKS = {"hidden", "few_outside", "near_all", "near_none", "range", "protecting"}
#: A mask that is there for its own figure's sake; "protecting" is there for another's.
OWN_MASKS = MASKS - {"protecting"}


def attacks(folder: Path) -> Counter[str]:
    """How many hidden figures each way of attack leaves fewer than three possible values; absent when none."""
    files = Files(folder)
    found: Counter[str] = Counter()
    for name, attack in {
        "another source prints it": printed_elsewhere,
        "counting pupils": counting,
        "subtracting one unit": subtracting,
        "adding the units up": adding,
        "girls, boys and all": sexes,
        "a mean of three": mean_of_three,
        "calculated and deviation": deviation,
        "the latest is of a hidden year": latest,
        "nobody misses the stricter": stricter,
    }.items():
        if weak := sum(1 for _ in attack(files)):
            found[name] = weak
    return found


def printed_elsewhere(files: Files) -> Iterator[None]:
    everything = [cells for units in files.units_of.values() for cells in units.values()]
    for cells in (*everything, *files.wholes.values()):
        if any(cell.state in MASKS for cell in cells) and any(cell.value is not None for cell in cells):
            yield None


def _fitting(share: float, pupils: int) -> range:
    """The numbers of pupils that are printed as ``share`` with one decimal."""
    low = (Decimal(str(round(share, 1))) - Decimal("0.05")) * pupils / 100
    high = (Decimal(str(round(share, 1))) + Decimal("0.05")) * pupils / 100
    return range(
        max(int(low.to_integral_value(ROUND_CEILING)), 0), min(int(high.to_integral_value(ROUND_FLOOR)), pupils) + 1
    )


def _possible(cells: list[Cell], pupils: int | None) -> set[tuple[int, int]]:
    """(pupils, reaching) that a unit may have, as far as its own line tells."""
    value = next((cell.value for cell in cells if cell.value is not None), None)
    states = {cell.state for cell in cells}
    sizes = range(1, 10) if pupils is None else [pupils]
    if value is not None:
        return {(n, k) for n in sizes for k in _fitting(value, n)}
    if "near_all" in states:
        return {(n, n - m) for n in sizes for m in range(1, min(4, n) + 1)}
    if "near_none" in states:
        return {(n, k) for n in sizes for k in range(1, min(4, n) + 1)}
    return {(n, k) for n in sizes for k in range(n + 1) if k <= 9 or n - k <= 9}


def _ladder(line: set[tuple[int, int]]) -> dict[int, int]:
    """Pupils → the numbers reaching, one bit each."""
    ladder: dict[int, int] = defaultdict(int)
    for n, k in line:
        ladder[n] |= 1 << k
    return ladder


def _sum(lines: Iterable[set[tuple[int, int]]], start: dict[int, int] | None = None) -> dict[int, int]:
    total = start or {0: 1}
    for line in lines:
        longer: dict[int, int] = defaultdict(int)
        for n, bits in total.items():
            for m, k in line:
                longer[n + m] |= bits << k
        total = longer
    return total


def counting(files: Files) -> Iterator[None]:
    """Every hidden unit beside its owner's printed share, all units of the owner counted at once."""
    for (figure, year), units in files.units_of.items():
        pupils = files.pupils.get((COUNTED.get(figure, ""), year), {})
        listed: dict[str, list[str]] = defaultdict(list)
        for place in pupils:
            listed[files.owner[place]].append(place)
        for owner, places in listed.items():
            shares = [c.value for c in files.wholes.get((figure, year, owner), []) if c.value is not None]
            lines = [_possible(units.get(place, []), pupils[place]) for place in places]
            closed = [i for i, p in enumerate(places) if all(c.value is None for c in units.get(p, []))]
            if not shares or not closed:
                continue
            opened = _sum(line for i, line in enumerate(lines) if i not in closed)
            for i in closed:
                if _keeps_few(lines[i], _sum((lines[j] for j in closed if j != i), opened), shares):
                    yield None


def _keeps_few(line: set[tuple[int, int]], rest: dict[int, int], shares: list[float]) -> bool:
    """Whether the unit has fewer than ENOUGH numbers reaching, or not reaching, left beside the rest and the whole."""
    left = set()
    for n, k in line:
        for m, bits in rest.items():
            fits = -1
            for share in shares:
                fitting = _fitting(share, n + m)
                fits &= sum(1 << j for j in fitting)
            if bits << k & fits:
                left.add((n, k))
                break
    reaching, missing = {k for _, k in left}, {n - k for n, k in left}
    before = min(len({k for _, k in line}), len({n - k for n, k in line}))
    return min(len(reaching), len(missing)) < min(ENOUGH, before)


def _by_owner(files: Files) -> Iterator[tuple[bool, list[Cell], list[list[Cell]]]]:
    """Each whole with the lines of its units, and whether the files say how many pupils they have."""
    for (figure, year), units in files.units_of.items():
        lines: dict[str, list[list[Cell]]] = defaultdict(list)
        for place, cells in units.items():
            if place in files.owner and any(cell.state != "missing" for cell in cells):
                lines[files.owner[place]].append(cells)
        for owner, mine in lines.items():
            if whole := files.wholes.get((figure, year, owner)):
                yield (COUNTED.get(figure), year) in files.pupils, whole, mine


def subtracting(files: Files) -> Iterator[None]:
    """A whole less its units, where the files do not print the pupils but the outsider may know them."""
    for is_counted, whole, lines in _by_owner(files):
        closed = [cells for cells in lines if any(cell.state in MASKS for cell in cells)]
        few = {"near_all", "near_none"}
        both_few = len(closed) == 2 and all(few & {cell.state for cell in cells} for cells in closed)
        is_known = any(cell.value is not None for cell in whole)
        if is_known and not is_counted and (len(closed) == 1 or both_few):
            yield None


def adding(files: Files) -> Iterator[None]:
    """A hidden whole all of whose units are printed."""
    for _, whole, lines in _by_owner(files):
        if any(c.state in OWN_MASKS for c in whole) and all(any(c.value is not None for c in cells) for cells in lines):
            yield None


def sexes(files: Files) -> Iterator[None]:
    key = ["part", "measure", "area", "place", "period", "programme"]
    rows: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    divided = files.rows.filter((pl.col("place") != "0000") & pl.col("sex").is_in(["K", "M"]).any().over(key))
    for *where, sex, state in divided.select(*key, "sex", "state").iter_rows():
        rows[tuple(where)][sex] = state
    for states in rows.values():
        printed = [sex for sex, state in states.items() if state in ("value", "rounded")]
        few = [sex for sex in "KM" if states.get(sex) in ("near_all", "near_none")]
        if "T" not in states:
            continue
        if (len(printed) == 2 and (states["T"] in MASKS or "T" in printed)) or (len(few) == 2 and "T" in printed):
            yield None


def mean_of_three(files: Files) -> Iterator[None]:
    means = {key: units for key, units in files.units_of.items() if key[0] == MEAN_OF_TESTS}
    for (_, year), units in means.items():
        for place, cells in units.items():
            subjects = [files.units_of.get((test, year), {}).get(place, []) for test in TESTS]
            hidden = [one for one in subjects if any(cell.state in MASKS for cell in one)]
            if hidden and any(cell.value is not None for cell in cells):
                yield None


def deviation(files: Files) -> Iterator[None]:
    """What SALSA calculated and how far from it the school came."""
    for figure, name in ((MERIT, "salsaAverage"), (PASSED, "salsaRequirementsReached")):
        away = "salsaAverageGradesIn9thGradeDeviation" if figure == MERIT else f"{name}Deviation"
        for year in {year for _, year in files.units_of}:
            units, calculated, deviations = (
                files.units_of.get((key, year), {}) for key in (figure, f"{name}Calculated", away)
            )
            for place, cells in units.items():
                both = (*calculated.get(place, ()), *deviations.get(place, ()))
                if any(c.state in MASKS for c in cells) and sum(c.value is not None for c in both) == 2:
                    yield None


def latest(files: Files) -> Iterator[None]:
    """ "latest" beside years of the same figure: is it of a year that is hidden?"""
    newest = files.rows.filter((pl.col("period") == "latest") & pl.col("value").is_not_null())
    for figure, place, value in newest.select("figure", "place", "value").iter_rows():
        years = [cell for (name, _), units in files.units_of.items() if name == figure for cell in units.get(place, [])]
        is_stated = any(cell.value is not None and abs(cell.value - value) < 0.06 for cell in years)
        if not is_stated and any(cell.state in MASKS for cell in years):
            yield None


def stricter(files: Files) -> Iterator[None]:
    """Who passes the stricter demand passes the milder: when all do, nothing is hidden of the milder."""
    for (figure, year), units in list(files.units_of.items()):
        if figure != ELIGIBLE:
            continue
        for place, cells in units.items():
            others = [c for name in (*STRICTER, PASSED) for c in files.units_of.get((name, year), {}).get(place, [])]
            if any(cell.state in MASKS for cell in cells) and any(cell.value == 100.0 for cell in others):
                yield None
