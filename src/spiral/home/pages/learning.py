"""“Lära”: who has the same conditions, and whom to ask there: a named role with an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.home.pages import peers
from spiral.home.pages.parts import Step
from spiral.home.pages.peers import Colleague
from spiral.see.results import queries as results
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality


@dataclass(frozen=True, slots=True)
class LearnPage:
    """The page of the third word. ``own`` is the municipality that colleagues are chosen for."""

    municipalities: Sequence[Municipality]
    own: Municipality | None
    alike: Sequence[Colleague]
    examples: Sequence[Colleague]
    is_members: bool
    steps: Sequence[Step]


def learning(viewer: Viewer, own: Municipality | None) -> LearnPage:
    """Colleagues by likeness and by example, for who may read the register."""
    is_members = allows(viewer, Permission.PEOPLE_READ)
    alike = peers.like_municipality(viewer, own) if own and is_members else []
    examples = peers.by_example(viewer, own.code if own else "") if is_members else []
    return LearnPage(results.municipalities(viewer), own, alike, examples, is_members, _steps(own, is_members))


def _steps(own: Municipality | None, is_members: bool) -> list[Step]:
    steps = []
    if own is not None:
        url = reverse("results:compare_municipality", args=[own.slug])
        steps.append(Step(_("Jämför %(name)s") % {"name": own.name}, _("Bredvid kommuner som liknar er."), url))
        act = f"{reverse('home:act')}?place={own.code}"
        steps.append(Step(_("Vem kan göra något?"), _("Vem som rår över vad i %(name)s.") % {"name": own.name}, act))
    else:
        text = _("Vad skolan, huvudmannen och kommunerna tillsammans rår över.")
        steps.append(Step(_("Vem kan göra något?"), text, reverse("home:act")))
    if is_members:
        steps.append(
            Step(_("Dela ett eget exempel"), _("Det ni provat kan någon annan ha nytta av."), reverse("examples:new"))
        )
    return steps
