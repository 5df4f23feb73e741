"""Every link, form and download of every page, as everybody: it leads somewhere, and to what its reader may see.

``make test`` follows a sample: two pages of each kind of address and one link of each kind from them;
``make test ARGS="-m attack"`` follows every link of six.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html

from .attack.conftest import browser, extent, quiet  # noqa: F401
from .attack.walking import ROLES, Extent, Form, Walk, forms, view_of

TEMPLATES = sorted(Path(__file__).parents[1].glob("src/spiral/**/templates/**/*.*"))
SIGN_IN = "/konto/login/"
#: What a form may be answered with: a page, another page, somebody else was before, or what is wrong with it.
ANSWERED = {200, 302, 409, 422}
#: The parts of an address that make it another kind of page, not another thing of the same kind.
TURNS = ("tab", "kind", "figure", "name")


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands on a page, and the words that lead there."""

    page: str
    href: str
    words: str

    @property
    def address(self) -> str:
        return urlsplit(urljoin(self.page, self.href))._replace(fragment="").geturl()

    @property
    def fragment(self) -> str:
        return unquote(urlsplit(self.href).fragment)

    @property
    def is_ours(self) -> bool:
        return not urlsplit(urljoin(self.page, self.href)).scheme

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for links between the same kinds of pages."""
        parts = urlsplit(self.address)
        try:
            turns = resolve(parts.path).kwargs
        except Resolver404:
            return (self.page, self.href)
        chosen = tuple(str(turns[t]) for t in TURNS if t in turns)
        return view_of(self.page), view_of(self.address), chosen, tuple(sorted(parse_qs(parts.query))), self.fragment


@dataclass
class Crawl:
    """Somebody's way through the pages, and every link on them that leads nowhere."""

    client: Client
    most: int
    each: int
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    pages: dict[str, set[str]] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    forms: dict[tuple, Form] = field(default_factory=dict)

    def go(self, starts: list[str]) -> Crawl:
        walk = Walk(self.client, self.most, looked_at=self.look).go(starts)
        self.forms = walk.forms
        return self

    def look(self, address: str, answer: HttpResponse) -> None:
        """Keep what the page has: its ids, and where it leads."""
        self.answers[address] = answer.status_code, answer.get("Location", "")
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            b"".join(answer) if answer.streaming else answer.content
            return
        if not answer.content.strip():
            return
        tree = html.fromstring(answer.content.decode())
        self.pages[address] = {*tree.xpath("//@id")}
        for a in tree.xpath("//a[@href]"):
            link = Link(address, a.get("href"), " ".join(a.text_content().split()))
            self.links.setdefault((view_of(address), link.href), link)

    def chosen(self) -> list[Link]:
        """The links to follow: of each kind so many."""
        kinds, picked = Counter(), []
        for link in self.links.values():
            kinds[link.kind] += 1
            if kinds[link.kind] <= self.each:
                picked.append(link)
        return picked

    def end_of(self, address: str) -> tuple[str, int]:
        """Where a link ends, after what it is sent on to."""
        for _turn in range(5):
            if address not in self.answers:
                self.look(address, self.client.get(address))
            status, onward = self.answers[address]
            if status not in (301, 302):
                return address, status
            address = urlsplit(urljoin(address, onward))._replace(fragment="").geturl()
        return address, 508

    def wrong(self) -> list[str]:
        """Links that lead to no page, to a refusal, to a place on a page that is not there."""
        wrong = []
        for link in self.chosen():
            if not link.is_ours:
                if not re.fullmatch(r"https?://[^\s\"'<>]+\.[^\s\"'<>]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+", link.href):
                    wrong.append(f"{link.page}: {link.href} is no address")
                continue
            end, status = self.end_of(link.address)
            if status >= 400:
                wrong.append(f"{link.page}: {link.href} “{link.words}” → {status}")
            elif link.fragment and link.fragment not in self.pages.get(end, {link.fragment}):
                wrong.append(f"{link.page}: {link.href} “{link.words}” → no such place on the page")
        return wrong

    def refused(self) -> list[str]:
        """Forms that nobody answers, or that are not for the reader they are shown to."""
        wrong = []
        for form in self.forms.values():
            cookies, mark = self.client.cookies.copy(), transaction.savepoint()
            send = self.client.post if form.method == "post" else self.client.get
            status = send(form.action, form.filled()).status_code
            transaction.savepoint_rollback(mark)
            self.client.cookies = cookies
            if status not in ANSWERED:
                wrong.append(f"{form.page}: {form.action} {form.name} → {status}")
        return wrong


def test_no_template_has_quotes_escaped_as_in_python() -> None:
    assert len(TEMPLATES) > 100
    assert [t.name for t in TEMPLATES if re.search(r"\\[\"'nt]|&amp;amp;|=[\"']{3}", t.read_text("utf-8"))] == []


@pytest.mark.django_db
@pytest.mark.figures
@pytest.mark.parametrize("role", ROLES)
def test_every_link_and_form_leads_to_what_its_reader_may_see(role: str, extent: Extent, browser, rooms) -> None:  # noqa: F811
    client = browser(role, in_rooms=True)
    starts = ["/", "/konto/mig/", *(f"/moten/{number}/" for number in rooms["number"])] if role else ["/", SIGN_IN]
    crawl = Crawl(client, 6 if extent.is_whole else 2, 10**6 if extent.is_whole else 1).go(starts)
    assert len(crawl.pages) > 20
    wrong = crawl.wrong()
    print({role: (len(crawl.pages), len(crawl.links), len(crawl.chosen()), len(crawl.forms))})
    assert wrong + crawl.refused() == []
