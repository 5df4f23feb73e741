"""What has been understood of minutes so far, and where the lines about people go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from spiral.sources.minutes.attendance import Roll
from spiral.sources.minutes.contents import Participant
from spiral.sources.minutes.lines import DASHES, LineKind, TextLine
from spiral.sources.minutes.own_day import OwnDay
from spiral.sources.minutes.people import (
    Places,
    is_name,
    is_office,
    of_cells,
    participants,
    participants_and_rest,
    without_addresses,
)
from spiral.sources.minutes.roll import ABSENT, LABEL, present_by, without_mark

LONGEST_HEADING = 150
#: A page has room for this many; further headings stand as notes of the last item.
MOST_ITEMS = 100
ABSENTEES = "Frånvarande"
WITHOUT_HEADING = "Anteckningar"
_LABELLED = re.compile(r"^(?P<label>[^\W\d_][^:,()]{1,40}?)\s*:\s*(?P<rest>\S.*)?$")
_LEADS = re.compile(
    r"^(?:\w*ordförande|\w*sekreterare|mötesledare|samtalsledare|vid pennan|antecknare|protokollförare|"
    r"\w*protokoll|anteckningar(?: av)?|värd|sammankallande)$",
    re.IGNORECASE,
)
_GOES_ON = (",", " och", " &")
_LONGEST_LABELLED = 4000
_LONGEST_UNREAD = 100
_MOST_TOLD = 5
#: A bullet shorter than this among people is one of them, though it ends with a full stop: "Cia Ö ← sekr."
_SHORT = 25


@dataclass
class MinutesDraft:
    """The minutes as far as they have been read. ``roll`` is the list that the lines stand in: "present", "absent" or
    none; ``is_strict`` says that a bare name is none in it."""

    places: Places
    boxes_count: bool = False
    own: OwnDay = field(default_factory=OwnDay)
    title: str = ""
    kind_of_document: str = ""
    people: list[Participant] = field(default_factory=list)
    absent: dict[str, list[TextLine]] = field(default_factory=dict)
    items: list[tuple[str, list[TextLine]]] = field(default_factory=list)
    unparsed: list[TextLine] = field(default_factory=list)
    structure: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    roll: str = ""
    over_absent: str = ABSENTEES
    is_strict: bool = False
    is_listed: bool = False  # some of those present stand with a municipality

    def begin(self, heading: str) -> None:
        """A new item; a heading that no page could carry is cut, and stands whole as its first note."""
        self.roll = ""
        if len(self.items) >= MOST_ITEMS:
            self.note(TextLine(heading))
        elif len(heading) > LONGEST_HEADING:
            self.items.append((f"{heading[:LONGEST_HEADING].rsplit(' ', 1)[0]} …", [TextLine(heading)]))
        else:
            self.items.append((heading.rstrip(" :") or heading, []))

    def note(self, line: TextLine) -> None:
        (self.items[-1][1] if self.items else self.unparsed).append(line)

    def heading_or_note(self, line: TextLine, is_heading: bool) -> None:
        if is_heading:
            self.begin(line.note)
        else:
            self.note(line)

    def add_people(self, people: list[Participant]) -> None:
        self.people += [replace(p, office=p.office.replace(", |", ",").replace(" |", ",")) for p in people]
        self.is_listed = self.is_listed or any(p.municipality for p in people)

    def add_absent(self, line: TextLine) -> None:
        """Somebody who was not there: stands as an item of its own, never among those present."""
        self.absent.setdefault(self.over_absent, []).append(line)

    def add_roll(self, roll: Roll) -> None:
        """A table of people."""
        self.add_people(roll.present)
        self.over_absent = ABSENTEES
        for text in roll.absent:
            self.add_absent(TextLine(text))
        self.structure += roll.structure
        self.problems += roll.problems

    def could_not_read(self, line: TextLine, pieces: list[str] | None = None) -> None:
        """Something among the people that names nobody: kept as text, and told."""
        for piece in pieces if pieces is not None else [line.text]:
            self.unread.setdefault(piece[:_LONGEST_UNREAD])
        self.unparsed += [TextLine(piece) for piece in pieces] if pieces is not None else [line]

    def finished_items(self) -> list[tuple[str, list[TextLine]]]:
        """Those absent first, then the items; loose text as an item of its own where there is no other."""
        items = self.items
        loose = [line for line in self.unparsed if line.kind is not LineKind.MARGIN]
        if not items and loose:
            items = [(WITHOUT_HEADING, loose)]
            self.unparsed = [line for line in self.unparsed if line.kind is LineKind.MARGIN]
        return [*self.absent.items(), *items]

    def remarks(self) -> list[str]:
        """What is to be said about the people."""
        pieces = list(self.unread)
        remarks = [
            f"”{piece}” bland deltagarna går inte att tolka. Skriv ”Namn (Kommun)”." for piece in pieces[:_MOST_TOLD]
        ]
        if len(pieces) > _MOST_TOLD:
            remarks.append(f"… och {len(pieces) - _MOST_TOLD} rader till bland deltagarna.")
        if not self.people:
            remarks.append("Inga deltagare hittades. Lägg till dem, eller skriv dem som ”Namn (Kommun)” i texten.")
        return [*remarks, *dict.fromkeys(self.problems)]


def place_label(draft: MinutesDraft, line: TextLine, is_heading: bool) -> bool:
    """Whether the line is a heading over those present or absent, with or without a list on it."""
    text = f"{line.cells[0]}: {line.cells[1]}" if len(line.cells) == 2 and line.cells[1] else line.text
    if len(text) > _LONGEST_LABELLED:
        return False
    if absent := ABSENT.match(text):
        _begin_absent(draft, line, absent)
        return True
    label = LABEL.match(text)
    follows_absent = bool(draft.items) and bool(ABSENT.match(draft.items[-1][0]))
    if label is None or (draft.people and draft.items and not follows_absent):
        return False
    rest, addresses = without_addresses(label["rest"].strip())
    present, unread = _present(draft, rest) if rest else ([], [])
    if rest and not present:
        if not draft.items and not is_heading:
            draft.unread.setdefault(rest[:_LONGEST_UNREAD])
        draft.heading_or_note(line, is_heading)
        return True
    draft.roll, draft.is_strict = "present", bool(rest) and not rest.endswith(_GOES_ON)
    draft.structure.append(TextLine(text[: label.start("rest")].strip(), line.kind, line.number).note)
    draft.structure += addresses
    draft.add_people(present)
    if unread:
        draft.could_not_read(line, unread)
    return True


def _begin_absent(draft: MinutesDraft, line: TextLine, absent: re.Match[str]) -> None:
    heading = TextLine(absent["label"], line.kind, line.number).note
    rest = absent["rest"].strip()
    if draft.items:  # far down: an item among the others
        draft.begin(heading)
        if rest:
            draft.note(TextLine(rest))
        return
    if heading in draft.absent:
        draft.structure.append(heading)
    draft.roll, draft.over_absent = "absent", heading
    draft.absent.setdefault(heading, [])
    draft.is_strict = bool(rest) and not rest.endswith(_GOES_ON)
    if rest:
        draft.add_absent(TextLine(rest))


def _present(draft: MinutesDraft, text: str) -> tuple[list[Participant], list[str]]:
    """Those of a line's list, and what of it names nobody; those marked as absent are put aside."""
    present, unread = participants_and_rest(text, draft.places, in_list=True)
    here = []
    for one in present:
        if one.office and present_by(one.office.strip(" ()")) is False:
            draft.over_absent = ABSENTEES
            draft.add_absent(TextLine(", ".join(x for x in (one.name, one.municipality, one.office) if x)))
        else:
            here.append(one)
    return here, unread


def place_person(draft: MinutesDraft, line: TextLine, is_heading: bool, early: bool) -> bool:
    """Whether the line names people, in a list of them or near the top; then they are noted where they belong."""
    if line.kind is LineKind.HEADING or not (draft.roll or early):
        return False
    box = line.mark if line.mark not in DASHES else ""
    text, addresses = without_addresses(f"{box} {of_cells(line.cells) or line.text}".strip())
    marked = without_mark(text, boxes_count=draft.boxes_count) if draft.roll else None
    said = marked.text if marked else text
    if draft.roll and _place_leader(draft, line):
        return True
    in_list = bool(draft.roll) and not draft.is_strict and not (is_heading and draft.is_listed)
    if marked and marked.is_present is not None:
        in_list = True
    present, unread = participants_and_rest(said, draft.places, in_list=in_list)
    if not present or (unread and not draft.roll):
        return False
    if draft.roll == "absent" or (marked and marked.is_present is False):
        if draft.roll != "absent":
            draft.over_absent = ABSENTEES
        draft.add_absent(replace(line, cells=()))
        return True
    here, unread = _present(draft, said) if in_list else (present, unread)
    draft.add_people(here)
    draft.structure += [f"{line.number}."] if line.kind is LineKind.NUMBERED else []
    draft.structure += [*([marked.mark] if marked and marked.mark else []), *addresses]
    if unread:
        draft.could_not_read(line, unread)
    draft.is_strict = draft.is_strict and not line.text.endswith(_GOES_ON)
    return True


def _place_leader(draft: MinutesDraft, line: TextLine) -> bool:
    """ "Ordförande: Alva Ek" among the people: an office first."""
    hit = _LABELLED.match(line.text)
    if not hit or not hit["rest"] or not (_LEADS.match(hit["label"]) or is_office(hit["label"])):
        return False
    result = participants(hit["rest"], draft.places, in_list=True)
    if not result or not is_name(result[0].name, 1) or draft.roll != "present":
        return False
    known = {p.name for p in draft.people}
    draft.add_people([replace(p, office=p.office or hit["label"]) for p in result if p.name not in known])
    draft.structure.append(line.note if any(p.name in known for p in result) else f"{hit['label']}:")
    return True


def end_roll(draft: MinutesDraft, line: TextLine) -> bool:
    """Whether a line in a list of people names nobody and is no heading: told, unless it is a label or a sentence,
    which ends the list."""
    if not draft.roll or draft.items:
        return False
    is_sentence = line.text.endswith((".", "!", "?")) and not (line.kind is LineKind.BULLET and len(line.text) < _SHORT)
    is_other = bool(_LABELLED.match(line.text)) or len(line.text) > _LONGEST_UNREAD or is_sentence
    if is_other or draft.is_strict or draft.roll == "absent" or line.cells:
        draft.roll = ""
        return False
    draft.could_not_read(line)
    return True
