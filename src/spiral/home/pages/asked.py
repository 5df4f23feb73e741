"""What the network has asked and waits for: local indicators, to who is to answer them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.ground.words import day
from spiral.home.pages.parts import Line, Step
from spiral.see.indicators import queries as indicators
from spiral.trust.access.viewer import Viewer


def to_answer(viewer: Viewer) -> list[Line]:
    """The questions that wait for the viewer's answer, the first to close first."""
    return [
        Line(
            year.indicator.title,
            _("Svara"),
            reverse("indicators:year", args=[year.pk]),
            _("Nätverkets fråga. Svara senast %(day)s.") % {"day": day(year.closes)},
        )
        for year in indicators.waiting(viewer)
    ]


def way_to_answer(viewer: Viewer) -> list[Step]:
    """The way to the first of them, for a home without a list of what is to be done; none where none waits."""
    lines = to_answer(viewer)[:1]
    return [Step(_("Svara på nätverkets fråga"), f"{line.what}. {line.why}", line.url) for line in lines]
