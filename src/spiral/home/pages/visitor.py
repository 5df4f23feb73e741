"""The visitor's home: one real picture of the region with its table, the search, the municipalities, a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from spiral.documents.blocks import Section
from spiral.engine.numbers import Language
from spiral.see.results.opendata import open_data
from spiral.see.results.pages.region import RegionPage, region_page
from spiral.see.results.queries import municipalities
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality

#: The indicator that the region is shown by.
SHOWN = "all-subjects"


@dataclass(frozen=True, slots=True)
class VisitorHome:
    """What somebody who is not signed in meets. ``region`` is None where nothing is loaded."""

    title: str
    lead: str
    region: RegionPage | None
    sections: Sequence[Section]
    municipalities: Sequence[Municipality]


def visitor(viewer: Viewer, language: Language) -> VisitorHome:
    """The region's picture and its municipalities."""
    listed = municipalities(viewer)
    region = region_page(open_data(viewer), SHOWN, language, viewer.today) if listed else None
    if region is None:
        title = _("Se hur det går för eleverna i %(region)s, och vad ni kan göra åt det")
        return VisitorHome(title % {"region": settings.REGION_NAME}, "", None, (), listed)
    document = region.document
    return VisitorHome(document.title, document.lead, region, document.sections[:1], listed)
