"""Indicators as there is to find them: by name, by the source's own id, and by the words of its description."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.exchange.texts import Named, WayOn
from spiral.ground.words import language
from spiral.see.results import catalogue, queries
from spiral.see.results.evidence import town_path
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.queries import municipalities, own_municipality


class Indicators:
    """An indicator leads to its row at the reader's own municipality; for who has none, to that of each. One that is
    shown for schools only leads to the municipality's page, where the schools are."""

    def heading(self) -> str:
        return _("Indikatorer")

    def named(self, viewer: Viewer) -> Iterable[Named]:
        own, towns = own_municipality(viewer), municipalities(viewer)
        for one in queries.with_metadata(i for i in catalogue.reviewed().values() if i.sets):
            pages = []
            for town in towns:
                path = town_path(viewer, town, one, one.key)
                anchor = f"#{one.key}"
                if not path and one.key.startswith(("unit-", "gy-")):
                    path, anchor = reverse("results:municipality", args=[town.slug]), "#skolor"
                if path:
                    pages.append((town.code, WayOn(town.name, f"{path}{anchor}")))
            mine = next((link.url for code, link in pages if code == own), "")
            if pages:
                links = () if mine else tuple(link for _code, link in pages)
                said = f"{one.title} {one.description}"
                yield Named(one.short.get(language()), _what(one), mine, one.kolada, said, links=links)


def _what(one: catalogue.Indicator) -> str:
    return _("indikator %(code)s i Kolada") % {"code": one.kolada} if one.kolada else _("indikator")
