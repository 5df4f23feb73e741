"""Writes: start and change a circle, its chapters, reflections, and what it takes along.

Everything with a text has a revision: who saves what somebody else has saved meanwhile is told, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from spiral.engine.place import Place
from spiral.exchange import texts
from spiral.ground.refusals import TooMany
from spiral.ground.revision import Revision, StaleRevision, require_revision
from spiral.learn.circles import queries
from spiral.learn.circles.models import Chapter, Circle, Reflection, Takeaway
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

MOST_CHAPTERS, MOST_TAKEAWAYS = 40, 100


@transaction.atomic
def start(values: Mapping[str, object], *, by: Viewer, is_made_up: bool = False) -> Circle:
    """A new circle at one of the starter's places, or the whole network's. Raises PermissionDenied."""
    place = str(values.get("place", ""))
    require(by, Permission.CIRCLE_START, Place(place) if place else None)
    circle = Circle.objects.create(
        **_known(Circle, values), started_by=by.signed_in, started_on=timezone.localdate(), is_made_up=is_made_up
    )
    _log(Action.CIRCLES_STARTED, circle, by)
    return circle


@transaction.atomic
def change(circle: Circle, values: Mapping[str, object], revision: Revision, *, by: Viewer) -> Circle:
    """The book and who reads; the place stays. Raises PermissionDenied and StaleRevision."""
    require(by, Permission.CIRCLE_ARRANGE, circle)
    fields = {name: value for name, value in values.items() if name != "place"}
    _save(Circle.objects.filter(pk=circle.pk), fields, revision)
    return _log(Action.CIRCLES_CHANGED, circle, by)


@transaction.atomic
def end(circle: Circle, *, by: Viewer, again: bool = False) -> Circle:
    """The circle ends, or goes on ``again``. Raises PermissionDenied."""
    require(by, Permission.CIRCLE_ARRANGE, circle)
    Circle.objects.filter(pk=circle.pk).update(ended_on=None if again else timezone.localdate())
    return _log(Action.CIRCLES_REOPENED if again else Action.CIRCLES_ENDED, circle, by)


@transaction.atomic
def add_chapter(circle: Circle, values: Mapping[str, object], *, by: Viewer) -> Chapter:
    """A chapter, last. Raises PermissionDenied and TooMany."""
    _writes(by, circle)
    if circle.chapters.count() >= MOST_CHAPTERS:
        raise TooMany
    last = circle.chapters.aggregate(last=models.Max("order"))["last"] or 0
    order = values.get("order") or last + 1
    chapter = Chapter.objects.create(circle=circle, **{**_known(Chapter, values), "order": order})
    _log(Action.CIRCLES_CHAPTER_ADDED, circle, by)
    return chapter


@transaction.atomic
def change_chapter(chapter: Chapter, values: Mapping[str, object], revision: Revision, *, by: Viewer) -> None:
    """Title, date, pair, questions, material. Raises PermissionDenied and StaleRevision."""
    _writes(by, chapter.circle)
    fields = {name: value for name, value in values.items() if name != "order" or value}
    _save(Chapter.objects.filter(pk=chapter.pk), fields, revision)
    _log(Action.CIRCLES_CHAPTER_CHANGED, chapter.circle, by)


@transaction.atomic
def remove_chapter(chapter: Chapter, *, by: Viewer) -> Removal:
    """A chapter and its reflections go; what was taken along from it stays in the circle. For ten minutes it can be put
    back. Raises PermissionDenied."""
    require(by, Permission.CIRCLE_ARRANGE, chapter.circle)
    removal = undo.remove([chapter], "circles.chapter", chapter.circle_id, by=by)
    _log(Action.CIRCLES_CHAPTER_REMOVED, chapter.circle, by)
    return removal


@transaction.atomic
def put_back(removal: Removal, *, by: Viewer) -> str:
    """A chapter, one's own reflection or something taken along, in its circle again. Raises PermissionDenied."""
    circle = Circle.objects.get(pk=int(removal.of))
    _writes(by, circle)
    if removal.kind == "circles.chapter":
        require(by, Permission.CIRCLE_ARRANGE, circle)
    undo.restore(removal)
    _log(Action.CIRCLES_PUT_BACK, circle, by)
    return reverse("circles:circle", args=[circle.pk])


@transaction.atomic
def reflect(chapter: Chapter, text: str, revision: Revision, *, by: Viewer) -> Removal | None:
    """The writer's own reflection on a chapter, new or changed; an empty text takes it away, and is what comes back.
    Raises PermissionDenied and StaleRevision (the same person on another device)."""
    _writes(by, chapter.circle)
    own = Reflection.objects.select_for_update().filter(chapter=chapter, author=by.signed_in).first()
    if str(own.revision if own else 0) != str(revision):
        raise StaleRevision(own)
    if own is not None and not allows(by, Permission.REFLECTION_KEEP, own):
        raise PermissionDenied
    if not text:
        removal = undo.remove([own], "circles.reflection", chapter.circle_id, by=by) if own else None
        if removal:
            _log(Action.CIRCLES_REFLECTION_REMOVED, chapter.circle, by)
        return removal
    Reflection.objects.update_or_create(
        chapter=chapter,
        author=by.signed_in,
        defaults={"text": text, "office": _office(by), "revision": (own.revision if own else 0) + 1},
    )
    _log(Action.CIRCLES_REFLECTION_SAVED, chapter.circle, by)
    return None


@transaction.atomic
def take_away(circle: Circle, chapter: Chapter | None, text: str, *, by: Viewer) -> Takeaway:
    """Something the circle takes along. Raises PermissionDenied and TooMany."""
    _writes(by, circle)
    if circle.takeaways.count() >= MOST_TAKEAWAYS:
        raise TooMany
    takeaway = Takeaway.objects.create(
        circle=circle, chapter=chapter, text=text, office=_office(by), on=timezone.localdate()
    )
    _log(Action.CIRCLES_TAKEAWAY_ADDED, circle, by)
    return takeaway


@transaction.atomic
def change_takeaway(takeaway: Takeaway, text: str, revision: Revision, *, by: Viewer) -> Removal | None:
    """Another wording; an empty text takes it away, and is what comes back. Raises PermissionDenied and
    StaleRevision."""
    _writes(by, takeaway.circle)
    rows, removal = Takeaway.objects.filter(pk=takeaway.pk), None
    if text:
        _save(rows, {"text": text}, revision)
    else:
        row = require_revision(rows.select_for_update().first(), revision)
        removal = undo.remove([row], "circles.takeaway", takeaway.circle_id, by=by)
    _log(Action.CIRCLES_TAKEAWAY_CHANGED, takeaway.circle, by)
    return removal


def _writes(by: Viewer, circle: Circle) -> None:
    """Those who write in a circle take turns, so that neither a limit nor somebody's words are passed unseen."""
    Circle.objects.select_for_update(of=("self",)).get(pk=circle.pk)
    if not queries.writes(by, circle):
        raise PermissionDenied


def _save(rows: models.QuerySet, values: Mapping[str, object], revision: Revision) -> None:
    """One update that only happens where nobody has been before."""
    fields = {**_known(rows.model, values), "revision": models.F("revision") + 1}
    if not rows.filter(revision=revision).update(**fields):
        raise StaleRevision(rows.first())


def _known(model: type[models.Model], values: Mapping[str, object]) -> dict[str, object]:
    """What of a form the table keeps; never its revision."""
    names = {f.name for f in model._meta.fields} - {"id", "revision"}
    return {name: value for name, value in values.items() if name in names}


def _office(by: Viewer) -> str:
    return str(by.offices[0])


def _log(action: Action, circle: Circle, by: Viewer) -> Circle:
    texts.announce_change("circles", circle.pk)
    record(action, circle, by=by, place=circle.place)
    return circle
