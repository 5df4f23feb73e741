"""Pupils made up for tests: written by hand as SCB's files write them, drawn by Hypothesis, or drawn by thousands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

import spiral.engine.measures
from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Pupils

EXAMPLES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(spiral.engine.measures.__file__).parent / "examples.toml").read_text(encoding="utf-8")
)
COLUMNS = {
    survey: tuple(columns.split())
    for survey, columns in {
        "betyg_ak9": "Bl En Hkk Idh Ma M1 M2 ML Mu Bi Fy Ke Ge Hi Re Sh Sl Sv Sva Tn Tk OVR",
        "betyg_ak6": "Bl En Hkk Idh Ma M1 M2 Modmalbe Mu No Bi Fy Ke So Ge Hi Re Sh Sl Sv Sva Tn Tk Ovr",
        "np3": "MA_A_PR MA_B_PR MA_G_PR MA_B_POANG SV_KURSPLAN SV_A_PR SV_H_PR SV_B_POANG",
        "np6": "MA_A_DELT MA_PROVB SV_KURSPLAN SV_PROVB EN_PROVB",
        "np9": "MA_PROVB SV_KURSPLAN SV_PROVB EN_PROVB NO_PROV NO_PROVB SO_PROV SO_PROVB",
    }.items()
}
YEAR_9, YEAR_6 = COLUMNS["betyg_ak9"], COLUMNS["betyg_ak6"]
#: Those of year 9 that need not be studied.
NOT_COMPULSORY = {"M1", "M2", "ML", "Sva", "Tn", "OVR"}


def row_of(columns: Sequence[str], **codes: str) -> str:
    """A row of grades: what is said, and else "2" where a subject need not be studied, "3" where it must."""
    return " ".join(codes.get(c, "2" if c in NOT_COMPULSORY | {"Modmalbe", "Ovr"} else "3") for c in columns)


_GRADE = {g: Code[g] for g in "ABCDEF"}
_OF_GRADES = _GRADE | {
    "9": Code.NO_BASIS,
    "3": Code.ADAPTED,
    "2": Code.NOT_GRADED,
    "Y": Code.OTHER_GRADING,
    "Z": Code.NOT_TAUGHT,
    ".": Code.BLANK,
}
_OF_TESTS = _GRADE | {
    "0": Code.NOT_REACHED,
    "1": Code.TOOK_PART,
    "77": Code.SUBSTITUTE,
    "88": Code.LOST,
    "99": Code.ABSENT,
    ".": Code.BLANK,
}
_OF_PLAN = {"1": Code.SWEDISH, "2": Code.SWEDISH_SECOND, "99": Code.UNKNOWN, ".": Code.BLANK}
_OF_SUBJECT = {
    "BI": Code.BIOLOGY,
    "FY": Code.PHYSICS,
    "KE": Code.CHEMISTRY,
    "GE": Code.GEOGRAPHY,
    "HI": Code.HISTORY,
    "RE": Code.RELIGION,
    "SH": Code.CIVICS,
    ".": Code.BLANK,
}


def written(column: str) -> dict[str, Code]:
    """What may stand in a column."""
    if column.endswith("KURSPLAN"):
        return _OF_PLAN
    if column.endswith("_PROV"):
        return _OF_SUBJECT
    return _OF_TESTS if "_" in column else _OF_GRADES


def pupils(
    survey: str,
    columns: Sequence[str],
    rows: Mapping[str, str],
    year: int = 2026,
    *,
    unit: Sequence[int] | None = None,
    units: Sequence[str] = ("11111111",),
    sex: Sequence[int] | None = None,
    linkable: Sequence[bool] | None = None,
) -> Pupils:
    """Pupils by name, each a row of codes as a file writes them."""
    codes = [[written(c)[code] for c, code in zip(columns, row.split(), strict=True)] for row in rows.values()]
    n = len(rows)
    return Pupils(
        survey,
        year,
        np.asarray(list(rows), dtype=str),
        np.ones(n, bool) if linkable is None else np.asarray(linkable, bool),
        np.zeros(n, np.int32) if unit is None else np.asarray(unit, np.int32),
        tuple(units),
        np.full(n, -1, np.int32),
        (),
        np.zeros(n, np.uint8) if sex is None else np.asarray(sex, np.uint8),
        np.full(n, 2010, np.int16),
        tuple(columns),
        np.asarray(codes, np.uint8).reshape(n, len(columns)),
    )


def example_table(key: str) -> Pupils:
    """The pupils of an example."""
    table = next(t for t in EXAMPLES["table"] if t["key"] == key)
    return pupils(table["survey"], table["columns"].split(), table["pupils"])


def _choices(column: str) -> list[int]:
    """Codes to draw from, the common ones more often, and one that is wrong."""
    codes = [*written(column).values()]
    return [*codes, *(c for c in codes if c <= Code.F), Code.WRONG]


@st.composite
def drawn(draw: st.DrawFn, survey: str, year: int = 2026, most: int = 12) -> Pupils:
    """A few pupils of any kind; persons are taken from few, so that two tables share some."""
    n, columns = draw(st.integers(0, most)), COLUMNS[survey]
    persons = draw(st.lists(st.integers(0, 2 * most), min_size=n, max_size=n, unique=True))
    units = draw(st.sampled_from([("11111111", "22222222"), ("22222222", "11111111", "33333333")]))
    width = len(columns) + 5
    drawn = np.frombuffer(draw(st.binary(min_size=n * width, max_size=n * width)), np.uint8).reshape(n, width)
    choices = [np.asarray(_choices(column), np.uint8) for column in columns]
    codes = [of_column[drawn[:, 5 + k] % len(of_column)] for k, of_column in enumerate(choices)]
    linkable, unit, group, sex, born = drawn[:, :5].T.astype(np.int16)
    return Pupils(
        survey,
        year,
        np.asarray([f"{p:012d}" for p in persons], dtype="U12"),
        linkable % 4 > 0,
        (unit % (len(units) + 1) - 1).astype(np.int32),
        units,
        (group % 3 - 1).astype(np.int32),
        ("9A", "9B"),
        (sex % 3).astype(np.uint8),
        np.asarray([0, 2009, 2010], np.int16)[born % 3],
        tuple(columns),
        np.stack(codes, axis=1),
    )


def many(survey: str, year: int = 2026, n: int = 5000, seed: int = 1) -> Pupils:
    """Thousands, with every code; persons of two surveys are partly the same."""
    random, columns = np.random.default_rng(seed), COLUMNS[survey]
    units = tuple(f"{u:08d}" for u in range(12))
    return Pupils(
        survey,
        year,
        np.asarray([f"{p:012d}" for p in random.permutation(2 * n)[:n]]),
        random.random(n) < 0.95,
        random.integers(-1, len(units), n).astype(np.int32),
        units,
        random.integers(-1, 3, n).astype(np.int32),
        ("9A", "9B", "9C"),
        random.choice([0, 1, 2], n, p=[0.48, 0.48, 0.04]).astype(np.uint8),
        random.choice([0, 2009, 2010], n).astype(np.int16),
        tuple(columns),
        np.stack([random.choice(_choices(c), n).astype(np.uint8) for c in columns], axis=1),
    )
