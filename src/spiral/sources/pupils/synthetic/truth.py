"""The truth of what was drawn: every pupil, unit, dirty row and measure, as tables beside the files."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.engine.measures.subjects import SUBJECTS
from spiral.sources.pupils.synthetic import true_measures
from spiral.sources.pupils.synthetic.cohort import SyntheticCohort
from spiral.sources.pupils.synthetic.identities import numbers_at
from spiral.sources.pupils.synthetic.lines import stage_of
from spiral.sources.pupils.synthetic.movements import STAGES
from spiral.sources.pupils.synthetic.region import SyntheticRegion

_TEST_BESIDE = {"np6": "betyg_ak6", "np9": "betyg_ak9"}
_IN_TEST = {Code.PHYSICS: "Fy", Code.BIOLOGY: "Bi", Code.CHEMISTRY: "Ke", Code.GEOGRAPHY: "Ge"} | {
    Code.HISTORY: "Hi",
    Code.RELIGION: "Re",
    Code.CIVICS: "Sh",
}


def numbers_of(cohort: SyntheticCohort, region: SyntheticRegion, stage: int) -> list[str]:
    """The number of each pupil as a file of the stage has it; empty where she is not there."""
    unit = cohort.unit(region, stage)
    rows = np.flatnonzero(unit >= 0)
    rows = rows[np.argsort(unit[rows], kind="stable")]
    signs = numbers_at(cohort.identities, STAGES.index(stage), rows, unit[rows], cohort.sex[rows])
    numbers = np.full(len(unit), "", "U12")
    numbers[rows] = np.ascontiguousarray(signs).view("S12").ravel().astype("U12")
    return numbers.tolist()


def pupils_table(cohort: SyntheticCohort, region: SyntheticRegion, chosen: NDArray[np.bool_]) -> pl.DataFrame:
    """A row for each pupil who is ``chosen`` (n,): numbers, units and what is true of her."""
    codes = np.array([*region.codes, ""])
    n = len(cohort.sex)
    columns: dict[str, object] = {
        "pupil": pl.Series([f"{cohort.year}-{number}" for number in range(n)], dtype=pl.String),
        "leaves_year_9": np.full(n, cohort.year, np.int32),
        "girl": cohort.sex == 0,
        "foreign_background": cohort.foreign,
        "swedish_second": cohort.second_swedish,
        "from_abroad": cohort.movements.from_abroad,
        "protected": cohort.identities.protected,
        "coordination_number": cohort.identities.coordination,
    }
    for place, stage in enumerate(STAGES):
        columns[f"unit_{stage}"] = pl.Series(codes[cohort.unit(region, stage)].tolist(), dtype=pl.String)
        columns[f"number_{stage}"] = pl.Series(numbers_of(cohort, region, stage), dtype=pl.String)
        columns[f"temporary_{stage}"] = cohort.identities.temporary[:, place]
    columns["mean_points_6"] = cohort.mean_points
    columns["standing_9"] = cohort.standing
    table = pl.DataFrame(columns).with_columns(pl.col("mean_points_6").fill_nan(None))
    blank = [pl.col(name).replace("", None) for name in table.columns if name.startswith(("unit_", "number_"))]
    return table.with_columns(blank).filter(pl.Series(chosen))


def measures_table(
    cohort: SyntheticCohort, region: SyntheticRegion, survey: str, year: int, chosen: NDArray[np.bool_]
) -> pl.DataFrame:
    """Every measure of a survey, of those who are there and ``chosen`` (n,)."""
    unit = cohort.unit(region, stage_of(survey))
    rows = np.flatnonzero((unit >= 0) & chosen)
    columns = {name: values[rows] for name, values in cohort.results[survey].items()}
    if survey.startswith("betyg"):
        has_subject = [s for s in SUBJECTS if s in columns]
        measures = true_measures.of_grades(survey, {subject: columns[subject] for subject in has_subject})
    elif survey == "np3":
        measures = true_measures.of_first_tests(columns)
    else:
        grades = {s: values[rows] for s, values in cohort.results[_TEST_BESIDE[survey]].items()}
        linked = ~cohort.identities.temporary[rows, STAGES.index(stage_of(survey))]
        measures = true_measures.of_tests(survey, columns, _beside(columns, grades), linked)
    return true_measures.as_table(survey, year, measures, unit[rows], region.codes, cohort.sex[rows])


def _beside(
    columns: Mapping[str, NDArray[np.uint8]], grades: Mapping[str, NDArray[np.uint8]]
) -> dict[str, NDArray[np.uint8]]:
    """The grade that each test of a form is held against, by area."""
    second = columns["SV_KURSPLAN"] == Code.SWEDISH_SECOND
    of_area = {"MA": grades["Ma"], "SV": np.where(second, grades["Sva"], grades["Sv"]), "EN": grades["En"]}
    for area in ("NO", "SO"):
        if f"{area}_PROV" in columns:
            of_area[area] = np.zeros(len(second), np.uint8)
            for code, subject in _IN_TEST.items():
                is_assigned = columns[f"{area}_PROV"] == code
                of_area[area] = np.where(is_assigned, grades[subject], of_area[area])
    return {area: codes for area, codes in of_area.items() if f"{area}_PROVB" in columns}


def units_table(region: SyntheticRegion, effects: Mapping[int, NDArray[np.float64]]) -> pl.DataFrame:
    """A row for each unit, in the order of its municipality. ``effects``: by the spring, those of cohorts."""
    upper = np.full(len(region.codes), -1)
    upper[region.upper] = np.arange(len(region.upper))
    place = np.where(upper < 0, len(region.upper), upper)

    def of_upper(values: NDArray[np.floating]) -> NDArray[np.float64]:
        return np.append(values, np.nan)[place]

    points = np.append(region.points, np.nan)[place]
    lower_points = np.full(len(region.codes), np.nan)
    lower_points[region.lower] = region.lower_points
    targets = region.targets
    columns: dict[str, object] = {
        "unit": region.codes,
        "name": region.names,
        "municipality": [region.municipalities[m].code for m in region.municipality.tolist()],
        "has_year_9": upper >= 0,
        "merit17": of_upper(targets.merit),
        "all_subjects": of_upper(targets.all_subjects * 100),
        "eligible_vocational": of_upper(targets.eligible * 100),
        "foreign_background": of_upper(targets.foreign * 100),
        "mean_points_6_of_its_intake": points,
        "mean_points_6_of_its_own": lower_points,
        "effect": of_upper(region.effect),
    }
    columns |= {f"effect_of_cohort_{spring}": of_upper(effect) for spring, effect in effects.items()}
    return pl.DataFrame(columns).fill_nan(None)


def flow_counts(
    cohort: SyntheticCohort, first: int, last: int, in_first: NDArray[np.bool_], in_last: NDArray[np.bool_]
) -> dict[str, int]:
    """How many can be followed from one stage to another: as ``spiral pupils progression`` counts them."""
    temporary = cohort.identities.temporary
    from_known = in_first & ~temporary[:, STAGES.index(first)]
    to_known = in_last & ~temporary[:, STAGES.index(last)]
    matched = int((from_known & to_known).sum())
    return {
        "matched": matched,
        "only_from": int(from_known.sum()) - matched,
        "only_to": int(to_known.sum()) - matched,
        "not_linkable_from": int((in_first & ~from_known).sum()),
        "not_linkable_to": int((in_last & ~to_known).sum()),
    }
