"""Places that are asked about a local indicator: own, an own school, foreign, in a year that is open or closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from spiral.see.indicators.models import IndicatorYear, LocalAnswer, LocalIndicator, Respondent

from .things import FOREIGN, OWN, TODAY, Somebody, Thing, title

#: A school of the own municipality.
SCHOOL = "45270097"


def respondents(who: Somebody) -> Iterator[Thing]:
    for kind, code, municipality, state in (
        ("own open", OWN, OWN, "open"),
        ("own closed", OWN, OWN, "closed"),
        ("own school's open", SCHOOL, OWN, "open"),
        ("foreign open", FOREIGN, FOREIGN, "open"),
        ("foreign closed", FOREIGN, FOREIGN, "closed"),
    ):
        year = asked(who, title("Respondent", kind), state)
        place = Respondent.objects.create(year=year, code=code, municipality=municipality, name="x")
        LocalAnswer.objects.create(respondent=place, number=1, answered_on=TODAY, office="x")
        yield Thing(kind, place, {"number": place.pk, "asked": year.pk})


def asked(who: Somebody, words: str, state: str) -> IndicatorYear:
    """A year of an indicator of its own."""
    indicator = LocalIndicator.objects.create(
        title=words,
        question="x",
        explanation="x",
        form="preschool",
        level="municipality",
        role="member",
        kind="number",
        unit="x",
        author=who.other,
    )
    return IndicatorYear.objects.create(
        indicator=indicator, period="2025/26", opens=TODAY, closes=TODAY + timedelta(days=9), state=state
    )
