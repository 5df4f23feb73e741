"""The owner's own results: the schools, one in depth, and the same pupils three years later. HTTP only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.engine.place import Place
from spiral.see.pupils import queries
from spiral.see.pupils.pages.progression import progression_page
from spiral.see.pupils.pages.school import school_page, year_title
from spiral.see.pupils.pages.schools import schools_table
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door, turn_away


@never_cache
@require_safe
@door(Permission.PUPILS_SEE)
def schools(request: Request) -> HttpResponse:
    """The schools that the reader may see, in the order of the alphabet."""
    units = queries.units(request.viewer)
    years = {unit: queries.school_years(request.viewer, unit) for unit in units}
    return render(request, "pupils/schools.html", {"table": schools_table(years, queries.unit_names(units))})


@never_cache
@require_safe
@door(Permission.PUPILS_SEE)
def school(request: Request, unit: str, survey: str = "") -> HttpResponse:
    """A school in depth: the grades of year 9, or of the survey that is asked for."""
    try:
        place = Place(unit)
    except ValueError as wrong:
        raise Http404 from wrong
    if not allows(request.viewer, Permission.PUPILS_SEE, place):
        return turn_away(request, Permission.PUPILS_SEE)
    years = queries.school_years(request.viewer, unit)
    shown = next((year for year in years if survey in ("", year.survey)), None)
    if shown is None:
        raise Http404
    name = queries.unit_names([unit])[unit]
    page = school_page(name, shown.survey, shown.now, shown.before, shown.tests)
    tabs = [(year_title(year.survey), reverse("pupils:school_survey", args=[unit, year.survey])) for year in years]
    return render(request, "pupils/school.html", {"page": page, "name": name, "tabs": tabs})


@never_cache
@require_safe
@door(Permission.PUPILS_IMPORT)
def same_pupils(request: Request, year: int = 0) -> HttpResponse:
    """The same pupils in year 6 and year 9, the whole owner's: the newest cohort, or the one of a spring."""
    cohorts = queries.cohorts(request.viewer)
    shown = next((pair for pair in cohorts if year in (0, pair[1].year)), None)
    if shown is None and year:
        raise Http404
    tabs = [(str(after.year), reverse("pupils:same_pupils_of", args=[after.year])) for _before, after in cohorts]
    page = progression_page(settings.OWNER_NAME, *shown) if shown else None
    return render(request, "pupils/same_pupils.html", {"page": page, "tabs": tabs})
