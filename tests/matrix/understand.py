"""Inquiries and collections of pupils' voices: own, foreign, shared and closed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from spiral.exchange.evidence import Evidence
from spiral.understand.inquiries.models import Action, Because, Check, Cycle, Hunch, Inquiry, Phase, Piece
from spiral.understand.voices.actions import boxes
from spiral.understand.voices.models import AnalysisDay, Collection, Count, Quote, Theme
from spiral.understand.voices.questions import shipped

from .things import FOREIGN, OWN, SOON, TODAY, Somebody, Thing, title


def inquiries(who: Somebody) -> Iterator[Thing]:
    yield _inquiry("own", place=OWN, leader=who.own)
    yield _inquiry("own finished", place=OWN, leader=who.own, state="finished", finished_on=TODAY)
    yield _inquiry("foreign", place=FOREIGN, leader=who.other)
    yield _inquiry("foreign finished", place=FOREIGN, leader=who.other, state="finished", finished_on=TODAY)
    yield _inquiry("foreign shared", place=FOREIGN, leader=who.other, is_shared=True)
    yield _inquiry("the whole's", place="", leader=who.other)


def _inquiry(kind: str, **fields: object) -> Thing:
    inquiry = Inquiry.objects.create(
        title=title("Inquiry", kind), place_name="x", led_by="x", started_on=TODAY, **fields
    )
    Phase.objects.bulk_create(Phase(inquiry=inquiry, number=n, name="Fas") for n in (1, 2, 3))
    because = Because.objects.create(inquiry=inquiry, text="Svar")
    frozen = Evidence("words", "", "Underlag", "Något.", "Vi", TODAY.isoformat(), "")
    piece = Piece.objects.create(inquiry=inquiry, because=because, document=frozen.as_json(), added_on=TODAY)
    action = Action.objects.create(inquiry=inquiry, what="Prova")
    parts = {
        "number": inquiry.pk,
        "phase": 1,
        "because": because.pk,
        "piece": piece.pk,
        "hunch": Hunch.objects.create(inquiry=inquiry, text="Antagande").pk,
        "action": action.pk,
        "cycle": Cycle.objects.create(action=action, number=1).pk,
        "check": Check.objects.create(inquiry=inquiry, piece=piece, planned_on=SOON.date()).pk,
        "kind": "csv",
    }
    return Thing(kind, inquiry, parts)


def collections(who: Somebody) -> Iterator[Thing]:
    for whose, place, leader in (("own", OWN, who.own), ("foreign", FOREIGN, who.other)):
        for state in ("open", "review", "released", "discarded"):
            yield _collection(f"{whose} {state}", place=place, leader=leader, state=state)
    yield _collection("the whole's open", place="", leader=who.other, state="open")
    yield _collection("the whole's review", place="", leader=who.other, state="review")


def _collection(kind: str, state: str, **fields: object) -> Thing:
    form = shipped()[0]
    ended = {} if state == "open" else {"ended_on": TODAY}
    collection = Collection.objects.create(
        group=title("Collection", kind),
        form_key=form.key,
        document=form.as_document(),
        opened_on=TODAY,
        state=state,
        released_on=TODAY if state == "released" else None,
        answers=6,
        invited=20,
        **ended,
        **fields,
    )
    parts = {"number": collection.pk, "kind": "csv", "key": uuid.uuid4(), "theme_id": 0}
    if state == "open":
        boxes.put_out(collection)
    elif state != "discarded":
        Count.objects.create(collection=collection, question=4, option=0, count=6)
        quotes = [Quote.objects.create(collection=collection, question=4, text=f"Vi övar {n}") for n in range(6)]
        parts |= {"key": quotes[0].pk}
    if state == "released":
        AnalysisDay.objects.create(collection=collection, questions=[4], last_day=SOON.date())
        parts |= {"theme_id": Theme.objects.create(collection=collection, name="Tema").pk}
    return Thing(kind, collection, parts)
