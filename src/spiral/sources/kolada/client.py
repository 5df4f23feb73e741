"""Kolada's interface v3: pages followed by next_url, ids in batches of 25. Live v3 is untried (docs/drift/data.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from spiral.sources.live.journal import Journal
from spiral.sources.live.pages import Page, follow_pages, stated_count
from spiral.sources.live.polite import FetchStopped, PoliteClient
from spiral.sources.reading.answers import require_list, require_object, require_text

BASE = "https://api.kolada.se/v3"
#: Ids of one kind a request, and items a page: what the open clients of v3 keep to.
BATCH = 25
PER_PAGE = 5000


@dataclass(frozen=True, slots=True)
class KoladaClient:
    """Asks Kolada through ``http``, or takes an answer that the journal has already."""

    http: PoliteClient
    journal: Journal

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
                tail = "/year/" + ",".join(str(year) for year in years)
                yield from ((name, body) for name, body, _ in self._pages(f"data/kpi/{','.join(some_kpis)}{tail}"))
            else:
                for some_places in batches(places):
                    path = f"data/kpi/{','.join(some_kpis)}/municipality/{','.join(some_places)}"
                    yield from ((name, body) for name, body, _ in self._pages(path))

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
        raise FetchStopped(f"“next_url” har fel form i svaret från {url}.")
    return Page(values, following, stated_count(holder, "count"))


def batches(ids: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """``ids`` in order, ``size`` at a time."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
