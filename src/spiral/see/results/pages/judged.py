"""One place compared with others: the row of the table, and what can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.documents.chart import Mark
from spiral.documents.table import Cell
from spiral.engine.estimates import Estimate, difference
from spiral.engine.numbers import Language, number, span, with_unit
from spiral.exchange.wording.results import FEW_PUPILS
from spiral.see.results.catalogue import Indicator

#: Below this many pupils a page reminds that only large differences show.
SMALL = 200


def row(mark: Mark, shared: str, url: str, indicator: Indicator, language: Language) -> list[Cell]:
    unit = indicator.unit.get(language)
    none = Cell(_("anges inte"), mask=True)
    value = Cell(mark.note, mask=True)
    if mark.value is not None:
        text = with_unit(number(mark.value, indicator.decimals, language), unit, language)
        value = Cell(text, mark.value, decimals=indicator.decimals, unit=unit)
    bounds = none
    if mark.low is not None and mark.high is not None:
        text = with_unit(span(mark.low, mark.high, 0, language), unit, language)
        bounds = Cell(text, low=mark.low, high=mark.high, decimals=indicator.decimals)
    n = Cell(number(mark.n, 0, language), float(mark.n)) if mark.n else none
    return [Cell(mark.label, url=url), value, bounds, n, Cell(shared, wide=True)]


def gaps(mine: Mark, others: Sequence[Mark]) -> list[Mark]:
    """The own value minus each other's, with its interval (MOVER), where both have one: overlap is not a test."""
    own = _full(mine)
    both = [(m.label, e) for m in others if (e := _full(m))] if own else []
    gaps = [(label, difference(own, e)) for label, e in both if own]
    return [Mark(_("mot %(when)s") % {"when": label}, d.value, d.low, d.high, own=True) for label, d in gaps]


def _full(m: Mark) -> Estimate | None:
    if m.value is None or m.low is None or m.high is None:
        return None
    return Estimate(m.value, m.low, m.high, m.n or 0)


def judged(mine: Mark, others: Sequence[Mark], name: str, things: str) -> tuple[str, str]:
    """Which others can be told from the own: the interval of each difference decides."""
    own = _full(mine)
    judged = [e for e in (_full(m) for m in others) if e]
    if own is None or not judged:
        title = _("%(name)s bland %(things)s") % {"name": name, "things": things}
        return title, _("Siffran visas inte eller saknas för %(name)s, så ingen skillnad kan bedömas.") % {"name": name}
    same = sum(not difference(own, e).excludes(0.0) for e in judged)
    apart = [m.label for m in others if (e := _full(m)) and difference(own, e).excludes(0.0)]
    facts = {"name": name, "same": same, "all": len(judged), "things": things}
    title = _("%(name)s kan inte skiljas från %(same)s av %(all)s %(things)s") % facts
    lead = _("Varje skillnad är bedömd med sitt eget intervall.")
    if same and own.n < FEW_PUPILS:
        few = _("Med %(n)s elever kan vi inte veta om %(name)s skiljer sig från %(same)s av %(all)s %(things)s")
        return few % {**facts, "n": number(own.n)}, " ".join([lead, *_apart(apart)])
    lead = " ".join([lead, *_apart(apart)])
    if own.n < SMALL:
        lead += " " + _("Med %(n)s elever i årskursen syns bara stora skillnader.") % {"n": number(own.n)}
    return title, lead


def _apart(names: Sequence[str]) -> list[str]:
    """Which ones, and that such a finding may be chance."""
    text = _("Skiljer sig tydligt: %(names)s. Ungefär ett av tjugo sådana utslag beror på slumpen.")
    return [text % {"names": ", ".join(names)}] if names else []
