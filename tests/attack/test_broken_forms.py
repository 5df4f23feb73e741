"""Every field of every form, hidden ones and buttons too, with what no browser sends: an answer, never an error."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from django.db import transaction
from lxml import html

from .walking import Form, Walk

pytestmark = [pytest.mark.django_db, pytest.mark.figures, pytest.mark.attack]
URLENCODED = "application/x-www-form-urlencoded"
#: As they stand in the body, already encoded.
BROKEN = {
    "five thousand digits": "9" * 5000,
    "a number past the database's": "99999999999",
    "nineteen": "9" * 18,
    "noughts before": "0019999",
    "minus": "-1",
    "a fraction": "1.5",
    "endless": "1e309",
    "no number": "NaN",
    "superscript": quote_plus("²"),
    "other digits": quote_plus("٣"),
    "100 kB": "x" * 100_000,
    "over 100 kB": "x" * 100_001,
    "NUL": "a%00b",
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "wrong kind": "abc",
    "nothing": "",
    "a day that is none": "2026-02-30",
    "year 0": "0000-01-01",
    "a list": "%5B1%5D",
    "deep JSON": "%5B" * 20_000,
    "JSON of another form": "%7B%22a%22%3A%7B%7D%7D",
    "JSON's null": "null",
    "four bytes": quote_plus("😀\u202e"),
}
#: Two of them in every run, the others with ``-m attack``.
WRITERS = [
    "samordnare",
    "",
    *(pytest.param(r, marks=pytest.mark.long) for r in ("natverksmedlem", "rektor", "presidium")),
]


def _body(form: Form, name: str, value: str | None, *, twice: bool = False) -> str:
    """The form filled in, with ``value`` in one field; without it where that is None."""
    filled = [(n, v) for n, v in form.filled().items() if n != name and isinstance(v, str | list)]
    pairs = [
        (quote_plus(n), quote_plus(one)) for n, held in filled for one in (held if isinstance(held, list) else [held])
    ]
    if value is not None:
        pairs += [(quote_plus(name), value)] * (2 if twice else 1)
    return "&".join(f"{n}={v}" for n, v in pairs)


@pytest.mark.parametrize("role", WRITERS)
def test_what_no_browser_sends_is_answered(role: str, browser, addresses, extent) -> None:
    client = browser(role, in_rooms=True)
    walk = Walk(client, 2 if extent.is_whole else 1).go(addresses)
    broken, asked, fields = set(), 0, 0
    for form in extent.of(sorted((f for f in walk.forms.values()), key=lambda f: f.key), 3):
        names = {f.shape: f.name for f in form.fields} | {name: name for name, _value in form.buttons if name}
        for name in names.values():
            fields += 1
            bodies = {how: _body(form, name, value) for how, value in BROKEN.items()}
            bodies |= {"missing": _body(form, name, None), "twice": _body(form, name, "1", twice=True)}
            for how, body in bodies.items():
                asked += 1
                mark = transaction.savepoint()
                if form.method == "get":
                    answer = client.get(form.action.split("?")[0], QUERY_STRING=body)
                else:
                    answer = client.post(form.action, body, content_type=URLENCODED)
                transaction.savepoint_rollback(mark)
                if answer.status_code >= 500:
                    broken.add((form.name, name, how))
                elif answer.status_code >= 400 and answer.content and "html" in answer.get("Content-Type", ""):
                    assert html.fromstring(answer.content.decode()).xpath("//h1"), (form.name, name, how)
    print({role: {"forms": len(walk.forms), "fields": fields, "asked": asked}})
    assert sorted(broken) == []


def test_a_choice_with_noughts_before_it_is_no_choice(rooms, browser) -> None:
    from spiral.understand.voices.models import Collection

    client, found = browser("", in_rooms=True), Collection.objects.filter(state="open").latest("pk")
    answer = client.post(
        f"/elevroster/svara/insamling/{found.pk}/fragor/?all=1", {"s1": "0019999", "t2": "prov", "to": "send"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/elevroster/svara/insamling/{found.pk}/tack/")


@pytest.mark.parametrize("field", ["to", "groups", "turn", "more"])
def test_a_leaders_button_for_what_is_not_there_does_nothing(field: str, rooms, browser) -> None:
    number = rooms["number"][1]
    answer = browser("samordnare").post(f"/moten/{number}/lage/styr/", {field: "987654"})
    assert answer.status_code in (302, 404)
