"""A protected table, or a refusal, as plain text and JSON."""

from __future__ import annotations

from spiral.engine.disclosure import ProtectedTable, RefusalReason, Remedy, ShownCell, TableRefused
from spiral.engine.message import Message
from spiral.engine.numbers import Language, number
from spiral.exchange.wording.saying import sentence
from spiral.sources.tables.protect import ProtectTableError

_TEXTS: dict[Language, dict[str, str]] = {
    "sv": {
        "shown": "{exact} av {all} värden visas exakt. Certifikat {seal}.",
        "total": "totalt",
        "share": "{percent} % av {pupils} elever",
        "concerns": "Det gäller: {cells}.",
        "remedy": "{what} Då visas {exact} av {all} värden exakt.",
    },
    "en": {
        "shown": "{exact} of {all} figures are shown exactly. Certificate {seal}.",
        "total": "total",
        "share": "{percent}% of {pupils} pupils",
        "concerns": "It concerns: {cells}.",
        "remedy": "{what} Then {exact} of {all} figures are shown exactly.",
    },
}


def as_text(protected: ProtectedTable, language: Language = "sv") -> str:
    """One line a cell: what it is, how many pupils, the share, or why there is none. Raises Uncertified."""
    shown = list(protected.figures().values())
    exact = sum(figure.why is None for figure in shown)
    lines = [f"{_name(figure, language)}: {_share(figure, language)}" for figure in shown]
    seal = protected.certificate.seal[:12]
    return "\n".join([*lines, "", _TEXTS[language]["shown"].format(exact=exact, all=len(shown), seal=seal)])


def _name(shown: ShownCell, language: Language) -> str:
    return ", ".join(f"{column} {value}" for column, value in shown.where.items() if value) or _TEXTS[language]["total"]


def _share(shown: ShownCell, language: Language) -> str:
    if shown.share.value is None or shown.pupils.value is None:
        return why(shown, language)
    percent = number(100 * shown.share.value, 1, language)
    return _TEXTS[language]["share"].format(percent=percent, pupils=f"{shown.pupils.value:.0f}")


def why(shown: ShownCell, language: Language) -> str:
    """Why a figure is not shown exactly; empty when it is."""
    return sentence(shown.why, language) if shown.why else ""


def refusal(because: RefusalReason, language: Language = "sv") -> str:
    """Why nothing is shown, in one sentence."""
    return sentence(Message.of(f"refused_{because.value}"), language)


def refusal_as_text(refused: TableRefused, language: Language = "sv") -> str:
    """Why nothing is shown, the cells, and what could be done instead."""
    texts = _TEXTS[language]
    cells = [", ".join(v for v in cell if v) or texts["total"] for cell in refused.cells]
    lines = [refusal(refused.reason, language), *(sentence(detail, language) for detail in refused.details)]
    if cells:
        lines.append(texts["concerns"].format(cells="; ".join(cells)))
    return "\n".join([*lines, *(_remedy(remedy, language) for remedy in refused.remedies)])


def _remedy(remedy: Remedy, language: Language) -> str:
    what = sentence(remedy.what, language)
    return _TEXTS[language]["remedy"].format(what=what, exact=remedy.exact, all=remedy.cells)


def refusal_as_json(refused: TableRefused, language: Language = "sv") -> dict[str, object]:
    """No certificate, no cells."""
    return {
        "certificate": None,
        "cells": [],
        "refused": {
            "because": refused.reason.value,
            "reason": refusal(refused.reason, language),
            "details": [sentence(detail, language) for detail in refused.details],
            "exposed": [list(cell) for cell in refused.cells],
            "remedies": [
                {"what": sentence(remedy.what, language), "exact": remedy.exact, "cells": remedy.cells}
                for remedy in refused.remedies
            ],
        },
    }


def problems(error: ProtectTableError, language: Language = "sv") -> list[str]:
    """What is wrong with the files, a line for each problem."""
    return [
        problem if isinstance(problem, str) else f"{problem.file}: {sentence(problem.error, language)}"
        for problem in error.problems
    ]
