"""The words of the indexed texts, and which of them are spelled almost as what was asked.

Whoever asks must look herself whether the reader may see a text with the word: they are everybody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from spiral.engine.swedish import edits, folded, words
from spiral.search.models import Spelling

#: Shorter words and words with digits are never taken for misspelled; of a longer word only its beginning is kept.
_SHORTEST, _LONGEST = 4, 40


def words_of(text: str) -> set[str]:
    """The words of a text as they are kept, cut where the index cuts them."""
    return {piece[:_LONGEST] for word in words(text) for piece in word.split("_") if piece}


def keep(given: set[str]) -> None:
    """Put in the words that are not there yet."""
    known = set(Spelling.objects.filter(word__in=given).values_list("word", flat=True))
    Spelling.objects.bulk_create(
        Spelling(word=w, folded=(bare := folded(w)), length=len(bare)) for w in sorted(given - known)
    )


def forget(gone: Iterable[str]) -> None:
    Spelling.objects.filter(word__in=list(gone)).delete()


def hold(stems: Iterable[str]) -> bool:
    """Whether each stem begins some word of some text."""
    begun = (s[:_LONGEST] for s in stems)
    return all(Spelling.objects.filter(Q(word__startswith=s) | Q(folded__startswith=s)).exists() for s in begun)


def allowed(word: str) -> int:
    """How many letters of a word may be wrong: one, and two in a long one."""
    if not (word.isalpha() and _SHORTEST <= len(word) <= _LONGEST):
        return 0
    return 1 if len(word) < 7 else 2


def almost(word: str, known: Iterable[str]) -> Iterator[str]:
    """Those of ``known`` that are spelled almost as ``word``: fewest letters wrong first, then alphabetical."""
    plain = folded(word)
    most = allowed(plain)
    if not most:
        return
    asked = _letters(plain)
    near = set()
    for other in known:
        bare = folded(other)
        if (_letters(bare) ^ asked).bit_count() <= 2 * most and (far := edits(plain, bare, most)) <= most:
            near.add((far, bare, other))
    for _far, _bare, other in sorted(near):
        yield other


def near_in_texts(word: str) -> Iterator[str]:
    """Words of the indexed texts that are spelled almost as ``word``."""
    length, most = len(folded(word)), allowed(folded(word))
    if not most:
        return iter(())
    there = Spelling.objects.filter(length__range=(length - most, length + most))
    return almost(word, there.values_list("word", flat=True).distinct())


def _letters(word: str) -> int:
    """Which letters a word has, as bits: words that differ in many letters need not be compared."""
    bits = 0
    for sign in word:
        bits |= 1 << (ord(sign) & 63)
    return bits
