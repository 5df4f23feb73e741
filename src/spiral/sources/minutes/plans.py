"""Dates ahead, as they are listed at the end of a meeting.

What is taken as planned: a line that begins with a date and has a time ("26 januari 9.00–12.00 Tema"), a sentence that
announces one ("Nästa möte är 26 januari kl. 9"), a line of its own with a date and what happens then ("5 oktober
presentation i nätverket"), and dates that share a time ("21/1, 18/2 och 20/5 kl 9–12"). A date in running text
("5 oktober postas häftet. Det …") stays a note and nothing more. What looks like one and is not understood is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spiral.sources.minutes.announcing import ANNOUNCED, LONGEST_LINE, is_announced, is_deadline, is_named, is_vague
from spiral.sources.minutes.contents import PlannedDate
from spiral.sources.minutes.dates import DateMention, dates, first_after, is_day, is_near, unread_dates
from spiral.sources.minutes.times import TimeMention, times

_LINKING = re.compile(r"(?:\s{0,9}[:,–—-]|\s{1,9}(?:är|blir|sker|hålls|den|på|kl\.?)){1,8}\s{0,9}$", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"(?<!\bkl)(?<!\bca)(?<!\bt\.ex)(?<!\bbl\.a)(?<!\bev)[.!?]\s+(?=[A-ZÅÄÖ])")
_MOVED = re.compile(r"\b(?:flytta|ändra|byt)\w*\b.*$", re.IGNORECASE)
_SPAN = re.compile(r"^\s*(?:[-–—]|till(?: och med)?|t\.?\s?o\.?\s?m\.?)\s*$", re.IGNORECASE)
#: Between dates that belong together, and may share a time.
_LINK = re.compile(
    r"^(?:\s|[,;&/+()]|\boch\b|\bsamt\b|\bsedan\b|\bsen\b|\bdärefter\b|\bresp\b\.?|\bäven\b|\bev\b\.?|\beventuellt\b|"
    r"\beller\b|\balt(?:ernativt\b|\b\.?)|\bden\b|"
    r"\b(?:v\.?|vecka)\s*\d{1,2}\b)*$",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(r"\bsamma (?:tid|klockslag)\b", re.IGNORECASE)
#: Parts of a date that have their own place: the week, and that the time is the same.
_NO_TITLE = re.compile(r"\(?\bsamma (?:tid|klockslag)\b\)?|\b(?:v\.?|vecka)\s*\d{1,2}\b", re.IGNORECASE)
_ONE_YEAR = re.compile(r"(?<![\d/–-])(20\d\d)(?![\d/]|\s?[–-]\s?\d)")
_NEAR = 14
_LONGEST_LIST = 2000  # several dates may share a line, but not a page
_STRIPPED = " ,;:–—-|"
_LONGEST_TITLE = 120
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date in a sentence with the time that is its own or that it shares; where the two end."""

    day: DateMention
    at: TimeMention | None
    end: int


@dataclass(frozen=True, slots=True)
class _Around:
    """What a line is read against: the meeting's own day, and the heading that may hold the year and the time."""

    own: date | None
    heading: str

    @property
    def is_of_dates(self) -> bool:
        return bool(ANNOUNCED.search(self.heading))

    @property
    def year(self) -> int | None:
        years = {int(y) for y in _ONE_YEAR.findall(self.heading)} if self.is_of_dates else set()
        return years.pop() if len(years) == 1 else None

    @property
    def time(self) -> TimeMention | None:
        sure = [t for t in times(self.heading) if t.is_sure] if self.is_of_dates else []
        return sure[0] if len(sure) == 1 else None

    def lies_ahead(self, mention: DateMention) -> bool:
        """Whether a day is after the meeting's own, and near it where its year is not written."""
        when = self.day(mention)
        if when is None or self.own is None:
            return False
        return when > self.own and (mention.year is not None or is_near(when, self.own))

    def day(self, mention: DateMention) -> date | None:
        """With the year of the heading, or else the first such day after the meeting."""
        if mention.year is None and self.year and is_day(self.year, mention.month, mention.day):
            ahead = date(self.year, mention.month, mention.day)
            if self.own is None or ahead > self.own:
                return ahead
        return first_after(mention, self.own)


def planned_dates(lines: Iterable[tuple[str, str]], own: date | None) -> tuple[list[PlannedDate], list[str]]:
    """Every date ahead once, in order, and what was not understood. A line comes with the heading it stands under;
    ``own`` is the meeting's day, from which a missing year is inferred."""
    plans: dict[tuple[object, ...], PlannedDate] = {}
    remarks: dict[str, None] = {}
    for heading, line in lines:
        if len(line) > _LONGEST_LIST:
            continue
        around = _Around(own, heading)
        for sentence in _sentences(line):
            for day, plan in _plans_of(sentence, line, around, remarks):
                plans.setdefault((plan.day, plan.start, plan.end, plan.day or (day.month, day.day)), plan)
    return list(plans.values()), _shortened(list(remarks))


def _shortened(remarks: list[str]) -> list[str]:
    """The first few, and how many there are besides."""
    more = len(remarks) - _MOST_TOLD
    return remarks[:_MOST_TOLD] + ([f"… och {more} datum till som behöver ses över."] if more > 0 else [])


def _sentences(line: str) -> list[str]:
    parts, start = [], 0
    for hit in _NEW_SENTENCE.finditer(line):
        parts.append(line[start : hit.start() + 1])
        start = hit.end()
    return [*parts, line[start:]]


def _plans_of(
    sentence: str, line: str, around: _Around, remarks: dict[str, None]
) -> list[tuple[DateMention, PlannedDate]]:
    days = _without_ends(sentence, dates(sentence))
    lead = sentence[: days[0].start].strip(_STRIPPED) if days else sentence
    is_ahead = is_announced(lead)
    for text in unread_dates(sentence):
        if is_announced(sentence[: sentence.find(text)]) or (
            sentence.startswith(text) and (times(sentence) or around.is_of_dates)
        ):
            remarks.setdefault(f"”{text}” är inget datum. Skriv det som gäller.")
    if not days:
        if is_vague(sentence, around.is_of_dates):
            remarks.setdefault(f"Dagen går inte att läsa ut: ”{sentence[:_LONGEST_TITLE]}”.")
        return []
    listed = _shared(sentence, _with_times(sentence, days, not lead), around.time)
    if lead and not is_ahead and not is_named(lead, days[0], listed[0].at, sentence):
        if around.is_of_dates and len(line) <= LONGEST_LINE and not is_deadline(line):
            remarks.setdefault(f"Dagen går inte att läsa ut: ”{sentence[:_LONGEST_TITLE]}”.")
        return []
    is_listed = around.is_of_dates and (_is_own_line(line) or len(listed) > 1)
    taken = listed if is_ahead or is_listed else [d for d in listed if d.at] or _alone(listed, lead, line)
    plans = []
    for one in taken:
        plan = _plan(one, _title_of(sentence, one, listed, lead), line, around)
        if plan is None or (not _is_certain(plan, one, lead, is_ahead, around)):
            continue
        _tell(sentence, one.day, plan, remarks)
        plans.append((one.day, plan))
    if not plans and not lead and not sentence[listed[0].end :].strip(_STRIPPED + ".") and around.lies_ahead(days[0]):
        remarks.setdefault(f"”{sentence[:_LONGEST_TITLE]}” står ensamt. Skriv vad som händer den dagen.")
    return plans


def _alone(listed: list[_Dated], lead: str, line: str) -> list[_Dated]:
    """The date of a line that says what happens on a day, without a time."""
    return listed[:1] if lead or _is_own_line(line) else []


def _is_certain(plan: PlannedDate, one: _Dated, lead: str, is_ahead: bool, around: _Around) -> bool:
    """A date without a time has a title, or stands where dates do, and lies near when its year is inferred."""
    if one.at is not None:
        return True
    is_near_enough = plan.day is None or around.own is None or bool(one.day.year) or is_near(plan.day, around.own)
    if is_ahead or around.is_of_dates:
        return is_near_enough
    return bool(plan.title or lead) and around.own is not None and is_near_enough


def _tell(sentence: str, day: DateMention, plan: PlannedDate, remarks: dict[str, None]) -> None:
    written = sentence[day.start : day.end].strip()
    if plan.day is None:
        remarks.setdefault(f"Året framgår inte: ”{written}”. Skriv det.")
    elif day.weekday is not None and plan.day.weekday() != day.weekday:
        name = _WEEKDAYS[plan.day.weekday()]
        remarks.setdefault(f"”{written}” är en {name} {plan.day.year}. Kontrollera dagen och året.")


def _without_ends(sentence: str, days: list[DateMention]) -> list[DateMention]:
    """Without the last day of a span ("30 dec kl 18 – 2 jan"), and without the day that a meeting is moved from."""
    left: list[DateMention] = []
    for day in days:
        gap = sentence[left[-1].end : day.start] if left else ""
        for at in times(gap):
            gap = gap[: at.start] + gap[at.end :] if not gap[: at.start].strip(_STRIPPED) else gap
        if left and _SPAN.match(gap):
            if _MOVED.search(sentence[: left[-1].start]):
                left[-1] = replace(day, start=left[-1].start)
            continue
        left.append(day)
    return left


def _with_times(sentence: str, days: list[DateMention], leads: bool) -> list[_Dated]:
    """Each date with the time right after it, or later in a line that it begins; else with the one right before."""
    clocks = times(sentence)
    listed: list[_Dated] = []
    for n, day in enumerate(days):
        end = days[n + 1].start if n + 1 < len(days) else len(sentence)
        at = next(
            (t for t in clocks if day.end <= t.start < end and _belongs(sentence[day.end : t.start], t, leads)), None
        )
        if at is None:
            start = listed[-1].end if listed else 0
            before = [t for t in clocks if start <= t.start < day.start and t.is_sure]
            if before and not sentence[before[-1].end : day.start].strip(_STRIPPED):
                at = before[-1]
        listed.append(_Dated(day, at, max(day.end, at.end) if at else day.end))
    return listed


def _belongs(gap: str, at: TimeMention, leads: bool) -> bool:
    return not gap.strip(_STRIPPED) or (at.is_sure and (len(gap) <= _NEAR or leads))


def _shared(sentence: str, listed: list[_Dated], usual: TimeMention | None) -> list[_Dated]:
    """Dates of one list share the time that stands at its end, its beginning, or in the heading, and its year."""
    shared = list(listed)
    for n in range(len(shared) - 2, -1, -1):  # from the end: "21/1, 18/2 och 20/5 2027 kl 9–12"
        one, after = shared[n], shared[n + 1]
        if not _LINK.match(sentence[one.end : after.day.start]):
            continue
        day = one.day
        if day.year is None and after.day.year:
            is_before = (day.month, day.day) <= (after.day.month, after.day.day)
            day = replace(day, year=after.day.year - (0 if is_before else 1))
            day = day if is_day(day.year or 0, day.month, day.day) else one.day
        shared[n] = replace(one, day=day, at=one.at or after.at)
    for n in range(1, len(shared)):
        one, before = shared[n], shared[n - 1]
        is_linked = bool(_LINK.match(sentence[before.end : one.day.start]))
        day = one.day
        if is_linked and day.year is None and before.day.year:
            ahead = first_after(day, date(before.day.year, before.day.month, before.day.day))
            day = replace(day, year=ahead.year) if ahead else day
        at = one.at or (before.at if is_linked or _SAME_TIME.search(sentence) else None)
        shared[n] = replace(one, day=day, at=at)
    return [replace(one, at=one.at or usual) for one in shared]


def _title_of(sentence: str, one: _Dated, listed: Sequence[_Dated], lead: str) -> str:
    """What is said about a date: the words before the first, and those around its own time."""
    lead = _MOVED.sub("", lead).strip(_STRIPPED)
    n = next(i for i, other in enumerate(listed) if other.day == one.day)
    following = [other.day.start for other in listed[n + 1 :]]
    end = min([*following, len(sentence)])
    at = one.at if one.at and one.day.end <= one.at.start < end else None
    between, after = (
        (sentence[one.day.end : at.start], sentence[at.end : end]) if at else ("", sentence[one.day.end : end])
    )
    if _LINK.match(after) and following:
        after = ""
    for ending in reversed(dates(after)):  # of a span
        after = f"{after[: ending.start].rstrip(_STRIPPED)} {after[ending.end :]}"
    return _title(lead if len(listed) == 1 else "", between, after) or _title(lead, "", "")


def _plan(one: _Dated, title: str, line: str, around: _Around) -> PlannedDate | None:
    when = around.day(one.day)
    if when is not None and around.own is not None and when <= around.own:
        return None
    begins, ends = (one.at.begins, one.at.ends) if one.at else (None, None)
    return PlannedDate(when, begins, ends, title[:_LONGEST_TITLE], line, one.day.year is None)


def _title(lead: str, between: str, after: str) -> str:
    parts = [_LINKING.sub("", f"{lead} ").strip(_STRIPPED)]
    for part in (between, after):
        text = part.strip(_STRIPPED + ".").strip()
        if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
            text = text[1:-1]
        parts.append(text)
    title = _NO_TITLE.sub("", " ".join(p for p in parts if any(c.isalnum() for c in p))).strip(_STRIPPED + "()")
    title += ")" * (title.count("(") - title.count(")"))
    return title if title.casefold() not in ("den", "kl", "klockan", "och", "samt", "alla", "samtliga") else ""


def _is_own_line(line: str) -> bool:
    return len(line) <= LONGEST_LINE and not line.endswith((".", ",")) and not _NEW_SENTENCE.search(line)
