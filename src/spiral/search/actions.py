"""Writes to the index: one text when its room says that it has changed, everything when asked."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from spiral.exchange.texts import Text, every_text, one_text
from spiral.search import index, vocabulary
from spiral.search.models import Entry, Spelling

_BATCH = 500


@transaction.atomic
def text_changed(kind: str, ref: str) -> None:
    """Index a text again as it is now, or take it out when it is no more."""
    text = one_text(kind, ref)
    before = Entry.objects.filter(kind=kind, ref=ref).first()
    old = _words(before) if before else set()
    if text is None:
        if before:
            index.drop([before.pk])
            before.delete()
            _forget(old)
        return
    entry, _is_new = Entry.objects.update_or_create(kind=kind, ref=ref, defaults=_fields(text))
    index.put([(entry.pk, text.title, text.body)])
    now = _words(entry)
    vocabulary.keep(now - old)
    _forget(old - now)


@transaction.atomic
def index_everything() -> int:
    """Every room's texts anew; how many there are. Who saves a text meanwhile waits for it."""
    index.keep_others_waiting()
    Entry.objects.all().delete()
    Spelling.objects.all().delete()
    index.clear()
    texts, count, known = every_text(), 0, set[str]()
    while batch := list(islice(texts, _BATCH)):
        entries = Entry.objects.bulk_create(Entry(kind=t.kind, ref=t.ref, **_fields(t)) for t in batch)
        index.put([(e.pk, t.title, t.body) for e, t in zip(entries, batch, strict=True)])
        vocabulary.keep(new := set[str]().union(*map(_words, entries)) - known)
        known |= new
        count += len(entries)
    index.learn_how_common()
    return count


def _words(entry: Entry) -> set[str]:
    return vocabulary.words_of(f"{entry.title}\n{entry.body}")


def _forget(words: set[str]) -> None:
    """Take words out of the vocabulary that stand in no text any more."""
    vocabulary.forget(w for w in words if not index.matches(index.asked(w), "body", 1, 0))


def _fields(text: Text) -> dict[str, str]:
    names = ("title", "what", "url", "body", "place")
    plain = {name: getattr(text, name).replace("\x00", "") for name in names}
    return plain | {"title": plain["title"][:300], "what": plain["what"][:120]}
