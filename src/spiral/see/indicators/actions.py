"""Writes: define, plan, open, close; answer, take back, take in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from spiral.exchange import texts
from spiral.ground.refusals import NameTaken, NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.see.indicators import queries, rules
from spiral.see.indicators.models import IndicatorYear, LocalAnswer, LocalIndicator, Respondent
from spiral.see.indicators.values import AnswerContent
from spiral.trust.access.deciding import AccessRefused, office_at, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

State = IndicatorYear.State
KIND = "indicator"
UNDONE = "indicators.answer"


@dataclass(frozen=True, slots=True)
class IndicatorContent:
    """What is asked, of whom, and how it is answered."""

    title: str
    question: str
    explanation: str
    form: str
    level: str
    role: str
    kind: str
    unit: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int = 0
    counts_people: bool = False
    part: str = ""
    whole: str = ""
    levels: Sequence[str] = ()
    direction: str = LocalIndicator.Direction.NONE.value


@dataclass(frozen=True, slots=True)
class YearContent:
    """About which period it is asked, from which day, and at the latest when."""

    period: str
    opens: date
    closes: date


@transaction.atomic
def define(content: IndicatorContent, *, by: Viewer, is_made_up: bool = False) -> LocalIndicator:
    """A new indicator. Raises PermissionDenied, NameTaken."""
    require(by, Permission.INDICATORS_LEAD)
    indicator = LocalIndicator(author=by.signed_in, is_made_up=is_made_up)
    _fill(indicator, content)
    record(Action.INDICATORS_DEFINED, indicator, by=by)
    return indicator


@transaction.atomic
def change(number: int, content: IndicatorContent, revision: Revision, *, by: Viewer) -> LocalIndicator:
    """Change the definition, as long as no place has been asked. Raises PermissionDenied, NotNow, NameTaken,
    StaleRevision."""
    require(by, Permission.INDICATORS_LEAD)
    indicator = LocalIndicator.objects.select_for_update().get(pk=number)
    if not rules.may_change(list(indicator.years.all())):
        raise NotNow
    require_revision(indicator, revision)
    indicator.revision += 1
    indicator.version += 1
    _fill(indicator, content)
    record(Action.INDICATORS_CHANGED, indicator, by=by)
    return indicator


@transaction.atomic
def plan(number: int, content: YearContent, *, by: Viewer) -> IndicatorYear:
    """Plan to ask about a period; nobody notices yet. Raises PermissionDenied, NameTaken for a period that is there."""
    require(by, Permission.INDICATORS_LEAD)
    indicator = LocalIndicator.objects.select_for_update().get(pk=number)
    if indicator.years.filter(period=content.period).exists():
        raise NameTaken
    year = IndicatorYear.objects.create(
        indicator=indicator, period=content.period, opens=content.opens, closes=content.closes
    )
    record(Action.INDICATORS_YEAR_PLANNED, year, by=by)
    return year


@transaction.atomic
def change_year(number: int, content: YearContent, revision: Revision, *, by: Viewer) -> IndicatorYear:
    """Other days; another period only while nobody has been asked. Raises PermissionDenied, NotNow, NameTaken,
    StaleRevision."""
    require(by, Permission.INDICATORS_LEAD)
    year = _locked(number)
    require_revision(year, revision)
    if content.period != year.period:
        if year.state != State.PLANNED:
            raise NotNow
        if IndicatorYear.objects.filter(indicator=year.indicator, period=content.period).exists():
            raise NameTaken
    year.period, year.opens, year.closes = content.period, content.opens, content.closes
    year.revision += 1
    year.save()
    _changed(year)
    record(Action.INDICATORS_YEAR_CHANGED, year, by=by)
    return year


@transaction.atomic
def open_year(number: int, *, by: Viewer) -> IndicatorYear:
    """Let the places answer: those of the register now, or, when it is opened again, those that were asked before.
    Once. Raises PermissionDenied, NotNow where there is nobody to ask."""
    require(by, Permission.INDICATORS_LEAD)
    year = _locked(number)
    if year.state == State.OPEN:
        return year
    if not year.respondents.exists():
        places = queries.places_to_ask(by, year.indicator)
        if not places:
            raise NotNow
        Respondent.objects.bulk_create(
            Respondent(year=year, code=code, municipality=municipality, name=name)
            for code, municipality, name in places
        )
    _set_state(year, State.OPEN)
    record(Action.INDICATORS_YEAR_OPENED, year, by=by)
    return year


@transaction.atomic
def close_year(number: int, *, by: Viewer) -> IndicatorYear:
    """Take no more answers; what is missing stays missing, and is told. Once. Raises PermissionDenied, NotNow for a
    year that was never opened."""
    require(by, Permission.INDICATORS_LEAD)
    year = _locked(number)
    if year.state == State.PLANNED:
        raise NotNow
    if year.state == State.OPEN:
        _set_state(year, State.CLOSED)
        record(Action.INDICATORS_YEAR_CLOSED, year, by=by)
    return year


@transaction.atomic
def answer(
    number: int, content: AnswerContent, revision: Revision, *, by: Viewer, is_made_up: bool = False
) -> Respondent:
    """Answer for a place, or say why it cannot be answered. ``content`` has been read by ``values``. Raises
    PermissionDenied, NotNow for a year that takes no answers, StaleRevision."""
    place = _locked_place(number, by)
    require_revision(place, revision)
    _write(place, content, by, is_made_up=is_made_up)
    _changed(place.year)
    record(Action.INDICATORS_ANSWERED, place, by=by, place=place.code)
    return place


@transaction.atomic
def take_back(number: int, *, by: Viewer) -> Removal | None:
    """The place has not answered; for ten minutes that can be undone. None where there was no answer. Raises
    PermissionDenied, NotNow."""
    place = _locked_place(number, by)
    standing = LocalAnswer.objects.filter(respondent=place).first()
    if standing is None:
        return None
    removal = undo.remove([standing], UNDONE, place.pk, by=by)
    _count(place)
    _changed(place.year)
    record(Action.INDICATORS_ANSWER_TAKEN_BACK, place, by=by, place=place.code)
    return removal


@transaction.atomic
def put_back(removal: Removal, *, by: Viewer) -> str:
    """The answer that was taken back. Raises PermissionDenied, and NotNow where the place has answered anew, or
    the year is closed."""
    place = _locked_place(int(removal.of), by)
    if LocalAnswer.objects.filter(respondent=place).exists():
        raise NotNow
    undo.restore(removal)
    _count(place)
    _changed(place.year)
    record(Action.INDICATORS_ANSWER_PUT_BACK, place, by=by, place=place.code)
    return reverse("indicators:answer", args=[place.pk])


@transaction.atomic
def take_in(number: int, answers: Mapping[int, tuple[AnswerContent, Revision]], *, by: Viewer) -> int:
    """The answers of a spreadsheet, by place, each on the revision that was previewed; all or none. How many were
    written. Raises PermissionDenied, NotNow, StaleRevision."""
    year = _locked(number)
    places = [_locked_place(key, by) for key in sorted(answers)]
    if any(place.year_id != year.pk for place in places):
        raise NotNow
    for place in places:
        content, revision = answers[place.pk]
        require_revision(place, revision)
        _write(place, content, by)
    if places:
        _changed(year)
        record(Action.INDICATORS_IMPORTED, year, by=by, detail={"answers": len(places)})
    return len(places)


def _fill(indicator: LocalIndicator, content: IndicatorContent) -> None:
    if LocalIndicator.objects.filter(title=content.title).exclude(pk=indicator.pk).exists():
        raise NameTaken
    for one in fields(content):
        setattr(indicator, one.name, getattr(content, one.name))
    indicator.levels = list(content.levels)
    indicator.save()
    texts.announce_change(KIND, indicator.pk)


def _locked(number: int) -> IndicatorYear:
    return IndicatorYear.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=number)


def _locked_place(number: int, by: Viewer) -> Respondent:
    """The place, for who answers for it, while the year takes answers."""
    place = Respondent.objects.select_for_update(of=("self",)).select_related("year__indicator").get(pk=number)
    require(by, Permission.INDICATOR_ANSWER, place)
    if not rules.is_taking(place.year, by.today):
        raise NotNow
    return place


def _write(place: Respondent, content: AnswerContent, by: Viewer, *, is_made_up: bool = False) -> None:
    office = office_at(by, Permission.INDICATOR_ANSWER, place.code, place.municipality)
    if office is None:
        raise AccessRefused(Permission.INDICATOR_ANSWER)
    given = {"answered_on": by.today, "office": str(office), "is_made_up": is_made_up}
    LocalAnswer.objects.update_or_create(respondent=place, defaults=asdict(content) | given)
    _count(place)


def _count(place: Respondent) -> None:
    place.revision += 1
    place.save(update_fields=["revision"])


def _set_state(year: IndicatorYear, state: str) -> None:
    year.state = state
    year.revision += 1
    year.save(update_fields=["state", "revision"])
    _changed(year)


def _changed(year: IndicatorYear) -> None:
    """Pages with figures of the indicator are to be composed anew."""
    LocalIndicator.objects.filter(pk=year.indicator_id).update(version=F("version") + 1)
    texts.announce_change(KIND, year.indicator_id)
