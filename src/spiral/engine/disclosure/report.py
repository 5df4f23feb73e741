"""A protected table, or a refusal, as plain text and JSON."""

from __future__ import annotations

from spiral.engine.disclosure.protected import Protected, Shown
from spiral.engine.disclosure.refusal import Refused


def as_text(protected: Protected) -> str:
    """One line a cell: what it is, how many pupils, the share, or why there is none. Raises Uncertified."""
    shown = list(protected.figures().values())
    hidden = sum(bool(s.why) for s in shown)
    lines = [f"{_name(s)}: {_share(s)}" for s in shown]
    summary = (
        f"{len(shown) - hidden} av {len(shown)} uppgifter visas exakt. Certifikat {protected.certificate.seal[:12]}."
    )
    return "\n".join([*lines, "", summary])


def _name(shown: Shown) -> str:
    return ", ".join(f"{column} {value}" for column, value in shown.where.items() if value) or "totalt"


def _share(shown: Shown) -> str:
    if shown.share.value is None or shown.pupils.value is None:
        return shown.why
    percent = f"{100 * shown.share.value:.1f}".replace(".", ",")
    return f"{percent} % av {shown.pupils.value:.0f} elever"


def refusal_as_text(refused: Refused) -> str:
    """Why nothing is shown, the cells, and what could be done instead."""
    cells = [", ".join(v for v in cell if v) or "totalt" for cell in refused.cells]
    lines = [refused.reason(), *refused.details]
    if cells:
        lines.append(f"Det gäller: {'; '.join(cells)}.")
    lines += [f"{r.sentence} Då visas {r.exact} av {r.cells} uppgifter exakt." for r in refused.remedies]
    return "\n".join(lines)


def refusal_as_json(refused: Refused) -> dict[str, object]:
    """No certificate, no cells."""
    return {
        "certificate": None,
        "cells": [],
        "refused": {
            "because": refused.because.value,
            "reason": refused.reason(),
            "details": list(refused.details),
            "exposed": [list(cell) for cell in refused.cells],
            "remedies": [{"what": r.sentence, "exact": r.exact, "cells": r.cells} for r in refused.remedies],
        },
    }
