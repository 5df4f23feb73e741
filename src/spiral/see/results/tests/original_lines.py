"""What the original files print of each row of the pages, read here without Spiral's readers."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).with_name("data")
A9 = "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9"
BEH = "Andel (%) elever som blir behöriga till ett nationellt program i gymnasieskolan"
NP = "Andel (%) elever som uppnår kravnivån på samtliga delprov i det nationella provet i {} i årskurs 3"
NPS, NPM = NP.format("svenska eller svenska som andraspråk"), NP.format("matematik")
LEG = "Lärare i ämne/n, andel (%) med legitimation och behörighet (heltidstjänster)"
MASKS = {
    "dold": "protecting",
    "..": "few",
    "...": "outside",
    "~100": "near",
    "95 read as ~100": "read",
    "95 or 100 read as ~100": "read either",
    ".": "missing",
    "-": "unanswered",
}
WORDS = {
    "few": "för få elever för att visas",
    "part": "dold i källan för att skydda en liten grupp",
    "outside": "dold i källan för att högst nio elever står utanför",
    "read": "nästan alla: så läser Spiral det när Kolada skriver 95,0",
    "read either": "nästan alla: så läser Spiral det när Kolada skriver 95,0 eller 100,0",
    "protecting": "dold för att en annan, mindre grupp inte ska gå att räkna fram",
    "near": "nästan alla, exakt andel visas inte",
    "missing": "saknas i källan",
    "unanswered": "för få svar",
}
#: Row on the page → where its figures stand: (file, measure, how the year is read).
MUNICIPAL = {
    "merit": [("kolada", "N15505", "grade")],
    "all-subjects": [("kolada", "N15419", "grade"), ("underlag", A9, "same")],
    "vocational": [("kolada", "N15436", "grade"), ("underlag", BEH, "same")],
    "test3-swedish": [("kolada", "N15452", "grade"), ("underlag", NPS, "same")],
    "test3-maths": [("kolada", "N15454", "grade"), ("underlag", NPM, "same")],
    "teachers": [("kolada", "N15814", "autumn"), ("underlag", LEG, "same")],
    "exam4": [("kolada", "N17461", "plain")],
}
TABS = {
    "forskola": {
        "pre-staff": [("kolada", "N11102", "autumn")],
        "pre-group": [("kolada", "N11701", "autumn")],
        "pre-teachers": [("kolada", "N11808", "autumn")],
        "pre-density": [("kolada", "N11811", "autumn")],
        "pre-cost": [("kolada", "N11008", "plain")],
    },
    "kostnad": {
        "cost-net": [("kolada", "U15011", "plain")],
        "cost-owner": [("underlag", "Per elev", "same")],
        "cost-deviation": [("kolada", "N15001", "plain")],
        "cost-deviation-gy": [("kolada", "N17001", "plain")],
    },
}
YR = "ratioOfPupils9thGradeEligibleForNationalProgramYR"
UNIT_ROWS = {
    "unit-merit": [
        ("slutbetyg", "Genomsnittligt meritvärde (17 ämnen)", "same"),
        ("year9", "averageGradesMeritRating9thGrade", "same"),
        ("planned_educations", "averageGradesMeritRating9thGrade", "same"),
    ],
    "unit-all-subjects": [
        ("slutbetyg", "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen", "same"),
        ("planned_educations", "ratioOfPupilsIn9thGradeWithAllSubjectsPassed", "same"),
        ("underlag", A9, "same"),
    ],
    "unit-vocational": [
        ("slutbetyg", "Andel (%) elever behöriga till yrkesprog.", "same"),
        ("year9", YR, "same"),
        ("planned_educations", YR, "same"),
        ("underlag", BEH, "same"),
    ],
    "unit-tests9": [("year9", "np9_mean_of_SVE_ENG_MA", "same")],
    "unit-maths9": [("underlag", "Andel (%) elever som har lägst betyget E i ämnet matematik i årskurs 9", "same")],
    "unit-teachers": [("underlag", LEG, "same"), ("planned_educations", "certifiedTeachersQuota", "same")],
    "unit-test3-swedish": [("underlag", NPS, "same")],
    "unit-test3-maths": [("underlag", NPM, "same")],
    "unit-all-subjects6": [
        ("underlag", "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 6", "same"),
        ("planned_educations", "ratioOfPupilsIn6thGradeWithAllSubjectsPassed", "same"),
    ],
}
Figures = dict[tuple[str, str, str, str], dict[str, str]]


def lines_of(name: str) -> list[dict[str, str]]:
    """A file's lines, by the names of its columns."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig") as source:
        if name == "slutbetyg":
            for _line in range(5):
                next(source)
            return list(csv.DictReader(source, delimiter=";"))
        return list(csv.DictReader(source))


def printed_figures() -> Figures:
    """(file, measure, place, sex) → period → what is printed there."""
    figures: Figures = defaultdict(dict)
    for r in lines_of("kolada"):
        figures["kolada", r["kpi"], r["municipality_id"], r["gender"]][r["year"]] = r["value"]
    for r in lines_of("underlag"):
        place = r["school_unit_code"] or r["organizer_orgnr"] or "0000"
        figures["underlag", r["measure"], place, "T"][r["school_year"]] = r["value_raw"]
    for r in lines_of("slutbetyg"):
        for column in list(r)[7:]:
            figures["slutbetyg", column, r["Skol-enhetskod"], "T"]["2024/25"] = r[column].replace(",", ".")
    for r in lines_of("year9"):
        figures["year9", r["measure"], r["school_unit_code"], "T"][r["time_period"]] = r["value"]
    for r in lines_of("planned_educations"):
        key = ("planned_educations", r["measure"], r["school_unit_code"], "T")
        figures[key][r["time_period"]] = r["value_raw"].replace(",", ".")
    return figures


def _undocumented_mask(measure: str, year: str, value: str) -> bool:
    """Kolada printed 95 and 100 for "nearly all" before 2017 and 2011 in the share that became eligible: girls and boys
    both stand at 95 (or 100) beside another total."""
    return measure == "N15436" and (
        (value in ("95", "95.0") and year <= "2016") or (value[:3] == "100" and year <= "2010")
    )


def period_of(raw: str, rule: str) -> str:
    """A year of the file as the page prints it."""
    if rule == "grade":
        return f"{int(raw) - 1}/{raw[2:]}"
    if rule == "autumn":
        return f"{raw}/{(int(raw) + 1) % 100:02d}"
    return raw


def must_print(
    source: Figures, places: tuple[str, ...], listed: list[tuple[str, str, str]]
) -> dict[str, str | frozenset[str]]:
    """What the page must print, period by period: the number, or the mask when any source masks it."""
    raw: dict[str, set[str]] = defaultdict(set)
    for file, measure, rule in listed:
        for place in places:
            for period, text in source.get((file, measure, place, "T"), {}).items():
                if file == "kolada" and _undocumented_mask(measure, period, text):
                    text = "95 or 100 read as ~100" if period <= "2010" else "95 read as ~100"
                raw[period_of(period, rule)].add(text)
    out = {}
    for period, texts in raw.items():
        kinds = {MASKS.get(t, "number") for t in texts}
        protected = kinds & {"few", "outside", "near", "read", "read either", "protecting"}
        if protected or "number" not in kinds:
            # Which of several masks is printed does not matter; that no number is, does. Beside pupils who are counted
            # ".." is said otherwise.
            kinds |= {"part"} if "few" in kinds else set()
            out[period] = frozenset(WORDS[k] for k in kinds - {"number"})
        else:
            out[period] = next(t for t in texts if t not in MASKS)
    return out


def owner_merit(owner: str) -> str:
    """Pupil-weighted by hand from the lines of slutbetyg."""
    pairs = [
        (float(r["Genomsnittligt meritvärde (17 ämnen)"].replace(",", ".")), int(r["Antal elever"]))
        for r in lines_of("slutbetyg")
        if r["Huvudman orgnr"] == owner and r["Antal elever"].isdigit()
    ]
    return str(sum(v * n for v, n in pairs) / sum(n for _v, n in pairs))


def owner_merit_over_years(owner: str) -> dict[str, str]:
    """The same in the years that all of the owner's schools have a merit value, weighted by the pupils of slutbetyg."""
    pupils = {r["Skol-enhetskod"]: r["Antal elever"] for r in lines_of("slutbetyg") if r["Huvudman orgnr"] == owner}
    if not all(n.isdigit() for n in pupils.values()):
        return {}
    by_year: dict[str, dict[str, float]] = defaultdict(dict)
    for r in lines_of("year9"):
        if r["school_unit_code"] in pupils and r["measure"] == "averageGradesMeritRating9thGrade":
            by_year[r["time_period"]][r["school_unit_code"]] = float(r["value"])
    whole = sum(int(n) for n in pupils.values())
    return {
        year: str(sum(value * int(pupils[unit]) for unit, value in values.items()) / whole)
        for year, values in by_year.items()
        if len(values) == len(pupils)
    }
