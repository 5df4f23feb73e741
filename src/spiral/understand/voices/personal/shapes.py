"""What leads to a person by its shape: e-mail and street addresses, personal and telephone numbers, dates of birth.

Separators are folded before anything is looked for, so that "07 0_12:3" and "070 12 3" are the same; a folded text has
as many signs as the text, so that a finding is the same piece of both. Every pattern is bounded: the work grows with
the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from personnummer import personnummer

Span = tuple[int, int]


class PersonalKind(StrEnum):
    """What may not be in a text."""

    EMAIL = "email"
    PERSONAL = "personal"
    BIRTH = "birth"
    PHONE = "phone"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that has to go before the text is taken: its kind, and the piece of the text."""

    kind: PersonalKind
    piece: str


def blocked(text: str) -> list[Blocked]:
    """What has to go, in the text's order, each piece once. ``text`` is what ``clean`` returned."""
    folded = _folded(text)
    by_span: dict[Span, Blocked] = {}
    for kind, spans in (
        (PersonalKind.EMAIL, _emails(text)),
        (PersonalKind.PERSONAL, _personal_numbers(text, folded)),
        (PersonalKind.PHONE, _phones(folded)),
        (PersonalKind.PHONE, _spoken_numbers(text)),
        (PersonalKind.ADDRESS, _addresses(text)),
        (PersonalKind.BIRTH, _births(text)),
        (PersonalKind.NUMBER, _long_numbers(text)),
    ):
        for start, end in spans:
            if not any(start < e and s < end for s, e in by_span):
                by_span[start, end] = Blocked(kind, text[start:end].strip())
    return list(dict.fromkeys(by_span[span] for span in sorted(by_span)))


# E-mail addresses -----------------------------------------------------------------------------------------------------
_AT = re.compile(r"@|[(\[{<]at[)\]}>]|\bsnabel[- ]?a\b|(?<=\w )at(?= [\w-]{1,63} (?:dot|punkt) )", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\s{0,3}+[\w-]{1,63}+(?:\s{0,3}+(?:\.|[(\[{<](?:dot|punkt)[)\]}>]|\bdot\b|\bpunkt\b|,(?=\w))\s{0,3}+[\w-]{1,63}+){1,6}",
    re.IGNORECASE,
)
_LONGEST_LOCAL = 64


def _emails(text: str) -> Iterator[Span]:
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        end = len(text[max(0, at.start() - 3) : at.start()].rstrip()) + max(0, at.start() - 3)
        start = end
        while start and end - start < _LONGEST_LOCAL and (text[start - 1].isalnum() or text[start - 1] in "_.+-"):
            start -= 1
        if domain and start < end:
            yield start, domain.end()


# Personal numbers -----------------------------------------------------------------------------------------------------
_GAP = r"[ \u00a0]?[-–—+./\u00a0 ]?[ \u00a0]?"
_PERSONAL = re.compile(
    rf"(?<!\d)(?P<year>(?:\d\d{_GAP})?\d\d){_GAP}(?P<month>\d\d){_GAP}(?P<day>\d\d){_GAP}"
    rf"(?:(?P<last>\d{_GAP}\d{_GAP}\d{_GAP}\d)|[A-Za-z]{{1,2}}\d{{2,3}})(?!\d)"
)
#: The same between folded separators, where the last four stand together; and digit for digit.
_FOLDED_PERSONAL = re.compile(
    r"(?<![\d+])(?:(?:\d\d {0,3})?\d\d {0,3}(?P<month>\d\d) {0,3}(?P<day>\d\d) {1,3}(?P<last>\d{4})"
    r"|\d(?: {1,3}\d){9}(?:(?: {1,3}\d){2})?)(?!\d)"
)


def _personal_numbers(text: str, folded: str) -> Iterator[Span]:
    """Ten or twelve digits, or a temporary number with letters, that begin with a possible date; the day may be 60 more
    (samordningsnummer). A right check digit makes it one whatever its date says."""
    for match in _PERSONAL.finditer(text):
        is_date = _is_day(int(match["month"]), int(match["day"]))
        digits = re.sub(r"\D", "", match[0])
        if is_date or (match["last"] and personnummer.valid(digits)):
            yield match.span()
    for match in _FOLDED_PERSONAL.finditer(folded):
        digits = match[0].replace(" ", "")
        if _is_day(int(digits[-8:-6]), int(digits[-6:-4])):
            yield match.span()


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


# Telephone numbers ----------------------------------------------------------------------------------------------------
_DIGITS = re.compile(r"(?<![\w+])(?:\+ ?)?\d(?: {0,3}\d){5,19}(?!\w)")
#: A clock time, which is no part of a number: 08.30, 9:15, 08.00–15.30.
_TIME = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![.:]?\d)")


def _phones(folded: str) -> Iterator[Span]:
    """Digits that begin as a telephone number does here or from abroad, however they are parted."""
    for match in _DIGITS.finditer(folded):
        digits = match[0].replace(" ", "").lstrip("+")
        is_counting = " " in match[0] and set(map(len, match[0].split())) == {1} and len(digits) < 9
        begins = (
            match[0].startswith("+")
            or digits.startswith("00")
            or (digits.startswith(("0", "46")) and len(digits) <= 13)
        )
        if not is_counting and ((begins and len(digits) >= 7) or (digits.startswith("7") and len(digits) == 9)):
            yield match.span()


_LONG = re.compile(r"(?<![\w,.])\d{8,20}(?!\w)|(?<![\w,.])\d{4}(?:[ -]\d{4}){2,4}(?!\w)")


def _long_numbers(text: str) -> Iterator[Span]:
    """The number of a card or a register; not the digits after a decimal comma."""
    for match in _LONG.finditer(text):
        yield match.span()


_UNIT_WORDS = "noll|ett|en|två|tre|fyra|fem|sex|sju|åtta|nio"
_NUMBER_WORD = (
    f"(?:(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)(?:{_UNIT_WORDS})?|tio|elva|tolv|tretton|fjorton|femton|"
    f"sexton|sjutton|arton|nitton|{_UNIT_WORDS})"
)
_SPOKEN = re.compile(
    rf"\bnolla?(?:[ ,.-]{{1,3}}{_NUMBER_WORD}\b){{4,12}}"
    rf"|\bnolla?(?:[ ,.-]{{1,3}}{_NUMBER_WORD}a?\b){{1,4}}[ ,.-]{{1,3}}\d(?:[ -]{{0,2}}\d){{4,9}}(?!\d)",
    re.IGNORECASE,
)


def _spoken_numbers(text: str) -> Iterator[Span]:
    """A telephone number in words, as it is said, or begun in words and gone on in figures: it begins with a nought."""
    for match in _SPOKEN.finditer(text):
        yield match.span()


# Dates of birth -------------------------------------------------------------------------------------------------------
_MONTHS = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
_DATES = (
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d) ?[-./ ] ?(?P<month>\d\d?) ?[-./ ] ?(?P<day>\d\d?)(?![\d-])"),
    re.compile(r"(?<!\d)(?P<year>\d\d)[-./]?(?P<month>\d\d)[-./]?(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d\d?) ?[-./] ?(?P<month>\d\d?) ?[-./, ] ?(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d\d?)(?::?[ae])? (?P<word>{_MONTHS})[a-zåäö.]{{0,9}},? {{0,2}}[-–]?"
        r"(?P<year>(?:(?:19|20)\d\d|\d\d))(?!\d)",
        re.IGNORECASE,
    ),
)
#: Said of one's birthday, any date is one: without a year, in English, in words.
_BIRTHDAY = re.compile(
    rf"\b(?:född|födda|föddes|fyller|födelsedag|födelsedagen|födelsedatum|born|birthday|f\.)(?!\w)[^.!?\n]{{0,30}}?"
    rf"(?:(?<!\d)\d\d?(?: ?[-/. ] ?\d\d?(?: ?[-/. ] ?\d\d(?:\d\d)?)?(?!\d)|(?::?[ae])? (?:{_MONTHS})[a-zåäö]{{0,9}})"
    rf"|(?:{_MONTHS})[a-z]{{0,6}} \d\d?(?:st|nd|rd|th)?(?:,? \d{{4}})?|tvåtusen\w{{0,20}})",
    re.IGNORECASE,
)
#: Who goes to school was born so many years ago.
_YOUNGEST, _OLDEST = 5, 21


def _births(text: str) -> Iterator[Span]:
    """A date in a year in which somebody who goes to school may be born, or said to be a birthday."""
    this = date.today().year  # noqa: DTZ011 a year is enough
    for pattern in _DATES:
        for match in pattern.finditer(text):
            year = int(match["year"])
            year += 0 if year > 99 else 2000
            parts = match.groupdict()
            month = int(parts["month"]) if parts.get("month") else 1
            if this - _OLDEST <= year <= this - _YOUNGEST and 1 <= month <= 12 and 1 <= int(match["day"]) <= 31:
                yield match.span()
    for match in _BIRTHDAY.finditer(text):
        yield match.span()


# Street addresses -----------------------------------------------------------------------------------------------------
_STREET = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖa-zåäö]{2,30}"
    r"(?:gatan|vägen|gränd|gränden|torget|stigen|allén|backen|leden|gården|liden|slingan|ringen|platsen|gata|väg|stig)"
    r"|(?:[A-ZÅÄÖ][a-zåäö]{1,20} ){1,2}(?:gatan|vägen|gata|väg|gränd|torg|torget|allé|gård|gården))"
    r" {1,3}\d{1,3} ?[A-Za-z]?(?!\w)"
)
#: A number before the street, as in English; a postal code beside its place, or said to be one.
_OTHER_ADDRESSES = (
    re.compile(r"(?<!\w)\d{1,3} {1,2}[A-ZÅÄÖ][a-zåäö]{2,30}(?:gatan|vägen|gränd|torget|stigen|allén|backen)(?!\w)"),
    re.compile(r"(?<!\d)[1-9]\d\d ?\d\d {1,3}[A-ZÅÄÖ][a-zåäö]{2,20}"),
    re.compile(r"\bpost(?:nummer|nr|kod)[a-z]{0,3}[: ]{1,3}[1-9]\d\d ?\d\d(?!\d)", re.IGNORECASE),
)


def _addresses(text: str) -> Iterator[Span]:
    for pattern in (_STREET, *_OTHER_ADDRESSES):
        for match in pattern.finditer(text):
            yield match.span()


# Folding --------------------------------------------------------------------------------------------------------------
_SEPARATORS = str.maketrans(dict.fromkeys("_:,;=~-–—−./|*#'’\"()[]{}\\\n\t\u00a0·•<>&", " "))


def _folded(text: str) -> str:
    """The text with every separator a blank and clock times out of the way; sign for sign as long."""
    return _TIME.sub(lambda m: "x" * len(m[0]), text).translate(_SEPARATORS)
