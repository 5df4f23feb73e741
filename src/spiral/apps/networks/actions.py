"""Writes to the register."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from spiral.apps.networks.models import Area, Municipality, Owner, Unit

if TYPE_CHECKING:
    import polars as pl


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
    found = sorted((r for r in rows if r["kind"] in ("municipality", "riket")), key=lambda r: r["code"] not in region)
    slugs: set[str] = set()
    municipalities = []
    for r in found:
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
        Owner(orgnr=r["code"], name=_title(r["name"]), kind=r["owner_kind"] or Owner.Kind.INDEPENDENT,
              municipality_id=r["municipality_code"] if r["municipality_code"] in known else None)
        for r in rows
        if r["kind"] == "owner"
    ]  # fmt: skip
    numbers = {o.orgnr for o in owners}
    units = [
        Unit(
            code=r["code"],
            name=r["name"],
            municipality_id=r["municipality_code"],
            owner_id=r["owner_orgnr"] if r["owner_orgnr"] in numbers else None,
            kind=r["owner_kind"] or "",
            forms=" ".join(r["school_forms"] or ()),
            has_year9=bool(r["has_year9"]),
            status=r["status"] or "",
            latitude=r["lat"],
            longitude=r["lng"],
        )
        for r in rows
        if r["kind"] == "unit" and r["municipality_code"] in known
    ]
    for model, listed, key in ((Municipality, municipalities, "code"), (Owner, owners, "orgnr"), (Unit, units, "code")):
        fields = [f.name for f in model._meta.fields if f.name != key]
        model.objects.bulk_create(
            listed, batch_size=1000, update_conflicts=True, unique_fields=[key], update_fields=fields
        )
    return {"municipalities": len(municipalities), "owners": len(owners), "units": len(units)}


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
