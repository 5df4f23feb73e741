"""What is seen only when files are checked together: a pupil in two of them, last year's file among this year's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from spiral.sources.pupils.check import Checked
from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.remarks import Remarks


def check_together(files: Iterable[Checked]) -> list[Checked]:
    """The same files, with what they say together added to the later, and the older, of them."""
    checked = list(files)
    by_survey: dict[str, dict[int, list[int]]] = {}
    for place, file in enumerate(checked):
        if file.table is not None:
            by_survey.setdefault(file.table.form.survey, {}).setdefault(file.table.year, []).append(place)
    for by_year in by_survey.values():
        for year, places in by_year.items():
            _tell_pupils(checked, places)
            if year == max(by_year) - 1:  # last spring's beside this one's; older ones are given on purpose
                for place in places:
                    remarks = Remarks(checked[place].file)
                    remarks.add("older_file", year=year, newest=max(by_year))
                    _add(checked, place, remarks)
    return checked


def _tell_pupils(checked: list[Checked], places: list[int]) -> None:
    """Tell of the pupils of one survey who stand in an earlier file too."""
    first_seen: dict[int, tuple[int, int]] = {}
    for place in places if len(places) > 1 else ():
        table = checked[place].table
        if table is None:
            continue
        remarks = Remarks(checked[place].file)
        person = table.form.columns[table.form.first(ColumnKind.PERSON)].name
        linkable = np.flatnonzero(table.meant.linkable)
        for key, row in zip(table.meant.key[linkable].tolist(), table.cells.rows[linkable].tolist(), strict=True):
            earlier, first = first_seen.setdefault(key, (place, row))
            if earlier != place:
                remarks.add("duplicate_file", row, person, file=checked[earlier].file, first=first)
        _add(checked, place, remarks)


def _add(checked: list[Checked], place: int, remarks: Remarks) -> None:
    """Add to what is said of a file, in the order of its lines."""
    file = checked[place]
    problems = sorted([*file.problems, *remarks.problems], key=lambda problem: problem.row or 0)
    checked[place] = replace(file, problems=tuple(problems))
