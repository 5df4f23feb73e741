"""The table of letters that charts are set by, against the letters that Chromium draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from spiral.documents.svg.lettering import SIZE, width_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
LETTERS = [chr(code) for code in range(33, 127) if chr(code) not in "\"'^`_"] + list("åäöÅÄÖé–—…”’×→≤≥±−")
_MEASURED = """async ([letters, size]) => {
  const widths = [];
  for (const weight of [400, 600]) {
    await document.fonts.load(`${weight} ${size}px Inter`);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "chart");
    const text = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "text"));
    text.style.fontWeight = weight;
    document.body.append(svg);
    widths.push(letters.map((letter) => {
      text.textContent = letter.repeat(500);
      return text.getComputedTextLength() / 500;
    }));
  }
  return widths;
}"""


def test_every_letter_is_as_wide_as_the_table_says(open_page: Callable[..., Page]) -> None:
    regular, bold = open_page("/").evaluate(_MEASURED, [LETTERS, SIZE])
    wrong = {
        letter: (width_of(letter), thin, thick)
        for letter, thin, thick in zip(LETTERS, regular, bold, strict=True)
        if not thick - 0.15 <= width_of(letter) <= thick + 0.8 or width_of(letter) < thin - 0.15
    }
    assert wrong == {}
