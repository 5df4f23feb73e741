"""Writes to the register."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from spiral.ground.locks import hold_lock
from spiral.ground.refusals import NameTaken
from spiral.ground.revision import Revision, mark, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.models import Area, Municipality, Network, Owner, Unit, UnitChange

Row = TypeVar("Row", Municipality, Owner, Unit)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl


#: The snapshot's word for a kind of owner → ours.
_KINDS = {
    "kommunal": Owner.Kind.MUNICIPAL,
    "enskild": Owner.Kind.INDEPENDENT,
    "statlig": Owner.Kind.STATE,
    "region": Owner.Kind.REGION,
    "kommunalförbund": Owner.Kind.ASSOCIATION,
}


@dataclass(frozen=True, slots=True)
class AreasOf:
    """The areas that a network works with, as they stand."""

    areas: Sequence[Area]

    @property
    def revision(self) -> str:
        return mark(sorted(a.key for a in self.areas))


def slug(name: str) -> str:
    """'Götene' → 'gotene': an address that survives any mail program."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@transaction.atomic
def load_register(places: pl.DataFrame, region: frozenset[str]) -> dict[str, int]:
    """Bring the register in line with the snapshot's places; nothing that others point at is removed.

    ``region`` holds the codes of the network's own municipalities. Returns how many of each kind there are.
    """
    rows = places.to_dicts()
    ordered = sorted((r for r in rows if r["kind"] in ("municipality", "riket")), key=lambda r: r["code"] not in region)
    slugs: set[str] = set()
    municipalities = []
    for r in ordered:
        # Habo and Håbo are one word without the ring: the second gets its code as well.
        name = slug(r["name"]) if slug(r["name"]) not in slugs else f"{slug(r['name'])}-{r['code']}"
        slugs.add(name)
        municipalities.append(
            Municipality(
                code=r["code"], name=r["name"], slug=name, county=r["county"] or "", in_region=r["code"] in region
            )
        )
    known = {m.code for m in municipalities}
    owners = [
        Owner(
            orgnr=r["code"],
            name=_title(r["name"]),
            kind=_KINDS[r["owner_kind"]] if r["owner_kind"] else Owner.Kind.INDEPENDENT,
            municipality_id=r["municipality_code"] if r["municipality_code"] in known else None,
        )
        for r in rows
        if r["kind"] == "owner"
    ]
    numbers = {o.orgnr for o in owners}
    units = [
        Unit(
            code=r["code"],
            name=r["name"],
            municipality_id=r["municipality_code"],
            owner_id=r["owner_orgnr"] if r["owner_orgnr"] in numbers else None,
            kind=_KINDS[r["owner_kind"]] if r["owner_kind"] else "",
            forms=" ".join(r["school_forms"] or ()),
            has_year9=bool(r["has_year9"]),
            status=r["status"] or "",
            latitude=r["lat"],
            longitude=r["lng"],
        )
        for r in rows
        if r["kind"] == "unit" and r["municipality_code"] in known
    ]
    _keep(Municipality, municipalities, "code")
    _keep(Owner, owners, "orgnr")
    _keep(Unit, units, "code")
    return {"municipalities": len(municipalities), "owners": len(owners), "units": len(units)}


def _keep(model: type[Row], rows: Sequence[Row], key: str) -> None:
    """Rows by their key: new ones added, those that are there written over."""
    fields = [f.name for f in model._meta.fields if f.name != key]
    model._default_manager.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=[key], update_fields=fields
    )


def _title(name: str) -> str:
    """'GÖTENE KOMMUN' as people write it; names that are not all capitals stay as they are."""
    if name != name.upper():
        return name
    small = {"Kommun": "kommun", "Och": "och", "I": "i", "Ab": "AB", "Ek": "ek.", "För": "för"}
    return " ".join(small.get(w.capitalize(), w.capitalize()) for w in name.split())


@transaction.atomic
def load_areas() -> int:
    """The areas that follow with the product; one that is there already is left as it is. How many were added."""
    listed = tomllib.loads((Path(__file__).parent / "areas.toml").read_text(encoding="utf-8"))["area"]
    added = 0
    for order, row in enumerate(listed, 1):
        _area, is_new = Area.objects.get_or_create(
            key=row["key"], defaults={"name": row["sv"], "name_en": row["en"], "order": 10 * order}
        )
        added += is_new
    return added


@transaction.atomic
def add_area(name: str, name_en: str = "", *, by: Viewer) -> Area:
    """A new area, last in the list. Raises PermissionDenied and NameTaken."""
    _keeper(by)
    hold_lock("areas")
    name = name.strip()
    _free(name)
    key = base = slug(name)[:50] or "omrade"
    number = 1
    while Area.objects.filter(pk=key).exists():
        number += 1
        key = f"{base}-{number}"
    last = Area.objects.order_by("-order").values_list("order", flat=True).first() or 0
    area = Area.objects.create(key=key, name=name, name_en=name_en.strip(), order=last + 10)
    record(Action.NETWORKS_AREA_ADDED, area, by=by)
    return area


@transaction.atomic
def rename_area(key: str, name: str, name_en: str, revision: Revision, *, by: Viewer) -> Area:
    """Other words for the same area; what is written about it stays. Raises PermissionDenied, StaleRevision,
    NameTaken."""
    _keeper(by)
    hold_lock("areas")
    area = Area.objects.select_for_update(no_key=True).get(pk=key)
    require_revision(area, revision)
    _free(name.strip(), but=key)
    area.name, area.name_en = name.strip(), name_en.strip()
    area.save(update_fields=["name", "name_en"])
    record(Action.NETWORKS_AREA_RENAMED, area, by=by)
    return area


@transaction.atomic
def retire_area(key: str, *, by: Viewer, back: bool = False) -> Area:
    """Take an area out of use, or ``back``; what is written about it is kept. Raises PermissionDenied."""
    _keeper(by)
    area = Area.objects.select_for_update(no_key=True).get(pk=key)
    area.is_retired = not back
    area.save(update_fields=["is_retired"])
    record(Action.NETWORKS_AREA_BROUGHT_BACK if back else Action.NETWORKS_AREA_RETIRED, area, by=by)
    return area


@transaction.atomic
def set_areas_of(network: Network, keys: Sequence[str], revision: Revision, *, by: Viewer) -> None:
    """Which areas a network works with. Areas out of use that it had are kept. Raises PermissionDenied and
    StaleRevision."""
    _keeper(by)
    hold_lock("networks")
    require_revision(AreasOf(list(network.areas.all())), revision)
    retired = network.areas.filter(is_retired=True)
    network.areas.set([*Area.objects.filter(pk__in=list(keys), is_retired=False), *retired])
    record(Action.NETWORKS_AREAS_SET, network, by=by, detail={"areas": sorted(keys)})


@transaction.atomic
def save_network(
    slug_: str | None,
    name: str,
    kind: str,
    about: str,
    parent: int | None,
    members: Sequence[int],
    revision: Revision = 0,
    *,
    by: Viewer,
    is_made_up: bool = False,
) -> Network:
    """A network new or changed. A workgroup alone has a parent, a cross-network alone has members. Raises
    PermissionDenied, StaleRevision and NameTaken."""
    _keeper(by)
    hold_lock("networks")
    network = (
        Network.objects.select_for_update(no_key=True).get(slug=slug_) if slug_ else Network(is_made_up=is_made_up)
    )
    if slug_:
        require_revision(network, revision)
    if any(n.name.casefold() == name.casefold() for n in Network.objects.exclude(pk=network.pk)):
        raise NameTaken
    if not slug_:
        network.slug = base = slug(name)[:50] or "natverk"
        number = 1
        while Network.objects.filter(slug=network.slug).exists():
            number += 1
            network.slug = f"{base}-{number}"
    network.name, network.kind, network.about = name, kind, about
    network.parent_id = parent if kind == Network.Kind.WORKGROUP else None
    network.save()
    network.members.set([m for m in members if m != network.pk] if kind == Network.Kind.CROSS else [])
    record(Action.NETWORKS_SAVED, network, by=by)
    return network


@transaction.atomic
def tell_change(
    code: str,
    kind: str,
    on: date,
    *,
    by: Viewer,
    others: Sequence[str] = (),
    after: Sequence[str] = (),
    others_words: str = "",
    after_words: str = "",
    note: str = "",
    is_made_up: bool = False,
) -> UnitChange:
    """What became of a unit, with those beside it before and those after. The same thing told twice is one. Raises
    PermissionDenied."""
    _keeper(by)
    hold_lock("unit changes")
    before = {code, *others} if kind == UnitChange.Kind.MERGED else {code}
    words = others_words if kind == UnitChange.Kind.MERGED else ""
    if kind == UnitChange.Kind.RENAMED and others_words:
        # The register holds the new name under the same code: the old one is only words.
        before, after, words, after_words = set(), [code], others_words, ""
    same = UnitChange.objects.filter(kind=kind, on=on, before_words=words, after_words=after_words)
    for known in same.prefetch_related("before", "after"):
        if {u.pk for u in known.before.all()} == before and {u.pk for u in known.after.all()} == set(after):
            return known
    change = UnitChange.objects.create(
        kind=kind, on=on, before_words=words, after_words=after_words, note=note, is_made_up=is_made_up
    )
    change.before.set(Unit.objects.filter(pk__in=before))
    change.after.set(Unit.objects.filter(pk__in=after))
    record(Action.NETWORKS_UNIT_CHANGE_TOLD, change, by=by, place=code)
    return change


@transaction.atomic
def take_back_change(number: int, *, by: Viewer) -> None:
    """A change told by mistake. Raises PermissionDenied."""
    _keeper(by)
    UnitChange.objects.filter(pk=number).delete()
    record(Action.NETWORKS_UNIT_CHANGE_REMOVED, number, by=by)


def _keeper(by: Viewer) -> None:
    require(by, Permission.NETWORKS_KEEP)


def _free(name: str, but: str = "") -> None:
    if any(a.name.casefold() == name.casefold() for a in Area.objects.exclude(pk=but)):
        raise NameTaken
