"""Pages of a listing, followed to the end: never the same one twice, no longer than a listing can be, and in all as
many rows as the service itself says. The limits that every client meets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from spiral.sources.live.journal import Journal
from spiral.sources.live.polite import FetchStopped, OtherHost, PoliteClient, secured

MOST_PAGES = 400
MOST_ROWS = 2_000_000
LONGEST_ADDRESS = 8_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, the next page's address, how many rows the service says there are, here or in all, and how
    many stood there that were passed over."""

    rows: list[Any]
    following: str | None = None
    count: int | None = None
    passed_over: int = 0

    @property
    def height(self) -> int:
        return len(self.rows) + self.passed_over


def follow_pages(
    http: PoliteClient, journal: Journal, first: str, read: Callable[[bytes, Any, str], Page]
) -> Iterator[tuple[str, bytes, Page]]:
    """Address, body and content of every page from ``first``. Raises FetchStopped, or what ``read`` raises."""
    url: str | None = first
    addresses: set[str] = set()
    contents: set[bytes] = set()
    rows = 0
    while url:
        addresses.add(url)
        body, answer = journal.get(http, url)
        page = read(body, answer, url)
        try:
            following = _next(page.following, url, http)
        except OtherHost:
            yield url, body, page  # what stands here is ours; the rest is never asked for
            raise
        if following in addresses:
            raise FetchStopped(f"Sidorna hänvisar runt i ring vid {url[:300]}. Hämtningen stoppades.")
        digest = hashlib.sha256(repr(page.rows).encode()).digest()
        if following and not page.height:
            raise FetchStopped(f"En tom sida hänvisar vidare till fler ({url[:300]}). Hämtningen stoppades.")
        if page.rows and digest in contents:
            raise FetchStopped(f"Samma rader kommer en gång till på nästa sida ({url[:300]}). Hämtningen stoppades.")
        contents.add(digest)
        rows += page.height
        if len(addresses) >= MOST_PAGES and following or rows > MOST_ROWS:
            raise FetchStopped(f"Listan tar inte slut: {len(addresses)} sidor, {rows} rader. Hämtningen stoppades.")
        if not following and page.count not in (None, page.height, rows):
            raise FetchStopped(
                f"Tjänsten säger {page.count} rader men lämnade {rows} ({url[:300]}). Hämtningen stoppades; kör om den."
            )
        yield url, body, page
        url = following


def _next(following: str | None, url: str, http: PoliteClient) -> str | None:
    """The next page's whole address, on the same host."""
    if not following:
        return None
    try:
        address = str(httpx.URL(url).join(following)) if len(following) <= LONGEST_ADDRESS else ""
    except (httpx.InvalidURL, ValueError, TypeError):
        address = ""
    address = secured(address, http.base)
    http.check_host(address)
    return address


def stated_count(holder: Any, key: str) -> int | None:
    """The number of rows that ``holder`` states, when it states one."""
    count = holder.get(key) if isinstance(holder, dict) else None
    return count if type(count) is int else None
