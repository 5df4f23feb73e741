"""A closed collection: its quotes masked or removed by the leader who reads them, and released."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from spiral.exchange import texts
from spiral.ground.forgetting import forget
from spiral.ground.revision import StaleRevision
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.actions import locked_for_leader
from spiral.trust.anonymous.queries import about
from spiral.trust.anonymous.rules import CollectionClosed
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.models import Collection, Quote
from spiral.understand.voices.rules import COLLECTIONS

State = Collection.State
#: What stands where a word has been masked.
MASK = "[dolt]"


@transaction.atomic
def mask_words(number: int, key: uuid.UUID, words: Sequence[int], before: str, *, by: Viewer) -> Quote:
    """Put a mask over words of a quote, counted from 0; the words are gone for ever. ``before`` is the text as the
    leader read it. Raises PermissionDenied, CollectionClosed, and StaleRevision when it is no longer that."""
    collection, quote = _quote_under_review(number, key, by)
    if quote is None or quote.text != before:
        raise StaleRevision
    cut = quote.text.split()
    quote.text = " ".join(MASK if i in set(words) else word for i, word in enumerate(cut))
    quote.save(update_fields=["text"])
    forget(about(collection), Quote)
    record(Action.VOICES_WORDS_MASKED, collection, by=by, place=collection.place)
    return quote


@transaction.atomic
def remove_quote(number: int, key: uuid.UUID, *, by: Viewer) -> None:
    """Take a quote away, also after release; copies taken along to other rooms are theirs. One already gone is gone.
    Raises PermissionDenied and CollectionClosed."""
    collection, quote = _quote_under_review(number, key, by)
    if quote is not None:
        quote.delete()
        forget(about(collection), Quote)
        record(Action.VOICES_QUOTE_REMOVED, collection, by=by, place=collection.place)


@transaction.atomic
def release(number: int, *, by: Viewer) -> Collection:
    """Let the answers be seen by all who may see the collection. Raises PermissionDenied and CollectionClosed."""
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    if collection.state == State.RELEASED:
        return collection
    if collection.state != State.REVIEW:
        raise CollectionClosed
    collection.state, collection.released_on = State.RELEASED, timezone.localdate()
    collection.save(update_fields=["state", "released_on"])
    texts.announce_change("voices", collection.pk)
    record(Action.VOICES_RELEASED, collection, by=by, place=collection.place)
    return collection


def _quote_under_review(number: int, key: uuid.UUID, by: Viewer) -> tuple[Collection, Quote | None]:
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    if collection.state not in (State.REVIEW, State.RELEASED):
        raise CollectionClosed
    return collection, collection.quotes.filter(pk=key).first()
