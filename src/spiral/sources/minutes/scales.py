"""The scale beside statements, however it is worded: a line for each step, all on one line, or only its two ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiral.sources.minutes.lines import LineKind, TextLine

MOST_STEPS = 10
_LISTED = (LineKind.BULLET, LineKind.TEXT)
_MOST_WORDS = 14
_SEPARATOR = r"\s*(?:[:=|]|[–—-](?=\s|[^\W\d])|är)\s*"
_STEP = re.compile(
    rf"^(?:(?:nivå|steg|grad|poäng|svar|alternativ)\s+)?(?:\(?(?P<n>\d{{1,2}})\)?\s*(?:p\b|poäng)?|(?P<letter>[A-Ga-g]))"
    rf"(?:{_SEPARATOR}|(?<=\))\s+)(?P<text>[^\W\d].*)$",
    re.IGNORECASE,
)
#: A number and its words without anything between: only in a line for each, under the word for a scale.
_BARE_STEP = re.compile(r"^(?P<n>\d{1,2})\s+(?P<text>[^\W\d]\S*(?:\s+\S+){0,5})$")
_INLINE = re.compile(
    r"(?<![\d/.,–-])(?P<n>\d{1,2})\s*(?:p\b|poäng)?\s*"
    r"(?:[=:]\s*|[–—-]\s*(?=[^\W\d])|\((?=[^\W\d])|(?:är|betyder|motsvarar)\s+)"
    r"(?P<text>[^\W\d][^\d=:]*?)\)?\s*"
    r"(?=[,;.)/|]*\s*(?:och|eller|till|upp till|–|—|-|samt|medan)?\s*(?<!\d)\(?\d{1,2}\s*(?:p\b|poäng)?\s*"
    r"(?:[=:–—(-]|är\b|betyder\b|motsvarar\b)|[.)]?\s*$|\.\s+[A-ZÅÄÖ])",
    re.IGNORECASE,
)
#: "1 aldrig 2 ibland 3 ofta", "1. aldrig 2. ibland": after the word for a scale.
_BARE_INLINE = re.compile(
    r"(?<![\d/.,–-])(?P<n>\d{1,2})[.)]?\s(?P<text>[^\W\d][^\d=:]{0,80}?)(?=[,;]?\s\d{1,2}[.)]?\s[^\W\d]|[.)]?$)"
)
#: Words in a bracket: "Instämmer du? (inte alls / delvis / helt)".
_IN_BRACKET = re.compile(r"\((?P<rest>[^()\d]{5,300})\)")
#: A word for each step: "grönt = klart, gult = på gång, rött = ej påbörjat".
_WORD_EQUALS = re.compile(r"(?<![\w=])[^\W\d_]{3,12}\s?=\s?(?P<text>[^\W\d][^\d=,;.]{1,60})(?=[,;.]|$)")
#: "aldrig (1), ibland (2), ofta (3)".
_NUMBER_LAST = re.compile(r"(?<![^\d()=:,;/\s])(?P<text>[^\W\d][^\d()=:,;/]{0,80}?)\s?\((?P<n>\d{1,2})\)")
_WORD = (
    r"(?:(?:svars|bedömnings|skattnings|betygs)?skala(?:n|ns)?|svarsalternativ(?:en)?|"
    r"(?:skalans\s+)?(?:nivåer|steg)(?:na)?|alternativ(?:en)?|gradering(?:en)?)"
)
_LABEL = re.compile(rf"\b{_WORD}(?:\s+(?:är|var|som används))?\s*(?:[:=]\s*|$)(?P<rest>.*)$", re.IGNORECASE)
_CONNECTED = re.compile(r"\)?(?<!\s)\s+(?:och|eller|till)\s*$", re.IGNORECASE)
_WORDS = re.compile(r"(?<!\s)\s*(?:/|;|\||,|→|\s[–—-]+\s|\s[–—-]>\s)\s*")
_LETTER = re.compile(r"^[A-G]\s*[=:]\s*", re.IGNORECASE)
_SCALE_WORD = re.compile(
    rf"\b(?:{_WORD}|skatta\w*|ta ställning|instäm\w+|hur väl|i hur (?:hög|stor)|gradera\w*|poängsätt\w*|bedöm\w*)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?<![\d/.])[01]\s*(?:[-–—]|till)\s*(?:[3-9]|10)(?![\d/]|\.\d)", re.IGNORECASE)
#: The ends of a scale in one bracket: "(1 inte alls – 6 i mycket hög grad)".
_BARE_ENDS = re.compile(
    r"(?<![\d/.])(?P<a>[01])\s+(?P<low>[^\W\d][^\d–—;]{1,60}?)\s*(?:[–—;]|\s-)\s*(?P<b>[2-9]|10)\s+"
    r"(?P<high>[^\W\d][^\d–—;()]{1,60}?)\s*(?:[).]|$)"
)
#: Words in a sentence: "Påståendena besvaras med instämmer helt, instämmer delvis eller instämmer inte."
_ANSWERED = re.compile(
    r"\b(?:besvara\w*|svara\w*|bedöm\w*|skatta\w*|markera\w*|ange\w*|graderas)\s+(?:\w+\s+){0,2}?(?:med|som)\s+"
    r"(?:(?:något|ett) av\s+)?(?:(?:de\s+)?orden\s+|svaren\s+)?(?P<rest>[^\d.]*,[^\d.]*)\.?$",
    re.IGNORECASE,
)
_OR = re.compile(r"(?<!\s)\s*,\s*(?:eller|och|samt)?\s*|(?<!\s)\s+(?:eller|och|samt)\s+")
_PER_CENT = re.compile(r"\bprocent\b|\b0\s*[-–—]\s*100\b", re.IGNORECASE)
_FACES = re.compile(r"(?:[\U0001F600-\U0001F64F\u2639-\u263B]\ufe0f?\W{0,3}){2}|[:;]-?[()|/]\s{0,5}[:;]-?[()|/]")
_RINGS = re.compile(r"(?<![\d/.])(?:0\W{1,4})?1\W{1,4}2\W{1,4}3(?:\W{1,4}[4-9])*(?:\W{1,4}10)?(?![\d/.])")
_RINGS_LAST = re.compile(
    r"\s{0,2}[(\[]?\s{0,2}(?:0\W{1,4})?1\W{1,4}2\W{1,4}3(?:\W{1,4}[4-9])*(?:\W{1,4}10)?\s{0,2}[)\]]?\s{0,2}$"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale, the lines it takes, and whether the word for one stands there; ``unnamed``: steps that have no words."""

    first: int
    last: int
    steps: tuple[str, ...]
    is_named: bool = False
    unnamed: int = 0


def scales(lines: Sequence[TextLine]) -> list[Scale]:
    """Every scale, those in full before those that name some steps only."""
    every = [*_by_line(lines), *_on_a_line(lines), *_of_words(lines)]
    return sorted(every, key=lambda scale: (scale.unnamed > 0, not scale.is_named))


def looks_like_scale(text: str) -> bool:
    """Whether a line speaks of a scale: "Ta ställning i hur stor utsträckning, 1–4"."""
    return (
        bool(_SCALE_WORD.search(text) and (_SPAN.search(text) or _LABEL.search(text) or _PER_CENT.search(text)))
        or bool(_FACES.search(text))
        or is_row_of_numbers(text)
    )


def is_row_of_numbers(text: str) -> bool:
    """Whether a line has "1 2 3 4 5" to ring in."""
    return bool(_RINGS.search(text))


def without_rings(text: str) -> str:
    """A statement without the numbers to ring in that stand after it: "Målen är kända. 0-1-2-3-4-5"."""
    return _RINGS_LAST.sub("", text)


def _numbered(pairs: Sequence[tuple[int, str]]) -> tuple[tuple[str, ...], int] | None:
    """Steps in order from numbers and words, rising or falling, and how many have no words; None for no scale."""
    pairs = list(reversed(pairs)) if len(pairs) > 1 and pairs[0][0] > pairs[-1][0] else list(pairs)
    numbers = [n for n, _text in pairs]
    if len(pairs) < 2 or numbers[0] not in (0, 1) or len(set(numbers)) != len(numbers) or numbers != sorted(numbers):
        return None
    if numbers[-1] - numbers[0] >= MOST_STEPS + 1:
        return None
    named = {n: _CONNECTED.sub("", text).strip(" .,;()") for n, text in pairs}
    steps = tuple(named.get(n, str(n)) for n in range(numbers[0], numbers[-1] + 1))
    return (steps, len(steps) - len(pairs)) if all(len(s.split()) <= _MOST_WORDS for s in steps) else None


def _by_line(lines: Sequence[TextLine]) -> Iterator[Scale]:
    """A line for each step: "1: aldrig", "Nivå 1 – svagt", and numbered or bare ones under the word for a scale."""
    at = 0
    while at < len(lines):
        is_named = at > 0 and bool(_LABEL.search(lines[at - 1].text))
        pairs: list[tuple[int, str]] = []
        end = at
        while end < len(lines) and (step := _step(lines[end], is_named)) and _goes_on(pairs, step):
            pairs.append(step)
            end += 1
        result = _numbered(pairs)
        if result and result[1] == 0:
            yield Scale(at, end - 1, result[0], is_named)
            at = end
        else:
            at += 1


def _goes_on(pairs: Sequence[tuple[int, str]], step: tuple[int, str]) -> bool:
    return not pairs or abs(step[0] - pairs[-1][0]) == 1


def _step(line: TextLine, is_named: bool) -> tuple[int, str] | None:
    if line.kind is LineKind.NUMBERED:
        return (line.number, line.text) if is_named else None
    hit = _STEP.match(line.text) or (_BARE_STEP.match(line.text) if is_named else None)
    if hit is None:
        return None
    letter = hit.groupdict().get("letter")
    return (ord(letter.lower()) - ord("a") + 1 if letter else int(hit["n"]), hit["text"])


def _on_a_line(lines: Sequence[TextLine]) -> Iterator[Scale]:
    """All steps on one line, or its two ends: "1 = aldrig, 2 = ibland", "från 1 (inte alls) till 6 (helt)"."""
    for at, line in enumerate(lines):
        if len(line.text) > 2000:
            continue
        for pattern in (_INLINE, _NUMBER_LAST):
            result = _numbered([(int(hit["n"]), hit["text"]) for hit in pattern.finditer(line.text)])
            if result:
                yield Scale(at, at, result[0], bool(_SCALE_WORD.search(line.text)), result[1])
                break
        else:
            label = _LABEL.search(line.text)
            bare = (
                _numbered([(int(hit["n"]), hit["text"]) for hit in _BARE_INLINE.finditer(label["rest"])])
                if label
                else None
            )
            if bare and bare[1] == 0 and len(bare[0]) > 2:
                yield Scale(at, at, bare[0], is_named=True)
            elif ends := _BARE_ENDS.search(line.text):
                result = _numbered([(int(ends["a"]), ends["low"]), (int(ends["b"]), ends["high"])])
                if result:
                    yield Scale(at, at, result[0], bool(_SCALE_WORD.search(line.text)), result[1])


def _of_words(lines: Sequence[TextLine]) -> Iterator[Scale]:
    """Words alone after the word for a scale: "Skala: aldrig / ibland / ofta", or a line for each."""
    for at, line in enumerate(lines):
        answered = _ANSWERED.search(line.text) if len(line.text) <= 400 else None
        if answered:
            words = [word.strip(" ”“\"'") for word in _OR.split(answered["rest"].strip())]
            if 3 <= len(words) <= MOST_STEPS and all(is_level(word) for word in words):
                yield Scale(at, at, tuple(words), is_named=True)
                continue
        bracket = _IN_BRACKET.search(line.text) if len(line.text) <= 400 and _SCALE_WORD.search(line.text) else None
        if bracket:
            words = [word.strip(" .") for word in _WORDS.split(bracket["rest"])]
            if 3 <= len(words) <= MOST_STEPS and all(is_level(word) for word in words):
                yield Scale(at, at, tuple(words), is_named=True)
                continue
        pairs = [hit["text"].strip() for hit in _WORD_EQUALS.finditer(line.text)] if len(line.text) <= 400 else []
        if 3 <= len(pairs) <= MOST_STEPS and all(is_level(word) for word in pairs):
            yield Scale(at, at, tuple(pairs), is_named=True)
            continue
        label = _LABEL.search(line.text) if len(line.text) <= 400 else None
        if label is None:
            continue
        rest = label["rest"].strip(" .")
        if rest:
            words = [_LETTER.sub("", word.strip(" .()")) for word in _WORDS.split(rest)]
            if 2 <= len(words) <= MOST_STEPS and all(is_level(word) for word in words):
                yield Scale(at, at, tuple(words), is_named=True)
            continue
        end = at + 1
        kind = lines[end].kind if end < len(lines) else LineKind.BLANK
        while end < len(lines) and lines[end].kind is kind and kind in _LISTED and is_level(lines[end].text):
            end += 1
        if 2 <= end - at - 1 <= MOST_STEPS:
            yield Scale(at, end - 1, tuple(x.text.strip(" .") for x in lines[at + 1 : end]), is_named=True)


def is_level(text: str) -> bool:
    """Whether a few words may be a step of a scale."""
    return (
        bool(text) and len(text.split()) <= 6 and not any(c.isdigit() for c in text) and not text.endswith((":", "?"))
    )
