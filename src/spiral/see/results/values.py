"""A value as it is printed: in a row, in a sentence, with its interval and its pupils."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spiral.engine.estimates import Estimate
from spiral.engine.numbers import Language, interval, number, with_unit
from spiral.see.results.catalogue import Indicator
from spiral.see.results.points import Dated


def printed(indicator: Indicator, value: float, language: Language) -> str:
    return with_unit(number(value, indicator.decimals, language), indicator.unit.get(language), language)


#: Units that a difference is said in; "0,1 barn per årsarbetare mindre" is nothing that anybody says.
COUNTABLE = ("%", "poäng", "av 10", "av 20", "kr per elev", "kr per barn")


def spoken(indicator: Indicator, value: float, language: Language) -> str:
    """A value in a sentence whose subject already names the unit of a ratio."""
    if indicator.kind == "ratio":
        return number(value, indicator.decimals, language)
    return printed(indicator, value, language)


def large(indicator: Indicator, value: float, language: Language) -> str:
    """The large figure of a row; a unit in words stands on the line below it."""
    unit = "%" if indicator.unit.sv == "%" else ""
    return with_unit(number(value, indicator.decimals, language), unit, language)


def interval_text(indicator: Indicator, own: Estimate | None, language: Language) -> str:
    """The interval under the value, in whole units where that is enough."""
    if own is None:
        return "" if indicator.unit.sv == "%" else indicator.unit.get(language)
    return with_unit(interval(own.low, own.high, 0, language), indicator.unit.get(language), language)


def pupils(d: Dated, language: Language) -> str:
    if not d.n:
        return ""
    text = _("minst %(n)s elever") if d.least else _("%(n)s elever")
    return text % {"n": number(d.n, 0, language)}
