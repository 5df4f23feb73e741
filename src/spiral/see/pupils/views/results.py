"""The owner's own results: the schools, one in depth, and the same pupils three years later. HTTP only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.engine.place import Place
from spiral.see.pupils import queries
from spiral.see.pupils.pages.progression import progression_page
from spiral.see.pupils.pages.school import school_page
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
def school(request: Request, unit: str) -> HttpResponse:
    """A school in depth."""
    try:
        place = Place(unit)
    except ValueError as wrong:
        raise Http404 from wrong
    if not allows(request.viewer, Permission.PUPILS_SEE, place):
        return turn_away(request, Permission.PUPILS_SEE)
    name = queries.unit_names([unit])[unit]
    pages = [
        school_page(name, year.survey, year.now, year.before, year.tests)
        for year in queries.school_years(request.viewer, unit)
    ]
    if not pages:
        raise Http404
    return render(request, "pupils/school.html", {"pages": pages, "name": name})


@never_cache
@require_safe
@door(Permission.PUPILS_IMPORT)
def same_pupils(request: Request) -> HttpResponse:
    """The same pupils in year 6 and year 9, the whole owner's, the newest cohort first."""
    pages = [progression_page(settings.OWNER_NAME, *pair) for pair in queries.cohorts(request.viewer)]
    return render(request, "pupils/same_pupils.html", {"pages": pages})
