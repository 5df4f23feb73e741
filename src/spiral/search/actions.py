"""Writes to the index: one text when its room says that it has changed, everything when asked."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from spiral.exchange.texts import Text, every_text, one_text
from spiral.search import index
from spiral.search.models import Entry

_BATCH = 500


@transaction.atomic
def text_changed(kind: str, ref: str) -> None:
    """Index a text again as it is now, or take it out when it is no more."""
    text = one_text(kind, ref)
    if text is None:
        gone = list(Entry.objects.filter(kind=kind, ref=ref).values_list("pk", flat=True))
        index.drop(gone)
        Entry.objects.filter(pk__in=gone).delete()
        return
    entry, _is_new = Entry.objects.update_or_create(kind=kind, ref=ref, defaults=_fields(text))
    index.put([(entry.pk, text.title, text.body)])


@transaction.atomic
def index_everything() -> int:
    """Every room's texts anew; how many there are. Who saves a text meanwhile waits for it."""
    index.keep_others_waiting()
    Entry.objects.all().delete()
    index.clear()
    texts, count = every_text(), 0
    while batch := list(islice(texts, _BATCH)):
        entries = Entry.objects.bulk_create(Entry(kind=t.kind, ref=t.ref, **_fields(t)) for t in batch)
        index.put([(e.pk, t.title, t.body) for e, t in zip(entries, batch, strict=True)])
        count += len(entries)
    return count


def _fields(text: Text) -> dict[str, str]:
    plain = {name: getattr(text, name).replace("\x00", "") for name in ("title", "what", "url", "body")}
    return plain | {"title": plain["title"][:300], "what": plain["what"][:120]}
