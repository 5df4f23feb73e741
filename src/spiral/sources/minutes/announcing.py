"""Which words before a date say that it lies ahead, and which that it is something else: a deadline, what has been."""

from __future__ import annotations

import re

from spiral.sources.minutes.dates import MONTH, WEEKDAY, DateMention
from spiral.sources.minutes.times import TimeMention

_MEETING = r"(?:möte|träff|sammanträde|tillfälle|samling|avstämning|nätverk|gång|workshop|webbinari|konferens)"
ANNOUNCED = re.compile(
    r"\b(?:nästa|nästkommande|kommande|följande|träffas|ses|boka\w*|inbokad\w*|inplanerad\w*|planerade|kallelse|"
    r"inbjud\w+|flytta\w*|heldag\w*|halvdag\w*|nytt? (?:datum|tid|dag|möte)|"
    rf"(?:vårens|höstens|terminens|årets|läsårets)\s+\w*(?:{_MEETING}|dag|tid|datum)\w*|"
    rf"\w*{_MEETING}s?(?:dag|dagar|datum|tid|tider)\w*|"
    rf"^(?:\w*{_MEETING}(?:en|ar|arna|n|na|er)?|datum|tider|dagar)(?:\s+(?:våren|hösten|vt|ht|läsåret)?\s*[\d/]*)?\s*:?$|"
    r"^(?:(?:viktiga|alla|våra)\s+)?(?:datum|tider|kalendarium|hållpunkter|tidplan|tidsplan|mötesplan)(?:\s+[^\W\d]+){0,4}\s*:?$)",
    re.IGNORECASE,
)
#: The next meeting, whose day is then expected.
_NEXT = re.compile(rf"\b(?:nästa|nästkommande|kommande)\s+\w*{_MEETING}\w*|\bvi\s+(?:ses|träffas)\b", re.IGNORECASE)
_SOME_TIME = re.compile(rf"{WEEKDAY}|\b(?:v\.?|vecka)\s*\d{{1,2}}\b|\bi\s+(?:{MONTH})|\bkl\b", re.IGNORECASE)
#: What a line under "Kommande möten" begins with where it is meant as a day.
_BEGINS_A_DAY = re.compile(
    rf"^(?:{WEEKDAY}|(?:v\.?|vecka)\s*\d{{1,2}}\b|{MONTH}|\d{{1,2}}\s*[./+-]\s*\d|\d{{6}}(?:\d\d)?\b|\d{{4}}-)",
    re.IGNORECASE,
)
_NOT_AHEAD = re.compile(r"\b(?:senast|deadline|sista\s+\w*dag|förra|föregående)\b", re.IGNORECASE)
_NOT_LEADING = re.compile(
    r"\b(?:från|fr\.?o\.?m|gäller|född\w*|dnr|\w*protokoll\w*|juster\w*|besl\w+|enligt|dater\w+|public\w+|vid|på|om|efter|"
    r"sedan|innan|före|till|skicka\w*|lämna\w*|svara?s?|kom|var|blev|hade|har|höll\w*|t\.?o\.?m|underskrift\w*|"
    r"skapad\w*|uppdaterad\w*|version|utskri\w+|datum|skickat|sänt)\b|[/|]",
    re.IGNORECASE,
)
_LONGEST_LEAD, _MOST_WORDS = 60, 5
LONGEST_LINE = 90


def is_deadline(text: str) -> bool:
    """Whether a line says until when, or what has been."""
    return bool(_NOT_AHEAD.search(text))


def is_announced(lead: str) -> bool:
    """Whether what stands before a date announces it."""
    return len(lead) <= _LONGEST_LEAD and bool(ANNOUNCED.search(lead)) and not _NOT_AHEAD.search(lead)


def is_named(lead: str, day: DateMention, at: TimeMention | None, sentence: str) -> bool:
    """Whether a short line says what happens on a day: "Julavslutning tors 18 dec". The day must be certain by a
    weekday or a time."""
    return (
        0 < len(lead.split()) <= _MOST_WORDS
        and len(sentence) <= LONGEST_LINE
        and (day.weekday is not None or (at is not None and at.is_sure))
        and not _NOT_AHEAD.search(lead)
        and not _NOT_LEADING.search(lead)
    )


def is_vague(sentence: str, is_under_dates: bool) -> bool:
    """Whether a line without a date speaks of when the next meeting is: "Nästa träff i januari"."""
    return bool(
        (_NEXT.search(sentence) and _SOME_TIME.search(sentence)) or (is_under_dates and _BEGINS_A_DAY.match(sentence))
    )
