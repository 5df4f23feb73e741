"""“Göra”: at each level of the system the figures that can be acted on there, each with its figure, and who acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.meetings import queries as meetings
from spiral.engine.numbers import Language
from spiral.home.pages.ahead import meeting_url, next_meeting
from spiral.home.pages.dates import shown
from spiral.home.pages.parts import Step, on_day
from spiral.see.results.catalogue import Indicator
from spiral.see.results.pages.unit import kind_of
from spiral.see.results.queries import municipalities, shows_costs, unit, units
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Municipality, Unit
from spiral.trust.people.models import Office
from spiral.trust.people.queries import colleagues

Role = Office.Role
#: The sets of indicators that stand on a municipality's tab, by the tab's address.
_TABS = {"cost": "kostnad", "preschool": "forskola", "leisure": "forskola"}
#: Who acts at each level, the first that the register has.
_ACTS = {
    "unit": (Role.PRINCIPAL,),
    "owner": (Role.SUPERINTENDENT, Role.MEMBER),
    "region": (Role.COORDINATOR, Role.CHAIR),
}


@dataclass(frozen=True, slots=True)
class FigureLink:
    """An indicator by name, and where its figure stands."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the role in words, and an address where the reader may see it."""

    role: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SystemLevel:
    """A level of the system, who acts there, and what can be acted on."""

    name: str
    actors: Sequence[Actor]
    figures: Sequence[FigureLink]


def levels(viewer: Viewer, municipality: Municipality | None, language: Language) -> list[SystemLevel]:
    """Who can act on what (N6), as it is in ``municipality`` where one is chosen."""
    names = {
        "unit": _("Skolan: undervisning, stöd och schema"),
        "owner": _("Huvudmannen: resurser, rekrytering och uppföljning"),
        "region": _("Kommunerna tillsammans: utbud, övergångar och aktivitetsansvar"),
    }
    own = _own_school(viewer, municipality)
    listed = shown()
    offices = colleagues(viewer)
    shown_levels = []
    for level, name in names.items():
        figures = {i.short.get(language): _figure(viewer, i, municipality, own) for i in listed if level in i.levels}
        seen = [FigureLink(name, url) for name, url in sorted(figures.items())]
        shown_levels.append(SystemLevel(name, _actors(viewer, level, municipality, own, offices), seen))
    return shown_levels


def _own_school(viewer: Viewer, municipality: Municipality | None) -> Unit | None:
    """The reader's own school, where it lies in the chosen municipality."""
    for office in viewer.offices:
        if office.place.is_unit and (school := unit(viewer, office.place)) is not None:
            return school if municipality and school.municipality_id == municipality.code else None
    return None


def _figure(viewer: Viewer, indicator: Indicator, municipality: Municipality | None, own: Unit | None) -> str:
    """Where the figure stands: in the region's picture, on the municipality's page or tab, at the reader's school."""
    if "municipality" in indicator.sets:
        if municipality is None:
            return f"{reverse('results:region')}?figure={indicator.key}"
        return f"{reverse('results:municipality', args=[municipality.slug])}#{indicator.key}"
    if own is not None and kind_of(own) in indicator.sets:
        return f"{reverse('results:unit', args=[own.code])}#{indicator.key}"
    if municipality is None:
        return "#valj"
    tab = next((_TABS[s] for s in indicator.sets if s in _TABS), "")
    if tab == _TABS["cost"] and not shows_costs(viewer):
        return ""
    if tab:
        return f"{reverse('results:municipality_tab', args=[municipality.slug, tab])}#{indicator.key}"
    return f"{reverse('results:municipality', args=[municipality.slug])}#skolor"


def _places(viewer: Viewer, level: str, municipality: Municipality | None, own: Unit | None) -> set[str]:
    """Where those who act at a level are: the reader's own school, else every school; or the municipality itself."""
    if municipality is None:
        return set()
    if level == "owner":
        return {municipality.code}
    return {own.code} if own else {u.code for u in units(viewer, [municipality])}


def _actors(
    viewer: Viewer, level: str, municipality: Municipality | None, own: Unit | None, offices: Sequence[Office]
) -> list[Actor]:
    """Those with an address in the register where the reader may read it; else the role, and where it is shown."""
    places = None if level == "region" else _places(viewer, level, municipality, own) if offices else set()
    for role in _ACTS[level]:
        held = [o for o in offices if o.role == role and (places is None or o.place in places)]
        if held:
            return [Actor(str(o), o.person.email) for o in held]
    if level == "region":
        url = reverse("networks:networks") if allows(viewer, Permission.PEOPLE_READ) else ""
        return [Actor(_("Nätverkets samordnare"), url=url)]
    if municipality is None:
        return [Actor(_("Rektorn") if level == "unit" else _("Skolchefen"))]
    if level == "unit":
        url = f"{reverse('results:municipality', args=[municipality.slug])}#skolor"
        return [Actor(_("Rektorn på varje skola i %(name)s") % {"name": municipality.name}, url=url)]
    orgnr = next((o.orgnr for o in register.owners(viewer) if o.municipality_id == municipality.code), "")
    url = reverse("networks:owner", args=[orgnr]) if orgnr else ""
    return [Actor(_("Skolchefen i %(name)s") % {"name": municipality.name}, url=url)]


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of the fourth word."""

    municipalities: Sequence[Municipality]
    own: Municipality | None
    levels: Sequence[SystemLevel]
    steps: Sequence[Step]


def acting(viewer: Viewer, own: Municipality | None, language: Language) -> ActPage:
    """Every figure with who acts on it, and what the network is to do next."""
    return ActPage(municipalities(viewer), own, levels(viewer, own, language), _steps(viewer, own))


def _steps(viewer: Viewer, own: Municipality | None) -> list[Step]:
    steps = []
    left = [t for t in meetings.my_tasks(viewer) if t.state == t.State.OPEN]
    if left:
        text = left[0].text
        steps.append(Step(_("Mina uppgifter"), text, reverse("meetings:tasks")))
    meeting = next_meeting(viewer)
    if meeting is not None:
        when = on_day(timezone.localdate(meeting.starts_at), viewer.today)
        steps.append(Step(meeting.title, _("Nästa möte, %(when)s.") % {"when": when}, meeting_url(meeting)))
    if own is not None:
        url = reverse("results:municipality", args=[own.slug])
        steps.append(Step(_("Resultaten i %(name)s") % {"name": own.name}, _("Siffrorna, rad för rad."), url))
    steps.append(Step(_("När kommer nästa siffra?"), _("Bestäm nu när ni ska titta igen."), reverse("home:again")))
    return steps
