"""Reads of circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch
from django.utils import timezone

from spiral.learn.circles.models import Chapter, Circle, Reflection, Takeaway
from spiral.learn.circles.rules import is_open
from spiral.trust.access.deciding import allows, offices_for, visible
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.networks.queries import municipalities, place_name


@dataclass(frozen=True, slots=True)
class WholeCircle:
    """A circle with its chapters; ``next`` is the first that is not yet over, None when all are."""

    circle: Circle
    chapters: tuple[Chapter, ...]
    next: Chapter | None


def circles(viewer: Viewer) -> list[WholeCircle]:
    """Every circle the viewer may see, those that go on first, newest first; two queries."""
    chapters = Prefetch("chapters", Chapter.objects.annotate(written=Count("reflections")))
    circles = Circle.objects.filter(visible(viewer, Permission.CIRCLE_SEE)).prefetch_related(chapters)
    return sorted((whole(c) for c in circles), key=lambda s: s.circle.ended_on is not None)


def writes(viewer: Viewer, circle: Circle) -> bool:
    """The viewer takes part, and the circle has not ended."""
    return is_open(circle) and allows(viewer, Permission.CIRCLE_SEE, circle)


def places(viewer: Viewer) -> list[HeldOffice]:
    """The offices by which the viewer may start a circle at a place of her own, one for each place."""
    held = {o.place: o for o in reversed(offices_for(viewer, Permission.CIRCLE_START)) if o.place}
    return list(held.values())


def calendar(circles: Sequence[WholeCircle]) -> list[tuple[WholeCircle, Chapter]]:
    """Every date from today on in circles that go on, nearest first."""
    today = timezone.localdate()
    dated = [(s, c) for s in circles if not s.circle.ended_on for c in s.chapters if c.on and c.on >= today]
    return sorted(dated, key=lambda pair: (pair[1].on, pair[0].circle.pk, pair[1].order))


def circle_for(viewer: Viewer, number: int) -> WholeCircle | None:
    """The circle with its chapters, or None where the viewer may not see it."""
    chapters = Prefetch("chapters", Chapter.objects.annotate(written=Count("reflections")))
    circle = Circle.objects.filter(pk=number).prefetch_related(chapters).first()
    return whole(circle) if circle is not None and allows(viewer, Permission.CIRCLE_SEE, circle) else None


def for_screens(viewer: Viewer) -> list[WholeCircle]:
    """Circles of the whole network that go on and have a chapter to read, newest first; for the screen of a meeting."""
    return [c for c in circles(viewer) if c.next and not c.circle.place]


def on_screen(number: int) -> WholeCircle | None:
    """A circle of the whole network with its chapters; None for one at a place: a screen is seen by whoever is in the
    room."""
    circle = Circle.objects.filter(pk=number, place="").prefetch_related("chapters").first()
    return whole(circle) if circle else None


def whole(circle: Circle) -> WholeCircle:
    listed = tuple(circle.chapters.all())
    return WholeCircle(circle, listed, None if circle.ended_on else _next(listed, timezone.localdate()))


def _next(chapters: tuple[Chapter, ...], today: date) -> Chapter | None:
    """The nearest date from today on; otherwise the first chapter without a date."""
    dated = sorted((c for c in chapters if c.on and c.on >= today), key=lambda c: (c.on, c.order))
    return dated[0] if dated else next((c for c in chapters if c.on is None), None)


def chapter_for(viewer: Viewer, circle: Circle, number: int) -> Chapter | None:
    return circle.chapters.filter(pk=number).first() if allows(viewer, Permission.CIRCLE_SEE, circle) else None


def reflections(viewer: Viewer, chapter: Chapter) -> list[Reflection]:
    """What the readers of a chapter think; own first, then by office."""
    listed = list(chapter.reflections.all())
    return sorted(listed, key=lambda r: r.author_id != viewer.key)


def reflection_of(viewer: Viewer, chapter: Chapter) -> Reflection | None:
    """The viewer's own."""
    return chapter.reflections.filter(author_id=viewer.key).first()


def takeaways(viewer: Viewer, circle: Circle) -> list[Takeaway]:
    return list(circle.takeaways.select_related("chapter")) if allows(viewer, Permission.CIRCLE_SEE, circle) else []


def takeaway_for(viewer: Viewer, circle: Circle, number: int) -> Takeaway | None:
    return circle.takeaways.filter(pk=number).first() if allows(viewer, Permission.CIRCLE_SEE, circle) else None


def any_takeaway(viewer: Viewer, number: int) -> Takeaway | None:
    """A takeaway of any circle that the viewer may see."""
    takeaway = Takeaway.objects.select_related("circle", "chapter").filter(pk=number).first()
    return takeaway if takeaway is not None and allows(viewer, Permission.CIRCLE_SEE, takeaway.circle) else None


def everything(viewer: Viewer, circle: Circle) -> list[tuple[Chapter, list[Reflection], list[Takeaway]]]:
    """The chapters with all that is written in them, for the printed page."""
    chapters = circle.chapters.prefetch_related("reflections", "takeaways")
    return [(c, list(c.reflections.all()), list(c.takeaways.all())) for c in chapters]


def where(viewer: Viewer, circle: Circle) -> str:
    return place_name(viewer, circle.place)


def leads(viewer: Viewer) -> list[str]:
    """Names to choose among for who leads a chapter."""
    return [m.name for m in municipalities(viewer)]
