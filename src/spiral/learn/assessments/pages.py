"""The result of a round, composed: distributions first, then means, what divides, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.documents.chart import Distribution
from spiral.documents.svg.distribution import shade
from spiral.documents.table import Cell, Table
from spiral.engine.numbers import Language, interval, number
from spiral.engine.ratings import (
    Change,
    answer_count,
    change,
    consensus,
    levels_around,
    mean,
    most_disagreed,
    overall_change,
    overall_mean,
    standard_deviation,
)
from spiral.exchange.ratings import RatingResult
from spiral.learn.assessments.queries import ShownTarget
from spiral.learn.assessments.statements import SetVersion


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement: its distribution, then its mean in figures and words. ``chart`` is None where too few answered."""

    number: int
    text: str
    chart: Distribution | None
    mean: str = ""
    level: str = ""
    reach: str = ""
    change: str = ""
    skipped: str = ""
    lifted: bool = False
    ref: str = ""

    @property
    def key(self) -> str:
        """Makes the ids of its picture unique on the page."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class LevelSwatch:
    """One level in the legend, in the shade the bars have (:class:`Distribution` has four, light to dark)."""

    name: str
    shade: int


@dataclass(frozen=True, slots=True)
class TargetResult:
    """The page about one target."""

    target: str
    headline: str
    lead: Sequence[str]
    talk: str
    lines: Sequence[StatementLine]
    table: Table
    answers: int
    legend: Sequence[LevelSwatch]


def result(now: ShownTarget, earlier: ShownTarget | None, language: Language) -> TargetResult:
    """Compose the page. ``earlier`` is the same group's last round, if there is one."""
    version = now.content.version(language)
    seen = [(i, counts) for i, counts in enumerate(now.counts) if counts is not None]
    divided = most_disagreed([counts for _i, counts in seen])
    lifted = seen[divided][0] if divided is not None else None
    changes = _changes(now, earlier)
    lines = [_line(now, version, i, changes.get(i), i == lifted, language) for i in range(len(now.counts))]
    if not seen:
        headline = _("För få svarade på varje påstående för att något ska kunna visas")
    elif lifted is None:
        headline = _("Alla som svarade valde samma nivå, på varje påstående")
    else:
        headline = _("Svaren går mest isär om påstående %(number)s") % {"number": lifted + 1}
    talk = _talk(version, lifted, now) if lifted is not None else ""
    lead = _lead(now, earlier, version, language) if seen else []
    return TargetResult(
        version.targets[now.target - 1],
        headline,
        lead,
        talk,
        lines,
        _table(now, version, lines, language),
        now.answers,
        _legend(version),
    )


def for_screen(now: ShownTarget, language: Language) -> RatingResult:
    """The same for a wall: which statement divides the group, every statement's answers, and how many they are."""
    page, version = result(now, None, language), now.content.version(language)
    lifted = next((line.number for line in page.lines if line.lifted), None)
    facts = {"n": now.answers}
    return RatingResult(
        page.target,
        _divides(version, lifted, now) if lifted else page.headline,
        lifted,
        version.statements[lifted - 1] if lifted else "",
        [(swatch.shade, swatch.name.lower()) for swatch in page.legend],
        [(line.number, replace(line.chart, title=line.text)) for line in page.lines if line.chart],
        " ".join([ngettext("%(n)s har svarat.", "%(n)s har svarat.", now.answers) % facts, *page.lead[:1]]),
        _spread(now, language),
        now.round.is_made_up,
    )


def _spread(now: ShownTarget, language: Language) -> str:
    """'Spridningen är 0,4 till 1,5 nivåer, olika för olika påståenden.'; '' where too few answered each of them."""
    deviations = [standard_deviation(counts) for counts in now.counts if counts is not None]
    if not deviations:
        return ""
    low, high = (number(value, 1, language) for value in (min(deviations), max(deviations)))
    if low == high:
        return _("Spridningen är %(value)s nivåer på varje påstående.") % {"value": low}
    return _("Spridningen är %(low)s till %(high)s nivåer, olika för olika påståenden.") % {"low": low, "high": high}


def _divides(version: SetVersion, number: int, now: ShownTarget) -> str:
    """'Påstående 8 delar gruppen: 5 svarade obefintligt, 4 svarade starkt.'"""
    low, high = _ends(version, number - 1, now)
    return _("Påstående %(number)s delar gruppen: %(low_count)s svarade %(low)s, %(high_count)s svarade %(high)s.") % {
        "number": number,
        "low": low[0],
        "low_count": low[1],
        "high": high[0],
        "high_count": high[1],
    }


def _ends(version: SetVersion, statement: int, now: ShownTarget) -> tuple[tuple[str, int], tuple[str, int]]:
    """The lowest and the highest level that anybody chose, each with how many did."""
    counts = now.counts[statement] or ()
    chosen = [(level.name.lower(), count) for level, count in zip(version.levels, counts, strict=True) if count]
    return chosen[0], chosen[-1]


def _legend(version: SetVersion) -> list[LevelSwatch]:
    return [LevelSwatch(level.name, shade(i, len(version.levels))) for i, level in enumerate(version.levels)]


def level_names(value: float, version: SetVersion) -> str:
    """'svagt och funktionellt', or 'funktionellt' where the mean is printed as a level."""
    below, above = (version.levels[n - 1].name.lower() for n in levels_around(value))
    return below if below == above else _("%(low)s och %(high)s") % {"low": below, "high": above}


def level_in_words(value: float, version: SetVersion) -> str:
    """'mellan 2 och 3, svagt och funktionellt', or 'alltså funktionellt' where it is printed as one: no cut-offs."""
    below, above = levels_around(value)
    names = level_names(value, version)
    if below == above:
        return _("alltså %(name)s") % {"name": names}
    return _("mellan %(low)s och %(high)s, %(names)s") % {"low": below, "high": above, "names": names}


def _changes(now: ShownTarget, earlier: ShownTarget | None) -> dict[int, Change]:
    """Statement's index → change, for statements that both rounds asked in the same words and both may show."""
    return {i: change(a, b) for i, a, b in _pairs(now, earlier)}


def _pairs(now: ShownTarget, earlier: ShownTarget | None) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    if earlier is None:
        return []
    old = dict(zip(earlier.content.versions["sv"].statements, earlier.counts, strict=True))
    return [
        (i, counts, previous)
        for i, (text, counts) in enumerate(zip(now.content.versions["sv"].statements, now.counts, strict=True))
        if counts is not None and (previous := old.get(text)) is not None
    ]


def _line(
    now: ShownTarget, version: SetVersion, i: int, moved: Change | None, lifted: bool, language: Language
) -> StatementLine:
    counts, text = now.counts[i], version.statements[i]
    if counts is None:
        return StatementLine(i + 1, text, None)
    names = [level.name for level in version.levels]
    n, used = answer_count(counts), [name.lower() for name, count in zip(names, counts, strict=True) if count]
    bars = ", ".join(f"{name.lower()} {count}" for name, count in zip(names, counts, strict=True))
    chart = Distribution(
        title=_("Påstående %(number)s") % {"number": i + 1},
        subtitle=text,
        description=bars,
        decimals=0,
        language=language,
        categories=names,
        counts=counts,
    )
    value = mean(counts)
    reach = (
        _("Alla valde %(level)s") % {"level": used[0]}
        if len(used) == 1
        else _("Från %(low)s till %(high)s") % {"low": used[0], "high": used[-1]}
    )
    missing = now.answers - n
    skipped = ngettext("%(n)s hoppade över", "%(n)s hoppade över", missing) % {"n": missing} if missing else ""
    return StatementLine(
        i + 1,
        text,
        chart,
        number(value, 1, language),
        level_names(value, version),
        reach,
        moved_in_words(moved, language) if moved else "",
        skipped,
        lifted,
        ref=f"{now.round.pk}:{now.target}:{i + 1}",
    )


def moved_in_words(moved: Change, language: Language) -> str:
    """'+0,3, kan bero på slumpen'."""
    value = number(moved.value, 1, language, signed=True)
    if moved.may_be_chance:
        return _("%(value)s, kan bero på slumpen") % {"value": value}
    return _("%(value)s, mer än slumpen brukar ge") % {"value": value}


def _talk(version: SetVersion, lifted: int, now: ShownTarget) -> str:
    """What was chosen, in the words of the scale, as a question without an answer."""
    (low, fewest), (high, most) = _ends(version, lifted, now)
    return _("”%(statement)s” %(low_count)s svarade %(low)s och %(high_count)s svarade %(high)s. Vad ser ni olika?") % {
        "statement": version.statements[lifted],
        "low": low,
        "high": high,
        "low_count": fewest,
        "high_count": most,
    }


def _lead(now: ShownTarget, earlier: ShownTarget | None, version: SetVersion, language: Language) -> list[str]:
    seen = [counts for counts in now.counts if counts is not None]
    value = overall_mean(seen)
    said = [
        _("Medelvärdet är %(value)s, %(words)s.")
        % {"value": number(value, 1, language), "words": level_in_words(value, version)}
    ]
    pairs = _pairs(now, earlier)
    if not pairs or earlier is None:
        return [*said, _("Det finns ingen tidigare omgång med samma grupp att jämföra med.")]
    moved = overall_change([a for _i, a, _b in pairs], [b for _i, _a, b in pairs])
    facts = {
        "value": number(moved.value, 1, language, signed=True),
        "day": date_format(earlier.round.end, "j F Y"),
        "range": interval(moved.chance_low, moved.chance_high, 1, language),
    }
    if moved.may_be_chance:
        return [*said, _("Sedan %(day)s: %(value)s. Skillnaden kan bero på slumpen, som ensam ger %(range)s.") % facts]
    return [*said, _("Sedan %(day)s: %(value)s. Det är mer än slumpen brukar ge (%(range)s).") % facts]


def _table(now: ShownTarget, version: SetVersion, lines: Sequence[StatementLine], language: Language) -> Table:
    """Everything the pictures show, and the spread and agreement in figures."""
    columns = [
        _("Påstående"),
        *(level.name for level in version.levels),
        _("Hoppade över"),
        _("Medelvärde"),
        _("Spridning"),
        _("Enighet"),
        _("Sedan förra"),
    ]
    rows = []
    for line, counts in zip(lines, now.counts, strict=True):
        head = Cell(f"{line.number}. {line.text}")
        if counts is None:
            hidden = Cell(_("för få svar"), mask=True)
            rows.append([head, *(hidden for _column in columns[1:])])
            continue
        missing = now.answers - answer_count(counts)
        rows.append(
            [
                head,
                *(Cell(str(count), float(count)) for count in counts),
                Cell(str(missing), float(missing)),
                Cell(line.mean, mean(counts), decimals=1),
                Cell(number(standard_deviation(counts), 1, language), standard_deviation(counts), decimals=1),
                Cell(number(consensus(counts), 2, language), consensus(counts), decimals=2),
                Cell(line.change or _("ingen tidigare omgång"), wide=True),
            ]
        )
    return Table(_("Antal svar per påstående, %(n)s svar") % {"n": now.answers}, columns, rows)
