"""Every link, form and download of every page, as everybody: it leads somewhere, and to what its reader may see.

``make test`` follows a sample: two pages of each kind of address and one link of each kind from them;
``make test ARGS="-m attack"`` follows every link of six.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import copy
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

from spiral.trust.access.viewer import viewer_of

from .addresses import ROLES
from .attack.walking import Extent, Form, Walk, forms, view_of
from .explained import unexplained
from .test_templates import HOOKS, classes_of_style_sheets

TEMPLATES = sorted(Path(__file__).parents[1].glob("src/spiral/**/templates/**/*.*"))
SIGN_IN = "/konto/login/"
#: What an address begins with where it is to be copied.
HERE = "http://testserver"
#: What a form may be answered with: a page, another page, somebody else was before, or what is wrong with it.
ANSWERED = {200, 302, 409, 422}
#: The parts of an address that make it another kind of page, not another thing of the same kind.
TURNS = ("tab", "kind", "figure", "name")


#: A page that has an address of its own where it is the only one.
SAME_PAGE = {"assignments:index": "assignments:assignment", "networks:whole_network": "networks:network"}

#: Words, white space, and a full stop or comma that stands alone: a line break of a template that is seen on the page.
GAP = re.compile(r"\w\s+[.,](?=\s|$)")


def _gaps(tree: html.HtmlElement) -> set[str]:
    """Where a space is printed before a full stop or a comma, in what is seen of a list's or a paragraph's own words."""
    seen = tree.xpath(
        "//main//*[self::p or self::li or self::h1 or self::h2 or self::span or self::dd or self::legend]"
    )
    hidden = "ancestor-or-self::*[contains(@class, 'visually-hidden')]"
    texts = ("".join(e.xpath(f".//text()[not({hidden})]")) for e in seen)
    return {text[: found.end()].strip() for text in texts for found in [GAP.search(text)] if found}


@dataclass(frozen=True, slots=True)
class Link:
    """An address as it stands on a page, and the words that lead there."""

    page: str
    href: str
    words: str

    @property
    def address(self) -> str:
        return urlsplit(urljoin(self.page, self.href.removeprefix(HERE)))._replace(fragment="").geturl()

    @property
    def fragment(self) -> str:
        return unquote(urlsplit(self.href).fragment)

    @property
    def is_ours(self) -> bool:
        return not urlsplit(self.href.removeprefix(HERE)).scheme

    @property
    def kind(self) -> tuple[object, ...]:
        """The same for links between the same kinds of pages."""
        parts = urlsplit(self.address)
        try:
            turns = resolve(parts.path).kwargs
        except Resolver404:
            return (self.page, self.href)
        chosen = tuple(str(turns[t]) for t in TURNS if t in turns)
        asked = tuple(sorted(parse_qs(parts.query)))
        return view_of(self.page), view_of(self.address), chosen, asked, re.sub(r"\d+", "", self.fragment)


@dataclass
class Crawl:
    """Somebody's way through the pages, and every link on them that leads nowhere."""

    client: Client
    most: int
    each: int
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    pages: dict[str, set[str]] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    unexplained: set[str] = field(default_factory=set)
    steps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forms: dict[tuple, Form] = field(default_factory=dict)
    pressed: set[tuple[object, str]] = field(default_factory=set)

    def go(self, starts: list[str]) -> Crawl:
        Walk(self.client, self.most, looked_at=self.look).go(starts)
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
        self.classes |= set(" ".join(tree.xpath("//@class")).split())
        self.unexplained |= unexplained(address, tree)
        if steps := tree.xpath("//nav[@class='next']//a/@href"):
            self.steps[address] = tuple(urljoin(address, href) for href in steps)
        self.gaps |= {f"{address}: a space before {words[-25:]!r}" for words in _gaps(tree)}
        for form in forms(tree, address):
            self.forms.setdefault(form.key, form)
        for a in tree.xpath("//a[@href]"):
            link = Link(address, a.get("href"), " ".join(a.text_content().split()))
            self.links.setdefault((view_of(address), link.href), link)

    def forget(self, under: str) -> None:
        """Something has changed on the pages under an address: what they have is read anew."""
        self.links.clear()
        self.answers = {a: answer for a, answer in self.answers.items() if not a.startswith(under)}

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
                if not re.fullmatch(
                    r"https?://[^\s\"'<>]+\.[^\s\"'<>]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d-]+", link.href
                ):
                    wrong.append(f"{link.page}: {link.href} is no address")
                continue
            end, status = self.end_of(link.address)
            if end.startswith(SIGN_IN) and not link.address.startswith(SIGN_IN) and "ogga in" not in link.words:
                wrong.append(f"{link.page}: {link.href} “{link.words}” → signs in without saying so")
            elif status >= 400:
                wrong.append(f"{link.page}: {link.href} “{link.words}” → {status}")
            elif link.fragment and link.fragment not in self.pages.get(end, {link.fragment}):
                wrong.append(f"{link.page}: {link.href} “{link.words}” → no such place on the page")
        return wrong

    def dead_ends(self) -> list[str]:
        """Next steps that lead to a refusal, or to nothing, or to the page itself."""
        wrong = []
        for page, steps in [*self.steps.items()]:
            ends = {step: self.end_of(urlsplit(step)._replace(fragment="").geturl()) for step in steps}
            wrong += [f"{page}: next is {step} → {status}" for step, (_end, status) in ends.items() if status >= 400]
            wrong += [f"{page}: next is {step}, where one is" for step in steps if step == page]
        return wrong

    def refused(self) -> list[str]:
        """Forms that nobody answers, or that are not for the reader they are shown to."""
        wrong = []
        for form in self.forms.values():
            named = {name: n for n, (name, _value) in enumerate(form.buttons)} or {"": 0}
            for name, button in named.items():
                if (form.key, name) in self.pressed:
                    continue
                self.pressed.add((form.key, name))
                status = self.sent(form, button)
                if status not in ANSWERED:
                    wrong.append(f"{form.page}: {form.action} {form.name} → {status}")
        return wrong

    def sent(self, form: Form, button: int) -> int:
        """What the form is answered with; afterwards all is as it was."""
        cookies, mark = copy(self.client.cookies), transaction.savepoint()
        send = self.client.post if form.method == "post" else self.client.get
        status = send(form.action, form.filled(button)).status_code
        transaction.savepoint_rollback(mark)
        self.client.cookies = cookies
        return status


def test_no_template_has_quotes_escaped_as_in_python() -> None:
    assert len(TEMPLATES) > 100
    assert [t.name for t in TEMPLATES if re.search(r"\\[\"'nt]|&amp;amp;|=[\"']{3}", t.read_text("utf-8"))] == []


@pytest.mark.django_db
@pytest.mark.figures
def test_every_link_and_form_leads_to_what_its_reader_may_see(extent: Extent, browser, rooms) -> None:
    wrong, seen, onward, drawn = {}, {}, {}, classes_of_style_sheets() | HOOKS
    for role in ROLES:
        starts = ["/", SIGN_IN, *(("/konto/mig/", *(f"/moten/{n}/" for n in rooms["number"][:2])) if role else ())]
        crawl = Crawl(browser(role, in_rooms=True), 6 if extent.is_whole else 1, 10**6 if extent.is_whole else 1)
        faults = crawl.go(starts).wrong() + crawl.dead_ends() + crawl.refused()
        seen[role] = len(crawl.pages)
        for page, steps in crawl.steps.items():
            onward.setdefault(steps, set()).add(SAME_PAGE.get(view_of(page), view_of(page)))
        faults += [f"the class {name} is drawn by no style sheet" for name in sorted(crawl.classes - drawn)]
        faults += sorted(crawl.gaps | crawl.unexplained)
        if faults:
            wrong[role] = faults
    print(seen, *(f"{role or 'nobody'} · {fault}" for role, faults in wrong.items() for fault in faults), sep="\n")
    alike = {steps: kinds for steps, kinds in onward.items() if len(steps) > 2 and len(kinds) > 1}
    print(*(f"{sorted(kinds)} have the same next steps: {steps}" for steps, kinds in alike.items()), sep="\n")
    assert min(seen.values()) > 40
    assert alike == {}
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.figures
def test_every_link_of_a_meeting_with_an_item_of_every_kind_leads_somewhere(browser, person, rooms) -> None:
    from spiral.act.meetings import queries
    from spiral.act.meetings.actions import planning
    from spiral.act.meetings.blocks import blocks

    leader, member, now = browser("samordnare"), browser("rektor"), timezone.now()
    plan = planning.MeetingPlan("Prov", now, now + timedelta(hours=8), items=[])
    page = f"/moten/{planning.call_meeting(plan, by=viewer_of(person('samordnare'))).pk}/"
    for kind in blocks():
        new = f"{page}punkt/?kind={kind}"
        form = next(
            f
            for f in forms(html.fromstring(leader.get(new).content.decode()), new)
            if f.method == "post" and f.name == "meetings:new_item"
        )
        assert leader.post(form.action, form.filled()).status_code == 302
    assert leader.post(f"{page}lage/borja/").status_code == 302
    meeting = queries.meeting_for(viewer_of(person("samordnare")), int(page.split("/")[2]))
    assert member.post(meeting.door(), {"join": "1"}).status_code == 302
    phone = f"/moten/delta/mote/{meeting.pk}/"
    agenda = queries.agenda(meeting)
    assert [i.kind for i in agenda] == list(blocks())
    wrong, leading, following = {}, Crawl(leader, 1, 10**6), Crawl(member, 1, 10**6)
    for item in agenda:
        for step in ({"to": item.pk}, {"groups": "2"}):
            assert leader.post(f"{page}lage/styr/", step).status_code == 302
            for crawl, addresses in (
                (leading, [f"{page}lage/", f"{page}lage/del/", f"{page}projektor/", f"{page}projektor/del/"]),
                (following, [phone, f"{phone}del/"]),
            ):
                crawl.forget(page)
                for address in addresses:
                    crawl.look(address, crawl.client.get(address))
                assert {crawl.answers[a][0] for a in addresses} == {200}
                if faults := crawl.wrong() + crawl.refused():
                    wrong[item.kind] = faults
    assert wrong == {}
