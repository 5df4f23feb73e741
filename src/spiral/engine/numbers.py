"""Numbers as people read them: Swedish comma and thin spaces, or British English points and commas."""

from __future__ import annotations

from typing import Literal

Language = Literal["sv", "en"]

#: No-break space: the thousands mark and the space before a unit in Swedish.
NBSP = "\u00a0"
MINUS = "\u2212"


def number(value: float, decimals: int = 0, language: Language = "sv", signed: bool = False) -> str:
    """``value`` with ``decimals`` decimals, a real minus sign and thousands marks; ``signed`` prints a plus too."""
    text = f"{abs(value):,.{decimals}f}"
    if language == "sv":
        text = text.replace(",", NBSP).replace(".", ",")
    is_zero = not any(c in "123456789" for c in text)
    if value < 0 and not is_zero:
        return MINUS + text
    return "+" + text if signed and not is_zero else text


def with_unit(text: str, unit: str, language: Language = "sv") -> str:
    """A formatted number with its unit: '54,3 %' in Swedish, '54.3%' in English."""
    if not unit:
        return text
    if unit == "%" and language == "en":
        return text + unit
    return text + NBSP + unit


def beside_zero(value: float, language: Language = "sv", signed: bool = False) -> str:
    """A bound of a difference, in whole units unless rounding would hide on which side of zero it lies."""
    decimals = next((d for d in (0, 1) if round(value, d)), 2)
    return number(value, decimals, language, signed)


def around_zero(low: float, high: float, language: Language = "sv") -> str:
    """The interval of a difference: '−44 till −10', '−3 till +0,4'."""
    word = "till" if language == "sv" else "to"
    return f"{beside_zero(low, language, signed=True)} {word} {beside_zero(high, language, signed=True)}"


def interval(low: float, high: float, decimals: int = 0, language: Language = "sv") -> str:
    """'158 till 200' in text ('158 to 200'); see :func:`span` for tables."""
    word = "till" if language == "sv" else "to"
    return f"{number(low, decimals, language)} {word} {number(high, decimals, language)}"


def span(low: float, high: float, decimals: int = 0, language: Language = "sv") -> str:
    """'158–200' in tables; with a word instead of the dash where a bound is negative."""
    if low < 0:
        return interval(low, high, decimals, language)
    return f"{number(low, decimals, language)}–{number(high, decimals, language)}"
