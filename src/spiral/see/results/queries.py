"""Every read of the results app, ``viewer`` first: published figures are everybody's, costs as the network decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max

from spiral.engine.estimates import CohortVariation
from spiral.engine.figures import Figure, State
from spiral.engine.periods import SourcePeriod
from spiral.engine.place import Place
from spiral.engine.swedish import sort_key
from spiral.see.results import catalogue
from spiral.see.results.models import Expected, Indicator, Model, Part, Peer, Prediction, Remark, Value
from spiral.see.results.outcomes import PredictionOutcome, outcomes_of
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Owner, Unit

PUPILS9 = "Antal elever"


class Published(NamedTuple):
    """One published figure as a source has it."""

    part: str
    measure: str
    area: str
    place: Place
    period: SourcePeriod
    sex: str
    programme: str
    figure: Figure
    n: int | None


_FIELDS = ("part_id", "measure", "area", "place", "period", "sex", "programme", "state", "value", "n")


_STATES = {state.value: state for state in State}


def _published(rows: Iterable[tuple[Any, ...]]) -> list[Published]:
    return [
        Published(part, measure, area, place, period, sex, programme, Figure(_STATES[state], value), n)
        for part, measure, area, place, period, sex, programme, state, value, n in rows
    ]


def figures(viewer: Viewer, *, places: Sequence[str], measures: Iterable[str]) -> list[Published]:
    """All figures of ``measures`` at ``places``; one query."""
    values = Value.objects.filter(place__in=places, measure__in=list(measures))
    return _published(values.values_list(*_FIELDS))


def countrywide(viewer: Viewer, *, measures: Iterable[str], periods: Sequence[str], kind: str) -> list[Published]:
    """Figures of ``measures`` in ``periods`` for every place of one kind in the country; one query."""
    values = Value.objects.filter(measure__in=list(measures), period__in=list(periods), place_kind=kind, sex="T")
    return _published(values.values_list(*_FIELDS))


def newest_numbers(viewer: Viewer, *, measures: Iterable[str], kind: str) -> dict[str, dict[str, float]]:
    """Measure → place → number over the whole country in the newest period that the measure has, masks left out; one
    query, no object a row."""
    wanted = Value.objects.filter(measure__in=list(measures), place_kind=kind, sex="T", value__isnull=False)
    by_period: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for measure, period, place, value in wanted.values_list("measure", "period", "place", "value"):
        assert value is not None
        by_period[measure][period][place] = value
    return {measure: periods[max(periods)] for measure, periods in by_period.items()}


def indicators(viewer: Viewer, set_name: str) -> list[catalogue.Indicator]:
    """The indicators of a page with their sources' metadata; those without metadata are left out. One query."""
    listed = catalogue.of_set(set_name)
    listed += [catalogue.reviewed()[i.beside] for i in listed if i.beside]
    return with_metadata(listed)


def indicator(viewer: Viewer, key: str) -> catalogue.Indicator | None:
    """One indicator with its metadata, or None."""
    example = catalogue.reviewed().get(key)
    return next(iter(with_metadata([example])), None) if example else None


def with_metadata(listed: Iterable[catalogue.Indicator]) -> list[catalogue.Indicator]:
    """Join the reviewed rows with Kolada's catalogue as loaded."""
    listed = list(listed)
    rows = Indicator.objects.in_bulk({i.kolada for i in listed if i.kolada})
    indicators = []
    for i in listed:
        if row := rows.get(i.kolada):
            indicators.append(
                replace(
                    i,
                    title=i.named or row.title,
                    description=row.description,
                    expected_on=row.expected_on,
                    source="Kolada",
                )
            )
        elif i.title and i.description:
            indicators.append(i)
    return indicators


def parts(viewer: Viewer) -> dict[str, Part]:
    """Where the data come from, by part."""
    return {p.key: p for p in Part.objects.all()}


def municipalities(viewer: Viewer) -> list[Municipality]:
    """The network's municipalities, alphabetically in Swedish."""
    return sorted(Municipality.objects.filter(in_region=True), key=lambda m: sort_key(m.name))


def municipality(viewer: Viewer, slug: str) -> Municipality | None:
    return Municipality.objects.filter(slug=slug, in_region=True).first()


def owners(viewer: Viewer, *, region_only: bool) -> dict[str, str]:
    """Municipal owners' numbers by municipality code."""
    owners = Owner.objects.filter(kind=Owner.Kind.MUNICIPAL, municipality__isnull=False)
    if region_only:
        owners = owners.filter(municipality__in_region=True)
    return dict(owners.values_list("municipality_id", "orgnr"))


def units(viewer: Viewer, municipalities: Sequence[Municipality]) -> list[Unit]:
    """The units of municipalities, alphabetically in Swedish."""
    units = Unit.objects.filter(municipality__in=municipalities).select_related("owner")
    return sorted(units, key=lambda u: sort_key(u.name))


def unit(viewer: Viewer, code: str) -> Unit | None:
    """A unit of the region with its municipality and owner."""
    units = Unit.objects.filter(code=code, municipality__in_region=True)
    return units.select_related("municipality", "owner").first()


def units_named(viewer: Viewer, codes: Iterable[str]) -> dict[str, Unit]:
    """Units anywhere in the country by code, with municipality and owner."""
    return {u.code: u for u in Unit.objects.filter(code__in=list(codes)).select_related("municipality", "owner")}


def year9_units(viewer: Viewer, codes: Sequence[str] | None = None) -> list[tuple[str, str, str | None, str]]:
    """(code, municipality, owner, kind) of units with year 9: those of ``codes``' municipalities, or the country's."""
    units = Unit.objects.filter(has_year9=True)
    if codes is not None:
        units = units.filter(municipality__in=codes)
    return list(units.values_list("code", "municipality_id", "owner_id", "kind"))


def expected(viewer: Viewer, codes: Iterable[str]) -> dict[str, dict[str, Expected]]:
    """Expected values by unit, then by period."""
    by_unit: dict[str, dict[str, Expected]] = defaultdict(dict)
    for row in Expected.objects.filter(unit__in=list(codes)):
        by_unit[row.unit][row.period] = row
    return by_unit


def predictions(viewer: Viewer) -> Mapping[str, Prediction]:
    """What was said last of each place's next figure, by place."""
    newest = Prediction.objects.aggregate(newest=Max("day"))["newest"]
    return {row.place: row for row in Prediction.objects.filter(day=newest)} if newest else {}


def outcomes(viewer: Viewer) -> list[PredictionOutcome]:
    """How often what was said before it came held, and what would have been said of earlier years."""
    row = Model.objects.filter(key="predictions").first()
    return outcomes_of(row.parameters) if row else []


def model(viewer: Viewer) -> Mapping[str, Any]:
    """The parameters of the country's model; {} before anything is loaded."""
    row = Model.objects.filter(key="expected").first()
    return row.parameters if row else {}


def cohort(parameters: Mapping[str, Any]) -> CohortVariation | None:
    """The variation between cohorts behind the intervals."""
    return CohortVariation(**parameters["cohort"]) if "cohort" in parameters else None


def similar_by_kolada(viewer: Viewer, name: str, form: str) -> list[str]:
    """Codes of the municipalities that Kolada calls similar to ``name`` for ``form`` (grundskola, gymnasieskola)."""
    peers = Peer.objects.filter(title__startswith=f"Liknande kommuner {form}, {name},")
    return list(peers.values_list("member", flat=True))


class CountryMean(NamedTuple):
    """A mean over the country's units, weighted by pupils: how many units have an open value, and how many are hidden
    and left out. It is no figure of riket's own."""

    value: float
    units: int
    hidden: int


def country(parameters: Mapping[str, Any]) -> Mapping[str, Mapping[str, CountryMean]]:
    """Means of the country that Spiral works out itself: by name, then by school year."""
    listed = parameters.get("country_by_year", {})
    return {name: {year: CountryMean(**mean) for year, mean in years.items()} for name, years in listed.items()}


def names(viewer: Viewer, codes: Iterable[str]) -> dict[str, Municipality]:
    """Municipalities by code."""
    return Municipality.objects.in_bulk(list(codes))


def comments(viewer: Viewer, place: str) -> dict[str, list[Remark]]:
    """The owner's comments by figure, newest first."""
    by_series: dict[str, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(place=place, kind=Remark.Kind.COMMENT):
        by_series[remark.figure].append(remark)
    return by_series


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """What somebody has asked about a figure, and where it stands."""

    pk: int
    place_name: str
    indicator: catalogue.Indicator | None
    text: str
    email: str
    created_at: datetime
    handled_at: datetime | None


def questions(viewer: Viewer) -> list[FigureQuestion]:
    """What people have asked about figures, unanswered first; empty for others than the coordinator."""
    if not allows(viewer, Permission.REMARKS_ANSWER):
        return []
    listed = sorted(Remark.objects.filter(kind=Remark.Kind.ERROR)[:300], key=lambda r: r.handled_at is not None)
    places = {r.place for r in listed}
    names = dict(Municipality.objects.filter(code__in=places).values_list("code", "name"))
    names |= dict(Unit.objects.filter(code__in=places).values_list("code", "name"))
    known = catalogue.reviewed()
    return [
        FigureQuestion(
            r.pk,
            names.get(r.place, r.place),
            known.get(r.figure.removesuffix("-gap")),
            r.text,
            r.email,
            r.created_at,
            r.handled_at,
        )
        for r in listed
    ]


def question(viewer: Viewer, number: int) -> Remark | None:
    if not allows(viewer, Permission.REMARKS_ANSWER):
        return None
    return Remark.objects.filter(pk=number, kind=Remark.Kind.ERROR).first()


def shows_costs(viewer: Viewer) -> bool:
    """Cost and quality side by side: members only unless the network has opened it (R8)."""
    return settings.COST_VISIBLE_TO == "public" or allows(viewer, Permission.COSTS_SEE)
