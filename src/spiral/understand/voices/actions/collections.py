"""A collection while it takes answers: open, take an answer, close, discard. What every anonymous collection does is in
``trust/anonymous``."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import F

from spiral.engine.place import Place
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous import actions as anonymous
from spiral.trust.anonymous import tickets
from spiral.trust.anonymous.kinds import Traces
from spiral.trust.anonymous.rules import FEWEST_ANSWERS, CollectionClosed, TooFewAnswers
from spiral.understand.voices import personal
from spiral.understand.voices.actions import boxes
from spiral.understand.voices.models import AnswerBox, Collection, Count, Quote
from spiral.understand.voices.questions import LONGEST_TEXT, PupilForm
from spiral.understand.voices.rules import COLLECTIONS

State = Collection.State

#: What is done with every anonymous collection, done with a pupils' collection.
draw_ticket = partial(anonymous.draw_ticket, COLLECTIONS)
raise_number = partial(anonymous.raise_number, COLLECTIONS)
change_code = partial(anonymous.change_code, COLLECTIONS)


class PersonalDetail(ValueError):
    """A text holds something that leads to a person; nothing has been written. Says which question, never what."""


@dataclass(frozen=True, slots=True)
class VoicesOpening(anonymous.CollectionOpening):
    """What a leader decides before a collection, and at which place."""

    place: str


def open_collection(content: PupilForm, opening: VoicesOpening, *, by: Viewer) -> Collection:
    """A new collection with its code, and an empty box for its answers. Raises PermissionDenied."""
    require(by, Permission.COLLECTION_OPEN, Place(opening.place))
    return anonymous.open_collection(
        COLLECTIONS,
        opening,
        opening.place,
        boxes.put_out,
        by=by,
        form_key=content.key,
        document=content.as_document(),
    )


@transaction.atomic
def take_answer(
    number: int,
    key: str,
    chosen: Mapping[int, int],
    written: Mapping[int, str],
    not_names: Mapping[int, Some[str]] | None = None,
) -> bool:
    """Take one pupil's answers: question → option, question → text; what is skipped is left out. True when taken now,
    False when this key was taken before, whatever it says this time.

    ``not_names`` holds the words of each text that the pupil has said are no names. Raises CollectionClosed; NoTicket
    where the key has drawn none; PersonalDetail for a text with something blocked or a possible name that nobody has
    answered for; ValueError for a question or option that the collection does not have, or a text that is too long;
    SealUnreadable where the key to the box is missing.
    """
    collection = anonymous.locked_for_ticket(COLLECTIONS, number, key)
    texts_by_question = _checked(written, not_names or {})
    if not tickets.give_receipt(collection.receipts, key):
        return False
    Collection.objects.filter(pk=collection.pk).update(answers=F("answers") + 1)
    boxes.put_in(collection, chosen, texts_by_question)
    return True


@transaction.atomic
def close(number: int, *, by: Viewer) -> Collection:
    """End the answering for ever; the leader may now read. One already closed is left as it is.

    What five or more answered is taken out of the box; the rest, the receipts and the box's key are destroyed. Raises
    PermissionDenied, CollectionClosed, TooFewAnswers, and SealUnreadable where the key to the box is missing.
    """
    collection = anonymous.locked_for_leader(COLLECTIONS, number, by=by)
    if collection.state in (State.REVIEW, State.RELEASED):
        return collection
    if not collection.is_open:
        raise CollectionClosed
    if collection.answers < FEWEST_ANSWERS:
        raise TooFewAnswers
    content = boxes.content_of(collection)
    thin = {question for question, n in content.given().items() if n < FEWEST_ANSWERS}
    Count.objects.bulk_create(
        Count(collection=collection, question=question, option=option, count=n)
        for (question, option), n in content.counts.items()
        if question not in thin
    )
    Quote.objects.bulk_create(
        Quote(collection=collection, question=question, text=text)
        for question, text in content.shuffled()
        if question not in thin
    )
    return anonymous.end_collection(COLLECTIONS, collection, State.REVIEW, _traces(collection), by=by)


def discard(number: int, *, by: Viewer) -> Collection:
    """End the collection without a result, open or closed: every answer is deleted. Raises PermissionDenied and
    CollectionClosed."""

    def erase(collection: Collection) -> Traces:
        collection.counts.all().delete()
        collection.quotes.all().delete()
        return _traces(collection)

    return anonymous.discard(COLLECTIONS, number, erase, by=by)


def _checked(written: Mapping[int, str], not_names: Mapping[int, Some[str]]) -> dict[int, str]:
    """The texts as they are stored; empty ones are left out."""
    texts = {}
    for question, text in written.items():
        cleaned = personal.clean(text)
        if len(cleaned) > LONGEST_TEXT:
            raise ValueError(f"question {question}: the text is too long")
        unanswered = set(personal.possible_names(cleaned)) - set(not_names.get(question, ()))
        if personal.blocked(cleaned) or unanswered:
            raise PersonalDetail(f"question {question}")
        if cleaned:
            texts[question] = cleaned
    return texts


def _traces(collection: Collection) -> Traces:
    """The box is taken away. Where that was done at an earlier end, there are counts and quotes to forget."""
    key = boxes.take_away(collection)
    return Traces((AnswerBox,) if key else (AnswerBox, Count, Quote), key)
