"""What local indicators hand to other rooms: figures for pages of results, texts to find, a part of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.exchange.local_figures import LOCAL_FIGURES
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.see.indicators import actions
from spiral.see.indicators.demo import load_demo_indicators
from spiral.see.indicators.models import LocalIndicator
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable


class IndicatorTexts:
    """Every indicator, for the search; the members' own."""

    def heading(self) -> str:
        return _("Egna indikatorer")

    def all(self) -> Iterable[Text]:
        return (self._text(one) for one in LocalIndicator.objects.iterator(200))

    def one(self, ref: str) -> Text | None:
        indicator = LocalIndicator.objects.filter(pk=ref).first()
        return self._text(indicator) if indicator else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return set(refs) if allows(viewer, Permission.INDICATORS_READ) else set()

    @staticmethod
    def _text(indicator: LocalIndicator) -> Text:
        body = "\n".join([indicator.question, indicator.explanation, *indicator.levels])
        what = _("egen indikator, %(form)s") % {"form": indicator.get_form_display()}
        url = reverse("indicators:indicator", args=[indicator.pk])
        return Text(actions.KIND, str(indicator.pk), indicator.title, body, what, url)


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    LOCAL_FIGURES.register_later("indicators", "spiral.see.indicators.lent:IndicatorFigures")
    TEXT_SOURCES.register(actions.KIND, IndicatorTexts())
    register_undoable(actions.UNDONE, Undoable(actions.put_back, lazy("Svaret står kvar igen.")))
    register_demo("egna indikatorer", lambda: load_demo_indicators() or 0)
