"""Which years there are figures for, by the snapshot's manifest: no year stands in code or in a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from spiral.engine.periods import is_school_year, is_year
from spiral.see.results.models import Part

#: The part that counts the pupils of year 9, unit by unit.
COUNTING = "slutbetyg"
#: The part with the merit values of units, year by year.
GRADING = "planned_educations"


def school_years(parts: Mapping[str, Part], part: str) -> list[str]:
    """The school years of a part, the newest last; none of a part that is not loaded."""
    return [p for p in parts[part].periods if is_school_year(p)] if part in parts else []


def counted_years(parts: Mapping[str, Part]) -> list[str]:
    """The school years whose pupils of year 9 are counted."""
    return school_years(parts, COUNTING)


def newest(years: list[str]) -> str:
    """The last of them; "", which no figure has, when there is none."""
    return years[-1] if years else ""


def newest_counted_year(parts: Mapping[str, Part]) -> str:
    """The newest school year that pupils of year 9 are counted in; "" when nothing is loaded."""
    return newest(counted_years(parts))


def newest_graded_year(parts: Mapping[str, Part]) -> str:
    """The newest school year that units have merit values of; "" when nothing is loaded."""
    return newest(school_years(parts, GRADING))


def end_of(parts: Mapping[str, Part], part: str) -> str:
    """The last year of a part that goes by years; "" when nothing is loaded."""
    return newest([p for p in parts[part].periods if is_year(p)]) if part in parts else ""


def first_register(parts: Mapping[str, Part]) -> str:
    """The year of the oldest register of units; "" when nothing is loaded."""
    months = parts["places"].periods if "places" in parts else []
    return months[0].partition("-")[0] if months else ""


def listed(years: Iterable[str]) -> str:
    """Years in a sentence, in order of time: "A", "A och B", "A, B och C"."""
    *first, last = sorted(set(years)) or [""]
    return _("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def source_line(parts: Mapping[str, Part], separate: Iterable[str]) -> str:
    """What stands under a municipality's figures: where Kolada's end, and which later points are not joined to them."""
    end, apart = end_of(parts, "kolada"), sorted(set(separate))
    said = [_("Källa: Kolada och Skolverket.") if apart else _("Källa: Kolada.")]
    if end:
        said.append(_("Koladas värden slutar %(year)s i det som är hämtat hit.") % {"year": end})
    if len(apart) == 1:
        said.append(
            _("Punkten för %(years)s kommer från Skolverket och är inte sammanbunden med linjen.")
            % {"years": listed(apart)}
        )
    elif apart:
        said.append(
            _("Punkterna för %(years)s kommer från Skolverket och är inte sammanbundna med linjen.")
            % {"years": listed(apart)}
        )
    return " ".join(said)
