"""The worked examples of the guides are run as they stand, a page's blocks in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Needs the data sets of R's mlmRev; run by tests/engine/mixed/test_methods_pages.py where they are.
ELSEWHERE = {"klassiska-analyser"}
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = [
    p for p in sorted(DOCS.rglob("*.md")) if p.stem not in ELSEWHERE and BLOCK.search(p.read_text(encoding="utf-8"))
]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_the_worked_examples_of_a_guide_hold(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in BLOCK.finditer(text):
        # Empty lines before it, so that a failure names the page's own line.
        exec(compile("\n" * (text[: block.start()].count("\n") + 1) + block[1], str(page), "exec"), names)


def test_the_pages_of_method_have_examples() -> None:
    assert {"intervall", "forvantat-varde", "blandad-modell", "rojandekontroll"} <= {p.stem for p in PAGES}
