"""Writes: save a municipality's side, point a need to an assignment, freeze the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from spiral.engine.place import Place
from spiral.exchange import happenings, texts
from spiral.ground.locks import hold_lock
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.learn.needs import queries
from spiral.learn.needs.models import Need, Sheet, Version
from spiral.learn.needs.queries import NeedCell, as_document, needs_map
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.models import Area, Municipality
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal


class NothingToFreeze(Exception):
    """The map is empty."""


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """The areas that a save changed, and what it emptied, None for nothing."""

    changed: list[str]
    emptied: Removal | None


@transaction.atomic
def save_sheet(
    code: str, cells: Mapping[str, NeedCell], revision: Revision, *, by: Viewer, is_made_up: bool = False
) -> SavedSheet:
    """Write a municipality's side (area → status and text) and return the areas that changed, and what was emptied: for
    ten minutes that can be put back.

    Areas that ``cells`` does not name are left as they are. Called by the needs map's own form, and by a meeting that
    fills the map in together. Raises PermissionDenied, StaleRevision, and ValueError for an unknown municipality, area
    or status.
    """
    require(by, Permission.NEEDS_WRITE, Place(code))
    if not Municipality.objects.filter(pk=code, in_region=True).exists():
        raise ValueError(code)
    Sheet.objects.get_or_create(municipality_id=code)
    sheet = Sheet.objects.select_for_update().get(pk=code)
    require_revision(sheet, revision)
    if unknown := set(cells) - set(Area.objects.filter(is_retired=False).values_list("key", flat=True)):
        raise ValueError(", ".join(sorted(unknown)))
    before = {n.area_id: n for n in Need.objects.filter(municipality=code)}
    changed = [key for key, cell in cells.items() if _differs(before.get(key), cell)]
    emptied = [before[key] for key in changed if not cells[key].status]
    removal = undo.remove(emptied, "needs.need", code, by=by) if emptied else None
    for key in changed:
        _write(code, key, cells[key], is_made_up)
    sheet.revision += 1
    sheet.changed_on, sheet.is_made_up = timezone.localdate(), is_made_up
    sheet.save()
    record(Action.NEEDS_MAP_SAVED, sheet, by=by, place=code, detail={"areas": changed})
    return SavedSheet(changed, removal)


@transaction.atomic
def put_back(removal: Removal, *, by: Viewer) -> str:
    """Needs that were emptied, on the map again. Raises PermissionDenied, and NotNow where an area has a need anew."""
    code = removal.of
    require(by, Permission.NEEDS_WRITE, Place(code))
    sheet = Sheet.objects.select_for_update().get(pk=code)
    areas = [row["fields"]["area"] for row in removal.rows if row["model"] == "needs.need"]
    if Need.objects.filter(municipality=code, area__in=areas).exists():
        raise NotNow
    undo.restore(removal)
    sheet.revision += 1
    sheet.save(update_fields=["revision"])
    for area in areas:
        texts.announce_change("need", f"{code}-{area}")
    record(Action.NEEDS_PUT_BACK, sheet, by=by, place=code)
    return reverse("needs:municipality", args=[queries.slugs(by)[code]])


@transaction.atomic
def add_line(code: str, area: str, cell: NeedCell, *, by: Viewer) -> SavedSheet:
    """Write one area of a municipality's side on the latest revision. Raises what ``save_sheet`` does."""
    sheet = Sheet.objects.select_for_update().filter(pk=code).first()
    return save_sheet(code, {area: cell}, sheet.revision if sheet else 0, by=by)


@transaction.atomic
def point_need(code: str, key: str, point: str, *, by: Viewer) -> Need:
    """Say which point of an assignment a need belongs to, or '' for none. Raises PermissionDenied, ValueError."""
    require(by, Permission.NEEDS_WRITE, Place(code))
    need = Need.objects.select_for_update().get(municipality=code, area=key)
    if point and point not in dict(happenings.points(by)) and point != need.point:
        raise ValueError(point)
    need.point = point
    need.save(update_fields=["point"])
    record(Action.NEEDS_POINTED, need, by=by, place=code, detail={"point": point})
    return need


@transaction.atomic
def freeze(year: int, *, by: Viewer) -> tuple[Version, bool]:
    """Freeze the map as it is; (version, False) when it has not changed since the year's last edition.

    Raises PermissionDenied and NothingToFreeze.
    """
    require(by, Permission.NEEDS_FREEZE)
    hold_lock("needs map")
    with override("sv"):
        now = needs_map(by)
    if now is None or not now.cells:
        raise NothingToFreeze
    document = as_document(now)
    last = Version.objects.filter(year=year).first()
    if last is not None and last.document == document:
        return last, False
    version = Version.objects.create(
        year=year,
        edition=last.edition + 1 if last else 1,
        document=document,
        frozen_on=timezone.localdate(),
        frozen_by=by.signed_in,
        is_made_up=now.is_made_up,
    )
    record(Action.NEEDS_MAP_FROZEN, version, by=by, detail={"year": year})
    return version, True


def _differs(before: Need | None, cell: NeedCell) -> bool:
    if before is None:
        return bool(cell.status)
    return (before.status, before.text) != (cell.status, cell.text.strip())


def _write(code: str, key: str, cell: NeedCell, is_made_up: bool) -> None:
    if cell.status and cell.status not in Need.Status.values:
        raise ValueError(cell.status)
    if cell.status:
        Need.objects.update_or_create(
            municipality_id=code,
            area_id=key,
            defaults={
                "status": cell.status,
                "text": cell.text.strip(),
                "changed_on": timezone.localdate(),
                "is_made_up": is_made_up,
            },
        )
    texts.announce_change("need", f"{code}-{key}")
