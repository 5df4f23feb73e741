"""Kolada's interface v3: pages followed by next_url, ids in batches of 25. Live v3 is untried (docs/drift/data.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from spiral.sources.live.journal import Journal
from spiral.sources.live.odd import OddAnswers
from spiral.sources.live.pages import Page, follow_pages, stated_count
from spiral.sources.live.polite import FetchStopped, OddAnswer, PoliteClient, TooMuchAsked
from spiral.sources.reading.answers import require_list, require_object, require_text
from spiral.sources.reading.problems import Unreadable

BASE = "https://api.kolada.se/v3"
#: Ids of one kind a request, and items a page: what the open clients of v3 keep to.
BATCH = 25
PER_PAGE = 5000


@dataclass(frozen=True, slots=True)
class KoladaQuestion:
    """What one request asks: KPIs of places, or of years for the whole country."""

    kpis: tuple[str, ...]
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        tail = f"municipality/{','.join(self.places)}" if self.places else f"year/{','.join(map(str, self.years))}"
        return f"data/kpi/{','.join(self.kpis)}/{tail}"

    def halves(self) -> list[KoladaQuestion]:
        """The same in two, the longer list halved; [] when there is nothing to halve."""
        longest = max(("kpis", "places", "years"), key=lambda name: len(getattr(self, name)))
        ids = getattr(self, longest)
        middle = len(ids) // 2
        return [replace(self, **{longest: part}) for part in (ids[:middle], ids[middle:])] if middle else []

    def __str__(self) -> str:
        who = f"{len(self.places)} kommuner" if self.places else f"hela landet {self.years[0]}–{self.years[-1]}"
        more = f" och {len(self.kpis) - 1} nyckeltal till" if len(self.kpis) > 1 else ""
        return f"Kolada, {self.kpis[0]}{more} för {self.places[0] if len(self.places) == 1 else who}"


@dataclass(frozen=True, slots=True)
class KoladaClient:
    """Asks Kolada through ``http``, or takes an answer that the journal has already. ``lost`` are the questions that
    got no answer that can be used."""

    http: PoliteClient
    journal: Journal
    odd: OddAnswers = field(default_factory=OddAnswers)
    lost: list[KoladaQuestion] = field(default_factory=list)

    def catalogue(self) -> list[dict[str, Any]]:
        """Every KPI, as items of /kpi."""
        return [require_object(item, "kpi") for _, _, values in self._pages("kpi") for item in values]

    def groups(self) -> list[dict[str, str]]:
        """Every group's memberships: group_id, title, member_code."""
        rows = []
        for name, _, values in self._pages("municipality_groups"):
            for group in values:
                key, title = require_text(group, "id", name), require_text(group, "title", name)
                rows += [
                    {"group_id": key, "title": title, "member_code": require_text(member, "member_id", name)}
                    for member in require_list(group, "members", name)
                ]
        return rows

    def data(
        self, kpis: Sequence[str], *, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> Iterator[tuple[str, bytes]]:
        """Answers (name, body) for all ``kpis``, of ``places`` or of ``years`` (two of the three parts suffice)."""
        for some_kpis in batches(kpis):
            if years:
                yield from self._answers(KoladaQuestion(tuple(some_kpis), years=tuple(years)))
            else:
                for some_places in batches(places):
                    yield from self._answers(KoladaQuestion(tuple(some_kpis), tuple(some_places)))

    def _answers(self, question: KoladaQuestion, *, is_half: bool = False) -> Iterator[tuple[str, bytes]]:
        """The pages of a question; in halves where the service finds it too long. One that cannot be used is told, and
        counted once with all its halves."""
        self.odd.asked += not is_half
        try:
            for name, body, _ in self._pages(question.path):
                yield name, body
        except TooMuchAsked as refused:
            if halves := question.halves():
                self.http.tell(f"  {refused} Frågan delas i två.")
                for half in halves:
                    yield from self._answers(half, is_half=True)
            else:
                self._lose(question, refused, is_half)
        except (OddAnswer, Unreadable) as odd:
            self._lose(question, odd, is_half)

    def _lose(self, question: KoladaQuestion, why: FetchStopped | Unreadable, is_half: bool) -> None:
        self.lost.append(question)
        self.odd.answer(why, str(question), is_counted=not is_half)

    def _pages(self, path: str) -> Iterator[tuple[str, bytes, list[Any]]]:
        """Every page of ``path``: url, body, values."""
        first = self.http.url(f"{path}?per_page={PER_PAGE}")
        for url, body, page in follow_pages(self.http, self.journal, first, _page):
            yield url, body, page.rows


def _page(body: bytes, answer: Any, url: str) -> Page:
    holder = require_object(answer, url)
    values = require_list(holder, "values", url)
    following = holder.get("next_url")
    if following is not None and not isinstance(following, str):
        raise OddAnswer(f"”next_url” har fel form i svaret från {url}.")
    return Page(values, following, stated_count(holder, "count"))


def batches(ids: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """``ids`` in order, ``size`` at a time."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
