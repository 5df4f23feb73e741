"""Every text field of every form holds what would do harm, is accepted with it, and then nothing does harm anywhere:
pages, tables, workbooks, papers, calendars, letters."""

from __future__ import annotations

import copy
import io
import re
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import transaction
from django.test import TestCase
from lxml import html

from . import hostile
from .walking import Form, Walk, Writes, anew, forms

pytestmark = [pytest.mark.django_db, pytest.mark.figures, pytest.mark.attack, pytest.mark.long]
#: Who writes: each finds forms that the others do not.
WRITERS = ["samordnare", "presidium", "natverksmedlem", "rektor", ""]
#: Sent last, since they end the thing that other forms are about.
ENDING = (
    "end",
    "cancel",
    "discard",
    "close",
    "freeze",
    "publish",
    "retire",
    "remove",
    "drop",
    "detach",
    "untell",
    "take_back",
    "finish",
    "logout",
    "release",
    "show",
    "withdraw",
)
#: So many payloads are tried in a field, and so many that are kept are enough: which ones a field meets turns with its
#: number, so that every payload is met by many.
MOST_TRIED, ENOUGH = 5, 2
#: Fields that keep no free text, and why; they are sent it all the same.
_NUMBER, _KNOWN, _SECRET = "a whole number", "something that the register knows", "compared or hashed, never kept"
REFUSING: dict[tuple[str, str], str] = {
    ("account_login", "login"): _SECRET,
    ("account_login", "password"): _SECRET,
    ("account_set_password", "passwordn"): _SECRET,
    ("assignments:edit", "first_year"): _NUMBER,
    ("assignments:edit", "last_year"): _NUMBER,
    ("assignments:new", "first_year"): _NUMBER,
    ("assignments:new", "last_year"): _NUMBER,
    ("assignments:new_strategy", "first_year"): _NUMBER,
    ("assignments:new_strategy", "last_year"): _NUMBER,
    ("assignments:new_strategy", "version"): _NUMBER,
    ("assignments:strategy", "first_year"): _NUMBER,
    ("assignments:strategy", "last_year"): _NUMBER,
    ("assignments:strategy", "version"): _NUMBER,
    ("events:edit", "places"): _NUMBER,
    ("events:new", "places"): _NUMBER,
    ("events:sign_up", "people"): _NUMBER,
    ("networks:give_office", "place"): _KNOWN,
    ("networks:seats", "how_many"): _NUMBER,
    ("networks:whole_seats", "how_many"): _NUMBER,
    (
        "voices:answer",
        "tn",
    ): "sealed while the collection is open (decisions/0015); as a quote it is met in voices:mask",
    ("releases:protect", "spec"): "read and shown again, never kept",
}


def _cell(text: str) -> str:
    """A unit's name in the table of the analyst's page."""
    quoted = text.replace('"', '""')
    return f'unit,owner,year,n,hits\n"{quoted}",Norrby kommun,2025,64,41\nEkskolan,Norrby kommun,2025,52,38\n'


#: Texts that must have a shape to be taken: what is around the payload.
AROUND: dict[tuple[str, str], Callable[[str], str]] = {
    ("assessments:new_set", "levels"): "{}\nHelt".format,
    ("assessments:new_set", "levels_en"): "{}\nWholly".format,
    ("voices:edit_form", "optionsn"): "{}\nNej".format,
    ("voices:new_form", "optionsn"): "{}\nNej".format,
    ("releases:protect", "table"): _cell,
    ("meetings:import", "text"): "Minnesanteckningar 3 mars 2026\n\n{}".format,
}
_CHOICES = {f"kind{n}": "choice" for n in range(1, 13)}
#: What else must be said for a field to be kept.
ALONG: dict[tuple[str, str], dict[str, object]] = {
    ("networks:tell_change", "others_words"): {"kind": "renamed", "after": [], "after_words": ""},
    ("networks:tell_change", "after_words"): {"kind": "closed"},
    ("networks:tell_change", "note"): {"kind": "closed"},
    ("releases:protect", "title"): {"table": _cell("Björkskolan")},
    **{
        (form, field): _CHOICES
        for form in ("voices:edit_form", "voices:new_form")
        for field in ("title", "about", "about_easy", "source", "textn", "easyn", "hintn", "hint_easyn", "optionsn")
    },
}
#: Texts that are addresses, of mail or of pages, though their box does not say so.
ADDRESSES = {
    "email": "email",
    "link": "url",
    "join_url": "url",
    ("assignments:new_strategy", "source"): "url",
    ("assignments:strategy", "source"): "url",
}


def _order(form: Form) -> tuple[bool, str]:
    return any(word in form.name for word in ENDING), form.name


@pytest.fixture
def stored(browser, addresses, extent, mailoutbox):
    """Form and field → whether the mark of the field was written; all that was written is there."""
    done: dict[tuple[str, str], bool] = {}
    seen: dict[tuple[str, str], str] = {}
    wanted = []
    for role in WRITERS if extent.is_whole else WRITERS[:1]:
        client = browser(role, in_rooms=True)
        walk = Walk(client, 6 if extent.is_whole else 1).go(addresses)
        wanted += [(client, form) for form in walk.forms.values() if form.method == "post"]
    # In the order of the roles, what ends something last.
    wanted.sort(key=lambda one: _order(one[1])[0])
    number = 0
    for client, form in extent.of(wanted, 10):
        for one in {f.shape: f for f in form.fields if f.is_text}.values():
            where = (form.name, one.shape)
            if done.get(where):
                continue
            number += 1
            done[where], said = _put(client, form, one, hostile.mark(number))
            seen.setdefault(where, said)
    return done, seen


def _put(client, form: Form, one, word: str) -> tuple[bool, str]:
    """One field with a word of no harm by each button until it is written (which is undone), then with each payload by
    that button. Whether one that does harm was written, and otherwise what the page said."""
    kind = ADDRESSES.get((form.name, one.name)) or ADDRESSES.get(one.name) or one.kind
    plain = f"{word}@exempel.invalid" if kind == "email" else f"https://{word}.invalid/" if kind == "url" else word
    form = anew(client, form)
    for button in range(max(1, len(form.buttons))):
        is_stored, said = _send(client, form, button, one, plain, word, undo=True)
        if is_stored:
            break
    else:
        button = 0
    took: list[bool] = []
    for payload in hostile.payloads(word, kind, one.longest)[:MOST_TRIED]:
        if sum(took) == ENOUGH:
            break
        form = anew(client, form) if took and took[-1] else form
        took.append(_send(client, form, button, one, payload, word)[0])
    return any(took), f"{said} {'(the harmless one was taken)' if is_stored else ''}"


def _send(client, form: Form, button: int, one, text: str, word: str, *, undo: bool = False) -> tuple[bool, str]:
    """Whether the word was written to the database or a letter, at once or by a button of the page that answers; what
    is refused is undone."""
    mark, letters, cookies = transaction.savepoint(), len(mail.outbox), copy.deepcopy(client.cookies)
    where = (form.name, one.shape)
    text = AROUND.get(where, str)(text)
    with Writes() as writes, TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(form.action, form.filled(button) | ALONG.get(where, {}) | {one.name: text})
        _look(form, one, text, answer)
        if answer.status_code in (200, 409) and not any(word in values for _sql, values in writes.statements):
            _go_on(client, form, answer, word)
    written = [values for _sql, values in writes.statements] + [str(m.message()) for m in mail.outbox[letters:]]
    is_stored = any(word in values for values in written)
    if is_stored and not undo:
        transaction.savepoint_commit(mark)
    else:
        transaction.savepoint_rollback(mark)
        client.cookies = cookies
    return is_stored, f"{answer.status_code} {_told(answer)}"


def _look(form: Form, one, text: str, answer) -> None:
    """An answer is no error, and what it shows of the text does nothing."""
    assert answer.status_code < 500, (form.name, one.name, text)
    if answer.content and answer.get("Content-Type", "").startswith("text/html"):
        assert hostile.in_page(answer.content.decode()) == [], (form.name, one.name, text)


def _go_on(client, form: Form, answer, word: str) -> None:
    """The page that answers is looked through and sent by its own buttons, as an import or a table is."""
    text = answer.content.decode()
    for again in forms(html.fromstring(text), form.page) if word in text else ():
        if again.name == form.name and again.method == "post":
            for button in range(len(again.buttons)):
                client.post(again.action, again.filled(button))


def _told(answer) -> str:
    text = answer.content.decode(errors="replace")
    alert = re.search(r'role="alert".*?</', text.split("<main")[-1], re.S)
    return re.sub(r"<[^>]+>|\s+", " ", alert[0] if alert else "")[:200]


def test_nothing_that_is_written_in_a_form_does_anything(stored, browser, addresses, extent) -> None:
    done, seen = stored
    missing = {where: seen[where] for where, is_stored in done.items() if not is_stored}
    harm, kinds = defaultdict(set), defaultdict(int)

    def look(address: str, answer) -> None:
        kind = answer.get("Content-Type", "").split(";")[0]
        if answer.status_code >= 500:
            harm["broken"].add(address)
        if answer.streaming or answer.status_code != 200:
            return
        kinds[kind] += hostile.BEGINNING.encode() in answer.content or kind not in ("text/html",)
        reader = READERS.get(kind)
        wrong = reader(answer.content) if reader and answer.content else []
        for what in wrong:
            harm[kind].add((address, what))

    for role in ["samordnare", "natverksmedlem", "rektor", ""] if extent.is_whole else ["samordnare"]:
        Walk(browser(role, in_rooms=True), 8 if extent.is_whole else 2, looked_at=look).go(addresses)
    for letter in mail.outbox:
        for what in hostile.in_letter(letter.message().as_bytes(), letter.recipients()):
            harm["letter"].add((letter.subject, what))
    print({"fields": len(done), "stored": sum(done.values()), "pages": dict(kinds), "letters": len(mail.outbox)})
    assert {k: sorted(map(str, v))[:20] for k, v in harm.items()} == {}
    if extent.is_whole:
        assert len(done) > 200
        assert {w: s for w, s in missing.items() if w not in REFUSING} == {}
        assert {where for where in REFUSING if done.get(where, True)} == set()


def _paper(content: bytes) -> list[str]:
    from pypdf import PdfReader

    "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return []


READERS = {
    "text/html": lambda content: hostile.in_page(content.decode()),
    "text/csv": hostile.in_csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": hostile.in_workbook,
    "text/calendar": hostile.in_calendar,
    "application/pdf": _paper,
}


def test_nothing_that_stands_in_an_address_does_anything(browser, addresses, extent) -> None:
    client, harm = browser("samordnare", in_rooms=True), set()
    walk = Walk(client, 2).go(addresses)
    for form in extent.of([f for f in walk.forms.values() if f.method == "get"], 8):
        for one in form.fields:
            for payload in hostile.payloads(hostile.mark(1), "text", 0):
                answer = client.get(
                    f"{form.action.split('?')[0]}?{urlencode(form.filled() | {one.name: payload}, doseq=True)}"
                )
                assert answer.status_code < 500
                if answer.status_code == 200:
                    harm |= {(form.name, one.name, what) for what in hostile.in_page(answer.content.decode())}
    assert harm == set()
