"""The summary: a view of what happened, at every moment. Publishing freezes what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta
from typing import Any

from django.utils import timezone

from spiral.act.meetings import clock
from spiral.act.meetings.models import Item, Meeting
from spiral.act.meetings.queries import agenda, attachments, attendees, led_by
from spiral.act.meetings.rules import is_led_here
from spiral.engine.similar import clusters
from spiral.exchange.ratings import ratings


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a group's note. ``groups`` says who wrote it; ``was`` what was written when it has been worded
    differently; ``others`` the lines brought together in it."""

    key: str
    text: str
    groups: list[int]
    is_out: bool = False
    was: str = ""
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GroupNote:
    """A group's own page: its number (0 everybody), who was in it, and its lines."""

    number: int
    members: list[str]
    lines: list[NoteLine]


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item as it went. ``minutes_used`` is None for what was never reached. ``planned_at`` is when it was to begin;
    ``began_at`` and ``ended_at`` are '' where it did not. ``is_rated`` when its rating's result was shown."""

    number: int
    title: str
    kind: str
    minutes: int
    minutes_used: int | None
    questions: list[str]
    notes: list[GroupNote]
    decisions: list[str]
    tasks: list[dict[str, str]]
    evidence: dict[str, Any] | None = None
    round: int | None = None
    is_rated: bool = False
    planned_at: str = ""
    began_at: str = ""
    ended_at: str = ""

    @property
    def has_something(self) -> bool:
        """Somebody wrote, decided or promised something, or something was brought along."""
        written = any(note.lines for note in self.notes)
        return bool(written or self.decisions or self.tasks or self.evidence or self.round)


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole meeting. ``planned`` is when it was to begin and end, where its times are known, and ``led_by`` who led
    it. ``suggestions``, while editing, are bundles of keys that say much the same, for somebody to
    take or leave."""

    title: str
    starts_at: str
    ends_at: str
    mode: str
    where: str
    lead: str
    present: list[str]
    absent: list[str]
    points: list[ItemSummary]
    decisions: list[str]
    tasks: list[dict[str, str]]
    files: list[dict[str, Any]]
    is_made_up: bool
    suggestions: list[list[str]] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)
    led_by: str = ""

    @property
    def has_lines(self) -> bool:
        return any(note.lines for point in self.points for note in point.notes)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, frozen: Mapping[str, Any]) -> Summary:
        """What ``as_json`` wrote, frozen when the summary was published."""
        points = [
            _from_mapping(
                ItemSummary,
                p
                | {
                    "notes": [
                        _from_mapping(GroupNote, n | {"lines": [_from_mapping(NoteLine, x) for x in n["lines"]]})
                        for n in p["notes"]
                    ]
                },
            )
            for p in frozen["points"]
        ]
        return _from_mapping(cls, dict(frozen) | {"points": points})


def _from_mapping(kind: Any, values: Mapping[str, Any]) -> Any:
    known = {f.name for f in fields(kind)}
    return kind(**{name: value for name, value in values.items() if name in known})


def summary(meeting: Meeting, *, editing: bool = False) -> Summary:
    """What was published, or else what has happened so far. ``editing`` keeps the lines that are left out, marked."""
    if meeting.summary is not None and not editing:
        return Summary.from_json(meeting.summary)
    listed = agenda(meeting)
    people = attendees(meeting)
    decisions = list(meeting.decisions.all())
    tasks = list(meeting.tasks.all())
    points = []
    suggestions: list[list[str]] = []
    now, planned_at = timezone.now(), meeting.starts_at
    is_led = is_led_here(meeting, listed)
    for number, item in enumerate(listed, 1):
        notes = _notes(item, meeting.choices, editing)
        if editing:
            lines = [line for note in notes for line in note.lines if not line.is_out and not line.others]
            suggestions += [[lines[i].key for i in cluster] for cluster in clusters([line.text for line in lines])]
        used = None if item.started_at is None else round(clock.seconds_used(item, now) / 60)
        points.append(
            ItemSummary(
                number,
                item.title,
                item.kind,
                item.minutes,
                used,
                item.questions.splitlines(),
                notes,
                [d.text for d in decisions if d.item_id == item.pk],
                [_task(t) for t in tasks if t.item_id == item.pk],
                item.evidence,
                item.round_id,
                bool(item.round_id and ratings().results(item.round_id, "sv")),
                planned_at.isoformat(),
                item.started_at.isoformat() if item.started_at else "",
                item.ended_at.isoformat() if item.ended_at else "",
            )
        )
        planned_at += timedelta(minutes=item.minutes)
    begun, done = meeting.started_at or meeting.starts_at, meeting.ended_at or meeting.ends_at
    here = {a.pk for a in people if a.is_present or (is_led and a.person_id == meeting.leader_id)}
    return Summary(
        meeting.title,
        begun.isoformat(),
        done.isoformat(),
        meeting.mode,
        meeting.where,
        str(meeting.choices.get("lead", "")),
        [a.label for a in people if a.pk in here],
        [a.label for a in people if a.pk not in here],
        points,
        [d.text for d in decisions],
        [_task(t) for t in tasks],
        [{"id": f.pk, "name": f.name, "size": f.size} for f in attachments(meeting)],
        meeting.is_made_up,
        suggestions,
        [meeting.starts_at.isoformat(), meeting.ends_at.isoformat()] if is_led else [],
        led_by(meeting) if is_led else "",
    )


def _task(task: Any) -> dict[str, str]:
    return {"text": task.text, "who": task.who, "due": task.due.isoformat() if task.due else ""}


def _notes(item: Item, choices: Mapping[str, Any], editing: bool) -> list[GroupNote]:
    """The groups' notes with the editor's choices carried out."""
    out, texts = set(choices.get("out", ())), choices.get("texts", {})
    written = {g.number: keyed_lines(g.pk, g.text) for g in item.groups.all()}
    whose = {key: number for number, lines in written.items() for key, _text in lines}
    said = {key: text for lines in written.values() for key, text in lines}
    joined = {}
    for cluster in choices.get("bundles", ()):
        keys = [k for k in cluster if k in said]
        if len(keys) > 1:
            joined[keys[0]] = keys
            joined |= dict.fromkeys(keys[1:], [])
    notes = []
    for group in item.groups.all():
        lines = []
        for key, text in written[group.number]:
            together = joined.get(key)
            if together == [] or (key in out and not editing):
                continue
            own = together or [key]
            lines.append(
                NoteLine(
                    key,
                    texts.get(key, text),
                    sorted({whose[k] for k in own}),
                    key in out,
                    text if texts.get(key, text) != text else "",
                    [said[k] for k in own[1:]],
                )
            )
        members = [m.municipality or m.label for m in group.members.all()]
        if lines or group.number:
            notes.append(GroupNote(group.number, members, lines))
    return notes


def keyed_lines(group_id: int, text: str) -> list[tuple[str, str]]:
    """The lines of a note that say something, each with a key that stays the same as long as the line does."""
    pairs: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for raw in text.splitlines():
        line = raw.strip().lstrip("-–•*·").strip()
        if not line:
            continue
        seen[line] = seen.get(line, 0) + 1
        digest = hashlib.sha256(f"{group_id}:{seen[line]}:{line}".encode()).hexdigest()[:12]
        pairs.append((digest, line))
    return pairs
