"""Dates as they are written in Swedish minutes, and the year of those that stand without one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
)
_WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
#: "tisdag", "tisdagen", "Onsdagar", "tors.", "tis"; two letters ("To 3/6") only beside a day.
WEEKDAY = r"(?:(?:mån|tis|ons|tors?|fre|lör|sön)(?:d(?:ag(?:en|ar|arna)?)?)?)\b\.?"
_BESIDE = rf"(?:(?P<w>{WEEKDAY}|(?:må|ti|on|to|fr|lö|sö)(?=\s)),?\s+)?"
#: For a day without its year: 29 February is one.
_LEAP_YEAR = 2000
_CENTURY = 2000
_TO = r"(?:\s*(?:[-–—]|\btill\b)\s*"
#: The clock that says that "12.11" before it, alone or in a list, is a day and neither a time nor a number.
_CLOCK = r"\.?,?\s{1,3}(?:kl\b|klockan\b)\.?\s?\d"
_MORE_DAYS = r"(?:\.?\s?(?:[,&+]|och\b|samt\b)\s?\d{1,2}\.\d{1,2}){0,9}"
#: What a number with a point in it belongs to.
_OF_NUMBER = re.compile(
    r"(?:§|\b(?:kap(?:itel)?|punkt(?:en)?|p|pkt|nr|nummer|avsnitt|version|bilaga|dnr)\b\.?)\s?$", re.I
)
_NOT_TIME = r"(?![.:]?\d|\s*[-–—]\s*\d)"


def _years(name: str) -> str:
    """The pattern of a year after a day, as groups ``name`` and ``name`` + a, b. One of two figures says that it is a
    year: "-26", "'26", or more than a clock has hours."""
    return (
        rf",?\s+(?:år\s+)?(?P<{name}>(?:19|20)\d\d)(?![.:]?\d)"
        rf"|\s?[-–'’´]\s?(?P<{name}a>[2-5]\d){_NOT_TIME}(?!\s*(?:{MONTH}|/))"
        rf"|\s+(?P<{name}b>(?:2[5-9]|[3-5]\d)){_NOT_TIME}(?=\s*(?:$|[,;:()|]|kl\b))"
    )


#: "26 januari", "fredag den 12:e januari 2024", "6 apr -27", "8–9 april", "2024-01-26", "2027.02.09", "26/1",
#: "tis 5/11-26", "5.11.2026", "13.11–14.11.2026", "5-11-2026", "den 5.11", "5.11 kl 9"; first in a line "251204".
DATE = re.compile(
    rf"(?:(?<![\w.,:/+-])|(?<=\d\+))(?<!\bkl )(?<!\bkl\. ){_BESIDE}(?:(?P<den>den)\s+)?(?:"
    rf"(?P<d>\d{{1,2}})(?::?[ae]\b)?{_TO}(?P<d2>\d{{1,2}})(?::?[ae]\b)?)?(?:\.(?=\s+{MONTH}\s+20\d\d))?\s+(?P<m>{MONTH})(?:{_years('y')})?"
    r"|(?P<iy>(?:19|20)\d\d)(?P<mark>[-./])(?P<im>\d\d?)(?P=mark)(?P<id>\d\d?)(?!\d)(?:(?=T\d\d:\d\d)T)?"
    rf"|(?P<sd>\d{{1,2}}){_TO}(?P<sd2>\d{{1,2}}))?\s?/\s?(?P<sm>\d{{1,2}})(?:/(?P<sy0>(?:19|20)?\d\d)(?!\d)"
    rf"|-(?P<sy1>(?:19|20)\d\d)(?!\d)|{_years('sy')})?(?![\d/])"
    r"|(?P<hd>\d{1,2})-(?P<hm>\d{1,2})-(?P<hy>(?:19|20)\d\d)(?![\d-])"
    r"|(?P<xd>\d{1,2})\.(?P<xm>\d{1,2})\.?\s*[-–—]\s*\d{1,2}\.\d{1,2}\.(?P<xy>(?:19|20)\d\d)(?!\d)"
    r"|(?P<pd>\d{1,2})\.\s?(?P<pm>\d{1,2})\.\s?(?P<py>(?:19|20)\d\d|(?:2[0-9]|[3-5]\d)(?![.:]?\d))(?!\d)"
    rf"|(?P<rd>\d{{1,2}})\.(?P<rm>\d{{1,2}})\.?\s?[-–—]\s?\d{{1,2}}\.(?:1[0-2]|0?[1-9])(?={_CLOCK})"
    rf"|(?P<td>\d{{1,2}})\.(?P<tm>\d{{1,2}})(?P<clock>(?={_MORE_DAYS}{_CLOCK}))?(?![\d:]|\.\d|\s*[-–—]\s*\d)"
    r"|(?P<cy>(?:20)?[1-5]\d)(?P<cm>\d\d)(?P<cd>\d\d)(?=$|[,:;]|\s+(?:kl\b|\d{1,2}\s?[-–.:]|[-–(|])))",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(
    r"(?<![\w.,:/+-])(?<!\båk )(?<!\bårskurs )(?<!\bkl )(?<!\bv )(?<!\bv\. )(?<!\bvecka )"
    rf"(?:{WEEKDAY},?\s+)?(?:den\s+)?"
    r"(?:\d{1,2}(?::?[ae]\b)?\s*(?:[,&+]|,?\s(?:och|samt|resp\.?|eller))\s*(?:den\s+)?)+$",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<![\d-])((?:20)?\d\d)(\d\d)(\d\d)(?![\d-])")
#: What could only be a date, but is none: "31 februari", "32/1", "första tisdagen i mars", "femte november".
_ORDINAL = (
    r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|elfte|tolfte|trettonde|fjortonde|"
    r"femtonde|sextonde|sjuttonde|artonde|nittonde|(?:tjugo|trettio)\w*|sista)"
)
_UNREAD = re.compile(
    rf"(?<![\w.,:/-])(?:\d{{1,3}}(?::?[ae]\b)?\s+{MONTH}|\d{{1,2}}/(?:1[0-2]|0?[1-9])(?!\d)"
    rf"|(?:den\s+)?{_ORDINAL}\s+(?:(?:{WEEKDAY}|vecka|veckan|helgen)\s+(?:i\s+)?)?(?:{MONTH})|(?:19|20)\d\d-\d\d-\d\d(?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day and month, the year and weekday (0 is Monday) if they are written, and where in the text it stands."""

    day: int
    month: int
    year: int | None
    start: int
    end: int
    weekday: int | None = None


def dates(text: str) -> list[DateMention]:
    """Every date that there is in a calendar."""
    mentions: list[DateMention] = []
    for hit in DATE.finditer(text):
        result = _parts(hit)
        if result is None:
            continue
        year, month, day = result
        if is_day(year or _LEAP_YEAR, month, day):
            if hit["m"] or hit["sd"]:
                after = mentions[-1].end if mentions else 0
                before = _before(text[after : hit.start()], after, DateMention(day, month, year, 0, 0))
                if not before and text[hit.start() - 1 : hit.start()] == "+":
                    continue  # "v 7+8 dec": what the day is joined to is none, and the reader is told
                mentions += before
            mentions.append(DateMention(day, month, year, hit.start(), hit.end(), _weekday(hit["w"])))
    return mentions


def _before(text: str, start: int, last: DateMention) -> list[DateMention]:
    """The days of "1, 8 och 15 december" before the last: they share its month and year."""
    hit = _DAYS_BEFORE.search(text)
    if hit is None:
        return []
    days = [(int(one[0]), start + hit.start() + one.start()) for one in re.finditer(r"\d{1,2}", hit[0])]
    numbers = [day for day, _at in days] + [last.day]
    if numbers != sorted(set(numbers)) or not numbers[0]:
        return []
    starts = [start + hit.start(), *(at for _day, at in days[1:])]  # the first with its weekday
    return [replace(last, day=day, start=s, end=at + 1 + (day > 9)) for s, (day, at) in zip(starts, days, strict=True)]


def _parts(hit: re.Match[str]) -> tuple[int | None, int, int] | None:
    """Year if written, month, day; None for what only looks like a date."""
    if hit["m"]:
        return (
            _year(hit["y"] or hit["ya"] or hit["yb"]),
            _MONTHS.index(hit["m"][:3].casefold()) + 1,
            _first(hit["d"], hit["d2"]),
        )
    if hit["iy"]:
        return int(hit["iy"]), int(hit["im"]), int(hit["id"])
    if hit["sd"]:
        year = hit["sy0"] or hit["sy1"] or hit["sy"] or hit["sya"] or hit["syb"]
        return _year(year), int(hit["sm"]), _first(hit["sd"], hit["sd2"])
    if hit["pd"]:
        return _year(hit["py"]), int(hit["pm"]), int(hit["pd"])
    if hit["hd"] or hit["xd"]:
        of = "h" if hit["hd"] else "x"
        return _year(hit[f"{of}y"]), int(hit[f"{of}m"]), int(hit[f"{of}d"])
    if hit["rd"]:
        return None, int(hit["rm"]), int(hit["rd"])
    if hit["td"]:
        return (None, int(hit["tm"]), int(hit["td"])) if is_dotted_day(hit) else None  # else a clock, or a number
    return (_year(hit["cy"]), int(hit["cm"]), int(hit["cd"])) if hit.start() == 0 else None


def is_dotted_day(hit: re.Match[str]) -> bool:
    """Whether "12.11" is a day: a weekday, "den" or a clock stands beside it, or else it is a clock, or a number."""
    is_beside_clock = hit["clock"] is not None and not _OF_NUMBER.search(hit.string[: hit.start()][-12:])
    return bool(hit["w"] or hit["den"] or is_beside_clock)


def _first(day: str, last: str | None) -> int:
    """The first day of "8–9 april"; 0 for "18 – 2", which is no span of days."""
    return int(day) if last is None or int(day) < int(last) else 0


def _year(text: str | None) -> int | None:
    return None if not text else int(text) + (_CENTURY if len(text) == 2 else 0)


def _weekday(text: str | None) -> int | None:
    return next((n for n, name in enumerate(_WEEKDAYS) if text and name.startswith(text[:3].casefold())), None)


def unread_dates(text: str) -> list[str]:
    """What looks like a date and is none that a calendar has, as it is written."""
    read = [(d.start, d.end) for d in dates(text)]
    return [
        hit[0]
        for hit in _UNREAD.finditer(text)
        if not any(start < hit.end() and hit.start() < end for start, end in read)
    ]


def compact_date(text: str) -> date | None:
    """A date written together, as in file names: 231208 or 20231208."""
    for hit in _COMPACT.finditer(text):
        year, month, day = int(hit[1]) % 100 + _CENTURY, int(hit[2]), int(hit[3])
        if is_day(year, month, day):
            return date(year, month, day)
    return None


def first_after(mention: DateMention, own: date | None) -> date | None:
    """The date with its year: the one that stands there, or that of the first such day after ``own``."""
    if mention.year is not None:
        return date(mention.year, mention.month, mention.day)
    if own is None:
        return None
    for year in range(own.year, min(own.year + 9, 9999)):
        if is_day(year, mention.month, mention.day) and date(year, mention.month, mention.day) > own:
            return date(year, mention.month, mention.day)
    return None


def is_near(day: date, own: date) -> bool:
    """Within ten months after: a date further away than that, without its year, has more likely been."""
    return own < day <= own + timedelta(days=300)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether a calendar has it."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
