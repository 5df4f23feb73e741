"""Every text field of every form holds what would do harm, is accepted with it, and then nothing does harm anywhere:
pages, tables, workbooks, papers, calendars, letters."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import transaction

from . import hostile
from .walking import Form, Walk, Writes

pytestmark = [pytest.mark.django_db, pytest.mark.figures, pytest.mark.attack, pytest.mark.long]
#: Who writes: each finds forms that the others do not.
WRITERS = ["samordnare", "presidium", "natverksmedlem", "rektor", ""]
#: Sent last, since they end the thing that other forms are about.
ENDING = ("end", "cancel", "discard", "close", "freeze", "publish", "retire", "remove", "drop", "detach", "untell",
          "take_back", "finish", "logout", "release", "show", "withdraw")  # fmt: skip
#: So many payloads are tried in a field, and so many that are kept are enough: which ones a field meets turns with its
#: number, so that every payload is met by many.
MOST_TRIED, ENOUGH = 5, 2
#: Of the fields that the walk finds, at least so many are seen to hold a payload; it is to become all of them.
LEAST_STORED = 60
#: Fields that keep no free text, and why.
REFUSING: dict[tuple[str, str], str] = {}


def _order(form: Form) -> tuple[bool, str]:
    return any(word in form.name for word in ENDING), form.name


@pytest.fixture
def stored(browser, addresses, extent, mailoutbox):
    """Form and field → whether the mark of the field was written; all that was written is there."""
    done: dict[tuple[str, str], bool] = {}
    seen: dict[tuple[str, str], str] = {}
    number = 0
    for role in WRITERS if extent.is_whole else WRITERS[:1]:
        client = browser(role, in_rooms=True)
        walk = Walk(client, 3 if extent.is_whole else 1).go(addresses)
        wanted = sorted((f for f in walk.forms.values() if f.method == "post"), key=_order)
        for form in extent.of(wanted, 10):
            for one in {f.shape: f for f in form.fields if f.is_text}.values():
                where = (form.name, one.shape)
                if done.get(where) or where in REFUSING:
                    continue
                number += 1
                done[where], seen[where] = _put(client, form, one, hostile.mark(number))
    return done, seen


def _put(client, form: Form, one, word: str) -> tuple[bool, str]:
    """One field with a word of no harm by each button until it is written, then with each payload by that button.
    Whether one that does harm was written, and otherwise what the page said."""
    plain = (
        f"{word}@exempel.invalid" if one.kind == "email" else f"https://{word}.invalid/" if one.kind == "url" else word
    )
    for button in range(max(1, len(form.buttons))):
        is_stored, said = _send(client, form, button, one, plain, word)
        if is_stored:
            break
    else:
        return False, said
    took: list[bool] = []
    for payload in hostile.payloads(word, one.kind, one.longest)[:MOST_TRIED]:
        if sum(took) == ENOUGH:
            break
        form = _anew(client, form) if not took or took[-1] else form
        is_stored, said = _send(client, form, button, one, payload, word)
        took.append(is_stored)
    return any(took), said


def _send(client, form: Form, button: int, one, text: str, word: str) -> tuple[bool, str]:
    """Whether the word was written to the database or a letter; what is refused is undone."""
    mark, letters = transaction.savepoint(), len(mail.outbox)
    with Writes() as writes:
        answer = client.post(form.action, form.filled(button) | {one.name: text})
    assert answer.status_code < 500, (form.name, one.name, text)
    written = [values for _sql, values in writes.statements] + [str(m.message()) for m in mail.outbox[letters:]]
    is_stored = any(word in values for values in written)
    (transaction.savepoint_commit if is_stored else transaction.savepoint_rollback)(mark)
    return is_stored, f"{answer.status_code} {_told(answer)}"


def _anew(client, form: Form) -> Form:
    """The form as it is now: with the revision that it has come to."""
    walk = Walk(client, 1)
    walk.go([form.page])
    return walk.forms.get(form.key, form)


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
        # Not every field takes what is put there yet: the forms that want more than a walk can know are printed.
        print("not stored:", *sorted(map(str, missing)), sep="\n")
        assert sum(done.values()) >= LEAST_STORED


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
                answer = client.get(f"{form.action.split('?')[0]}?{urlencode(form.filled() | {one.name: payload})}")
                assert answer.status_code < 500
                if answer.status_code == 200:
                    harm |= {(form.name, one.name, what) for what in hostile.in_page(answer.content.decode())}
    assert harm == set()
