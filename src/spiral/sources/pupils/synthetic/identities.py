"""Made-up personal numbers, coordination numbers, temporary numbers and names.

Of each birth day the numbers 980–999, which Skatteverket has set apart for tests, are taken first; a cohort that is
larger than they are takes lower ones, which somebody may have. Names are made up, and from short lists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Sex

FIRST_NAMES = (
    *("Abbe-Låt", "Bruma", "Celmo", "Dorvi", "Elmka", "Fjunis", "Grimla", "Hulvar", "Ivdo", "Jalmi", "Krusbär"),
    *("Lumne", "Morka", "Nillra", "Orvin", "Plimsa", "Rödluva", "Sylmo", "Trulle", "Ulvka", "Vimsa", "Åskar", "Ömsa"),
)
LAST_NAMES = (
    *("Exempelgren", "Påhittsson", "Provlund", "Låtsasdal", "Testqvist", "Mönsterberg", "Tänktström", "Fantasi-Ek"),
    *("Diktadotter", "Ritfors", "Saknasjö", "Utkastwall", "Övningsby", "Ärtstam", "Overklig", "Sagoholm"),
)
_DAYS = 365
_MONTHS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
_HIGHEST = 1000
#: Days times numbers of each sex: no cohort has room for more.
MOST_OF_A_SEX = _DAYS * (_HIGHEST // 2)
#: Shares of pupils: coordination numbers, temporary numbers of those from abroad and of others, those that get a number
#: of their own before the next survey, protected identity.
_COORDINATION, _TEMPORARY_ABROAD, _TEMPORARY, _GETS_NUMBER, _PROTECTED = 0.004, 0.35, 0.002, 0.5, 0.002
_COORDINATION_DAY = 60


@dataclass(frozen=True, slots=True, eq=False)
class Identities:
    """n pupils: the digits (n × 12) of their numbers as bytes, at which stages (n × 3) they have a temporary number
    instead, who has a coordination number or is protected, their names (indices)."""

    digits: NDArray[np.uint8]
    temporary: NDArray[np.bool_]
    coordination: NDArray[np.bool_]
    protected: NDArray[np.bool_]
    first_name: NDArray[np.intp]
    last_name: NDArray[np.intp]


def draw_identities(
    sex: NDArray[np.uint8], from_abroad: NDArray[np.bool_], born: int, random: np.random.Generator
) -> Identities:
    """Numbers that no two pupils of a cohort share, for pupils born in the year ``born``."""
    n = len(sex)
    day, number = np.zeros(n, np.intp), np.zeros(n, np.intp)
    for one in (Sex.GIRL, Sex.BOY):
        rows = np.flatnonzero(sex == one)
        slot = random.permutation(len(rows))
        day[rows] = (slot * 7919 + int(one) * 180) % _DAYS
        number[rows] = _HIGHEST - 2 + int(one) - 2 * (slot // _DAYS)
    coordination = random.random(n) < _COORDINATION
    month = np.searchsorted(_MONTHS, day, side="right")
    date = (born * 100 + month) * 100 + day - _MONTHS[month - 1] + 1 + _COORDINATION_DAY * coordination
    digits = (date[:, None] // 10 ** np.arange(7, -1, -1)) % 10
    digits = np.column_stack([digits, number[:, None] // np.array([100, 10, 1]) % 10])
    doubled = digits[:, 2:] * np.array([2, 1, 2, 1, 2, 1, 2, 1, 2])
    check = -(doubled - 9 * (doubled > 9)).sum(axis=1) % 10
    signs = np.column_stack([digits, check]).astype(np.uint8) + np.uint8(ord("0"))
    temporary = np.zeros((n, 3), bool)
    temporary[:, 0] = (random.random(n) < np.where(from_abroad, _TEMPORARY_ABROAD, _TEMPORARY)) & ~coordination
    for stage in (1, 2):
        temporary[:, stage] = temporary[:, stage - 1] & (random.random(n) > _GETS_NUMBER)
    return Identities(
        signs,
        temporary,
        coordination,
        random.random(n) < _PROTECTED,
        random.integers(0, len(FIRST_NAMES), n),
        random.integers(0, len(LAST_NAMES), n),
    )


def numbers_at(
    identities: Identities, stage: int, rows: NDArray[np.intp], unit: NDArray[np.intp], sex: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """The numbers (rows × 12) as a file of the stage (0–2) has them: ååååmmddTF1x for boys and TF2x for girls, the last
    digit one higher for the next of the same day in the unit."""
    signs = identities.digits[rows].copy()
    who = np.flatnonzero(identities.temporary[rows, stage])
    if not len(who):
        return signs
    day = signs[who, 4:8].astype(np.int64) @ np.array([1000, 100, 10, 1])
    key = (unit[who].astype(np.int64) * 10**6 + day) * 4 + sex[who]
    order = np.argsort(key, kind="stable")
    first = np.append(True, key[order][1:] != key[order][:-1])
    begins = np.maximum.accumulate(np.where(first, np.arange(len(who)), 0))
    last = np.empty(len(who), np.intp)
    last[order] = np.arange(len(who)) - begins
    signs[who, 8], signs[who, 9] = ord("T"), ord("F")
    signs[who, 10] = np.where(sex[who] == Sex.GIRL, ord("2"), ord("1"))
    signs[who, 11] = ord("0") + last % 10
    return signs
