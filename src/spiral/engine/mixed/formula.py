"""lme4's notation: ``merit9 ~ merit6 + kön + (1 | huvudman/enhet/årskull)``.

The random parts are read here; formulaic (imported only when a formula is read) parses the fixed part and the terms
left of a bar, so ``*``, ``:``, ``**`` and ``- 1`` mean what they mean in R.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import ModelError

#: A factor is an expression over columns; a term is a product of factors, the empty product being the intercept.
Term = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One random part: ``terms | columns``. ``slash`` tells that nesting was written with "/"."""

    terms: tuple[Term, ...]
    columns: tuple[str, ...]
    slash: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula taken apart: the outcome's expression, the fixed terms, the random parts in the order written."""

    outcome: str
    fixed: tuple[Term, ...]
    bars: tuple[Bar, ...]

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Read a formula. Raises ModelError with the part that could not be understood."""
        outcome, tilde, rest = text.partition("~")
        if not tilde or not outcome.strip():
            raise ModelError(f"Formeln ”{text}” saknar utfall: skriv utfall ~ förklaringar + (1 | huvudman/enhet).")
        fixed_text, bar_texts = _split_bars(rest)
        bars = tuple(bar for bar_text in bar_texts for bar in _bars(bar_text))
        if not bars:
            raise ModelError("Formeln har ingen grupp: lägg till exempelvis + (1 | enhet).")
        return cls(outcome.strip(), _terms(fixed_text), bars)


def quoted(name: str) -> str:
    """A column name as it is written in an expression: in backticks unless it is a plain word."""
    return name if name.isidentifier() else f"`{name}`"


def _split_bars(text: str) -> tuple[str, list[str]]:
    """Take the parenthesised parts that hold a bar out of the right-hand side."""
    bars, kept, depth, start, ticked = [], [], 0, 0, False
    for position, sign in enumerate(text):
        ticked ^= sign == "`"
        if ticked:
            continue
        if sign == "(":
            if depth == 0:
                opened = position
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth < 0:
                raise ModelError("Formeln har en högerparentes för mycket.")
            inside = text[opened + 1 : position]
            if depth == 0 and "|" in inside:
                kept.append(text[start:opened])
                bars.append(inside)
                start = position + 1
    if depth:
        raise ModelError("Formeln saknar en högerparentes.")
    kept.append(text[start:])
    fixed = re.sub(r"\+(\s*\+)+", "+", "".join(kept)).strip().strip("+").strip()
    if "|" in re.sub(r"`[^`]*`", "", fixed):
        raise ModelError("Skriv slumpdelen inom parentes: (1 | enhet).")
    return fixed or "1", bars


def _bars(text: str) -> list[Bar]:
    left, _, right = text.partition("|")
    if right.startswith("|"):
        raise ModelError("Dubbelt streck (||) stöds inte: skriv (x | grupp), eller (1 | grupp) utan lutning.")
    terms = _terms(left)
    if not terms:
        raise ModelError(f"Slumpdelen ({text.strip()}) är tom: skriv (1 | grupp).")
    nested = [part.strip() for part in _outside_ticks(right, "/")]
    levels: list[Bar] = []
    outer: tuple[str, ...] = ()
    for part in nested:
        columns = tuple(piece.strip().strip("`") for piece in _outside_ticks(part.strip("() "), ":"))
        if not all(columns) or (":" not in part and re.search(r"[()+*]", re.sub(r"`[^`]*`", "", part))):
            raise ModelError(f"Grupperna i ({text.strip()}) går inte att läsa: skriv exempelvis (1 | huvudman/enhet).")
        outer = columns + outer
        levels.append(Bar(terms, outer, slash=len(nested) > 1))
    return levels


def _outside_ticks(text: str, sign: str) -> list[str]:
    return [
        part.replace("\0", sign) for part in re.sub(r"`[^`]*`", lambda m: m[0].replace(sign, "\0"), text).split(sign)
    ]


def _terms(text: str) -> tuple[Term, ...]:
    from formulaic.errors import FormulaicError
    from formulaic.parser import DefaultFormulaParser

    try:
        parsed = DefaultFormulaParser().get_terms(text)
    except FormulaicError as problem:
        plain = re.sub(r"⧛\[[\d;]*m⧚?|\x1b\[[\d;]*m", "", str(problem)).split("\n")[0]
        raise ModelError(f"Formelns del ”{text.strip()}” går inte att läsa ({plain}).") from problem
    if any(not hasattr(term, "factors") for term in parsed):
        raise ModelError(f"Formelns del ”{text.strip()}” går inte att läsa: bara ett ~ får finnas.")
    terms = []
    for term in parsed:
        factors = [factor for factor in term.factors if factor.eval_method.value != "literal"]
        terms.append(tuple(quoted(f.expr) if f.eval_method.value == "lookup" else f.expr for f in factors))
    return tuple(sorted(terms, key=len)) if () in terms else tuple(terms)
