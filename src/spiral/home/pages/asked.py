"""What the network has asked and waits for: local indicators, to who is to answer them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.words import day, in_words
from spiral.home.pages.parts import Step
from spiral.see.indicators import queries as indicators
from spiral.trust.access.viewer import Viewer


def to_answer(viewer: Viewer) -> list[Step]:
    """The way to the questions that wait for the viewer's answer, and the day of the first; none where none waits."""
    years = indicators.waiting(viewer)
    if not years:
        return []
    n, first = len(years), years[0]
    title = ngettext("Svara på nätverkets fråga", "Svara på nätverkets %(n)s frågor", n) % {"n": in_words(n)}
    said = _("%(title)s, senast %(day)s.") % {"title": first.indicator.title, "day": day(first.closes)}
    if n == 1:
        return [Step(title, said, reverse("indicators:year", args=[first.pk]))]
    return [Step(title, said, reverse("indicators:index"))]
