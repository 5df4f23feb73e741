"""Search by name over the register."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.apps.networks.models import Municipality, Owner, Unit

MOST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, where it lives."""

    name: str
    what: str
    url: str


def find(viewer: object, words: str) -> list[Hit]:
    """Municipalities, units and owners whose name holds every word; own first, then in alphabetical order."""
    # A long word without its ending finds its inflections: gymnasium, gymnasiet, gymnasieskola.
    pieces = [w[:-2] if len(w) >= 8 and not w.isdigit() else w for w in re.split(r"\s+", words.strip()) if w][:6]
    if not pieces:
        return []
    hits = [
        Hit(m.name, _("kommun"), reverse("results:municipality", args=[m.slug]))
        for m in Municipality.objects.filter(_all("name", pieces), in_region=True).order_by("name")
    ]
    units = Unit.objects.filter(_all("name", pieces), municipality__in_region=True).select_related("municipality")
    if len(pieces) == 1 and pieces[0].isdigit():
        units = Unit.objects.filter(code=pieces[0], municipality__in_region=True).select_related("municipality")
    hits += [Hit(u.name, u.municipality.name, reverse("results:unit", args=[u.code])) for u in units.order_by("name")]
    owners = Owner.objects.filter(_all("name", pieces), units__municipality__in_region=True).distinct()
    hits += [Hit(o.name, _("huvudman"), reverse("networks:owner", args=[o.orgnr])) for o in owners.order_by("name")]
    return hits[:MOST]


def _all(field: str, pieces: list[str]) -> Q:
    """Every word, in any letter case; SQLite knows only ASCII case, so å ä ö are asked for in both."""
    found = Q()
    for piece in pieces:
        found &= (
            Q(**{f"{field}__icontains": piece})
            | Q(**{f"{field}__contains": piece.lower()})
            | Q(**{f"{field}__contains": piece.capitalize()})
            | Q(**{f"{field}__contains": piece.upper()})
        )
    return found
