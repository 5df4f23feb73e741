"""Assignments, their points, events and meetings: own, foreign, drafts, cancelled and ended."""

from __future__ import annotations

from collections.abc import Iterator

from spiral.act.assignments.models import Assignment, Point, PointOwner, Strategy
from spiral.act.events.models import Event
from spiral.act.meetings.models import Attachment, Attendee, Decision, Group, Item, Meeting, SummaryEdition, Task
from spiral.act.meetings.summary import summary
from spiral.trust.networks.models import Network

from .things import FOREIGN, LATER, NOW, OWN, SOON, TODAY, Somebody, Thing, title


def assignments(who: Somebody) -> Iterator[Thing]:
    for state in Assignment.State.values:
        assignment = _point(f"alone {state}", state, who.foreign_network, FOREIGN).row.assignment
        later = Assignment.objects.create(
            title=title("Assignment", state),
            giver="x",
            first_year=2026,
            last_year=2027,
            state=state,
            previous=assignment,
            network=who.foreign_network,
        )
        Point.objects.create(assignment=later, order=1, key=f"later {state}", title="x")
        yield Thing(state, later, {"number": later.pk, "kind": "csv"})


def points(who: Somebody) -> Iterator[Thing]:
    for state in Assignment.State.values:
        yield _point(f"own place's {state}", state, who.foreign_network, OWN)
        yield _point(f"own network's {state}", state, who.network, FOREIGN)
        yield _point(f"foreign {state}", state, who.foreign_network, FOREIGN)


def _point(kind: str, state: str, network: Network, owner: str) -> Thing:
    assignment = Assignment.objects.create(
        title=title("Point", kind), giver="x", first_year=2026, last_year=2027, state=state, network=network
    )
    point = Point.objects.create(assignment=assignment, order=1, key=kind, title=title("Point", kind))
    PointOwner.objects.create(point=point, code=owner, name="x")
    return Thing(kind, point, {"number": assignment.pk, "order": 1})


def events(who: Somebody) -> Iterator[Thing]:
    for kind, place, author in (("own", OWN, who.own), ("foreign", FOREIGN, who.other), ("the whole's", "", who.other)):
        for state in Event.State.values:
            event = Event.objects.create(
                title=title("Event", f"{kind} {state}"),
                starts=SOON,
                ends=LATER,
                organiser="x",
                place=place,
                place_name="x",
                author=author,
                state=state,
                changed_at=NOW,
            )
            yield Thing(f"{kind} {state}", event, {"number": event.pk})


def meetings(who: Somebody) -> Iterator[Thing]:
    for state in ("planned", "running", "cancelled", "published"):
        yield _meeting(f"own {state}", leader=who.own, state=state)
    for state in ("planned", "published"):
        yield _meeting(f"foreign {state}", leader=who.other, state=state)


def _meeting(kind: str, state: str, **fields: object) -> Thing:
    published = {"published_at": NOW} if state == "published" else {}
    meeting = Meeting.objects.create(
        title=title("Meeting", kind),
        starts_at=SOON,
        ends_at=LATER,
        state="ended" if state == "published" else state,
        **published,
        **fields,
    )
    item = Item.objects.create(meeting=meeting, order=1, kind="own", title="Punkt")
    Group.objects.create(item=item, number=0)
    for number in (1, 2):
        SummaryEdition.objects.create(
            meeting=meeting, number=number, summary=summary(meeting).as_json(), published_at=NOW, correction="x"
        )
    parts = {
        "number": meeting.pk,
        "item_id": item.pk,
        "attendee_id": Attendee.objects.create(meeting=meeting, label="Gäst", is_guest=True).pk,
        "task_id": Task.objects.create(meeting=meeting, text="Uppgift", who="Vara", due=TODAY).pk,
        "decision_id": Decision.objects.create(meeting=meeting, item=item, text="Beslut").pk,
        "file_id": Attachment.objects.create(meeting=meeting, name="a.txt", size=1, content=b"a").pk,
    }
    return Thing(kind, meeting, parts)


def strategy() -> int:
    """What assignments come from; its own number."""
    return Strategy.objects.create(name="x", first_year=2026, last_year=2027).pk
