"""Skolverket's Planned Educations v4: the units of the municipalities, each one's statistics and surveys; SALSA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from spiral.sources.live.journal import Journal
from spiral.sources.live.odd import OddAnswers
from spiral.sources.live.pages import Page, follow_pages, stated_count
from spiral.sources.live.polite import AddressNotFound, OddAnswer, PoliteClient
from spiral.sources.reading.answers import body_of
from spiral.sources.reading.problems import Problem, Unreadable
from spiral.sources.skolverket.planned_educations import read_unit_list

BASE = "https://api.skolverket.se/planned-educations"
ACCEPT = "application/vnd.skolverket.plannededucations.api.v4.hal+json"
PAGE_SIZE = 100
#: What is asked of a unit, by school form: (kind of statistics, surveys' respondents).
ASKED = {"gr": ("gr", ("pupilsgr", "custodiansgr")), "gy": ("gy", ("pupilsgy",))}


@dataclass(frozen=True, slots=True)
class SkolverketClient:
    """Asks Skolverket through ``http``, or takes an answer that the journal has already. ``unlisted`` are the
    municipalities whose list of units did not come whole, ``lost`` the units some of whose answers cannot be used."""

    http: PoliteClient
    journal: Journal
    odd: OddAnswers = field(default_factory=OddAnswers)
    unlisted: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)

    def units(self, municipalities: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Every unit of compulsory or upper secondary school, as planned_educations.unit_of gives it."""
        for code in municipalities:
            self.odd.asked += 1
            listed = 0
            try:
                for unit in self._units(code):
                    listed += 1
                    yield unit
                if not listed and code not in self.unlisted:
                    raise Unreadable(Problem("", None, "", "Listan är tom.", ""))
            except (OddAnswer, Unreadable) as odd:
                self.unlisted.add(code)
                self.odd.answer(odd, f"Skolenheter i kommun {code}")

    def _units(self, code: str) -> Iterator[dict[str, Any]]:
        first = self.http.url(f"v4/school-units?geographicalAreaCode={code}&page=0&size={PAGE_SIZE}")
        for _url, _body, page in follow_pages(self.http, self.journal, first, partial(self._unit_page, code)):
            yield from (unit for unit in page.rows if ASKED.keys() & set(unit["school_forms"]))

    def _unit_page(self, code: str, body: bytes, answer: Any, url: str) -> Page:
        """The page's units; one that is odd is told, and its municipality's list is not whole."""
        odd: list[Problem] = []
        units, following = read_unit_list(body, url, odd.append)
        for problem in odd:
            self.unlisted.add(code)
            self.odd.part(problem, f"En skolenhet i kommun {code}")
        return Page(units, following, stated_count(body_of(answer, url).get("page"), "totalElements"), len(odd))

    def statistics(self, unit: dict[str, Any]) -> Iterator[tuple[str, bytes, str]]:
        """url, body and school form (gr, gy) of each of the unit's statistics that exists."""
        for form in sorted(ASKED.keys() & set(unit["school_forms"])):
            for url, body in self._answers(f"v4/school-units/{unit['code']}/statistics/{ASKED[form][0]}", unit):
                yield url, body, form

    def surveys(self, unit: dict[str, Any]) -> Iterator[tuple[str, bytes, str]]:
        """url, body and respondents of each survey the unit has taken part in."""
        for form in sorted(ASKED.keys() & set(unit["school_forms"])):
            for respondents in ASKED[form][1]:
                for url, body in self._answers(f"v4/school-units/{unit['code']}/nestedsurveys/{respondents}", unit):
                    yield url, body, respondents

    def salsa(self) -> Iterator[tuple[str, bytes]]:
        """url and body of the newest SALSA for every unit of the country."""
        yield from self._answers("v4/statistics/all-schools/salsa")

    def lose(self, unit: dict[str, Any] | None, why: OddAnswer | Unreadable) -> None:
        """An answer about a unit, or SALSA, cannot be used: told, and what is known of it stays."""
        if unit is not None:
            self.lost.add(unit["code"])
        self.odd.answer(why, name_of(unit))

    def _answers(self, path: str, unit: dict[str, Any] | None = None) -> Iterator[tuple[str, bytes]]:
        url = self.http.url(path)
        self.odd.asked += 1
        try:
            body = self.journal.get(self.http, url)[0]
        except AddressNotFound:
            return  # a unit need not have every kind
        except OddAnswer as odd:
            self.lose(unit, odd)
            return
        yield url, body


def name_of(unit: dict[str, Any] | None) -> str:
    """What a problem concerns: the unit with its code, or SALSA."""
    return "SALSA" if unit is None else f"{unit['name']} ({unit['code']})"
