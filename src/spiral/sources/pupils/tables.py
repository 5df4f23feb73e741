"""Checked files → the pupils of each survey and year, as measures take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Pupils, Sex
from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.group_checks import distinct
from spiral.sources.pupils.survey_file import SurveyFile


def pupils_of(files: Iterable[SurveyFile]) -> list[Pupils]:
    """The pupils of every survey and year: files of the same one are put together, and nobody is in it twice.

    A pupil who stands in two lines is taken from the first. A wrong code is no grade, a wrong number is linked to
    nothing, a wrong unit is in no unit's figures but in those of all.
    """
    by_survey: dict[tuple[str, int], list[SurveyFile]] = {}
    for file in files:
        by_survey.setdefault((file.form.survey, file.year), []).append(file)
    return [_pooled(survey, year, group) for (survey, year), group in sorted(by_survey.items())]


def _pooled(survey: str, year: int, files: Sequence[SurveyFile]) -> Pupils:
    """Files of one survey and year as one table."""
    key = np.concatenate([file.meant.key for file in files])
    linkable = np.concatenate([file.meant.linkable for file in files])
    girl = np.concatenate([file.meant.girl for file in files])
    unit = np.concatenate([file.unit for file in files])
    units, unit_index = np.unique(unit, return_inverse=True)
    unknown = int(units[0] == -1)
    groups, group_index = _groups(files)
    columns = tuple(dict.fromkeys(name for file in files for name in _names(file)))
    codes = np.hstack([_codes(file, columns) for file in files])
    first = _first_of_each(key, linkable)
    return Pupils(
        survey=survey,
        year=year,
        person=key[first],
        linkable=linkable[first],
        unit=(unit_index[first] - unknown).astype(np.int32),
        units=tuple(f"{code:08}" for code in units[unknown:].tolist()),
        group=group_index[first],
        groups=groups,
        sex=np.where(key < 0, Sex.UNKNOWN, np.where(girl, Sex.GIRL, Sex.BOY)).astype(np.uint8)[first],
        born=np.concatenate([file.meant.born for file in files])[first],
        columns=columns,
        codes=codes[:, first].T,
    )


def _first_of_each(key: NDArray[np.int64], linkable: NDArray[np.bool_]) -> NDArray[np.intp] | slice:
    """The lines to take: all but those of a pupil who has stood before."""
    order = np.argsort(key, kind="stable")
    is_again = np.zeros(len(key), bool)
    is_again[order[1:]] = key[order[1:]] == key[order[:-1]]
    is_again &= linkable
    return np.flatnonzero(~is_again) if is_again.any() else slice(None)


def _names(file: SurveyFile) -> list[str]:
    """What the columns of codes are called: the subject of a grade, SCB's name in a test."""
    return [file.form.columns[number].subject or file.form.columns[number].name for number in file.coded]


def _codes(file: SurveyFile, columns: Sequence[str]) -> NDArray[np.uint8]:
    """The codes of some columns, len(columns) × n; NO_COLUMN where the file's form has no such column."""
    names = _names(file)
    if list(columns) == names:
        return file.codes
    codes = np.full((len(columns), len(file.cells)), Code.NO_COLUMN, np.uint8)
    for place, name in enumerate(columns):
        if name in names:
            codes[place] = file.codes[names.index(name)]
    return codes


def _groups(files: Sequence[SurveyFile]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The classes of all files, and which of them each line has; in tests the group of the first test."""
    known: dict[str, int] = {}
    indices = []
    for file in files:
        texts, index = distinct(file.cells, file.form.first(ColumnKind.GROUP))
        place = [known.setdefault(text, len(known)) if text else -1 for text in texts]
        indices.append(np.array(place, np.int32)[index])
    return tuple(known), np.concatenate(indices)
