"""Reads of rounds and statement sets. Counts are read only from rounds that have been shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from spiral.learn.assessments.models import Count, Round, StatementSetRecord, Target
from spiral.learn.assessments.rules import ROUNDS
from spiral.learn.assessments.statements import StatementSet
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous import queries as anonymous


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A shown round's answers about one target: counts per level for each statement, None where too few answered."""

    round: Round
    content: StatementSet
    target: int
    answers: int
    counts: tuple[tuple[int, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """One statement's result as another document keeps it: complete in itself, never read again from the round.

    What an inquiry or an agenda takes with it when a statement is taken up there.
    """

    statement: str
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    group: str
    target: str
    shown_on: str
    source: str
    is_made_up: bool
    path: str

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def round_for(viewer: Viewer, number: int) -> Round | None:
    """The round, or None where the viewer may not see it or it was ended without a result."""
    return anonymous.collection_for(ROUNDS, viewer, number)


def answered(assessment: Round) -> list[Target]:
    """The round's targets with how many have answered; nothing about what."""
    return list(assessment.targets.all())


def round_at(number: int) -> Round | None:
    """A round known by its number to the meeting that it was opened at."""
    return Round.objects.filter(pk=number).first()


def sets(viewer: Viewer) -> list[StatementSetRecord]:
    """The statement sets kept by the network."""
    return list(StatementSetRecord.objects.all())


def statement_set(viewer: Viewer, key: str) -> StatementSet | None:
    record = StatementSetRecord.objects.filter(key=key).first()
    return record.content if record else None


def shown(viewer: Viewer, assessment: Round) -> list[ShownTarget]:
    """The results of a round, one for each target; [] unless it has been shown and the viewer may see it."""
    return results(assessment) if allows(viewer, Permission.ROUND_SEE, assessment) else []


def results(assessment: Round) -> list[ShownTarget]:
    """The same for those who were asked, in the room where they answered; [] unless the round has been shown."""
    if assessment.state != Round.State.SHOWN:
        return []
    content = assessment.content
    levels = len(content.versions["sv"].levels)
    cells: dict[int, dict[int, list[int]]] = {}
    for cell in Count.objects.filter(target__round=assessment):
        row = cells.setdefault(cell.target_id, {}).setdefault(cell.statement, [0] * levels)
        row[cell.level - 1] = cell.count
    statements = range(1, len(content.versions["sv"].statements) + 1)
    return [
        ShownTarget(
            assessment,
            content,
            t.number,
            t.answers,
            tuple(tuple(counts) if (counts := cells.get(t.pk, {}).get(s)) else None for s in statements),
        )
        for t in answered(assessment)
    ]


def before(viewer: Viewer, now: ShownTarget) -> ShownTarget | None:
    """The same group's latest earlier result about the same target on the same scale; other groups are never asked."""
    earlier = anonymous.earlier(ROUNDS, now.round, set_key=now.round.set_key, state=Round.State.SHOWN)
    if earlier is None:
        return None
    new, old = now.content.versions["sv"], earlier.content.versions["sv"]
    if [x.name for x in new.levels] != [x.name for x in old.levels] or new.targets[now.target - 1] not in old.targets:
        return None
    number = old.targets.index(new.targets[now.target - 1]) + 1
    return next((s for s in shown(viewer, earlier) if s.target == number), None)


def latest_rounds(viewer: Viewer, numbers: Sequence[int]) -> dict[int, Round]:
    """The latest shown round of the same group about the same set for each round of ``numbers``, which may be the round
    itself; rounds that the viewer may not see are left out. Two reads whatever their number."""
    asked = {
        r.pk: r
        for r in Round.objects.filter(pk__in=list(numbers), state=Round.State.SHOWN)
        if allows(viewer, Permission.ROUND_SEE, r)
    }
    wanted = Q()
    for assessment in asked.values():
        wanted |= Q(set_key=assessment.set_key, group=assessment.group, place=assessment.place)
    listed = Round.objects.filter(wanted, state=Round.State.SHOWN).order_by("pk") if asked else []
    latest = {(r.set_key, r.group, r.place): r for r in listed}
    return {number: latest[r.set_key, r.group, r.place] for number, r in asked.items()}


def frozen_statement(viewer: Viewer, assessment: Round, target: int, statement: int, language: str) -> Frozen | None:
    """One statement of a shown round, frozen; None where it is not shown."""
    result = next((s for s in shown(viewer, assessment) if s.target == target), None)
    if result is None or not 1 <= statement <= len(result.counts) or (counts := result.counts[statement - 1]) is None:
        return None
    version = result.content.version(language)
    return Frozen(
        version.statements[statement - 1],
        tuple(level.name for level in version.levels),
        counts,
        assessment.group,
        version.targets[target - 1],
        assessment.ended_on.isoformat() if assessment.ended_on else "",
        result.content.source,
        assessment.is_made_up,
        f"/skattning/omgang/{assessment.pk}/",
    )
