"""Rows removed so that they can come back, and put back. Both are parts of a room's own actions, which ask and log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.deletion import Collector
from django.utils import timezone

from spiral.ground.refusals import NotNow
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.undo.kinds import undoable
from spiral.trust.undo.models import Removal
from spiral.trust.undo.rules import KEPT


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
    if any(one._meta.app_label in _anonymous_rooms() for one in gone):
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
def clear(row: Model, column: str, kind: str, of: object, *, by: Viewer) -> Removal:
    """Empty one column of a row that stays, and keep what stood there. Raises as ``remove``."""
    undoable(kind)
    forget_old()
    if row._meta.app_label in _anonymous_rooms():
        raise ValueError(kind)
    link = [row._meta.label, row.pk, column, getattr(row, column)]
    setattr(row, column, None)
    row.save(update_fields=[column])
    return _kept(kind, of, [], [link], by)


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
    NotNow where something that they belong to is gone."""
    try:
        with transaction.atomic():
            for one in serializers.deserialize("python", removal.rows):
                one.save()
            for label, key, column, value in removal.links:
                rows = apps.get_model(label)._default_manager.filter(pk=key, **{f"{column}__isnull": True})
                rows.update(**{column: value})
            connection.check_constraints()
    except IntegrityError:
        raise NotNow from None
    removal.delete()


def forget_old() -> None:
    """What was removed more than ten minutes ago is gone for good. Also when somebody signs in (``apps.ready``)."""
    Removal.objects.filter(at__lte=timezone.now() - KEPT).delete()


@cache
def _anonymous_rooms() -> frozenset[str]:
    """The rooms where people answer without an account."""
    return frozenset(m._meta.app_label for m in apps.get_models() if issubclass(m, AnonymousCollection))
