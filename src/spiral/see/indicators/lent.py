"""What the pages of results borrow: sections with the network's own figures, for members."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Exhibit, Hyperlink, Links, Paragraph, Section
from spiral.engine.numbers import Language
from spiral.engine.place import Place
from spiral.exchange.local_figures import LocalFigures
from spiral.see.indicators import exhibits, queries
from spiral.see.indicators.models import LocalIndicator
from spiral.see.indicators.queries import Progress
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register

Level = LocalIndicator.Level


class IndicatorFigures(LocalFigures):
    """The network's own indicators."""

    def edition(self, viewer: Viewer) -> Hashable:
        return queries.edition(viewer)

    def of_municipality(
        self, viewer: Viewer, place: Place, name: str, early: bool, language: Language, today: date
    ) -> Sequence[Section]:
        shown = []
        for years in _by_indicator(queries.asked(viewer, early)):
            if years[0].year.indicator.level == Level.MUNICIPALITY:
                shown.append(exhibits.of_place(years, place.code, name, language, today))
            else:
                shown.append(exhibits.of_schools(years[0], place.code, name, language, today))
        return _section(shown)

    def of_unit(self, viewer: Viewer, place: Place, name: str, language: Language, today: date) -> Sequence[Section]:
        listed = [y for y in _by_indicator(queries.asked(viewer)) if y[0].year.indicator.level == Level.UNIT]
        return _section(exhibits.of_place(years, place.code, name, language, today) for years in listed)

    def of_region(self, viewer: Viewer, language: Language, today: date) -> Sequence[Section]:
        asked = queries.asked(viewer)
        if not asked:
            return []
        own, region = register.own_municipality(viewer), str(settings.REGION_NAME)
        names = {m.code: m.name for m in register.municipalities(viewer)}
        latest = [years[0] for years in _by_indicator(asked)]
        return _section(exhibits.of_municipalities(now, own, names, region, language, today) for now in latest)


def _by_indicator(asked: Iterable[Progress]) -> list[list[Progress]]:
    """The years of each indicator, the latest first; by school form in the order of age, then by title."""
    forms = LocalIndicator.Form.values
    listed = [list(years) for _indicator, years in groupby(asked, key=lambda now: now.year.indicator_id)]
    return sorted(listed, key=lambda years: forms.index(years[0].year.indicator.form))


def _section(shown: Iterable[Exhibit | None]) -> list[Section]:
    listed = [exhibit for exhibit in shown if exhibit]
    if not listed:
        return []
    said = _(
        "Det här frågar %(network)s själv om, för att ingen annan mäter det. Platserna svarar själva, och svaren är "
        "inte granskade. De visas bara för nätverkets medlemmar."
    ) % {"network": settings.NETWORK_NAME}
    more = Links([Hyperlink(_("Alla egna indikatorer"), reverse("indicators:index"))])
    return [Section(_("Nätverkets egna indikatorer"), [Paragraph(said), *listed, more], "egna")]
