"""A year as a file, with everything that explains it, and the template that a place fills in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_file, as_xlsx
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.see.indicators import exhibits, intake, values, wordings
from spiral.see.indicators.models import IndicatorYear, Respondent
from spiral.see.indicators.queries import Progress


def year_file(now: Progress, kind: str, language: Language, today: date) -> bytes:
    """Every place with its figure, masked as on the page, as csv, its description or xlsx."""
    indicator, period = now.year.indicator, now.year.period
    table = exhibits.every_place(now, f"{indicator.title}, {wordings.when(period)}", language)
    note = {_("Observera"): _("Påhittat exempel.")} if now.is_made_up else {}
    facts = dict(wordings.definition(now, today))
    return as_file([Sheet(table, facts, language, indicator.title, "svar.csv", note)], kind, _("Om frågan"))


def template(year: IndicatorYear, places: Sequence[Respondent], now: Progress, today: date) -> bytes:
    """A workbook with a row for each of ``places``, and what has been answered filled in."""
    indicator, heads = year.indicator, intake.columns(year.indicator)
    rows = []
    for place in places:
        standing = getattr(place, "answer", None)
        texts = values.as_texts(indicator, values.of(standing)) if standing else {}
        cells = [Cell(texts.get(name, ""), wide=True) for name in heads]
        rows.append([Cell(str(place.code)), Cell(place.name, wide=True), *cells])
    caption = f"{indicator.title}, {wordings.when(year.period)}"
    table = Table(caption, [intake.CODE, intake.NAME, *heads.values()], rows)
    return as_xlsx([Sheet(table, dict(wordings.definition(now, today)), "sv", _("Svar"))], _("Om frågan"))
