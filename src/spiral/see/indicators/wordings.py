"""What pages and files say of an indicator and of how complete one of its years is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.engine.numbers import Language
from spiral.ground.words import day, joined
from spiral.see.indicators import rules, values
from spiral.see.indicators.figures import LocalFigure
from spiral.see.indicators.models import IndicatorYear, LocalIndicator
from spiral.see.indicators.queries import Progress

Kind = LocalIndicator.Kind
State = IndicatorYear.State
#: So many places are named in a sentence; the others are counted.
NAMED = 6


def when(period: str) -> str:
    """'läsåret 2025/26', '2025'."""
    return _("läsåret %(year)s") % {"year": period} if "/" in period else str(period)


def places(indicator: LocalIndicator, n: int) -> str:
    """'15 kommuner', '1 skola'."""
    if indicator.level == LocalIndicator.Level.MUNICIPALITY:
        return ngettext("%(n)s kommun", "%(n)s kommuner", n) % {"n": n}
    return ngettext("%(n)s skola", "%(n)s skolor", n) % {"n": n}


def completeness(now: Progress) -> str:
    """'9 av 15 kommuner har svarat, senast 12 november.'"""
    said = _("%(n)s av %(all)s har svarat") % {
        "n": len(now.answered),
        "all": places(now.year.indicator, len(now.rows)),
    }
    return said + (_(", det senaste svaret kom %(day)s.") % {"day": day(now.newest)} if now.newest else ".")


def levels_counted(indicator: LocalIndicator, shown: Sequence[LocalFigure]) -> list[str]:
    """How many have answered each level: '2. Ibland: 4 kommuner'; the bar's words."""
    return [
        f"{i}. {name}: {places(indicator, sum(one.value == i for one in shown))}"
        for i, name in enumerate(indicator.levels, 1)
    ]


def what_lacks(now: Progress, today: date) -> list[str]:
    """Who has not answered, and whose answers came late: a sentence each, none where all is as it should be."""
    said = []
    if now.missing and rules.is_overdue(now.year, today):
        said.append(_("Saknas sedan %(day)s: %(names)s.") % {"day": day(now.year.closes), "names": _names(now.missing)})
    elif now.missing:
        said.append(
            _("Väntas senast %(day)s: %(names)s.") % {"day": day(now.year.closes), "names": _names(now.missing)}
        )
    if now.late:
        said.append(_("Kom efter sista dagen: %(names)s.") % {"names": _names(now.late)})
    return said


def _names(listed: Sequence[object]) -> str:
    names = [str(place) for place in listed]
    more = len(names) - NAMED
    return joined(names if more <= 1 else [*names[:NAMED], _("%(n)s till") % {"n": more}])


def how_answered(indicator: LocalIndicator) -> str:
    """How it is answered, in words: 'Ett tal från 0 till 40, barn per grupp'."""
    if indicator.kind == Kind.SHARE:
        return _("Hur många %(part)s, av %(whole)s") % {"part": indicator.part, "whole": indicator.whole}
    if indicator.kind == Kind.LEVEL:
        return "; ".join(f"{i} {name}" for i, name in enumerate(indicator.levels, 1))
    said = [_("Ett heltal") if not indicator.decimals else _("Ett tal"), values.bounds(indicator)]
    return f"{' '.join(filter(None, said))}, {indicator.unit}".removesuffix(", ")


def asked(indicator: LocalIndicator) -> list[tuple[str, str]]:
    """What is asked, of whom, and how it is answered and read."""
    return [
        (_("Frågan"), indicator.question),
        (_("Förklaring"), indicator.explanation),
        (_("Svaret är"), how_answered(indicator)),
        (_("Skolform"), str(indicator.get_form_display())),
        (_("Gäller"), str(indicator.get_level_display())),
        (_("Svarar"), str(indicator.get_role_display())),
        (_("Bedömning"), str(indicator.get_direction_display())),
    ]


def definition(now: Progress, today: date) -> list[tuple[str, str]]:
    """Everything that explains a year's figures: what was asked, of whom, when, and who has answered."""
    year, indicator = now.year, now.year.indicator
    first, last = (date_format(one, "j F Y") for one in (year.opens, year.closes))
    facts = [
        *asked(indicator),
        (_("Avser"), when(year.period)),
        (_("Svaren lämnades"), _("%(first)s till %(last)s") % {"first": first, "last": last}),
        (_("Fullständighet"), " ".join([completeness(now), *what_lacks(now, today)])),
        (_("Osäkerhet"), _uncertainty(indicator)),
        (_("Källa"), source()),
        (_("Observera"), _("Påhittat exempel.") if now.is_made_up else ""),
    ]
    return [(name, text) for name, text in facts if text]


def source() -> str:
    return _("%(network)s, egen insamling. Platserna svarar själva; ingen annan har granskat svaren.") % {
        "network": settings.NETWORK_NAME
    }


def _uncertainty(indicator: LocalIndicator) -> str:
    if indicator.kind == Kind.SHARE:
        return _("Intervallet (95 %) säger hur mycket en andel av så många kan variera av en slump.")
    return _("Ett svar från platsen själv. Något intervall går inte att räkna ut.")


def sentence(name: str, period: str, figure: LocalFigure, language: Language) -> str:
    """What a place has answered, or why there is no figure."""
    indicator, about = figure.indicator, {"name": name, "when": when(period)}
    if figure.figure is None:
        if figure.reason:
            return _("%(name)s kan inte svara för %(when)s.") % about
        return _("%(name)s har inte svarat för %(when)s.") % about
    if figure.value is None:
        return _("%(name)s har svarat för %(when)s, men talet visas inte.") % about
    about["value"] = figure.printed(language)
    if indicator.kind == Kind.SHARE:
        about |= {"whole": indicator.whole, "part": indicator.part}
        return _("I %(name)s %(part)s %(value)s av %(whole)s, %(when)s.") % about
    if indicator.kind == Kind.LEVEL:
        return _("%(name)s svarade ”%(value)s”, %(when)s.") % about
    return _("%(name)s svarade %(value)s, %(when)s.") % about
