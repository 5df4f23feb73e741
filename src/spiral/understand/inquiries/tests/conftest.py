"""Inquiries made through the same actions as the pages use, and a made-up kind of evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from spiral.exchange import evidence
from spiral.exchange.evidence import Evidence, FollowUp
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import tree, trials
from spiral.understand.inquiries.models import Because, Inquiry
from spiral.understand.inquiries.phasesets import shipped

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Weather:
    """A source of evidence that nobody else knows of: what the room must take without knowing its kind."""

    def __init__(self) -> None:
        self.now = 1

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        if ref != "sol":
            return None
        return Evidence(
            "weather",
            ref,
            "Soltimmar",
            f"Det var {self.now} soltimmar.",
            "Väderstationen",
            "2026-11-01",
            "/se/#sol",
            detail={"hours": self.now},
        )

    def follow_up(self, viewer: Viewer, piece: Evidence, language: str) -> FollowUp | None:
        now = self.freeze(viewer, piece.ref, language)
        moved = self.now - piece.detail["hours"]
        return FollowUp(moved != 0, f"Det är {moved} fler, men skillnaden kan bero på slumpen.", replace(now))


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Sentences are told in Swedish; a page read in English before must not decide otherwise."""
    with override("sv"):
        yield


@pytest.fixture
def weather() -> Iterator[Weather]:
    source = Weather()
    with evidence.SOURCES.holding({**evidence.SOURCES.all(), "weather": source}):
        yield source


@pytest.fixture
def rektor(person) -> object:
    return person("rektor")


@pytest.fixture
def begin(rektor) -> Callable[..., Inquiry]:
    """An inquiry of the principal's own unit unless told otherwise."""

    def make(by: Viewer | None = None, first: Evidence | None = None, **head: object) -> Inquiry:
        by = by or viewer_of(rektor)
        values = {"title": "Varför är det så?", "started_on": date(2026, 10, 1), **head}
        return actions.start(values, shipped()[0].turns("sv"), by=by, first=first)

    return make


@pytest.fixture
def answer(rektor) -> Callable[..., Because]:
    """One answer, an assumption unless told otherwise."""

    def add(inquiry: Inquiry, text: str, parent: Because | None = None, sure: bool = False) -> Because:
        values = {"text": text, "is_supported": sure, "how_known": "Vi har räknat." if sure else ""}
        return tree.add(inquiry.pk, parent.pk if parent else None, values, by=viewer_of(rektor))

    return add


@pytest.fixture
def as_part(client, person) -> Callable[[str], object]:
    """The test client signed in as somebody of the cast, in Swedish; '' for a visitor."""

    def enter(key: str) -> object:
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"
        return client

    return enter


@pytest.fixture
def full(begin, answer, rektor, weather):
    """An inquiry with one of everything, and the numbers its addresses are made from."""

    def make(**head: object) -> tuple[Inquiry, dict[str, int]]:
        inquiry = begin(first=weather.freeze(viewer_of(rektor), "sol", "sv"), **head)
        b = answer(inquiry, "Därför")
        hunch = trials.keep_hunch(inquiry.pk, None, {"text": "Vi tror", "because_id": b.pk}, by=viewer_of(rektor))
        action = trials.keep_action(inquiry.pk, None, {"what": "Prova", "hunch_id": hunch.pk}, by=viewer_of(rektor))
        piece = inquiry.pieces.get()
        check = trials.keep_check(
            inquiry.pk, None, {"piece_id": piece.pk, "planned_on": date(2027, 6, 1)}, by=viewer_of(rektor)
        )
        numbers = {"b": b.pk, "h": hunch.pk, "a": action.pk, "c": action.cycles.get().pk, "k": check.pk, "p": piece.pk}
        return inquiry, numbers

    return make
