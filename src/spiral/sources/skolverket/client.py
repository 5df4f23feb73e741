"""Skolverket's Planned Educations v4: the units of the municipalities, each one's statistics and surveys; SALSA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spiral.sources.live.journal import Journal
from spiral.sources.live.pages import Page, follow_pages, stated_count
from spiral.sources.live.polite import AddressNotFound, PoliteClient
from spiral.sources.reading.answers import body_of
from spiral.sources.skolverket.planned_educations import read_unit_list

BASE = "https://api.skolverket.se/planned-educations"
ACCEPT = "application/vnd.skolverket.plannededucations.api.v4.hal+json"
PAGE_SIZE = 100
#: What is asked of a unit, by school form: (kind of statistics, surveys' respondents).
ASKED = {"gr": ("gr", ("pupilsgr", "custodiansgr")), "gy": ("gy", ("pupilsgy",))}


@dataclass(frozen=True, slots=True)
class SkolverketClient:
    """Asks Skolverket through ``http``, or takes an answer that the journal has already."""

    http: PoliteClient
    journal: Journal

    def units(self, municipalities: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Every unit of compulsory or upper secondary school, as planned_educations.read_unit_list gives it."""
        for code in municipalities:
            first = self.http.url(f"v4/school-units?geographicalAreaCode={code}&page=0&size={PAGE_SIZE}")
            for _url, _body, page in follow_pages(self.http, self.journal, first, _unit_page):
                yield from (unit for unit in page.rows if ASKED.keys() & set(unit["school_forms"]))

    def statistics(self, unit: dict[str, Any]) -> Iterator[tuple[str, bytes, str]]:
        """url, body and school form (gr, gy) of each of the unit's statistics that exists."""
        for form in sorted(ASKED.keys() & set(unit["school_forms"])):
            for url, body in self._answers(f"v4/school-units/{unit['code']}/statistics/{ASKED[form][0]}"):
                yield url, body, form

    def surveys(self, unit: dict[str, Any]) -> Iterator[tuple[str, bytes, str]]:
        """url, body and respondents of each survey the unit has taken part in."""
        for form in sorted(ASKED.keys() & set(unit["school_forms"])):
            for respondents in ASKED[form][1]:
                for url, body in self._answers(f"v4/school-units/{unit['code']}/nestedsurveys/{respondents}"):
                    yield url, body, respondents

    def salsa(self) -> Iterator[tuple[str, bytes]]:
        """url and body of the newest SALSA for every unit of the country."""
        yield from self._answers("v4/statistics/all-schools/salsa")

    def _answers(self, path: str) -> Iterator[tuple[str, bytes]]:
        url = self.http.url(path)
        try:
            yield url, self.journal.get(self.http, url)[0]
        except AddressNotFound:
            return  # a unit need not have every kind


def _unit_page(body: bytes, answer: Any, url: str) -> Page:
    units, following = read_unit_list(body, url)
    return Page(units, following, stated_count(body_of(answer, url).get("page"), "totalElements"))
