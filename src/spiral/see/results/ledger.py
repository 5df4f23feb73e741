"""What a row of the ledger is, and what every row of one page stands on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime

from spiral.documents.blocks import Comment, Exhibit
from spiral.documents.chart import Chart
from spiral.engine.estimates import CohortVariation
from spiral.engine.numbers import Language
from spiral.see.results import coverage
from spiral.see.results.catalogue import Indicator
from spiral.see.results.models import Part, Remark
from spiral.see.results.points import SeriesIndex, Size, Sizes
from spiral.see.results.queries import CountryMean, Published


@dataclass(frozen=True, kw_only=True)
class LedgerRow(Exhibit):
    """One row of the ledger. ``apart`` are the periods whose points are not joined to the line."""

    whole: Chart | None = None
    apart: Sequence[str] = ()


@dataclass(frozen=True)
class Ground:
    """What every row of one page stands on."""

    language: Language
    today: date
    place: str
    name: str
    places: Mapping[str, str]
    published: Sequence[Published]
    parts: Mapping[str, Part]
    variation: CohortVariation | None = None
    sizes: Sizes = field(default_factory=dict)
    #: Riket's published figures, by measure.
    of_the_country: Mapping[str, Sequence[Published]] = field(default_factory=dict)
    #: Means of the country that are worked out here: by name, then by school year.
    country: Mapping[str, Mapping[str, CountryMean]] = field(default_factory=dict)
    comments: Mapping[str, Sequence[Remark]] = field(default_factory=dict)
    #: What has been explained today, for every page that stands on the same data.
    explained: dict[Hashable, Sequence[tuple[str, str]]] = field(default_factory=dict)
    #: What was read, by part, measure and place.
    figures: SeriesIndex = field(default_factory=dict)

    def comments_on(self, indicator: Indicator) -> list[Comment]:
        """What the owner has said about an indicator's figures."""
        return [
            Comment(remark.text, f"{remark.signed}, {date_format(localtime(remark.created_at), 'j F Y')}")
            for remark in self.comments.get(indicator.key, ())
        ]

    @property
    def size(self) -> Size | None:
        """Pupils of year 9 in the newest school year that they are counted in."""
        return self.sizes.get(coverage.newest_counted_year(self.parts))
