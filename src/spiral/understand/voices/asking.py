"""What is asked before pupils can answer no more, or others can read what they wrote: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.asking import in_words
from spiral.trust.anonymous.rules import FEWEST_ANSWERS
from spiral.trust.people.queries import how_many_see
from spiral.understand.voices import queries


def before_closing(collection: queries.Collection) -> Confirmation | None:
    """None for what cannot be closed."""
    if not collection.is_open or collection.answers < FEWEST_ANSWERS:
        return None
    happens = [
        _("Så många har svarat: %(counts)s.") % {"counts": in_words([(_("elever"), collection.answers)])},
        _("Den som inte har svarat kan inte göra det sedan. Det går inte att öppna igen."),
        _("Frågor som färre än fem har svarat på raderas. Bara de som leder insamlingen läser svaren tills de släpps."),
    ]
    return _asked(collection, _("Stäng insamlingen?"), happens, _("Stäng insamlingen"))


def before_releasing(viewer: Viewer, collection: queries.Collection) -> Confirmation | None:
    """None for what has been released."""
    if collection.state != collection.State.REVIEW:
        return None
    n, quotes = _readers(viewer, collection), sum(len(q) for _n, q in queries.to_review(viewer, collection))
    happens = [
        ngettext("%(n)s person kan läsa resultatet", "%(n)s personer kan läsa resultatet", n) % {"n": n}
        + (
            ": " + _("de som har en roll på %(place)s, och samordnaren.") % {"place": queries.where(viewer, collection)}
            if collection.place
            else ": " + _("alla i nätverket.")
        ),
        ngettext("Där står %(n)s citat.", "Där står %(n)s citat.", quotes) % {"n": quotes}
        + " "
        + _("Ord går att dölja också efteråt, men det som någon har läst är läst."),
        _("Det går inte att ta tillbaka. Ingen får något mejl."),
    ]
    return _asked(collection, _("Släpp svaren?"), happens, _("Släpp svaren"))


def before_closing_day(day: queries.AnalysisDay | None) -> Confirmation | None:
    """None for a day that is over."""
    if day is None or not queries.is_sorting(day):
        return None
    n = day.groups.count()
    happens = [
        ngettext("%(n)s grupp kan inte sortera mer.", "%(n)s grupper kan inte sortera mer.", n) % {"n": n},
        _("Högarna finns kvar. Öppnar du igen får grupperna en ny kod."),
    ]
    back = reverse("voices:day", args=[day.collection_id])
    return Confirmation(_("Stäng sorteringen?"), happens, _("Stäng sorteringen"), back)


def before_dropping(viewer: Viewer, collection: queries.Collection, theme_id: int) -> Confirmation | None:
    """None for a theme that is gone."""
    themed = queries.theme_for(viewer, theme_id)
    if themed is None or themed[0].collection_id != collection.pk:
        return None
    theme, n, quotes = themed[0], _readers(viewer, collection), len(themed[1])
    seen = ngettext("%(n)s person ser inte längre temat.", "%(n)s personer ser inte längre temat.", n) % {"n": n}
    left = ngettext("Dess %(n)s citat finns kvar.", "Dess %(n)s citat finns kvar.", quotes) % {"n": quotes}
    back = reverse("voices:day", args=[theme.collection_id])
    title = _("Ta bort temat %(name)s?") % {"name": theme.name}
    return Confirmation(title, [f"{seen} {left}", _("Det går inte att ångra.")], _("Ta bort temat"), back)


def _readers(viewer: Viewer, collection: queries.Collection) -> int:
    return how_many_see(viewer, Permission.COLLECTION_SEE, collection.place or None)


def _asked(collection: queries.Collection, title: str, happens: list[str], button: str) -> Confirmation:
    return Confirmation(title, happens, button, reverse("voices:collection", args=[collection.pk]))
