"""Dates and times as they are written in Swedish minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
)
#: For a day without its year: 29 February is one.
_LEAP_YEAR = 2000
_WEEKDAY = r"(?:(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?\b\.?,?\s+)?"
#: "26 januari", "fredag den 26 januari 2024", "2024-01-26", "26/1", "26/1 2024".
DATE = re.compile(
    rf"(?<![\w.,:/-]){_WEEKDAY}(?:den\s+)?(?:"
    rf"(?P<d>\d{{1,2}})(?:\s*[-–]\s*\d{{1,2}})?(?::?e)?\s+(?P<m>{_MONTH})(?:\s+(?P<y>\d{{4}})(?![.:]?\d))?"
    r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?!\d)"
    r"|(?P<sd>\d{1,2})/(?P<sm>\d{1,2})(?:(?:\s+|[-/])(?P<sy>(?:19|20)\d\d))?(?![\d/]))",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![\d-])((?:20)?\d\d)(\d\d)(\d\d)(?![\d-])")
_RANGE = re.compile(
    r"(?:(?P<kl>\bkl(?:ockan\b|\.)?\s*)|(?<![\d.,:/]))(?P<h>\d{1,2})(?:[.:](?P<m>\d\d))?\s*(?:-|–|—|\btill\b)\s*"
    r"(?P<h2>\d{1,2})(?:[.:](?P<m2>\d\d))?(?![\d%/]|[.:]\d|\s*(?:år|åk|st|personer|%|kr)\b)",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:\bkl(?:ockan\b|\.)?\s*(\d{1,2})(?:[.:](\d\d))?|(?<![\d.,:/])(\d{1,2})[.:](\d\d))(?![\d%/]|[.:]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day and month, the year if it is written, and where in the text it stands."""

    day: int
    month: int
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time, or a span of time, and where in the text it stands."""

    begins: time
    ends: time | None
    start: int
    end: int
    is_sure: bool  # minutes or "kl." say that it is a time; "9-12" may be anything


def dates(text: str) -> list[DateMention]:
    """Every date that there is in a calendar."""
    mentions = []
    for hit in DATE.finditer(text):
        if hit["m"]:
            day, month, year = hit["d"], _MONTHS.index(hit["m"][:3].casefold()) + 1, hit["y"]
        elif hit["iy"]:
            day, month, year = hit["id"], int(hit["im"]), hit["iy"]
        else:
            day, month, year = hit["sd"], int(hit["sm"]), hit["sy"]
        if _is_day(int(year or _LEAP_YEAR), month, int(day)):
            mentions.append(DateMention(int(day), month, int(year) if year else None, hit.start(), hit.end()))
    return mentions


def compact_date(text: str) -> date | None:
    """A date written together, as in file names: 231208 or 20231208."""
    for hit in _COMPACT.finditer(text):
        year, month, day = int(hit[1]) % 100 + 2000, int(hit[2]), int(hit[3])
        if _is_day(year, month, day):
            return date(year, month, day)
    return None


def times(text: str) -> list[TimeMention]:
    """Every time or span of time, in order, none inside another."""
    text = DATE.sub(lambda hit: "#" * len(hit[0]), text)  # 03-09 in 2027-03-09 is no span of time
    mentions: list[TimeMention] = []
    for hit in _RANGE.finditer(text):
        begins, ends = _clock(hit["h"], hit["m"]), _clock(hit["h2"], hit["m2"])
        if begins and ends and ends > begins:
            sure = bool(hit["kl"] or hit["m"] or hit["m2"])
            mentions.append(TimeMention(begins, ends, hit.start(), hit.end(), sure))
    for hit in _AT.finditer(text):
        begins = _clock(hit[1] or hit[3], hit[2] or hit[4])
        if begins and not any(mention.start < hit.end() and hit.start() < mention.end for mention in mentions):
            mentions.append(TimeMention(begins, None, hit.start(), hit.end(), True))
    return sorted(mentions, key=lambda mention: mention.start)


def first_after(mention: DateMention, own: date | None) -> date | None:
    """The date with its year: the one that stands there, or that of the first such day after ``own``."""
    if mention.year is not None:
        return date(mention.year, mention.month, mention.day)
    if own is None:
        return None
    for year in range(own.year, min(own.year + 9, 9999)):
        if _is_day(year, mention.month, mention.day) and date(year, mention.month, mention.day) > own:
            return date(year, mention.month, mention.day)
    return None


def is_near(day: date, own: date) -> bool:
    """Within ten months after: a date further away than that, without its year, has more likely been."""
    return own < day <= own + timedelta(days=300)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _clock(hour: str, minute: str | None) -> time | None:
    h, m = int(hour), int(minute or 0)
    return time(h, m) if h < 24 and m < 60 else None
