"""Two thousand lines with faults drawn by lot: `check` and a plain check written from SCB's tables find the same errors."""

from __future__ import annotations

import random

import pytest

from spiral.sources.pupils.check import check
from spiral.sources.reading.problems import Severity
from tests.sources.pupils.made_up import content, person
from tests.sources.pupils.plain_check import SURVEYS, allowed, errors

YEAR, LINES = 2026, 400
_BORN = {"np3": 2016, "np6": 2013, "betyg_ak6": 2013, "np9": 2010, "betyg_ak9": 2010}
_ANYTHING = ["", " ", "G", "c", "C ", "1", "0", "2", "9", "77", "88", "99", "100", "-1", "05", "Ö", "SPA", "sp", "S1A"]
_BY_COLUMN = {
    "Datum": ["", "2026-13-01", "10/6", "2026-6-1", "46183", "20260610", "2026-02-29"],
    "PersonNr": ["", "1", "2010-01-01", "201001011234", "20100101TF10", "20100101TF1", "201013010000", "189912240000"],
    "Skolenhetskod": ["", "1234567", "123456789", "1234567A", " 12345678", "１２３４５６７８"],
}


def _right(survey: str, number: int, chance: random.Random) -> list[str]:
    """A line without errors, its codes drawn among all that the columns have."""
    line = {name: chance.choice(allowed(codes)) if codes else "" for name, codes in SURVEYS[survey].items()}
    own = {
        "System": "Prov",
        "Version": "1",
        "Datum": f"{YEAR}-06-10",
        "Skolenhetskod": f"{chance.choice([17, 12345678]):08}",
    }
    line |= own | {"PersonNr": person(number, _BORN[survey])}
    line |= {name: "9A" for name in line if name in ("Klass", "Fornamn", "Efternamn") or name.endswith("GRUPP")}
    for first, second in (("Sv", "Sva"), ("Sva", "Sv")) if "Sv" in line else ():
        if line["Sv"] == line["Sva"] == "2":
            line[first] = "C"
        elif line[second] != "2" and line[first] != "2":
            line[second] = "2"
    for name in line:
        if name.endswith("(språk)") or name == "Modm_anm":
            line[name] = chance.choice(["SPA", "deu", "ARA"])
    if "No" in line:
        for block, subjects in {"No": ("Bi", "Fy", "Ke"), "So": ("Ge", "Hi", "Re", "Sh")}.items():
            for name in subjects:
                line[name] = "2" if line[block] != "2" else line[name].replace("2", "Z")
    for area in {"np6": ("SV", "EN"), "np9": ("NO", "SO")}.get(survey, ()):
        if chance.random() < 0.5:
            line |= {name: "" for name in line if name.startswith(f"{area}_")}
    return list(line.values())


def _spoilt(survey: str, line: list[str], chance: random.Random) -> list[str]:
    """The line with up to three fields changed."""
    names = list(SURVEYS[survey])
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        name = chance.choice([name for name in names if name not in ("System", "Version")])
        line[names.index(name)] = chance.choice(_BY_COLUMN.get(name, _ANYTHING))
    return line


@pytest.mark.parametrize("survey", SURVEYS)
def test_errors_are_those_of_a_plain_check(survey: str) -> None:
    chance = random.Random(survey)
    lines = [_right(survey, number, chance) for number in range(LINES)]
    assert [errors(survey, YEAR, line) for line in lines] == [set()] * LINES
    lines = [_spoilt(survey, line, chance) for line in lines]
    expected = {(row, name) for row, line in enumerate(lines, 1) for name in errors(survey, YEAR, line)}
    seen: dict[str, int] = {}
    for row, line in enumerate(lines, 1):
        number = line[3].replace("TF", "00")
        if len(number) == 12 and number.isdigit() and seen.setdefault(line[3], row) != row:
            expected.add((row, "PersonNr"))
    file = check("fil.txt", content(lines))
    assert (file.survey, file.year, file.rows) == (survey, YEAR, LINES)
    told = [problem for problem in file.problems if problem.severity is Severity.ERROR]
    assert {(problem.row, problem.column) for problem in told} == expected
    assert len(expected) > LINES // 2
