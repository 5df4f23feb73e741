"""The elected member's home: what is published about her municipality's schools, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.engine.numbers import Language
from spiral.ground import help as guides
from spiral.home.pages import places
from spiral.home.pages.brief import BriefRow
from spiral.home.pages.dates import publications
from spiral.home.pages.parts import Happens, Step
from spiral.home.pages.summed import verdicts
from spiral.see.results import picture
from spiral.see.results.catalogue import Indicator
from spiral.see.results.pages.parts import headline_share
from spiral.see.results.points import dated
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality

#: The guide for elected members under docs/.
GUIDE = "fortroendevalda"


@dataclass(frozen=True, slots=True)
class Plain:
    """One result in plain words: how it is, and how surely it differs."""

    sentence: str
    surely: str
    url: str


@dataclass(frozen=True, slots=True)
class ElectedHome:
    """A page for somebody who decides about schools and reads no statistics."""

    municipality: Municipality
    title: str
    lead: str
    results: Sequence[Plain]
    dates: Sequence[Happens]
    guide: str
    steps: Sequence[Step]


def elected(viewer: Viewer, municipality: Municipality, language: Language) -> ElectedHome:
    """Seven reads: what everybody may see, in plain words."""
    read = places.of_municipality(viewer, municipality, language, viewer.today)
    page = reverse("results:municipality", args=[municipality.slug])
    by_key = {i.key: i for i in read.indicators}
    results = [_plain(read, by_key[r.key], r, municipality, page) for r in read.rows]
    title = _("Det här är publicerat om skolorna i %(name)s") % {"name": municipality.name}
    guide = reverse("ground:help", args=[GUIDE]) if guides.guide(GUIDE, language) else ""
    return ElectedHome(
        municipality,
        title,
        verdicts(read.rows),
        results,
        publications(viewer, read.indicators, language),
        guide,
        _steps(municipality, page, guide),
    )


def _plain(read: places.Rows, indicator: Indicator, row: BriefRow, municipality: Municipality, page: str) -> Plain:
    language, name = read.ground.language, municipality.name
    listed = dated(indicator, read.ground.figures, read.ground.places, read.ground.sizes)
    if row.row.mask or not listed:
        return Plain(f"{row.name}.", row.says, f"{page}#{row.key}")
    last = listed[-1]
    if row.difference is None:
        surely = _("Källan anger inte hur många elever det gäller, så vi kan inte säga hur säkert det är.")
        if indicator.counts != "pupils":
            surely = _("Det gäller hela verksamheten, så slumpen spelar ingen roll.")
        return Plain(picture.level(indicator, last, language), surely, f"{page}#{row.key}")
    if indicator.kind == "share":
        who = (_("elever i %(name)s") % {"name": name}, _("eleverna i %(name)s") % {"name": name})
        sentence = headline_share(last.figure.value or 0.0, who, indicator.phrase.get(language), language) + "."
    else:
        sentence = picture.level(indicator, last, language)
    surely = _("Det %(says)s.") % {"says": row.says}
    return Plain(sentence, surely, f"{page}#{row.key}")


def _steps(municipality: Municipality, page: str, guide: str) -> list[Step]:
    steps = [Step(_("Hela resultatbilden"), _("%(name)s, rad för rad.") % {"name": municipality.name}, page)]
    if guide:
        steps.append(Step(_("Läs siffrorna rätt"), _("En kort vägledning för dig som är förtroendevald."), guide))
    url = reverse("results:compare_municipality", args=[municipality.slug])
    steps.append(Step(_("Jämför med liknande"), _("Kommuner med samma förutsättningar."), url))
    steps.append(
        Step(_("Vem kan göra något?"), _("Skolan, huvudmannen eller kommunerna tillsammans."), reverse("home:act"))
    )
    return steps
