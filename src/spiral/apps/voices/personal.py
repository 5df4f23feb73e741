"""What in a free text leads to a person: what is blocked, and which words may be names. Pure: text in, findings out.

Blocked (e-mail addresses, telephone numbers, personal numbers) is by shape alone, so that a mistyped one is blocked
too. Names are guesses, shown to the pupil who decides; numbers in words and nicknames are missed, and so the leader
reads every text before anybody else does.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from personnummer import personnummer

GIVEN_NAMES = Path(__file__).parent / "names" / "given_names.txt"
#: What is put where a name was.
INSTEAD = "[namn]"

_LISTS = tomllib.loads((Path(__file__).parent / "names" / "words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    """A list of words of ``names/words.toml``, which says what each is for."""
    return frozenset(_LISTS[name].split())


_ALSO_WORDS, _NOT_NAMES, _TITLES = _words("also_words"), _words("not_names"), _words("titles")
_NAMED, _SMALL_WORDS = _words("named"), _words("small_words")

_WORD = re.compile(r"(?<!\w)@[\w.]*\w|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_EMAIL = re.compile(
    r"[\w.+-]+\s*(?:@|\(at\)|\[at\]|\bsnabel-?a\b)\s*[\w-]+(?:\s*(?:\.|\(dot\)|\bpunkt\b)\s*[\w-]+)+", re.IGNORECASE
)
_GAP = r"[ \u00a0]?[-–—+./\u00a0 ]?[ \u00a0]?"
_PERSONAL = re.compile(
    rf"(?<!\d)(?P<year>(?:\d\d{_GAP})?\d\d){_GAP}(?P<month>\d\d){_GAP}(?P<day>\d\d){_GAP}"
    rf"(?:(?P<last>\d{_GAP}\d{_GAP}\d{_GAP}\d)|[A-Za-z]{{1,2}}\d{{2,3}})(?!\d)"
)
_NUMBER = re.compile(r"(?<![\w+])(?:\+\s?)?\(?\d[\d\s\u00a0()./–—-]{4,}\d(?!\w)")


class Kind(StrEnum):
    """What may not be in a text."""

    EMAIL = "email"
    PERSONAL = "personal"
    PHONE = "phone"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that has to go before the text is taken: its kind, and the piece of the text."""

    kind: Kind
    piece: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, in order; ``is_marked`` when it may be a name."""

    text: str
    is_marked: bool = False


def clean(text: str) -> str:
    """The text as it is looked at and kept: every digit an ASCII one, no invisible signs, spaces one at a time."""
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        number = unicodedata.decimal(sign, None)
        if number is not None:
            kept.append(str(number))
        elif sign == "\n" or not unicodedata.category(sign).startswith(("C", "Z")):
            # The full-width @ and full stop are what they look like.
            kept.append(unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign)
        elif sign not in "\r\u200b\u200c\u200d\u2060\ufeff\u00ad":
            kept.append(" " if unicodedata.category(sign) in ("Zs", "Zl", "Zp") or sign == "\t" else "")
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(lines).strip()


def blocked(text: str) -> list[Blocked]:
    """What has to go, in the text's order, each piece once. ``text`` is what :func:`clean` returned."""
    found: dict[tuple[int, int], Blocked] = {}
    for kind, spans in ((Kind.EMAIL, _emails(text)), (Kind.PERSONAL, _personal_numbers(text)), (None, _numbers(text))):
        for start, end, said in spans:
            if not any(start < e and s < end for s, e in found):
                found[start, end] = Blocked(kind or said, text[start:end].strip())
    return list(dict.fromkeys(found[span] for span in sorted(found)))


def possible_names(text: str, *, generous: bool = False) -> list[str]:
    """The words that may be somebody's name, as they are written, each once. ``generous`` also marks the capitalised
    words that begin a sentence and are both a name and an everyday word (Klara, Per): for the leader's eyes."""
    return list(dict.fromkeys(text[start:end] for start, end in _name_spans(text, generous)))


def pieces(text: str, *, generous: bool = False) -> list[Piece]:
    """The text cut up so that possible names can be marked."""
    cut, at = [], 0
    for start, end in _name_spans(text, generous):
        cut += [Piece(text[at:start]), Piece(text[start:end], is_marked=True)]
        at = end
    return [p for p in (*cut, Piece(text[at:])) if p.text]


def without(text: str, word: str) -> str:
    """The text with a name taken out wherever it stands; two in a row are one."""
    gone = re.sub(rf"(?<![\w@]){re.escape(word)}(?!\w)", INSTEAD, text)
    return re.sub(rf"{re.escape(INSTEAD)}(?:\s+{re.escape(INSTEAD)})+", INSTEAD, gone)


def has_name(text: str) -> str:
    """The first word that is on the list of given names, or ''. For labels, where a capital says little."""
    return next((m[0] for m in _WORD.finditer(text) if m[0].startswith("@") or _is_given_name(m[0])), "")


@cache
def given_names() -> frozenset[str]:
    """The given names of ``names/given_names.txt`` in small letters."""
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line and not line.startswith("#"))


def _emails(text: str) -> Iterator[tuple[int, int, None]]:
    for match in _EMAIL.finditer(text):
        yield *match.span(), None


def _personal_numbers(text: str) -> Iterator[tuple[int, int, None]]:
    """Ten or twelve digits, or a temporary number with letters, that begin with a possible date; the day may be 60 more
    (samordningsnummer). A right check digit makes it one whatever its date says."""
    for match in _PERSONAL.finditer(text):
        month, day = int(match["month"]), int(match["day"])
        is_date = 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)
        digits = re.sub(r"\D", "", match[0])
        if is_date or (match["last"] and personnummer.valid(digits)):
            yield *match.span(), None


def _numbers(text: str) -> Iterator[tuple[int, int, Kind]]:
    for match in _NUMBER.finditer(text):
        written = match[0].strip()
        digits = re.sub(r"\D", "", written)
        starts_as_phone = written.startswith(("+", "00")) or (digits.startswith(("0", "46")) and len(digits) <= 13)
        if (starts_as_phone and len(digits) >= 7) or (digits.startswith("7") and len(digits) == 9):
            yield *match.span(), Kind.PHONE
        elif len(digits) >= 8 and digits in written:
            yield *match.span(), Kind.NUMBER


def _name_spans(text: str, generous: bool) -> list[tuple[int, int]]:
    words = list(_WORD.finditer(text))
    shouting = text.upper() == text
    found = []
    for i, match in enumerate(words):
        word, before = match[0], words[i - 1][0].lower() if i else ""
        if text[match.start() - 1 : match.end() + 1] == INSTEAD:
            continue
        starts = _starts_a_sentence(text, match.start())
        small = word.lower()
        capital = word[0].isupper() and not shouting
        follows = words[i + 1][0] if i + 1 < len(words) and _is_next(text, match, words[i + 1]) else ""
        if small in _NOT_NAMES and not (generous and capital and _is_given_name(word)):
            continue
        if (
            word.startswith("@")
            or (_is_given_name(word) and not _is_also_a_word(small))
            or (_is_given_name(word) and capital and (generous or not starts))
            or (capital and not starts and not (len(word) <= 3 and word.isupper()))
            or (capital and starts and not shouting and follows[:1].isupper() and not follows.isupper()
                and follows.lower() not in _NOT_NAMES and _is_rare(small))
            or (before in _NAMED and not starts and small not in _SMALL_WORDS)
            or (before in _TITLES and not starts and _is_somebody(small))
        ):  # fmt: skip
            found.append(match.span())
    return found


def _is_given_name(word: str) -> bool:
    small = word.lower()
    return any(
        w in given_names() for w in (small, small.removesuffix("s"), small.removesuffix("'s").removesuffix("’s"))
    )


def _is_also_a_word(small: str) -> bool:
    return small in _ALSO_WORDS or (small not in given_names() and small.removesuffix("s") in _ALSO_WORDS)


def _is_rare(small: str) -> bool:
    """Not one of the small words a sentence begins with."""
    return small not in _SMALL_WORDS and small not in _NOT_NAMES


def _is_somebody(small: str) -> bool:
    return small not in _SMALL_WORDS and not small.endswith(("r", "de", "te", "t", "as"))


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return text[one.end() : other.start()] == " "


def _starts_a_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'”’»(–-*")
    return not before or before[-1] in ".!?:\n…" or "\n" in text[len(before) : at]
