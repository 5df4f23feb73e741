"""A document as plain text: every word of its blocks, in their order."""

from __future__ import annotations

from spiral.documents.blocks import (
    Bullet,
    Bullets,
    Columns,
    Document,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.plain import plain
from spiral.documents.table import Cell, Table


def test_every_block_is_written_out() -> None:
    blocks = [
        Paragraph("Ett stycke."),
        Notice("En upplysning."),
        Bullets([Bullet("Incheckning", when="9.00", note="(10 min)")]),
        Links([Hyperlink("Resultatet", "/a/")]),
        Facts([("Ägare", "Vara")]),
        Table("Uppgifter", ["Uppgift", "Vem"], [[Cell("Boka lokal"), Cell("Hjo")]]),
        Exhibit(key="e", heading="Betygen", sentence="Meritvärdet steg.", value="210", facts=[("Källa", "Skolverket")]),
        Columns([Section("Grupp 1", [Paragraph("Vi ser.")])]),
    ]
    text = plain(
        Document("Mötet", "Kort.", [Section("Allt", blocks)], ["Kl. 9"], notice="Inte publicerad."), "https://a.se/b/"
    )
    assert (
        text
        == """Mötet

Kl. 9

Inte publicerad.

Kort.

ALLT
Ett stycke.

En upplysning.

- 9.00 Incheckning (10 min)

Resultatet: https://a.se/a/

Ägare: Vara

- Boka lokal. Vem: Hjo

Betygen
Meritvärdet steg.
210
Källa: Skolverket

GRUPP 1
Vi ser."""
    )
