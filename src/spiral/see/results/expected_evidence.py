"""What a school reached beside what was expected, as evidence: the difference frozen with its interval and its picture,
and looked at again when a later year has been published. ``ref`` is "UNIT:expected"."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.documents.frozen import freeze
from spiral.engine.numbers import Language
from spiral.exchange.evidence import Evidence, FollowUp
from spiral.see.results import queries
from spiral.see.results.evidence import nothing_newer, source_line, taken_apart
from spiral.see.results.opendata import open_data
from spiral.see.results.pages import expected
from spiral.see.results.pages.unit import unit_page
from spiral.trust.access.viewer import Viewer

KIND = expected.KEY


class ExpectedValues:
    """The evidence source of kind "expected"."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        """The difference as it is now; None for a school that has none."""
        place, key = taken_apart(ref) or (None, "")
        unit = queries.unit(viewer, place) if place and place.is_unit and key == expected.KEY else None
        if unit is None:
            return None
        today = timezone.localdate()
        known: Language = "en" if language == "en" else "sv"
        with override(language):
            page = unit_page(open_data(viewer), unit, {}, known, today)
            shown = next((e for e in page.document.exhibits() if e.key == expected.KEY), None)
            by_period = queries.expected(viewer, [unit.code]).get(unit.code, {})
            newest = expected.latest(by_period)
            if shown is None or newest is None:
                return None
            return Evidence(
                kind=KIND,
                ref=ref,
                title=shown.chart.title if shown.chart else unit.name,
                sentence=f"{shown.sentence} {expected.together(by_period, known)}".strip(),
                source=source_line(dict(shown.facts)),
                frozen_on=today.isoformat(),
                path=f"{reverse('results:unit', args=[unit.code])}#{expected.SECTION}",
                chart=freeze(shown.chart) if shown.chart else None,
                detail={"period": newest.period},
            )

    def follow_up(self, viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None:
        """Then and now, when there is a later year; each is told with its own interval."""
        now = self.freeze(viewer, earlier.ref, language)
        if now is None:
            return None
        with override(language):
            if now.detail["period"] <= str(earlier.detail.get("period", "")):
                return nothing_newer(earlier, now)
            words = _("Då: %(then)s Nu: %(now)s") % {"then": earlier.sentence, "now": now.sentence}
            return FollowUp(True, words, now)
