"""What a circle takes along, as other rooms keep it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.apps.circles import queries
from spiral.apps.circles.pages import book
from spiral.apps.core.evidence import Again, Evidence


class ReflectionSource:
    """Kind ``reflection``; the reference is a takeaway's number. A reader's own reflection is not taken along by
    others: what the circle says together is."""

    def freeze(self, viewer: object, ref: str, language: str) -> Evidence | None:
        known = ref.isascii() and ref.isdecimal() and len(ref) < 12
        found = queries.any_takeaway(viewer, int(ref)) if known else None
        if found is None:
            return None
        with override(language):
            facts = {"book": book(found.circle), "office": found.office, "day": date_format(found.on, "j F Y")}
            return Evidence(
                "reflection", ref, found.chapter.title if found.chapter else found.circle.title, found.text,
                _("Läsecirkel: %(book)s. %(office)s, %(day)s") % facts, found.on.isoformat(),
                reverse("circles:circle", args=[found.circle_id]), found.circle.is_made_up,
            )  # fmt: skip

    def again(self, viewer: object, kept: Evidence, language: str) -> Again | None:
        """None: a thought is not a measurement, and does not turn out otherwise when looked at again."""
        return None
