"""Why two places are called similar: the reasons to choose from, and who is near by them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from spiral.engine.peers import Peer, nearest
from spiral.exchange.wording.results import inside
from spiral.see.results import queries
from spiral.see.results.opendata import OpenData
from spiral.see.results.points import Size
from spiral.trust.networks.models import Municipality

#: How many are compared with.
COUNT = 7
EDUCATION, FOREIGN, SIZE, REGION, KOLADA = "utbildning", "bakgrund", "storlek", "region", "kolada"
_MEASURES = {
    "municipality": {EDUCATION: "N15820", FOREIGN: "N15822"},
    "unit": {EDUCATION: "salsaParentsEducation", FOREIGN: "Andel (%) med utländsk bakgrund"},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for being similar, as a choice."""

    key: str
    text: str
    chosen: bool


def reason_names() -> dict[str, str]:
    return {
        KOLADA: _("Koladas urval"),
        EDUCATION: _("Föräldrars utbildning"),
        FOREIGN: _("Utländsk bakgrund"),
        SIZE: _("Storlek"),
        REGION: _("I %(region)s") % {"region": settings.REGION_NAME},
    }


def added(units: Sequence[tuple[str, str]], counted: Mapping[str, Mapping[str, Size]], year: str) -> dict[str, Size]:
    """The pupils of each municipality's own units in one year, as far as they are counted. ``units`` are pairs of unit
    and municipality."""
    sizes: dict[str, Size] = {}
    for unit, code in units:
        if (size := counted.get(unit, {}).get(year)) is not None:
            before = sizes.get(code, Size(0, 0))
            sizes[code] = Size(before.n + size.n, before.units + 1)
    return sizes


def features_of(data: OpenData, kind: str, sizes: Mapping[str, Size]) -> dict[str, dict[str, float]]:
    """Reason → value by place; size on a log scale, since 50 and 100 differ as 500 and 1,000 do."""
    wanted = _MEASURES[kind]
    numbers = data.once(queries.newest_numbers, measures=tuple(wanted.values()), kind=kind)
    features: dict[str, dict[str, float]] = {}
    for reason, measure in wanted.items():
        for place, value in numbers.get(measure, {}).items():
            features.setdefault(place, {})[reason] = value
    for place, size in sizes.items():
        features.setdefault(place, {})[SIZE] = math.log(size.n)
    return features


def municipal_peers(
    data: OpenData, municipality: Municipality, features: Mapping[str, Mapping[str, float]], chosen: list[str]
) -> tuple[list[Peer], list[str]]:
    chosen = chosen or [KOLADA]
    measured = [c for c in chosen if c in (EDUCATION, FOREIGN, SIZE)]
    code = municipality.code
    if REGION in chosen:
        members = {m.code for m in data.once(queries.municipalities)}
        features = {k: v for k, v in features.items() if k in members}
        if not measured:
            return [Peer(m, 0.0, (REGION,)) for m in sorted(members - {code})], [REGION]
    if measured and all(r in features.get(code, {}) for r in measured):
        peers = nearest(code, features, measured, COUNT)
        extra = (REGION,) if REGION in chosen else ()
        return [replace(p, shared=(*p.shared, *extra)) for p in peers], [*measured, *extra]
    members_of = data.once(queries.similar_by_kolada, municipality.name, "grundskola")
    return [Peer(m, 0.0, (KOLADA,)) for m in members_of if m != code], [KOLADA]


def municipal_choices(used: Sequence[str]) -> list[Reason]:
    return [Reason(k, text, k in used) for k, text in reason_names().items()]


def shared_text(peer: Peer, names: Mapping[str, str]) -> str:
    """The reasons in words; where nothing is near, what is nearest says so."""
    said = [names[r] for r in peer.shared]
    if peer.nearest:
        said.append(_("närmast i %(reason)s") % {"reason": inside(names[peer.nearest])})
    return ", ".join(said)


def help_text(used: Sequence[str], count: int) -> str:
    if KOLADA in used:
        return _(
            "Kolada har valt ut %(count)s kommuner. Väljer du andra skäl gäller de i stället för Koladas urval."
        ) % {"count": count}
    if list(used) == [REGION]:
        return _("Alla %(count)s andra i %(region)s.") % {"count": count, "region": settings.REGION_NAME}
    return _("De %(count)s som ligger närmast på det du har valt.") % {"count": count}
