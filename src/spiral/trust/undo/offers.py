"""The notices that say what was removed, with a button that puts it back: kept in the session of whoever did it, so
that they stand on every page of hers for ten minutes and cost no query."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from spiral.trust.access.requests import Request
from spiral.trust.undo.models import Removal
from spiral.trust.undo.rules import KEPT

_KEY = "removals"
#: Nobody removes more in ten minutes by mistake; the newest stands open, the others are folded under it.
MOST = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One notice: the removal's number, and a sentence that says what is gone."""

    number: int
    sentence: str


def offer(request: Request, removal: Removal, sentence: str) -> None:
    """Say on her pages what was removed, and let her put it back."""
    until = time.time() + KEPT.total_seconds()
    request.session[_KEY] = [[removal.pk, sentence[:300], until], *_kept(request)][:MOST]


def withdraw(request: Request, number: int) -> None:
    """Take a notice away: the thing is back, or she has seen enough of it."""
    request.session[_KEY] = [row for row in _kept(request) if row[0] != number]


def offers(request: Request) -> dict[str, object]:
    """Context for ``ground/base.html``: ``removals``, newest first; asked only where a page has a signed-in reader."""
    return {"removals": SimpleLazyObject(lambda: [Offer(n, sentence) for n, sentence, _until in _kept(request)])}


def _kept(request: Request) -> list[list]:
    return [row for row in request.session.get(_KEY, ()) if row[2] > time.time()]
