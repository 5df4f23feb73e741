"""What is asked before an example is shown to others, or taken from them: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.learn.examples import queries
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.queries import how_many_see


def before_publishing(viewer: Viewer, example: queries.Example) -> Confirmation | None:
    """Every member can read it; None for what the viewer does not review."""
    if not queries.reviews(viewer, example):
        return None
    n = how_many_see(viewer, Permission.EXAMPLE_SEE)
    happens = [
        ngettext("%(n)s person i nätverket kan läsa det.", "%(n)s personer i nätverket kan läsa det.", n) % {"n": n},
        _("Det går att hitta i sökningen, och andra kan berätta att de har provat."),
        _("Ingen får något mejl. Den som skrev kan ta tillbaka det."),
    ]
    return _asked(example, _("Publicera exemplet?"), happens, _("Publicera exemplet"))


def before_taking_back(viewer: Viewer, example: queries.Example) -> Confirmation | None:
    """Asked of what others read; None for what only waits for its reviewer."""
    if example.state != example.State.PUBLISHED or not queries.takes_back(viewer, example):
        return None
    n, tried = how_many_see(viewer, Permission.EXAMPLE_SEE), len(queries.trials(viewer, example))
    happens = [
        ngettext(
            "%(n)s person i nätverket kan inte längre läsa det.",
            "%(n)s personer i nätverket kan inte längre läsa det.",
            n,
        )
        % {"n": n}
    ]
    if tried:
        lost = ngettext(
            "Det en har berättat om hur det gick syns inte heller.",
            "Det %(n)s har berättat om hur det gick syns inte heller.",
            tried,
        )
        happens.append(lost % {"n": tried})
    happens.append(_("Ska det visas igen skickar du in det, och någon läser det på nytt."))
    return _asked(example, _("Ta tillbaka exemplet?"), happens, _("Ta tillbaka exemplet"))


def _asked(example: queries.Example, title: str, happens: list[str], button: str) -> Confirmation:
    return Confirmation(title, happens, button, reverse("examples:example", args=[example.pk]))
