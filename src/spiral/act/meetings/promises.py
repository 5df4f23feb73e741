"""Reads of tasks across meetings: what is late, and how it went with what was promised."""

from __future__ import annotations

from spiral.act.meetings.models import Task
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


def late(viewer: Viewer, most: int) -> list[Task]:
    """Open tasks whose day has passed, the latest of them last; [] for others than members."""
    if not allows(viewer, Permission.MEETING_SEE):
        return []
    tasks = Task.objects.filter(state=Task.State.OPEN, due__lt=viewer.today).select_related("meeting")
    return list(tasks.order_by("due", "pk")[:most])


def outcomes(viewer: Viewer, most: int) -> list[Task]:
    """Ended tasks of which somebody has said how it went, the newest first; [] for others than members."""
    if not allows(viewer, Permission.MEETING_SEE):
        return []
    tasks = Task.objects.exclude(state=Task.State.OPEN).exclude(outcome="").select_related("meeting")
    return list(tasks.order_by("-ended_on", "-pk")[:most])
