"""What the map hands to other rooms: evidence, what happened to a point, texts to find, who asks and who offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from spiral.exchange.evidence import DESTINATIONS, SOURCES, Destination, Evidence, FollowUp
from spiral.exchange.happenings import HAPPENING_SOURCES, Happening
from spiral.exchange.offers import OFFERS, SEEKERS, Match
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.learn.needs import actions, queries
from spiral.learn.needs.demo import load_demo_map
from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.board import lowered
from spiral.learn.needs.pages.matches import sentence
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable

KIND = "need"
#: A reference is a municipality's code or this word, a hyphen and the area's key.
_WHOLE_AREA = "area"
#: What is frozen, and bookmarks, may still have the word's earlier name.
_EARLIER = "omrade"


class NeedEvidence:
    """A municipality's need ('1470-matematik') or a whole area ('area-matematik'), frozen."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        code, _hyphen, key = ref.partition("-")
        with override(language):
            return self._area(viewer, key) if code in (_WHOLE_AREA, _EARLIER) else self._need(viewer, code, key)

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        now = self.freeze(viewer, evidence.ref, language)
        if now is None:
            return None
        with override(language):
            if now.detail == evidence.detail:
                return FollowUp(False, _("Behovskartan säger samma sak nu."), now)
            said = _("Då: %(then)s Nu: %(now)s") % {"then": evidence.sentence, "now": now.sentence}
            return FollowUp(True, said, now)

    def _need(self, viewer: Viewer, code: str, key: str) -> Evidence | None:
        need = queries.need(viewer, code, key)
        if need is None:
            return None
        place, area = need.municipality.name, lowered(str(need.area))
        said = _said(need.status) % {"place": place, "area": area}
        return Evidence(
            KIND,
            str(need),
            f"{place}: {area}",
            f"{said} {need.text}".strip(),
            _source(),
            _today(),
            reverse("needs:need", args=[need.municipality.slug, key]),
            need.is_made_up,
            detail={"status": need.status, "text": need.text},
        )

    def _area(self, viewer: Viewer, key: str) -> Evidence | None:
        now = queries.needs_map(viewer)
        if now is None or key not in now.areas:
            return None
        cells = sorted([c, cell.status, cell.text] for (c, k), cell in now.cells.items() if k == key)
        made_up = any(cell.is_made_up for (_c, k), cell in now.cells.items() if k == key)
        return Evidence(
            KIND,
            f"{_WHOLE_AREA}-{key}",
            now.areas[key],
            f"{sentence(now, key)}.",
            _source(),
            _today(),
            reverse("needs:area", args=[key]),
            made_up,
            detail={"cells": cells},
        )


class NeedTexts:
    """Every need that says something in words of its own, for the search."""

    def heading(self) -> str:
        return _("Behov")

    def all(self) -> Iterable[Text]:
        needs = Need.objects.filter(area__is_retired=False).select_related("municipality", "area")
        return [self._text(n) for n in needs]

    def one(self, ref: str) -> Text | None:
        code, _hyphen, key = ref.partition("-")
        need = Need.objects.filter(municipality=code, area=key).select_related("municipality", "area").first()
        return self._text(need) if need else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return set(refs) if allows(viewer, Permission.NEEDS_READ) else set()

    @staticmethod
    def _text(need: Need) -> Text:
        place = need.municipality
        what = _("behov, %(place)s") % {"place": place.name}
        url = reverse("needs:need", args=[place.slug, need.area_id])
        return Text(KIND, str(need), f"{place.name}: {lowered(str(need.area))}", need.text, what, url, place.code)


def happened(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Needs that belong to points of an assignment."""
    return [
        Happening(
            n.point,
            n.changed_on,
            _said(n.status) % {"place": n.municipality.name, "area": lowered(str(n.area))},
            reverse("needs:need", args=[n.municipality.slug, n.area_id]),
            n.is_made_up,
        )
        for n in queries.of_points(viewer, refs)
    ]


def sought(viewer: Viewer, keys: Sequence[str]) -> list[Match]:
    """Municipalities that ask about the areas."""
    return _matches(viewer, keys, Need.Status.SEEKS)


def offered(viewer: Viewer, keys: Sequence[str]) -> list[Match]:
    """Municipalities that can share."""
    return _matches(viewer, keys, Need.Status.SHARES)


def _matches(viewer: Viewer, keys: Sequence[str], status: str) -> list[Match]:
    now = queries.needs_map(viewer)
    if now is None:
        return []
    slugs = queries.slugs(viewer)
    return [
        Match(
            KIND,
            f"{code}-{key}",
            (key,),
            f"{now.municipalities[code]}: {lowered(now.areas[key])}",
            now.cell(code, key).text,
            code,
            now.municipalities[code],
            reverse("needs:need", args=[slugs[code], key]),
            now.cell(code, key).is_made_up,
        )
        for key in now.areas
        if key in keys
        for code in now.who(key, status)
    ]


def _said(status: str) -> str:
    if status == Need.Status.SEEKS:
        return _("%(place)s prioriterar %(area)s.")
    if status == Need.Status.WORKS:
        return _("%(place)s arbetar med %(area)s.")
    return _("%(place)s kan dela erfarenheter av %(area)s.")


def _today() -> str:
    return timezone.localdate().isoformat()


def _source() -> str:
    return _("Nätverkets behovskarta, %(day)s") % {"day": date_format(timezone.localdate(), "j F Y")}


#: What can become a line of the needs map.
_NOTED = frozenset({"note", "reflection", "theme"})


def destination() -> Destination:
    """The way here from a line of a meeting's notes, a reflection or a theme."""
    return Destination(KIND, lambda: _("Till behovskartan"), _take_url, _reads, _NOTED)


def _take_url(kind: str, ref: str) -> str:
    return f"{reverse('needs:take')}?{urlencode({'kind': kind, 'ref': ref})}"


def _reads(viewer: Viewer) -> bool:
    return allows(viewer, Permission.NEEDS_READ)


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    SOURCES.register(KIND, NeedEvidence())
    there = destination()
    DESTINATIONS.register(there.key, there)
    TEXT_SOURCES.register(KIND, NeedTexts())
    HAPPENING_SOURCES.register("needs", happened)
    SEEKERS.register(KIND, sought)
    OFFERS.register(KIND, offered)
    register_undoable("needs.need", Undoable(actions.put_back, lazy("Behoven står på kartan igen.")))
    register_demo("behov", lambda: load_demo_map() or 0)
