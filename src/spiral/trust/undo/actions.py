"""Rows removed so that they can come back, and put back. Both are parts of a room's own actions, which ask and log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.deletion import Collector
from django.utils import timezone

from spiral.ground.models import TitledDocument
from spiral.ground.refusals import NotNow
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.undo.kinds import undoable
from spiral.trust.undo.models import Removal
from spiral.trust.undo.rules import KEPT


class Replaced(NamedTuple):
    """How many rows of a document no longer stand as they stood, and what puts the document back as it was."""

    rows: int
    removal: Removal


class _Everything(Collector):
    """Collects each row that goes with one, also those that the database would delete unseen."""

    def can_fast_delete(self, objs: object, from_field: object = None) -> bool:
        return False


@transaction.atomic
def remove(removed: Sequence[Model], kind: str, of: object, *, by: Viewer) -> Removal:
    """Delete rows of one table with all that goes with them, and keep them for whoever did it. What was removed more
    than ten minutes ago is forgotten. Raises ValueError for a row of a room where people answer without an account: of
    those nothing is kept."""
    undoable(kind)
    forget_old()
    collector = _Everything(using="default", origin=removed[0])
    collector.collect(removed)
    gone = [one for rows in collector.data.values() for one in rows]
    if any(_is_of_answers(one) for one in gone):
        raise ValueError(kind)
    keys = {(one._meta.label, one.pk) for one in gone}
    links = [
        [stays._meta.label, stays.pk, field.attname, getattr(stays, field.attname)]
        for (field, _value), batches in collector.field_updates.items()
        for batch in batches
        for stays in batch  # type: ignore[attr-defined]  # the stubs say a row where Django keeps a batch of them
        if (stays._meta.label, stays.pk) not in keys
    ]
    rows = json.loads(json.dumps(serializers.serialize("python", gone), default=str))
    for row in removed:
        row.delete()
    return _kept(kind, of, rows, links, by)


@transaction.atomic
def keep_overwritten(row: Model, column: str, before: object, kind: str, of: object, *, by: Viewer) -> Removal:
    """Keep what stood in one column of a row that stays, and is saved with something else there, or with nothing.
    Raises as ``remove``."""
    undoable(kind)
    forget_old()
    if _is_of_answers(row):
        raise ValueError(kind)
    return _kept(kind, of, [], [[row._meta.label, row.pk, column, before, getattr(row, column)]], by)


def keep_replaced(
    written: TitledDocument, before: dict[str, Any], gone: int, kind: str, *, by: Viewer
) -> Replaced | None:
    """The same for a document that has been saved anew; None where ``gone`` is 0: every row stands as it stood."""
    if not gone:
        return None
    return Replaced(gone, keep_overwritten(written, "document", before, kind, written.pk, by=by))


def _kept(kind: str, of: object, rows: list, links: list, by: Viewer) -> Removal:
    return Removal.objects.create(kind=kind, of=str(of), rows=rows, links=links, person=by.signed_in, at=timezone.now())


def put_back(number: int, *, by: Viewer) -> tuple[str, str]:
    """What somebody has removed is there again: what is said of it, and the address where it is.

    Raises NotNow where it cannot be done: it is another's, ten minutes have passed, it is back already, or what it
    belonged to is gone. Raises what the room's own action raises: the right may have ended, the meeting may be
    published.
    """
    forget_old()
    try:
        with transaction.atomic():
            removal = Removal.objects.select_for_update().get(pk=number, person=by.signed_in)
            kind = undoable(removal.kind)
            return str(kind.is_back), kind.put_back(removal, by=by)
    except ObjectDoesNotExist:
        raise NotNow from None


def restore(removal: Removal) -> None:
    """Write the rows as they were, and what pointed at them, and forget the removal. Part of a room's action. Raises
    NotNow where something that they belong to is gone, or something else has been written over since."""
    try:
        with transaction.atomic():
            for one in serializers.deserialize("python", removal.rows):
                one.save()
            for label, key, column, value, *now in removal.links:
                rows = apps.get_model(label)._default_manager.filter(pk=key)
                if now and [getattr(row, column) for row in rows.select_for_update()] != now:
                    raise NotNow
                (rows if now else rows.filter(**{f"{column}__isnull": True})).update(**{column: value})
            connection.check_constraints()
    except IntegrityError:
        raise NotNow from None
    removal.delete()


def forget_old() -> None:
    """What was removed more than ten minutes ago is gone for good. Also when somebody signs in, and by the clock
    (``apps.ready``)."""
    Removal.objects.filter(at__lte=timezone.now() - KEPT).delete()


def _is_of_answers(row: Model) -> bool:
    """Whether the row is of a room where people answer without an account, and no form that a leader has written."""
    return row._meta.app_label in _anonymous_rooms() and not isinstance(row, TitledDocument)


@cache
def _anonymous_rooms() -> frozenset[str]:
    """The rooms where people answer without an account."""
    return frozenset(m._meta.app_label for m in apps.get_models() if issubclass(m, AnonymousCollection))
