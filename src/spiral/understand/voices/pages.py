"""The result of a collection, composed: what most chose, each question's answers, quotes, and agreed themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.documents.chart import Distribution
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language, number
from spiral.engine.ratings import change
from spiral.trust.anonymous.rules import FEWEST_ANSWERS
from spiral.understand.voices.models import Quote
from spiral.understand.voices.queries import Answers, Released
from spiral.understand.voices.questions import FormVersion, Question, QuestionKind

#: So many quotes are shown at once; the rest unfold.
_AT_ONCE = 8
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class OptionSwatch:
    """One option in the legend, in the shade its part of the bar has."""

    name: str
    shade: int
    count: int


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question: its distribution now and last time, or its quotes. ``is_hidden`` where too few answered."""

    number: int
    text: str
    is_hidden: bool
    said: str = ""
    chart: Distribution | None = None
    legend: Sequence[OptionSwatch] = ()
    earlier: Distribution | None = None
    moved: str = ""
    quotes: Sequence[Quote] = ()
    more: Sequence[Quote] = ()

    @property
    def key(self) -> str:
        """Makes the ids of its pictures unique on the page."""
        return f"f{self.number}"


@dataclass(frozen=True, slots=True)
class ThemeSeen:
    """An agreed theme: how many quotes, in words, and examples of them."""

    pk: int
    name: str
    said: str
    examples: Sequence[Quote]
    more: Sequence[Quote]


@dataclass(frozen=True, slots=True)
class CollectionResult:
    """The page of a released collection."""

    headline: str
    lead: Sequence[str]
    lines: Sequence[QuestionLine]
    themes: Sequence[ThemeSeen]
    answers: int
    earlier_on: str


def result(now: Released, earlier: Released | None, language: Language) -> CollectionResult:
    """Compose the page. ``earlier`` is the same group's last collection with the same form, if there is one."""
    version = now.content.version(language)
    lines = [_line(now, earlier, version, answers, language) for answers in now.questions]
    themes = [_theme(t.pk, t.name, quotes) for t, quotes in now.themes]
    lead = [
        _("%(n)s elever i gruppen %(group)s har svarat, alla utan namn.")
        % {"n": now.collection.answers, "group": now.collection.group}
    ]
    if themes:
        lead.append(
            ngettext(
                "Elever har sorterat svaren och enats om %(n)s tema.",
                "Elever har sorterat svaren och enats om %(n)s teman.",
                len(themes),
            )
            % {"n": len(themes)}
        )
    day = date_format(earlier.collection.end, "j F Y") if earlier else ""
    if earlier:
        lead.append(
            _("Samma grupp svarade också %(day)s, då %(n)s elever.") % {"day": day, "n": earlier.collection.answers}
        )
    return CollectionResult(_headline(now, version), lead, lines, themes, now.collection.answers, day)


def count_in_words(quotes: int) -> str:
    """How many quotes a theme has; a few are not counted out."""
    if quotes < FEWEST_ANSWERS:
        return _("färre än fem citat")
    return _("%(n)s citat") % {"n": quotes}


def _headline(now: Released, version: FormVersion) -> str:
    """What most answered, of the first scale that may be shown, or else of any question that may."""
    counted = [
        (q, a.counts) for q, a in zip(version.questions, now.questions, strict=True) if a.counts and sum(a.counts)
    ]
    counted.sort(key=lambda pair: pair[0].kind != QuestionKind.SCALE)
    if not counted:
        return _("%(n)s elever har svarat med egna ord") % {"n": now.collection.answers}
    question, counts = counted[0]
    most = max(counts)
    if counts.count(most) > 1:
        return _("Svaren går isär på frågan ”%(question)s”") % {"question": question.text.usual}
    return _("%(n)s av %(all)s svarade ”%(option)s” på frågan ”%(question)s”") % {
        "n": most,
        "all": sum(counts),
        "option": question.options[counts.index(most)].usual,
        "question": question.text.usual,
    }


def _line(
    now: Released, earlier: Released | None, version: FormVersion, answers: Answers, language: Language
) -> QuestionLine:
    question = version.questions[answers.number - 1]
    if answers.given is None:
        return QuestionLine(answers.number, question.text.usual, is_hidden=True)
    skipped = now.collection.answers - answers.given
    said = ngettext("%(n)s svarade", "%(n)s svarade", answers.given) % {"n": answers.given}
    if skipped:
        said += ", " + ngettext("%(n)s hoppade över", "%(n)s hoppade över", skipped) % {"n": skipped}
    if answers.counts is None:
        return QuestionLine(
            answers.number,
            question.text.usual,
            is_hidden=False,
            said=said + ".",
            quotes=answers.quotes[:_AT_ONCE],
            more=answers.quotes[_AT_ONCE:],
        )
    old = _same_question(now, earlier, answers.number)
    chart = _chart(question, answers.counts, language)
    return QuestionLine(
        answers.number,
        question.text.usual,
        False,
        said + ".",
        chart,
        _legend(question, answers.counts),
        _chart(question, old, language, _("Förra gången.")) if old else None,
        _moved(question, answers.counts, old, language) if old else "",
    )


def _same_question(now: Released, earlier: Released | None, n: int) -> tuple[int, ...] | None:
    """The earlier counts of a question asked in the same words with the same options."""
    if earlier is None:
        return None
    asked = now.content.swedish.questions[n - 1]
    for question, answers in zip(earlier.content.swedish.questions, earlier.questions, strict=True):
        if (question.kind, question.text.usual) == (asked.kind, asked.text.usual) and answers.counts:
            same = [o.usual for o in question.options] == [o.usual for o in asked.options]
            return answers.counts if same else None
    return None


def _chart(question: Question, counts: Sequence[int], language: Language, when: str = "") -> Distribution:
    names = [o.usual for o in question.options]
    bars = ", ".join(f"{name.lower()} {count}" for name, count in zip(names, counts, strict=True))
    title = " ".join(filter(None, (question.text.usual, when)))
    return Distribution(
        title=title,
        subtitle=_("Antal svar"),
        description=bars,
        decimals=0,
        language=language,
        categories=names,
        counts=counts,
    )


def _legend(question: Question, counts: Sequence[int]) -> list[OptionSwatch]:
    last = max(len(question.options) - 1, 1)
    return [
        OptionSwatch(o.usual, 1 + round(3 * i / last), n)
        for i, (o, n) in enumerate(zip(question.options, counts, strict=True))
    ]


def _moved(question: Question, counts: Sequence[int], old: Sequence[int], language: Language) -> str:
    """Whether a scale has moved more than chance does; choices have no direction to move in."""
    if question.kind != QuestionKind.SCALE:
        return ""
    moved = change(tuple(counts), tuple(old))
    value = number(moved.value, 1, language, signed=True)
    if moved.may_be_chance:
        return _("Sedan förra gången: %(value)s steg, kan bero på slumpen.") % {"value": value}
    return _("Sedan förra gången: %(value)s steg, mer än slumpen brukar ge.") % {"value": value}


def _theme(pk: int, name: str, quotes: Sequence[Quote]) -> ThemeSeen:
    shown = _EXAMPLES if len(quotes) >= FEWEST_ANSWERS else 1
    more = quotes[shown:] if len(quotes) >= FEWEST_ANSWERS else ()
    return ThemeSeen(pk, name, count_in_words(len(quotes)), quotes[:shown], more)


def counts_table(now: Released, language: Language) -> Table:
    """Every counted answer that is shown."""
    rows = []
    for question, answers in zip(now.content.version(language).questions, now.questions, strict=True):
        head = Cell(f"{answers.number}. {question.text.usual}")
        if answers.given is None:
            rows.append([head, Cell("", wide=True), Cell(_("för få svar för att visas"), mask=True)])
        elif answers.counts is None:
            rows.append([head, Cell(_("Egna ord"), wide=True), Cell(str(answers.given), float(answers.given))])
        else:
            for option, count in zip(question.options, answers.counts, strict=True):
                rows.append([head, Cell(option.usual, wide=True), Cell(str(count), float(count))])
    caption = _("Antal svar per fråga, %(n)s elever") % {"n": now.collection.answers}
    return Table(caption, [_("Fråga"), _("Svar"), _("Antal")], rows)


def quotes_table(now: Released, language: Language) -> Table:
    """Every released quote, in an order that means nothing, with the themes it stands for."""
    themes: dict[object, list[str]] = {}
    for theme, quotes in now.themes:
        for quote in quotes:
            themes.setdefault(quote.pk, []).append(theme.name)
    rows = [
        [
            Cell(f"{answers.number}. {question.text.usual}"),
            Cell(quote.text, wide=True),
            Cell(", ".join(themes.get(quote.pk, ())), wide=True),
        ]
        for question, answers in zip(now.content.version(language).questions, now.questions, strict=True)
        for quote in answers.quotes
    ]
    return Table(_("Elevernas egna ord"), [_("Fråga"), _("Citat"), _("Tema")], rows)


def themes_table(now: Released) -> Table:
    """The agreed themes with their number of quotes."""
    rows = [
        [Cell(t.name), Cell(count_in_words(len(q)), float(len(q)) if len(q) >= FEWEST_ANSWERS else None)]
        for t, q in now.themes
    ]
    return Table(_("Teman"), [_("Tema"), _("Antal citat")], rows)
