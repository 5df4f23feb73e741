"""What the state of an indicator or one of its years allows; who may is in trust/access."""

from __future__ import annotations

from datetime import date

from spiral.see.indicators.models import IndicatorYear, LocalAnswer, LocalIndicator

State = IndicatorYear.State
#: The register's code of the schools that have a form, where it has them: preschools are not in it, and after-school
#: centres, like preschool classes, are at schools.
SCHOOLS_WITH = {
    LocalIndicator.Form.AFTER_SCHOOL: "gr",
    LocalIndicator.Form.PRESCHOOL_CLASS: "gr",
    LocalIndicator.Form.COMPULSORY: "gr",
    LocalIndicator.Form.ADAPTED: "gran",
    LocalIndicator.Form.UPPER: "gy",
    LocalIndicator.Form.ADAPTED_UPPER: "gyan",
}
#: The forms whose figures stand on a municipality's page of preschool and after-school centres.
EARLY = (LocalIndicator.Form.PRESCHOOL.value, LocalIndicator.Form.AFTER_SCHOOL.value)
#: More levels than this are no longer told apart.
MOST_LEVELS = 7


def is_taking(year: IndicatorYear, today: date) -> bool:
    """Can it be answered now? After its last day too, as long as it is open: such an answer is late."""
    return year.state == State.OPEN and today >= year.opens


def is_late(year: IndicatorYear, answer: LocalAnswer) -> bool:
    """Did the answer come after the last day?"""
    return answer.answered_on > year.closes


def is_overdue(year: IndicatorYear, today: date) -> bool:
    """Has the last day passed for who has not answered?"""
    return year.state != State.PLANNED and (today > year.closes or year.state == State.CLOSED)


def may_change(years: list[IndicatorYear]) -> bool:
    """Is the definition still open to change? Once a place has been asked, the years would not be comparable."""
    return all(year.state == State.PLANNED for year in years)
