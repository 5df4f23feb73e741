"""Local figures as exhibits, the same parts that published results are shown with: a place over the years, every
municipality beside each other, a municipality's schools. Own first, then in alphabetical order; never by result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.blocks import Comment, Exhibit, Hyperlink
from spiral.documents.chart import Chart, Distribution, Interval, Mark, Point, Trend
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language
from spiral.see.indicators import rules, wordings
from spiral.see.indicators.figures import LocalFigure, decimals_of, figures, unit_of
from spiral.see.indicators.models import IndicatorYear, LocalAnswer, LocalIndicator, Respondent
from spiral.see.indicators.queries import Progress

Kind = LocalIndicator.Kind
Row = tuple[Respondent, LocalAnswer | None, LocalFigure]


def key_of(indicator: LocalIndicator) -> str:
    """The exhibit's name on a page."""
    return f"egen-{indicator.pk}"


def rows_of(now: Progress, codes: Sequence[str] | None = None, municipality: str = "") -> list[Row]:
    """The places of a year with their answers and figures: all, those of ``codes``, or those of a municipality."""
    chosen = [
        (place, answer)
        for place, answer in now.rows
        if (codes is None or place.code in codes) and (not municipality or place.municipality == municipality)
    ]
    of = figures(now.year.indicator, [answer for _place, answer in chosen])
    return [(place, answer, figure) for (place, answer), figure in zip(chosen, of, strict=True)]


def of_place(years: Sequence[Progress], code: str, name: str, language: Language, today: date) -> Exhibit | None:
    """One indicator at one place over the ``years`` that it was asked, the latest first; None where it never was."""
    listed = [(now, row) for now in years for row in rows_of(now, [code])]
    if not listed:
        return None
    now, (_place, answer, figure) = listed[0]
    indicator, period = now.year.indicator, now.year.period
    table = Table(
        f"{indicator.title}, {name}",
        [_("Avser"), *_columns(indicator)],
        [[Cell(wordings.when(one.year.period)), *_cells(one.year, row, language)] for one, row in listed],
        drawn=() if indicator.kind == Kind.LEVEL else (1,),
    )
    mask = figure.mask(language)
    return Exhibit(
        key=key_of(indicator),
        heading=indicator.title,
        sentence=wordings.sentence(name, period, figure, language),
        aside=" ".join([wordings.completeness(now), *_made_up(now)]),
        value=figure.large(language),
        interval=figure.beside(language),
        n=figure.of_how_many or wordings.when(period),
        chart=_trend(listed, name, language),
        whole=table,
        mask=mask[:1].upper() + mask[1:] + "." if mask else "",
        facts=wordings.definition(now, today),
        comments=_comments(answer),
        links=_links(now.year),
        is_lent=True,
    )


def of_schools(
    now: Progress, municipality: str, name: str, language: Language, today: date, *, is_named: bool = True
) -> Exhibit | None:
    """A year's answers of one municipality's schools, without any sum of them; None where none is asked. ``is_named``:
    the indicator heads it."""
    rows = rows_of(now, municipality=municipality)
    if not rows:
        return None
    indicator, answered = now.year.indicator, sum(answer is not None for _place, answer, _figure in rows)
    said = _("%(n)s av %(all)s i %(name)s har svarat, %(when)s.") % {
        "n": answered,
        "all": wordings.places(indicator, len(rows)),
        "name": name,
        "when": wordings.when(now.year.period),
    }
    return Exhibit(
        key=f"{key_of(indicator)}-{municipality}",
        heading=indicator.title if is_named else name,
        sentence=said,
        aside=" ".join([*levels_in_words(now, rows), *(_made_up(now) if is_named else ())]),
        chart=_marked(rows, now, name, "", language),
        whole=_table(rows, now.year, f"{indicator.title}, {name}", language),
        facts=wordings.definition(now, today) if is_named else (),
        links=_links(now.year) if is_named else (),
        is_lent=True,
    )


def of_municipalities(
    now: Progress, own: str, names: Mapping[str, str], region: str, language: Language, today: date
) -> Exhibit | None:
    """A year's answers of every municipality; of schools, how many have answered in each. None before it was asked."""
    if not now.rows:
        return None
    indicator = now.year.indicator
    caption = f"{indicator.title}, {region}, {wordings.when(now.year.period)}"
    chart: Chart | None = None
    counted: list[str] = []
    if indicator.level == LocalIndicator.Level.MUNICIPALITY:
        rows = sorted(rows_of(now), key=lambda row: row[0].code != own)
        chart = _marked(rows, now, region, own, language)
        counted = levels_in_words(now, rows)
        table = _table(rows, now.year, caption, language)
    else:
        table = _by_municipality(now, names, caption)
    return Exhibit(
        key=key_of(indicator),
        heading=indicator.title,
        sentence=indicator.question,
        aside=" ".join([*counted, wordings.completeness(now), *wordings.what_lacks(now, today), *_made_up(now)]),
        n=wordings.when(now.year.period),
        value=_("%(n)s av %(all)s") % {"n": len(now.answered), "all": len(now.rows)},
        interval=_("har svarat"),
        chart=chart,
        whole=table,
        facts=wordings.definition(now, today),
        links=_links(now.year),
        is_lent=True,
    )


def _columns(indicator: LocalIndicator) -> list[str]:
    """A share has an interval, and is of so many."""
    counted = [_("Intervall, 95 %"), _("Av hur många")] if indicator.kind == Kind.SHARE else []
    return [_("Svar"), *counted, _("Vem"), _("Dag"), _("Kommentar")]


def _cells(year: IndicatorYear, row: Row, language: Language) -> list[Cell]:
    """What stands of a place in a table: the figure, its interval, of how many, who answered and when, and what was
    said of it."""
    _place, answer, figure = row
    text, value = figure.printed(language), figure.value
    if value is None:
        first = Cell(figure.mask(language), mask=True)
    elif figure.indicator.kind == Kind.LEVEL:
        first = Cell(f"{int(value)}. {text}", wide=True)
    else:
        first = Cell(text, value, decimals=figure.decimals, unit=figure.unit)
    counted = []
    if figure.indicator.kind == Kind.SHARE:
        own = figure.own
        counted = [Cell(figure.beside(language), low=own.low, high=own.high) if own else Cell("", wide=True)]
        counted.append(Cell(str(figure.n), float(figure.n)) if figure.n is not None else Cell("", wide=True))
    if answer is None:
        return [first, *counted, Cell("", wide=True), Cell("", wide=True), Cell("", wide=True)]
    said = " ".join(filter(None, [answer.reason, answer.comment]))
    on = date_format(answer.answered_on, "j F Y") + (_(" (sent)") if rules.is_late(year, answer) else "")
    return [first, *counted, Cell(answer.office, wide=True), Cell(on, wide=True), Cell(said, wide=True)]


def _table(rows: Sequence[Row], year: IndicatorYear, caption: str, language: Language) -> Table:
    head = _("Kommun") if year.indicator.level == LocalIndicator.Level.MUNICIPALITY else _("Skola")
    drawn = () if year.indicator.kind == Kind.LEVEL else (1,)
    return Table(
        caption,
        [head, *_columns(year.indicator)],
        [[Cell(r[0].name), *_cells(year, r, language)] for r in rows],
        drawn=drawn,
    )


def _by_municipality(now: Progress, names: Mapping[str, str], caption: str) -> Table:
    """How many of each municipality's schools have answered; the names are those of the municipalities' own pages."""
    asked: dict[str, list[LocalAnswer | None]] = {}
    for place, answer in now.rows:
        asked.setdefault(place.municipality, []).append(answer)
    rows = [
        [
            Cell(name),
            Cell(_("%(n)s av %(all)s") % {"n": sum(a is not None for a in of), "all": len(of)}, wide=True),
        ]
        for code, name in names.items()
        if (of := asked.get(code))
    ]
    return Table(caption, [_("Kommun"), _("Skolor som har svarat")], rows)


def _trend(listed: Sequence[tuple[Progress, Row]], name: str, language: Language) -> Trend | None:
    """The years from the first to the latest; None where no year has a number."""
    indicator = listed[0][0].year.indicator
    points = [
        Point(
            str(now.year.period),
            figure.value,
            figure.own.low if figure.own else None,
            figure.own.high if figure.own else None,
            figure.n,
            note=figure.mask(language),
            reason=figure.mask(language),
        )
        for now, (_place, _answer, figure) in reversed(listed)
    ]
    if all(point.value is None for point in points):
        return None
    said = "; ".join(
        f"{wordings.when(now.year.period)} {row[2].printed(language) or row[2].mask(language)}" for now, row in listed
    )
    return Trend(
        title=f"{indicator.title}, {name}",
        subtitle=indicator.question,
        description=f"{said}.",
        unit=unit_of(indicator),
        decimals=decimals_of(indicator),
        language=language,
        points=points,
    )


def _marked(rows: Sequence[Row], now: Progress, name: str, own: str, language: Language) -> Chart | None:
    """The places of a year: on one axis, or counted by level; None where none has a number."""
    indicator = now.year.indicator
    if all(figure.value is None for _place, _answer, figure in rows):
        return None
    words = [f"{place.name} {figure.printed(language) or figure.mask(language)}" for place, _answer, figure in rows]
    said: dict[str, Any] = {
        "title": f"{indicator.title}, {name}, {wordings.when(now.year.period)}",
        "subtitle": indicator.question,
        "description": "; ".join(words) + ".",
        "language": language,
    }
    if indicator.kind == Kind.LEVEL:
        counts = [sum(figure.value == i for *_of, figure in rows) for i in range(1, len(indicator.levels) + 1)]
        return Distribution(categories=indicator.levels, counts=counts, unit="", decimals=0, **said)
    marks = [
        Mark(
            place.name,
            figure.value,
            figure.own.low if figure.own else None,
            figure.own.high if figure.own else None,
            figure.n,
            own=place.code == own,
            note=figure.mask(language),
        )
        for place, _answer, figure in rows
    ]
    return Interval(marks=marks, unit=unit_of(indicator), decimals=decimals_of(indicator), **said)


def _made_up(now: Progress) -> list[str]:
    return [_("Påhittat exempel.")] if now.is_made_up else []


def levels_in_words(now: Progress, rows: Sequence[Row]) -> list[str]:
    """What the bar of an indicator with levels says, in a sentence; none of another indicator."""
    if now.year.indicator.kind != Kind.LEVEL:
        return []
    return ["; ".join(wordings.levels_counted(now.year.indicator, [figure for *_of, figure in rows])) + "."]


def _comments(answer: LocalAnswer | None) -> list[Comment]:
    if answer is None or not (answer.comment or answer.reason):
        return []
    text = " ".join(filter(None, [answer.reason, answer.comment]))
    return [Comment(text, f"{answer.office}, {date_format(answer.answered_on, 'j F Y')}")]


def _links(year: IndicatorYear) -> list[Hyperlink]:
    return [
        Hyperlink(_("Alla som har svarat"), reverse("indicators:year", args=[year.pk])),
        Hyperlink(_("Hämta Excel"), reverse("indicators:download", args=[year.pk, "xlsx"])),
        Hyperlink(_("Hämta CSV"), reverse("indicators:download", args=[year.pk, "csv"])),
    ]


def every_place(now: Progress, caption: str, language: Language, own: str = "") -> Table:
    """Every place of a year with its figure: own first and lifted, then by the names of the places."""
    rows = sorted(rows_of(now), key=lambda row: row[0].code != own)
    return replace(_table(rows, now.year, caption, language), own=0 if rows and rows[0][0].code == own else None)
