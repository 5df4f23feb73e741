"""What is asked before a result is shown: nobody can answer any more, and others can read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.learn.assessments import queries
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.asking import in_words
from spiral.trust.anonymous.rules import in_steps
from spiral.trust.people.queries import how_many_see


def before_showing(viewer: Viewer, round: queries.Round, answered: Sequence[tuple[str, int]]) -> Confirmation | None:
    """None for what cannot be shown yet, or is shown already."""
    if not round.is_open or not any(in_steps(n) for _name, n in answered):
        return None
    n = how_many_see(viewer, Permission.ROUND_SEE, round.place or None)
    happens = [
        _("Så många har svarat: %(counts)s.") % {"counts": in_words(answered)},
        _("Den som inte har svarat kan inte göra det sedan. Omgången går inte att öppna igen."),
    ]
    if lost := [name for name, count in answered if not in_steps(count)]:
        happens.append(_("Svaren om %(names)s är färre än fem och raderas.") % {"names": ", ".join(lost)})
    happens.append(
        ngettext("%(n)s person kan läsa resultatet.", "%(n)s personer kan läsa resultatet.", n) % {"n": n}
        + " "
        + _("Ingen får något mejl.")
    )
    back = reverse("assessments:round", args=[round.pk])
    return Confirmation(_("Visa resultatet?"), happens, _("Visa resultatet"), back)
