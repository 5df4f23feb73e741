"""Where the loop goes from a page of results: about this place and its figures, to what its reader may open."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.engine.numbers import Language
from spiral.exchange.evidence import destinations
from spiral.exchange.wording.results import inside
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import LedgerRow
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


def rights(viewer: Viewer) -> tuple[Hashable, ...]:
    """What of a reader's rights decides where the loop may go: two readers with the same are shown the same steps."""
    return allows(viewer, Permission.PEOPLE_READ), tuple(way.key for way in destinations(viewer, "figure"))


@dataclass(frozen=True, slots=True)
class NextStep:
    """One next step of the loop at the end of a page."""

    title: str
    text: str
    url: str


def from_place(
    viewer: Viewer,
    place: str,
    municipality: str,
    rows: Sequence[LedgerRow],
    beside: NextStep,
    last: NextStep | None = None,
) -> list[NextStep]:
    """From a municipality's or a unit's page. ``municipality`` is the code of the one it lies in, ``beside`` what is to
    be looked at beside it, ``last`` where it ends: who can act, unless said."""
    first = next((row for row in rows if row.value and row.table), None)
    return [
        _inquire(viewer, f"{place}:{first.key}" if first else "", first.heading if first else ""),
        beside,
        *_ask(viewer, municipality),
        last or _act(municipality),
    ]


def from_comparison(
    viewer: Viewer,
    place: str,
    municipality: str,
    name: str,
    indicator: Indicator,
    back: str,
    language: Language,
    has_figure: bool,
) -> list[NextStep]:
    """From a place beside those that are like it."""
    ref = f"{place}:{indicator.key}" if has_figure else ""
    return [
        *_ask(viewer, municipality),
        _inquire(viewer, ref, indicator.short.get(language)),
        NextStep(_("Till resultatbilden"), name, back),
    ]


def from_region(indicator: Indicator, language: Language, today: date) -> list[NextStep]:
    """From every municipality on one axis: about the indicator that is chosen."""
    what = {"what": inside(indicator.short.get(language))}
    when = indicator.expected_on
    coming = _("Källan har inte sagt när.")
    if when and when >= today:
        coming = _("Väntas %(day)s.") % {"day": date_format(when, "j F Y")}
    elif when:
        coming = _("Skulle ha kommit %(day)s.") % {"day": date_format(when, "j F Y")}
    before = _("Om %(what)s, innan ni väljer lösning.") % what
    return [
        NextStep(_("Frågor till samtalet"), before, reverse("home:understand")),
        NextStep(_("Fråga en kollega"), _("Någon som liknar er, eller som har provat."), _colleague()),
        NextStep(_("Vem kan göra något?"), _("Åt %(what)s, och allt annat.") % what, reverse("home:act")),
        NextStep(_("När kommer nästa siffra?"), coming, reverse("home:again")),
    ]


def _inquire(viewer: Viewer, ref: str, heading: str) -> NextStep:
    """Into an inquiry with the figure, for who may begin one; else the questions of one."""
    room = next((d for d in destinations(viewer, "figure") if d.key == "inquiry"), None)
    if room is None or not ref:
        return NextStep(
            _("Frågor till samtalet"), _("Fråga varför innan ni väljer lösning."), reverse("home:understand")
        )
    text = _("Fem varför med %(what)s som underlag.") % {"what": inside(heading)}
    return NextStep(_("Undersök"), text, room.url("figure", ref))


def _ask(viewer: Viewer, municipality: str) -> Iterable[NextStep]:
    """To a named colleague, for who may read the register."""
    if allows(viewer, Permission.PEOPLE_READ):
        text = _("En roll och en adress i en kommun som liknar den här.")
        yield NextStep(_("Fråga en kollega"), text, _colleague(municipality))


def _colleague(municipality: str = "") -> str:
    """Where colleagues are named, for a municipality where one is known."""
    asked = f"?{urlencode({'place': municipality})}" if municipality else ""
    return f"{reverse('home:learn')}{asked}#kollega"


def compare(name: str, url: str) -> NextStep:
    """Beside those that are like it."""
    return NextStep(
        _("Jämför med liknande"), _("%(name)s bredvid dem med samma förutsättningar.") % {"name": name}, url
    )


def whole(name: str, slug: str) -> NextStep:
    """To all that is known of a municipality, from a school or a tab of it."""
    return NextStep(_("Till resultaten"), name, reverse("results:municipality", args=[slug]))


def to_come() -> NextStep:
    """To when figures come, from a school that has few."""
    return NextStep(_("När kommer nästa siffra?"), _("Det här väntar, och från vilken källa."), reverse("home:again"))


def _act(municipality: str) -> NextStep:
    url = f"{reverse('home:act')}?{urlencode({'place': municipality})}"
    return NextStep(_("Vem kan göra något?"), _("Varje siffra här, och vem som rår över den."), url)
