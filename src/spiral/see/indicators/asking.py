"""What is asked before an indicator is opened or closed: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.ground.words import joined
from spiral.see.indicators import queries
from spiral.see.indicators.models import IndicatorYear
from spiral.trust.access.viewer import Viewer

#: So many names are said; the others are counted.
_NAMED = 8


def before_opening(viewer: Viewer, year: IndicatorYear) -> Confirmation | None:
    """Who will be asked, and what they see; None where it is open already, or nobody can be asked."""
    asked = year.respondents.count() or len(queries.places_to_ask(viewer, year.indicator))
    if year.state == IndicatorYear.State.OPEN or not asked:
        return None
    who = ngettext("%(n)s plats kan svara", "%(n)s platser kan svara", asked) % {"n": asked}
    first, last = (date_format(day, "j F Y") for day in (year.opens, year.closes))
    happens = [
        _("%(who)s från %(first)s, senast %(last)s.") % {"who": who, "first": first, "last": last},
        _("Den som ska svara (%(role)s) ser det överst på sidan Egna indikatorer. Ingen får något mejl.")
        % {"role": year.indicator.get_role_display().lower()},
        _("Det som svaras syns genast för nätverkets medlemmar, på kommunernas sidor och här."),
        _("Frågan går inte att ändra efteråt, så att åren går att jämföra. Öppningen går att stänga igen."),
    ]
    title = _("Öppna ”%(title)s” för %(period)s?") % {"title": year.indicator.title, "period": year.period}
    return Confirmation(title, happens, _("Öppna"), reverse("indicators:year", args=[year.pk]))


def before_closing(viewer: Viewer, year: IndicatorYear) -> Confirmation | None:
    """Who has not answered, and then cannot; None where it is not open."""
    if year.state != IndicatorYear.State.OPEN:
        return None
    now = queries.progress(viewer, [year])[year.pk]
    happens = [_("%(n)s av %(all)s platser har svarat.") % {"n": len(now.answered), "all": len(now.rows)}]
    if names := [place.name for place in now.missing]:
        shown = names[:_NAMED] + ([_("%(n)s till") % {"n": len(names) - _NAMED}] if len(names) > _NAMED else [])
        happens.append(_("De här har inte svarat, och kan inte svara sedan: %(names)s.") % {"names": joined(shown)})
    happens.append(_("Svaren står kvar och går inte att ändra. Ingen får något mejl. Du kan öppna igen."))
    title = _("Stäng ”%(title)s” för %(period)s?") % {"title": year.indicator.title, "period": year.period}
    return Confirmation(title, happens, _("Stäng"), reverse("indicators:year", args=[year.pk]))
