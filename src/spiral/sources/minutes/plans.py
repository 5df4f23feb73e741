"""Dates ahead, as they are listed at the end of a meeting.

What is taken as planned: a line that begins with a date and has a time ("26 januari 9.00–12.00 Tema"), a sentence that
announces one ("Nästa möte är 26 januari kl. 9"), and a line of its own with a date and what happens then ("5 oktober
presentation i nätverket"). A date in running text ("5 oktober postas häftet. Det …") stays a note and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from spiral.sources.minutes.contents import PlannedDate
from spiral.sources.minutes.times import DateMention, TimeMention, dates, first_after, is_near, times

_ANNOUNCED = re.compile(
    r"\b(?:nästa|nästkommande|kommande|följande|träffas|ses|boka|kallelse|inbjud\w+)\b", re.IGNORECASE
)
_LINKING = re.compile(r"(?:\s{0,9}[:,–—-]|\s{1,9}(?:är|blir|sker|hålls|den|på)){1,8}\s{0,9}$", re.IGNORECASE)
_NEW_SENTENCE = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
_LONGEST_LINE, _LONGEST_LEAD, _NEAR = 90, 60, 14
_LONGEST_LIST = 2000  # several dates may share a line, but not a page
_STRIPPED = " ,;:–—-|"
_LONGEST_TITLE = 120


def planned_dates(lines: Iterable[str], own: date | None) -> list[PlannedDate]:
    """Every date ahead once, in order. ``own`` is the meeting's day, from which a missing year is inferred."""
    plans: dict[tuple[object, ...], PlannedDate] = {}
    for line in lines:
        for plan in _plans_of_line(line, own):
            plans.setdefault((plan.day, plan.start, plan.end, plan.day or plan.source), plan)
    return list(plans.values())


def _plans_of_line(line: str, own: date | None) -> list[PlannedDate]:
    days = dates(line) if len(line) <= _LONGEST_LIST else []
    if not days:
        return []
    lead = line[: days[0].start].strip(_STRIPPED)
    if lead and not (len(lead) <= _LONGEST_LEAD and _ANNOUNCED.search(lead)):
        return []
    clocks = times(line)
    plans = []
    timed = [(d, t) for i, d in enumerate(days) if (t := _time_of(line, d, clocks, days[i + 1 : i + 2], not lead))]
    for i, (day, at) in enumerate(timed):
        after = line[at.end : timed[i + 1][0].start if i + 1 < len(timed) else None]
        between = line[day.end : at.start]
        title = _title(lead if len(timed) == 1 else "", between, after) or _title(lead, "", "")
        plans.append(_plan(day, at, title, line, own))
    if not plans and not lead and _is_own_line(line):
        title = _title("", line[days[0].end :], "")
        plan = _plan(days[0], None, title, line, own)
        if title and plan and own and plan.day and (days[0].year or is_near(plan.day, own)):
            plans.append(plan)
    return [p for p in plans if p is not None]


def _time_of(
    line: str, day: DateMention, clocks: list[TimeMention], following: list[DateMention], leads: bool
) -> TimeMention | None:
    """The time that belongs to a date: right after it, or later in a line that the date begins."""
    end = following[0].start if following else len(line)
    for at in clocks:
        if day.end <= at.start < end:
            gap = line[day.end : at.start]
            if not gap.strip(_STRIPPED) or (
                at.is_sure and (len(gap) <= _NEAR or leads) and not _NEW_SENTENCE.search(gap)
            ):
                return at
    return None


def _plan(day: DateMention, at: TimeMention | None, title: str, line: str, own: date | None) -> PlannedDate | None:
    when = first_after(day, own)
    if when is not None and own is not None and when <= own:
        return None
    begins, ends = (at.begins, at.ends) if at else (None, None)
    return PlannedDate(when, begins, ends, title[:_LONGEST_TITLE], line, day.year is None)


def _title(lead: str, between: str, after: str) -> str:
    parts = [_LINKING.sub("", f"{lead} ").strip(_STRIPPED)]
    for part in (between, after):
        sentence = _NEW_SENTENCE.search(part)
        text = (part[: sentence.start()] if sentence else part).strip(_STRIPPED + ".").strip()
        if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
            text = text[1:-1]
        parts.append(text)
    title = " ".join(p for p in parts if any(c.isalnum() for c in p))
    return title if title.casefold() not in ("den", "kl", "klockan") else ""


def _is_own_line(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and not line.endswith((".", ",")) and not _NEW_SENTENCE.search(line)
