"""Signs that no address of ours holds: answered, never an error of the server, on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse

import spiral

from .addresses import PARTS, named

pytestmark = pytest.mark.figures

ODD = ("\x00", "a\x00b", "'", "\\", "²", "-1", "9" * 22, "x" * 3000)


@pytest.fixture
def addresses(client, person, settings) -> list[tuple[str, list[str]]]:
    from tests.demo import load_everything

    settings.DEMO = True
    load_everything()
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return list(named())


def _reverse(name: str, parts: list[str], odd: dict[str, object] | None = None) -> str | None:
    for number in (1, "1"):
        try:
            return reverse(name, kwargs={p: PARTS.get(p, number) for p in parts} | (odd or {}))
        except NoReverseMatch:
            continue
    return None


def _status(client, method: str, url: str, data: dict[str, str] | None = None) -> int:
    """The answer's status; what it wrote is undone."""
    mark = transaction.savepoint()
    try:
        return getattr(client, method)(url, data or {}).status_code
    finally:
        transaction.savepoint_rollback(mark)


def _is_well(url: str, status: int) -> bool:
    return status == 404 if "%00" in url else status < 500


def test_odd_questions_are_answered(client, addresses) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(spiral.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"', code))
    assert {"q", "code", "question", "page"} <= asked
    wrong = [
        (name, odd[:5])
        for name, parts in addresses
        for odd in ODD
        if (url := _reverse(name, parts)) and _status(client, "get", url, dict.fromkeys(asked, odd)) >= 500
    ]
    assert wrong == []


def test_odd_addresses_lead_nowhere(client, addresses) -> None:
    wrong = [
        (name, part, method, odd if isinstance(odd, int) else odd[:5])
        for name, parts in addresses
        for part in parts
        for odd in (*ODD, 9 * 10**21)
        if (url := _reverse(name, parts, {part: odd}))
        for method in ("get", "post")
        if not _is_well(url, _status(client, method, url))
    ]
    assert wrong == []
