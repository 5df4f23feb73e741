"""What there is in minutes, and the JSON that ``spiral minutes`` prints."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was there. ``office`` is what stood beside the name and is no municipality."""

    name: str
    municipality: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """A heading with what stands under it, one note for each paragraph, bullet or number."""

    heading: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """A date ahead. ``day`` is None where the year cannot be told; ``is_inferred`` says that the year did not stand
    there. ``source`` is the line, which also stays among the notes."""

    day: date | None
    start: time | None
    end: time | None
    title: str
    source: str
    is_inferred: bool = True


@dataclass(frozen=True, slots=True)
class StatementProposal:
    """Numbered statements with a scale beside them; empty when there are none. Both also stay among the notes."""

    scale: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link's text and address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything of a file. ``structure`` are the lines that became date, time and the heading over the participants:
    with it, every word of the file is found again."""

    title: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None
    participants: tuple[Participant, ...] = ()
    items: tuple[MinutesItem, ...] = ()
    planned: tuple[PlannedDate, ...] = ()
    statements: StatementProposal = field(default_factory=StatementProposal)
    links: tuple[Link, ...] = ()
    unparsed: tuple[str, ...] = ()
    structure: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def begins(self) -> str | None:
        """Date and time of the meeting in ISO; the date alone where no time stood; None without a date."""
        if self.day is None:
            return None
        if self.start is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.start).isoformat(timespec="minutes")

    def as_json(self) -> dict[str, Any]:
        """What ``spiral minutes FILE --json`` prints."""
        return {
            "title": self.title,
            "start": self.begins,
            "participants": [asdict(p) for p in self.participants],
            "items": [{"heading": i.heading, "notes": list(i.notes)} for i in self.items],
            "planned": [
                {
                    "date": p.day.isoformat() if p.day else None,
                    "start": _clock(p.start),
                    "end": _clock(p.end),
                    "title": p.title,
                }
                for p in self.planned
            ],
            "statements": {"scale": list(self.statements.scale), "items": list(self.statements.items)},
            "links": [asdict(link) for link in self.links],
            "unparsed": list(self.unparsed),
            "problems": list(self.problems),
        }

    def as_document(self) -> dict[str, Any]:
        """All of it as JSON, for ``from_document`` on the other side of a process."""
        return json.loads(json.dumps(asdict(self), default=_iso))

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Minutes:
        """What ``as_document`` gave."""
        whole: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in document.items()
        }
        return cls(
            **whole
            | {
                "day": _day(document["day"]),
                "start": _time(document["start"]),
                "end": _time(document["end"]),
                "participants": tuple(Participant(**p) for p in document["participants"]),
                "items": tuple(MinutesItem(i["heading"], tuple(i["notes"])) for i in document["items"]),
                "planned": tuple(
                    PlannedDate(**p | {"day": _day(p["day"]), "start": _time(p["start"]), "end": _time(p["end"])})
                    for p in document["planned"]
                ),
                "statements": StatementProposal(*(tuple(document["statements"][key]) for key in ("scale", "items"))),
                "links": tuple(Link(**link) for link in document["links"]),
            }
        )


def _iso(value: date | time) -> str:
    return value.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _clock(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None
