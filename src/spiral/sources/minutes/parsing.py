"""Lines → minutes. Every line ends up somewhere: what is not understood is kept as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePath

from spiral.sources.minutes.attendance import attendance
from spiral.sources.minutes.contents import Link, Minutes, MinutesItem
from spiral.sources.minutes.dates import dates
from spiral.sources.minutes.draft import MinutesDraft, end_roll, place_label, place_person
from spiral.sources.minutes.headings import headings
from spiral.sources.minutes.lines import BOXES, DASHES, LineKind, TextLine
from spiral.sources.minutes.people import Places, participants
from spiral.sources.minutes.plans import planned_dates
from spiral.sources.minutes.roll import ABSENT_WITHIN, LABEL
from spiral.sources.minutes.statements import statement_proposal

LONGEST_TITLE = 120
_ADDRESS = re.compile(r"https?://[^\s<>\"\])]+")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
#: What a paper is, where it stands over the title proper.
_KIND_OF_DOCUMENT = re.compile(
    r"^(?:sammanträdes|mötes|styrelse)?(?:protokoll(?:sutdrag)?|minnesanteckningar|anteckningar|dagordning|kallelse)\W*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^:]{2,40}:\s")
_TICKED = re.compile(r"^\s*(?:[☑☒✓✔■]|\[[xX]\]|[xX]\s)")
#: What stands before a title and is none of it, and the page's number after it.
_TITLE_LABEL = re.compile(r"^(?:ämne|rubrik|titel|subject)\s*:\s*(?=\S)", re.IGNORECASE)
_PAGE = re.compile(r"\s(?:sid(?:a|an)?\s*)?\d{1,3}\s?\(\d{1,3}\)$", re.IGNORECASE)
#: How far down the meeting's own date is looked for.
_HEAD = 25


def parse_minutes(
    lines: Sequence[TextLine], municipalities: list[str], name: str = "", remarks: Sequence[str] = ()
) -> Minutes:
    """The minutes in ``lines``. ``name`` is the file's, where a date is looked for when the text has none;
    ``remarks`` are what the reader of the file has to say."""
    draft = MinutesDraft(Places(municipalities))
    filled = _split_rolls(_with_links(lines, draft.links))
    filled = _dashes_beside_ticks(filled)
    draft.boxes_count = any(line.mark == BOXES[1] or _TICKED.match(line.text) for line in filled)
    heads = headings(filled)
    position = at = 0
    while at < len(filled):
        line = filled[at]
        if line.kind is LineKind.MARGIN:
            draft.unparsed.append(line)
        elif line.kind is not LineKind.BLANK:
            rows = _place_table(draft, filled, at)
            if rows == 0:
                _place_line(draft, line, at in heads, position, _following(filled, at))
            at += max(rows - 1, 0)
            position += 1
        at += 1
    return _minutes(draft, name, remarks)


def _dashes_beside_ticks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Where some of a list are ticked ("✓ Alva Ek"), a dash before another is an empty box."""
    boxed = list(lines)
    for is_blank, group in groupby(range(len(lines)), lambda at: lines[at].kind is LineKind.BLANK):
        block = list(group)
        if not is_blank and any(lines[at].kind is LineKind.TEXT and _TICKED.match(lines[at].text) for at in block):
            for at in block:
                line = lines[at]
                if line.kind is LineKind.BULLET and line.mark in DASHES and line.mark and not _TICKED.match(line.text):
                    boxed[at] = replace(line, text=f"☐ {line.text}", kind=LineKind.TEXT, mark="")
    return boxed


def _following(lines: Sequence[TextLine], at: int) -> str:
    return next((line.text for line in lines[at + 1 : at + 4] if line.kind is not LineKind.BLANK), "")


def _place_table(draft: MinutesDraft, lines: Sequence[TextLine], at: int) -> int:
    """How many rows of a table of people begin here; 0 for none."""
    if not lines[at].cells or draft.items and draft.people:
        return 0
    roll = attendance(lines[at:], draft.places, draft.own.day)
    if roll is None:
        return 0
    draft.add_roll(roll)
    return roll.rows


def _place_line(draft: MinutesDraft, line: TextLine, is_heading: bool, position: int, following: str) -> None:
    """Put a line where it belongs in the draft; ``position``: the number of lines with text before it."""
    text = line.text
    early = not draft.items and position < _HEAD
    if early and draft.own.take_line(text, following):
        draft.structure.append(line.note)
    elif early and draft.own.take_labelled(text):
        draft.roll = ""
        draft.unparsed.append(line)
    elif place_label(draft, line, is_heading):
        pass
    elif early and _is_title(draft, line, following):
        if _KIND_OF_DOCUMENT.match(text) and not draft.kind_of_document:
            draft.kind_of_document = text
        else:
            label, page = _TITLE_LABEL.match(text), _PAGE.search(text)
            draft.title = text[label.end() if label else 0 : page.start() if page else None].strip() or text
            draft.structure += [
                part[0].strip() for part in (label, page) if part and part[0].strip() not in draft.title
            ]
            draft.own.take_title(text)
    elif place_person(draft, line, is_heading, early) or (not is_heading and end_roll(draft, line)):
        pass
    else:
        draft.heading_or_note(line, is_heading)


def _is_title(draft: MinutesDraft, line: TextLine, following: str) -> bool:
    """Whether the line is the heading of the whole. Below the kind of paper ("Protokoll") a marked heading is one only
    where day or people follow it."""
    is_below = bool(draft.kind_of_document) and line.kind is LineKind.HEADING
    return (
        not draft.title
        and not draft.people
        and not draft.unparsed
        and not draft.roll
        and line.kind in (LineKind.TEXT, LineKind.HEADING)
        and len(line.text) <= LONGEST_TITLE
        and any(c.isalpha() for c in line.text)
        and not (is_below and not (dates(following) or LABEL.match(following) or _LABELLED.match(following)))
        and not (draft.kind_of_document and (_LABELLED.match(line.text) or _KIND_OF_DOCUMENT.match(line.text)))
        and not participants(line.text, draft.places, in_list=False)
    )


def _minutes(draft: MinutesDraft, name: str, remarks: Sequence[str]) -> Minutes:
    if not draft.title:
        draft.title, draft.kind_of_document = draft.kind_of_document, ""
    if draft.kind_of_document:
        draft.structure.append(draft.kind_of_document)
    own = draft.own
    own.settle(draft.title, PurePath(name).stem)
    items = draft.finished_items()
    loose = [line for line in draft.unparsed if line.kind is not LineKind.MARGIN]
    under = [("", line) for line in loose if line.text not in own.lines]
    for heading, notes in items:
        under += [("", TextLine(heading, LineKind.HEADING)), *((heading, line) for line in notes)]
    plans, unread = planned_dates([(heading, line.text) for heading, line in under], own.day)
    statements, of_scales = statement_proposal([line for _heading, line in under])
    without_title = [] if draft.title else ["Ingen rubrik hittades. Skriv en."]
    return Minutes(
        title=draft.title,
        day=own.day,
        start=own.start,
        end=own.end,
        participants=tuple(draft.people),
        items=tuple(MinutesItem(heading, tuple(line.note for line in notes)) for heading, notes in items),
        planned=tuple(plans),
        statements=statements,
        links=tuple(Link(text, url) for url, text in draft.links.items()),
        unparsed=tuple(line.note for line in draft.unparsed),
        structure=tuple(draft.structure),
        problems=(*remarks, *own.problems, *without_title, *draft.remarks(), *unread, *of_scales),
    )


def _split_rolls(lines: Sequence[TextLine]) -> list[TextLine]:
    """Where those present and those absent stand on one line, a line for each."""
    split: list[TextLine] = []
    for line in lines:
        parts = ABSENT_WITHIN.split(line.text) if LABEL.match(line.text) and len(line.text) <= 4000 else [line.text]
        split += [replace(line, text=part) for part in parts] if len(parts) > 1 else [line]
    return split


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
        linked.append(line if text == line.text else replace(line, text=text))
    return linked
