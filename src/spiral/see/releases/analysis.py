"""What the analyst is told of her own table; for her eyes, since the reasons tell about the counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.engine.disclosure import Coordinates, Ledger, ProtectedTable, RefusalReason, TableRefused
from spiral.engine.disclosure.protected import HidingReason
from spiral.engine.disclosure.showing import price_of
from spiral.engine.numbers import Language, number, with_unit
from spiral.exchange.wording import protected as words
from spiral.exchange.wording import sentence
from spiral.sources.tables.protect import ProtectionTask

#: Cells shown on the page; larger tables are fetched as a file.
MOST = 400
_JOIN = " · "


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell: what is printed of it, why, and whether its price can be asked for."""

    key: str
    name: str
    pupils: str
    share: str
    why: str
    hidden: bool
    covers: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """The answer: a sentence, the count of each reason, and the cells."""

    sentence: str
    reasons: list[tuple[str, int]]
    lines: list[CellLine]
    left_out: int
    certificate: str
    already_open: list[str]


def name_of(cell: Coordinates) -> str:
    """A cell by its values; the total of everything has none."""
    return _JOIN.join(v for v in cell if v is not None) or _("totalt")


def reasons() -> dict[HidingReason, str]:
    return {
        HidingReason.FEW_PUPILS: _("För få elever"),
        HidingReason.MASK: _("En till fyra når inte målet, eller når det: visas i ord"),
        HidingReason.WITHDRAWN: _("En till fyra, och orden skulle säga för mycket"),
        HidingReason.EVERYBODY: _("Alla har samma utfall"),
        HidingReason.GUARDED: _("Dold i en annan källa eller i en tabell som redan är publicerad"),
        HidingReason.COVER: _("Döljs för att andra inte ska gå att räkna ut"),
    }


def analyse(protected: ProtectedTable, language: Language) -> Analysis:
    """Every cell with its reason. Raises Uncertified."""
    shown = protected.figures()
    account = protected.owner_report
    why = account.why if account else {}
    reason = reasons()
    lines = []
    for cell, figure in list(shown.items())[:MOST]:
        kind = why.get(cell)
        covers = ""
        if kind is HidingReason.COVER and account:
            covers = ", ".join(name_of(c) for c in account.covered_by(cell)[:5])
        pupils = number(figure.pupils.value, 0, language) if figure.pupils.value is not None else ""
        share = ""
        if figure.share.value is not None:
            share = with_unit(number(100 * figure.share.value, 1, language), "%", language)
        lines.append(
            CellLine(
                "\x1f".join(v or "" for v in cell),
                name_of(cell),
                pupils,
                share or words.why(figure, language),
                reason.get(kind, "") if kind else "",
                not share,
                covers,
            )
        )
    exact = sum(s.why is None for s in shown.values())
    sentence = _("%(exact)s av %(all)s värden visas exakt.") % {
        "exact": number(exact, 0, language),
        "all": number(len(shown), 0, language),
    }
    counted = Counter(reason[k] for k in why.values())
    return Analysis(
        sentence,
        sorted(counted.items()),
        lines,
        max(len(shown) - MOST, 0),
        protected.certificate.seal[:12],
        [name_of(c) for c in account.already_open] if account else [],
    )


@dataclass(frozen=True, slots=True)
class PriceTold:
    """What showing one cell would cost, in a sentence, and the cells it concerns."""

    name: str
    sentence: str
    hidden: list[str]
    shown: list[str]


def priced(
    key: str, given: ProtectionTask, ledger: Ledger, protected: ProtectedTable, language: Language
) -> PriceTold | None:
    """The price of one hidden cell; None for a cell that is not in the table."""
    cell = tuple(v or None for v in key.split("\x1f"))
    if cell not in {s.cell for s in protected.statements}:
        return None
    price = price_of(cell, given.table, ledger, given.rules, protected)
    name = name_of(cell)
    if price.refused is not None:
        if price.refused.reason is RefusalReason.SENSITIVE:
            return PriceTold(name, _("Det går inte till något pris: värdet handlar om några få elever."), [], [])
        return PriceTold(name, words.refusal(price.refused.reason, language), [], [])
    hidden = [name_of(c) for c in price.hidden]
    more = [name_of(c) for c in price.shown if c != cell]
    sentence = ngettext(
        "Då måste %(n)s annat värde döljas i stället.",
        "Då måste %(n)s andra värden döljas i stället.",
        len(hidden),
    ) % {"n": len(hidden)}
    if not hidden:
        sentence = _("Den kan visas utan att något annat behöver döljas.")
    return PriceTold(name, sentence, hidden, more)


@dataclass(frozen=True, slots=True)
class RefusalTold:
    """Why nothing is shown, what it concerns and what could be done instead, best first."""

    sentence: str
    details: list[str]
    cells: list[str]
    remedies: list[str]


def explain_refusal(refused: TableRefused, language: Language) -> RefusalTold:
    """The refusal in words, with measured remedies."""
    remedies = [
        _("%(what)s Då visas %(exact)s av %(all)s värden exakt.")
        % {"what": sentence(r.what, language), "exact": r.exact, "all": r.cells}
        for r in refused.remedies
    ]
    return RefusalTold(
        words.refusal(refused.reason, language),
        [sentence(detail, language) for detail in refused.details],
        [name_of(c) for c in refused.cells],
        remedies,
    )
