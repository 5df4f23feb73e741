"""The region's picture as evidence: every municipality on one axis, frozen as it stands, and looked at again when a
later year has been published. ``ref`` is the indicator's key, as in /region/?figure=KEY."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.documents.blocks import Exhibit
from spiral.documents.frozen import freeze
from spiral.exchange.evidence import Evidence, FollowUp
from spiral.see.results.evidence import nothing_newer, source_line
from spiral.see.results.opendata import open_data
from spiral.see.results.pages.region import region_page
from spiral.trust.access.viewer import Viewer

KIND = "region"


class Regions:
    """The evidence source of kind "region"."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        """The picture as it is now; None for an indicator that is not there."""
        today = timezone.localdate()
        with override(language):
            page = region_page(open_data(viewer), ref, "en" if language == "en" else "sv", today)
            if page is None:
                return None
            section = page.document.sections[0]
            shown = next(block for block in section.blocks if isinstance(block, Exhibit))
            return Evidence(
                kind=KIND,
                ref=ref,
                title=section.heading,
                sentence=shown.sentence,
                source=source_line(dict(shown.facts)),
                frozen_on=today.isoformat(),
                path=f"{reverse('results:region')}?{urlencode({'figure': ref})}",
                chart=freeze(shown.chart) if shown.chart else None,
                detail={"order": page.order},
            )

    def follow_up(self, viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None:
        """Then and now, when there is a later year; which of the differences are chance is not claimed."""
        now = self.freeze(viewer, earlier.ref, language)
        if now is None:
            return None
        with override(language):
            before, latest = earlier.detail.get("order"), now.detail["order"]
            if latest is None or (before is not None and latest <= before):
                return nothing_newer(earlier, now)
            words = _("Då: %(then)s Nu: %(now)s") % {"then": earlier.sentence, "now": now.sentence}
            return FollowUp(True, words, now)
