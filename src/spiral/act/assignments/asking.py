"""What is asked before something is done with an assignment that others notice: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.assignments import queries
from spiral.ground.confirm import Confirmation
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.queries import how_many_see


def before_starting(viewer: Viewer, assignment: queries.Assignment) -> Confirmation | None:
    """The whole network sees it; None for what cannot be started."""
    points = len(queries.points(viewer, assignment))
    if assignment.state != assignment.State.DRAFT or not points:
        return None
    seen = ngettext(
        "%(people)s person i nätverket ser det, och kan arbeta med det.",
        "%(people)s personer i nätverket ser det, och kan arbeta med det.",
        people := how_many_see(viewer, Permission.ASSIGNMENT_SEE),
    )
    count = ngettext("Uppdraget har %(n)s punkt.", "Uppdraget har %(n)s punkter.", points) % {"n": points}
    happens = [count + " " + seen % {"people": people}]
    if assignment.previous_id:
        happens.append(_("Version %(n)s avslutas i samma stund.") % {"n": assignment.version - 1})
    happens.append(_("Ingen får något mejl. Det kan inte bli ett utkast igen, men ni kan göra en ny version."))
    return _asked(assignment, _("Starta uppdraget för hela nätverket?"), happens, _("Starta uppdraget"))


def before_ending(viewer: Viewer, assignment: queries.Assignment) -> Confirmation | None:
    """Nothing more is added to it; None for what does not run."""
    if assignment.state != assignment.State.ACTIVE:
        return None
    n, people = len(queries.points(viewer, assignment)), how_many_see(viewer, Permission.ASSIGNMENT_SEE)
    ends = ngettext("%(n)s punkt tar slut", "%(n)s punkter tar slut", n) % {"n": n}
    seen = ngettext("för %(n)s person i nätverket.", "för %(n)s personer i nätverket.", people) % {"n": people}
    happens = [
        f"{ends} {seen}",
        _("Det som står på punkterna finns kvar att läsa, men inga nya punkter går att lägga till."),
        _("Uppdraget går inte att starta igen, men ni kan göra en ny version. Ingen får något mejl."),
    ]
    return _asked(assignment, _("Avsluta uppdraget för hela nätverket?"), happens, _("Avsluta uppdraget"))


def _asked(assignment: queries.Assignment, title: str, happens: list[str], button: str) -> Confirmation:
    return Confirmation(title, happens, button, reverse("assignments:assignment", args=[assignment.pk]))
