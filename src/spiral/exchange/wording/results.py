"""Estimate → plain sentence, and a period in words. Every sentence exists in Swedish and English, from one table.

The fixed phrases are the network's own (docs/regler/sprak.md): an interval that holds the reference is
"kan inte skiljas från", never "ingen skillnad"; chance is "kan bero på slumpen"; a sure difference "ligger tydligt
under / över".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from spiral.engine.estimates import Estimate
from spiral.engine.figures import State
from spiral.engine.numbers import Language, beside_zero, number, with_unit
from spiral.engine.periods import Period
from spiral.ground.phrases import MASKS, PROTECTS_A_FEW

_TEXT: dict[Language, dict[str, str]] = {
    "sv": {
        "count": "{count} av {n} {who} {phrase}.",
        "share": "{value} av {who} {phrase}.",
        "mean": "{phrase} var {value}.",
        "ratio": "{phrase} var {value}.",
        "below": "Det ligger tydligt under {name}, {reference}: skillnaden är {least} till {most}.",
        "above": "Det ligger tydligt över {name}, {reference}: skillnaden är {least} till {most}.",
        "same": "Det kan inte skiljas från {name}, {reference}.",
        "one_in_twenty": "Ungefär ett av tjugo sådana utslag, tydligt under eller över, beror på slumpen.",
        "few": "Med {n} elever kan vi inte veta: bara skillnader större än {least} syns.",
        "beside": "{name}: {reference}.",
        "up": "Det är {gap} mer än {earlier}",
        "down": "Det är {gap} mindre än {earlier}",
        "flat": "Det är oförändrat sedan {earlier}.",
        "chance": ", men skillnaden kan bero på slumpen.",
        "sure": ", en större skillnad än slumpen brukar ge.",
        "usual": ", inte mer än värdet brukar röra sig mellan två år.",
        "unusual": ", mer än värdet brukar röra sig mellan två år.",
        "unknown": ". Slumpens del kan inte räknas ut ur det källan anger.",
        "expected_same": "Resultatet kan inte skiljas från förväntat.",
        "expected_below": "Resultatet ligger tydligt under vad skolor med liknande elever brukar ha.",
        "expected_above": "Resultatet ligger tydligt över vad skolor med liknande elever brukar ha.",
        "expected_gap": "Uppnått {reached} poäng mot förväntat {expected}. "
        "Försiktigt räknat är skillnaden {gap} poäng.",
        "deviation_over": "{phrase} var {value} högre än vad kommunens förutsättningar ger.",
        "deviation_under": "{phrase} var {value} lägre än vad kommunens förutsättningar ger.",
        "hidden": "Visas inte: någon grupp är så liten att elever skulle kunna kännas igen.",
        "hidden_counted": "Källan döljer siffran för att skydda en liten grupp.",
        "few_outside": "Visas inte: högst nio elever står utanför, och de skulle kunna kännas igen.",
        "protecting": "Dold för att en annan, mindre grupp inte ska gå att räkna fram.",
        "near_all": "Nästan alla {who} {phrase}: högst fyra gjorde det inte. Exakt andel visas inte.",
        "near_none": "Nästan inga {who} {phrase}: högst fyra gjorde det. Exakt andel visas inte.",
        "read_as_mask": "nästan alla: så läser Spiral det när Kolada skriver {numbers}",
        "missing": "Siffran saknas i källan.",
        "not_measured": "Det mättes inte {period}.",
        "not_reported": "Skolan hade för få svar för att redovisas i enkäten.",
        "range": "Bara ett intervall får visas.",
        "when_term": "våren {year}",
        "when_start": "startade {year}",
        "when_latest": "senast publicerat, år anges inte",
    },
    "en": {
        "count": "{count} of {n} {who} {phrase}.",
        "share": "{value} of {who} {phrase}.",
        "mean": "{phrase} was {value}.",
        "ratio": "{phrase} was {value}.",
        "below": "This lies clearly below {name}, {reference}: the difference is {least} to {most}.",
        "above": "This lies clearly above {name}, {reference}: the difference is {least} to {most}.",
        "same": "This cannot be told from {name}, {reference}.",
        "one_in_twenty": "About one in twenty such findings, clearly below or above, is due to chance.",
        "few": "With {n} pupils we cannot know: only differences larger than {least} show.",
        "beside": "{name}: {reference}.",
        "up": "That is {gap} more than {earlier}",
        "down": "That is {gap} less than {earlier}",
        "flat": "That is unchanged since {earlier}.",
        "chance": ", but the difference may be chance.",
        "sure": ", a larger difference than chance usually makes.",
        "usual": ", no more than the figure usually moves between two years.",
        "unusual": ", more than the figure usually moves between two years.",
        "unknown": ". The part of chance cannot be worked out from what the source gives.",
        "expected_same": "The result cannot be told from the expected.",
        "expected_below": "The result lies clearly below what schools with similar pupils usually have.",
        "expected_above": "The result lies clearly above what schools with similar pupils usually have.",
        "expected_gap": "Reached {reached} points, expected {expected}. Cautiously the difference is {gap} points.",
        "deviation_over": "{phrase} was {value} higher than the municipality's conditions imply.",
        "deviation_under": "{phrase} was {value} lower than the municipality's conditions imply.",
        "hidden": "Not shown: some group is so small that pupils might be recognised.",
        "hidden_counted": "The source hides the figure to protect a small group.",
        "few_outside": "Not shown: at most nine pupils are not counted in, and they might be recognised.",
        "protecting": "Hidden so that another, smaller group cannot be worked out.",
        "near_all": "Nearly all {who} {phrase}: at most four did not. The exact share is not shown.",
        "near_none": "Nearly no {who} {phrase}: at most four did. The exact share is not shown.",
        "read_as_mask": "nearly all: so Spiral reads it when Kolada writes {numbers}",
        "missing": "The source has no figure.",
        "not_measured": "It was not measured in {period}.",
        "not_reported": "The school had too few answers to be reported in the survey.",
        "range": "Only a range may be shown.",
        "when_term": "spring {year}",
        "when_start": "started {year}",
        "when_latest": "latest published, no year given",
    },
}


_CLEARLY = re.compile(r"\b(?:tydligt (?:under|över)|clearly (?:below|above))\b", re.IGNORECASE)
#: Pupils below which a comparison that finds nothing begins with that we cannot know.
FEW_PUPILS = 30


def say(key: str, language: Language, **words: str) -> str:
    """The sentence ``key`` with its words; the first letter is a capital. Raises KeyError for an unknown sentence."""
    text = _TEXT[language][key].format(**words)
    return text[:1].upper() + text[1:]


def says_clearly(*sentences: str) -> bool:
    """Whether a difference that chance seldom gives is said to be there: the page then says ``one_in_twenty``, once."""
    return any(_CLEARLY.search(sentence) for sentence in sentences)


def inside(text: str) -> str:
    """A heading or sentence inside another: its first letter small, while names and grades keep their capitals."""
    return text[:1].lower() + text[1:]


def when(period: Period, language: Language) -> str:
    """A period within a sentence: '2024/25', '2022', 'våren 2025', 'startade 2021/22'."""
    return _TEXT[language].get(f"when_{period.rule}", "{year}").format(year=period.year)


def mask(state: State, language: Language, n: int | None = None) -> str:
    """A mask in a table or chart; ``n`` are the pupils that it stands beside, where they are counted. Raises KeyError
    for a number."""
    if state is State.HIDDEN and n is not None:
        return PROTECTS_A_FEW[language]
    return MASKS[language][state]


def read_as_mask(numbers: Sequence[float], language: Language) -> str:
    """What stands where Kolada has printed a number that Spiral reads as a mask, though no description says so."""
    written = [number(value, 1, language) for value in numbers]
    either = f" {'eller' if language == 'sv' else 'or'} ".join(written)
    return say("read_as_mask", language, numbers=either)


def versus(own: Estimate | None, reference: float, name: str, unit: str, decimals: int, language: Language) -> str:
    """Own against a fixed reference such as riket: surely under, surely over, or cannot be told; or only beside it.
    With few pupils it is said first that we cannot know, and what would have shown."""
    words = {"name": name, "reference": with_unit(number(reference, decimals, language), unit, language)}
    if own is None:
        return say("beside", language, **words)
    if not own.excludes(reference):
        same = say("same", language, **words)
        return f"{_few(own, unit, language)} {same}" if own.n < FEW_PUPILS else same
    least, most = sorted((abs(own.low - reference), abs(own.high - reference)))
    words["least"] = beside_zero(least, language)
    words["most"] = with_unit(beside_zero(most, language), points(unit, language), language)
    return say("below" if own.value < reference else "above", language, **words)


def _few(own: Estimate, unit: str, language: Language) -> str:
    """That so few pupils cannot tell, and how large a difference would have shown."""
    least = number(math.ceil(max(own.high - own.value, own.value - own.low)), 0, language)
    shown = with_unit(least, points(unit, language), language)
    return say("few", language, n=number(own.n, 0, language), least=shown)


def points(unit: str, language: Language) -> str:
    """The unit of a difference: shares differ by percentage points, what is so much of 20 by points."""
    if unit.startswith(("av ", "of ")):
        return "poäng" if language == "sv" else "points"
    return {"%": {"sv": "procentenheter", "en": "percentage points"}}.get(unit, {}).get(language, unit)


def change(
    gap: float,
    earlier: str,
    unit: str,
    decimals: int,
    language: Language,
    *,
    interval: Estimate | None = None,
    usual: float | None = None,
) -> str:
    """How far a value moved since ``earlier``; judged by the interval of the difference, or by how much the series
    usually moves between two years, or not at all when neither is known."""
    if round(gap, decimals) == 0:
        return say("flat", language, earlier=earlier)
    size = with_unit(number(abs(gap), decimals, language), points(unit, language), language)
    start = say("up" if gap > 0 else "down", language, gap=size, earlier=earlier)
    if interval is not None:
        return start + _TEXT[language]["sure" if interval.excludes(0.0) else "chance"]
    if usual is not None:
        return start + _TEXT[language]["usual" if abs(gap) <= 2 * usual else "unusual"]
    return start + _TEXT[language]["unknown"]


def in_ten(percent: float, language: Language) -> str:
    """A share as people say it: 'hälften', 'två av tre', 'ungefär sju av tio'."""
    exact = {
        50: ("hälften", "half"),
        66.7: ("två av tre", "two in three"),
        33.3: ("en av tre", "one in three"),
        75: ("tre av fyra", "three in four"),
        25: ("en av fyra", "one in four"),
        100: ("alla", "all"),
    }
    at = 0 if language == "sv" else 1
    for value, words in exact.items():
        if abs(percent - value) < 0.9:
            return words[at]
    if abs(percent - 50) < 5:
        return (("drygt hälften", "a little over half"), ("knappt hälften", "a little under half"))[percent < 50][at]
    names = (
        ("ingen", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"),
        ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    )[at]
    tenth = min(max(round(percent / 10), 1), 9)
    about = "" if abs(percent - 10 * tenth) < 1.5 else ("drygt ", "just over ")[at]
    if percent < 10 * tenth and about:
        about = ("knappt ", "just under ")[at]
    return f"{about}{names[tenth]} {('av tio', 'in ten')[at]}"
