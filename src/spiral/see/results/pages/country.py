"""What comparisons stand on: one indicator's newest figures in the whole country, and what makes places similar. The
process holds it, since every comparison asks for the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spiral.engine.estimates import deciles
from spiral.see.results import queries
from spiral.see.results.catalogue import Indicator, reviewed
from spiral.see.results.coverage import newest, newest_counted_year, school_years
from spiral.see.results.opendata import OpenData, open_data
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.reasons import added, features_of
from spiral.see.results.points import Dated
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True)
class CountryYear:
    """One school year of an indicator: its figure by place, what makes each place similar to others (reason → value),
    and the nine deciles of the figures."""

    year: str
    latest: Mapping[str, Dated]
    features: Mapping[str, Mapping[str, float]]
    deciles: tuple[float, ...]


def of_municipalities(viewer: Viewer, key: str) -> CountryYear:
    """The indicator ``key`` of every municipality's own schools."""
    data = open_data(viewer)
    parts = data.once(queries.parts)
    series = next(s for s in reviewed()[key].series if s.place == "owner")
    codes = {number: code for code, number in queries.owners(viewer, region_only=False).items()}
    year, counted_year = newest(school_years(parts, series.part)), newest_counted_year(parts)
    shares = queries.countrywide(viewer, measures=[series.measure], periods=[year], kind="owner")
    units = [(unit, codes[owner]) for unit, _muni, owner, _kind in queries.year9_units(viewer) if owner in codes]
    counted = common.unit_sizes(
        queries.countrywide(viewer, measures=[queries.PUPILS9], periods=[year, counted_year], kind="unit")
    )
    sizes = added(units, counted, year)
    latest: dict[str, Dated] = {}
    for p in shares:
        if (code := codes.get(p.place)) is not None:
            size = sizes.get(code)
            n, many = (size.n, size.units) if size else (None, 1)
            latest[code] = Dated(p.period.read("school"), p.figure, series, n, many)
    features = features_of(data, "municipality", added(units, counted, counted_year))
    return CountryYear(year, latest, features, _deciles(latest))


def of_units(viewer: Viewer, key: str) -> CountryYear:
    """The indicator ``key`` of every unit with year 9."""
    data = open_data(viewer)
    series = reviewed()[key].series[0]
    year = newest(school_years(data.once(queries.parts), series.part))
    published = queries.countrywide(viewer, measures=[series.measure, queries.PUPILS9], periods=[year], kind="unit")
    sizes = {code: by_year[year] for code, by_year in common.unit_sizes(published).items()}
    latest: dict[str, Dated] = {
        p.place: Dated(p.period.read("school"), p.figure, series, sizes[p.place].n if p.place in sizes else None)
        for p in published
        if p.part == series.part and p.measure == series.measure
    }
    return CountryYear(year, latest, features_of(data, "unit", sizes), _deciles(latest))


def comparable(data: OpenData, *, units: bool) -> list[Indicator]:
    """What ``units``, or else municipalities, can be compared on: pupils are counted, so chance can be worked out."""
    if units:
        listed = data.once(queries.indicators, "unit9")
        return [i for i in listed if i.counted and i.series[0].part == "slutbetyg"]
    return [i for i in data.once(queries.indicators, "municipality") if i.counted == "share"]


def chosen(choices: list[Indicator], key: str) -> Indicator | None:
    """The one called ``key``, otherwise the first; None where nothing is loaded."""
    return next((i for i in choices if i.key == key), choices[0] if choices else None)


def _deciles(latest: Mapping[str, Dated]) -> tuple[float, ...]:
    return deciles([d.figure.value for d in latest.values() if d.figure.value is not None])
