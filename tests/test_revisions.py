"""Every form that changes something carries the revision it was opened on, and who saves on an older one loses nothing:
the answer is 409, with what she typed and what stands now, and nothing has been written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from spiral.act.meetings.models import Meeting
from spiral.learn.assessments.loading import load_shipped_sets
from spiral.learn.examples.models import Example
from spiral.see.indicators.models import LocalIndicator
from spiral.trust.networks.models import Network
from spiral.understand.inquiries.models import Inquiry

from .addresses import PARTS, named

pytestmark = [pytest.mark.figures, pytest.mark.django_db]

#: A field in which words are written, in the order they are tried.
WORDS = ("text", "title", "name", "what", "notes", "done", "status", "note", "plan", "learned", "lead", "enough")
#: What a form needs beside the words it is tried with.
ALSO = {"how_many": "2"}
#: Addresses whose name says that something is changed, and that need no revision, each with its reason.
WITHOUT = {
    "assessments:change_code": "a new code, whatever the old one was",
    "voices:change_code": "a new code, whatever the old one was",
    "networks:take_back_change": "a change told by mistake is taken away, whoever told it",
    "networks:tell_change": "adds, and the same told twice is one",
    "networks:changes": "a list",
    "assignments:changes": "a list",
    "needs:changes": "a list",
    "needs:write_own": "leads to the form of one's own municipality",
    "meetings:write": "a group's note: who writes keeps both texts in it (tests of notes)",
}


def test_every_page_that_changes_something_knows_its_revision(rooms, browser, opened) -> None:
    changing = {
        n
        for n, _parts in named()
        if any(w in n.rpartition(":")[2] for w in ("edit", "change", "write", "retell", "seats"))
    }
    carried = {name for name, _address in opened}
    assert {n for n in changing if n.startswith(ROOMS)} - carried - set(WITHOUT) == set()


def test_who_saves_on_an_older_revision_is_shown_both_texts(opened, browser) -> None:
    client, seen = browser("samordnare"), set()
    for name, address in opened:
        page = html.fromstring(client.get(address).content)
        for form in page.forms:
            field = next((w for w in WORDS if w in form.fields), None)
            if name in seen or "revision" not in form.fields or field is None or not form.fields["revision"]:
                continue
            where = form.action or address
            also = {name: value for name, value in ALSO.items() if name in form.fields}
            first = {**_filled(form), **also, field: "Det som den andra skrev"}
            answer = client.post(where, first)
            assert answer.status_code == 302, (name, _errors(answer))
            late = client.post(where, {**first, field: "Det som jag skrev"})
            words = html.fromstring(late.content).xpath("string(//main)") + str(_typed(late))
            said = (late.status_code, "Det som den andra skrev" in words, "Det som jag skrev" in words)
            assert said == (409, True, True), (name, where, said)
            now = {**_filled(_form_like(late, form)), **also, field: "Det som jag skrev"}
            assert client.post(where, now).status_code == 302, name
            seen.add(name)
    assert len(seen) > 26, sorted(seen)


ROOMS = (
    "assessments:",
    "assignments:",
    "circles:",
    "events:",
    "examples:",
    "indicators:",
    "inquiries:",
    "meetings:",
    "needs:",
    "networks:",
    "people:",
    "voices:",
)


@pytest.fixture
def opened(
    rooms: dict[str, list], browser: Callable[..., Client], person: Callable[[str], object]
) -> list[tuple[str, str]]:
    """(name, address) of every page of the coordinator's that carries a revision; of one kind once."""
    found: dict[str, str] = {}
    client = browser("samordnare")
    draft(person("samordnare"))
    unasked(person("samordnare"))
    load_shipped_sets()
    numbers = {"inquiries": Inquiry.objects.order_by("pk").first().pk, "meetings": _planned()}
    for name, parts in named():
        if not name.startswith(ROOMS):
            continue
        for number in (numbers.get(name.split(":")[0], 1), 1, 2):
            try:
                address = reverse(name, kwargs={p: _part(name, p, number) for p in parts})
            except NoReverseMatch:
                continue
            answer = client.get(address)
            if answer.status_code == 200 and b'name="revision"' in answer.content:
                found.setdefault(name, address)
                break
    return list(found.items())


def draft(author: object) -> None:
    """An example that its author can still change: one of the demo's, taken back."""
    example = Example.objects.exclude(areas=None).order_by("pk").first()
    Example.objects.filter(pk=example.pk).update(author=author, state="draft", title="Prov")


def unasked(author: object) -> None:
    """An indicator that nobody has been asked about, so that it can still be changed."""
    LocalIndicator.objects.create(
        title="Prov",
        question="x",
        explanation="x",
        form="preschool",
        level="municipality",
        role="member",
        kind="number",
        unit="x",
        author=author,
    )


def _planned() -> int:
    return Meeting.objects.filter(state="planned", published_at=None).order_by("pk").first().pk


#: Things of a kind of their own in these addresses.
THINGS = {
    "networks:edit_network": {"slug": lambda: Network.objects.order_by("pk").first().slug},
    "networks:seats": {"slug": lambda: Network.objects.order_by("pk").first().slug},
    "needs:network_areas": {"slug": lambda: Network.objects.order_by("pk").first().slug},
    "voices:edit_form": {"key": lambda: "fyra-fragor"},
    "assessments:edit_set": {"key": lambda: "kollegialt-larande-exempel"},
    "meetings:item": {"item_id": lambda: Meeting.objects.get(pk=_planned()).items.first().pk},
    "indicators:edit": {"number": lambda: LocalIndicator.objects.get(title="Prov").pk},
    "examples:edit": {"number": lambda: Example.objects.get(title="Prov").pk},
}


def _part(address: str, name: str, number: int) -> object:
    """What stands for a part of an address."""
    if own := THINGS.get(address, {}).get(name):
        return own()
    return number if name == "number" else PARTS.get(name, 1)


def _filled(form: html.FormElement) -> dict[str, object]:
    """The form as a browser sends it, without its files."""
    values: dict[str, object] = {}
    for key, value in form.form_values():
        values[key] = [*values[key], value] if isinstance(values.get(key), list) else [value]
    return values


def _form_like(answer: object, form: html.FormElement) -> html.FormElement:
    listed = html.fromstring(answer.content).forms
    return next(f for f in listed if "revision" in f.fields and set(f.fields) >= set(form.fields) - {"take_over"})


def _typed(answer: object) -> list[str]:
    tree = html.fromstring(answer.content)
    return [str(v) for v in tree.xpath("//main//input/@value")]


def _errors(answer: object) -> str:
    return " ".join(html.fromstring(answer.content).xpath("string(//main)").split())[:300] if answer.content else ""
