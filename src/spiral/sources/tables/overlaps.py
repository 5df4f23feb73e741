"""Rows of a table that are not inner cells: totals and subtotals among them, and one name written in two ways.

A total that is read as a cell is counted twice, and a hidden cell follows from it by subtraction. It is known by its
word, or by being the sum of others wherever it stands. Nothing is guessed away: the table is refused, with the rows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from spiral.engine.characters import same

#: A total by its word, alone or beside a name ("Totalt", "Summa Nord", "Nord totalt", "Alla elever", "Båda könen").
_TOTAL = re.compile(
    r"\b(tot|total|totalt|totals?|totalen|totalsumma|summa|summan|sum|s:a|delsumma|deltotal|subtotal|grand total|"
    r"samtliga|samtl|alla|all|hela|båda|bägge|both|riket|sammanlagt|sammantaget|samlat|gemensamt|tillsammans)\b|^[σ∑]$"
)
#: A part of another row by its word ("Därav nyanlända", "varav flickor"), or a mean of others ("Kommunsnitt", "Medel").
_PART = re.compile(r"\b(därav|varav|av dessa|av vilka|of which|inkl|inklusive|including)\b")
_MEAN = re.compile(r"\b(medel|medeltal|medelvärde|genomsnitt\w*|\w*snitt|median\w*|mean|average|avg)\b")
#: SCB's T stands for both sexes where the others are codes or words of one.
_GIRLS = frozenset({"f", "k", "flicka", "flickor", "kvinna", "kvinnor"})
_BOYS = frozenset({"p", "m", "pojke", "pojkar", "man", "män"})
_SEXES = _GIRLS | _BOYS
#: Between the names that a total may be put together of: "F + P", "Nord och Syd", "7–9".
_BETWEEN = re.compile(r" ?[+&/,–—-] ?| (?:och|samt|and) ")
#: What may stand between the parts of a name or not ("Nord-skolan", "8 A"); between two numbers it tells them apart.
_JOINT = re.compile(r"(?<=[^\W\d_])[ .–-]+(?=\w)|(?<=\d)[ .–-]+(?=[^\W\d_])")
#: Values that a subtotal may be the sum of where they stand anywhere, and how many combinations of them are tried.
_MOST_PARTS, _MOST_TRIED = 6, 3_000
#: One table in so many may be refused by chance: where a sum is looked for anywhere, and where it is of all the others.
_RARE, _RARE_OF_ALL = 1000, 100
#: In a column with more values than this a run of rows is not asked whether it is nearly a sum.
_MOST_SEARCHED = 100
_FEWEST_ROWS = 3

Row = Mapping[str, str]
Counts = tuple[int, ...]
#: What the other columns hold → the counts by the value of the column.
Strata = Sequence[Mapping[str, Counts]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A value of a column that overlaps others, on ``lines`` of the file. ``parts`` are the values that it is the sum
    of, none where it is a total by its word alone; or the other ways of writing it, where ``is_spelling``. ``is_near``:
    the sum differs by a few pupils, as where somebody's sex is not known."""

    column: str
    value: str
    lines: tuple[int, ...]
    parts: tuple[str, ...]
    is_spelling: bool = False
    is_near: bool = False


@dataclass(frozen=True)
class CellRows:
    """The rows of a table: their texts, their counts (pupils, those who reach) and their lines of the file."""

    texts: Sequence[Row]
    counts: Sequence[Counts]
    lines: Sequence[int]


def overlaps(
    rows: CellRows, dimensions: Sequence[str], parents: Mapping[str, Sequence[str]], inner: Collection[str] = ()
) -> list[Overlap]:
    """Totals and subtotals among the values of each dimension, and names that differ only in case, width or blanks.
    ``parents`` are the columns that group a dimension's values. ``inner`` are values that are cells whatever they are
    called; a sum that is called one stays one."""
    listed: list[Overlap] = []
    for column in dict.fromkeys([*dimensions, *(group for groups in parents.values() for group in groups)]):
        where: dict[str, list[int]] = {}
        for row, line in zip(rows.texts, rows.lines, strict=True):
            where.setdefault(row[column], []).append(line)
        spellings = list(_spellings(column, where))
        listed += spellings
        if column in dimensions and not spellings:  # a school in two forms is no sum of itself
            listed += _totals(rows, column, dimensions, parents.get(column, ()), where, inner)
    return listed or list(_apart(rows, dimensions, inner))


def _spellings(column: str, where: Mapping[str, list[int]]) -> Iterator[Overlap]:
    is_of_sexes = all(same(value) in _SEXES or _is_named_total(value, where) for value in where)
    alike: dict[str, list[str]] = {}
    for value in where:
        name = same(value)
        sex = "f" if name in _GIRLS else "p" if name in _BOYS else ""
        alike.setdefault(sex if is_of_sexes and sex else _spelled(name), []).append(value)
    for first, *others in alike.values():
        if others:
            lines = sorted(line for value in (first, *others) for line in where[value])
            yield Overlap(column, first, tuple(lines), tuple(others), is_spelling=True)


def _spelled(name: str) -> str:
    """What is the same when a name is written with a hyphen or without, or its code has lost the zeros before it."""
    return name.lstrip("0") or "0" if name.isdecimal() else _JOINT.sub("", name).rstrip(".")


def _apart(rows: CellRows, dimensions: Sequence[str], inner: Collection[str]) -> Iterator[Overlap]:
    """A row that shares no place with another, and is the sum of those before it or of all: a total of the table that
    is called something of its own in every column ("Kommunen, båda könen")."""
    if len(dimensions) < 2 or len(rows.texts) < _FEWEST_ROWS:
        return
    beside = [Counter(tuple(row[d] for d in dimensions if d != column) for row in rows.texts) for column in dimensions]
    sums = list(accumulate(rows.counts, lambda a, b: (a[0] + b[0], a[1] + b[1]), initial=(0, 0)))
    for at, (row, count) in enumerate(zip(rows.texts, rows.counts, strict=True)):
        rests = [tuple(row[d] for d in dimensions if d != column) for column in dimensions]
        if any(of[rest] > 1 for of, rest in zip(beside, rests, strict=True)) or any(
            row[d] in inner for d in dimensions
        ):
            continue
        runs = {k: (sums[at][0] - sums[k][0], sums[at][1] - sums[k][1]) for k in range(at - 1)}
        whole = (sums[-1][0] - count[0], sums[-1][1] - count[1])
        evidence = sum(math.log(c + 1) for c in count)
        is_whole = whole == count and evidence > math.log(_RARE_OF_ALL)
        run = next((k for k, added in runs.items() if added == count), None)
        if is_whole or (run is not None and evidence > math.log(_RARE * len(runs))):
            others = rows.texts if is_whole else rows.texts[run:at]
            column = dimensions[0]
            parts = dict.fromkeys(other[column] for other in others if other[column] != row[column])
            yield Overlap(column, row[column], (rows.lines[at],), tuple(parts))


def _totals(
    rows: CellRows,
    column: str,
    dimensions: Sequence[str],
    groups: Sequence[str],
    where: Mapping[str, list[int]],
    inner: Collection[str],
) -> Iterator[Overlap]:
    by_rest: dict[tuple[str, ...], dict[str, Counts]] = {}
    for row, count in zip(rows.texts, rows.counts, strict=True):
        by_rest.setdefault(tuple(row[d] for d in dimensions if d != column), {})[row[column]] = count
    named = {value for value in where if _is_named_total(value, where)}
    grouped = [{row[column]: row[group] for row in rows.texts} for group in groups]
    values = list(where)
    for value in values:
        others = [v for v in values if v != value and v not in named]
        strata = [of for of in by_rest.values() if value in of and any(v in of for v in others)]
        others = [v for v in others if any(v in of for of in strata)]
        # All the others; those of its group; a run of rows before or after, as a pivot has its subtotals; a few others.
        beside = [[v for v in others if group[v] == group[value]] for group in grouped]
        beside_it = {value, *others}
        order = [v for v in values if v in beside_it]
        at = order.index(value)
        runs = [order[k:at] for k in range(at - 1)] + [order[at + 1 : k] for k in range(at + 3, len(order) + 1)]
        few_runs = runs if len(values) <= _MOST_SEARCHED else []
        parts: tuple[str, ...] = ()
        for tried in ([others, *beside], runs, _few(value, others, strata)):
            rare = _RARE_OF_ALL if tried[:1] == [others] and len(others) > 1 else _RARE
            if value in named or _is_no_accident(value, strata, rare * len(tried) * len(values)):
                parts = parts or next((tuple(some) for some in tried if some and _is_sum(value, some, strata)), ())
        if (parts and (value in named or value not in inner)) or (value in named and value not in inner):
            yield Overlap(column, value, tuple(where[value]), parts)
        elif value not in inner and (near := _nearly(value, [others, *beside, *few_runs], strata, len(values))):
            yield Overlap(column, value, tuple(where[value]), near, is_near=True)


def _is_no_accident(value: str, strata: Strata, tried: int) -> bool:
    """Whether it would be strange if one of ``tried`` sums were equal to the counts by chance: a sum hits a count of m
    about once in m + 1 times. ``tried`` is the number of sums times how rare a mistake is to be."""
    evidence = sum(math.log(count + 1) for of in strata for count in of[value])
    return evidence > math.log(max(tried, 1))


def _is_named_total(value: str, beside: Collection[str]) -> bool:
    name = same(value).replace("_", " ")
    others = {same(v) for v in beside} - {name}
    if _PART.search(name) or _MEAN.search(name) or _is_put_together(name, others):
        return True
    return bool(_TOTAL.search(name)) or (name == "t" and bool(others) and others <= _SEXES)


def _is_put_together(name: str, others: Collection[str]) -> bool:
    """Whether a name is made of two others of the column, or of both sexes: "F+P", "Nord och Syd", "7–9"."""
    pieces = _BETWEEN.split(name)
    if len(pieces) < 2 or "" in pieces:
        return False
    are_sexes = set(pieces) <= _SEXES and not _SEXES.isdisjoint(others)
    return are_sexes or set(pieces) <= set(others)


def _few(value: str, others: Sequence[str], strata: Strata) -> list[tuple[str, ...]]:
    """Two or more of the others that fit within ``value``, as far as there is time to look."""
    fit = [v for v in others if any(v in of for of in strata) and _is_within(value, v, strata)]
    listed: list[tuple[str, ...]] = []
    for many in range(2, _MOST_PARTS + 1):
        if len(listed) + math.comb(len(fit), many) > _MOST_TRIED:
            break
        listed += combinations(fit, many)
    return listed


def _is_sum(value: str, parts: Sequence[str], strata: Strata) -> bool:
    """Whether every count of ``value`` is the sum of the parts', in every stratum that has it; not only of nothing."""
    for of in strata:
        present = [of[v] for v in parts if v in of]
        if not present or of[value] != tuple(map(sum, zip(*present, strict=True))):
            return False
    return any(of[value][0] for of in strata)


def _nearly(value: str, tried: Sequence[Sequence[str]], strata: Strata, values: int) -> tuple[str, ...]:
    """Parts whose sums lie so near the counts everywhere that it would be strange by chance; () where none do."""
    evidence = sum(math.log((count + 1) / (2 * _slack(count) + 1)) for of in strata for count in of[value])
    if evidence <= math.log(_RARE * max(len(tried) * values, 1)):
        return ()
    return next(
        (tuple(some) for some in tried if len(some) > 1 and all(_is_near(value, some, of) for of in strata)), ()
    )


def _is_near(value: str, parts: Sequence[str], of: Mapping[str, Counts]) -> bool:
    present = [of[v] for v in parts if v in of]
    sums = map(sum, zip(*present, strict=True))
    return bool(present) and all(abs(m - added) <= _slack(m) for m, added in zip(of[value], sums, strict=True))


def _slack(count: int) -> int:
    """The pupils that a sum may lack: those who are not told apart in the other rows."""
    return max(1, count // 100)


def _is_within(value: str, part: str, strata: Strata) -> bool:
    return all(count <= whole for of in strata if part in of for count, whole in zip(of[part], of[value], strict=True))
