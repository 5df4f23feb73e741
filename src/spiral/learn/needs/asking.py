"""What is asked before the year's map is frozen: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.learn.needs import queries
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.queries import how_many_see


def before_freezing(viewer: Viewer, year: int) -> Confirmation | None:
    """It can never be changed again, and who has not written is not in it; None for an empty map."""
    now = queries.map_to_read(viewer)
    if not now.cells:
        return None
    n, people = len(now.cells), how_many_see(viewer, Permission.NEEDS_READ)
    rows = ngettext("%(n)s rad", "%(n)s rader", n) % {"n": n}
    written = len({code for code, _area in now.cells})
    places = ngettext("%(n)s kommun", "%(n)s kommuner", written) % {"n": written}
    happens = [
        _("%(rows)s från %(places)s sparas som de står nu.") % {"rows": rows, "places": places},
        ngettext(
            "%(n)s person i nätverket kan läsa den, men ingen kan ändra den eller ta bort den.",
            "%(n)s personer i nätverket kan läsa den, men ingen kan ändra den eller ta bort den.",
            people,
        )
        % {"n": people},
    ]
    if missing := [name for code, name in now.municipalities.items() if code not in now.filled]:
        happens.append(_("De här har inte fyllt i, och saknas: %(names)s.") % {"names": ", ".join(missing)})
    happens.append(_("Ingen får något mejl. Kartan går att fylla i som förut, och att frysa igen."))
    return Confirmation(
        _("Frys kartan för %(year)s?") % {"year": year}, happens, _("Frys kartan"), reverse("needs:versions")
    )
