"""The room's own pages, composed: every indicator, one of them, one of its years, and a place's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.documents.blocks import Block, Exhibit, Facts, Paragraph, Section
from spiral.documents.table import Table
from spiral.engine.numbers import Language
from spiral.engine.periods import school_year_of
from spiral.ground.words import day, in_words
from spiral.see.indicators import exhibits, intake, queries, rules, values, wordings
from spiral.see.indicators.models import IndicatorYear, LocalIndicator, Respondent
from spiral.see.indicators.queries import Progress
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register

State, Form, Level = IndicatorYear.State, LocalIndicator.Form, LocalIndicator.Level
#: What a new definition begins with: the forms where nobody else measures anything.
USUAL = {"form": Form.PRESCHOOL.value, "level": Level.MUNICIPALITY.value, "role": "member", "direction": "none"}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in a list: its latest opened year, and what is planned or comes next."""

    indicator: LocalIndicator
    now: Progress | None
    standing: str
    lacks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Every indicator, by school form in the order of age, and the open years that wait for the reader."""

    title: str
    waiting: Sequence[IndicatorYear]
    groups: Sequence[tuple[str, Sequence[IndicatorLine]]]


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator: its definition and its years."""

    indicator: LocalIndicator
    sections: Sequence[Section]
    years: Sequence[tuple[IndicatorYear, str]]
    may_change: bool


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A place that the reader answers for: what it has answered, and whether that can be changed."""

    place: Respondent
    said: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class YearPage:
    """One year of an indicator: how complete it is, and what was answered, as sections."""

    year: IndicatorYear
    now: Progress
    title: str
    lead: str
    facts: Sequence[str]
    own: Sequence[OwnPlace]
    sections: Sequence[Section]
    is_taking: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What somebody who answers needs to know: the definition, what the place said last, and whether it is late."""

    sections: Sequence[Section]
    before: str
    is_answered: bool
    is_overdue: bool


def index_page(viewer: Viewer) -> IndexPage:
    """Four reads, whatever the number of indicators."""
    listed = queries.indicators(viewer)
    latest = [y for one in listed for y in _opened(one)[:1]]
    now = queries.progress(viewer, latest)
    by_form: dict[str, list[IndicatorLine]] = {form.value: [] for form in Form}
    for one in listed:
        newest = next(iter(_opened(one)), None)
        by_form[one.form].append(_line(one, now[newest.pk] if newest else None, viewer.today))
    groups = [(_capital(str(Form(form).label)), lines) for form, lines in by_form.items() if lines]
    waiting = queries.waiting(viewer)
    return IndexPage(_index_title(listed, waiting), waiting, groups)


def _index_title(listed: Sequence[LocalIndicator], waiting: Sequence[IndicatorYear]) -> str:
    if waiting:
        n = len(waiting)
        said = ngettext("En fråga väntar på svar från er", "%(n)s frågor väntar på svar från er", n)
        return said % {"n": _capital(in_words(n, common=True))}
    if not listed:
        return _("Nätverket har inga egna indikatorer än")
    n = len(listed)
    said = ngettext("Nätverket har en egen indikator", "Nätverket har %(n)s egna indikatorer", n)
    return said % {"n": in_words(n, common=True)}


def _line(indicator: LocalIndicator, now: Progress | None, today: date) -> IndicatorLine:
    planned = [y for y in indicator.years.all() if y.state == State.PLANNED]
    said = [f"{_capital(wordings.when(now.year.period))}: {wordings.completeness(now)}"] if now else []
    said += [_("Planerad för %(when)s.") % {"when": wordings.when(y.period)} for y in planned[:1]]
    lacks = wordings.what_lacks(now, today) if now and now.year.state == State.OPEN else []
    return IndicatorLine(indicator, now, " ".join(said) or _("Ingen är tillfrågad än."), lacks)


def indicator_page(viewer: Viewer, number: int) -> IndicatorPage | None:
    """One indicator; None where there is none."""
    indicator = queries.indicator(viewer, number)
    if indicator is None:
        return None
    years = list(indicator.years.all())
    now = queries.progress(viewer, years)
    said = [(y, _standing(now[y.pk], viewer.today)) for y in years]
    return IndicatorPage(indicator, [_question(indicator)], said, rules.may_change(years))


def _standing(now: Progress, today: date) -> str:
    year = now.year
    if year.state == State.PLANNED:
        return _("Planerad, öppnar %(day)s. Ingen är tillfrågad än.") % {"day": day(year.opens)}
    return " ".join([wordings.completeness(now), *wordings.what_lacks(now, today)])


def year_page(viewer: Viewer, number: int, language: Language) -> YearPage | None:
    """One year; None where there is none. Six reads, whatever the number of places."""
    year = queries.year(viewer, number)
    if year is None:
        return None
    now = queries.progress(viewer, [year])[year.pk]
    own = [_own_place(year, place) for place in queries.mine(viewer, year)]
    title, lead = _year_words(now, viewer.today)
    facts = [wordings.when(year.period), str(year.get_state_display())]
    facts.append(_("Svara senast %(day)s") % {"day": day(year.closes)})
    facts.append(_("Svarar: %(role)s") % {"role": year.indicator.get_role_display().lower()})
    sections = _year_sections(viewer, now, language)
    return YearPage(year, now, title, lead, facts, own, sections, rules.is_taking(year, viewer.today))


def _year_words(now: Progress, today: date) -> tuple[str, str]:
    title = now.year.indicator.title
    if now.year.state == State.PLANNED:
        return _("%(title)s är planerad") % {"title": title}, _("Ingen är tillfrågad förrän någon öppnar.")
    said = _("%(title)s: %(n)s av %(all)s har svarat") % {
        "title": title,
        "n": len(now.answered),
        "all": wordings.places(now.year.indicator, len(now.rows)),
    }
    newest = [_("Senaste svaret kom %(day)s.") % {"day": day(now.newest)}] if now.newest else []
    return said, " ".join([*newest, *wordings.what_lacks(now, today)])


def _own_place(year: IndicatorYear, place: Respondent) -> OwnPlace:
    standing = getattr(place, "answer", None)
    if standing is None:
        return OwnPlace(place, "", is_late=False)
    said = _("Svarat %(day)s av %(office)s.") % {"day": day(standing.answered_on), "office": standing.office}
    return OwnPlace(place, said, rules.is_late(year, standing))


def _year_sections(viewer: Viewer, now: Progress, language: Language) -> list[Section]:
    """What was answered: municipalities beside each other, or the schools of each municipality."""
    indicator = now.year.indicator
    about = Section(_("Frågan"), [Facts(wordings.definition(now, viewer.today))], "fragan")
    if not now.rows:
        return [about]
    own = register.own_municipality(viewer)
    blocks: list[Block] = []
    if indicator.level == Level.MUNICIPALITY:
        region = str(settings.REGION_NAME)
        shown = exhibits.of_municipalities(now, own, {}, region, language, viewer.today)
        blocks = (
            [Exhibit(key="svar", sentence=indicator.question, chart=shown.chart, is_main=True, is_lent=True)]
            if shown
            else []
        )
        blocks += [Paragraph(text) for text in exhibits.levels_in_words(now, exhibits.rows_of(now)) if shown]
        blocks.append(_answers(now, own, language))
    else:
        towns = sorted(register.municipalities(viewer), key=lambda m: m.code != own)
        listed = (exhibits.of_schools(now, m.code, m.name, language, viewer.today, is_named=False) for m in towns)
        blocks = [exhibit for exhibit in listed if exhibit]
    return [Section(_("Svaren, i bokstavsordning"), blocks, "svaren"), about]


def _answers(now: Progress, own: str, language: Language) -> Table:
    caption = f"{now.year.indicator.title}, {wordings.when(now.year.period)}"
    return exhibits.every_place(now, caption, language, own)


def answer_page(viewer: Viewer, place: Respondent) -> AnswerPage:
    """What stands beside the form."""
    year = place.year
    before = queries.last_answer(viewer, place)
    said = ""
    if before is not None:
        about = {
            "when": wordings.when(before.respondent.year.period),
            "answer": intake.in_words(year.indicator, values.of(before)),
        }
        said = _("%(when)s: %(answer)s") % about
    is_answered = getattr(place, "answer", None) is not None
    return AnswerPage([_question(year.indicator)], said, is_answered, rules.is_overdue(year, viewer.today))


def _question(indicator: LocalIndicator) -> Section:
    return Section(_("Frågan"), [Facts(wordings.asked(indicator))], "fragan")


def is_taking(viewer: Viewer, year: IndicatorYear) -> bool:
    """Can it be answered now?"""
    return rules.is_taking(year, viewer.today)


def may_change(indicator: LocalIndicator) -> bool:
    """Is the definition still open to change?"""
    return rules.may_change(list(indicator.years.all()))


def why_closed(year: IndicatorYear) -> str:
    """Why a year takes no answers, and what to do."""
    if year.state == State.OPEN:
        return _("Det går att svara från %(day)s.") % {"day": day(year.opens)}
    return _("Frågan är stängd och tar inte emot svar. Be nätverkets ledning öppna den igen.")


def usual_year(today: date) -> dict[str, object]:
    """What a new year begins with: this school year, open six weeks."""
    return {"period": school_year_of(today), "opens": today, "closes": today + timedelta(weeks=6)}


def _opened(indicator: LocalIndicator) -> list[IndicatorYear]:
    return [y for y in indicator.years.all() if y.state != State.PLANNED]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
