"""Lines → minutes. Every line ends up somewhere: what is not understood is kept as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import PurePath

from spiral.sources.minutes.contents import Link, Minutes, MinutesItem, Participant
from spiral.sources.minutes.headings import headings
from spiral.sources.minutes.lines import LineKind, TextLine
from spiral.sources.minutes.people import ABSENT, LABEL, Places, participants
from spiral.sources.minutes.plans import planned_dates
from spiral.sources.minutes.statements import statement_proposal
from spiral.sources.minutes.times import compact_date, dates, times

LONGEST_TITLE, LONGEST_HEADING = 120, 150
#: A page has room for this many; further headings stand as notes of the last item.
MOST_ITEMS = 100
WITHOUT_HEADING = "Anteckningar"
_WHEN_LABEL = re.compile(
    r"\b(?:datum|tid(?:punkt)?|när|dag|klockan|kl|den|och|mötesdatum|date|time)\b|[.:,;()|–—-]", re.IGNORECASE
)
_WEEKDAY = re.compile(r"\b(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?\b", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"\])]+")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
#: How far down the meeting's own date is looked for.
_HEAD = 25


@dataclass
class _Draft:
    """What has been understood so far."""

    places: Places
    title: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None
    people: list[Participant] = field(default_factory=list)
    items: list[tuple[str, list[TextLine]]] = field(default_factory=list)
    unparsed: list[TextLine] = field(default_factory=list)
    structure: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    in_list: bool = False  # under the heading over those present
    is_listed: bool = False  # some of them stand with a municipality

    def begin(self, heading: str) -> None:
        """A new item; a heading that no page could carry is cut, and stands whole as its first note."""
        self.in_list = False
        if len(self.items) >= MOST_ITEMS:
            self.note(TextLine(heading))
        elif len(heading) > LONGEST_HEADING:
            self.items.append((f"{heading[:LONGEST_HEADING].rsplit(' ', 1)[0]} …", [TextLine(heading)]))
        else:
            self.items.append((heading.rstrip(" :") or heading, []))

    def note(self, line: TextLine) -> None:
        (self.items[-1][1] if self.items else self.unparsed).append(line)

    def add_people(self, people: list[Participant]) -> None:
        self.people += people
        self.is_listed = self.is_listed or any(p.municipality for p in people)


def parse_minutes(lines: Sequence[TextLine], municipalities: list[str], name: str = "") -> Minutes:
    """The minutes in ``lines``. ``name`` is the file's, where a date is looked for when the text has none."""
    draft = _Draft(Places(municipalities))
    filled = _with_links(lines, draft.links)
    heads = headings(filled)
    position = 0
    for at, line in enumerate(filled):
        if line.kind is LineKind.MARGIN:
            draft.unparsed.append(line)
        elif line.kind is not LineKind.BLANK:
            _place_line(draft, line, at in heads, position)
            position += 1
    if not draft.items and (loose := [line for line in draft.unparsed if line.kind is not LineKind.MARGIN]):
        draft.items = [(WITHOUT_HEADING, loose)]
        draft.unparsed = [line for line in draft.unparsed if line.kind is LineKind.MARGIN]
    return _minutes(draft, name)


def _place_line(draft: _Draft, line: TextLine, is_heading: bool, position: int) -> None:
    """Put a line where it belongs in the draft; ``position``: the number of lines with text before it."""
    text = line.text
    early = not draft.items and position < _HEAD
    if early and _is_when(draft, text):
        draft.structure.append(line.note)
    elif (label := LABEL.match(text)) and not draft.people and len(text) <= 4000:
        rest = label["rest"].strip()
        present = participants(rest, draft.places, in_list=True) if rest else []
        if rest and not present:
            _heading_or_note(draft, line, is_heading)
        else:
            draft.in_list = True
            draft.structure.append(TextLine(text[: label.start("rest")].strip(), line.kind, line.number).note)
            draft.add_people(present)
    elif absent := ABSENT.match(text):
        draft.begin(TextLine(absent["label"], line.kind, line.number).note)
        if absent["rest"].strip():
            draft.note(TextLine(absent["rest"].strip()))
    elif early and _is_title(draft, line):
        draft.title = text
        _date_in_title(draft, text)
    elif (
        (draft.in_list or early)
        and line.kind is not LineKind.HEADING
        and (present := _participants_of_line(draft, text, is_heading))
    ):
        draft.add_people(present)
        draft.structure += [f"{line.number}."] if line.kind is LineKind.NUMBERED else []
    else:
        _heading_or_note(draft, line, is_heading)


def _heading_or_note(draft: _Draft, line: TextLine, is_heading: bool) -> None:
    if is_heading:
        draft.begin(line.note)
    else:
        draft.note(line)


def _participants_of_line(draft: _Draft, text: str, is_heading: bool) -> list[Participant]:
    """Those a line names. Where the others stand with a municipality, a line that could be a heading must as well."""
    return participants(text, draft.places, in_list=draft.in_list and not (is_heading and draft.is_listed))


def _is_title(draft: _Draft, line: TextLine) -> bool:
    return (
        not draft.title
        and not draft.people
        and not draft.unparsed
        and not draft.in_list
        and line.kind in (LineKind.TEXT, LineKind.HEADING)
        and len(line.text) <= LONGEST_TITLE
        and any(c.isalpha() for c in line.text)
        and not participants(line.text, draft.places, in_list=False)
    )


def _is_when(draft: _Draft, text: str) -> bool:
    """Whether the line is the meeting's own date or time and nothing else; kept when it is the first of its kind."""
    if len(text) > 80:
        return False
    days, clocks = dates(text), times(text)
    spans = [(d.start, d.end) for d in days[:1]] + [(t.start, t.end) for t in clocks[:1]]
    left = text
    for start, end in sorted(spans, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    if not spans or _WEEKDAY.sub("", _WHEN_LABEL.sub(" ", left)).strip():
        return False
    day = days[0] if days else None
    if (day and (draft.day or day.year is None)) or (clocks and draft.start):
        return False
    if day and day.year:
        draft.day = date(day.year, day.month, day.day)
    if clocks:
        draft.start, draft.end = clocks[0].begins, clocks[0].ends
    return True


def _date_in_title(draft: _Draft, text: str) -> None:
    """A date and a time that stand in the title; it keeps them."""
    for day in dates(text)[:1]:
        if day.year and not draft.day:
            draft.day = date(day.year, day.month, day.day)
            for clock in [t for t in times(text) if t.start >= day.end and t.is_sure][:1]:
                draft.start, draft.end = clock.begins, clock.ends


def _minutes(draft: _Draft, name: str) -> Minutes:
    problems = []
    compact = compact_date(draft.title) or compact_date(PurePath(name).stem)
    if draft.day is None:
        draft.day = compact
    elif compact and compact != draft.day:
        problems.append(f"Rubriken säger {compact.isoformat()} men texten {draft.day.isoformat()}. Texten gäller.")
    loose = [line for line in draft.unparsed if line.kind is not LineKind.MARGIN]
    sequence = loose + [line for heading, notes in draft.items for line in (TextLine(heading), *notes)]
    plans = planned_dates([line.text for line in sequence], draft.day)
    if draft.day is None:
        problems.append("Mötets datum står inte i texten. Skriv det.")
        if any(p.day is None for p in plans):
            problems.append("Utan mötets datum går det inte att säga vilket år de planerade datumen gäller.")
    if not draft.title:
        problems.append("Ingen rubrik hittades. Skriv en.")
    if not draft.people:
        problems.append("Inga deltagare hittades. Lägg till dem, eller skriv dem som ”Namn (Kommun)” i texten.")
    return Minutes(
        title=draft.title,
        day=draft.day,
        start=draft.start,
        end=draft.end,
        participants=tuple(draft.people),
        items=tuple(MinutesItem(heading, tuple(line.note for line in notes)) for heading, notes in draft.items),
        planned=tuple(plans),
        statements=statement_proposal(sequence),
        links=tuple(Link(text, url) for url, text in draft.links.items()),
        unparsed=tuple(line.note for line in draft.unparsed),
        structure=tuple(draft.structure),
        problems=tuple(problems),
    )


def _with_links(lines: Sequence[TextLine], links: dict[str, str]) -> list[TextLine]:
    """The lines with Markdown's links as text and address; every address is collected."""

    def shown(hit: re.Match[str]) -> str:
        text, url = hit[1].strip(), hit[2]
        if url.startswith(("http://", "https://")):
            links.setdefault(url, text)
            return f"{text} ({url})" if text != url else url
        return text if url in ("", "#") else hit[0]

    linked = []
    for line in lines:
        text = _MARKDOWN_LINK.sub(shown, line.text)
        for written in _ADDRESS.findall(text):
            address = written.rstrip(".,;:!?)'")
            links.setdefault(address, address)
        linked.append(line if text == line.text else TextLine(text, line.kind, line.number))
    return linked
