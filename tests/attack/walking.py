"""A visitor who goes through the pages as a browser does: follows links, finds forms, fills them in."""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from urllib.parse import parse_qs, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html

#: So many boxes of one name are ticked: what is to be more than one thing is two.
MOST_TICKED = 2
TEXTS = {"text", "search", "url", "email", "tel", "textarea", "password"}
#: What a field is filled with when its kind does not say enough, by its name.
VALID = {
    "orgnr": "2120001660",
    "minutes": "5",
    "number": "3",
    "invited": "30",
    "capacity": "10",
    "v": "sv",
    "first_year": "2026",
    "last_year": "2027",
    "year": "2019",
    "version": "1",
    "places": "12",
    "people": "2",
    "how_many": "6",
    "end": "16:00",
    "link": "https://exempel.invalid/",
    "levels": "Ett: knappt\nTvå: helt",
    "levels_en": "One: hardly\nTwo: wholly",
    "optionsn": "Ja\nNej",
    "place": "Skövde",
}
#: Where a name means something else in one form.
VALID_IN = {
    ("assignments:new_strategy", "source"): "https://exempel.invalid/",
    ("assignments:strategy", "source"): "https://exempel.invalid/",
    ("examples:new", "how_many"): "Sex klasser",
}
#: What is the same in no two forms, so that nothing is refused as a thing that is there already.
_numbers = count(1)
_NUMBERED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: its name, its kind, what it holds, what can be chosen, how long it may be."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    is_checked: bool = False
    is_required: bool = False
    longest: int = 0
    least: str = ""

    @property
    def is_text(self) -> bool:
        return self.kind in TEXTS

    @property
    def shape(self) -> str:
        """The name without what numbers it: all the rows of a table have one."""
        return re.sub(r"^([a-z]+)-.+$", r"\1-*", _NUMBERED.sub("n", self.name))


@dataclass(frozen=True, slots=True)
class Form:
    page: str
    action: str
    method: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The view it is sent to."""
        return view_of(self.action)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """The same for the same form about another thing."""
        return self.name, self.method, tuple(sorted({f.shape for f in self.fields}))

    def filled(self, button: int = 0) -> dict[str, object]:
        """As somebody would who writes something in every field."""
        values: dict[str, object] = {}
        has_text = any(f.is_text for f in self.fields)
        for f in self.fields:
            if f.kind == "file":
                if f.is_required or not has_text:
                    values[f.name] = SimpleUploadedFile("prov.txt", b"Prov")
            elif f.kind == "checkbox":
                boxes = values.setdefault(f.name, [])
                if f.is_checked or len(boxes) < MOST_TICKED:
                    boxes.append(f.value)
            elif f.kind == "radio":
                if f.is_checked or not values.get(f.name):
                    values[f.name] = f.value
            else:
                values[f.name] = _something(self.name, f)
        if self.buttons:
            name, value = self.buttons[button % len(self.buttons)]
            values |= {name: value} if name else {}
        return values


def _something(form: str, f: Field) -> str:
    if f.value.strip() or f.kind == "hidden":
        return f.value
    if f.kind == "select":
        return next((o for o in f.options if o), "")
    known = VALID_IN.get((form, f.name)) or VALID.get(f.name.rsplit("-", 1)[-1]) or VALID.get(f.shape)
    if known:
        return known
    other = f"prov{next(_numbers)}"
    in_a_month = timezone.localdate() + timedelta(days=30)
    kinds = {
        "date": in_a_month.isoformat(),
        "time": "09:00",
        "datetime-local": f"{in_a_month}T09:00",
        "number": f.least or "5",
        "url": "https://exempel.invalid/",
        "email": f"{other}@exempel.invalid",
    }
    return kinds.get("email" if f.name == "email" else f.kind, other)[: f.longest or None]


def forms(tree: html.HtmlElement, page: str) -> Iterator[Form]:
    for form in tree.iter("form"):
        fields, buttons = [], []
        inside = [*form.iter("input", "textarea", "select", "button")]
        if form.get("id"):
            inside += tree.xpath("//*[@form=$id]", id=form.get("id"))
        for e in inside:
            name, kind = e.get("name"), e.tag if e.tag != "input" else (e.get("type") or "text")
            if e.tag == "button" and e.get("type", "submit") != "submit":
                continue
            if kind in ("submit", "button", "image"):
                buttons.append((name or "", (name and e.get("value")) or ""))
                continue
            if not name or name == "csrfmiddlewaretoken":
                continue
            value, options = e.get("value") or "", ()
            if e.tag == "select":
                options = tuple(o.get("value") or "" for o in e.iter("option"))
                value = next((o.get("value") or "" for o in e.iter("option") if o.get("selected") is not None), "")
            elif e.tag == "textarea":
                value = e.text_content()
            elif kind in ("checkbox", "radio"):
                value = e.get("value", "on")
            longest = int(e.get("maxlength") or 0)
            fields.append(
                Field(
                    name,
                    kind,
                    value,
                    options,
                    e.get("checked") is not None,
                    e.get("required") is not None,
                    longest,
                    e.get("min") or "",
                )
            )
        action = urljoin(page, form.get("action") or page)
        yield Form(page, action, (form.get("method") or "get").lower(), tuple(fields), tuple(dict.fromkeys(buttons)))


def view_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name or "?"
    except Resolver404:
        return "?"


@dataclass
class Walk:
    """Pages and forms that somebody gets to from ``starts``, at most ``most`` addresses of each kind."""

    client: Client
    most: int
    pages: dict[str, int] = field(default_factory=dict)
    forms: dict[tuple, Form] = field(default_factory=dict)
    looked_at: Callable[[str, object], None] | None = None

    def go(self, starts: list[str]) -> Walk:
        queue, seen, kinds = deque(starts), set(), Counter()
        while queue:
            address = queue.popleft()
            parts = urlsplit(address)
            kind = (view_of(address), tuple(sorted(parse_qs(parts.query))))
            if address in seen or kind[0] == "?" or kinds[kind] >= self.most:
                continue
            seen.add(address)
            kinds[kind] += 1
            answer = self.client.get(address)
            self.pages[address] = answer.status_code
            if self.looked_at is not None:
                self.looked_at(address, answer)
            if answer.status_code in (301, 302):
                queue.append(urlsplit(answer["Location"])._replace(fragment="").geturl())
            elif answer.status_code < 400 and answer.get("Content-Type", "").startswith("text/html") and answer.content:
                tree = html.fromstring(answer.content.decode())
                for form in forms(tree, address):
                    self.forms.setdefault(form.key, form)
                links = [urljoin(address, link) for link in tree.xpath("//a/@href")]
                queue.extend(urlsplit(link)._replace(fragment="").geturl() for link in links if link.startswith("/"))
        return self


def anew(client: Client, form: Form) -> Form:
    """The form as it is now: with the revision that it has come to, and the choices that there are."""
    answer = client.get(form.page)
    if answer.status_code != 200:
        return form
    return next((f for f in forms(html.fromstring(answer.content.decode()), form.page) if f.key == form.key), form)


class Writes:
    """What the database is asked to write, with its values, by statement; leaves out sessions and who signed in last."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, str]] = []

    def __call__(self, execute: Callable, sql: str, params: object, many: bool, context: object) -> object:
        is_write = sql.lstrip("( ")[:6].upper() in ("INSERT", "UPDATE", "DELETE", "REPLAC")
        is_signing_in = sql.startswith("UPDATE") and '"last_login"' in sql.split("WHERE")[0]
        if is_write and "django_session" not in sql and not is_signing_in:
            self.statements.append((sql, repr(params)))
        return execute(sql, params, many, context)

    def __enter__(self) -> Writes:
        self._wrapper = connection.execute_wrapper(self)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)


@dataclass(frozen=True, slots=True)
class Extent:
    """All of it when the attack suite is asked for, else a sample that is the same every time."""

    is_whole: bool

    def of(self, things: list, sample: int) -> list:
        if self.is_whole or len(things) <= sample:
            return things
        return random.Random(7).sample(things, sample)
