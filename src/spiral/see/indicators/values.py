"""An answer as somebody writes it, in a form or a cell, read by the indicator's own bounds. Every fault says what it is
about, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.engine.characters import same
from spiral.see.indicators.models import LocalAnswer, LocalIndicator

Kind = LocalIndicator.Kind
#: What an answer is written in, by how it is answered.
FIELDS = {Kind.NUMBER: ("number",), Kind.SHARE: ("hits", "total"), Kind.LEVEL: ("level",)}
LONGEST = {"reason": 200, "comment": 500}
#: Nobody counts further.
MOST = 1_000_000
_NUMBER = re.compile(r"-?[0-9]{1,10}(?:[.,][0-9]{1,17})?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What is answered, or ``reason``, why nothing is."""

    number: Decimal | None = None
    hits: int | None = None
    total: int | None = None
    level: int | None = None
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong in one field, and the remedy."""

    name: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


@dataclass(slots=True)
class WrittenAnswer:
    """An answer that has been read: its content where nothing is wrong."""

    content: AnswerContent = AnswerContent()
    faults: list[AnswerFault] = field(default_factory=list)
    #: Nothing was written at all.
    is_empty: bool = False


def of(answer: LocalAnswer) -> AnswerContent:
    """What stands in the database."""
    return AnswerContent(answer.number, answer.hits, answer.total, answer.level, answer.reason, answer.comment)


def read(indicator: LocalIndicator, texts: Mapping[str, str]) -> WrittenAnswer:
    """Read the ``texts`` by name: those of FIELDS, ``reason`` and ``comment``."""
    written = WrittenAnswer()
    names = FIELDS[Kind(indicator.kind)]
    given = {name: texts.get(name, "").strip() for name in (*names, *LONGEST)}
    for name, longest in LONGEST.items():
        if len(given[name]) > longest:
            message = _("Texten är %(now)s tecken.") % {"now": len(given[name])}
            written.faults.append(AnswerFault(name, message, _("Korta den till högst %(n)s.") % {"n": longest}))
    values = {name: given[name] for name in names if given[name]}
    written.is_empty = not values and not given["reason"]
    if given["reason"] and values:
        remedy = _("Ta bort svaret, eller skälet.")
        written.faults.append(AnswerFault("reason", _("Det står både ett svar och varför ni inte kan svara."), remedy))
    elif written.is_empty and given["comment"]:
        remedy = _("Skriv svaret, eller varför ni inte kan svara.")
        written.faults.append(AnswerFault(names[0], _("Det står en kommentar men inget svar."), remedy))
    read_values: dict[str, Any] = {}
    if values and not given["reason"]:
        read_values |= _READERS[Kind(indicator.kind)](indicator, given, written.faults)
    if not written.faults:
        written.content = AnswerContent(**read_values, reason=given["reason"], comment=given["comment"])
    return written


def as_number(text: str) -> Decimal | None:
    """'1 234,5' or '1234.5'; None for anything else."""
    plain = _SPACES.sub("", text[:40]).replace("−", "-")
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def _number(indicator: LocalIndicator, given: Mapping[str, str], faults: list[AnswerFault]) -> dict[str, Decimal]:
    text = given["number"]
    value = as_number(text)
    if value is None:
        faults.append(_no_number("number", text))
        return {}
    step = Decimal(1).scaleb(-indicator.decimals)
    rounded = value.quantize(step)
    if abs(value - rounded) > Decimal("1e-9"):
        most = indicator.decimals
        remedy = ngettext("Skriv högst en decimal.", "Skriv högst %(n)s decimaler.", most) % {"n": most}
        message = _("”%(text)s” har för många decimaler.") % {"text": text[:40]}
        faults.append(AnswerFault("number", message, remedy if most else _("Skriv ett heltal.")))
    low, high = indicator.lowest, indicator.highest
    if (low is not None and rounded < low) or (high is not None and rounded > high):
        message = _("”%(text)s” ligger utanför det som kan svaras.") % {"text": text[:40]}
        faults.append(AnswerFault("number", message, _("Skriv ett tal %(bounds)s.") % {"bounds": bounds(indicator)}))
    return {"number": rounded}


def _share(indicator: LocalIndicator, given: Mapping[str, str], faults: list[AnswerFault]) -> dict[str, int]:
    counts = {}
    for name in ("hits", "total"):
        value = as_number(given[name])
        if not given[name]:
            faults.append(AnswerFault(name, _("Ett av talen saknas."), _("Skriv båda: hur många, och av hur många.")))
        elif value is None or value != value.to_integral_value() or not 0 <= value <= MOST:
            message = _("”%(text)s” är inget antal.") % {"text": given[name][:40]}
            faults.append(AnswerFault(name, message, _("Skriv ett heltal, 0 eller mer.")))
        else:
            counts[name] = int(value)
    if len(counts) == 2 and counts["hits"] > counts["total"]:
        message = _("%(hits)s av %(total)s går inte: fler än alla.") % counts
        faults.append(AnswerFault("hits", message, _("Byt plats på talen, eller rätta det ena.")))
    elif counts.get("total") == 0:
        remedy = _("Skriv i stället varför ni inte kan svara.")
        faults.append(AnswerFault("total", _("Det finns ingen att räkna andelen av."), remedy))
    return counts


def _level(indicator: LocalIndicator, given: Mapping[str, str], faults: list[AnswerFault]) -> dict[str, int]:
    """By number or by name."""
    text = given["level"]
    names = {same(name): i for i, name in enumerate(indicator.levels, 1)}
    value = as_number(text)
    level = names.get(same(text[:80])) or (int(value) if value is not None and value == int(value) else None)
    if level is None or not 1 <= level <= len(indicator.levels):
        listed = ", ".join(f"{i} ({name})" for i, name in enumerate(indicator.levels, 1))
        message = _("”%(text)s” är ingen av nivåerna.") % {"text": text[:40]}
        faults.append(AnswerFault("level", message, _("Skriv en av: %(levels)s.") % {"levels": listed}))
        return {}
    return {"level": level}


#: What reads the fields of each way of answering, adding to the faults.
_READERS: dict[Kind, Callable[[LocalIndicator, Mapping[str, str], list[AnswerFault]], Mapping[str, Any]]] = {
    Kind.NUMBER: _number,
    Kind.SHARE: _share,
    Kind.LEVEL: _level,
}


def _no_number(name: str, text: str) -> AnswerFault:
    return AnswerFault(
        name, _("”%(text)s” är inget tal.") % {"text": text[:40]}, _("Skriv bara siffror, till exempel 12,5.")
    )


def bounds(indicator: LocalIndicator) -> str:
    """'från 0 till 100', 'från 0', 'till 100'; '' without bounds."""
    low, high = (plain(edge) for edge in (indicator.lowest, indicator.highest))
    if low and high:
        return _("från %(low)s till %(high)s") % {"low": low, "high": high}
    return (
        _("från %(low)s och uppåt") % {"low": low} if low else _("på högst %(high)s") % {"high": high} if high else ""
    )


def as_texts(indicator: LocalIndicator, content: AnswerContent) -> dict[str, str]:
    """An answer as somebody would write it, by the names that ``read`` reads."""
    written = {name: getattr(content, name) for name in FIELDS[Kind(indicator.kind)]}
    texts = {name: plain(value, indicator.decimals) for name, value in written.items()}
    return texts | {"reason": content.reason, "comment": content.comment}


def plain(number: Decimal | int | None, decimals: int | None = None) -> str:
    """A number as it is written, with a comma; '' for none."""
    if number is None or isinstance(number, int):
        return "" if number is None else str(number)
    text = f"{number.normalize():f}" if decimals is None else f"{number:.{decimals}f}"
    return text.replace(".", ",")
