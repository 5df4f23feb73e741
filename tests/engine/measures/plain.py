"""The measures once more, from their definitions: loops over dictionaries, nothing of the engine but its codes' names."""

from __future__ import annotations

from itertools import product
from typing import Any

from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Pupils

POINTS = {"A": 20.0, "B": 17.5, "C": 15.0, "D": 12.5, "E": 10.0, "F": 0.0}
ORDER = "FEDCBA"
PASSES = "ABCDE"
SUBJECT_NAMES = {"OVR": "Ovr", "Modmalbe": "ML"}
Row = dict[str, Any]
#: measure → value of the pupil; a pupil who is outside has no such key. Truth values are of shares.
Values = dict[str, float | bool]


def as_rows(pupils: Pupils) -> list[Row]:
    """A dictionary for each pupil."""
    return [
        {
            "person": pupils.person[i].item(),
            "linkable": bool(pupils.linkable[i]),
            "unit": pupils.units[pupils.unit[i]] if pupils.unit[i] >= 0 else None,
            "group": pupils.groups[pupils.group[i]] if pupils.group[i] >= 0 else None,
            "sex": {0: "girls", 1: "boys", 2: None}[int(pupils.sex[i])],
            "born": int(pupils.born[i]) or None,
            "codes": {c: Code(int(code)).name for c, code in zip(pupils.columns, pupils.codes[i], strict=True)},
        }
        for i in range(len(pupils))
    ]


def subjects(row: Row) -> dict[str, str]:
    return {SUBJECT_NAMES.get(column, column): code for column, code in row["codes"].items()}


def grade_values(row: Row, survey: str) -> Values:
    codes = subjects(row)
    grades = {s: g for s, g in codes.items() if g in POINTS}
    dashes = [s for s, g in codes.items() if g == "NO_BASIS"]
    passed = {s for s, g in grades.items() if g in PASSES}
    values: Values = {}
    if survey == "betyg_ak9" and passed:
        others = sorted((POINTS[g] for s, g in grades.items() if s != "M2"), reverse=True)
        values["merit17"] = sum(others[:16]) + (POINTS[grades["M2"]] if "M2" in grades else 0)
        values["merit16"] = sum(sorted((POINTS[g] for g in grades.values()), reverse=True)[:16])
    if grades or dashes:
        values["all_subjects"] = len(passed) == len(grades) + len(dashes)
        values["grade_count"] = float(len(grades))
        if survey == "betyg_ak9":
            core = bool(passed & {"Sv", "Sva"}) and {"En", "Ma"} <= passed
            others9 = passed - {"Sv", "Sva", "En", "Ma"}
            values["eligible_vocational"] = core and len(others9) >= 5
            values["eligible_arts"] = core and len(others9) >= 9
            values["eligible_economics"] = core and len(others9) >= 9 and {"Ge", "Hi", "Re", "Sh"} <= others9
            values["eligible_science"] = core and len(others9) >= 9 and {"Bi", "Fy", "Ke"} <= others9
    for subject, code in codes.items():
        word = subject.lower()
        if code in POINTS:
            values[f"grade_points_{word}"] = POINTS[code]
        if code in POINTS or code == "NO_BASIS":
            values[f"passed_{word}"] = code in PASSES
            values[f"grades_{word}_streck"] = code == "NO_BASIS"
            for grade in POINTS:
                values[f"grades_{word}_{grade.lower()}"] = code == grade
    return values


def test_values(row: Row, survey: str, grades: Row | None = None) -> Values:
    codes = row["codes"]
    plan = {"SWEDISH": "sv", "SWEDISH_SECOND": "sva"}.get(codes["SV_KURSPLAN"])
    values: Values = {}

    def put(subject: str, name: str, value: bool) -> None:
        values[f"{survey}_{subject}{name}"] = value
        if subject == "sv" and plan:
            values[f"{survey}_sv_{plan}{name}"] = value

    if survey == "np3":
        for subject in ("ma", "sv"):
            parts = [code for c, code in codes.items() if c.startswith(subject.upper()) and c.endswith("_PR")]
            if all(code in {"TOOK_PART", "NOT_REACHED"} for code in parts):
                put(subject, "", all(code == "TOOK_PART" for code in parts))
        return values
    for subject in ("ma", "sv", "en", "no", "so"):
        test = codes.get(f"{subject.upper()}_PROVB")
        if test not in POINTS:
            continue
        put(subject, "_passed", test in PASSES)
        same = {
            "ma": "Ma",
            "en": "En",
            "sv": {"sv": "Sv", "sva": "Sva"}.get(plan or ""),
            "no": {"BIOLOGY": "Bi", "PHYSICS": "Fy", "CHEMISTRY": "Ke"}.get(codes.get("NO_PROV", "")),
            "so": {"GEOGRAPHY": "Ge", "HISTORY": "Hi", "RELIGION": "Re", "CIVICS": "Sh"}.get(codes.get("SO_PROV", "")),
        }[subject]
        grade = subjects(grades).get(same) if grades and same else None
        if grade in POINTS:
            difference = ORDER.index(grade) - ORDER.index(test)
            put(subject, "_grade_higher", difference > 0)
            put(subject, "_grade_same", difference == 0)
            put(subject, "_grade_lower", difference < 0)
    return values


test_values.__test__ = False  # type: ignore[attr-defined]


def plan_of(row: Row) -> str | None:
    """By SV_KURSPLAN, or by which of Sv and Sva is graded."""
    codes = row["codes"]
    if "SV_KURSPLAN" in codes:
        return {"SWEDISH": "sv", "SWEDISH_SECOND": "sva"}.get(codes["SV_KURSPLAN"])
    assessed = [s for s in ("Sv", "Sva") if codes[s] in {*POINTS, "NO_BASIS"}]
    studied = [s for s in ("Sv", "Sva") if codes[s] not in {"NOT_GRADED", "BLANK", "WRONG"}]
    chosen = assessed or studied
    return chosen[0].lower() if len(chosen) == 1 else None


def linked(row: Row, others: list[Row]) -> Row | None:
    """The same pupil among others."""
    if not row["linkable"]:
        return None
    return next((o for o in others if o["linkable"] and o["person"] == row["person"]), None)


def cells(rows: list[Row], values: list[Values], dimensions: tuple[str, ...]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """(measure, label of each dimension or "*") → (n, hits, value, values of the pupils)."""
    inside: dict[tuple[Any, ...], list[float | bool]] = {}
    for row, of_pupil in zip(rows, values, strict=True):
        labels = [row[d] if d != "curriculum" else plan_of(row) for d in dimensions]
        for place in product(*(("*", label) if label is not None else ("*",) for label in labels)):
            for measure, value in of_pupil.items():
                inside.setdefault((measure, *place), []).append(value)
    return {
        key: (
            len(v),
            sum(v) if isinstance(v[0], bool) else None,
            100 * sum(v) / len(v) if isinstance(v[0], bool) else sum(v) / len(v),
            v,
        )
        for key, v in inside.items()
    }
