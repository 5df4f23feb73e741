"""The worked examples of the guides are run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXAMPLES = [
    pytest.param(page, block, id=f"{page.relative_to(DOCS).as_posix()}-{i}")
    for page in sorted(DOCS.rglob("*.md"))
    for i, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL), 1)
]


@pytest.mark.parametrize(("page", "block"), EXAMPLES)
def test_a_worked_example_holds(page: Path, block: str) -> None:
    exec(compile(block, str(page), "exec"), {})
