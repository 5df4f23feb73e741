"""The subjects of the surveys of grades: their names, the codes of each, and which course plan in Swedish is
followed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import GRADE_SIGNS, Code, among
from spiral.engine.measures.pupils import Pupils

#: As SCB's forms name them; No and So are grades of a block, in year 6.
SUBJECTS = (
    *("Bl", "En", "Hkk", "Idh", "Ma", "M1", "M2", "ML", "Mu", "No", "Bi", "Fy", "Ke"),
    *("So", "Ge", "Hi", "Re", "Sh", "Sl", "Sv", "Sva", "Tn", "Tk", "Ovr"),
)
#: The same subject in another form: the other subjects, and the mother tongue of year 6.
_OTHER_NAMES = {"OVR": "Ovr", "Modmalbe": "ML"}
#: Two course plans of one subject area.
SWEDISH_AREA = ("Sv", "Sva")
#: What is said of the two course plans, in the order of the indices of :func:`curriculum`.
CURRICULA = ("sv", "sva")


def subject_codes(pupils: Pupils) -> dict[str, NDArray[np.uint8]]:
    """The codes (n,) of every subject that the form has, by subject in the order of ``SUBJECTS``. Columns that are no
    subject, as the code of a language, are left out."""
    places = {_OTHER_NAMES.get(column, column): number for number, column in enumerate(pupils.columns)}
    return {s: np.ascontiguousarray(pupils.codes[:, places[s]]) for s in SUBJECTS if s in places}


def measure_word(subject: str) -> str:
    """How a subject or an area is written in the name of a measure: "Ma" → ma, "Sv/Sva" → sv_sva."""
    return subject.lower().replace("/", "_")


def curriculum(pupils: Pupils) -> NDArray[np.int8]:
    """Which course plan each pupil follows (n,): 0 Swedish, 1 Swedish as a second language, -1 not known.

    In tests what SV_KURSPLAN says; in grades the one of Sv and Sva that is graded: the only one with a grade or a dash,
    else the only one with any code but "2" and blank. Where both are, it is not known.
    """
    if "SV_KURSPLAN" in pupils.columns:
        plan = pupils.column("SV_KURSPLAN")
        return _only(plan == Code.SWEDISH, plan == Code.SWEDISH_SECOND)
    swedish, second = pupils.column("Sv"), pupils.column("Sva")
    by_grade = _only(_has_result(swedish), _has_result(second))
    by_code = _only(_is_studied(swedish), _is_studied(second))
    neither = ~_has_result(swedish) & ~_has_result(second)
    return np.where(neither, by_code, by_grade)


def _only(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.int8]:
    """0 where only ``first``, 1 where only ``second``, else -1."""
    return np.where(first & ~second, 0, np.where(second & ~first, 1, -1)).astype(np.int8)


def _has_result(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """A grade of either scale, or a dash."""
    return among(codes, (*GRADE_SIGNS.values(), Code.NO_BASIS))


def _is_studied(codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return ~among(codes, (Code.NOT_GRADED, Code.BLANK, Code.WRONG))
