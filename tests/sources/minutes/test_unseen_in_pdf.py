"""Text of a PDF that nobody sees is left out and told; what stands white on dark, or on a picture, is read."""

from __future__ import annotations

import pytest

from spiral.sources.reading.problems import Unreadable
from tests.sources.minutes.reading import understood
from tests.sources.minutes.test_columns_of_a_page import TITLE, Drawn, pdf

#: Where the text in question stands.
HERE: Drawn = (60, 725, 10, False, "HEMLIGT")
AROUND: list[Drawn] = [TITLE, (60, 740, 10, False, "Synligt."), (60, 710, 10, False, "Efteråt.")]
SHOWN = b"BT /F1 10 Tf 60 725 Td (HEMLIGT) Tj ET\n"
DARK = b"0 0.2 0.4 rg 55 721 400 14 re f\n"

HIDDEN = {
    "white": b"q 1 g " + SHOWN + b"Q\n",
    "white in red, green and blue": b"q 1 1 1 rg " + SHOWN + b"Q\n",
    "white in four inks": b"q 0 0 0 0 k " + SHOWN + b"Q\n",
    "white in a space": b"q /DeviceRGB cs 1 1 1 sc " + SHOWN + b"Q\n",
    "nearly white": b"q 0.97 g " + SHOWN + b"Q\n",
    "no ink": b"q 3 Tr " + SHOWN + b"Q\n",
    "black on black": b"q 0 g 55 721 400 14 re f " + SHOWN + b"Q\n",
    "white on a white rectangle upon a dark one": b"q " + DARK + b"1 g 50 715 420 30 re f " + SHOWN + b"Q\n",
    "white beside a dark rectangle": b"q 0 g 55 600 400 14 re f 1 g " + SHOWN + b"Q\n",
    "white, moved": b"q 1 g 1 0 0 1 50 700 cm BT /F1 10 Tf 1 0 0 1 10 25 Tm [(HEM) -20 (LIGT)] TJ ET Q\n",
    "white on the next line": b"q 1 g BT /F1 10 Tf 12 TL 60 737 Td (HEMLIGT) ' ET Q\n",
    "between two that are seen": b"BT /F1 10 Tf 60 725 Td (Mellan ) Tj 1 g (HEMLIGT) Tj 0 g ( och) Tj ET\n",
    "dark only where it is clipped": b"q 55 600 400 14 re W n 0 g 0 0 595 842 re f Q q 1 g " + SHOWN + b"Q\n",
}
READ = {
    "white on dark": b"q " + DARK + b"1 g " + SHOWN + b"Q\n",
    "white on dark, drawn by lines": b"q 0 g 55 721 m 455 721 l 455 735 l 55 735 l h f* 1 g " + SHOWN + b"Q\n",
    "white on a dark page": b"q 0.1 g 0 0 595 842 re f 1 g " + SHOWN + b"Q\n",
    "white on the dark cells of a row": b"q 0 g 55 721 100 14 re 155 721 100 14 re f 1 g " + SHOWN + b"Q\n",
    "white on a wide dark line": b"q 0 G 16 w 55 728 m 455 728 l S 1 g " + SHOWN + b"Q\n",
    "white on a dark shape": b"q 0 g 55 721 m 455 721 l 460 728 455 735 455 735 c 55 735 l h f 1 g " + SHOWN + b"Q\n",
    "white on a picture": b"q 400 0 0 14 55 721 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q q 1 g " + SHOWN + b"Q\n",
    "no ink over a scan": b"q 3 Tr " + SHOWN + b"Q q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q\n",
    "black within a frame": b"q 0 g 20 20 555 802 re 25 25 545 792 re f* " + SHOWN + b"Q\n",
    "black where a dark page is clipped away": b"q 55 600 400 14 re W n 0 g 0 0 595 842 re f Q " + SHOWN,
    "black on a turned rectangle": b"q 0.7 0.7 -0.7 0.7 0 0 cm 0 g 300 300 900 900 re f Q " + SHOWN,
    "white with a black edge": b"q 1 g 2 Tr " + SHOWN + b"Q\n",
    "in a space that is not known": b"q /CS7 cs 1 scn " + SHOWN + b"Q\n",
    "a stroke with too few numbers": b"q 1 g 4 re " + SHOWN + b"Q\n",
    "grey": b"q 0.75 g " + SHOWN + b"Q\n",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_nobody_sees_is_left_out_and_told(kind: str) -> None:
    result = understood(pdf(AROUND, HIDDEN[kind]), "x.pdf")
    assert "HEMLIGT" not in str(result)
    assert "HEM" not in str(result)
    assert any("Dold text lästes inte (på ett ställe)" in p for p in result.problems)
    assert [n for n in ("Synligt.", "Efteråt.") if n in str(result)] == ["Synligt.", "Efteråt."]
    assert ("Mellan" in str(result)) is (kind == "between two that are seen")


@pytest.mark.parametrize("kind", READ)
def test_what_is_seen_or_may_be_is_read(kind: str) -> None:
    result = understood(pdf(AROUND, READ[kind]), "x.pdf")
    assert "HEMLIGT" in str(result)
    assert not any("Dold text" in p for p in result.problems)


def test_a_table_with_a_dark_head_has_its_head() -> None:
    cells = [("Namn", "Kommun", "Roll"), ("Alva Saga", "Vara", "rektor"), ("Bo Dikt", "Hjo", "rektor")]
    drawn = [(60 + 150 * n, 700 - 15 * r, 10, False, cell) for r, row in enumerate(cells) for n, cell in enumerate(row)]
    head = b"q 0 0.2 0.4 rg 55 696 450 14 re f 1 g "
    head += b"".join(b"BT /F1 10 Tf %d 700 Td (%s) Tj ET " % (60 + 150 * n, c.encode()) for n, c in enumerate(cells[0]))
    plain = understood(pdf([TITLE, *drawn]), "x.pdf")
    dark = understood(pdf([TITLE, *drawn[3:]], head + b"Q\n"), "x.pdf")
    assert [p.name for p in dark.participants] == [p.name for p in plain.participants]
    assert not any("Dold text" in p for p in dark.problems)


def test_a_page_of_which_nothing_is_seen_is_refused_by_that_reason() -> None:
    with pytest.raises(Unreadable) as refused:
        understood(pdf([], HIDDEN["white"]), "x.pdf")
    assert "syns inte" in str(refused.value.problem.message)
