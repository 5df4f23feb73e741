"""What stands on a meeting's screen, composed once: large on the projector, small on the telephones.

It follows the item that is going on, until the leader puts something else up (``actions.leading.show``); the next item
shows itself again. Each kind has a template in ``meetings/screen``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.cache import cache
from django.utils.translation import gettext as _

from spiral.act.meetings import queries
from spiral.act.meetings.following import LASTS
from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Task
from spiral.act.meetings.rules import GUEST
from spiral.documents.chart import Chart, ChartError, Trend
from spiral.documents.frozen import thaw
from spiral.engine.numbers import interval, with_unit
from spiral.exchange.evidence import Evidence
from spiral.exchange.posters import poster
from spiral.exchange.ratings import ratings
from spiral.ground.fields import whole_number
from spiral.ground.words import language


class Thing(StrEnum):
    """What the leader can put up, besides a poster by its KIND:REF (exchange.posters), and a rating's target by
    rating:NUMBER."""

    DOOR = "door"
    QUESTIONS = "questions"
    FIGURE = "figure"
    RATING = "rating"
    GROUPS = "groups"
    TASKS = "tasks"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown: its kind, which is its template's name, the name it is put up by, the thing as the template prints
    it, and the line beneath. ``is_put_up`` when the leader chose it, and the item does not show it by itself."""

    kind: str
    name: str
    thing: object = None
    note: str = ""
    is_put_up: bool = False

    @property
    def template(self) -> str:
        return f"meetings/screen/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody in a group, as she is called aloud, and whether she holds the pencil."""

    name: str
    writes: bool


@dataclass(frozen=True, slots=True)
class Exhibited:
    """What was taken along from another room: its sentence, its picture and the interval in words."""

    evidence: Evidence
    chart: Chart | None
    interval: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Decisions and tasks, as they are written; the latest last."""

    decisions: Sequence[str]
    tasks: Sequence[Task]


def called(who: Attendee) -> str:
    """How somebody is called aloud: by her place, a guest by the name she gave."""
    return _called(who.is_guest, who.label, who.municipality)


def _called(is_guest: bool, label: str, place: str) -> str:
    if is_guest:
        return _("%(name)s (gäst)") % {"name": label.removeprefix(GUEST)}
    return place or label


def members(group: Group) -> str:
    """Everybody in a group as she is called; seventy-five are read as names, not as rows."""
    rows = group.members.order_by().values_list("is_guest", "label", "municipality")
    return ", ".join(sorted({_called(*row) for row in rows}))


def showing(meeting: Meeting, item: Item | None, groups: Sequence[Group]) -> Showing:
    """What stands there now. Something put up that is no longer there gives way to what the item itself shows."""
    own = _own(item, groups) if item else Thing.DOOR
    put_up = find(meeting.shown, meeting, item, groups) if meeting.shown else None
    if put_up is not None:
        return replace(put_up, is_put_up=put_up.name != own)
    itself = find(own, meeting, item, groups)
    return itself or (_questions(item) if item else Showing(Thing.DOOR, Thing.DOOR))


def on_telephones(meeting: Meeting) -> Showing:
    """The same, for telephones: composed once for each version of the meeting. Who holds a pencil has no version of the
    meeting's own, and is not shown there."""
    key = f"meetings.showing.{meeting.pk}.{meeting.version}.{language()}"
    shown: Showing | None = cache.get(key)
    if shown is None:
        shown = showing(meeting, meeting.current, queries.groups_of(meeting.current))
        cache.set(key, shown, LASTS)
    return shown


def _own(item: Item, groups: Sequence[Group]) -> str:
    """What an item shows by itself: its groups once they are made, otherwise what it is about."""
    if groups:
        return Thing.GROUPS
    if item.round_id:
        return Thing.RATING
    if item.poster:
        return item.poster
    if item.evidence:
        return Thing.FIGURE
    return {"tasks": Thing.TASKS, "decisions": Thing.OUTCOME}.get(item.kind, Thing.QUESTIONS)


def find(key: str, meeting: Meeting, item: Item | None, groups: Sequence[Group]) -> Showing | None:
    """The thing of that name, ready to be shown; None where it is not there."""
    kind, _colon, ref = key.partition(":")
    if kind == Thing.DOOR:
        return Showing(kind, key)
    if kind == Thing.TASKS:
        return Showing(kind, key, queries.tasks_from_before(meeting))
    if kind == Thing.OUTCOME:
        return Showing(kind, key, Agreed([d.text for d in queries.decisions(meeting)], queries.tasks(meeting)))
    if item is None:
        return None
    if kind == Thing.QUESTIONS:
        return _questions(item)
    if kind == Thing.GROUPS:
        return Showing(kind, key, _teams(groups), _("En skriver, alla läser.")) if groups else None
    if kind == Thing.FIGURE:
        return _figure(item)
    if kind == Thing.RATING:
        return _rating(item, key, ref)
    lent = poster(key, language())
    return Showing("poster", key, lent, _line(lent.source, lent.is_made_up)) if lent else None


def _questions(item: Item) -> Showing:
    return Showing(Thing.QUESTIONS, Thing.QUESTIONS, item.questions.splitlines())


def _teams(groups: Sequence[Group]) -> list[tuple[int, list[GroupMember]]]:
    return [
        (g.number, sorted((GroupMember(called(m), m.pk == g.holder_id) for m in g.members.all()), key=lambda s: s.name))
        for g in groups
    ]


def _figure(item: Item) -> Showing | None:
    if not item.evidence:
        return None
    evidence = Evidence.from_json(item.evidence)
    try:
        chart = thaw(evidence.chart) if evidence.chart else None
    except ChartError:
        chart = None
    line = _line(evidence.source, evidence.is_made_up)
    return Showing(Thing.FIGURE, Thing.FIGURE, Exhibited(evidence, chart, _interval(chart)), line)


def _interval(chart: Chart | None) -> str:
    """'2024/25: 158 till 200 poäng', of a trend's latest figure; '' where the source gives none."""
    latest = chart.points[-1] if isinstance(chart, Trend) and chart.points else None
    if chart is None or latest is None or latest.low is None or latest.high is None:
        return ""
    words = with_unit(interval(latest.low, latest.high, chart.decimals, chart.language), chart.unit, chart.language)
    return _("Intervall %(period)s: %(interval)s") % {"period": latest.label, "interval": words}


def _rating(item: Item, key: str, target: str) -> Showing | None:
    """While it is answered, how many have; once it is shown, what divides the group about one of its targets."""
    if item.round_id is None:
        return None
    state = ratings().state(item.round_id, language())
    if state is not None:
        return Showing("answering", key, state, _("Anonymt. Vi sparar inte vem du är eller när du svarade."))
    results = ratings().results(item.round_id, language())
    number = whole_number(target) or 1
    if not 0 < number <= len(results):
        return None
    result = results[number - 1]
    return Showing("result", key, result, _line(result.summary, result.is_made_up))


def _line(source: str, is_made_up: bool) -> str:
    """Where a thing comes from, and that it is made up where it is."""
    return f"{source.rstrip('.')}. {_('Påhittat exempel.')}" if is_made_up else source
