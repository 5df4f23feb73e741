"""What a reader can do with a figure where it stands: take it along, fetch it, ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Exhibit, Hyperlink
from spiral.documents.export import BESIDE
from spiral.engine.place import Place
from spiral.exchange.evidence import Destination
from spiral.ground.screen import Actions
from spiral.see.results.pages.comparison import KEY as COMPARED
from spiral.see.results.pages.expected import KEY as EXPECTED


@dataclass(frozen=True)
class OfPlace(Actions):
    """With the rows of a place, to the rooms that take them (``ways``). Who speaks for it comments, everybody else
    asks."""

    place: Place
    ways: Sequence[Destination]
    is_speaker: bool

    @cached_property
    def _names(self) -> dict[str, str]:
        ask = _("Kommentera siffran") if self.is_speaker else _("Fel i siffran?")
        return _files() | {"remark": ask}

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """The addresses of a row's files and of its remarks, with {} for the row's key; a page asks for many."""
        files = {kind: reverse("results:download", args=[self.place, "key", kind]) for kind in ("xlsx", "csv", BESIDE)}
        addresses = files | {"remark": reverse("results:remark", args=[self.place, "key"])}
        return {name: address.replace("/key", "/{}", 1) for name, address in addresses.items()}

    def of(self, exhibit: Exhibit) -> list[Hyperlink]:
        links = []
        kind = EXPECTED if exhibit.key == EXPECTED and self.place.is_unit else "figure" if exhibit.heading else ""
        if exhibit.table and kind:
            links = [Hyperlink(way.label(), way.url(kind, f"{self.place}:{exhibit.key}")) for way in self.ways]
        if exhibit.table:
            links += [self._link(kind, exhibit) for kind in ("xlsx", "csv", BESIDE)]
        return [*links, self._link("remark", exhibit)]

    def _link(self, name: str, exhibit: Exhibit) -> Hyperlink:
        return Hyperlink(self._names[name], self._addresses[name].format(exhibit.key))


@dataclass(frozen=True)
class OfRegion(Actions):
    """With the one exhibit of the region's page, to the rooms that take it (``ways``)."""

    ways: Sequence[Destination]

    def of(self, exhibit: Exhibit) -> list[Hyperlink]:
        links = [Hyperlink(way.label(), way.url("region", exhibit.key)) for way in self.ways]
        for kind, text in _files().items():
            links.append(Hyperlink(text, reverse("results:download_region", args=[exhibit.key, kind])))
        return links


class OfOutcomes(Actions):
    """With what says how often it held: its files."""

    def of(self, exhibit: Exhibit) -> list[Hyperlink]:
        address = "results:download_predictions"
        return [Hyperlink(text, reverse(address, args=[exhibit.key, kind])) for kind, text in _files().items()]


@dataclass(frozen=True)
class OfComparison(Actions):
    """With the table of a comparison by a figure, with what is chosen on the page."""

    place: Place
    figure: str
    query: str

    def of(self, exhibit: Exhibit) -> list[Hyperlink]:
        if exhibit.key != COMPARED:
            return []
        files = [
            Hyperlink(text, f"{reverse('results:download_comparison', args=[self.place, kind])}?{self.query}")
            for kind, text in _files().items()
        ]
        return [*files, Hyperlink(_("Fel i siffran?"), reverse("results:remark", args=[self.place, self.figure]))]


def _files() -> dict[str, str]:
    return {
        "xlsx": _("Hämta Excel"),
        "csv": _("Hämta CSV"),
        "pdf": _("Hämta PDF"),
        BESIDE: _("Hämta beskrivning av CSV-filen"),
    }
