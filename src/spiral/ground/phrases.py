"""Phrases that every page shares, in both languages: what stands where a figure is masked, what is set in bold."""

from __future__ import annotations

from spiral.engine.figures import State
from spiral.engine.numbers import Language

#: A mask as it stands in a table or a chart, where a sentence has no room.
MASKS: dict[Language, dict[State, str]] = {
    "sv": {
        State.HIDDEN: "för få elever för att visas",
        State.FEW_OUTSIDE: "dold i källan för att högst nio elever står utanför",
        State.PROTECTING: "dold för att en annan, mindre grupp inte ska gå att räkna fram",
        State.NEAR_ALL: "nästan alla, exakt andel visas inte",
        State.NEAR_NONE: "nästan inga, exakt andel visas inte",
        State.RANGE: "bara ett intervall visas",
        State.MISSING: "saknas i källan",
        State.NOT_MEASURED: "mättes inte",
        State.NOT_REPORTED: "för få svar",
    },
    "en": {
        State.HIDDEN: "too few pupils to show",
        State.FEW_OUTSIDE: "hidden by the source because at most nine pupils are not counted in",
        State.PROTECTING: "hidden so that another, smaller group cannot be worked out",
        State.NEAR_ALL: "nearly all, exact share not shown",
        State.NEAR_NONE: "nearly none, exact share not shown",
        State.RANGE: "only a range is shown",
        State.MISSING: "not in the source",
        State.NOT_MEASURED: "not measured",
        State.NOT_REPORTED: "too few answers",
    },
}

#: A hidden figure beside pupils that are counted: they are not too few, some part of them is, or another group.
PROTECTS_A_FEW: dict[Language, str] = {
    "sv": "dold i källan för att skydda en liten grupp",
    "en": "hidden by the source to protect a small group",
}

#: What says that chance is enough: a page leads from it to what it means.
CHANCE: dict[Language, tuple[str, ...]] = {
    "sv": ("kan inte skiljas från", "kan bero på slumpen"),
    "en": ("cannot be told from", "may be chance"),
}
#: What says that chance seldom gives such a difference: about one in twenty of these is chance all the same.
CLEARLY: dict[Language, tuple[str, ...]] = {
    "sv": ("ligger tydligt under", "ligger tydligt över"),
    "en": ("lies clearly below", "lies clearly above"),
}
#: What a page sets in bold wherever it stands.
EMPHASIS: dict[Language, tuple[str, ...]] = {"sv": CHANCE["sv"] + CLEARLY["sv"], "en": CHANCE["en"] + CLEARLY["en"]}
