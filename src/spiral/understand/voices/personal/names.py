"""Words that may be names: by list (given names, surnames) and by position (a capital inside a sentence, what stands
after "heter" or "läraren"), user names by their shape. Guesses all of them: somebody who reads decides.

Two settings. The pupil sees what is likely a name, since every mark asks her something. The leader, who reads later,
sees the careful setting (``generous``): also what begins a sentence and may be a name, and whole words in other
scripts.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "names"
GIVEN_NAMES = _FOLDER / "given_names.txt"
#: What is put where a name was.
INSTEAD = "[namn]"

_LISTS = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    """A list of words of ``names/words.toml``, which says what each is for."""
    return frozenset(_LISTS[name].split())


_ALSO_WORDS, _NOT_NAMES, _TITLES = _words("also_words"), _words("not_names"), _words("titles")
_NAMED, _SMALL_WORDS, _BEGINNINGS = _words("named"), _words("small_words"), _words("beginnings")
_SURNAMES, _MORE_GIVEN = _words("surnames"), _words("more_given_names")
_NUMBERED = _words("numbered")
_APPS, _LINKS, _NOT_HANDLES = _words("apps"), _words("links"), _words("not_handles")

_WORD = re.compile(r"(?<!\w)@[\w.]{0,60}\w|[^\W\d_]+(?:[-'’´`][^\W\d_]+)*")
#: A user name by its shape: letters with digits, underscores, full stops or a number sign among them.
_HANDLE = re.compile(r"(?<![\w@.])[^\W_][\w.#-]{2,30}(?!\w)|(?<![\w@.])_[\w.#-]{2,30}(?!\w)")
#: A name letter by letter: J o h a n.
_SPELT = re.compile(r"(?<!\w)[A-ZÅÄÖ](?:[ .-][a-zåäöA-ZÅÄÖ]){2,15}(?!\w)")
_SURNAME = re.compile(
    r"\w{2,20}(?:ssons?|qvists?|kvists?|ströms?|bergs?|grens?|lunds?|stedts?|blads?|ovi[cć]s?|ski|ska|idis)"
)
#: Endings of ordinary Swedish words that begin sentences.
_ORDINARY = re.compile(
    r"\w{2,30}"
    r"(?:arna|erna|orna|ningen|ningar|ning|heten|heter|ande|ende|tionen|tioner|aste|iskt|ligt|liga|ligen|lektion|lektionen|"
    r"läraren|lärare|timmen|maten|rummet|boken|proven|provet|gången|ingen|inget|någon|något|några)"
)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a text, in order; ``is_marked`` when it may be a name."""

    text: str
    is_marked: bool = False


def possible_names(text: str, *, generous: bool = False) -> list[str]:
    """The words that may be somebody's name, as they are written, each once; ``generous`` is the careful setting, for
    the leader's eyes."""
    return list(dict.fromkeys(text[start:end] for start, end in _name_spans(text, generous)))


def pieces(text: str, *, generous: bool = False) -> list[TextPiece]:
    """The text cut up so that possible names can be marked."""
    cut, at = [], 0
    for start, end in _name_spans(text, generous):
        cut += [TextPiece(text[at:start]), TextPiece(text[start:end], is_marked=True)]
        at = end
    return [p for p in (*cut, TextPiece(text[at:])) if p.text]


def without(text: str, word: str) -> str:
    """The text with a name taken out wherever it stands; two in a row are one."""
    gone = re.sub(rf"(?<![\w@]){re.escape(word)}(?!\w)", INSTEAD, text)
    return re.sub(rf"{re.escape(INSTEAD)}(?:\s{{1,3}}{re.escape(INSTEAD)})+", INSTEAD, gone)


def has_name(text: str) -> str:
    """The first word that is on the list of given names, or ''. For labels, where a capital says little."""
    return next((m[0] for m in _WORD.finditer(text) if m[0].startswith("@") or _is_given_name(m[0])), "")


@cache
def given_names() -> frozenset[str]:
    """Given names in small letters: those of ``names/given_names.txt``, and our own list of others."""
    lines = GIVEN_NAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line and not line.startswith("#")) | _MORE_GIVEN


def _name_spans(text: str, generous: bool) -> list[tuple[int, int]]:
    """(start, end) of each possible name, in order, none inside another."""
    spans = _handles(text) + [m.span() for m in _SPELT.finditer(text)]
    if generous:
        spans += _other_scripts(text)
    words = list(_WORD.finditer(text))
    shouting = text.upper() == text
    for i, match in enumerate(words):
        word, before = match[0], words[i - 1][0].lower() if i else ""
        if text[max(0, match.start() - 1) : match.end() + 1] == INSTEAD:
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
            or (_is_surname(small) and (capital or shouting or (generous and not starts and _is_given_name(before))))
            or (capital and not starts and not (len(word) <= 3 and word.isupper()))
            or (
                capital
                and starts
                and not shouting
                and follows[:1].isupper()
                and not follows.isupper()
                and follows.lower() not in _NOT_NAMES
                and _is_rare(small)
            )
            or (before in _NAMED and not starts and small not in _SMALL_WORDS)
            or (before in _TITLES and not starts and _is_somebody(small))
            or (generous and capital and starts and _may_begin_as_name(small))
        ):
            spans.append(match.span())
    return _apart(spans)


def _handles(text: str) -> list[tuple[int, int]]:
    """User names: by their shape anywhere, and whatever stands after the name of an app."""
    spans = []
    for match in _HANDLE.finditer(text):
        word = match[0].rstrip(".-#")
        letters = sum(sign.isalpha() for sign in word)
        mixed = any(sign.isdigit() for sign in word) or "_" in word or "#" in word
        inner = "." in word and word.count(".") == 1 and word.replace(".", "").isalpha() and word.islower()
        is_site = word.endswith((".se", ".com", ".nu", ".org", ".eu"))
        by_signs = letters >= 3 and mixed and word.lower() not in _NOT_HANDLES and not _is_unit(word)
        if by_signs or (letters >= 5 and inner and not is_site):
            spans.append((match.start(), match.start() + len(word)))
    tokens = list(re.finditer(r"[\w.#@-]{1,40}", text))
    for i, token in enumerate(tokens):
        if token[0].lower().rstrip(".:") not in _APPS:
            continue
        after = tokens[i + 1 : i + 4]
        while after and after[0][0].lower() in _LINKS:
            after = after[1:]
        said = (
            after[0]
            if after and (after[0] is not tokens[i + 1] or text[token.end() : after[0].start()] != " ")
            else None
        )
        if said and said[0].lower() not in _SMALL_WORDS | _BEGINNINGS and len(said[0]) > 2:
            spans.append(said.span())
    return spans


_UNIT = re.compile(r"(?:åk|årskurs|kap|sid|nr|kl)\.?\d{1,4}|\d{1,4}(?:[.:]\d\d)?-?[a-zåäö]{2,20}")


def _is_unit(word: str) -> bool:
    """Not somebody: åk7, 10.30-tiden, 14-åring, 2000-talet, covid19."""
    return bool(
        re.fullmatch(
            r"(?:åk|årskurs|kap|sid|nr|kl)\.?\d{1,4}|\d{1,4}(?:[.:]\d\d)?-?[a-zåäö]{2,20}",
            word.lower(),
        )
    )


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not rows or start >= rows[-1][1]:
            rows.append((start, end))
    return rows


def _is_given_name(word: str) -> bool:
    """A given name, or two joined by a hyphen of which one is; with the s of a genitive too."""
    small = word.lower()
    forms = (small, small.removesuffix("s"), small.removesuffix("'s").removesuffix("’s"))
    return any(w in given_names() for w in forms) or (
        "-" in small and any(part in given_names() for part in small.split("-"))
    )


def _is_surname(small: str) -> bool:
    return small in _SURNAMES or small.removesuffix("s") in _SURNAMES or bool(_SURNAME.fullmatch(small))


def _is_also_a_word(small: str) -> bool:
    return small in _ALSO_WORDS or (small not in given_names() and small.removesuffix("s") in _ALSO_WORDS)


def _is_rare(small: str) -> bool:
    """Not one of the small words a sentence begins with."""
    return small not in _SMALL_WORDS and small not in _NOT_NAMES


def _may_begin_as_name(small: str) -> bool:
    """A word that begins a sentence and is none of those that ordinarily do."""
    return _is_rare(small) and small not in _BEGINNINGS and not _ORDINARY.fullmatch(small) and len(small) > 1


def _is_somebody(small: str) -> bool:
    return small not in _SMALL_WORDS and not small.endswith(("r", "de", "te", "t", "as"))


def _other_scripts(text: str) -> list[tuple[int, int]]:
    """Words in other than Latin letters, those that stand together as one piece."""
    rows: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\s\d]{1,60}", text):
        if any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "LATIN") for sign in match[0]):
            follows = bool(rows) and text[rows[-1][1] : match.start()].isspace()
            rows[-1:] = [(rows[-1][0], match.end())] if follows else [*rows[-1:], match.span()]
    return rows


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return text[one.end() : other.start()] == " "


def _starts_a_sentence(text: str, at: int) -> bool:
    while at and text[at - 1] in " \"'”’»(–-*•":
        at -= 1
    return at == 0 or text[at - 1] in ".!?:\n…"
