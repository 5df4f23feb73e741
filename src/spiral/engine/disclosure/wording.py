"""Reasons a parent understands, in Swedish and English."""

from __future__ import annotations

from typing import Literal

from spiral.engine.disclosure.statement import Statement
from spiral.engine.figures import State

Language = Literal["sv", "en"]

_SENTENCES: dict[Language, dict[str, str]] = {
    "sv": {
        "few": "för få elever för att visas",
        "near_all": "minst {percent} %, exakt andel visas inte",
        "near_none": "högst {percent} %, exakt andel visas inte",
        "range": "mellan {low} och {high} elever, exakt antal visas inte",
        "cover": "visas inte: siffran skulle gå att använda för att räkna ut något om några få elever",
        "missing": "saknas i källan",
        "not_measured": "mättes inte",
    },
    "en": {
        "few": "too few pupils to be shown",
        "near_all": "at least {percent}%, exact share not shown",
        "near_none": "at most {percent}%, exact share not shown",
        "range": "between {low} and {high} pupils, exact number not shown",
        "cover": "not shown: the figure could be used to work out something about a few pupils",
        "missing": "missing in the source",
        "not_measured": "was not measured",
    },
}


def reason(said: Statement, language: Language = "sv") -> str:
    """Why a figure is not shown exactly; empty when it is.

    All hidden cells that have pupils enough get one and the same sentence: whether a cell is hidden for its own sake or
    to cover another would itself tell that it holds one to four.
    """
    words = _SENTENCES[language]
    if said.state is State.VALUE:
        return ""
    if said.state is State.HIDDEN:
        return words["few" if said.few_pupils else "cover"]
    if said.state is State.RANGE:
        return words["range"].format(low=said.low, high=said.high)
    if said.state is State.NEAR_ALL and said.n and said.low is not None:
        return words["near_all"].format(percent=100 * said.low // said.n)
    if said.state is State.NEAR_NONE and said.n and said.high is not None:
        return words["near_none"].format(percent=-(-100 * said.high // said.n))
    return words["missing" if said.state is State.MISSING else "not_measured"]
