"""What has changed between two frozen maps, or since the last one, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.board import both, lowered
from spiral.learn.needs.queries import NeedCell, NeedsMap

Status = Need.Status


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs: the sentence, and both texts where they differ."""

    area: str
    sentence: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    place: str
    own: bool
    changes: Sequence[CellChange]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs, by municipality; ``about_areas`` what happened to the list of areas."""

    headline: str
    places: Sequence[PlaceChanges]
    same: str
    about_areas: Sequence[str]


def difference(old: NeedsMap, new: NeedsMap, own: str, since: str, key: str = "") -> Difference:
    """Compare two maps, about one area (``key``) or all. ``since`` names the older in words."""
    areas = {**old.areas, **new.areas}
    chosen = [k for k in areas if not key or k == key]
    places = []
    for code, name in new.municipalities.items():
        if code not in new.filled:
            continue
        changes = [c for k in chosen if (c := _change(name, areas[k], old.cell(code, k), new.cell(code, k)))]
        if changes:
            places.append(PlaceChanges(name, code == own, changes))
    moved = {p.place for p in places}
    same = [name for code, name in new.municipalities.items() if code in new.filled and name not in moved]
    said = [_("Nytt område: %(area)s.") % {"area": lowered(new.areas[k])} for k in new.areas if k not in old.areas]
    said += [
        _("Området används inte längre: %(area)s.") % {"area": lowered(old.areas[k])}
        for k in old.areas
        if k not in new.areas
    ]
    said += [
        _("%(old)s heter nu %(new)s.") % {"old": old.areas[k], "new": lowered(new.areas[k])}
        for k in new.areas
        if k in old.areas and new.areas[k] != old.areas[k]
    ]
    return Difference(_headline(places, since), places, both(same), said)


def _headline(places: Sequence[PlaceChanges], since: str) -> str:
    if not places:
        return _("Ingen kommun har ändrat något sedan %(since)s") % {"since": since}
    return ngettext(
        "En kommun har ändrat något sedan %(since)s", "%(n)s kommuner har ändrat något sedan %(since)s", len(places)
    ) % {"n": len(places), "since": since}


def _change(place: str, area: str, old: NeedCell, new: NeedCell) -> CellChange | None:
    if (old.status, old.text) == (new.status, new.text):
        return None
    facts = {
        "place": place,
        "area": area,
        "in_text": lowered(area),
        "old": Status(old.status).label if old.status else "",
        "new": Status(new.status).label if new.status else "",
    }
    texts = (old.text, new.text) if old.text != new.text else ("", "")
    if not old.status:
        said = _("Nytt i %(place)s: %(in_text)s, %(new)s.") % facts
    elif not new.status:
        said = _("%(area)s: står inte längre på kartan i %(place)s (förut: %(old)s).") % facts
    elif old.status != new.status:
        said = _("%(area)s: från %(old)s till %(new)s i %(place)s.") % facts
    else:
        said = _("%(area)s: fortfarande %(new)s i %(place)s, med ny text.") % facts
    return CellChange(area, said, *texts)
