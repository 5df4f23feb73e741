"""Reads of a node: the archive's batches, what holds now, the names of the owner's units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from spiral.engine.measures.progression import cohort_pairs
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.surveys import BESIDE, GRADES
from spiral.engine.place import Place
from spiral.see.pupils import vault
from spiral.see.pupils.archive.archive import Batch, Erasure
from spiral.see.pupils.archive.parquet import rows
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Unit


def batches(viewer: Viewer) -> list[Batch]:
    """Every import, the latest first. Raises AccessRefused."""
    require(viewer, Permission.PUPILS_IMPORT)
    return list(reversed(vault.archive().batches()))


def erasure(viewer: Viewer, born: int) -> list[Erasure]:
    """What erasing a birth cohort would take away. Raises AccessRefused."""
    require(viewer, Permission.PUPILS_IMPORT)
    return vault.archive().erasure(born)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school's newest survey of grades, the year before's, and the same spring's tests, as far as they are there."""

    survey: str
    now: Pupils
    before: Pupils | None
    tests: Pupils | None


def units(viewer: Viewer) -> list[str]:
    """The units that the viewer may see the results of, by their codes."""
    codes = {unit for table in vault.archive().current() for unit in table.units}
    return sorted(code for code in codes if allows(viewer, Permission.PUPILS_SEE, Place(code)))


def school_years(viewer: Viewer, unit: str) -> list[SchoolYear]:
    """What there is of a school: year 9 first. Raises AccessRefused."""
    require(viewer, Permission.PUPILS_SEE, Place(unit))
    by_survey: dict[str, dict[int, Pupils]] = {}
    for table in vault.archive().current():
        if unit in table.units:
            mine = rows(table, np.flatnonzero(table.unit == table.units.index(unit)))
            by_survey.setdefault(table.survey, {})[table.year] = mine
    years = []
    for survey in sorted(by_survey.keys() & set(GRADES), reverse=True):
        newest = max(by_survey[survey])
        tests = by_survey.get(BESIDE[survey], {}).get(newest)
        years.append(SchoolYear(survey, by_survey[survey][newest], by_survey[survey].get(newest - 1), tests))
    return years


def cohorts(viewer: Viewer) -> list[tuple[Pupils, Pupils]]:
    """The same pupils in year 6 and year 9, the newest first. Raises AccessRefused for who does not see all."""
    require(viewer, Permission.PUPILS_IMPORT)
    return list(reversed(cohort_pairs(vault.archive().current())))


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """What units are called; one that the register does not know is called by its code."""
    wanted = sorted(set(codes))
    known = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {code: known.get(code, code) for code in wanted}


def may_import(viewer: Viewer) -> bool:
    return allows(viewer, Permission.PUPILS_IMPORT)
