"""A collection from opening to release: open, take an answer, close, review, release, discard."""

from __future__ import annotations

import uuid
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from spiral.engine.place import Place
from spiral.exchange import texts
from spiral.ground import codes
from spiral.ground.anonymous import (
    FEWEST_ANSWERS,
    NoTicket,
    add_unordered,
    draw,
    receipt_of,
)
from spiral.ground.forgetting import forget
from spiral.ground.sealed import Unreadable
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices import personal
from spiral.understand.voices.actions import boxes
from spiral.understand.voices.models import AnswerBox, Collection, Count, Quote, Receipt, Ticket
from spiral.understand.voices.queries import is_readable
from spiral.understand.voices.questions import LONGEST_TEXT, PupilForm

State = Collection.State
#: A group is a class or a year; every answer rewrites the whole box, which is cheap up to here.
MOST_ANSWERS = 500
#: What stands where a word has been masked.
MASK = "[dolt]"


class CollectionClosed(Exception):
    """The collection is not in the state that this needs; nothing has been written."""


class TooFewAnswers(Exception):
    """Too few have answered for the collection to be closed with a result; it stays open."""


class PersonalDetail(ValueError):
    """A text holds something that leads to a person; nothing has been written. Says which question, never what."""


class Changed(Exception):
    """Somebody else has masked or removed the same quote meanwhile; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a leader decides before a collection; afterwards only ``present`` can be raised."""

    group: str
    place: str
    last_day: date | None = None
    is_made_up: bool = False
    present: int | None = None


@transaction.atomic
def open_collection(content: PupilForm, opening: Opening, *, by: Viewer) -> Collection:
    """A new collection with its code, and an empty box for its answers. Raises PermissionDenied."""
    require(by, Permission.COLLECTION_OPEN, Place(opening.place))
    found = Collection.objects.create(
        form_key=content.key,
        document=content.as_document(),
        group=opening.group.strip(),
        place=opening.place,
        leader=by.signed_in,
        opened_on=timezone.localdate(),
        last_day=opening.last_day,
        is_made_up=opening.is_made_up,
        present=opening.present,
    )
    codes.give_code(found, opening.last_day or timezone.localdate())
    boxes.put_out(found)
    record(Action.VOICES_OPENED, found, by=by, place=found.place)
    return found


@transaction.atomic
def draw_ticket(number: int, key: str) -> None:
    """Let the holder of ``key`` answer, once; the same key again is the same ticket. Raises CollectionClosed; AllDrawn
    when as many have drawn as the leader has said that pupils are in the room; Unreadable when the answer could not be
    kept."""
    found = Collection.objects.select_for_update().filter(pk=number).first()
    if found is None or not is_taking_answers(found):
        raise CollectionClosed
    if not key:
        raise NoTicket
    if not is_readable(found):
        raise Unreadable
    draw(found.tickets.all(), Ticket(pk=_ticket_of(key, number), collection=found), found.present)


def has_ticket(number: int, key: str) -> bool:
    return bool(key) and Ticket.objects.filter(pk=_ticket_of(key, number), collection_id=number).exists()


def _ticket_of(key: str, number: int) -> str:
    return receipt_of(key, f"ticket {number}")


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
    Unreadable where the key to the box is missing.
    """
    found = Collection.objects.select_for_update().filter(pk=number).first()
    if found is None or not is_taking_answers(found):
        raise CollectionClosed
    if not has_ticket(number, key):
        raise NoTicket
    texts_by_question = _checked(written, not_names or {})
    receipt = receipt_of(key, found.pk)
    receipts = Receipt.objects.filter(collection=found)
    if receipts.filter(pk=receipt).exists():
        return False
    add_unordered(receipts, Receipt(pk=receipt, collection=found))
    Collection.objects.filter(pk=found.pk).update(answers=F("answers") + 1)
    boxes.put_in(found, chosen, texts_by_question)
    return True


def is_taking_answers(found: Collection) -> bool:
    """Open, not full, and its last day, if it has one, has not passed."""
    is_on_time = found.last_day is None or timezone.localdate() <= found.last_day
    return found.state == State.OPEN and is_on_time and found.answers < MOST_ANSWERS


def about(found: Collection) -> str:
    """The collection's name among what is due to be forgotten."""
    return f"voices {found.pk}"


@transaction.atomic
def close(number: int, *, by: Viewer) -> Collection:
    """End the answering for ever; the leader may now read. One already closed is left as it is.

    What five or more answered is taken out of the box; the rest, the receipts and the box's key are destroyed. Raises
    PermissionDenied, CollectionClosed, TooFewAnswers, and Unreadable where the key to the box is missing.
    """
    found = locked(number, by)
    if found.state in (State.REVIEW, State.RELEASED):
        return found
    if found.state != State.OPEN:
        raise CollectionClosed
    if found.answers < FEWEST_ANSWERS:
        raise TooFewAnswers
    content = boxes.content_of(found)
    thin = {question for question, n in content.given().items() if n < FEWEST_ANSWERS}
    Count.objects.bulk_create(
        Count(collection=found, question=question, option=option, count=n)
        for (question, option), n in content.counts.items()
        if question not in thin
    )
    Quote.objects.bulk_create(
        Quote(collection=found, question=question, text=text)
        for question, text in content.shuffled()
        if question not in thin
    )
    _end(found, State.REVIEW)
    record(Action.VOICES_CLOSED, found, by=by, place=found.place)
    return found


@transaction.atomic
def discard(number: int, *, by: Viewer) -> Collection:
    """End the collection without a result: every answer is deleted. Raises PermissionDenied and CollectionClosed."""
    found = locked(number, by)
    if found.state not in (State.OPEN, State.REVIEW):
        raise CollectionClosed
    found.counts.all().delete()
    found.quotes.all().delete()
    _end(found, State.DISCARDED)
    record(Action.VOICES_DISCARDED, found, by=by, place=found.place)
    return found


@transaction.atomic
def mask_words(number: int, key: uuid.UUID, words: Sequence[int], before: str, *, by: Viewer) -> Quote:
    """Put a mask over words of a quote, counted from 0; the words are gone for ever. ``before`` is the text as the
    leader read it. Raises PermissionDenied, CollectionClosed, and Changed when it is no longer that."""
    found, quote = _quote_under_review(number, key, by)
    if quote is None or quote.text != before:
        raise Changed
    cut = quote.text.split()
    quote.text = " ".join(MASK if i in set(words) else word for i, word in enumerate(cut))
    quote.save(update_fields=["text"])
    forget(about(found), Quote)
    record(Action.VOICES_WORDS_MASKED, found, by=by, place=found.place)
    return quote


@transaction.atomic
def remove_quote(number: int, key: uuid.UUID, *, by: Viewer) -> None:
    """Take a quote away, also after release; copies taken along to other rooms are theirs. One already gone is gone.
    Raises PermissionDenied and CollectionClosed."""
    found, quote = _quote_under_review(number, key, by)
    if quote is not None:
        quote.delete()
        forget(about(found), Quote)
        record(Action.VOICES_QUOTE_REMOVED, found, by=by, place=found.place)


@transaction.atomic
def release(number: int, *, by: Viewer) -> Collection:
    """Let the answers be seen by all who may see the collection. Raises PermissionDenied and CollectionClosed."""
    found = locked(number, by)
    if found.state == State.RELEASED:
        return found
    if found.state != State.REVIEW:
        raise CollectionClosed
    found.state, found.released_on = State.RELEASED, timezone.localdate()
    found.save(update_fields=["state", "released_on"])
    texts.changed("voices", found.pk)
    record(Action.VOICES_RELEASED, found, by=by, place=found.place)
    return found


def _checked(written: Mapping[int, str], not_names: Mapping[int, Some[str]]) -> dict[int, str]:
    """The texts as they are kept; empty ones are left out."""
    kept = {}
    for question, text in written.items():
        cleaned = personal.clean(text)
        if len(cleaned) > LONGEST_TEXT:
            raise ValueError(f"question {question}: the text is too long")
        unanswered = set(personal.possible_names(cleaned)) - set(not_names.get(question, ()))
        if personal.blocked(cleaned) or unanswered:
            raise PersonalDetail(f"question {question}")
        if cleaned:
            kept[question] = cleaned
    return kept


def locked(number: int, by: Viewer) -> Collection:
    found = Collection.objects.select_for_update().get(pk=number)
    require(by, Permission.COLLECTION_LEAD, found)
    return found


def _quote_under_review(number: int, key: uuid.UUID, by: Viewer) -> tuple[Collection, Quote | None]:
    found = locked(number, by)
    if found.state not in (State.REVIEW, State.RELEASED):
        raise CollectionClosed
    return found, found.quotes.filter(pk=key).first()


def _end(found: Collection, state: Collection.State) -> None:
    Receipt.objects.filter(collection=found).delete()
    found.tickets.all().delete()
    codes.close_code(found)
    found.state, found.closed_on = state, timezone.localdate()
    found.save(update_fields=["state", "closed_on"])
    key = boxes.take_away(found)
    ended_before = () if key else (Count, Quote)
    forget(about(found), Receipt, Ticket, AnswerBox, *ended_before, key=key)
