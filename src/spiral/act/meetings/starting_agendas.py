"""What a meeting's agenda begins from: the product's agendas, the network's own, and those of other meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from spiral.act.meetings.blocks import CARRIED, agendas, blocks
from spiral.act.meetings.models import Item, Meeting, MeetingTemplate
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer

#: How many meetings there are to copy an agenda from.
MOST_COPIED = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An agenda to begin from: its key, name, mode, items and planned minutes; when the meeting was that it is copied
    from, and what of its hours and place the form begins with."""

    key: str
    name: str
    mode: str
    items: list[dict[str, object]]
    minutes: int
    held_at: datetime | None = None
    suggested: Mapping[str, object] = field(default_factory=dict)


def shipped_and_own(viewer: Viewer, language: str) -> list[Choice]:
    """The product's agendas, then the network's own."""
    rows = []
    for a in agendas():
        items = [blocks()[k].as_item(language) for k in a.kinds]
        rows.append(Choice(a.key, a.names.get(language, a.names["sv"]), a.mode, items, _minutes(items)))
    for t in MeetingTemplate.objects.all()[:100]:
        items = list(t.document["items"])
        rows.append(Choice(t.key, t.title, t.document.get("mode", "physical"), items, _minutes(items)))
    return rows


def copied_agendas(viewer: Viewer) -> list[Choice]:
    """The agendas of the latest meetings, planned ones too, to begin another from; the newest first."""
    if not allows(viewer, Permission.MEETINGS_PLAN):
        return []
    meetings = Meeting.objects.exclude(state=Meeting.State.CANCELLED).filter(items__isnull=False).distinct()
    rows = []
    for m in meetings.prefetch_related("items").order_by("-starts_at", "-pk")[:MOST_COPIED]:
        items = [carried(item) for item in m.items.all()]
        rows.append(Choice(f"meeting-{m.pk}", m.title, m.mode, items, _minutes(items), m.starts_at, _suggested(m)))
    return rows


def _suggested(meeting: Meeting) -> dict[str, object]:
    """What is mostly the same the next time; the day is not."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    same = {"where": meeting.where, "join_url": meeting.join_url, "network": meeting.network_id}
    return {"start": start.time(), "end": end.time(), **same}


def carried(item: Item) -> dict[str, object]:
    """What of an item goes with its agenda to another meeting."""
    return {name: getattr(item, name) for name in CARRIED}


def _minutes(items: Sequence[dict[str, object]]) -> int:
    return sum(int(str(i["minutes"])) for i in items)
