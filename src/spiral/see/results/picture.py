"""The Resultatbild: one row an indicator, each as sentence, trend, value and table, with everything that explains it.

Between queries (what is known) and views (what is sent): pure composition, no reads of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from spiral.documents.chart import Point, Trend
from spiral.engine.estimates import count_from_share
from spiral.engine.figures import State
from spiral.engine.numbers import Language, number, with_unit
from spiral.exchange.wording import results as wording
from spiral.see.results import against
from spiral.see.results.catalogue import Indicator
from spiral.see.results.explain import explain, parts_of, perspective
from spiral.see.results.ledger import Ground, LedgerRow
from spiral.see.results.points import (
    Dated,
    apart,
    dated,
    estimate,
    points,
)
from spiral.see.results.values import interval_text, large, printed, pupils, spoken

#: How many periods a trend draws; the table has them all.
DRAWN = 9


def trend_row(ground: Ground, indicator: Indicator) -> LedgerRow:
    """An indicator over time."""
    language = ground.language
    listed = dated(indicator, ground.figures, ground.places, ground.sizes)
    heading = indicator.short.get(language)
    facts = facts_of(ground, indicator, listed)
    comments = ground.comments_on(indicator)
    missing = wording.say("missing", language)
    if not listed:
        text = _("Kolada har måttet, men det är inte hämtat hit.") if indicator.kolada else missing
        return LedgerRow(key=indicator.key, heading=heading, sentence=text, mask=text, facts=facts, comments=comments)
    last = listed[-1]
    own = estimate(indicator, last, ground.variation)
    marks = points(indicator, listed, ground.variation, language)
    drawn = marks[-DRAWN:]
    chart = _trend(ground, indicator, drawn)
    is_all = len(marks) == len(drawn)
    whole = None
    if len(marks) > 1 or last.figure.is_number:
        whole = chart if is_all else _trend(ground, indicator, marks)
    if not last.figure.is_number:
        text = _masked(indicator, last, language)
        show = any(m.value is not None for m in drawn)
        return LedgerRow(
            key=indicator.key,
            heading=heading,
            sentence=_hidden_sentence(last, text, language),
            chart=chart if show else None,
            whole=whole,
            mask=text,
            facts=facts,
            comments=comments,
            n=pupils(last, language),
            apart=apart(listed, language) if show else (),
        )
    sentence = " ".join(
        filter(
            None,
            [
                level(indicator, last, language),
                against.compare(ground, indicator, last),
                against.moved(ground, indicator, listed),
            ],
        )
    )
    return LedgerRow(
        key=indicator.key,
        heading=heading,
        sentence=sentence,
        value=large(indicator, last.figure.value or 0.0, language),
        interval=interval_text(indicator, own, language),
        n=pupils(last, language) or wording.when(last.period, language),
        chart=chart,
        differences=against.differences(ground, indicator, listed),
        whole=whole,
        facts=facts,
        comments=comments,
        apart=apart(listed, language),
    )


def level(indicator: Indicator, last: Dated, language: Language) -> str:
    """How much it is, in a sentence; a count where the share is one."""
    value = last.figure.value or 0.0
    who, phrase = indicator.who.get(language), indicator.phrase.get(language)
    shown = printed(indicator, value, language)
    if indicator.kind == "deviation":
        key = "deviation_over" if value >= 0 else "deviation_under"
        shown = with_unit(number(abs(value), indicator.decimals, language), "%", language)
        return wording.say(key, language, phrase=phrase, value=shown)
    if indicator.kind != "share":
        return _counted(
            wording.say("mean", language, phrase=phrase, value=spoken(indicator, value, language)), last, language
        )
    if last.n and indicator.counted and (count := count_from_share(value, last.n)) is not None and last.units == 1:
        noun = _("elever") if indicator.counts == "pupils" else who
        return wording.say("count", language, count=number(count, 0, language), n=str(last.n), who=noun, phrase=phrase)
    return _counted(wording.say("share", language, value=shown, who=who, phrase=phrase), last, language)


def _counted(sentence: str, last: Dated, language: Language) -> str:
    """The sentence with how many pupils it is of, where they are counted."""
    many = pupils(last, language)
    counted = _("räknat på %(many)s") % {"many": many}
    return f"{sentence.removesuffix('.')}, {counted}." if many else sentence


MASK_SENTENCE = {
    State.HIDDEN: "hidden",
    State.FEW_OUTSIDE: "few_outside",
    State.PROTECTING: "protecting",
    State.NEAR_ALL: "near_all",
    State.NEAR_NONE: "near_none",
    State.RANGE: "range",
    State.MISSING: "missing",
    State.NOT_REPORTED: "not_reported",
    State.NOT_MEASURED: "not_measured",
}


def facts_of(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> Sequence[tuple[str, str]]:
    """What explains the indicator's figures. The same for all places whose figures come from the same parts."""
    used = parts_of(indicator, listed)
    compared = against.what_it_is(ground, indicator, listed[-1]) if listed else ""
    key = (indicator.key, used, compared, ground.language)
    if key not in ground.explained:
        ground.explained[key] = explain(ground.parts, ground.today, ground.language, indicator, used, compared)
    return ground.explained[key]


def _hidden_sentence(last: Dated, text: str, language: Language) -> str:
    """The mask's words stand in the box beside; the sentence says which year, or the words where there is no box."""
    when = wording.when(last.period, language)
    is_in_the_box = last.figure.state in (State.HIDDEN, State.FEW_OUTSIDE, State.PROTECTING)
    return _("Visas inte för %(when)s.") % {"when": when} if is_in_the_box else f"{when}: {text}"


def _masked(indicator: Indicator, last: Dated, language: Language) -> str:
    is_counted = last.figure.state is State.HIDDEN and last.n is not None
    return wording.say(
        "hidden_counted" if is_counted else MASK_SENTENCE[last.figure.state],
        language,
        who=indicator.who.get(language),
        phrase=indicator.phrase.get(language),
        period=wording.when(last.period, language),
    )


def _trend(ground: Ground, indicator: Indicator, marks: Sequence[Point]) -> Trend:
    language = ground.language
    said = "; ".join(
        f"{p.source} {printed(indicator, p.value, language)}" if p.value is not None else f"{p.source} {p.reason}"
        for p in marks
    )
    return Trend(
        title=f"{indicator.short.get(language)}, {ground.name}",
        subtitle=perspective(indicator.perspective),
        description=said + ".",
        unit=indicator.unit.get(language),
        decimals=indicator.decimals,
        language=language,
        points=marks,
        breaks=tuple(b.period for b in indicator.breaks if any(b.period == p.label for p in marks)),
    )
