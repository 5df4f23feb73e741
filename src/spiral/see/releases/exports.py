"""Protected tables as files and tables: symbols and reasons, with the certificate."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_file
from spiral.documents.table import Cell, Table
from spiral.engine.disclosure import ProtectedTable
from spiral.engine.numbers import Language, number, with_unit
from spiral.exchange.wording.protected import why


def protected_table(protected: ProtectedTable, title: str, language: Language) -> Table:
    """One row a cell. Raises Uncertified: there is no other way from a protected table to a printed one."""
    rows = []
    for cell, shown in protected.figures().items():
        head = [Cell(v or _("totalt"), wide=True) for v in cell]
        pupils = shown.pupils.value
        share = shown.share.value
        rows.append(
            [
                *head,
                Cell(number(pupils, 0, language), pupils)
                if pupils is not None
                else Cell(why(shown, language), mask=True),
                Cell(with_unit(number(100 * share, 1, language), "%", language), 100 * share, decimals=1, unit="%")
                if share is not None
                else Cell(why(shown, language), mask=True),
            ]
        )
    return Table(title, [*protected.columns, _("Elever"), _("Andel")], rows)


def protected_file(protected: ProtectedTable, title: str, kind: str, language: Language) -> bytes:
    """The table as csv or xlsx, with its certificate among the metadata."""
    metadata = {
        _("Skyddad av"): _("Spirals röjandekontroll"),
        _("Certifikat"): protected.certificate.seal,
        _("Regler"): protected.certificate.rules.name,
    }
    sealed = {_("Certifikat"): protected.certificate.seal}
    sheet = Sheet(protected_table(protected, title, language), metadata, language, every_row=sealed)
    return as_file([sheet], kind, _("Om siffrorna"))


def edition_table(archive: Mapping[str, object], title: str, language: Language) -> Table:
    """A published table as it was. Raises Uncertified for one that has been changed."""
    return protected_table(ProtectedTable.restored(archive), title, language)
