"""Reads of local indicators: what is asked, who has answered, what waits for whom."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from spiral.engine.place import Place
from spiral.engine.swedish import sort_key
from spiral.see.indicators import rules
from spiral.see.indicators.models import IndicatorYear, LocalAnswer, LocalIndicator, Respondent
from spiral.trust.access.deciding import allows, visible
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register

State = IndicatorYear.State


@dataclass(frozen=True)
class Progress:
    """How complete a year is: every place that is asked, in alphabetical order, with its answer or None."""

    year: IndicatorYear
    rows: Sequence[tuple[Respondent, LocalAnswer | None]]

    @property
    def answered(self) -> list[LocalAnswer]:
        """The places that have said something, or why not."""
        return [answer for _place, answer in self.rows if answer]

    @property
    def missing(self) -> list[Respondent]:
        return [place for place, answer in self.rows if answer is None]

    @property
    def late(self) -> list[Respondent]:
        """The places whose answer came after the last day."""
        return [place for place, answer in self.rows if answer and rules.is_late(self.year, answer)]

    @property
    def newest(self) -> date | None:
        """The day of the latest answer."""
        return max((answer.answered_on for answer in self.answered), default=None)

    @property
    def is_made_up(self) -> bool:
        return self.year.indicator.is_made_up or any(answer.is_made_up for answer in self.answered)


def edition(viewer: Viewer) -> Hashable:
    """Another as soon as anything that ``viewer`` may see of the indicators is another; None where she may see none."""
    if not allows(viewer, Permission.INDICATORS_READ):
        return None
    versions = tuple(LocalIndicator.objects.order_by("pk").values_list("pk", "version"))
    # One's own place is lifted among the others.
    return versions and (versions, tuple(sorted({str(office.place) for office in viewer.offices})))


def indicators(viewer: Viewer) -> list[LocalIndicator]:
    """Every indicator with its years, the latest first; two queries."""
    if not allows(viewer, Permission.INDICATORS_READ):
        return []
    return list(LocalIndicator.objects.prefetch_related("years"))


def indicator(viewer: Viewer, number: int) -> LocalIndicator | None:
    return next((i for i in indicators(viewer) if i.pk == number), None)


def year(viewer: Viewer, number: int) -> IndicatorYear | None:
    if not allows(viewer, Permission.INDICATORS_READ):
        return None
    return IndicatorYear.objects.select_related("indicator").filter(pk=number).first()


def progress(viewer: Viewer, years: Iterable[IndicatorYear]) -> dict[int, Progress]:
    """How complete each of ``years`` is, by its key; one query whatever their number."""
    listed = list(years) if allows(viewer, Permission.INDICATORS_READ) else []
    rows: dict[int, list[tuple[Respondent, LocalAnswer | None]]] = {y.pk: [] for y in listed}
    if listed:
        for place in Respondent.objects.filter(year__in=listed).select_related("answer"):
            rows[place.year_id].append((place, getattr(place, "answer", None)))
    return {y.pk: Progress(y, sorted(rows[y.pk], key=lambda row: sort_key(row[0].name))) for y in listed}


def asked(viewer: Viewer, early: bool | None = None) -> list[Progress]:
    """Every year that has been opened, with its indicator and answers: the latest of each first. ``early``: of
    preschools and after-school centres, or of all else."""
    if not allows(viewer, Permission.INDICATORS_READ):
        return []
    years = IndicatorYear.objects.exclude(state=State.PLANNED).select_related("indicator")
    if early is not None:
        within = Q(indicator__form__in=rules.EARLY)
        years = years.filter(within if early else ~within)
    listed = progress(viewer, years.order_by("indicator__title", "indicator", "-period"))
    return list(listed.values())


def respondent(viewer: Viewer, number: int) -> Respondent | None:
    """A place that is asked, with its answer, year and indicator."""
    if not allows(viewer, Permission.INDICATORS_READ):
        return None
    return Respondent.objects.select_related("answer", "year__indicator").filter(pk=number).first()


def mine(viewer: Viewer, year: IndicatorYear) -> list[Respondent]:
    """The places that the viewer answers for, in alphabetical order."""
    may = visible(viewer, Permission.INDICATOR_ANSWER)
    places = Respondent.objects.filter(may, year=year).select_related("answer")
    return sorted(places, key=lambda place: sort_key(place.name))


def waiting(viewer: Viewer) -> list[IndicatorYear]:
    """The open years that wait for the viewer: for places of hers, and for a role that she has."""
    if not allows(viewer, Permission.INDICATOR_ANSWER):
        return []
    may = visible(viewer, Permission.INDICATOR_ANSWER)
    places = Respondent.objects.filter(may, answer=None, year__state=State.OPEN, year__opens__lte=viewer.today)
    roles = {office.role for office in viewer.offices}
    years = IndicatorYear.objects.filter(pk__in=places.values("year"), indicator__role__in=roles)
    return list(years.select_related("indicator").order_by("closes", "indicator__title"))


def places_to_ask(viewer: Viewer, indicator: LocalIndicator) -> list[tuple[Place, Place, str]]:
    """Whom the register would have answer now: code, municipality, name."""
    if indicator.level == LocalIndicator.Level.MUNICIPALITY:
        return [(Place(m.code), Place(m.code), m.name) for m in register.municipalities(viewer)]
    code = rules.SCHOOLS_WITH.get(LocalIndicator.Form(indicator.form))
    return [
        (Place(u.code), Place(u.municipality_id), u.name)
        for u in register.units(viewer)
        if u.kind == "municipal" and code in u.forms.split()
    ]


def last_answer(viewer: Viewer, place: Respondent) -> LocalAnswer | None:
    """What the place answered the last time it was asked before; for who answers for it."""
    before = LocalAnswer.objects.filter(
        respondent__code=place.code,
        respondent__year__indicator=place.year.indicator_id,
        respondent__year__period__lt=place.year.period,
    )
    if not allows(viewer, Permission.INDICATOR_ANSWER, place):
        return None
    return before.select_related("respondent__year").order_by("-respondent__year__period").first()
