"""When the meeting was: its own day and time, from the head of the minutes, its title or the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time

from spiral.sources.minutes.dates import DateMention, compact_date, dates, is_day
from spiral.sources.minutes.times import times

_WHEN = (
    r"(?:(?:sammanträdes|mötes|start|slut|dagens\s+)?(?:datum|dag|tid(?:punkt)?|tider)|när|klockan|kl|den|och|date|time|"
    r"start(?:ade)?|slut(?:ade)?|började|mötet)"
)
_WHEN_LABEL = re.compile(rf"\b{_WHEN}\b|[.:,;()|–—-]", re.IGNORECASE)
_LABEL_ALONE = re.compile(
    r"^(?:sammanträdes|mötes)?(?:datum|dag|tid(?:punkt)?)(?:\s*(?:och|/)\s*tid)?\s*:?$", re.IGNORECASE
)
#: A label whose value may hold more than a day and a time: "Plats och tid: Hasselrummet, den 5 november 2026 kl 8.15".
_LABELLED = re.compile(
    r"^(?:(?:sammanträdes|mötes)?(?:plats|tid|datum|dag|lokal)|när|var|tidpunkt|klockan|kl)"
    r"(?:\s*(?:och|/|&|,)\s*(?:plats|tid|datum|dag|lokal))*\s*[:|]\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_OF_WHEN = re.compile(r"^(?:(?:sammanträdes|mötes)?(?:tid|datum|dag)|när|tidpunkt|klockan|kl)\s*:", re.IGNORECASE)
_ENDED = re.compile(r"^(?:slut(?:ade|tid)?|mötet slutade|avslut(?:ades)?)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?\b", re.I)
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?!\d|\s?[-–/]\s?\d)|\b(?:ht|vt|hösten|våren)\s?-?['’]?(\d\d)\b(?!\s?[-–/.:]\s?\d)", re.I
)
_UNTIL = re.compile(r"(?:[–—-]|\btill\b)\s*$", re.IGNORECASE)
_LONGEST = 80


@dataclass
class OwnDay:
    """What has been found so far; ``undated`` is a day without its year, as it is written."""

    day: date | None = None
    start: time | None = None
    end: time | None = None
    undated: DateMention | None = None
    written: str = ""
    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # that say where and when among other things
    is_in_list: bool = False

    def take_line(self, text: str, following: str) -> bool:
        """Whether the line is the meeting's own day or time and nothing else; kept when it is the first of its kind.
        ``following`` is the next line: where it is a day as well, the two are a list."""
        if len(text) > _LONGEST:
            return False
        days, clocks = dates(text), times(text)
        spans = [(d.start, d.end) for d in days[: 2 if _is_span(text, days) else 1]]
        spans += [(t.start, t.end) for t in clocks[:1]]
        left = text
        for start, end in sorted(spans, reverse=True):
            left = f"{left[:start]} {left[end:]}"
        if _WEEKDAY.sub("", _WHEN_LABEL.sub(" ", left)).strip():
            return False
        if not spans:
            return bool(_LABEL_ALONE.match(text) and (dates(following[:_LONGEST]) or times(following[:_LONGEST])))
        if not days and self.start and not self.end and _ENDED.match(text):
            self.end = clocks[0].begins
            return True
        day = days[0] if days else None
        if day is not None and day.year is None and (self.is_in_list or self._is_a_list(following)):
            self.is_in_list = True
            return False
        if day and clocks and not self.start and self._says_again(day):
            self.start, self.end = clocks[0].begins, clocks[0].ends
            return True
        if (day and (self.day or self.undated)) or (clocks and self.start):
            return day is not None and not clocks and self._says_again(day)
        self._take(day, text)
        if clocks:
            self.start, self.end = clocks[0].begins, clocks[0].ends
        return True

    def take_labelled(self, text: str) -> bool:
        """Whether the line says where and when; the day and the time in it are taken."""
        hit = _LABELLED.match(text)
        if hit is None:
            return False
        days, clocks = dates(hit["rest"]), times(hit["rest"])
        if days and not self.day and not self.undated:
            self._take(days[0], hit["rest"])
        ours = [
            t
            for t in clocks
            if (t.is_sure and (not days or t.start >= days[0].end or len(clocks) == 1))
            or (days and not hit["rest"][days[0].end : t.start].strip(" ,;"))
        ]
        if not days and not clocks and _OF_WHEN.match(text):
            self.problems.append(f"”{text[:_LONGEST]}” går inte att läsa som dag eller tid. Skriv den med siffror.")
        if ours and not self.start:
            self.start, self.end = ours[0].begins, ours[0].ends
        self.lines.append(text)
        return True

    def take_title(self, text: str) -> None:
        """A date and a time that stand in the title; it keeps them."""
        for day in dates(text)[:1]:
            if day.year and not self.day:
                self.day = date(day.year, day.month, day.day)
                for clock in [t for t in times(text) if t.start >= day.end and t.is_sure][:1]:
                    self.start, self.end = clock.begins, clock.ends

    def settle(self, title: str, stem: str) -> None:
        """The day from title and file name where the text has none, and what is to be said about it."""
        compact = compact_date(title) or compact_date(stem)
        if self.day is None and self.undated is not None:
            self._add_year(f"{title} {stem}", compact)
        elif self.day is None and compact is None and (days := dates(title)):
            self.undated, self.written = days[0], title[days[0].start : days[0].end].strip()
            self._add_year(f"{title} {stem}", compact)
        elif self.day is None:
            self.day = compact
        elif compact and compact != self.day:
            self.problems.append(
                f"Rubriken säger {compact.isoformat()} men texten {self.day.isoformat()}. Texten gäller."
            )
        if self.day is None and self.undated is not None:
            self.problems.append(f"Mötets datum är skrivet utan år: ”{self.written}”. Skriv året.")
        elif self.day is None:
            self.problems.append("Mötets datum står inte i texten. Skriv det.")

    def _take(self, day: DateMention | None, text: str) -> None:
        if day is None:
            return
        if day.year:
            self.day = date(day.year, day.month, day.day)
        else:
            self.undated, self.written = day, text.strip()

    def _says_again(self, day: DateMention) -> bool:
        """The same day once more, as under "Sammanträdesdatum"."""
        known = self.day or self.undated
        return known is not None and (known.month, known.day) == (day.month, day.day)

    def _is_a_list(self, following: str) -> bool:
        days = dates(following[:_LONGEST])
        return bool(days) and days[0].year is None and days[0].start == 0

    def _add_year(self, around: str, compact: date | None) -> None:
        """The year of title or file name, unless the weekday says that it is another."""
        day = self.undated
        if day is None:
            return
        years = {int(whole or 2000 + int(short)) for whole, short in _YEAR.findall(around)}
        if compact and (compact.month, compact.day) == (day.month, day.day):
            years = {compact.year}
        for year in years if len(years) == 1 else ():
            if is_day(year, day.month, day.day):
                result = date(year, day.month, day.day)
                if day.weekday is None or result.weekday() == day.weekday:
                    self.day = result


def _is_span(text: str, days: list[DateMention]) -> bool:
    """ "2026-12-30 kl 18 – 2027-01-02": the second day is when it ends."""
    return len(days) == 2 and bool(_UNTIL.search(text[days[0].end : days[1].start]))
