"""The visitor's home: one real picture of the region with its table, the search, the municipalities, a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from spiral.documents.blocks import Document
from spiral.engine.numbers import Language
from spiral.see.results.opendata import OpenData
from spiral.see.results.pages.region import RegionPage, region_page
from spiral.see.results.queries import municipalities
from spiral.trust.networks.models import Municipality

#: The indicator that the region is shown by.
SHOWN = "all-subjects"


@dataclass(frozen=True, slots=True)
class VisitorHome:
    """What somebody who is not signed in meets: the region's picture, and the page it is of. ``region`` is None where
    nothing is loaded."""

    document: Document
    region: RegionPage | None
    municipalities: Sequence[Municipality]


def visitor(data: OpenData, language: Language) -> VisitorHome:
    """The region's picture and its municipalities."""
    listed = data.once(municipalities)
    region = region_page(data, SHOWN, language, data.viewer.today) if listed else None
    if region is None:
        title = _("Se hur det går för eleverna i %(region)s, och vad ni kan göra åt det")
        return VisitorHome(Document(title % {"region": settings.REGION_NAME}, "", ()), None, listed)
    return VisitorHome(replace(region.document, sections=region.document.sections[:1]), region, listed)
